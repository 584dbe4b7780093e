import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readImageFacts } from './mac/image-facts.ts';
import { isLocked, tryLock } from './mac/lock.ts';
import type { Lock } from './mac/lock.ts';
import { runtimeFailure, vmDoesNotExist } from './failure.ts';
import type { TartHome } from './home.ts';
import { errnoOf } from './mac/thrown.ts';

/** The state of a VM in Tart's words. */
export type VmState = 'running' | 'suspended' | 'stopped';

/** The file that makes a VM suspended. */
export const snapshotFile = 'state.vzvmsave';

const files = ['config.json', 'disk.img', 'nvram.bin'] as const;

/** The directory of a local VM; the name is not checked, as in Tart. */
export function vmDirectory(home: TartHome, name: string): string {
  return join(home.vms, name);
}

/** The directory of a local VM that exists. Opening counts as access. */
export function openVm(home: TartHome, name: string): string {
  const directory = vmDirectory(home, name);
  if (!existsSync(join(directory, 'config.json'))) throw vmDoesNotExist(name);
  if (!isComplete(directory)) {
    throw runtimeFailure('VM is missing some of its files (config.json, disk.img or nvram.bin)');
  }
  touch(directory);
  return directory;
}

/** Notes an access to a VM or an image: pruning begins with those that were not accessed for long. */
export function touch(directory: string): void {
  utimesSync(directory, new Date(), statSync(directory).mtime);
}

/** Whether all three files are there: others are never listed. */
export function isComplete(directory: string): boolean {
  return files.every((file) => existsSync(join(directory, file)));
}

/** Names of the local VMs, sorted. */
export function localNames(home: TartHome): string[] {
  return readdirSync(home.vms)
    .filter((name) => isComplete(vmDirectory(home, name)))
    .toSorted();
}

/** Whether a process runs this VM: its lock is held (an fcntl lock on config.json in Tart). */
export function isRunning(directory: string): boolean {
  return ownerOf(directory) !== undefined;
}

/** The state of the VM in this directory. */
export function stateOf(directory: string): VmState {
  if (isRunning(directory)) return 'running';
  return existsSync(join(directory, snapshotFile)) ? 'suspended' : 'stopped';
}

/** Takes the VM for this process until it ends; undefined when another one has it. */
export function tryLockVm(directory: string): Lock | undefined {
  const lock = tryLock(lockFile(directory));
  if (lock !== undefined) writeFileSync(ownerFile(directory), String(process.pid));
  return lock;
}

/**
 * The process that runs the VM; undefined when it is not running. The lock alone does not tell: it seems taken for a
 * moment when somebody fails to take it.
 */
export function ownerOf(directory: string): number | undefined {
  if (!isLocked(lockFile(directory))) return undefined;
  const owner = lastOwner(directory);
  return owner > 0 && isAlive(owner) ? owner : undefined;
}

/** Sizes of a VM in bytes: what its disk could hold, and what APFS says it takes. */
export function sizesOf(directory: string): { readonly logical: number; readonly allocated: number } {
  const stats = files.map((file) => statSync(join(directory, file)));
  const logical = stats.reduce((sum, { size }) => sum + size, 0);
  const allocated = stats.reduce((sum, { blocks }) => sum + blocks * 512, 0);
  return { logical, allocated: allocated + readImageFacts(directory).allocatedBytes };
}

function lockFile(directory: string): string {
  return join(directory, '.vm.sim-lock');
}

function lastOwner(directory: string): number {
  try {
    return Number(readFileSync(ownerFile(directory), 'utf8'));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errnoOf(error) !== 'ESRCH';
  }
}

/** Trusted only while the lock is held. */
function ownerFile(directory: string): string {
  return join(directory, '.vm.sim-owner');
}
