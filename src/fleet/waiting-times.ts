import type { WaitingJob } from '../demand/demand.ts';

/**
 * When jobs were queued, by display name: the runner tells no more of its job. Remembers the last two looks, for a job
 * leaves the list in the moment it starts.
 */
export class WaitingTimes {
  #looks: readonly ReadonlyMap<string, number>[] = [];

  /** Takes in what waits now, the longest waiting first. */
  saw(waiting: readonly WaitingJob[]): void {
    const queuedAt = new Map(waiting.toReversed().map((job) => [job.name, job.queuedAt]));
    this.#looks = [queuedAt, ...this.#looks.slice(0, 1)];
  }

  /** Milliseconds that a job waited until `then`; undefined when it was never seen waiting. */
  until(then: number, job: string): number | undefined {
    const queuedAt = this.#looks.find((look) => look.has(job))?.get(job);
    return queuedAt === undefined ? undefined : Math.max(0, then - queuedAt);
  }
}
