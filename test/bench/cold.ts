import { EventEmitter, once } from 'node:events';
import { loadConfig } from '../../src/config/load.ts';
import { createPoller } from '../../src/cli/poller.ts';
import { drawName } from '../../src/naming/draw.ts';
import { measureFloor } from './floor.ts';
import { createBenchWorld, runEmptyJob } from './world.ts';

/** Milliseconds of each round, the two measured in turns. */
export interface ColdFigures {
  readonly floor: readonly number[];
  readonly product: readonly number[];
}

/** Cold start: demand seen → runner process started, and its floor. */
export async function measureCold(rounds: number, onRound: (round: number) => void): Promise<ColdFigures> {
  await using world = await createBenchWorld();
  const { config } = await loadConfig(world.configFile);
  const bus = new EventEmitter<{ 'runner-started': []; finished: [] }>();
  let seenAt = 0;
  const stop = new AbortController();
  const poller = await createPoller(
    config,
    {
      env: world.env,
      emit(event) {
        if (event.type === 'starting') seenAt = performance.now();
        if (event.type === 'runner-started') bus.emit('runner-started');
        if (event.type === 'finished') bus.emit('finished');
      },
    },
    stop.signal,
  );
  const running = poller.run({ end: stop.signal, leave: new AbortController().signal });
  const floor: number[] = [];
  const product: number[] = [];
  // The first round of each warms caches up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const floorMs = await measureFloor(world, drawName('benchsim', 'floor', 4_000_000_000));
    const finished = once(bus, 'finished');
    const started = once(bus, 'runner-started').then(() => performance.now() - seenAt);
    await Promise.all([runEmptyJob(world), finished]);
    if (round > 0) {
      floor.push(floorMs);
      product.push(await started);
    }
    onRound(round);
  }
  stop.abort();
  await running;
  return { floor, product };
}
