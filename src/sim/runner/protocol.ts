/**
 * What the simulated GitHub and the simulated runner say to each other under `/_broker/`. GitHub's own protocol is not
 * documented; this one is ours and only keeps the order of events of reference/github-runners.md §4.3 and §5.
 */

/**
 * How a runner fares (reference/github-runners.md §4.2, §4.3, §8 item 4). `fail` to `abandoned` end each job with that
 * result, whatever its steps say. `hang` stands still in its job and renews no lease; `deaf` works, but heeds no signal.
 * `clock-skew` means the clock of the guest. `ignores-jit-env` and `other-words` make of
 * docs/assumptions.md false, `deaf` makes A-16 false.
 */
export const runnerModes = [
  'success',
  'fail',
  'canceled',
  'succeeded-with-issues',
  'skipped',
  'abandoned',
  'ghost',
  'hang',
  'deaf',
  'deprecated',
  'session-conflict',
  'registration-deleted',
  'update',
  'update-exit-3',
  'retryable-once',
  'retryable-always',
  'unknown-exit-code',
  'not-configured',
  'clock-skew',
  'ignores-jit-env',
  'other-words',
] as const;

/** One of `runnerModes`. */
export type RunnerMode = (typeof runnerModes)[number];

/** Modes that show before the runner has a session: its JIT configuration carries them. */
export const startModes: ReadonlySet<RunnerMode> = new Set([
  'deaf',
  'not-configured',
  'clock-skew',
  'ignores-jit-env',
  'other-words',
]);

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
export const jobResults = [
  'Succeeded',
  'SucceededWithIssues',
  'Failed',
  'Canceled',
  'Skipped',
  'Abandoned',
] as const;

/** One of `jobResults`. */
export type JobResult = (typeof jobResults)[number];

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

/** Refusal of an assertion whose times are not ours: how long a real runner would try again. */
export interface ClockRefusal {
  readonly clockRetryForMs: number;
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
  readonly reportRetryMs: number;
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
