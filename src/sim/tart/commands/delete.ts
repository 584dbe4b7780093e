import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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

function remove(name: string, { home, root, settings }: Context): void {
  const remote = parseRemoteName(name);
  if (remote !== undefined) return removeCached(home, remote);
  const directory = openVm(home, name);
  const lock = tryLockVm(directory);
  if (lock === undefined) throw vmIsRunning(name);
  if (settings.quirks.includes('space-returns-late')) removeLate(directory, root);
  else rmSync(directory, { recursive: true, force: true });
  lock.release();
}

const freedAfterSeconds = 3;

/** The VM is gone, its blocks are not yet. What frees them is the file system, no process of this Mac: it is not marked. */
function removeLate(directory: string, root: string): void {
  const freed = join(root, 'freed');
  mkdirSync(freed, { recursive: true });
  const name = randomUUID();
  renameSync(directory, join(freed, name));
  spawn('/bin/sh', ['-c', `sleep ${freedAfterSeconds}; rm -rf ${name}`], {
    cwd: freed,
    detached: true,
    stdio: 'ignore',
    env: { PATH: '/usr/bin:/bin' },
  }).unref();
}
