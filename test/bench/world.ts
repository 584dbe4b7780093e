import { createSimulatedWorld, type SimulatedWorld } from '../../src/sim/world.ts';

/** The local VM that the bench clones. */
export const golden = 'golden';

/** Quick where Tart and GitHub decide how long it takes: what is left is ours. */
const timings = { cloneMs: 0, bootMs: 150, sshMs: 50, agentMs: 300, stopMs: 0 };

/** A simulated Mac and GitHub that answer at once. */
export async function createBenchWorld(): Promise<SimulatedWorld> {
  const world = await createSimulatedWorld({
    host: timings,
    github: { latencyMs: 0 },
    image: { name: golden },
  });
  await world.configure({ pools: [{ name: 'bench', labels: ['self-hosted'], session: 'ssh' }] });
  return world;
}

/** Queues one job that does nothing; resolves when it is over. */
export async function runEmptyJob({ github, repository }: SimulatedWorld): Promise<void> {
  await github.runWorkflow({ repository, path: '.github/workflows/bench.yml', workflow });
  await github.whenIdle(AbortSignal.timeout(60_000));
}

const workflow = `
on: push
jobs:
  nothing:
    runs-on: [self-hosted]
    steps: [{ run: 'true' }]
`;
