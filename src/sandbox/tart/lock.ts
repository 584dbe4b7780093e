import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { SandError } from '../../errors.ts';
import { tryLockFile, type LockFile } from '../../lock-file.ts';

const retryMs = 20;

/**
 * The host-wide lock of one TART_HOME (DESIGN.md §4, Slots): all pollers and actions of this user take turns.
 * The kernel frees it when its holder dies.
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
    using held = new DisposableStack();
    held.use(await this.#acquire(signal));
    return await work();
  }

  async #acquire(signal: AbortSignal): Promise<LockFile> {
    await mkdir(this.#folder, { recursive: true });
    const giveUpAt = this.#clock.now() + this.#deadlineMs;
    for (;;) {
      signal.throwIfAborted();
      const lock = tryLockFile(this.#file);
      if (lock !== undefined) return lock;
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
