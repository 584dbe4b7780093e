import type { Combination } from './matrix.ts';
import type { StepReport } from '../runner/protocol.ts';
import type { JobDefinition, Workflow } from './workflow.ts';

/** A repository. */
export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly private: boolean;
  readonly createdAt: number;
  pushedAt: number;
}

/** How a job or run ended. */
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped';

/** One run of a workflow. */
export interface Run {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly path: string;
  readonly workflow: Workflow;
  readonly workflowId: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly checkout: string | undefined;
  readonly createdAt: number;
  readonly stages: ReadonlyMap<string, Stage>;
  updatedAt: number;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  cancelled: boolean;
}

/** One job of the workflow file in a run: nothing until its needs are over, then one or many jobs. */
export interface Stage {
  readonly key: string;
  readonly definition: JobDefinition;
  /** Undefined until the needs are over. */
  jobs: Job[] | undefined;
  failFast: boolean;
  /** Undefined: no limit. */
  maxParallel: number | undefined;
}

/** A concurrency group of a repository. */
export interface Concurrency {
  readonly group: string;
  /** Whether a newer job ends the one that is running. */
  readonly cancelInProgress: boolean;
}

/**
 * How a job is. `held`: max-parallel keeps it back, and GitHub does not show it. `waiting` for an approval and `pending`
 * in a concurrency group: it is shown, and needs no runner (§1.5).
 */
export type JobStatus = 'held' | 'waiting' | 'pending' | 'queued' | 'in_progress' | 'completed';

/** One job. Times are milliseconds since the epoch. */
export interface Job {
  readonly id: number;
  readonly run: Run;
  readonly stage: Stage;
  readonly name: string;
  readonly labels: readonly string[];
  readonly group: string | undefined;
  readonly combination: Combination;
  readonly strategy: Readonly<Record<string, unknown>>;
  readonly continueOnError: boolean;
  readonly environment: string | undefined;
  readonly concurrency: Concurrency | undefined;
  readonly timeoutMinutes: number;
  readonly createdAt: number;
  status: JobStatus;
  conclusion: Conclusion | null;
  /** When somebody was first asked to approve of it. */
  waitingSince: number | undefined;
  approved: boolean;
  queuedAt: number | undefined;
  assignedAt: number | undefined;
  startedAt: number | undefined;
  completedAt: number | undefined;
  /** End of the lease while a runner has the job. */
  leasedUntil: number | undefined;
  cancelledAt: number | undefined;
  /** The scale set it is assigned to: only runners of that one may take it. */
  scaleSetId: number | undefined;
  runner: { readonly id: number; readonly name: string; readonly groupId: number } | undefined;
  steps: readonly StepReport[];
  outputs: Readonly<Record<string, string>>;
  log: string;
  summary: string;
}

/** The jobs of a run that GitHub shows. */
export function visibleJobs(run: Run): Job[] {
  return [...run.stages.values()].flatMap(({ jobs }) => jobs ?? []).filter(({ status }) => status !== 'held');
}
