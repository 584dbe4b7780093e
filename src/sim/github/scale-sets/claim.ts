import { randomUUID } from 'node:crypto';
import type { Job } from '../run.ts';
import { jobAssigned, type KnownJob } from './job-event.ts';
import type { ScaleSet } from './scale-set.ts';

/** A job that a set was offered, has, or had. `told-over`: it still runs, but the set heard of its end already. */
export interface Claim extends KnownJob {
  set: ScaleSet | undefined;
  state: 'free' | 'offered' | 'assigned' | 'told-over';
  /** Since when the set was offered it or has it. */
  since: number;
  assignedAt: number | undefined;
  returns: number;
  acquired: boolean;
}

/** A job that no set was ever given. */
export function newClaim(job: Job): Claim {
  return {
    job,
    guid: randomUUID(),
    set: undefined,
    state: 'free',
    since: 0,
    assignedAt: undefined,
    returns: 0,
    acquired: false,
  };
}

/** Gives the job to a set, and tells it. */
export function assign(claim: Claim, set: ScaleSet): void {
  claim.state = 'assigned';
  claim.since = claim.assignedAt = Date.now();
  claim.job.scaleSetId = set.id;
  set.queue.put(jobAssigned(claim));
}

/** Takes the job from whatever set has it. */
export function free(claim: Claim): void {
  claim.set = undefined;
  claim.state = 'free';
  claim.assignedAt = undefined;
  claim.acquired = false;
  claim.job.scaleSetId = undefined;
}

/** How `JobCompleted` calls the end of a job (reference/github-scale-sets.md §7). */
export function resultOf({ conclusion }: Job): 'succeeded' | 'failed' | 'canceled' {
  if (conclusion === 'success') return 'succeeded';
  return conclusion === 'failure' ? 'failed' : 'canceled';
}
