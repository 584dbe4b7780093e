import { execInGuest } from '../agent-client.ts';
import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { runtimeFailure, vmNotRunning } from '../failure.ts';
import { isRunning, openVm } from '../vm-directory.ts';

/** `tart exec` (reference/tart.md §2.11): runs a command through the guest agent and ends with its exit code. */
export const command: Command = {
  grammar: {
    command: 'exec',
    operands: ['name', 'command'],
    repeated: true,
    passThrough: true,
    options: { interactive: { value: 'flag', short: 'i' }, tty: { value: 'flag', short: 't' } },
  },
  execute: async (args, { home, settings }) => {
    const [name = '', program = '', ...words] = args.operands;
    const directory = openVm(home, name);
    if (!isRunning(directory)) throw vmNotRunning(name);
    if (settings.quirks.includes('exec-adds-noise')) printLine('Connected to the guest agent.');
    const code = await execInGuest(directory, {
      command: program,
      args: words,
      stdin: args.has('interactive') ? process.stdin : undefined,
      stdout: process.stdout,
      stderr: process.stderr,
    });
    if (code !== undefined) return code;
    throw runtimeFailure(
      'Failed to connect to the VM using its control socket: unavailable (14): connection refused, ' +
        'is the Tart Guest Agent running?',
    );
  },
};
