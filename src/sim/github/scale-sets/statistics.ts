import { isOnline, type Registrations } from '../registrations.ts';
import type { Job } from '../run.ts';
import type { GitHubSettings } from '../settings.ts';
import type { JobClaims } from './job-claims.ts';
import type { ScaleSet } from './scale-set.ts';

/** The numbers of a scale set, as the service tells them (reference/github-scale-sets.md §5). */
export interface Statistics {
  readonly totalAvailableJobs: number;
  readonly totalAcquiredJobs: number;
  readonly totalAssignedJobs: number;
  readonly totalRunningJobs: number;
  readonly totalRegisteredRunners: number;
  readonly totalBusyRunners: number;
  readonly totalIdleRunners: number;
}

/** What the numbers are counted from. */
export interface StatisticsParts {
  readonly claims: JobClaims;
  readonly registrations: Registrations;
  readonly jobs: () => readonly Job[];
  readonly settings: () => GitHubSettings;
}

/**
 * Counts. Assigned jobs include those that run (§7). That jobs beyond the capacity are available, and that acquired
 * ones count until they run, are guesses.
 */
export function statisticsOf(set: ScaleSet, parts: StatisticsParts): Statistics {
  const { claims, registrations, jobs, settings } = parts;
  const own = claims.of(set).filter(({ state }) => state === 'assigned');
  const running = own.filter(({ job }) => job.status === 'in_progress');
  const runners = registrations.all().filter(({ scaleSetId }) => scaleSetId === set.id);
  const idle = runners.filter((one) => one.jobId === undefined && isOnline(one, settings().offlineMs));
  const waiting = jobs().filter(
    (job) =>
      job.status === 'queued' &&
      job.scaleSetId === undefined &&
      job.runner === undefined &&
      claims.matches(set, job),
  );
  return {
    totalAvailableJobs: waiting.length,
    totalAcquiredJobs: own.filter(({ acquired, job }) => acquired && job.status === 'queued').length,
    totalAssignedJobs: own.length,
    totalRunningJobs: running.length,
    totalRegisteredRunners: runners.length,
    totalBusyRunners: runners.filter(({ jobId }) => jobId !== undefined).length,
    totalIdleRunners: idle.length,
  };
}
