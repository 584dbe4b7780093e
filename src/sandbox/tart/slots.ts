import type { Clock } from '../../clock.ts';
import { codeOf, type ErrorCode } from '../../errors.ts';

/** The kernel frees a slot a little late: the first tries are quick and silent, then slower (DESIGN.md §4, Slots). */
const pausesMs = [100, 200, 400, 800, 1600, 3000, 5000];

const worthWaiting = new Set<ErrorCode | undefined>(['NO_SLOT', 'VM_LIMIT']);

/**
 * Tries to boot until a slot is free. Rejects with the last `NO_SLOT` or `VM_LIMIT` when none became free within
 * `patienceMs`, and at once with any other failure.
 */
export async function waitForSlot<T>(
  attempt: () => Promise<T>,
  options: { clock: Clock; patienceMs: number; signal: AbortSignal },
): Promise<T> {
  const { clock, patienceMs, signal } = options;
  const giveUpAt = clock.now() + patienceMs;
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0;
      if (!worthWaiting.has(codeOf(error)) || clock.now() + pauseMs > giveUpAt) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
}
