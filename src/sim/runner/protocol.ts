/**
 * What the simulated GitHub and the simulated runner say to each other under `/_broker/`. GitHub's own protocol is not
 * documented; this one is ours and only keeps the order of events of reference/github-runners.md §4.3 and §5.
 */

/** How a runner fares once it has connected (reference/github-runners.md §8 item 4). */
export type RunnerMode =
  'success' | 'ghost' | 'hang' | 'deprecated' | 'session-conflict' | 'registration-deleted' | 'update';

/** One step of a workflow file, its expressions not evaluated. */
export interface Step {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly if?: string | undefined;
  /** A step has either this or `uses`. */
  readonly run?: string | undefined;
  readonly uses?: string | undefined;
  readonly with: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly shell?: string | undefined;
  readonly 'working-directory'?: string | undefined;
  readonly 'continue-on-error'?: string | undefined;
  readonly 'timeout-minutes'?: string | undefined;
}

/** How a job ended, in the runner's words (§4.3). */
export type JobResult = 'Succeeded' | 'Failed' | 'Canceled';

/** How a step ended, in GitHub's words. */
export type StepConclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** Answer to a new session. */
export interface SessionReply {
  readonly sessionId: string;
  readonly mode: RunnerMode;
}

/** Refusal of a session: how long a real runner would try again. */
export interface SessionConflict {
  readonly retryForMs: number;
}

/** One message of the queue of a runner. */
export type BrokerMessage =
  | { readonly type: 'RunnerJobRequest'; readonly jobId: number }
  | { readonly type: 'JobCancellation'; readonly jobId: number }
  | { readonly type: 'RunnerRefresh'; readonly targetVersion: string };

/** A job as the runner that acquired it gets it. */
export interface JobMessage {
  readonly jobId: number;
  readonly name: string;
  readonly repository: string;
  readonly steps: readonly Step[];
  /** Environment of the workflow, then of the job, unexpanded. */
  readonly env: readonly Readonly<Record<string, string>>[];
  readonly shell: string | undefined;
  readonly workingDirectory: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  /** The contexts that are known before the first step: github, needs, matrix, strategy, inputs, vars, secrets. */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** The folder that `actions/checkout` copies. */
  readonly checkout: string | undefined;
  readonly renewMs: number;
  readonly minuteMs: number;
  readonly stepInterruptMs: number;
  readonly stepTerminateMs: number;
}

/** One step as the REST API shows it. */
export interface StepReport {
  readonly number: number;
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: StepConclusion | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** What a runner uploads while a job runs: the steps so far and the log lines since the last upload. */
export interface Progress {
  readonly steps: readonly StepReport[];
  readonly log: string;
  /** What the steps wrote into `GITHUB_STEP_SUMMARY` since the last upload. */
  readonly summary: string;
}

/** How a job ended. */
export interface JobOutcome {
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, string>>;
}
