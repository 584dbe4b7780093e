import { once } from 'node:events';
import { printLine } from './command.ts';
import type { Context } from './command.ts';
import type { Arguments } from './arguments.ts';
import { macAddressOf, randomMac, readConfig, writeConfig } from './config.ts';
import type { VmConfig } from './config.ts';
import { runtimeFailure, TartFailure } from './failure.ts';
import { lockHome } from './home.ts';
import { networkOf } from './run-options.ts';
import { findSoftnet } from './softnet-child.ts';
import { isRunning, localNames, tryLockVm, vmDirectory } from './vm-directory.ts';

/** One call of `tart run`. */
export interface Run {
  readonly name: string;
  readonly directory: string;
  readonly args: Arguments;
  readonly context: Context;
}

/** What is settled when the VM counts as running, before it boots. */
export interface PreparedRun extends Run {
  readonly config: VmConfig;
  /** The program, when the VM's network needs it. */
  readonly softnet: string | undefined;
}

/**
 * Steps 4–9 of reference/tart.md §3.2, under the lock of the whole TART_HOME: a MAC address of its own, a valid
 * configuration, and the lock that means "running" and is kept until this process ends.
 */
export async function prepareRun(run: Run): Promise<PreparedRun> {
  const global = await lockHome(run.context.home);
  try {
    const config = withUniqueMac(run);
    const softnet = networkOf(run.args) === 'softnet' ? await softnetProgram(run) : undefined;
    if (run.args.has('nested') && config.os === 'darwin') {
      throw runtimeFailure('macOS virtual machines do not support nested virtualization');
    }
    if (tryLockVm(run.directory) === undefined) {
      throw new TartFailure(2, `VM "${run.name}" is already running!`);
    }
    return { ...run, config, softnet };
  } finally {
    global.release();
  }
}

function withUniqueMac({ name, directory, context: { home, settings } }: Run): VmConfig {
  const config = readConfig(directory);
  const twin = localNames(home)
    .filter((other) => other !== name)
    .map((other) => vmDirectory(home, other))
    .find((other) => macAddressOf(other) === config.macAddress && isRunning(other));
  if (twin === undefined) return config;
  printLine('There is already a running VM with the same MAC address!');
  printLine('Resetting VM to assign a new MAC address...');
  const changed = { ...config, macAddress: randomMac() };
  writeConfig(directory, changed, settings.quirks);
  return changed;
}

/** On a terminal it asks for a password, and keeps everybody else waiting meanwhile. */
async function softnetProgram({ name, context: { root } }: Run): Promise<string> {
  const program = findSoftnet(root, name);
  if (process.stdout.isTTY) {
    process.stderr.write(
      'Softnet requires a Sudo password to set the SUID bit on the Softnet executable, please enter it below.\n',
    );
    await once(process.stdin, 'data');
  }
  return program;
}
