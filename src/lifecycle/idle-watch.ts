import { withDeadline, type Clock } from '../clock.ts';
import { SandError } from '../errors.ts';
import { seconds } from './seconds.ts';

/** How GitHub sees the registration of a runner. */
export type RegistrationState = 'free' | 'busy' | 'gone';

/** What watching a runner needs. */
export interface IdleWatchOptions {
  /** How long the runner may wait for its job, in milliseconds. */
  readonly idleMs: number;
  readonly clock: Clock;
  /** Asks GitHub; a rejection means that nobody knows. */
  readonly ask: (signal: AbortSignal) => Promise<RegistrationState>;
}

/** What ends the wait of a runner that says nothing of a job. */
export type IdleEnd = 'busy' | SandError;

/** A job that waits is given to a new runner within seconds: most runners are never asked about. */
const askEveryMs = 3 * 60_000;
/** What seems to be wrong is looked at once more before it is believed. */
const askAgainMs = 60_000;
const askDeadlineMs = 15_000;
/** While GitHub is away a late runner is kept for so long at most: the deadline in its name has room for no more. */
const longestUnknownMs = 10 * 60_000;

/**
 * Watches a runner that listens: resolves with `busy` when it has a job of which it said nothing, with `NO_JOB` when none
 * came in time, and with `RUNNER_REJECTED` when GitHub does not know the runner any more, so that no job will ever come
 * (two looks: a registration is used up when its job is assigned, and the runner names the job a moment later,
 * reference/github-runners.md §5.7). Rejects only with the reason of `signal`.
 */
export async function watchIdle(
  { idleMs, clock, ask }: IdleWatchOptions,
  signal: AbortSignal,
): Promise<IdleEnd> {
  const lateAt = clock.now() + idleMs;
  let gone = 0;
  let pauseMs = askEveryMs;
  for (;;) {
    const leftMs = lateAt - clock.now();
    await clock.sleep(leftMs > 0 ? Math.min(pauseMs, leftMs) : askAgainMs, signal);
    const state = await ask(withDeadline(signal, askDeadlineMs)).catch(() => undefined);
    signal.throwIfAborted();
    const lateMs = clock.now() - lateAt;
    if (lateMs >= 0 && state === 'busy') return 'busy';
    // While GitHub is away it gives no jobs, but it may have given one before; after as long again that is unlikely.
    if (lateMs >= (state === undefined ? Math.min(idleMs, longestUnknownMs) : 0))
      return new SandError('NO_JOB', `no job came within ${seconds(idleMs)}`);
    if (state !== undefined) gone = state === 'gone' ? gone + 1 : 0;
    if (gone > 1)
      return new SandError(
        'RUNNER_REJECTED',
        'the runner waits for a job, but GitHub does not know it any more',
      );
    pauseMs = gone > 0 ? askAgainMs : askEveryMs;
  }
}
