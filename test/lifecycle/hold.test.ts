import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import type { JobResult } from '../../src/guest/runner.ts';
import type { SandboxRecord } from '../../src/lifecycle/plan.ts';
import { serve } from '../../src/lifecycle/serve.ts';
import { formatName } from '../../src/naming/name.ts';
import { FakeWorld, planFor, sandbox } from './fakes/world.ts';

const minuteMs = 60_000;
const holdMs = 20 * minuteMs;

function phases(world: FakeWorld): string[] {
  return world.events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []));
}

/** What the next poller does with the sandbox. */
async function serveAfterRestart(world: FakeWorld): Promise<SandboxRecord> {
  const never = new AbortController().signal;
  const plan = planFor({ holdMs, found: { network: undefined } });
  return await serve(plan, world, { end: never, leave: never });
}

describe('a sandbox whose job failed', () => {
  it.each<JobResult>(['Failed', 'Abandoned'])(
    'as %s is held, and deleted when the time is over',
    async (result) => {
      using world = new FakeWorld();
      world.registrations.offer({ result });
      const record = await world.serve({ holdMs });
      expect(record.phases.held).toBe(holdMs);
      expect(record).toMatchObject({ result, left: false });
      expect(phases(world).slice(-2)).toStrictEqual(['held', 'delete']);
      expect([...world.backend.vms.keys()]).toStrictEqual([]);
    },
  );

  it.each<JobResult>(['Succeeded', 'SucceededWithIssues', 'Canceled', 'Skipped'])(
    'is not one whose job ended as %s',
    async (result) => {
      using world = new FakeWorld();
      world.registrations.offer({ result });
      await world.serve({ holdMs });
      expect(phases(world)).not.toContain('held');
    },
  );

  it('is also one whose job took too long, though its result is Canceled', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ durationMs: 500 * minuteMs });
    const record = await world.serve({ holdMs });
    expect(record).toMatchObject({ result: 'Canceled', error: { code: 'JOB_DEADLINE' } });
    expect(record.phases.held).toBe(holdMs);
  });

  it.each([
    ['no job came', 0],
    ['the VM died', 1],
  ])('is not one of which %s', async (_, jobs) => {
    using world = new FakeWorld();
    for (let job = 0; job < jobs; job += 1) world.registrations.offer();
    world.after(30_000, () => world.backend.crash(sandbox));
    await world.serve({ holdMs });
    expect(phases(world)).not.toContain('held');
  });

  it('is deleted at once when it is not wanted any more', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ result: 'Failed' });
    world.after(5 * minuteMs, () => world.end.abort(new SandError('INTERRUPTED', 'dropped')));
    const record = await world.serve({ holdMs });
    expect(record.phases.held).toBeLessThan(5 * minuteMs);
    expect(record).toMatchObject({ result: 'Failed', left: false });
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it('is not held when the poller is being ended', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ result: 'Failed' });
    world.ways.afterJob = () => world.stop('end');
    await world.serve({ holdMs });
    expect(phases(world)).not.toContain('held');
  });

  it('is not held any longer than its VM lives', async () => {
    using world = new FakeWorld();
    world.registrations.offer({ result: 'Failed' });
    world.after(5 * minuteMs, () => world.backend.crash(sandbox));
    const record = await world.serve({ holdMs });
    expect(record.phases.held).toBeLessThan(5 * minuteMs);
    expect(record).toMatchObject({ result: 'Failed', left: false });
  });

  it('never outlives the deadline in its name', async () => {
    using world = new FakeWorld();
    const deadline = Math.ceil((world.clock.now() + 15 * minuteMs) / 1000);
    const name = formatName({ owner: 'ownerabc', pool: 'xcode', deadline, nonce: 'nonce1' });
    world.registrations.offer({ result: 'Failed' });
    const { phases: spent } = await world.serve({ holdMs, request: { ...planFor().request, name } });
    expect(spent.held).toBeGreaterThan(0);
    expect(world.clock.now()).toBeLessThan(deadline * 1000);
  });
});

describe('a poller that leaves while a sandbox is held', () => {
  it.each([
    ['keeps it for the next one, which holds it for the rest of the time', 12, 8],
    ['leaves it to the next one, which deletes it at once when its time is over', 25, 0],
  ])('%s', async (_, awayMinutes, restMinutes) => {
    using world = new FakeWorld();
    world.registrations.offer({ result: 'Failed', durationMs: minuteMs });
    world.after(3 * minuteMs, () => world.stop('leave'));
    const first = await world.serve({ holdMs });
    expect(first).toMatchObject({ left: true, result: 'Failed' });
    expect([...world.backend.vms.keys()]).toStrictEqual([sandbox]);

    const endedAt = world.backend.runnerOf(sandbox)?.endedAt ?? 0;
    await world.clock.sleep(endedAt + awayMinutes * minuteMs - world.clock.now(), world.stage.over);
    const second = await serveAfterRestart(world);
    expect((second.phases.held ?? 0) / minuteMs).toBeCloseTo(restMinutes, 0);
    expect(second).toMatchObject({ result: 'Failed', left: false, registrationLeft: false });
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });
});
