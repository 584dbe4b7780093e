import type { WaitingJob } from '../demand/demand.ts';
import { serves } from '../demand/labels.ts';
import type { Pool } from './pool.ts';

/** What counts about a sandbox that exists or is being made. */
export interface LiveSandbox {
  readonly id: number;
  readonly pool: string;
  /**
   * `joining`: was found, and is not known yet; `spare`: no job wants it yet; `free`: will take the next job; `busy`:
   * has one; `ending`: on its way out.
   */
  readonly state: 'joining' | 'spare' | 'free' | 'busy' | 'ending';
  /** Whether its guest answers: a spare that is ready goes before one that is not. */
  readonly ready: boolean;
}

/** Why a waiting job gets no new sandbox now. */
export type Hold = 'covered' | 'no-pool' | 'paused' | 'pool-full' | 'no-slot' | 'draining';

/** What to do for one waiting job. */
export type JobDecision =
  | { readonly action: 'start'; readonly job: WaitingJob; readonly pool: Pool }
  | { readonly action: 'take'; readonly job: WaitingJob; readonly pool: Pool; readonly id: number }
  | {
      readonly action: 'hold';
      readonly job: WaitingJob;
      readonly pool: Pool | undefined;
      readonly why: Hold;
    };

/** What to do about standbys. */
export type SpareDecision =
  { readonly action: 'prepare'; readonly pool: Pool } | { readonly action: 'release'; readonly id: number };

/** Everything that is to be done. */
export interface Decisions {
  readonly jobs: readonly JobDecision[];
  readonly spares: readonly SpareDecision[];
}

/** Everything a decision rests on. */
export interface Situation {
  /** Longest waiting first. */
  readonly waiting: readonly WaitingJob[];
  readonly pools: readonly Pool[];
  readonly live: readonly LiveSandbox[];
  /** How many sandboxes may exist on this host. */
  readonly slots: number;
  /** How many slots VMs of others take; a job waits for them at the host, a standby does not. */
  readonly foreign: number;
  /** Names of pools that take nothing now. */
  readonly paused: ReadonlySet<string>;
  /** Nothing new is taken. */
  readonly draining: boolean;
}

/**
 * Compares demand with what exists and on its way: one decision for each waiting job, the longest waiting first, and
 * then what standbys need. A sandbox that has no job yet covers one job of its pool, whichever GitHub gives it. Of
 * several pools that fit, the first that can take the job does. No standby keeps a slot that a job waits for.
 */
export function decide(situation: Situation): Decisions {
  const board = new Board(situation);
  const jobs = situation.waiting.map((job) => board.serve(job));
  return { jobs, spares: board.spares(jobs) };
}

/** What is still to be given away while the decisions are made one after the other. */
class Board {
  readonly #situation: Situation;
  readonly #free: Map<string, number>;
  readonly #total: Map<string, number>;
  /** Ready ones first. */
  readonly #spares: LiveSandbox[];
  #room: number;

  constructor(situation: Situation) {
    const { live, slots } = situation;
    this.#situation = situation;
    this.#free = tally(live.filter(({ state }) => state === 'free'));
    this.#total = tally(live);
    this.#spares = live
      .filter(({ state }) => state === 'spare')
      .toSorted((one, other) => Number(other.ready) - Number(one.ready));
    this.#room = slots - live.length;
  }

  serve(job: WaitingJob): JobDecision {
    const fitting = this.#situation.pools.filter(({ labels }) => serves(labels, job.labels));
    const [first] = fitting;
    const covering = fitting.find(({ name }) => take(this.#free, name));
    if (covering !== undefined) return { action: 'hold', job, pool: covering, why: 'covered' };
    if (first === undefined) return { action: 'hold', job, pool: first, why: 'no-pool' };
    if (this.#situation.draining) return { action: 'hold', job, pool: first, why: 'draining' };
    return this.#takeSpare(job, fitting) ?? this.#start(job, fitting, first);
  }

  /** Standbys that jobs left over: missing ones are prepared, those that are in the way or too many are released. */
  spares(jobs: readonly JobDecision[]): SpareDecision[] {
    const { pools, draining } = this.#situation;
    if (draining) return this.#spares.map(({ id }) => ({ action: 'release', id }));
    const kept = pools.flatMap(({ name, standby }) =>
      this.#spares.filter(({ pool }) => pool === name).slice(0, standby),
    );
    const excess = this.#spares.filter((spare) => !kept.includes(spare));
    const blocked = jobs.filter((decision) => decision.action === 'hold' && decision.why === 'no-slot');
    const ending = this.#situation.live.filter(({ state }) => state === 'ending').length;
    const needed = Math.max(0, blocked.length - ending - excess.length);
    const inTheWay = needed === 0 ? [] : kept.slice(-needed);
    const releases = [...excess, ...inTheWay].map(({ id }): SpareDecision => ({ action: 'release', id }));
    return blocked.length > 0 ? releases : [...releases, ...this.#missing(kept)];
  }

  #takeSpare(job: WaitingJob, fitting: readonly Pool[]): JobDecision | undefined {
    const spare = this.#spares.find((each) => fitting.some(({ name }) => name === each.pool));
    const pool = fitting.find(({ name }) => name === spare?.pool);
    if (spare === undefined || pool === undefined) return undefined;
    this.#spares.splice(this.#spares.indexOf(spare), 1);
    return { action: 'take', job, pool, id: spare.id };
  }

  #start(job: WaitingJob, fitting: readonly Pool[], first: Pool): JobDecision {
    const pool = fitting.find((each) => this.#obstacle(each) === undefined);
    if (pool === undefined)
      return { action: 'hold', job, pool: first, why: this.#obstacle(first) ?? 'no-slot' };
    this.#add(pool);
    return { action: 'start', job, pool };
  }

  #missing(kept: readonly LiveSandbox[]): SpareDecision[] {
    return this.#situation.pools.flatMap((pool) => {
      const wanted = pool.standby - kept.filter((spare) => spare.pool === pool.name).length;
      return Array.from({ length: Math.max(0, wanted) }).flatMap((): SpareDecision[] => {
        if (this.#obstacle(pool) !== undefined || this.#room <= this.#situation.foreign) return [];
        this.#add(pool);
        return [{ action: 'prepare', pool }];
      });
    });
  }

  #obstacle({ name, max }: Pool): Hold | undefined {
    if (this.#situation.paused.has(name)) return 'paused';
    if ((this.#total.get(name) ?? 0) >= max) return 'pool-full';
    return this.#room <= 0 ? 'no-slot' : undefined;
  }

  #add({ name }: Pool): void {
    this.#room -= 1;
    this.#total.set(name, (this.#total.get(name) ?? 0) + 1);
  }
}

function tally(sandboxes: readonly LiveSandbox[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { pool } of sandboxes) counts.set(pool, (counts.get(pool) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, name: string): boolean {
  const left = counts.get(name) ?? 0;
  if (left === 0) return false;
  counts.set(name, left - 1);
  return true;
}
