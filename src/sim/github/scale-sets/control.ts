import type { Statistics } from './statistics.ts';
import type { Exchange } from './transcript.ts';

/** A scale set as tests see it. */
export interface ScaleSetView {
  readonly id: number;
  readonly name: string;
  /** `repos/acme/app` or `orgs/acme`. */
  readonly scope: string;
  readonly labels: readonly string[];
  /** Undefined: nobody listens, or the service has not heard of the listener for too long. */
  readonly session:
    | {
        readonly id: string;
        readonly owner: string;
        /** Polls that are open now. */
        readonly polls: number;
        /** What the last poll said. */
        readonly capacity: number;
      }
    | undefined;
  readonly statistics: Statistics;
}

/** What tests do to the scale-set service besides calling it. Sets are meant by their names, the oldest first. */
export interface ScaleSetControl {
  sets(): ScaleSetView[];
  transcript(): readonly Exchange[];
  /** The service forgets a session: polls get 401, a refresh 404 (reference/github-scale-sets.md §6). */
  evictSession(name: string): void;
  /** The scale set vanishes: calls about it get 404 (§6). */
  vanish(name: string): void;
  /** The queue tokens that are out are good no more: polls, also open ones, get 401. */
  expireQueueTokens(): void;
  /** The connections of all open polls are reset. */
  dropPolls(): void;
}
