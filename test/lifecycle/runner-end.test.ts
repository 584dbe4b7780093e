import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import type { FakeRegistration } from './fakes/github.ts';
import { FakeWorld, planFor, sandbox } from './fakes/world.ts';

const minuteMs = 60_000;

describe('a runner', () => {
  it('that gets no job in time is asked to end', async () => {
    using world = new FakeWorld();
    const record = await world.serve();
    expect(record).toMatchObject({
      error: { code: 'NO_JOB' },
      phases: { idle: expect.closeTo(10 * minuteMs, -4) },
    });
    expect(world.stage.done).toContain('interrupt');
    expect(world.events).toContainEqual({ type: 'ending-early', sandbox, error: record.error });
  });

  it('that waits although its registration is gone is ended long before its idle time is over', async () => {
    using world = new FakeWorld();
    world.after(minuteMs, () => world.registrations.runners.clear());
    const record = await world.serve();
    expect(record).toMatchObject({ error: { code: 'RUNNER_REJECTED' }, registrationLeft: false });
    expect(record.phases.idle).toBeLessThan(6 * minuteMs);
  });

  it('that is missing from one list only goes on waiting', async () => {
    using world = new FakeWorld();
    const { runners } = world.registrations;
    const registered = new Map<string, FakeRegistration>();
    world.stage.onEffect = (effect, name) => {
      if (effect !== 'find' || world.stage.done.filter((done) => done === 'find').length !== 1) return;
      for (const [runner, registration] of runners) registered.set(runner, registration);
      runners.delete(name);
    };
    world.after(3.5 * minuteMs, () =>
      registered.forEach((registration, name) => runners.set(name, registration)),
    );
    world.after(7 * minuteMs, () => world.registrations.offer());
    expect(await world.serve()).toMatchObject({ result: 'Succeeded', error: undefined });
  });

  it('is not given up while GitHub cannot say what it does, but not kept for ever', async () => {
    using world = new FakeWorld();
    const error = new SandError('GITHUB_UNREACHABLE', 'no network');
    world.stage.faults.set('find', { error, when: 'before' });
    const record = await world.serve();
    expect(record).toMatchObject({ error: { code: 'NO_JOB' } });
    expect(record.phases.idle).toBeCloseTo(20 * minuteMs, -5);
  });

  it('is kept ten minutes more at most for that: its name promises an end', async () => {
    using world = new FakeWorld();
    const error = new SandError('GITHUB_UNREACHABLE', 'no network');
    world.stage.faults.set('find', { error, when: 'before' });
    const limits = { ...planFor().limits, idleMs: 120 * minuteMs };
    expect((await world.serve({ limits })).phases.idle).toBeCloseTo(130 * minuteMs, -5);
  });

  it.each([
    ['before the runner named it', 0],
    ['while the runner works on it', 5],
  ])('whose job GitHub has ended, told %s, has a grace time, then is ended', async (_when, minutes) => {
    using world = new FakeWorld();
    world.registrations.offer({ name: 'ended', durationMs: 50 * minuteMs });
    const jobOver = new AbortController();
    world.after(minutes * minuteMs, () => jobOver.abort());
    const record = await world.serve({ jobOver: jobOver.signal });
    expect(record).toMatchObject({ job: 'ended', result: 'Canceled', error: { code: 'JOB_OVER' } });
    expect(record.phases.run).toBeCloseTo((minutes + 5) * minuteMs, -5);
  });

  it('whose job GitHub has ended, and that ends it in the grace time, did its work', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ durationMs: 4 * minuteMs });
    const jobOver = new AbortController();
    world.after(2 * minuteMs, () => jobOver.abort());
    expect(await world.serve({ jobOver: jobOver.signal })).toMatchObject({
      result: 'Succeeded',
      error: undefined,
    });
  });

  it('that has a job of which it says nothing goes on: GitHub knows', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ durationMs: 30 * minuteMs });
    world.ways.isMute = true;
    const record = await world.serve();
    expect(record).toMatchObject({ result: undefined, error: { code: 'RUNNER_MUTE' } });
    expect(world.registrations.finished).toMatchObject([{ result: 'Succeeded' }]);
  });

  it('whose job takes too long is asked to cancel it, and the result is known', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ name: 'endless', durationMs: 1000 * minuteMs });
    const record = await world.serve();
    expect(record).toMatchObject({ job: 'endless', result: 'Canceled', error: { code: 'JOB_DEADLINE' } });
    expect(record.phases.run).toBeCloseTo(60 * minuteMs, -5);
    expect(record.registrationLeft).toBe(false);
  });

  it('that does not listen when asked to end is given the grace time, then up', async () => {
    using world = new FakeWorld();
    world.ways.onInterrupt = 'ignores';
    world.registrations.offer({ durationMs: 1000 * minuteMs });
    const record = await world.serve();
    expect(record).toMatchObject({
      result: undefined,
      error: { code: 'JOB_DEADLINE' },
      registrationLeft: true,
    });
    expect(record.phases.run).toBeCloseTo(61 * minuteMs, -5);
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it('that cancels its job but never ends is given up after the grace time', async () => {
    using world = new FakeWorld();
    world.ways.onInterrupt = 'cancels and hangs';
    world.registrations.offer({ durationMs: 1000 * minuteMs });
    const record = await world.serve();
    expect(record).toMatchObject({ result: 'Canceled', error: { code: 'JOB_DEADLINE' } });
    expect(record.phases.run).toBeCloseTo(61 * minuteMs, -5);
  });

  it('that gets its job in the moment it is told to go is not waited for beyond the grace time', async () => {
    using world = new FakeWorld();
    world.ways.onInterrupt = 'ignores';
    world.stage.onEffect = (effect) => {
      if (effect === 'interrupt') world.registrations.offer({ durationMs: 1000 * minuteMs });
    };
    const record = await world.serve();
    expect(record).toMatchObject({ job: 'job 1', error: { code: 'NO_JOB' } });
    expect(record.phases.run ?? 0).toBeLessThan(2 * minuteMs);
  });

  it('that does not end after its job is ended, and the result stays', async () => {
    using world = new FakeWorld();
    world.ways.hangsAfterJob = true;
    world.registrations.offer();
    const record = await world.serve();
    expect(record).toMatchObject({ result: 'Succeeded', error: { code: 'RUNNER_FAILED' } });
    expect(record.phases.run).toBeCloseTo(3 * minuteMs, -5);
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it('that cannot be asked to end is given up at once', async () => {
    using world = new FakeWorld();
    world.stage.faults.set('interrupt', { error: new SandError('GUEST_LOST', 'no answer'), when: 'before' });
    const record = await world.serve();
    expect(record).toMatchObject({ error: { code: 'NO_JOB' } });
    expect(record.phases.idle).toBeCloseTo(10 * minuteMs, -4);
  });

  it.each([
    [
      1,
      'Failed to create a session. The runner registration has been deleted from the server',
      'RUNNER_REJECTED',
    ],
    [
      1,
      'An error occurred: Runner version v2.300.0 is deprecated and cannot receive messages.',
      'RUNNER_DEPRECATED',
    ],
    [5, 'A session for this runner already exists.', 'RUNNER_CONFLICT'],
    [7, 'whatever', 'RUNNER_DEPRECATED'],
    [0, 'Exiting...', 'RUNNER_MUTE'],
    [2, 'retryable error', 'RUNNER_FAILED'],
  ])('that exits with %i without a job and says "%s" is %s', async (code, line, expected) => {
    using world = new FakeWorld();
    world.ways.exitsAtOnce = code;
    world.ways.lines.push('before', line);
    const { error } = await world.serve();
    expect(error).toMatchObject({ code: expected });
    expect(error?.message).toContain(line);
    expect([...world.registrations.runners.keys()]).toStrictEqual([]);
  });

  it('that cannot be followed any more is lost, and its sandbox is deleted', async () => {
    using world = new FakeWorld();
    const lost = new SandError('GUEST_LOST', 'the guest did not come back');
    world.follow = () => Promise.reject(lost);
    expect((await world.serve()).error).toBe(lost);
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it('whose following fails by a bug is reported as a bug', async () => {
    using world = new FakeWorld();
    world.follow = () => Promise.reject(new TypeError('x is undefined'));
    expect((await world.serve()).error).toMatchObject({ code: 'INTERNAL' });
  });

  it('has its last lines kept, not all of them', async () => {
    using world = new FakeWorld();
    world.ways.lines.push(...Array.from({ length: 500 }, (_, index) => `line ${String(index)}`));
    world.ways.exitsAtOnce = 0;
    await world.serve(planFor());
    const lines = world.evidence.get(sandbox)?.get('last-lines.txt')?.split('\n');
    expect(lines?.at(-1)).toBe('line 499');
    expect(lines?.length).toBeLessThanOrEqual(50);
  });
});
