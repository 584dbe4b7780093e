import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SandError } from '../../src/errors.ts';
import { serve } from '../../src/lifecycle/serve.ts';
import { jitText } from './fakes/github.ts';
import type { Effect } from './fakes/stage.ts';
import { FakeWorld, planFor, sandbox } from './fakes/world.ts';

describe('a sandbox that serves its job', () => {
  it('does its steps in order and leaves nothing', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ name: 'build' });
    const record = await world.serve();
    expect(world.stage.done).toStrictEqual([
      'create',
      'start',
      'reach',
      'register',
      'deliver',
      'startRunner',
      'close',
      'destroy',
    ]);
    expect(record).toMatchObject({
      sandbox,
      pool: 'xcode',
      job: 'build',
      result: 'Succeeded',
      error: undefined,
    });
    expect(record).toMatchObject({ left: false, registrationLeft: false, reclaimedBytes: 4096 });
    expectNothingLeft(world);
  });

  it('goes through every phase once and measures it', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ durationMs: 90_000 });
    const { phases } = await world.serve();
    const entered = world.events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []));
    expect(entered).toStrictEqual(['clone', 'boot', 'ssh', 'register', 'idle', 'run', 'delete']);
    expect(phases).toStrictEqual({
      clone: 1000,
      boot: 1000,
      ssh: 1000,
      register: 2000,
      idle: 1500,
      run: 90_200,
      delete: 2000,
    });
  });

  it('gives the runner its registration, session and variables', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    await world.serve({ session: 'gui', env: { A: 'b' } });
    expect(world.guests[0]?.started?.jitConfig.reveal()).toBe(jitText);
    expect(world.guests[0]?.started).toMatchObject({ session: 'gui', env: { A: 'b' } });
  });

  it('tells what happens as it happens', async () => {
    using world = new FakeWorld();
    world.ways.lines.push('Current runner version');
    world.registrations.offer({ name: 'build', result: 'Failed' });
    await world.serve();
    expect(world.events.filter(({ type }) => type !== 'phase')).toStrictEqual([
      { type: 'runner-started', sandbox, transport: 'fake', session: 'gui' },
      { type: 'runner-line', sandbox, text: 'Current runner version' },
      { type: 'job-started', sandbox, job: 'build' },
      { type: 'job-ended', sandbox, job: 'build', result: 'Failed' },
    ]);
  });

  it('reports a job that failed by itself as its result, not as an error', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ result: 'Failed' });
    expect(await world.serve()).toMatchObject({
      result: 'Failed',
      error: undefined,
      registrationLeft: false,
    });
    expectNothingLeft(world);
  });
});

describe('a step that fails', () => {
  /** What is undone after each step, once the step before it had worked. */
  const undone: readonly [Effect, readonly string[]][] = [
    ['create', ['output', 'keepEvidence', 'destroy']],
    ['start', ['output', 'keepEvidence', 'destroy']],
    ['reach', ['output', 'keepEvidence', 'destroy']],
    ['register', ['collectLogs', 'output', 'keepEvidence', 'close', 'destroy', 'remove']],
    ['deliver', ['collectLogs', 'output', 'keepEvidence', 'close', 'destroy', 'remove']],
    ['startRunner', ['collectLogs', 'output', 'keepEvidence', 'close', 'destroy', 'remove']],
  ];

  describe.each(['before', 'after'] as const)('%s its effect', (when) => {
    it.each(undone)('at %s is the error of the record, and all is undone in order', async (step, undo) => {
      using world = new FakeWorld();
      const error = new SandError('TART_FAILED', `${step} went wrong`);
      world.stage.faults.set(step, { error, when });
      const record = await world.serve();
      expect(record).toMatchObject({ error, job: undefined, result: undefined, left: false });
      expect(world.stage.done.slice(-undo.length)).toStrictEqual(undo);
      expectNothingLeft(world);
    });
  });

  it('with something that is no error of ours is a bug, and says so', async () => {
    using world = new FakeWorld();
    world.stage.faults.set('start', { error: new TypeError('x is not a function'), when: 'before' });
    const { error } = await world.serve();
    expect(error).toMatchObject({ code: 'INTERNAL' });
    expect(error?.message).toContain('x is not a function');
    expectNothingLeft(world);
  });

  it('while the registration is on its way leaves no registration behind', async () => {
    using world = new FakeWorld();
    world.stage.durations.set('register', 30_000);
    world.stage.faults.set('deliver', { error: new SandError('GUEST_COMMAND', 'no space'), when: 'before' });
    expect(await world.serve()).toMatchObject({ error: { code: 'GUEST_COMMAND' }, registrationLeft: false });
    world.stage.durations.set('list', 60_000);
    await world.backend.list(world.stage.over);
    expectNothingLeft(world);
  });

  it('because a VM of that name exists already leaves that VM alone', async () => {
    using world = new FakeWorld();
    world.backend.add(sandbox);
    expect(await world.serve()).toMatchObject({ error: { code: 'NAME_TAKEN' } });
    expect(world.stage.done).not.toContain('destroy');
    expect([...world.backend.vms.keys()]).toStrictEqual([sandbox]);
  });

  it('is the error even when undoing fails too', async () => {
    using world = new FakeWorld();
    const lost = new SandError('GUEST_AUTH', 'wrong password');
    world.stage.faults.set('reach', { error: lost, when: 'before' });
    world.stage.faults.set('destroy', {
      error: new SandError('DESTROY_INCOMPLETE', 'locked'),
      when: 'before',
    });
    expect((await world.serve()).error).toBe(lost);
    expect(world.events.find(({ type }) => type === 'undo-failed')).toMatchObject({
      error: { code: 'DESTROY_INCOMPLETE', message: 'locked' },
    });
  });
});

