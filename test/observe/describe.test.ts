import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import type { ServiceRecord } from '../../src/fleet/events.ts';
import { describeEvent, failure, type AppEvent } from '../../src/observe/describe.ts';

const sandbox = 'sand-ownerabc-xcode-zzzzzzz-nonce1';
const error = new SandError('GUEST_LOST', 'the guest did not come back', { remedy: 'look at it' });
const why = { code: 'GUEST_LOST', error: 'the guest did not come back', remedy: 'look at it' };
const job = {
  id: 1,
  name: 'build',
  repository: 'acme/app',
  labels: ['macOS'],
  queuedAt: 0,
  url: 'https://github.com/acme/app/actions/runs/1/job/1',
};
const record: ServiceRecord = {
  sandbox,
  pool: 'xcode',
  startedAt: 0,
  job: 'build',
  result: 'Succeeded',
  error: undefined,
  unused: false,
  left: false,
  sandboxLeft: false,
  registrationLeft: false,
  phases: { clone: 5 },
  reclaimedBytes: 9,
  waitedMs: 7,
};
const served = {
  sandbox,
  job: 'build',
  result: 'Succeeded',
  waitedMs: 7,
  phases: { clone: 5 },
  reclaimedBytes: 9,
};

/** An event of each type, with what the log says of it. */
const lines: Record<AppEvent['type'], readonly [AppEvent, string, string, Record<string, unknown>]> = {
  audience: [
    {
      type: 'audience',
      audience: { group: 'macs', repositories: ['acme/app'], public: false, forks: undefined },
    },
    'info',
    'who can use the runners of this host',
    { group: 'macs', repositories: ['acme/app'], public: false, forks: undefined },
  ],
  preparing: [
    { type: 'preparing', pool: 'xcode', image: 'tahoe' },
    'info',
    'making an image ready',
    { pool: 'xcode', image: 'tahoe' },
  ],
  starting: [
    { type: 'starting', sandbox, pool: 'xcode', job },
    'info',
    'starting a sandbox',
    { sandbox, pool: 'xcode', job: 'build', url: job.url },
  ],
  taking: [
    { type: 'taking', sandbox, pool: 'xcode', job },
    'info',
    'a standby gets a job',
    { sandbox, pool: 'xcode', job: 'build', url: job.url },
  ],
  adopting: [
    { type: 'adopting', sandbox, pool: 'xcode' },
    'info',
    'taking over a sandbox that was left running',
    { sandbox, pool: 'xcode' },
  ],
  holding: [
    { type: 'holding', job, pool: 'xcode', why: 'no-slot' },
    'info',
    'a job has to wait',
    { job: 'build', url: job.url, why: 'no-slot', pool: 'xcode' },
  ],
  'sandbox-removed': [
    { type: 'sandbox-removed', sandbox },
    'info',
    'a VM could be deleted after all',
    { sandbox },
  ],
  'sandbox-kept': [
    { type: 'sandbox-kept', sandbox },
    'error',
    'a VM is still there: delete it with tart delete',
    { sandbox },
  ],
  phase: [
    { type: 'phase', sandbox, pool: 'xcode', phase: 'boot' },
    'debug',
    'phase',
    { sandbox, phase: 'boot' },
  ],
  'runner-started': [
    { type: 'runner-started', sandbox, transport: 'tcp', session: 'gui' },
    'info',
    'runner started',
    { sandbox, transport: 'tcp', session: 'gui' },
  ],
  'runner-line': [
    { type: 'runner-line', sandbox, text: 'hello' },
    'debug',
    'runner',
    { sandbox, text: 'hello' },
  ],
  'job-started': [
    { type: 'job-started', sandbox, job: 'build' },
    'info',
    'job started',
    { sandbox, job: 'build' },
  ],
  'job-ended': [
    { type: 'job-ended', sandbox, job: 'build', result: 'Failed' },
    'info',
    'job ended',
    { sandbox, job: 'build', result: 'Failed' },
  ],
  'ending-early': [
    { type: 'ending-early', sandbox, error },
    'warn',
    'ending a runner early',
    { sandbox, ...why },
  ],
  'undo-failed': [
    { type: 'undo-failed', sandbox, error },
    'error',
    'could not clean up',
    { sandbox, ...why },
  ],
  'evidence-failed': [
    { type: 'evidence-failed', sandbox, error },
    'warn',
    'could not keep evidence',
    { sandbox, ...why },
  ],
  finished: [{ type: 'finished', record }, 'info', 'sandbox finished', served],
  'demand-failed': [{ type: 'demand-failed', error }, 'warn', 'cannot ask GitHub for jobs', why],
  'stray-removed': [{ type: 'stray-removed', sandbox }, 'info', 'stray registration removed', { sandbox }],
  'stray-kept': [{ type: 'stray-kept', sandbox }, 'warn', 'stray registration left to GitHub', { sandbox }],
  reaped: [{ type: 'reaped', sandbox }, 'info', 'sandbox without a future deleted', { sandbox }],
  'reap-skipped': [{ type: 'reap-skipped', error }, 'warn', 'could not compare with the host or GitHub', why],
  'reap-failed': [
    { type: 'reap-failed', sandbox, error },
    'error',
    'could not delete a sandbox without a future',
    { sandbox, ...why },
  ],
  guest: [
    { type: 'guest', sandbox, event: { type: 'reconnecting', reason: 'socket closed' } },
    'warn',
    'guest reconnecting',
    { sandbox, reason: 'socket closed' },
  ],
  'waiting-for-github': [
    { type: 'waiting-for-github', error, ms: 5000 },
    'warn',
    'waiting before asking GitHub again',
    { ms: 5000, ...why },
  ],
  stopping: [
    { type: 'stopping', signal: 'SIGINT', way: 'end' },
    'info',
    'stopping: VMs are ended and deleted',
    { signal: 'SIGINT' },
  ],
  drained: [{ type: 'drained' }, 'info', 'drained: nothing new is taken until `sand-poller resume`', {}],
  resumed: [{ type: 'resumed' }, 'info', 'jobs are taken again', {}],
  reloaded: [
    { type: 'reloaded', added: ['xcode'], changed: [], removed: [], restart: [], warnings: [] },
    'info',
    'configuration read again',
    { added: ['xcode'], changed: [], removed: [], restart: [], warnings: [] },
  ],
  'reload-failed': [
    { type: 'reload-failed', error },
    'warn',
    'the configuration is wrong: the one before stays in use',
    why,
  ],
  listening: [
    { type: 'listening', url: 'http://127.0.0.1:9180' },
    'info',
    'health and metrics are served',
    { url: 'http://127.0.0.1:9180' },
  ],
  'notify-failed': [{ type: 'notify-failed', error }, 'warn', 'could not tell the program of onProblem', why],
  warning: [
    { type: 'warning', text: 'a token file is readable by others' },
    'warn',
    'a token file is readable by others',
    {},
  ],
};

