import { DatabaseSync } from 'node:sqlite';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** A lock that is held until it is released or this process dies, however it dies. */
export interface Lock {
  release(): void;
}

const busyCode = 5;
const cannotOpenCode = 14;
/** A short pause: the real locks wake their waiters at once. */
const retryMs = 2;

/** A database that nobody refers to is closed, and its lock is gone. */
const held = new Set<DatabaseSync>();

/** Takes the lock, or undefined when somebody holds it. The kernel keeps it: a file nobody holds means nothing. */
export function tryLock(file: string): Lock | undefined {
  for (;;) {
    const database = new DatabaseSync(file, { timeout: 0 });
    if (isGranted(() => database.exec('BEGIN EXCLUSIVE'))) return keep(database);
    database.close();
    if (isLocked(file)) return undefined; // otherwise somebody was just looking
  }
}

/** Waits for the lock, however long it takes, as the real global lock does. */
export async function lock(file: string, signal?: AbortSignal): Promise<Lock> {
  for (;;) {
    const taken = tryLock(file);
    if (taken !== undefined) return taken;
    await delay(retryMs, undefined, signal === undefined ? {} : { signal });
  }
}

/** Whether somebody holds the lock; never takes it. */
export function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    using database = closing(new DatabaseSync(file, { timeout: 0, readOnly: true }));
    return !isGranted(() => database.value.exec('SELECT count(*) FROM sqlite_master'));
  } catch (error) {
    if (codeOf(error) === cannotOpenCode) return false; // it was deleted meanwhile
    throw error;
  }
}

function keep(database: DatabaseSync): Lock {
  held.add(database);
  return {
    release: () => {
      if (held.delete(database)) database.close();
    },
  };
}

function closing(database: DatabaseSync): { value: DatabaseSync } & Disposable {
  return { value: database, [Symbol.dispose]: () => database.close() };
}

function isGranted(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (codeOf(error) === busyCode) return false;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'errcode' in error ? error.errcode : undefined;
}
