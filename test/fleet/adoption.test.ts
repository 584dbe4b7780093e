import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { effects } from '../lifecycle/fakes/stage.ts';
import { FleetWorld, nothing, PollerProcess, poolFor } from './fleet-world.ts';

const minuteMs = 60_000;

/** Waits on the simulated clock. */
async function pass(world: FleetWorld, ms: number): Promise<void> {
  await world.clock.sleep(ms, world.stage.over);
}

async function ends(world: FleetWorld, poller: PollerProcess): Promise<void> {
  poller.end.abort(new Error('the test is over'));
  await poller.done;
  expect(world.left()).toStrictEqual(nothing);
}

describe('a poller that was killed', () => {
  it('leaves a job that the next one finishes, with its own result', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ name: 'long', durationMs: 30 * minuteMs, result: 'Failed' });
    const first = new PollerProcess(world);
    await pass(world, 5 * minuteMs);
    first.kill();
    await pass(world, minuteMs);

    const second = new PollerProcess(world);
    await pass(world, 60 * minuteMs);

    expect(world.registrations.finished.map(({ job, result }) => [job.name, result])).toEqual([
      ['long', 'Failed'],
    ]);
    expect(world.told('adopting')).toHaveLength(1);
    expect(world.told('finished').map(({ record }) => record.result)).toEqual(['Failed']);
    await ends(world, second);
  });

  it('is followed by one that waits for the list of VMs before it makes any', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ durationMs: 30 * minuteMs });
    world.registrations.offer({ durationMs: 30 * minuteMs });
    const first = new PollerProcess(world);
    await pass(world, 5 * minuteMs);
    first.kill();
    world.registrations.offer();
    const error = new SandError('TART_FAILED', '`tart list` failed');
    world.stage.faults.set('list', { error, when: 'before', times: 3 });

    const second = new PollerProcess(world);
    await pass(world, 5 * minuteMs);
    expect(world.told('reap-skipped')).toHaveLength(1);
    expect(world.told('adopting')).toHaveLength(2);
    expect(world.told('starting')).toHaveLength(2);
    await pass(world, 60 * minuteMs);
    expect(world.registrations.finished).toHaveLength(3);
    await ends(world, second);
  });

  it.each(
    effects.filter(
      (effect) => !['collectLogs', 'output', 'keepEvidence', 'interrupt', 'find'].includes(effect),
    ),
  )('in the moment of %s loses no job, runs none twice and leaves nothing', async (effect) => {
    using world = new FleetWorld();
    const warmup = { script: 'true', timeoutMs: minuteMs };
    const pools = [poolFor({ standby: 1, ...(effect === 'equip' ? { warmup } : {}) })];
    for (const minutes of [0, 3, 6, 9]) world.after(minutes * minuteMs, () => world.registrations.offer());
    let kills = 0;
    let poller = new PollerProcess(world, { pools });
    const killAndRestart = () => {
      poller.kill();
      poller = new PollerProcess(world, { pools });
    };
    // Some effects only happen after a kill.
    world.after(30_000, killAndRestart);
    world.stage.onEffect = (now) => {
      if (now !== effect || kills >= 6) return;
      kills += 1;
      queueMicrotask(killAndRestart);
    };

    await pass(world, 120 * minuteMs);

    expect(kills).toBeGreaterThan(0);
    expect(new Set(world.registrations.finished.map(({ job }) => job.id)).size).toBe(4);
    expect(world.registrations.finished).toHaveLength(4);
    expect(world.backend.runningPeak).toBeLessThanOrEqual(2);
    await ends(world, poller);
  });
});

describe('a poller that was told to leave', () => {
  it('hands its job and its standby over', async () => {
    using world = new FleetWorld();
    const pools = [poolFor({ standby: 1 })];
    world.registrations.offer({ durationMs: 30 * minuteMs });
    const first = new PollerProcess(world, { pools });
    await pass(world, 5 * minuteMs);
    const before = [...world.backend.vms.keys()];
    await first.stop();
    expect([...world.backend.vms.keys()]).toEqual(before);

    const second = new PollerProcess(world, { pools });
    await pass(world, minuteMs);
    expect(
      second.fleet
        .view()
        .sandboxes.map(({ state }) => state)
        .toSorted(),
    ).toEqual(['busy', 'spare']);
    expect([...world.backend.vms.keys()]).toEqual(before);
    await pass(world, 60 * minuteMs);

    expect(world.registrations.finished).toHaveLength(1);
    await ends(world, second);
  });

  it('hands a standby over also while GitHub is away', async () => {
    using world = new FleetWorld();
    const pools = [poolFor({ standby: 1 })];
    const first = new PollerProcess(world, { pools });
    await pass(world, 5 * minuteMs);
    const before = [...world.backend.vms.keys()];
    await first.stop();

    const error = new SandError('GITHUB_UNREACHABLE', 'no network');
    for (const effect of ['waiting', 'remove', 'listRunners'] as const)
      world.stage.faults.set(effect, { error, when: 'before' });
    const second = new PollerProcess(world, { pools });
    await pass(world, 30 * minuteMs);
    world.stage.faults.clear();
    world.registrations.offer();
    await pass(world, 10 * minuteMs);

    expect(before).toHaveLength(1);
    expect(world.told('taking').map(({ sandbox }) => sandbox)).toEqual(before);
    expect(world.registrations.finished.map(({ runner }) => runner)).toEqual(before);
    await ends(world, second);
  });

  it('hands no standby over that would outlive the deadline in its name with the job it is for', async () => {
    using world = new FleetWorld();
    const pools = [poolFor({ standby: 1 })];
    const first = new PollerProcess(world, { pools });
    await pass(world, 230 * minuteMs);
    const [old = ''] = [...world.backend.vms.keys()];
    await first.stop();

    const second = new PollerProcess(world, { pools });
    await pass(world, 20 * minuteMs);
    expect([...world.backend.vms.keys()]).toEqual([old]);
    // It has five hours and 44 minutes in all, of which 71 minutes are for the job and what is around it.
    await pass(world, 30 * minuteMs);
    expect(world.backend.vms.has(old)).toBe(false);
    expect(world.backend.vms.size).toBe(1);
    await ends(world, second);
  });

  it('whose pool is gone from the next configuration has its job finished, not killed', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ durationMs: 30 * minuteMs });
    const first = new PollerProcess(world);
    await pass(world, 5 * minuteMs);
    await first.stop();

    const second = new PollerProcess(world, { pools: [poolFor({ name: 'other', labels: ['other'] })] });
    await pass(world, 60 * minuteMs);

    expect(world.registrations.finished.map(({ result }) => result)).toEqual(['Succeeded']);
    await ends(world, second);
  });
});
