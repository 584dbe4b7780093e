import type { Side } from './sides.ts';

/** One request that was answered, or not: then its status is 0. Requests of runners are among them (`/_broker/`). */
export interface RequestRecord {
  readonly side: Side;
  readonly method: string;
  /** With the query, without the base path. */
  readonly path: string;
  readonly status: number;
  /** When it came, milliseconds since the epoch. */
  readonly at: number;
}
