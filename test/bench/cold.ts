import { drawName } from '../../src/naming/draw.ts';
import type { Measured } from './figures.ts';
import { measureFloor } from './floor.ts';
import { BenchPoller, createBenchWorld, runEmptyJob } from './world.ts';

/** Cold start: demand seen → runner process started, and its floor. */
export async function measureCold(rounds: number, onRound: () => void): Promise<Measured> {
  await using world = await createBenchWorld();
  let seenAt = 0;
  const product: number[] = [];
  await using poller = await BenchPoller.start(world, (event) => {
    if (event.type === 'starting') seenAt = performance.now();
    if (event.type === 'runner-started') product.push(performance.now() - seenAt);
  });
  const floor: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    floor.push(await measureFloor(world, drawName('benchsim', 'floor', 4_000_000_000)));
    await Promise.all([poller.next(({ type }) => type === 'finished'), runEmptyJob(world)]);
    onRound();
  }
  return {
    what: 'cold: demand seen → runner process started',
    // The first round of each warms caches up and is not counted.
    floor: floor.slice(1),
    product: product.slice(1),
    budgetMs: 150,
    against: 'product minus floor',
  };
}
