import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { drawName } from '../../src/naming/draw.ts';
import type { SimulatedWorld } from '../../src/sim/world.ts';
import { median, type Measured } from './figures.ts';
import { bootFloor } from './floor.ts';
import { BenchPoller, createBenchWorld, queueEmptyJob } from './world.ts';

/** DESIGN.md §9, besides `tart stop`. */
const budgetMs = 250;

/**
 * Turnaround: runner ended → next sandbox booting, while a job waits and there is one slot. The floor: `tart stop`,
 * `delete` and `clone` by hand.
 */
export async function measureTurnaround(rounds: number, onRound: () => void): Promise<Measured> {
  await using world = await createBenchWorld({ pool: { max: 1 }, slots: 1 });
  const floors: { stopMs: number; allMs: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) floors.push(await measureFloor(world));
  let endedAt: Promise<number> | undefined;
  const product: Promise<number>[] = [];
  {
    await using poller = await BenchPoller.start(world, (event) => {
      if (event.type !== 'phase') return;
      if (event.phase === 'delete') endedAt = runnerEndedAt(world, event.sandbox);
      if (event.phase !== 'boot' || endedAt === undefined) return;
      const bootingAt = Date.now();
      product.push(endedAt.then((ended) => bootingAt - ended));
    });
    await queueEmptyJob(world);
    while (product.length <= rounds) {
      await Promise.all([queueEmptyJob(world), poller.next(({ type }) => type === 'finished')]);
      onRound();
    }
    await world.github.whenIdle(AbortSignal.timeout(60_000));
  }
  return {
    what: 'turnaround: runner ended → next sandbox booting',
    floor: floors.slice(1).map(({ allMs }) => allMs),
    product: (await Promise.all(product)).slice(1),
    budgetMs: budgetMs + median(floors.slice(1).map(({ stopMs }) => stopMs)),
    against: 'product',
  };
}

/** When the guest noted the end of its runner, in milliseconds since the epoch. */
async function runnerEndedAt({ host }: SimulatedWorld, sandbox: string): Promise<number> {
  const home = join(host.tartHome, 'vms', sandbox, 'disk.sim/Users', host.guestUser);
  return (await stat(join(home, '.sand-action/run/exit-status'))).mtimeMs;
}

async function measureFloor(world: SimulatedWorld): Promise<{ stopMs: number; allMs: number }> {
  const name = drawName('benchsim', 'floor', 4_000_000_000);
  const vm = await bootFloor(world, name);
  const startedAt = performance.now();
  await vm.stop();
  const stopMs = performance.now() - startedAt;
  await vm.delete();
  await vm.tart(['clone', 'golden', `${name}2`]);
  const allMs = performance.now() - startedAt;
  await vm.tart(['delete', `${name}2`]);
  return { stopMs, allMs };
}
