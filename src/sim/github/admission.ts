import type { Job, JobStatus } from './run.ts';
import type { GitHubSettings } from './settings.ts';

/** What keeps a job that may start from being queued: an approval, or its concurrency group (§1.5). */
export function admission(
  job: Job,
  others: Iterable<Job>,
  { protectedEnvironments }: GitHubSettings,
): Extract<JobStatus, 'waiting' | 'pending' | 'queued'> {
  const { environment, approved } = job;
  if (environment !== undefined && !approved && protectedEnvironments.includes(environment)) return 'waiting';
  const active = rivals(job, others).some(({ status }) => status === 'queued' || status === 'in_progress');
  return active ? 'pending' : 'queued';
}

/**
 * The jobs that a new job of a concurrency group ends: one that is pending, and with `cancel-in-progress` the one that
 * has its turn. After GitHub's documentation of workflows; the reference only names the status.
 */
export function displaced(job: Job, others: Iterable<Job>): Job[] {
  const taken: readonly JobStatus[] =
    job.concurrency?.cancelInProgress === true ? ['pending', 'queued', 'in_progress'] : ['pending'];
  return rivals(job, others).filter(({ status }) => taken.includes(status));
}

function rivals(job: Job, others: Iterable<Job>): Job[] {
  if (job.concurrency === undefined) return [];
  const { group } = job.concurrency;
  return [...others].filter(
    (other) =>
      other !== job && other.run.repository === job.run.repository && other.concurrency?.group === group,
  );
}
