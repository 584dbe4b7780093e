import type { WaitingJob } from '../demand/demand.ts';
import type { SandError } from '../errors.ts';
import type { Hold } from './decide.ts';
import type { EntryView } from './entry.ts';
import type { Pause } from './patience.ts';
import type { Pool } from './pool.ts';

/** A waiting job and why it has no sandbox of its own yet. */
export interface HeldJob {
  readonly job: WaitingJob;
  readonly pool: string | undefined;
  readonly why: Hold;
}

/** What a fleet looks like now. */
export interface FleetView {
  readonly pools: readonly (Pick<Pool, 'name' | 'labels' | 'image' | 'max' | 'standby'> & {
    readonly paused: Pause | undefined;
  })[];
  readonly sandboxes: readonly EntryView[];
  readonly waiting: readonly HeldJob[];
  readonly slots: number;
  /** VMs of others that run on this host. */
  readonly foreign: readonly string[];
  readonly draining: boolean;
  /** Why GitHub could not be asked at the last look. */
  readonly demandError: SandError | undefined;
  /** What failed when this was last compared with the host and GitHub. */
  readonly troubles: readonly SandError[];
  /** When the last tick began, and when GitHub was last asked with success: milliseconds since the epoch. */
  readonly tickedAt: number | undefined;
  readonly lookedAt: number | undefined;
}
