import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import { SandError } from '../../errors.ts';

const retryMs = 20;
const sqliteBusy = 5;

/**
 * The host-wide lock of one TART_HOME (DESIGN.md §4, Slots): all pollers and actions of this user take turns.
 * Node has no flock, so it is SQLite's exclusive lock on a file; the kernel frees it when its holder dies.
 */
export class HostLock {
  readonly #file: string;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #deadlineMs: number;

  constructor(options: { tartHome: string; clock: Clock; deadlineMs: number }) {
    this.#folder = options.tartHome;
    this.#file = join(options.tartHome, 'sand-action.lock');
    this.#clock = options.clock;
    this.#deadlineMs = options.deadlineMs;
  }

  /** Runs `work` while holding the lock. Rejects with `LOCK_TIMEOUT` when it does not become free in time. */
  async hold<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const database = await this.#acquire(signal);
    try {
      return await work();
    } finally {
      database.close();
    }
  }

  async #acquire(signal: AbortSignal): Promise<DatabaseSync> {
    await mkdir(this.#folder, { recursive: true });
    const giveUpAt = this.#clock.now() + this.#deadlineMs;
    for (;;) {
      signal.throwIfAborted();
      const database = tryLock(this.#file);
      if (database !== undefined) return database;
      if (this.#clock.now() >= giveUpAt) {
        throw new SandError(
          'LOCK_TIMEOUT',
          `the lock ${this.#file} stayed taken for ${String(this.#deadlineMs)} ms`,
        );
      }
      await this.#clock.sleep(retryMs, signal);
    }
  }
}

function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined;
    throw error;
  }
}
