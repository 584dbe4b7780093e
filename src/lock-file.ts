import { DatabaseSync } from 'node:sqlite';

const sqliteBusy = 5;

/** A lock that is held until it is disposed or this process dies, however it dies. */
export interface LockFile extends Disposable {
  readonly file: string;
}

/**
 * Takes the lock of a file, or returns undefined when another process holds it. Node has no flock, so it is SQLite's
 * exclusive lock (DESIGN.md §4, Slots); the file itself means nothing.
 */
export function tryLockFile(file: string): LockFile | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return { file, [Symbol.dispose]: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined;
    throw error;
  }
}
