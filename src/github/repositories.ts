import type { GitHubClient } from './client.ts';
import { requireListedJobs } from './enterprise.ts';
import { createListing } from './listing.ts';
import type { Scope } from './scope.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** How long a list of repositories is used (github-runners.md §1.5). */
const keptFor = 10 * minute;

/**
 * A repository without a push for so long is not polled. GitHub itself stops the schedules of an inactive repository
 * after 60 days; what is started by hand in an older one is not found, the price for not asking about hundreds.
 */
const activeFor = 60 * day;

/** `owner/name`: a name that could bend a request's path is not used. */
const fullNamePattern = /^[\w-]+\/[\w.-]+$/;
const longestName = 200;

/** The repositories of a scope that are worth polling. */
export interface Repositories {
  /** Their full names. */
  current(signal: AbortSignal): Promise<readonly string[]>;
  /** Leaves one out until the list is read anew. */
  skip(repository: string, reason: unknown): void;
  /** Throws a reason of skipping when no repository is left: then the token is wrong, not a repository. */
  throwWhenAllSkipped(): void;
}

/**
 * One repository is itself; those of an organization are listed, latest push first, and kept for ten minutes. Throws
 * `CONFIG_INVALID` for an enterprise: it lists neither jobs nor repositories.
 */
export function createRepositories(client: GitHubClient, scope: Scope, allowPublic: boolean): Repositories {
  requireListedJobs(scope);
  const listing = createListing(client, {
    remembered: 100,
    read: (repository) => ({
      name: repository.text('full_name', longestName),
      closed: repository.flag('archived') || repository.flag('disabled'),
      public: !repository.flag('private'),
      pushedAt: repository.timeOrNever('pushed_at'),
    }),
  });
  let known: string[] = scope.kind === 'repository' ? [scope.name] : [];
  let readAt = scope.kind === 'repository' ? Infinity : -Infinity;
  const skipped = new Map<string, unknown>();

  async function read(signal: AbortSignal): Promise<string[]> {
    const names: string[] = [];
    const query = { sort: 'pushed', direction: 'desc' };
    for await (const repository of listing(`${scope.prefix}/repos`, query, signal)) {
      if (repository.pushedAt < client.clock.now() - activeFor) break;
      if (repository.closed || (repository.public && !allowPublic)) continue;
      if (fullNamePattern.test(repository.name)) names.push(repository.name);
    }
    return names;
  }

  return {
    async current(signal) {
      if (client.clock.now() - readAt >= keptFor) {
        known = await read(signal);
        readAt = client.clock.now();
        skipped.clear();
      }
      return known.filter((name) => !skipped.has(name));
    },
    skip: (repository, reason) => void skipped.set(repository, reason),
    throwWhenAllSkipped() {
      if (known.length > 0 && skipped.size === known.length) throw skipped.values().next().value;
    },
  };
}
