import type { Clock } from '../clock.ts';

/** A signal that aborts with the reason of another one, some time after it; not any more after `until`. */
export function abortLater(
  signal: AbortSignal,
  { ms, clock, until }: { readonly ms: number; readonly clock: Clock; readonly until: AbortSignal },
): AbortSignal {
  const later = new AbortController();
  const wait = () => {
    clock.sleep(ms, until).then(
      () => later.abort(signal.reason),
      () => undefined,
    );
  };
  if (signal.aborted) wait();
  else signal.addEventListener('abort', wait, { once: true, signal: until });
  return later.signal;
}