describe('undoing', () => {
  it('is tried to the end, and every failure is told by its own name', async () => {
    using world = new FakeWorld();
    const stuck = new SandError('DESTROY_INCOMPLETE', 'the disk is locked');
    const away = new SandError('GITHUB_UNREACHABLE', 'no network');
    world.stage.faults.set('startRunner', {
      error: new SandError('RUNNER_SESSION', 'no user'),
      when: 'before',
    });
    world.stage.faults.set('close', { error: new Error('socket hang up'), when: 'before' });
    world.stage.faults.set('destroy', { error: stuck, when: 'before' });
    world.stage.faults.set('remove', { error: away, when: 'before' });
    const record = await world.serve();
    expect(world.stage.done.slice(-3)).toStrictEqual(['close', 'destroy', 'remove']);
    expect(record).toMatchObject({ error: { code: 'RUNNER_SESSION' }, registrationLeft: true });
    const told = world.events.flatMap((event) => (event.type === 'undo-failed' ? [event.error] : []));
    expect(told).toHaveLength(3);
    expect(told.slice(1)).toStrictEqual([stuck, away]);
  });

  it('that fails after a good job is the error of the record, which keeps the result', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    const error = new SandError('DESTROY_INCOMPLETE', 'the disk is locked');
    world.stage.faults.set('destroy', { error, when: 'before' });
    expect(await world.serve()).toMatchObject({ result: 'Succeeded', error });
  });

  it('has a deadline of its own', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.backend.destroy = async (_, signal) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(signal.reason));
      return await promise;
    };
    const { limits } = planFor();
    const record = await world.serve({ limits: { ...limits, undoMs: 20 } });
    expect(record).toMatchObject({ result: 'Succeeded', error: { code: 'DESTROY_INCOMPLETE' } });
  });
});

describe('a registration', () => {
  it('is not asked for when its job was reported', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ result: 'Failed' });
    await world.serve();
    expect(world.stage.done).not.toContain('remove');
  });

  it('is removed after the VM when no job came', async () => {
    using world = new FakeWorld();
    const record = await world.serve();
    expect(record).toMatchObject({ error: { code: 'NO_JOB' }, registrationLeft: false });
    expect(world.stage.done.slice(-2)).toStrictEqual(['destroy', 'remove']);
  });

  it('that GitHub holds on to is left for later', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.after(20_000, () => world.backend.crash(sandbox));
    const record = await world.serve();
    expect(record).toMatchObject({ error: { code: 'VM_STOPPED' }, registrationLeft: true, left: false });
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });
});

describe('a VM that ends by itself', () => {
  it.each([
    [1500, 'while it boots', 'ssh'],
    [3500, 'while its runner is registered', 'register'],
    [9000, 'while its runner waits', 'idle'],
  ])('after %i ms, %s, is the reason', async (ms, _, phase) => {
    using world = new FakeWorld();
    world.stage.durations.set('reach', 1500);
    const died = new SandError('SOFTNET_DIED', 'softnet was killed');
    world.after(ms + 500, () => world.backend.crash(sandbox, died));
    const record = await world.serve();
    expect(record.error).toBe(died);
    expect(Object.keys(record.phases).slice(0, -1).at(-1)).toBe(phase);
    expectNothingLeft(world);
  });

  it('is not asked for its logs', async () => {
    using world = new FakeWorld();
    world.after(9000, () => world.backend.crash(sandbox));
    await world.serve();
    expect(world.stage.done).not.toContain('collectLogs');
    expect(world.stage.done).toContain('keepEvidence');
  });

  it('after its job was reported does not spoil the result', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ name: 'last words' });
    world.ways.afterJob = () => world.backend.crash(sandbox);
    const record = await world.serve();
    expect(record).toMatchObject({ job: 'last words', result: 'Succeeded', registrationLeft: false });
    expectNothingLeft(world);
  });

  it('is watched no longer than it is ours', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    await world.serve();
    expect(world.backend.watchers).toBe(0);
  });
});

