import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { parseName } from '../../src/naming/name.ts';
import { FleetWorld, nothing, PollerProcess, poolFor } from './fleet-world.ts';

const minuteMs = 60_000;
const pools = [poolFor({ holdMs: 20 * minuteMs })];

async function pass(world: FleetWorld, ms: number): Promise<void> {
  await world.clock.sleep(ms, world.stage.over);
}

function phasesOf({ fleet }: PollerProcess): (string | undefined)[] {
  return fleet.view().sandboxes.map(({ phase }) => phase);
}

async function ends(world: FleetWorld, poller: PollerProcess): Promise<void> {
  poller.end.abort(new Error('the test is over'));
  await poller.done;
  expect(world.left()).toStrictEqual(nothing);
}

describe('a held sandbox', () => {
  it('keeps its slot, so that the next job waits for it', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ result: 'Failed' });
    const poller = new PollerProcess(world, { pools, slots: 1 });
    await pass(world, 5 * minuteMs);
    world.registrations.offer();
    await pass(world, 10 * minuteMs);
    expect(phasesOf(poller)).toStrictEqual(['held']);
    expect(poller.fleet.view().waiting).toMatchObject([{ why: 'no-slot' }]);
    await pass(world, 20 * minuteMs);
    expect(world.registrations.finished).toHaveLength(2);
    await ends(world, poller);
  });

  it('is deleted when it is dropped, and its slot serves the next job', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ result: 'Failed' });
    const poller = new PollerProcess(world, { pools, slots: 1 });
    await pass(world, 5 * minuteMs);
    world.registrations.offer();
    const [held] = poller.fleet.view().sandboxes;
    expect(poller.fleet.drop(held?.sandbox ?? '', new SandError('INTERRUPTED', 'dropped'))).toBe(true);
    await pass(world, 5 * minuteMs);
    expect(world.registrations.finished).toHaveLength(2);
    expect(world.told('finished')[0]?.record).toMatchObject({ result: 'Failed', error: undefined });
    await ends(world, poller);
  });

  it('has time enough in its name', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ result: 'Failed', durationMs: 59 * minuteMs });
    const poller = new PollerProcess(world, { pools });
    await pass(world, 70 * minuteMs);
    expect(phasesOf(poller)).toStrictEqual(['held']);
    const [held] = poller.fleet.view().sandboxes;
    const deadline = parseName(held?.sandbox ?? '')?.deadline ?? 0;
    await pass(world, 20 * minuteMs);
    expect(phasesOf(poller)).toStrictEqual([]);
    expect(world.clock.now()).toBeLessThan(deadline * 1000);
    await ends(world, poller);
  });

  it.each(['kill', 'stop'] as const)(
    'survives the %s of its poller, and is held for the rest of its time',
    async (way) => {
      using world = new FleetWorld();
      world.registrations.offer({ result: 'Failed' });
      const first = new PollerProcess(world, { pools });
      await pass(world, 10 * minuteMs);
      const { sandbox } = first.fleet.view().sandboxes[0] ?? {};
      await first[way]();

      const second = new PollerProcess(world, { pools });
      await pass(world, 5 * minuteMs);
      expect(second.fleet.view().sandboxes).toMatchObject([{ sandbox, phase: 'held', state: 'busy' }]);
      await pass(world, 8 * minuteMs);
      expect(phasesOf(second)).toStrictEqual([]);
      expect(world.registrations.finished).toHaveLength(1);
      await ends(world, second);
    },
  );

  it('is deleted by a poller whose configuration holds nothing', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ result: 'Failed' });
    const first = new PollerProcess(world, { pools });
    await pass(world, 5 * minuteMs);
    first.kill();
    const second = new PollerProcess(world);
    await pass(world, 3 * minuteMs);
    expect(world.left()).toStrictEqual(nothing);
    await ends(world, second);
  });
});
