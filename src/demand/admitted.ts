import type { Demand } from './demand.ts';

export type { Audience } from '../github/audience.ts';

/** Demand that is looked at only after `admit` has passed. */
export function admitted(demand: Demand, admit: (signal: AbortSignal) => Promise<void>): Demand {
  return {
    async waiting(signal) {
      await admit(signal);
      return demand.waiting(signal);
    },
  };
}
