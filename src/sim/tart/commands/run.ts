import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { takeFault, takeFaults } from '../mac/faults.ts';
import { bootFaults } from '../../vm/order.ts';
import type { BootOrder } from '../../vm/order.ts';
import { answersHost } from '../softnet-policy.ts';
import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { readConfig } from '../config.ts';
import { runtimeFailure, UsageFailure } from '../failure.ts';
import { checkRunOptions, interfaceList, networkOf, runGrammar, softnetArguments } from '../run-options.ts';
import { prepareRun } from '../run-prepare.ts';
import type { PreparedRun } from '../run-prepare.ts';
import { endOfRun, listenForSignals } from '../run-end.ts';
import { closeInheritedPipes, dieWithStarter } from '../run-inheritance.ts';
import { startSoftnet } from '../softnet-child.ts';
import type { SoftnetChild } from '../softnet-child.ts';
import { failedToStart, startVm } from '../vm-child.ts';
import type { VmChild } from '../vm-child.ts';
import { isRunning, localNames, openVm, snapshotFile, vmDirectory } from '../vm-directory.ts';

/** `tart run` (reference/tart.md §3): prints nothing while all is well. */
export const command: Command = {
  grammar: runGrammar,
  validate: (args, { home }) => {
    checkRunOptions(args);
    const directory = openVm(home, args.operand(0));
    if (args.has('suspendable') && readConfig(directory).os === 'linux')
      throw new UsageFailure('You can only suspend macOS VMs');
  },
  execute: async (args, context) => {
    if (args.values('net-bridged').includes('list')) {
      for (const line of interfaceList) printLine(line);
      return 0;
    }
    const name = args.operand(0);
    if (context.settings.quirks.includes('run-closes-descriptors')) closeInheritedPipes();
    if (context.settings.quirks.includes('run-dies-with-starter')) dieWithStarter();
    const signals = listenForSignals();
    const run = await prepareRun({ name, args, context, directory: vmDirectory(context.home, name) });
    const suspendable = args.has('suspendable') || restore(run.directory);
    const softnet = openNetwork(run);
    try {
      const vm = await bootVm(run);
      return await endOfRun({ run, vm, softnet, signals, suspendable });
    } finally {
      await softnet?.stop();
    }
  },
};

/** A suspended VM goes on where it was; true means that it can be suspended again. */
function restore(directory: string): boolean {
  const snapshot = join(directory, snapshotFile);
  if (!existsSync(snapshot)) return false;
  printLine('restoring VM state from a snapshot...');
  printLine('resuming VM...');
  rmSync(snapshot);
  return true;
}

function openNetwork({ softnet, args, config, context, name }: PreparedRun): SoftnetChild | undefined {
  if (softnet === undefined) return undefined;
  return startSoftnet(softnet, softnetArguments(args, config.macAddress), context.root, name);
}

async function bootVm(run: PreparedRun): Promise<VmChild> {
  const refusal = injectedRefusal(run);
  const late = run.context.settings.quirks.includes('control-socket-early');
  if (refusal !== undefined && !late) throw runtimeFailure(refusal);
  const vm = await startVm({ ...bootOrder(run), refused: refusal !== undefined });
  if (vm === 'limit') throw runtimeFailure(refusal ?? limitExceeded(run));
  return vm;
}

function injectedRefusal(run: PreparedRun): string | undefined {
  const { root } = run.context;
  if (takeFault(root, 'run-vz-error', run.name) !== undefined) return failedToStart;
  return takeFault(root, 'run-limit', run.name) === undefined ? undefined : limitExceeded(run);
}

function limitExceeded(run: PreparedRun): string {
  const others = otherRunningVms(run).join(', ');
  return `The number of VMs exceeds the system limit${others === '' ? '' : ` (other running VMs: ${others})`}`;
}

function otherRunningVms({ name, context: { home } }: PreparedRun): string[] {
  return localNames(home).filter((other) => other !== name && isRunning(vmDirectory(home, other)));
}

function bootOrder({
  name,
  directory,
  args,
  config,
  context: { root, settings },
}: PreparedRun): Omit<BootOrder, 'refused'> {
  return {
    id: randomUUID(),
    root,
    name,
    directory,
    os: config.os,
    macAddress: config.macAddress,
    settings,
    network: networkOf(args),
    answersHost: answersHost(args),
    faults: takeFaults(root, bootFaults, name),
  };
}
