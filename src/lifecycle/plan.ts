import type { SandError } from '../errors.ts';
import type { Equipment } from '../guest/equipment.ts';
import type { JobResult, RunnerStart } from '../guest/runner.ts';
import type { Network, SandboxRequest } from '../sandbox/backend.ts';
import type { PhaseName, PhaseTimes } from './phases.ts';
import type { Standby } from './standby.ts';

/** Bounds of the waits of one sandbox, in milliseconds. */
export interface Limits {
  /** From boot to a verified guest. */
  readonly guestMs: number;
  /** For GitHub to register the runner. */
  readonly registerMs: number;
  /** From a listening runner to its job. */
  readonly idleMs: number;
  /** From the job's start to its end. */
  readonly jobMs: number;
  /** From asking the runner to stop to giving up on it. */
  readonly graceMs: number;
  /** For each undo step. */
  readonly undoMs: number;
}

/** Everything that is decided about one sandbox before it is made. */
export interface SandboxPlan extends Equipment {
  readonly pool: string;
  readonly labels: readonly string[];
  readonly request: SandboxRequest;
  readonly session: RunnerStart['session'];
  readonly limits: Limits;
  /**
   * Given when an earlier process of this owner left it running: it is taken over instead of made. Its network is
   * undefined when nobody knows it any more.
   */
  readonly found?: { readonly network: Network | undefined };
  /** Given to a sandbox that is made before a job wants it. */
  readonly standby?: Standby;
  /** Aborts when GitHub says that its job is over. */
  readonly jobOver?: AbortSignal;
  /** How long a sandbox whose job failed is kept for a person to look at, in milliseconds; not at all without it. */
  readonly holdMs?: number;
}

/** What became of one sandbox. */
export interface SandboxRecord {
  readonly sandbox: string;
  readonly pool: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Display name of the job that ran, as the runner printed it. */
  readonly job: string | undefined;
  /** The job's result in the runner's words; undefined when no job ended here. */
  readonly result: JobResult | undefined;
  /** Why the sandbox did not do its work, or why undoing failed. */
  readonly error: SandError | undefined;
  /** True for a standby that ended without anything wrong before a job wanted it. */
  readonly unused: boolean;
  /** True when it was left running for the next poller. */
  readonly left: boolean;
  /** True when the VM could not be deleted yet: somebody must try again. */
  readonly sandboxLeft: boolean;
  /** True when the registration could not be removed yet: GitHub refused, or did not answer. */
  readonly registrationLeft: boolean;
  readonly phases: PhaseTimes;
  readonly reclaimedBytes: number | undefined;
}

/** What happens to a sandbox, as it happens. */
export type SandboxEvent =
  | { readonly type: 'phase'; readonly sandbox: string; readonly pool: string; readonly phase: PhaseName }
  | {
      readonly type: 'runner-started';
      readonly sandbox: string;
      readonly transport: string;
      readonly session: string;
    }
  | { readonly type: 'runner-line'; readonly sandbox: string; readonly text: string }
  | { readonly type: 'job-started'; readonly sandbox: string; readonly job: string }
  | { readonly type: 'job-ended'; readonly sandbox: string; readonly job: string; readonly result: JobResult }
  | { readonly type: 'ending-early'; readonly sandbox: string; readonly error: SandError }
  | { readonly type: 'undo-failed' | 'evidence-failed'; readonly sandbox: string; readonly error: SandError };
