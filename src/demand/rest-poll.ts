import type { Demand, WaitingJob } from './demand.ts';

/** What polling needs of GitHub: the waiting jobs of one scope, in any order. */
export interface JobSource {
  waiting(signal: AbortSignal): Promise<readonly WaitingJob[]>;
}

/** Demand by asking GitHub's REST API anew each time; the caller sets the pace (github-runners.md §1.5: 15 s). */
export function createRestPoll(source: JobSource): Demand {
  return {
    async waiting(signal) {
      const jobs = await source.waiting(signal);
      /** A list that grows while its pages are read shows a job twice. */
      const once = new Map(jobs.map((job) => [job.id, job]));
      return [...once.values()].toSorted((one, other) => one.queuedAt - other.queuedAt || one.id - other.id);
    },
  };
}
