import { setTimeout as delay } from 'node:timers/promises';
import { findArpEntry } from '../mac/arp.ts';
import { readLeases } from '../mac/dhcp.ts';
import { addressOf } from '../mac/leases.ts';
import { messageOf } from '../mac/thrown.ts';
import { askAddress } from '../agent-client.ts';
import { uint16 } from '../arguments.ts';
import { printLine } from '../command.ts';
import type { Command, Context } from '../command.ts';
import { readConfig } from '../config.ts';
import type { VmConfig } from '../config.ts';
import { foreignFailure, runtimeFailure } from '../failure.ts';
import { isRunning, openVm } from '../vm-directory.ts';

const pauseMs = 1000;

/** `tart ip` (reference/tart.md §4): tries at least once, and sleeps a second after every miss. */
export const command: Command = {
  grammar: {
    command: 'ip',
    operands: ['name'],
    options: {
      wait: { value: uint16 },
      resolver: { value: { oneOf: ['dhcp', 'arp', 'agent'] } },
    },
  },
  execute: async (args, context) => {
    const directory = openVm(context.home, args.operand(0));
    const resolver = args.value('resolver') ?? 'dhcp';
    const until = Date.now() + Number(args.value('wait') ?? 0) * 1000;
    do {
      const address = await resolve(resolver, directory, context);
      if (address !== undefined) {
        printLine(address);
        return 0;
      }
      await delay(pauseMs);
    } while (Date.now() < until);
    throw runtimeFailure(`no IP address found${hints(resolver, directory)}`);
  },
};

async function resolve(resolver: string, directory: string, { root }: Context): Promise<string | undefined> {
  const { macAddress } = readConfig(directory);
  if (resolver === 'agent') return askAddress(directory);
  if (resolver === 'arp') return findArpEntry(root, macAddress);
  return addressOf(leases(root), macAddress, Date.now() / 1000);
}

function leases(root: string): ReturnType<typeof readLeases> {
  try {
    return readLeases(root);
  } catch (error) {
    throw foreignFailure(messageOf(error));
  }
}

function hints(resolver: string, directory: string): string {
  const { os }: VmConfig = readConfig(directory);
  return [
    isRunning(directory) ? '' : ', is your VM running?',
    resolver === 'agent' ? ' (also make sure that Guest agent for Tart is running inside of a VM)' : '',
    resolver === 'arp' && os === 'linux'
      ? ' (not all Linux distributions are compatible with the ARP resolver)'
      : '',
  ].join('');
}
