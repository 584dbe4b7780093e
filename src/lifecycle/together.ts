/**
 * Does two things at once and returns what the first one gave. When one fails, the other is called off and waited for:
 * it must not go on while everything is undone. Rejects with the failure that came first.
 */
export async function together<Result>(
  signal: AbortSignal,
  first: (signal: AbortSignal) => Promise<Result>,
  second: (signal: AbortSignal) => Promise<void>,
): Promise<Result> {
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  const callOff = (reason: unknown): never => {
    failed.abort(reason);
    throw reason;
  };
  const [given] = await Promise.allSettled([first(both).catch(callOff), second(both).catch(callOff)]);
  failed.signal.throwIfAborted();
  if (given.status === 'rejected') throw given.reason;
  return given.value;
}
