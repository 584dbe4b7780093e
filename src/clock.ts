import { setTimeout as delay } from 'node:timers/promises';

/** Time as a parameter: decisions and waits take it, tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Node's timers hold 31 bits, about 24 days; one that is set for longer goes off at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The clock on the wall. */
export const wallClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      let left = ms;
      for (; left > longestTimerMs; left -= longestTimerMs)
        await delay(longestTimerMs, undefined, { signal });
      await delay(left, undefined, { signal });
    } catch {
      signal.throwIfAborted();
    }
  },
};

/** A signal that aborts with `signal`, or after `ms` milliseconds (at most 24 days) with a `TimeoutError` as its reason. */
export function withDeadline(signal: AbortSignal, ms: number): AbortSignal {
  const whole = Math.ceil(Math.min(Math.max(0, ms), longestTimerMs));
  return AbortSignal.any([signal, AbortSignal.timeout(whole)]);
}
