import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SandError } from '../errors.ts';
import type { WorldSettings } from './demo-settings.ts';
import { createSimulatedWorld, type SimulatedWorld } from '../sim/world.ts';

/** Quicker than a real Mac (which boots in about 15 s, reference/tart.md §8), in the same order. */
const hostTimings = { cloneMs: 50, bootMs: 600, sshMs: 200, agentMs: 600, stopMs: 100, pullMs: 500 };
const githubTimings = { latencyMs: 30 };

/** A workflow for the demo. */
export interface DemoWorkflow {
  readonly file: string;
  readonly text: string;
}

/**
 * A simulated Mac and a simulated GitHub, where the jobs of the workflows wait.
 * Rejects with `USAGE` when a workflow cannot be run.
 */
export async function createDemoWorld(
  workflows: readonly DemoWorkflow[],
  { checkout, mac, github }: WorldSettings & { readonly checkout: string },
): Promise<SimulatedWorld> {
  await using undo = new AsyncDisposableStack();
  const world = undo.use(
    await createSimulatedWorld({
      host: { ...hostTimings, ...mac },
      github: { ...githubTimings, ...github },
    }),
  );
  for (const workflow of workflows) await queue(world, workflow, checkout);
  undo.move();
  return world;
}

/** Labels that no runner of the demo has had yet. Jobs that need others show theirs only when those are done. */
export function newLabels({ github }: SimulatedWorld, known: ReadonlySet<string>): string[] {
  const waiting = github.jobs().filter(({ status }) => status === 'queued');
  return [...new Set(waiting.flatMap(({ labels }) => labels))].filter((label) => !known.has(label));
}

/** Reads workflow files; `USAGE` when one is not there. */
export async function readWorkflows(files: readonly string[]): Promise<DemoWorkflow[]> {
  return await Promise.all(
    files.map(async (file) => {
      try {
        return { file, text: await readFile(file, 'utf8') };
      } catch (cause) {
        throw new SandError('USAGE', `cannot read the workflow ${file}`, { cause });
      }
    }),
  );
}

async function queue(
  { github, repository }: SimulatedWorld,
  { file, text }: DemoWorkflow,
  checkout: string,
): Promise<void> {
  const path = `.github/workflows/${basename(file)}`;
  try {
    await github.runWorkflow({ repository, path, workflow: text, checkout });
  } catch (cause) {
    throw new SandError('USAGE', `the workflow ${file} cannot be run: ${String(cause)}`, { cause });
  }
}
