import type { WaitingJob } from '../demand/demand.ts';
import type { SandError } from '../errors.ts';
import type { SandboxEvent, SandboxRecord } from '../lifecycle/plan.ts';
import type { Hold } from './decide.ts';

/** A sandbox's record with what only the fleet knows. */
export interface ServiceRecord extends SandboxRecord {
  /** Milliseconds from the job's queueing to the start of its sandbox; undefined when no job came. */
  readonly waitedMs: number | undefined;
}

/** What the fleet does, as it happens. */
export type FleetEvent =
  | SandboxEvent
  /** The image of a pool is made ready first; that may take long. */
  | { readonly type: 'preparing'; readonly pool: string; readonly image: string }
  /** Without a job it is to be a standby. */
  | {
      readonly type: 'starting';
      readonly sandbox: string;
      readonly pool: string;
      readonly job: WaitingJob | undefined;
    }
  /** A standby is given a job. */
  | { readonly type: 'taking'; readonly sandbox: string; readonly pool: string; readonly job: WaitingJob }
  /** A sandbox that an earlier process left is taken over. */
  | { readonly type: 'adopting'; readonly sandbox: string; readonly pool: string }
  | {
      readonly type: 'holding';
      readonly job: WaitingJob;
      readonly pool: string | undefined;
      readonly why: Hold;
    }
  | { readonly type: 'finished'; readonly record: ServiceRecord }
  | { readonly type: 'demand-failed'; readonly error: SandError }
  /** A VM that could not be deleted at once, and what became of it. */
  | { readonly type: 'sandbox-removed' | 'sandbox-kept'; readonly sandbox: string }
  /** A registration that could not be removed with its sandbox, and what became of it. */
  | { readonly type: 'stray-removed' | 'stray-kept'; readonly sandbox: string }
  | { readonly type: 'reaped'; readonly sandbox: string }
  /** The host's VMs could not be listed. */
  | { readonly type: 'reap-skipped'; readonly error: SandError }
  | { readonly type: 'reap-failed'; readonly sandbox: string; readonly error: SandError };
