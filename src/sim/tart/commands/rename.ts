import { existsSync, renameSync } from 'node:fs';
import type { Command } from '../command.ts';
import { UsageFailure } from '../failure.ts';
import { isComplete, vmDirectory } from '../vm-directory.ts';

/** `tart rename` (reference/tart.md §2.14): both failures are usage errors; a running VM is renamed as well. */
export const command: Command = {
  grammar: { command: 'rename', operands: ['name', 'new-name'], options: {} },
  validate: (args) => {
    if (args.operand(1).includes('/')) throw new UsageFailure('<new-name> should be a local name');
  },
  execute: (args, { home }) => {
    const [name, newName] = [args.operand(0), args.operand(1)];
    const [from, to] = [vmDirectory(home, name), vmDirectory(home, newName)];
    if (!isComplete(from)) throw new UsageFailure(`failed to rename a non-existent local VM: ${name}`);
    if (existsSync(to)) {
      throw new UsageFailure(
        `failed to rename VM ${name}, target VM ${newName} already exists, delete it first!`,
      );
    }
    renameSync(from, to);
    return 0;
  },
};
