import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimulatedWorld } from '../../src/sim/world.ts';
import { isOurs } from './others.ts';

/** What can be struck: processes of a sandbox, its SSH connections, the poller, GitHub. */
export const victims = ['guest', 'tart run', 'runner', 'wrapper', 'connection', 'poller', 'github'] as const;

/** One of them. */
export type Victim = (typeof victims)[number];

/** How the process of a sandbox is recognised. The wrapper goes first on its own; `tart run` has its name, too. */
const commands = {
  guest: /sim.vm\S* .*\/vms\/(\S+)/,
  'tart run': /sim.tart.* run (\S+)/,
  runner: /Runner\.Listener|sim.runner/,
  wrapper: /^\/bin\/sh -c .*tart\.out.* run (\S+)/s,
};

/** Those whose end may end a job: GitHub fails the job of a lost runner (reference/github-runners.md §5.3). */
export const deadly: ReadonlySet<Victim> = new Set(['guest', 'tart run', 'runner']);

/** Kills one process of that kind with SIGKILL; false when there was none. */
export async function killOne(
  { host }: SimulatedWorld,
  victim: keyof typeof commands,
  which: number,
): Promise<boolean> {
  const found = (await host.processes()).filter(({ command }) => isVictim(command, victim));
  const chosen = found[which % found.length];
  if (chosen === undefined) return false;
  try {
    process.kill(chosen.pid, 'SIGKILL');
    return true;
  } catch {
    return false; // it was quicker
  }
}

function isVictim(command: string, victim: keyof typeof commands): boolean {
  const match = commands[victim].exec(command);
  if (match === null) return false;
  return match[1] === undefined || isOurs(match[1]);
}

/** Cuts the SSH connections of one sandbox; false when none runs. */
export async function cutOne({ host }: SimulatedWorld, which: number): Promise<boolean> {
  const ours = (await readdir(join(host.tartHome, 'vms'))).filter(isOurs);
  const chosen = ours[which % ours.length];
  return chosen !== undefined && host.cutConnections(chosen);
}
