import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatLeases, parseLeases, sameMac } from './leases.ts';
import type { Lease } from './leases.ts';
import { lock } from './lock.ts';
import { hasQuirk } from './settings.ts';
import { errnoOf } from './thrown.ts';

/** Where this simulation has its lease file (`/var/db/dhcpd_leases` on a Mac). */
export function leaseFile(root: string): string {
  return join(root, 'dhcpd_leases');
}

/** The leases now; none while the file does not exist yet. */
export function readLeases(root: string): Lease[] {
  try {
    return parseLeases(readFileSync(truthFile(root), 'utf8'));
  } catch (error) {
    if (['ENOENT', 'EISDIR'].includes(errnoOf(error) ?? '')) return []; // the folder of a quirk that is off by now
    throw error;
  }
}

/** What a guest asks the DHCP server for. */
export interface LeaseRequest {
  readonly name: string;
  readonly macAddress: string;
  readonly seconds: number;
  /** An address to which this machine has no route: connecting to it is ENETUNREACH (reference/tart.md §9.1). */
  readonly unreachable: boolean;
  /** An address that it shall not be. */
  readonly besides?: string;
}

/**
 * Grants a lease, or renews the one of this MAC: the address stays the same as long as nobody else got it. Undefined
 * when all 253 addresses are taken (reference/tart.md §5.4).
 */
export async function grantLease(root: string, request: LeaseRequest): Promise<string | undefined> {
  const { name, macAddress, seconds, besides } = request;
  return changeLeases(root, (leases, now) => {
    const others = leases.filter((lease) => !sameMac(lease.macAddress, macAddress));
    const taken = new Set(others.filter((lease) => lease.expires > now).map((lease) => lease.ipAddress));
    const former = leases.find((lease) => sameMac(lease.macAddress, macAddress))?.ipAddress;
    const pool = poolFor(request);
    const wanted = former !== undefined && pool.includes(former) ? [former, ...pool] : pool;
    const ipAddress = wanted.find((address) => address !== besides && !taken.has(address));
    if (ipAddress === undefined) return { leases, result: undefined };
    const lease = { name, macAddress, ipAddress, expires: now + seconds };
    return { leases: [lease, ...others.filter((other) => other.ipAddress !== ipAddress)], result: ipAddress };
  });
}

/** Writes a lease for this MAC with an address that belongs to another machine, or to none. */
export async function writeStaleLease(root: string, request: LeaseRequest): Promise<void> {
  await changeLeases(root, (leases, now) => {
    const others = leases.filter((lease) => !sameMac(lease.macAddress, request.macAddress));
    const latest = others.toSorted((one, other) => other.expires - one.expires)[0]; // most likely it runs
    const ipAddress = latest?.ipAddress ?? lastAddress;
    const { name, macAddress, seconds } = request;
    return {
      leases: [...leases, { name, macAddress, ipAddress, expires: now + seconds }],
      result: undefined,
    };
  });
}

/** An address of the LAN, for a bridged guest: the Mac's own DHCP server knows nothing of it. */
export function grantLanAddress({ unreachable }: LeaseRequest): string {
  return `${unreachable ? unroutable : 127}.65.${randomInt(256)}.${randomInt(1, 255)}`;
}

/** The Mac's own address in the network of its VMs. */
export const gateway = '127.64.0.1';

const lastAddress = '127.64.0.254';
/** Multicast: no system connects TCP to it. */
const unroutable = 239;

/** As on a Mac: a /24 whose first address is the gateway. */
function poolFor({ unreachable }: LeaseRequest): string[] {
  const network = `${unreachable ? unroutable : 127}.64.0`;
  return Array.from({ length: 253 }, (_, index) => `${network}.${index + 2}`);
}

type Change<Result> = (leases: Lease[], now: number) => { leases: Lease[]; result: Result };

/** The server replaces its file by renaming, so a reader never sees half of it, and a watch on the file dies (§11.9). */
async function changeLeases<Result>(root: string, change: Change<Result>): Promise<Result> {
  const turn = await lock(join(root, 'dhcp.lock'));
  try {
    const { leases, result } = change(readLeases(root), Math.floor(Date.now() / 1000));
    write(truthFile(root), formatLeases(leases));
    if (hasQuirk(root, 'lease-other-format')) write(leaseFile(root), otherFormat(leases));
    if (hasQuirk(root, 'lease-unreadable')) makeUnreadable(leaseFile(root));
    return result;
  } finally {
    turn.release();
  }
}

function write(file: string, text: string): void {
  if (isFolder(file)) rmdirSync(file);
  writeFileSync(`${file}-`, text);
  renameSync(`${file}-`, file);
}

/** A folder: nobody reads it as a file, not even root. */
function makeUnreadable(file: string): void {
  if (isFolder(file)) return;
  rmSync(file, { force: true });
  mkdirSync(file);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** What Tart itself reads: it finds its way where others cannot read the lease file, or do not understand it. */
function truthFile(root: string): string {
  const spoiled = hasQuirk(root, 'lease-other-format') || hasQuirk(root, 'lease-unreadable');
  return spoiled ? join(root, 'dhcpd_leases.sim') : leaseFile(root);
}

/** Nobody's format, with the same content. */
function otherFormat(leases: readonly Lease[]): string {
  return `bplist-of-leases 2\n${leases.map((lease) => `${Object.values(lease).join(';')}\n`).join('')}`;
}
