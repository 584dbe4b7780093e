import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { serve } from '../../src/lifecycle/serve.ts';
import type { SandboxRecord } from '../../src/lifecycle/plan.ts';
import { FakeWorld, planFor, sandbox } from './fakes/world.ts';

const never = new AbortController().signal;

/** A sandbox that an earlier process has left with a job. */
async function leaveOne(world: FakeWorld): Promise<void> {
  world.registrations.offer({ name: 'build', durationMs: 300_000 });
  world.after(20_000, () => world.stop('leave'));
  await world.serve();
}

async function adopt(world: FakeWorld): Promise<SandboxRecord> {
  const plan = planFor({ found: { network: undefined } });
  return await serve(plan, world, { end: never, leave: never });
}

describe('a sandbox that was found, with a job in it,', () => {
  it('outlives a `tart list` that fails now and then', async () => {
    using world = new FakeWorld();
    await leaveOne(world);
    const error = new SandError('TART_FAILED', '`tart list` failed');
    world.stage.faults.set('attach', { error, when: 'before', times: 5 });
    expect(await adopt(world)).toMatchObject({ job: 'build', result: 'Succeeded', error: undefined });
  });

  it('is given up when the host tells nothing of it for as long as a guest is looked for', async () => {
    using world = new FakeWorld();
    await leaveOne(world);
    const error = new SandError('TART_FAILED', '`tart list` failed');
    world.stage.faults.set('attach', { error, when: 'before' });
    expect(await adopt(world)).toMatchObject({ job: undefined, error });
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it('is deleted at once when it does not run any more', async () => {
    using world = new FakeWorld();
    await leaveOne(world);
    world.backend.crash(sandbox);
    expect(await adopt(world)).toMatchObject({ error: { code: 'VM_STOPPED' } });
    expect(world.stage.done.filter((effect) => effect === 'attach')).toHaveLength(1);
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it.each(['attach', 'reach'] as const)(
    'and that is to end in the moment of %s ends its job through its runner, so that GitHub learns of it',
    async (moment) => {
      using world = new FakeWorld();
      await leaveOne(world);
      world.stage.journal.length = 0;
      world.stage.onEffect = (effect) => {
        if (effect === moment) world.stop('end');
      };
      const plan = planFor({ found: { network: undefined } });
      const record = await serve(plan, world, { end: world.end.signal, leave: never });
      expect(record).toMatchObject({ job: 'build', result: 'Canceled', error: { code: 'INTERRUPTED' } });
      expect(world.stage.done).toContain('interrupt');
      expect([...world.backend.vms.keys(), ...world.registrations.runners.keys()]).toStrictEqual([]);
    },
  );

  it('and that is to end is given up when its guest cannot be reached within the grace time', async () => {
    using world = new FakeWorld();
    await leaveOne(world);
    world.stage.durations.set('reach', 10 * 60_000);
    world.after(5000, () => world.stop('end'));
    const since = world.clock.now();
    const plan = planFor({ found: { network: undefined } });
    const record = await serve(plan, world, { end: world.end.signal, leave: never });
    expect(record).toMatchObject({ job: undefined, error: { code: 'INTERRUPTED' }, registrationLeft: true });
    expect(world.clock.now() - since).toBeLessThan(2 * 60_000);
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });
});
