import type { QueuedJob } from '../github/jobs.ts';

/** A job that waits for a runner. */
export interface WaitingJob extends QueuedJob {
  /** The pool that GitHub has assigned it to; any pool with its labels may serve it when left out. */
  readonly pool?: string;
}

/** What one pool of a host has and could have. */
interface PoolOffer {
  readonly pool: string;
  /** How many of its sandboxes have a job, will have one, or had one a moment ago. */
  readonly own: number;
  /** Names of those that have, or had, a job: its runner has the same name. */
  readonly busy: readonly string[];
  /** How many it may have at most. */
  readonly max: number;
}

/** What a host could do now. */
export interface HostOffer {
  readonly pools: readonly PoolOffer[];
  /** How many sandboxes it could have besides those that `own` counts; none while it drains. */
  readonly freeSlots: number;
}

/** How many runners are wanted, as GitHub sees it. */
export interface Demand {
  /** Every job that waits now, whichever pool it is for, the longest waiting first. */
  waiting(signal: AbortSignal): Promise<readonly WaitingJob[]>;
  /** Says what the host could do now, before each look and after each decision; only for sources that hand jobs out. */
  announce?(host: HostOffer): void;
  /** Resolves when `waiting` may say something else than last time; rejects with the signal's reason. */
  changed?(signal: AbortSignal): Promise<void>;
  /** Names of runners whose job is over, as far as GitHub has told. */
  readonly over?: ReadonlySet<string>;
  /** Gives back what GitHub holds for us. */
  close?(signal: AbortSignal): Promise<void>;
}
