import { codeOf } from '../errors.ts';
import type { GitHubClient } from './client.ts';
import type { Fields } from './fields.ts';
import { createListing } from './listing.ts';
import { createRepositories } from './repositories.ts';
import type { Scope } from './scope.ts';

/** A job that waits for a runner. Its texts are clean and bounded. */
export interface QueuedJob {
  readonly id: number;
  readonly name: string;
  /** `owner/name` */
  readonly repository: string;
  /** What `runs-on` asks for; a runner group is not shown before a runner takes the job. */
  readonly labels: readonly string[];
  /** Milliseconds since the epoch. */
  readonly queuedAt: number;
  /** Its page at GitHub. */
  readonly url: string;
}

/** What the jobs of a scope need besides its client. */
export interface JobsOptions {
  /** Whether jobs of public repositories of an organization are looked for. Default: false. */
  readonly allowPublic?: boolean;
  /** Told once for each repository of an organization whose runs the token may not read. */
  readonly onSkip?: (repository: string, error: unknown) => void;
}

/**
 * What a run with a queued job may be called: `queued`, and `in_progress` while sibling jobs run (github-runners.md
 * §1.5). That it may be `waiting` while a sibling waits for an approval is not said there, but would hide its jobs.
 */
const liveStatuses = ['queued', 'in_progress', 'waiting'];

/** Requests at once. GitHub prefers them one by one and allows a hundred; a few keep a cycle of many repositories short. */
const pollers = 4;

/** Pages remembered by ETag: three lists of runs for each repository, one list of jobs for each live run. */
const rememberedRuns = 500;
const rememberedJobs = 2000;

const longestText = 300;
const mostLabels = 100;

/** Finds the waiting jobs of a repository, or of the repositories of an organization; idle cycles cost nothing. */
export function createJobs(
  client: GitHubClient,
  scope: Scope,
  options: JobsOptions = {},
): { waiting(signal: AbortSignal): Promise<readonly QueuedJob[]> } {
  const repositories = createRepositories(client, scope, options.allowPublic ?? false);
  const runs = createListing(client, {
    field: 'workflow_runs',
    read: (run) => run.integer('id'),
    remembered: rememberedRuns,
  });
  const jobs = createListing(client, { field: 'jobs', read: readJob, remembered: rememberedJobs });

  async function waitingOf(repository: string, signal: AbortSignal): Promise<QueuedJob[]> {
    const path = `/repos/${repository}/actions/runs`;
    /** By id: a run that starts between two calls is in both lists. */
    const live = new Set<number>();
    for (const status of liveStatuses) {
      for await (const run of runs(path, { status, exclude_pull_requests: true }, signal)) live.add(run);
    }
    const found: QueuedJob[] = [];
    for (const run of live) {
      for await (const job of jobs(`${path}/${String(run)}/jobs`, { filter: 'latest' }, signal)) {
        if (job.queued) found.push({ ...job.job, repository });
      }
    }
    return found;
  }

  /** One repository that is gone or closed to the token must not hide the jobs of the others. */
  async function waitingOrSkip(repository: string, signal: AbortSignal): Promise<QueuedJob[]> {
    try {
      return await waitingOf(repository, signal);
    } catch (error) {
      const refused = codeOf(error) === 'GITHUB_FORBIDDEN' || codeOf(error) === 'GITHUB_NOT_FOUND';
      if (scope.kind === 'repository' || !refused) throw error;
      repositories.skip(repository, error);
      options.onSkip?.(repository, error);
      return [];
    }
  }

  return {
    async waiting(signal) {
      const found: QueuedJob[] = [];
      const todo = (await repositories.current(signal)).values();
      const failed = new AbortController();
      const either = AbortSignal.any([signal, failed.signal]);
      const poll = async (): Promise<void> => {
        for (const repository of todo) found.push(...(await waitingOrSkip(repository, either)));
      };
      try {
        await Promise.all(Array.from({ length: pollers }, poll));
      } finally {
        failed.abort();
      }
      repositories.throwWhenAllSkipped();
      return found;
    },
  };
}

function readJob(job: Fields): { queued: boolean; job: Omit<QueuedJob, 'repository'> } {
  return {
    queued: job.rawText('status') === 'queued',
    job: {
      id: job.integer('id'),
      name: job.text('name', longestText),
      labels: job.texts('labels', { longest: longestText, most: mostLabels }),
      queuedAt: job.time('created_at'),
      url: job.text('html_url', longestText),
    },
  };
}
