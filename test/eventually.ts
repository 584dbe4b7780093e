import { vi } from 'vitest';

/**
 * Waits until a check no longer throws, and resolves with what it returned.
 *
 * The deadline is for a hang only: a busy machine may take its time.
 */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 60_000, interval: 10 });
}
