import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseName } from '../naming/name.ts';
import type { SimulatedWorld } from '../sim/world.ts';

/** How many things of ours are still there. */
export interface Left {
  readonly sandboxes: number;
  readonly runners: number;
  readonly processes: number;
}

/** Counts in the simulation itself, not in what the poller believes. */
export async function whatIsLeft({ host, github }: SimulatedWorld): Promise<Left> {
  const folders = await readdir(join(host.tartHome, 'vms'));
  const processes = await host.processes();
  return {
    sandboxes: folders.filter((name) => parseName(name) !== undefined).length,
    runners: github.runners().length,
    processes: processes.length,
  };
}
