import type { Clock } from '../../../src/clock.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Virtual time: when everybody sleeps, it jumps to the next one to wake. Hours pass in milliseconds. */
export class FakeClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  #now = Date.UTC(2026, 0, 1);
  #ticking = false;

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const wake = () => resolve(undefined);
    const sleeper = { at: this.#now + Math.max(0, ms), wake };
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    this.#sleepers.add(sleeper);
    this.#tick();
    try {
      await promise;
    } finally {
      this.#sleepers.delete(sleeper);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** By the next turn of the event loop all promises have settled: whoever is left, sleeps. */
  #tick(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    setImmediate(() => {
      this.#ticking = false;
      const next = [...this.#sleepers].reduce<Sleeper | undefined>(
        (first, each) => (first === undefined || each.at < first.at ? each : first),
        undefined,
      );
      if (next === undefined) return;
      this.#sleepers.delete(next);
      this.#now = next.at;
      next.wake();
      this.#tick();
    });
  }
}
