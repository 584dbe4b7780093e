import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { kill } from '../mac/processes.ts';
import { uint64 } from '../arguments.ts';
import type { Command } from '../command.ts';
import { runtimeFailure, vmNotRunning } from '../failure.ts';
import { isRunning, openVm, ownerOf, snapshotFile } from '../vm-directory.ts';

const pollMs = 100;

/** `tart stop` (reference/tart.md §2.5): SIGINT to its `tart run`, and SIGKILL after the timeout, without waiting. */
export const command: Command = {
  grammar: {
    command: 'stop',
    operands: ['name'],
    options: { timeout: { value: uint64, short: 't' } },
  },
  execute: async (args, { home }) => {
    const name = args.operand(0);
    const directory = openVm(home, name);
    const snapshot = join(directory, snapshotFile);
    if (!isRunning(directory)) {
      if (!existsSync(snapshot)) throw vmNotRunning(name);
      rmSync(snapshot);
      return 0;
    }
    await stop(name, directory, Number(args.value('timeout') ?? 30) * 1000);
    return 0;
  },
};

async function stop(name: string, directory: string, timeoutMs: number): Promise<void> {
  const owner = await waitForOwner(directory);
  if (owner === undefined) return;
  signal(name, owner, 'SIGINT');
  for (let waited = 0; waited < timeoutMs; waited += pollMs) {
    await delay(pollMs);
    if (!isRunning(directory)) return;
  }
  signal(name, owner, 'SIGKILL');
}

/** The owner's number stands in its file a moment after its lock. */
async function waitForOwner(directory: string): Promise<number | undefined> {
  while (isRunning(directory)) {
    const owner = ownerOf(directory);
    if (owner !== undefined && kill(owner, 0)) return owner;
    await delay(1);
  }
  return undefined;
}

function signal(name: string, pid: number, how: NodeJS.Signals): void {
  if (kill(pid, how)) return;
  throw runtimeFailure(`failed to forcefully terminate the VM "${name}": No such process`);
}
