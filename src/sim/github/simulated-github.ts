import type { SimulatedApp } from './app.ts';
import type { StepReport } from '../runner/protocol.ts';
import { isOnline, type Runner } from './registrations.ts';
import type { Conclusion, Job, JobStatus } from './run.ts';
import type { ScaleSetControl } from './scale-sets/control.ts';
import type { GitHubSettings } from './settings.ts';
import type { RequestRecord } from './request-record.ts';
import type { Side } from './sides.ts';
import { fullName } from './views.ts';

/** What starts a workflow run. */
export interface WorkflowRequest {
  /** `acme/app`: added before with `addRepository`. */
  readonly repository: string;
  /** Where the file would be: `.github/workflows/ci.yml`. */
  readonly path: string;
  /** The text of the workflow file. */
  readonly workflow: string;
  /** The folder that `actions/checkout` copies. */
  readonly checkout?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
}

/** A job as tests and the demo see it. Times are milliseconds since the epoch. */
export interface JobView {
  readonly id: number;
  readonly runId: number;
  readonly repository: string;
  readonly name: string;
  readonly labels: readonly string[];
  readonly status: Exclude<JobStatus, 'held'>;
  readonly conclusion: Conclusion | undefined;
  readonly runnerName: string | undefined;
  readonly queuedAt: number | undefined;
  readonly assignedAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly completedAt: number | undefined;
  readonly steps: readonly StepReport[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  /** What the steps wrote into `GITHUB_STEP_SUMMARY`. */
  readonly summary: string;
}

/** A registered runner as tests and the demo see it. */
export interface RunnerView {
  readonly id: number;
  readonly name: string;
  /** `repos/acme/app` or `orgs/acme`. */
  readonly scope: string;
  readonly labels: readonly string[];
  readonly online: boolean;
  readonly busy: boolean;
  /** Its one job was given to it: it gets no other. */
  readonly consumed: boolean;
  readonly version: string | undefined;
}

/** A simulated GitHub that runs. */
export interface SimulatedGitHub extends AsyncDisposable {
  /** Base of web addresses: `http://127.0.0.1:…`. */
  readonly url: string;
  /** Base of the REST API. */
  readonly apiUrl: string;
  /** The one personal access token that is valid. */
  readonly token: string;
  /** The one GitHub App; where it is installed is a setting. */
  readonly app: SimulatedApp;
  addRepository(repository: { readonly fullName: string; readonly private?: boolean }): void;
  /** Starts a run; its first jobs are queued when it resolves. Rejects for an invalid workflow file. */
  runWorkflow(request: WorkflowRequest): Promise<{ readonly runId: number }>;
  cancelRun(runId: number): void;
  cancelJob(jobId: number): void;
  /** Approves of the run's jobs in protected environments. */
  approveRun(runId: number): void;
  /** Every job that GitHub shows, oldest first. */
  jobs(): JobView[];
  runners(): RunnerView[];
  requests(): readonly RequestRecord[];
  /** How many requests there were of each side. */
  requestCounts(): Readonly<Record<Side, number>>;
  readonly scaleSets: ScaleSetControl;
  /** Resolves when every run is over; rejects with the signal's reason when it aborts first. */
  whenIdle(signal: AbortSignal): Promise<void>;
  /** GitHub is away from now on for so many milliseconds: connections of clients and runners are reset.
   * Time goes on. 0 ends it. */
  outage(ms: number): void;
  /** Takes effect at once, for jobs that wait or run, too. `faults` replaces the faults that are left. */
  changeSettings(settings: Partial<GitHubSettings>): void;
}

/** The plain view of a job. */
export function viewJob(job: Job): JobView {
  const { id, name, labels, queuedAt, assignedAt, startedAt, completedAt, steps, outputs, log, summary } =
    job;
  return {
    id,
    runId: job.run.id,
    repository: fullName(job.run.repository),
    name,
    labels,
    status: job.status === 'held' ? 'queued' : job.status,
    conclusion: job.conclusion ?? undefined,
    runnerName: job.runner?.name,
    queuedAt,
    assignedAt,
    startedAt,
    completedAt,
    steps,
    outputs,
    log,
    summary,
  };
}

/** The plain view of a runner. */
export function viewRunner(runner: Runner, settings: GitHubSettings): RunnerView {
  const { id, name, scope, labels, consumed } = runner;
  return {
    id,
    name,
    scope,
    labels,
    online: isOnline(runner, settings.offlineMs),
    busy: runner.jobId !== undefined,
    consumed,
    version: runner.version ?? undefined,
  };
}
