import type { SandError } from '../errors.ts';

const firstPauseMs = 1000;
const longestPauseMs = 5 * 60_000;

/** Why a pool takes nothing, and until when, in milliseconds since the epoch. */
export interface Pause {
  readonly until: number;
  /** How many of its sandboxes failed in a row. */
  readonly failures: number;
  readonly error: SandError;
}

interface Trouble extends Pause {
  readonly failedAt: number;
}

/** Remembers which pools failed, so that a broken one does not start VM after VM. All times in milliseconds. */
export class Patience {
  readonly #pools = new Map<string, Trouble>();

  /**
   * A sandbox of the pool ended without a job: pause the pool, longer each time. Sandboxes that had been started
   * before the last failure was known tell nothing new.
   */
  failed(
    pool: string,
    sandbox: { readonly startedAt: number; readonly now: number; readonly error: SandError },
  ): void {
    const before = this.#pools.get(pool);
    const { startedAt, now, error } = sandbox;
    if (before !== undefined && startedAt <= before.failedAt) return;
    const failures = (before?.failures ?? 0) + 1;
    const pauseMs = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
    this.#pools.set(pool, { failures, failedAt: now, until: now + pauseMs, error });
  }

  succeeded(pool: string): void {
    this.#pools.delete(pool);
  }

  /** The pools that take nothing at `now`. */
  paused(now: number): ReadonlySet<string> {
    return new Set(this.pauses(now).keys());
  }

  /** The pauses at `now`, by pool. */
  pauses(now: number): ReadonlyMap<string, Pause> {
    return new Map([...this.#pools].filter(([, { until }]) => until > now));
  }

  /** The pools that failed at least `times` times in a row. */
  exhausted(times: number): ReadonlySet<string> {
    return new Set([...this.#pools].filter(([, { failures }]) => failures >= times).map(([name]) => name));
  }
}
