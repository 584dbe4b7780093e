import { rmSync } from 'node:fs';
import { uint64 } from '../arguments.ts';
import type { Command } from '../command.ts';
import { UsageFailure } from '../failure.ts';
import { cachedDigests } from '../oci-cache.ts';
import { prunable } from '../prune.ts';
import { isRunning, localNames, vmDirectory } from '../vm-directory.ts';

/** `tart prune` (reference/tart.md §2.13): with `vms`, all local VMs that do not run are in danger. Prints nothing. */
export const command: Command = {
  grammar: {
    command: 'prune',
    operands: [],
    options: {
      entries: { value: { oneOf: ['caches', 'vms'] } },
      'older-than': { value: uint64 },
      'space-budget': { value: uint64 },
      'cache-budget': { value: uint64, hidden: true },
      gc: { value: 'flag', hidden: true },
    },
  },
  validate: (args) => {
    const criteria = ['older-than', 'space-budget', 'cache-budget', 'gc'];
    if (!criteria.some((name) => args.has(name)))
      throw new UsageFailure('at least one pruning criteria must be specified');
  },
  execute: (args, { home }) => {
    const days = args.value('older-than');
    const gibibytes = args.value('space-budget') ?? args.value('cache-budget');
    const entries =
      args.value('entries') === 'vms'
        ? localNames(home)
            .map((name) => vmDirectory(home, name))
            .filter((directory) => !isRunning(directory))
        : cachedDigests(home);
    const doomed = prunable(entries, {
      olderThanDays: days === undefined ? undefined : Number(days),
      budget: gibibytes === undefined ? undefined : Number(gibibytes) * 2 ** 30,
    });
    for (const directory of doomed) rmSync(directory, { recursive: true, force: true });
    return 0;
  },
};
