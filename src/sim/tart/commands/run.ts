import { randomUUID } from 'node:crypto';
import { takeFault } from '../mac/settings.ts';
import type { BootOrder } from '../../vm/order.ts';
import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { runtimeFailure } from '../failure.ts';
import { checkRunOptions, interfaceList, networkOf, runGrammar, softnetArguments } from '../run-options.ts';
import { prepareRun } from '../run-prepare.ts';
import type { PreparedRun } from '../run-prepare.ts';
import { endOfRun, listenForSignals } from '../run-end.ts';
import { startSoftnet } from '../softnet-child.ts';
import type { SoftnetChild } from '../softnet-child.ts';
import { failedToStart, startVm } from '../vm-child.ts';
import type { VmChild } from '../vm-child.ts';
import { isRunning, localNames, openVm, vmDirectory } from '../vm-directory.ts';

/** `tart run` (reference/tart.md §3): prints nothing while all is well. */
export const command: Command = {
  grammar: runGrammar,
  validate: (args, { home }) => {
    checkRunOptions(args);
    openVm(home, args.operand(0));
  },
  execute: async (args, context) => {
    if (args.values('net-bridged').includes('list')) {
      for (const line of interfaceList) printLine(line);
      return 0;
    }
    const name = args.operand(0);
    const signals = listenForSignals();
    const run = await prepareRun({ name, args, context, directory: vmDirectory(context.home, name) });
    const softnet = openNetwork(run);
    try {
      const vm = await bootVm(run);
      return await endOfRun({ run, vm, softnet, signals });
    } finally {
      await softnet?.stop();
    }
  },
};

function openNetwork({ softnet, args, config, context, name }: PreparedRun): SoftnetChild | undefined {
  if (softnet === undefined) return undefined;
  return startSoftnet(softnet, softnetArguments(args, config.macAddress), context.root, name);
}

async function bootVm(run: PreparedRun): Promise<VmChild> {
  const { root } = run.context;
  if (takeFault(root, 'run-vz-error', run.name) !== undefined) throw runtimeFailure(failedToStart);
  const vm = takeFault(root, 'run-limit', run.name) === undefined ? await startVm(bootOrder(run)) : 'limit';
  if (vm !== 'limit') return vm;
  const others = otherRunningVms(run).join(', ');
  throw runtimeFailure(
    `The number of VMs exceeds the system limit${others === '' ? '' : ` (other running VMs: ${others})`}`,
  );
}

function otherRunningVms({ name, context: { home } }: PreparedRun): string[] {
  return localNames(home).filter((other) => other !== name && isRunning(vmDirectory(home, other)));
}

function bootOrder({ name, directory, args, config, context: { root } }: PreparedRun): BootOrder {
  const stale = takeFault(root, 'stale-address', name);
  const none = takeFault(root, 'no-address', name);
  return {
    id: randomUUID(),
    root,
    name,
    directory,
    os: config.os,
    macAddress: config.macAddress,
    network: networkOf(args),
    address: none === undefined ? (stale === undefined ? 'true' : 'stale') : 'none',
    ...(stale?.ms === undefined ? {} : { trueAddressMs: stale.ms }),
    sshRefused: takeFault(root, 'ssh-refused', name) !== undefined,
    tcpUnreachable: takeFault(root, 'tcp-unreachable', name) !== undefined,
  };
}
