import { mayServe } from '../assignment.ts';
import type { Claims } from '../claims.ts';
import { hasLabels } from '../registrations.ts';
import type { Job } from '../run.ts';
import type { GitHubSettings } from '../settings.ts';
import { assign, free, newClaim, resultOf, type Claim } from './claim.ts';
import { jobAvailable, jobCompleted, jobStarted } from './job-event.ts';
import { isActive, type ScaleSet, type ScaleSets } from './scale-set.ts';
import { scaleSetSettings, type ScaleSetSettings } from './settings.ts';

/** A job goes back into the queue so often, and no set gets it after that (reference/github-scale-sets.md §7). */
const mostReturns = 3;

/** Which jobs belong to which scale set, and what the sets are told of it (§7). */
export class JobClaims implements Claims {
  readonly #sets: ScaleSets;
  readonly #github: () => GitHubSettings;
  readonly #acquireUrl: (set: ScaleSet) => string;
  readonly #claims = new Map<number, Claim>();

  constructor(parts: {
    sets: ScaleSets;
    settings: () => GitHubSettings;
    acquireUrl: (set: ScaleSet) => string;
  }) {
    this.#sets = parts.sets;
    this.#github = parts.settings;
    this.#acquireUrl = parts.acquireUrl;
  }

  /** The first set with room gets the job: which one of several is arbitrary (§9). */
  offer(job: Job): void {
    const known = this.#claims.get(job.id);
    if (known !== undefined && (known.set !== undefined || known.returns > mostReturns)) return;
    const set = this.#sets.all().find((one) => this.matches(one, job) && this.#hasRoom(one));
    if (set === undefined) return;
    const claim = known ?? newClaim(job);
    this.#claims.set(job.id, claim);
    claim.set = set;
    claim.since = Date.now();
    if (!this.#settings().jobAvailable) return assign(claim, set);
    claim.state = 'offered';
    set.queue.put(jobAvailable(claim, this.#acquireUrl(set)));
  }

  /** A job that an ordinary runner took while it was only offered is offered no more. */
  started(job: Job): void {
    const claim = this.#claims.get(job.id);
    if (claim?.state !== 'assigned') return void this.#claims.delete(job.id);
    claim.set?.queue.put(jobStarted(claim));
    if (!this.#settings().quirks.includes('job-completed-early')) return;
    claim.state = 'told-over';
    claim.set?.queue.put(jobCompleted(claim, 'succeeded'));
  }

  ended(job: Job): void {
    const claim = this.#claims.get(job.id);
    this.#claims.delete(job.id);
    if (claim?.state !== 'assigned') return;
    claim.set?.queue.put(jobCompleted(claim, resultOf(job)));
  }

  /** Takes the jobs of these ids for a set; returns the ids that it has now (§5). */
  acquire(set: ScaleSet, ids: readonly number[]): number[] {
    return ids.filter((id) => {
      const claim = this.#claims.get(id);
      if (claim?.set !== set || claim.job.runner !== undefined) return false;
      if (claim.state === 'offered') {
        claim.acquired = true;
        assign(claim, set);
      }
      return claim.state === 'assigned';
    });
  }

  /** What a set was offered, has, or was told the end of. */
  of(set: ScaleSet): Claim[] {
    return [...this.#claims.values()].filter((claim) => claim.set === set);
  }

  /** Takes back what no runner has begun with in time. True: there are jobs to be given out again. */
  expire(now: number): boolean {
    const late = [...this.#claims.values()].filter((claim) => this.#isLate(claim, now));
    for (const claim of late) {
      if (claim.state === 'assigned') {
        claim.returns += 1;
        claim.set?.queue.put(jobCompleted(claim, 'canceled'));
      }
      free(claim);
    }
    return late.length > 0;
  }

  /** A set is gone: what no runner has is everybody's again. */
  forget(set: ScaleSet): void {
    for (const claim of this.of(set)) {
      if (claim.job.runner === undefined) free(claim);
      else claim.set = undefined;
    }
  }

  /** Whether a job may go to a set: place, group, and every label, whatever its case (§9). */
  matches(set: ScaleSet, job: Job): boolean {
    const labels = set.labels.map(({ name }) => name);
    return mayServe(set, job, this.#github()) && hasLabels({ labels }, job.labels);
  }

  /** A set gets jobs while somebody listens and it has fewer than it says it can run (§7). */
  #hasRoom(set: ScaleSet): boolean {
    const { session } = set;
    if (!isActive(session, this.#settings().sessionMs)) return false;
    return this.of(set).filter(({ state }) => state !== 'told-over').length < session.capacity;
  }

  #isLate({ state, since, job }: Claim, now: number): boolean {
    const waits = (state === 'offered' || state === 'assigned') && job.runner === undefined;
    return waits && now - since >= this.#settings().reassignMs;
  }

  #settings(): ScaleSetSettings {
    return scaleSetSettings(this.#github());
  }
}
