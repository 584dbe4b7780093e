import { describe, expect, it } from 'vitest';
import { FakeWorld, sandbox } from './fakes/world.ts';

/** The way of a sandbox takes a second an effect; its runner listens 1.5 s after that; the job takes a minute. */
const startingAfterMs = 4000;
const startedAfterMs = 5000;
const jobAfterMs = 6500;
const endAfterMs = jobAfterMs + 60_000;
const boundaries = Array.from({ length: startedAfterMs / 500 }, (_, step) => step * 500);
const jobTimes = [jobAfterMs + 500, jobAfterMs + 30_000, endAfterMs - 1000];

describe('told to end', () => {
  it.each([...boundaries, startedAfterMs + 500])(
    'after %i ms, before a job came, leaves nothing',
    async (ms) => {
      using world = new FakeWorld();
      world.after(ms, () => world.stop('end'));
      const record = await world.serve();
      expect(record).toMatchObject({ error: { code: 'INTERRUPTED' }, left: false, registrationLeft: false });
      expectNothing(world);
    },
  );

  it.each(jobTimes)(
    'after %i ms, in the middle of a job, cancels the job through its runner first',
    async (ms) => {
      using world = new FakeWorld();
      world.registrations.offer({ name: 'build' });
      world.after(ms, () => world.stop('end'));
      const record = await world.serve();
      expect(record).toMatchObject({ job: 'build', result: 'Canceled', error: { code: 'INTERRUPTED' } });
      const { done } = world.stage;
      expect(done.indexOf('interrupt')).toBeLessThan(done.indexOf('destroy'));
      expectNothing(world);
    },
  );

  it('gives a runner that does not listen its grace time', async () => {
    using world = new FakeWorld();
    world.ways.onInterrupt = 'ignores';
    world.registrations.offer({ durationMs: 3_600_000 });
    world.after(jobAfterMs + 10_000, () => world.stop('end'));
    const record = await world.serve();
    expect(record).toMatchObject({ error: { code: 'INTERRUPTED' }, registrationLeft: true });
    expect(record.phases.run).toBeCloseTo(70_000, -4);
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it('twice, or to leave afterwards, still ends', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.after(20_000, () => world.stop('end'));
    world.after(21_000, () => world.stop('leave'));
    const record = await world.serve();
    expect(record).toMatchObject({ error: { code: 'INTERRUPTED' }, left: false, result: 'Canceled' });
    expectNothing(world);
  });

  it('while it cleans up changes nothing', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.stage.onEffect = (effect) => {
      if (effect === 'destroy') world.stop('end');
    };
    expect(await world.serve()).toMatchObject({ result: 'Succeeded', error: undefined });
    expectNothing(world);
  });
});

describe('told to leave', () => {
  it.each(boundaries.filter((ms) => ms <= startingAfterMs))(
    'after %i ms, before its runner was started, leaves nothing',
    async (ms) => {
      using world = new FakeWorld();
      world.after(ms, () => world.stop('leave'));
      const record = await world.serve();
      expect(record).toMatchObject({ error: { code: 'INTERRUPTED' }, left: false, registrationLeft: false });
      expectNothing(world);
    },
  );

  it.each([startedAfterMs + 500, ...jobTimes])('after %i ms, with a runner, destroys nothing', async (ms) => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.after(ms, () => world.stop('leave'));
    const record = await world.serve();
    expect(record).toMatchObject({ error: undefined, result: undefined, left: true });
    expect(world.stage.done).not.toContain('destroy');
    expect(world.stage.done).not.toContain('interrupt');
    expect(world.stage.done).not.toContain('remove');
    expect([...world.backend.vms.keys()]).toStrictEqual([sandbox]);
  });

  it.each([startingAfterMs + 100, startingAfterMs + 900])(
    'after %i ms, while its runner is being started, destroys nothing',
    async (ms) => {
      using world = new FakeWorld();
      world.after(ms, () => world.stop('leave'));
      expect(await world.serve()).toMatchObject({ left: true, registrationLeft: false });
      expect([...world.backend.vms.keys()]).toStrictEqual([sandbox]);
    },
  );

  it('while its runner is being started, lets it do its job', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ name: 'build' });
    world.after(startingAfterMs + 900, () => world.stop('leave'));
    await world.serve();
    await world.clock.sleep(120_000, world.stage.over);
    expect(world.registrations.finished).toMatchObject([{ runner: sandbox, result: 'Succeeded' }]);
  });

  it('closes the connection and watches nothing any more', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.after(20_000, () => world.stop('leave'));
    await world.serve();
    expect(world.guests.every(({ closed }) => closed)).toBe(true);
    expect(world.backend.watchers).toBe(0);
  });

  it('lets the job come to its own end', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ name: 'build' });
    world.after(20_000, () => world.stop('leave'));
    await world.serve();
    await world.clock.sleep(120_000, world.stage.over);
    expect(world.registrations.finished).toMatchObject([{ runner: sandbox, result: 'Succeeded' }]);
  });

  it.each([0, 100])('%i ms after its job has ended cleans up first', async (ms) => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.ways.afterJob = () => (ms === 0 ? world.stop('leave') : world.after(ms, () => world.stop('leave')));
    expect(await world.serve()).toMatchObject({ result: 'Succeeded', error: undefined, left: false });
    expectNothing(world);
  });

  it('when its runner is being ended already cleans up first', async () => {
    using world = new FakeWorld();
    world.stage.onEffect = (effect) => {
      if (effect === 'interrupt') world.stop('leave');
    };
    expect(await world.serve()).toMatchObject({ error: { code: 'NO_JOB' }, left: false });
    expectNothing(world);
  });

  it('in the moment its VM dies cleans up', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.after(20_000, () => world.backend.crash(sandbox));
    world.after(20_000, () => world.stop('leave'));
    expect(await world.serve()).toMatchObject({ error: { code: 'VM_STOPPED' }, left: false });
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });
});

function expectNothing(world: FakeWorld): void {
  expect([...world.backend.vms.keys()]).toStrictEqual([]);
  expect([...world.registrations.runners.keys()]).toStrictEqual([]);
  expect(world.backend.watchers).toBe(0);
  expect(world.guests.every(({ closed }) => closed)).toBe(true);
}
