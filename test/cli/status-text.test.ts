import { describe, expect, it } from 'vitest';
import { statusOf, statusSchema } from '../../src/cli/status-document.ts';
import { statusText } from '../../src/cli/status-text.ts';
import { SandError } from '../../src/errors.ts';
import { FleetWorld } from '../fleet/fleet-world.ts';
import { busyStatus } from './fake-controls.ts';

const self = { pid: 42, version: '1.2.3', startedAt: 0 };

describe('a status for people', () => {
  it('shows slots, pools, sandboxes, waiting jobs and problems', () => {
    expect(statusText(busyStatus).split('\n')).toEqual([
      'sand-poller 1.2.3, process 42, since 2026-01-01T00:00:00.000Z',
      'slots: 2, ours: 1, VMs of others: somebodys-vm',
      'jobs may come from acme/app, acme/web through the runner group macs',
      '',
      'POOL   WAITING  LIVE  STANDBY  STATE',
      'xcode  1        1/2   0/1      paused until 2026-01-01T05:03:00.000Z: CLONE_FAILED',
      '',
      'SANDBOX                             STATE  PHASE  FOR    AGE    JOB',
      'sand-ownerabc-xcode-0000001-abcdef  busy   run    3m07s  5h02m  build',
      '',
      'WAITING JOB  REPOSITORY  POOL   FOR  WHY',
      'test         acme/app    xcode  42s  its pool is paused',
      '',
      'CLONE_FAILED: no clone',
      '  what to do: Read the output.',
    ]);
  });

  it('says that it is drained, and leaves out what there is not', () => {
    const idle = { ...busyStatus, draining: true, sandboxes: [], waiting: [], problems: [], pools: [] };
    expect(statusText(idle)).toContain('drained');
    expect(statusText(idle)).not.toMatch(/SANDBOX|WAITING JOB|what to do/u);
  });

  it.each([
    [{ group: null, repositories: ['acme/app'], public: true }, 'acme/app, PUBLIC ones included'],
    [
      { group: 'Default', repositories: null, public: false },
      'all repositories through the runner group Default',
    ],
    [
      { group: 'a', repositories: ['1', '2', '3', '4', '5', '6', '7'], public: false },
      '1, 2, 3, 4, 5 and 2 more through the runner group a',
    ],
    [{ group: 'a', repositories: [], public: false }, 'no repository through the runner group a'],
  ])('tells of %j where jobs may come from', (audience, text) => {
    expect(statusText({ ...busyStatus, audience }).split('\n')[2]).toBe(`jobs may come from ${text}`);
  });

  it('moves no cursor, whatever others call their VMs and jobs', () => {
    const slots = { ...busyStatus.slots, foreign: ['\u001B[2Jvm\nroot'] };
    const waiting = busyStatus.waiting.map((job) => ({ ...job, job: 'a\u202Eb\u001B[1A' }));
    const text = statusText({ ...busyStatus, slots, waiting });
    for (const mover of ['\u001B', '\u202E']) expect(text).not.toContain(mover);
    expect(text.split('\n')).toHaveLength(statusText(busyStatus).split('\n').length);
  });
});

describe('the status of a fleet', () => {
  it('is what its schema says, and tells why GitHub cannot be asked', () => {
    const fleet = new FleetWorld().fleet();
    const view = { ...fleet.view(), demandError: new SandError('GITHUB_UNREACHABLE', 'no answer') };
    const audience = { group: 'macs', repositories: undefined, public: false, forks: undefined };
    const status = statusOf(view, { ...self, audience }, 5);
    expect(status.audience).toEqual({ group: 'macs', repositories: null, public: false });
    expect(statusOf(view, self, 5).audience).toBeNull();
    expect(statusSchema.parse(status)).toEqual(status);
    expect(status).toMatchObject({
      pools: [{ name: 'xcode', live: 0, standby: { wanted: 0, ready: 0 }, paused: null }],
      problems: [{ code: 'GITHUB_UNREACHABLE', message: 'no answer' }],
    });
  });

  it('counts what is there, and shows a paused pool as a problem with the remedy of its last failure', () => {
    const view = new FleetWorld().fleet().view();
    const error = new SandError('CLONE_FAILED', 'no space');
    const [pool] = view.pools;
    const entry = {
      sandbox: undefined,
      pool: 'xcode',
      state: 'spare',
      phase: 'standby',
      startedAt: 1,
      phaseSince: 2,
    } as const;
    const job = { id: 1, name: 'a', repository: 'acme/app', labels: [], queuedAt: 3, url: 'https://x' };
    const status = statusOf(
      {
        ...view,
        pools:
          pool === undefined ? [] : [{ ...pool, standby: 1, paused: { until: 9000, failures: 3, error } }],
        sandboxes: [{ ...entry, job: undefined }],
        waiting: [
          { job, pool: 'xcode', why: 'paused' },
          { job, pool: 'xcode', why: 'covered' },
        ],
      },
      self,
      5,
    );
    expect(status.pools).toMatchObject([
      {
        waiting: 1,
        live: 1,
        standby: { wanted: 1, ready: 1 },
        paused: { failures: 3, code: 'CLONE_FAILED' },
      },
    ]);
    expect(status.sandboxes).toMatchObject([
      { sandbox: null, job: null, startedAt: '1970-01-01T00:00:00.001Z' },
    ]);
    expect(status.problems).toMatchObject([
      {
        code: 'CLONE_FAILED',
        pool: 'xcode',
        remedy: error.remedy,
        message: expect.stringContaining('3 failures in a row') as unknown,
      },
    ]);
  });
});
