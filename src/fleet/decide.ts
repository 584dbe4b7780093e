import type { WaitingJob } from '../demand/demand.ts';
import { serves } from '../demand/labels.ts';
import type { Pool } from './pool.ts';

/** What counts about a sandbox that exists or is being made. */
export interface LiveSandbox {
  readonly pool: string;
  /** `free`: will take the next job; `busy`: has one; `ending`: on its way out. */
  readonly state: 'free' | 'busy' | 'ending';
}

/** Why a waiting job gets no new sandbox now. */
export type Hold = 'covered' | 'no-pool' | 'paused' | 'pool-full' | 'no-slot';

/** What to do for one waiting job. */
export type Decision =
  | { readonly action: 'start'; readonly job: WaitingJob; readonly pool: Pool }
  | {
      readonly action: 'hold';
      readonly job: WaitingJob;
      readonly pool: Pool | undefined;
      readonly why: Hold;
    };

/** Everything a decision rests on. */
export interface Situation {
  /** Longest waiting first. */
  readonly waiting: readonly WaitingJob[];
  readonly pools: readonly Pool[];
  readonly live: readonly LiveSandbox[];
  /** How many sandboxes may exist on this host. */
  readonly slots: number;
  /** Names of pools that take nothing now. */
  readonly paused: ReadonlySet<string>;
}

/**
 * Compares demand with what exists and on its way: one decision for each waiting job, the longest waiting first.
 * A sandbox that has no job yet covers one job of its pool, whichever GitHub gives it. Of several pools that fit, the
 * first that can take the job does.
 */
export function decide(situation: Situation): Decision[] {
  const { pools, live, slots, paused } = situation;
  const free = tally(live.filter(({ state }) => state === 'free'));
  const total = tally(live);
  let room = slots - live.length;
  const obstacle = ({ name, max }: Pool): Hold | undefined => {
    if (paused.has(name)) return 'paused';
    if ((total.get(name) ?? 0) >= max) return 'pool-full';
    return room <= 0 ? 'no-slot' : undefined;
  };
  return situation.waiting.map((job): Decision => {
    const fitting = pools.filter(({ labels }) => serves(labels, job.labels));
    const covering = fitting.find(({ name }) => take(free, name));
    if (covering !== undefined) return { action: 'hold', job, pool: covering, why: 'covered' };
    const pool = fitting.find((each) => obstacle(each) === undefined);
    if (pool === undefined) {
      const [first] = fitting;
      const why = first === undefined ? 'no-pool' : (obstacle(first) ?? 'no-slot');
      return { action: 'hold', job, pool: first, why };
    }
    room -= 1;
    total.set(pool.name, (total.get(pool.name) ?? 0) + 1);
    return { action: 'start', job, pool };
  });
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
