import { drawName } from '../../src/naming/draw.ts';
import type { Measured } from './figures.ts';
import { bootFloor, startFloorRunner } from './floor.ts';
import { BenchPoller, createBenchWorld, runEmptyJob } from './world.ts';

/**
 * Warm start: demand seen → runner process started in a standby that is ready. The floor: one request to GitHub and one
 * command over a connection that is open.
 */
export async function measureWarm(rounds: number, onRound: () => void): Promise<Measured> {
  // One slot is the floor's.
  await using world = await createBenchWorld({ pool: { standby: 1, max: 1 }, slots: 3 });
  const vm = await bootFloor(world, drawName('benchsim', 'floor', 4_000_000_000));
  let seenAt = 0;
  const product: number[] = [];
  const floor: number[] = [];
  let ready = Promise.withResolvers<void>();
  {
    await using poller = await BenchPoller.start(world, (event) => {
      if (event.type === 'phase' && event.phase === 'standby') ready.resolve();
      if (event.type === 'taking') seenAt = performance.now();
      if (event.type === 'runner-started') product.push(performance.now() - seenAt);
    });
    for (let round = 0; round <= rounds; round += 1) {
      await ready.promise;
      ready = Promise.withResolvers();
      floor.push(await measureWarmFloor());
      await Promise.all([poller.next(({ type }) => type === 'finished'), runEmptyJob(world)]);
      onRound();
    }
  }
  await vm.end();
  return {
    what: 'warm: demand seen → runner process started',
    floor: floor.slice(1),
    product: product.slice(1),
    budgetMs: 150,
    against: 'product',
  };

  async function measureWarmFloor(): Promise<number> {
    const { apiUrl, token } = world.github;
    const startedAt = performance.now();
    const answer = await fetch(`${apiUrl}/repos/${world.repository}/actions/runners/generate-jitconfig`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: drawName('benchsim', 'floor', 4_000_000_000),
        runner_group_id: 1,
        labels: ['floor'],
      }),
    });
    await answer.json();
    await startFloorRunner(vm.client);
    return performance.now() - startedAt;
  }
}
