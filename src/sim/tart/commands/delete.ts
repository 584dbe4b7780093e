import { rmSync } from 'node:fs';
import type { Command, Context } from '../command.ts';
import { vmIsRunning } from '../failure.ts';
import { removeCached } from '../oci-cache.ts';
import { parseRemoteName } from '../remote-name.ts';
import { openVm, tryLockVm } from '../vm-directory.ts';

/** `tart delete` (reference/tart.md §2.6): in order, stopping at the first failure. */
export const command: Command = {
  grammar: { command: 'delete', operands: ['name'], repeated: true, options: {} },
  execute: (args, context) => {
    for (const name of args.operands) remove(name, context);
    return 0;
  },
};

function remove(name: string, { home }: Context): void {
  const remote = parseRemoteName(name);
  if (remote !== undefined) return removeCached(home, remote);
  const directory = openVm(home, name);
  const lock = tryLockVm(directory);
  if (lock === undefined) throw vmIsRunning(name);
  rmSync(directory, { recursive: true, force: true });
  lock.release();
}
