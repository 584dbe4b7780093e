import { randomInt } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatLeases, parseLeases, sameMac } from './leases.ts';
import type { Lease } from './leases.ts';
import { lock } from './lock.ts';
import { errnoOf } from './thrown.ts';

/** Where this simulation has its lease file (`/var/db/dhcpd_leases` on a Mac). */
export function leaseFile(root: string): string {
  return join(root, 'dhcpd_leases');
}

/** The leases now; none while the file does not exist yet. */
export function readLeases(root: string): Lease[] {
  try {
    return parseLeases(readFileSync(leaseFile(root), 'utf8'));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** What a guest asks the DHCP server for. */
export interface LeaseRequest {
  readonly name: string;
  readonly macAddress: string;
  readonly seconds: number;
}

/**
 * Grants a lease, or renews the one of this MAC: the address stays the same as long as nobody else got it. Undefined
 * when all 253 addresses are taken (reference/tart.md §5.4).
 */
export async function grantLease(root: string, request: LeaseRequest): Promise<string | undefined> {
  return changeLeases(root, (leases, now) => {
    const others = leases.filter((lease) => !sameMac(lease.macAddress, request.macAddress));
    const taken = new Set(others.filter((lease) => lease.expires > now).map((lease) => lease.ipAddress));
    const former = leases.find((lease) => sameMac(lease.macAddress, request.macAddress))?.ipAddress;
    const ipAddress = [former, ...pool()].find((address) => address !== undefined && !taken.has(address));
    if (ipAddress === undefined) return { leases, result: undefined };
    const lease = { ...request, ipAddress, expires: now + request.seconds };
    return { leases: [lease, ...others.filter((other) => other.ipAddress !== ipAddress)], result: ipAddress };
  });
}

/** Writes a lease for this MAC with an address that belongs to another machine, or to none. */
export async function writeStaleLease(root: string, request: LeaseRequest): Promise<void> {
  await changeLeases(root, (leases, now) => {
    const others = leases.filter((lease) => !sameMac(lease.macAddress, request.macAddress));
    const latest = others.toSorted((one, other) => other.expires - one.expires)[0]; // most likely it runs
    const ipAddress = latest?.ipAddress ?? lastAddress;
    return {
      leases: [...leases, { ...request, ipAddress, expires: now + request.seconds }],
      result: undefined,
    };
  });
}

/** An address of the LAN, for a bridged guest: the Mac's own DHCP server knows nothing of it. */
export function grantLanAddress(): string {
  return `127.65.${randomInt(256)}.${randomInt(1, 255)}`;
}

const network = '127.64.0';
const lastAddress = `${network}.254`;

/** As on a Mac: a /24 whose first address is the gateway. */
function pool(): string[] {
  return Array.from({ length: 253 }, (_, index) => `${network}.${index + 2}`);
}

type Change<Result> = (leases: Lease[], now: number) => { leases: Lease[]; result: Result };

/** The server replaces its file by renaming, so a reader never sees half of it, and a watch on the file dies (§11.9). */
async function changeLeases<Result>(root: string, change: Change<Result>): Promise<Result> {
  const turn = await lock(join(root, 'dhcp.lock'));
  try {
    const { leases, result } = change(readLeases(root), Math.floor(Date.now() / 1000));
    writeFileSync(`${leaseFile(root)}-`, formatLeases(leases));
    renameSync(`${leaseFile(root)}-`, leaseFile(root));
    return result;
  } finally {
    turn.release();
  }
}
