import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { createPoller } from '../../src/cli/poller.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { AppEvent } from '../../src/observe/describe.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../../src/sim/world.ts';

/** The local VM that the bench clones. */
export const golden = 'golden';

/** Quick where Tart and GitHub decide how long it takes: what is left is ours. */
const timings = { cloneMs: 0, bootMs: 150, sshMs: 50, agentMs: 300, stopMs: 0 };

/** A simulated Mac and GitHub that answer at once, with one pool that has `pool` besides its labels. */
export async function createBenchWorld(
  given: { pool?: object; slots?: number } = {},
): Promise<SimulatedWorld> {
  const { pool = {}, slots = 2 } = given;
  const world = await createSimulatedWorld({
    host: { ...timings, vmLimit: slots },
    github: { latencyMs: 0 },
    image: { name: golden },
  });
  await world.configure({
    pools: [{ name: 'bench', labels: ['self-hosted'], session: 'ssh', ...pool }],
    host: { slots },
  });
  return world;
}

/** A poller in this process, whose events are measured. */
export class BenchPoller implements AsyncDisposable {
  readonly #bus = new EventEmitter<{ event: [AppEvent] }>();
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  /** Starts it. `onEvent` is called in the moment in which something happens. */
  static async start(world: SimulatedWorld, onEvent: (event: AppEvent) => void): Promise<BenchPoller> {
    const bench = new BenchPoller();
    bench.#bus.on('event', onEvent);
    const { config } = await loadConfig(world.configFile);
    const emit = (event: AppEvent) => void bench.#bus.emit('event', event);
    const poller = await createPoller(config, { env: world.env, emit }, bench.#stop.signal);
    bench.#running = poller.run({ end: bench.#stop.signal, leave: new AbortController().signal });
    return bench;
  }

  /** Resolves at the next event that is wanted. */
  async next(wanted: (event: AppEvent) => boolean): Promise<void> {
    const signal = AbortSignal.timeout(longestMs);
    for (;;) {
      const [event] = await once(this.#bus, 'event', { signal });
      if (wanted(event)) return;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}

const longestMs = 60_000;

/** Lets a job wait that does nothing. */
export async function queueEmptyJob({ github, repository }: SimulatedWorld): Promise<void> {
  await github.runWorkflow({ repository, path: '.github/workflows/bench.yml', workflow });
}

/** Queues one job that does nothing; resolves when it is over. */
export async function runEmptyJob(world: SimulatedWorld): Promise<void> {
  await queueEmptyJob(world);
  await world.github.whenIdle(AbortSignal.timeout(longestMs));
}

const workflow = `
on: push
jobs:
  nothing:
    runs-on: [self-hosted]
    steps: [{ run: 'true' }]
`;
