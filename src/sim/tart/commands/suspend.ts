import { kill } from '../mac/processes.ts';
import type { Command } from '../command.ts';
import { vmNotRunning } from '../failure.ts';
import { openVm, ownerOf } from '../vm-directory.ts';

/** `tart suspend` (reference/tart.md §2.14): SIGUSR1 to its `tart run`; returns at once, whatever becomes of it. */
export const command: Command = {
  grammar: { command: 'suspend', operands: ['name'], options: {} },
  execute: (args, { home }) => {
    const name = args.operand(0);
    const owner = ownerOf(openVm(home, name));
    if (owner === undefined || !kill(owner, 'SIGUSR1')) throw vmNotRunning(vmNotRunning(name).message); // doubled by a bug
    return 0;
  },
};
