import { text } from 'node:stream/consumers';
import type { Command } from '../command.ts';
import { runtimeFailure, UsageFailure } from '../failure.ts';

/** `tart login` (reference/tart.md §2.14): every registry of the simulation takes every password. */
export const command: Command = {
  grammar: {
    command: 'login',
    operands: ['host'],
    options: {
      username: { value: 'text' },
      'password-stdin': { value: 'flag' },
      insecure: { value: 'flag' },
      'no-validate': { value: 'flag' },
    },
  },
  validate: (args) => {
    if (args.has('username') !== args.has('password-stdin'))
      throw new UsageFailure('both --username and --password-stdin are required');
  },
  execute: async (args) => {
    const host = args.operand(0);
    // What the hint behind it says is not known.
    if (!/^[a-z0-9.-]+(:\d+)?$/i.test(host))
      throw runtimeFailure(`improperly formatted host "${host}" was provided`);
    if (args.has('password-stdin')) await text(process.stdin);
    return 0;
  },
};
