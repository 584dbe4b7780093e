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
export type Hold = 'covered' | 'no-pool' | 'paused' | 'pool-full' | 'no-slot' | 'no-memory' | 'draining';

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
type SpareDecision =
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
  /** How much memory they may have together, in MiB; as much as they want when left out. */
  readonly memoryMiB?: number | undefined;
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
 * several pools that fit, the first that can take the job does. No standby keeps a slot, or memory, that a job waits for;
 * what a job waits for is not given to a smaller one that came later. Only pools that name their memory need any.
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
  #memoryMiB: number;

  constructor(situation: Situation) {
    const { live, slots, memoryMiB = Infinity } = situation;
    this.#situation = situation;
    this.#free = tally(live.filter(({ state }) => state === 'free'));
    this.#total = tally(live);
    this.#spares = live
      .filter(({ state }) => state === 'spare')
      .toSorted((one, other) => Number(other.ready) - Number(one.ready));
    this.#room = slots - live.length;
    this.#memoryMiB = live.reduce((left, { pool }) => left - this.#memoryOf(pool), memoryMiB);
  }

  serve(job: WaitingJob): JobDecision {
    const fitting = this.#situation.pools.filter(({ name, labels }) =>
      job.pool === undefined ? serves(labels, job.labels) : name === job.pool,
    );
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
    const blocked = jobs.filter((decision) => this.#waitsForOthers(decision));
    const ending = this.#situation.live.filter(({ state }) => state === 'ending').length;
    const needed = Math.max(0, blocked.length - ending - excess.length);
    const useful = blocked.some(({ why }) => why === 'no-slot')
      ? kept
      : kept.filter(({ pool }) => this.#memoryOf(pool) > 0);
    const inTheWay = needed === 0 ? [] : useful.slice(-needed);
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
    if (pool === undefined) return this.#hold(job, first);
    this.#add(pool);
    return { action: 'start', job, pool };
  }

  #hold(job: WaitingJob, pool: Pool): JobDecision {
    const hold = { action: 'hold', job, pool, why: this.#obstacle(pool) ?? 'no-slot' } as const;
    if (hold.why === 'no-memory' && this.#waitsForOthers(hold))
      this.#memoryMiB = Math.min(0, this.#memoryMiB);
    return hold;
  }

  /** Whether a job is held only until other sandboxes are gone; not one that is too large for the whole host. */
  #waitsForOthers(decision: JobDecision): decision is Extract<JobDecision, { action: 'hold' }> {
    if (decision.action !== 'hold') return false;
    const { why, pool } = decision;
    const { memoryMiB = Infinity } = this.#situation;
    return why === 'no-slot' || (why === 'no-memory' && (pool?.sandbox.memoryMiB ?? 0) <= memoryMiB);
  }

  #memoryOf(name: string): number {
    return this.#situation.pools.find((pool) => pool.name === name)?.sandbox.memoryMiB ?? 0;
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

  #obstacle({ name, max, sandbox }: Pool): Hold | undefined {
    const { memoryMiB = 0 } = sandbox;
    if (this.#situation.paused.has(name)) return 'paused';
    if ((this.#total.get(name) ?? 0) >= max) return 'pool-full';
    if (this.#room <= 0) return 'no-slot';
    return memoryMiB > 0 && memoryMiB > this.#memoryMiB ? 'no-memory' : undefined;
  }

  #add({ name, sandbox }: Pool): void {
    this.#room -= 1;
    this.#memoryMiB -= sandbox.memoryMiB ?? 0;
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
