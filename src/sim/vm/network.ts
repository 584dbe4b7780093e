import { setTimeout as delay } from 'node:timers/promises';
import { writeArpEntry } from '../tart/mac/arp.ts';
import { grantLanAddress, grantLease, writeStaleLease } from '../tart/mac/dhcp.ts';
import type { LeaseRequest } from '../tart/mac/dhcp.ts';
import type { Settings } from '../tart/mac/settings.ts';
import type { BootOrder } from './order.ts';

/** Every clone of an image calls itself the same. */
const hostName = 'admins-Virtual-Machine';

/**
 * Gets the guest's address once it has booted, tells it, and again when it changes. Keeps the lease alive. Nothing is
 * told when the guest gets none.
 */
export async function takeAddress(
  { order, settings }: { readonly order: BootOrder; readonly settings: Settings },
  booted: Promise<void>,
  use: (address: string) => void,
): Promise<void> {
  const { root, faults, macAddress } = order;
  const unreachable = faults['tcp-unreachable'] !== undefined;
  const request = { name: hostName, macAddress, seconds: settings.leaseSeconds, unreachable };
  const stale = faults['stale-address'];
  if (stale !== undefined) await writeStaleLease(root, request);
  await booted;
  if (faults['no-address'] !== undefined) return;
  if (stale !== undefined) {
    if (stale.ms === undefined) return;
    await delay(stale.ms);
  }
  const address = await ask(order, request);
  if (address === undefined) return;
  use(address);
  if (order.network !== 'bridged') renew(root, request);
  const change = faults['address-changes'];
  if (change === undefined) return;
  await delay(change.ms ?? 0);
  const other = await ask(order, { ...request, besides: address });
  if (other !== undefined) use(other);
}

async function ask(order: BootOrder, request: LeaseRequest): Promise<string | undefined> {
  const { root, network } = order;
  const address = network === 'bridged' ? grantLanAddress(request) : await grantLease(root, request);
  if (address !== undefined && network !== 'softnet') writeArpEntry(root, address, request.macAddress);
  return address;
}

/** A guest renews after half the time. */
function renew(root: string, request: LeaseRequest): void {
  setInterval(() => void grantLease(root, request), (request.seconds * 1000) / 2);
}
