import type { QueuedJob } from '../github/jobs.ts';

/** A job that waits for a runner. */
export type WaitingJob = QueuedJob;

/** How many runners are wanted, as GitHub sees it. */
export interface Demand {
  /** Every job that waits now, whichever pool it is for, the longest waiting first. */
  waiting(signal: AbortSignal): Promise<readonly WaitingJob[]>;
}
