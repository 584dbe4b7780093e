import { uint64 } from '../arguments.ts';
import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { UsageFailure } from '../failure.ts';
import { pullImage } from '../pull.ts';
import { parseRemoteName } from '../remote-name.ts';

/** `tart pull` (reference/tart.md §2.12). */
export const command: Command = {
  grammar: {
    command: 'pull',
    operands: ['remote-name'],
    options: {
      insecure: { value: 'flag' },
      concurrency: { value: uint64 },
      deduplicate: { value: 'flag', hidden: true },
    },
  },
  validate: (args) => {
    if (args.value('concurrency') === '0')
      throw new UsageFailure('network concurrency cannot be less than 1');
  },
  execute: async (args, context) => {
    const remote = parseRemoteName(args.operand(0));
    if (remote === undefined) printLine(`"${args.operand(0)}" is a local image, nothing to pull here!`);
    else await pullImage(remote, context);
    return 0;
  },
};
