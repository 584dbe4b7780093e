import type { Job } from '../run.ts';
import { fullName } from '../views.ts';

/** What a scale set is told of a job (reference/github-scale-sets.md §7). */
export type JobEvent = Readonly<Record<string, unknown>> & {
  readonly messageType: 'JobAvailable' | 'JobAssigned' | 'JobStarted' | 'JobCompleted';
};

/** A job as the service knows it besides its engine. */
export interface KnownJob {
  readonly job: Job;
  /** What the messages call `jobId`. */
  readonly guid: string;
  /** When its scale set got it, milliseconds since the epoch. */
  readonly assignedAt: number | undefined;
}

/** The job was offered: `acquireJobUrl` is for clients that take one at a time. */
export function jobAvailable(known: KnownJob, acquireJobUrl: string): JobEvent {
  return { messageType: 'JobAvailable', ...common(known), acquireJobUrl };
}

/** The job belongs to the set, and to no runner yet. */
export function jobAssigned(known: KnownJob): JobEvent {
  return { messageType: 'JobAssigned', ...common(known) };
}

/** A runner of the set took the job. */
export function jobStarted(known: KnownJob): JobEvent {
  return { messageType: 'JobStarted', ...common(known), ...runnerOf(known.job) };
}

/** The set has the job no more. */
export function jobCompleted(known: KnownJob, result: 'succeeded' | 'failed' | 'canceled'): JobEvent {
  const finishTime = time(known.job.completedAt ?? Date.now());
  return { messageType: 'JobCompleted', ...common(known), finishTime, result, ...runnerOf(known.job) };
}

/** Empty for a job that never started. */
function runnerOf({ startedAt, runner }: Job): object {
  if (startedAt === undefined || runner === undefined) return { runnerId: 0, runnerName: '' };
  return { runnerId: runner.id, runnerName: runner.name };
}

/** What all messages tell; `acquirablejobs` has some of it, too. */
export function common({ job, guid, assignedAt }: KnownJob): Record<string, unknown> {
  const { run } = job;
  return {
    runnerRequestId: job.id,
    repositoryName: run.repository.name,
    ownerName: run.repository.owner,
    jobId: guid,
    jobWorkflowRef: `${fullName(run.repository)}/${run.path}@refs/heads/main`,
    jobDisplayName: job.name,
    workflowRunId: run.id,
    eventName: 'workflow_dispatch',
    requestLabels: job.labels,
    queueTime: time(job.queuedAt),
    scaleSetAssignTime: time(assignedAt),
    runnerAssignTime: time(job.assignedAt),
    finishTime: time(undefined),
  };
}

/** A time that was not reached is that of the year 1. */
function time(ms: number | undefined): string {
  return ms === undefined ? '0001-01-01T00:00:00Z' : new Date(ms).toISOString();
}
