import type { HostOffer } from '../demand/demand.ts';
import type { LiveSandbox } from './decide.ts';
import type { Pool } from './pool.ts';

/** What an offer rests on. */
export interface OfferSituation {
  readonly pools: readonly Pool[];
  /** With their names, once they have one. */
  readonly live: readonly (Pick<LiveSandbox, 'pool' | 'state'> & {
    readonly sandbox: string | undefined;
    /** Whether a job has, or had, it. */
    readonly tookJob: boolean;
  })[];
  readonly slots: number;
  /** How many slots VMs of others take. */
  readonly foreign: number;
  /** Names of pools that take nothing now. */
  readonly paused: ReadonlySet<string>;
  readonly draining: boolean;
}

/** What this host could do now, for whoever hands jobs out. A standby gives up its slot for a job, so it counts as free. */
export function offerOf({ pools, live, slots, foreign, paused, draining }: OfferSituation): HostOffer {
  const taking = live.filter(({ state }) => state !== 'spare');
  return {
    pools: pools.map(({ name, max }) => {
      const own = taking.filter(({ pool }) => pool === name);
      const busy = own.flatMap(({ sandbox, tookJob }) => (sandbox !== undefined && tookJob ? [sandbox] : []));
      return { pool: name, busy, own: own.length, max: paused.has(name) ? 0 : max };
    }),
    freeSlots: draining ? 0 : Math.max(0, slots - taking.length - foreign),
  };
}
