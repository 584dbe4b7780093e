import { SandError } from '../../../src/errors.ts';

/** Resolves with whether the promise of `watch` settled by itself within `ms` milliseconds. */
export async function settlesWithin<T>(
  ms: number,
  watch: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  const limit = AbortSignal.timeout(ms);
  try {
    return { value: await watch(limit) };
  } catch (error) {
    if (limit.aborted && !(error instanceof SandError)) return undefined;
    throw error;
  }
}
