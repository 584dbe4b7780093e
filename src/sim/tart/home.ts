import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, parse, sep } from 'node:path';
import { isLocked, lock, tryLock } from './mac/lock.ts';
import type { Lock } from './mac/lock.ts';
import { errnoOf, messageOf } from './mac/thrown.ts';
import { runtimeFailure } from './failure.ts';

/** The folders of one TART_HOME (reference/tart.md §6). */
export interface TartHome {
  readonly root: string;
  readonly vms: string;
  readonly cache: string;
  readonly tmp: string;
}

/** Opens TART_HOME, making each component that is missing. */
export function openHome(): TartHome {
  const root = process.env['TART_HOME'] ?? join(homedir(), '.tart');
  makeEach(root);
  const home = { root, vms: join(root, 'vms'), cache: join(root, 'cache', 'OCIs'), tmp: join(root, 'tmp') };
  for (const folder of [home.vms, home.cache, home.tmp]) mkdirSync(folder, { recursive: true });
  return home;
}

/** Waits for the lock on the whole TART_HOME, which `clone` and `run` take (a `flock` on the directory in Tart). */
export function lockHome(home: TartHome, signal?: AbortSignal): Promise<Lock> {
  return lock(join(home.root, '.home.sim-lock'), signal);
}

/** The lock that keeps a folder in `tmp` from being collected. */
export function temporaryLock(folder: string): string {
  return join(folder, '.tmp.sim-lock');
}

/**
 * Makes a folder in `tmp` that is locked when it appears. With Tart there is a moment in between (reference/tart.md
 * §2.2); here that is a fault of its own, `clone-gc-race`, and never chance. Undefined when it cannot be locked.
 */
export function makeLocked(folder: string): Lock | undefined {
  const unborn = `${folder}${unbornSuffix}`;
  mkdirSync(unborn);
  const temporary = tryLock(temporaryLock(unborn));
  renameSync(unborn, folder);
  return temporary;
}

const unbornSuffix = '.unborn';

/** Moves a folder out of `tmp` onto a VM's. Locked until it has left: nobody may take it for garbage on its way. */
export function moveIntoPlace(folder: string, temporary: Lock | undefined, target: string): void {
  replaceFolder(folder, target);
  temporary?.release();
  rmSync(temporaryLock(target));
}

/** Moves a folder onto another. The old one's files live on for whoever uses them, but have no name any more. */
function replaceFolder(folder: string, target: string): void {
  if (!existsSync(target)) return renameSync(folder, target);
  const former = `${folder}.former`;
  renameSync(target, former);
  renameSync(folder, target);
  rmSync(former, { recursive: true, force: true });
}

/** Removes what nobody holds in `tmp` (reference/tart.md §1.1): leftovers of killed clones and pulls. */
export function collectGarbage(home: TartHome): void {
  for (const entry of readdirSync(home.tmp)) {
    const folder = join(home.tmp, entry);
    if (entry.endsWith(unbornSuffix) || isLocked(temporaryLock(folder))) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeEach(folder: string): void {
  const { root } = parse(folder);
  let path = root;
  for (const part of folder.slice(root.length).split(sep)) {
    path = join(path, part);
    if (existsSync(path)) continue;
    try {
      mkdirSync(path);
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') continue;
      throw runtimeFailure(
        `TART_HOME is invalid: ${path} does not exist, yet we can't create it: ${messageOf(error)}`,
      );
    }
  }
}