describe('the log line', () => {
  it.each(Object.entries(lines))(
    'of %s is a fixed message with fields',
    (_, [event, level, message, fields]) => {
      expect(describeEvent(event)).toStrictEqual({ level, message, fields });
    },
  );

  it('of a sandbox with a problem has its code and remedy', () => {
    const { level, message, fields } = describeEvent({ type: 'finished', record: { ...record, error } });
    expect([level, message]).toStrictEqual(['warn', 'sandbox finished with a problem']);
    expect(fields).toStrictEqual({ ...served, ...why });
  });

  it('of a sandbox that was left says so', () => {
    const { level, message } = describeEvent({ type: 'finished', record: { ...record, left: true } });
    expect([level, message]).toStrictEqual(['info', 'left a sandbox running']);
  });

  it('of a sandbox that is held says how to get in', () => {
    const { level, message, fields } = describeEvent({
      type: 'phase',
      sandbox,
      pool: 'xcode',
      phase: 'held',
    });
    expect([level, message]).toStrictEqual(['info', 'holding the sandbox of a failed job']);
    expect(fields).toMatchObject({ enter: `sand-poller ssh ${sandbox}` });
  });

  it('of stopping says what becomes of the jobs', () => {
    const { message } = describeEvent({ type: 'stopping', signal: 'SIGTERM', way: 'leave' });
    expect(message).toBe('stopping: running jobs are left alone');
  });

  it('of a connection to a guest is for those who look closely', () => {
    const event = { type: 'connected', transport: 'tcp', runnerVersion: '2.336.0' } as const;
    expect(describeEvent({ type: 'guest', sandbox, event })).toStrictEqual({
      level: 'debug',
      message: 'guest connected',
      fields: { sandbox, transport: 'tcp', runnerVersion: '2.336.0' },
    });
  });

  it('has the remedy of the catalogue when the error brings none', () => {
    expect(failure(new SandError('USAGE', 'unknown command')).remedy).toContain('--help');
  });
});
