import type { Command } from '../command.ts';

/** `tart logout` (reference/tart.md §2.14): succeeds whether anybody was logged in or not. */
export const command: Command = {
  grammar: { command: 'logout', operands: ['host'], options: {} },
  execute: () => 0,
};
