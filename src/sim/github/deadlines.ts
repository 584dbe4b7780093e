import type { Engine } from './engine.ts';
import { isOnline, type Registrations, type Runner } from './registrations.ts';
import type { Job } from './run.ts';
import type { GitHubSettings } from './settings.ts';

/** What a deadline that has passed does to a job; undefined: nothing is due. */
type Due = 'requeue' | 'expire' | 'not-approved' | 'lease-lost' | 'time-out' | 'force-cancel' | undefined;

/** Which deadline of a job has passed (§5.3–§5.6). Pure. */
function dueOf(job: Job, settings: GitHubSettings, now: number): Due {
  const past = (since: number | undefined, ms: number): boolean => since !== undefined && now - since >= ms;
  if (job.status === 'queued') {
    if (past(job.assignedAt, settings.pickUpMs)) return 'requeue';
    return past(job.queuedAt, settings.queueMs) ? 'expire' : undefined;
  }
  if (job.status === 'waiting')
    return past(job.waitingSince, settings.approvalMs) ? 'not-approved' : undefined;
  if (job.status !== 'in_progress') return undefined;
  if (past(job.leasedUntil, 0)) return 'lease-lost';
  if (past(job.cancelledAt, settings.forceCancelMs)) return 'force-cancel';
  const limit = Math.min(job.timeoutMinutes * settings.minuteMs, settings.jobLimitMs);
  return job.cancelledAt === undefined && past(job.startedAt, limit) ? 'time-out' : undefined;
}

/** Applies every deadline that has passed. */
export function enforceDeadlines(parts: {
  engine: Engine;
  registrations: Registrations;
  settings: GitHubSettings;
  now: number;
}): void {
  const { engine, registrations, settings, now } = parts;
  for (const job of engine.jobs()) enforce(engine, job, dueOf(job, settings, now));
  for (const runner of registrations.all()) {
    if (isOnline(runner, settings.offlineMs) || runner.jobId !== undefined) runner.offlineSince = now;
    if (isForgotten(runner, settings, now)) registrations.remove(runner);
  }
  for (const run of engine.runs) {
    const over = run.status === 'completed' || run.cancelled;
    if (!over && now - run.createdAt >= settings.runLimitMs) engine.cancelRun(run);
  }
}

/** A runner without a job that is offline too long, or idle too long (§5.8, §1.2). */
function isForgotten(runner: Runner, settings: GitHubSettings, now: number): boolean {
  const idleSince = runner.consumed ? undefined : runner.session?.openedAt;
  const idle = settings.forgetIdleMs !== undefined && idleSince !== undefined;
  if (runner.jobId !== undefined) return false;
  return (
    now - runner.offlineSince >= settings.forgetOfflineMs ||
    (idle && now - idleSince >= settings.forgetIdleMs)
  );
}

function enforce(engine: Engine, job: Job, due: Due): void {
  switch (due) {
    case undefined:
      return;
    case 'requeue':
      return engine.requeue(job);
    case 'expire':
    case 'force-cancel':
      return engine.end(job, 'cancelled');
    case 'not-approved':
      return engine.end(job, 'failure');
    case 'lease-lost':
      job.log += `The self-hosted runner: ${job.runner?.name ?? ''} lost communication with the server.\n`;
      return engine.end(job, 'failure');
    case 'time-out':
      job.log += `The job has exceeded the maximum execution time of ${String(job.timeoutMinutes)}m0s\n`;
      return engine.cancel(job);
  }
}