describe('evidence', () => {
  it('holds the logs, what the host printed, the last lines and the verdict', async () => {
    using world = new FakeWorld();
    world.ways.exitsAtOnce = 1;
    world.ways.lines.push('first', 'Failed to create a session.');
    await world.serve();
    const kept = world.evidence.get(sandbox);
    expect([...(kept?.keys() ?? [])]).toStrictEqual([
      'verdict.json',
      'tart.txt',
      'last-lines.txt',
      'guest-runner.log',
    ]);
    expect(kept?.get('last-lines.txt')).toBe('first\nFailed to create a session.');
    expect(JSON.parse(kept?.get('verdict.json') ?? '')).toMatchObject({
      sandbox,
      pool: 'xcode',
      exitCode: 1,
      error: { code: 'RUNNER_REJECTED', message: expect.any(String), remedy: expect.stringMatching(/\.$/u) },
      phases: { clone: 1000 },
    });
  });

  it('says when the sandbox began and ended, and how long its last phase took', async () => {
    using world = new FakeWorld();
    const { startedAt } = await world.serve();
    const { phases, ...verdict } = verdictSchema.parse(
      JSON.parse(world.evidence.get(sandbox)?.get('verdict.json') ?? ''),
    );
    expect(verdict.startedAt).toBe(new Date(startedAt).toISOString());
    expect(Date.parse(verdict.endedAt) - startedAt).toBeGreaterThanOrEqual(planFor().limits.idleMs);
    expect(phases['idle']).toBeGreaterThanOrEqual(planFor().limits.idleMs);
  });

  const ownAffair = ['Succeeded', 'SucceededWithIssues', 'Failed', 'Canceled', 'Skipped'] as const;
  it.each(ownAffair)('is not kept of a job that ended as %s: the sandbox did its work', async (result) => {
    using world = new FakeWorld();
    world.registrations.offer({ result });
    await world.serve();
    expect(world.evidence.size).toBe(0);
  });

  it('is kept of a job that was abandoned', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ result: 'Abandoned' });
    await world.serve();
    expect([...world.evidence.keys()]).toStrictEqual([sandbox]);
  });

  it('of a guest never takes the place of our own', async () => {
    using world = new FakeWorld();
    world.logs.set('verdict.json', 'all is well').set('tart.txt', 'nothing was printed');
    await world.serve();
    expect(world.evidence.get(sandbox)?.get('verdict.json')).toContain('NO_JOB');
    expect(world.evidence.get(sandbox)?.get('tart.txt')).not.toBe('nothing was printed');
  });

  it.each(['collectLogs', 'output'] as const)('is kept without %s when that fails', async (effect) => {
    using world = new FakeWorld();
    world.stage.faults.set(effect, { error: new Error('gone'), when: 'before' });
    await world.serve();
    expect(world.evidence.get(sandbox)?.get('verdict.json')).toContain('NO_JOB');
  });

  it('that cannot be kept is told and does not stop the deletion', async () => {
    using world = new FakeWorld();
    world.stage.faults.set('keepEvidence', { error: new Error('ENOSPC: no space left'), when: 'before' });
    expect(await world.serve()).toMatchObject({ error: { code: 'NO_JOB' } });
    const told = world.events.find(({ type }) => type === 'evidence-failed');
    expect(told).toMatchObject({ error: { code: 'EVIDENCE_FAILED' } });
    expectNothingLeft(world);
  });
});

describe('a secret', () => {
  it('is in no record, event or evidence, even when the runner prints it', async () => {
    using world = new FakeWorld();
    world.ways.lines.push(`cannot parse ${jitText}`);
    world.ways.exitsAtOnce = 1;
    world.logs.set('runner.log', `--jitconfig ${jitText}`);
    const record = await world.serve();
    const seen = [record, record.error?.message, world.events, ...world.events.map(errorText)];
    expect(JSON.stringify(seen)).not.toContain(jitText);
    expect([...(world.evidence.get(sandbox)?.values() ?? [])].join('\n')).not.toContain(jitText);
    expect(record.error?.message).toContain('cannot parse [secret]');
  });

  it('is removed from evidence when it came, but the delivery failed', async () => {
    using world = new FakeWorld();
    world.logs.set('runner.log', `--jitconfig ${jitText}`);
    world.stage.durations.set('deliver', 10_000);
    world.stage.faults.set('deliver', { error: new SandError('GUEST_COMMAND', 'no'), when: 'before' });
    await world.serve();
    expect(world.evidence.get(sandbox)?.get('guest-runner.log')).toBe('--jitconfig [secret]');
  });
});

describe('serving', () => {
  it('does nothing at all when it was told to stop before', async () => {
    using world = new FakeWorld();
    world.stop('end');
    const record = await serve(planFor(), world, { end: world.end.signal, leave: world.leave.signal });
    expect(record).toMatchObject({ error: { code: 'INTERRUPTED' } });
    expect(world.stage.done).not.toContain('create');
  });
});

const verdictSchema = z.object({
  startedAt: z.string(),
  endedAt: z.string(),
  phases: z.record(z.string(), z.number()),
});

function errorText(event: object): string {
  return 'error' in event && event.error instanceof Error ? event.error.message : '';
}

function expectNothingLeft(world: FakeWorld): void {
  expect([...world.backend.vms.keys()]).toStrictEqual([]);
  expect([...world.registrations.runners.keys()]).toStrictEqual([]);
  expect(world.backend.watchers).toBe(0);
  expect(world.guests.every(({ closed }) => closed)).toBe(true);
}
