import type { Job } from './run.ts';

/** What the engine asks and tells whoever takes jobs before a runner does: the scale sets. */
export interface Claims {
  /** A queued job that nobody has: somebody may take it now. */
  offer(job: Job): void;
  /** A runner began with the job. */
  started(job: Job): void;
  /** The job is over, whether or not a runner ever had it. */
  ended(job: Job): void;
}
