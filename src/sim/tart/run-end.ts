import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { takeFault } from './mac/faults.ts';
import type { Fault } from './mac/settings.ts';
import { printLine } from './command.ts';
import { runtimeFailure, worded } from './failure.ts';
import type { PreparedRun } from './run-prepare.ts';
import type { SoftnetChild } from './softnet-child.ts';
import type { VmChild } from './vm-child.ts';
import { snapshotFile } from './vm-directory.ts';

/** What other processes ask of `tart run`. SIGTERM and SIGHUP have no handler: they end it at once. */
export interface Signals {
  /** SIGINT, as `tart stop` sends it. */
  readonly stop: Promise<'stop'>;
  /** SIGUSR1, as `tart suspend` sends it. */
  readonly suspend: Promise<'suspend'>;
}

/** Everything that can end a run. */
export interface Ends {
  readonly run: PreparedRun;
  readonly vm: VmChild;
  readonly softnet: SoftnetChild | undefined;
  readonly signals: Signals;
  /** Whether the VM has only devices whose state can be saved. */
  readonly suspendable: boolean;
}

/** Listens from now on: a SIGINT during the start is obeyed when the start is done. */
export function listenForSignals(): Signals {
  process.on('SIGUSR2', () => printLine('Requesting guest OS to stop...'));
  return {
    stop: new Promise((resolve) => process.on('SIGINT', () => resolve('stop'))),
    suspend: new Promise((resolve) => process.on('SIGUSR1', () => resolve('suspend'))),
  };
}

/**
 * Waits for the end of a run (reference/tart.md §3.3), prints its line and returns the exit code, with the VM gone. An
 * exit code of 0 does not mean that the guest shut down cleanly.
 */
export async function endOfRun({ run, vm, softnet, signals, suspendable }: Ends): Promise<number> {
  const end = await Promise.race([
    signals.stop,
    signals.suspend,
    vm.ended,
    ...(softnet === undefined ? [] : [softnet.ended.then(() => 'softnet' as const)]),
    ...injectedEnds(run),
  ]);
  if (end === 'stop' && fault(run, 'stop-hangs') !== undefined) {
    printLine(lines.stop);
    return new Promise(() => undefined);
  }
  if (end === 'suspend') return suspend(run, vm, suspendable);
  if (end !== 'softnet' && end !== 'no-socket') printLine(worded(lines[end], run.context.settings));
  await vm.powerOff();
  if (end === 'softnet' || end === 'no-socket') throw runtimeFailure(failures[end]);
  return 0;
}

type End = 'stop' | 'shutdown' | 'error' | 'detached';

const failures = {
  softnet: 'RuntimeFailed(why: "Softnet process terminated prematurely")',
  // Fatal on the main branch; its wording is not known.
  'no-socket': 'failed to bind the control socket',
} as const;

const lines: Readonly<Record<End, string>> = {
  stop: 'Stopping VM...',
  shutdown: 'guest has stopped the virtual machine',
  error:
    'guest has stopped the virtual machine due to error: Error Domain=VZErrorDomain Code=1 ' +
    '"Internal Virtualization error. The virtual machine stopped unexpectedly."',
  detached:
    "virtual machine's network attachment <VZFileHandleNetworkDeviceAttachment: 0x600002d0c1e0> has been " +
    'disconnected with error: Error Domain=VZErrorDomain Code=1 "Internal Network Error."',
};

/** Faults that end a run some milliseconds after its start. */
function injectedEnds(run: PreparedRun): Promise<End>[] {
  const kinds = [
    ['guest-shutdown', 'shutdown'],
    ['guest-error-exit-0', 'error'],
    ['network-detached', 'detached'],
  ] as const;
  return kinds.flatMap(([name, end]) => {
    const injected = fault(run, name);
    return injected === undefined ? [] : [delay(injected.ms ?? 0, end)];
  });
}

async function suspend(run: PreparedRun, vm: VmChild, suspendable: boolean): Promise<number> {
  printLine('pausing VM to take a snapshot...');
  if (suspendable) {
    printLine('creating a snapshot...');
    writeFileSync(join(run.directory, snapshotFile), '');
    printLine('snapshot created successfully! shutting down the VM...');
  } else printLine('Failed to suspend the VM: the VM was not started with --suspendable');
  await vm.powerOff();
  return suspendable ? 0 : 1;
}

function fault({ context: { root }, name }: PreparedRun, kind: Fault['name']): Fault | undefined {
  return takeFault(root, kind, name);
}
