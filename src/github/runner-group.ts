import { SandError } from '../errors.ts';
import type { GitHubClient } from './client.ts';
import { createListing } from './listing.ts';
import type { Scope } from './scope.ts';

/** A runner group, as far as it matters here (github-runners.md §1.4). */
export interface RunnerGroup {
  readonly id: number;
  readonly name: string;
  readonly allowsPublic: boolean;
  /** Whether it is for some repositories only (organizations, of an enterprise). */
  readonly selected: boolean;
}

/** github-runners.md §1.1: the group `Default`, and the only one a repository has. */
const defaultGroup = { id: 1, name: 'default' };
const longestName = 100;

/** Reads the group of that name (in any case). `CONFIG_INVALID` names those that there are when it is none of them. */
export async function findRunnerGroup(
  client: GitHubClient,
  scope: Scope,
  name: string | undefined,
  signal: AbortSignal,
): Promise<RunnerGroup> {
  const listing = createListing(client, {
    field: 'runner_groups',
    read: (group): RunnerGroup => ({
      id: group.integer('id'),
      name: group.text('name', longestName),
      allowsPublic: group.flag('allows_public_repositories'),
      selected: group.text('visibility', longestName) === 'selected',
    }),
  });
  const groups = await Array.fromAsync(listing(`${scope.prefix}/actions/runner-groups`, {}, signal));
  const wanted = name?.toLowerCase() ?? defaultGroup.name;
  const isDefault = wanted === defaultGroup.name;
  const found = groups.find((group) =>
    isDefault ? group.id === defaultGroup.id : group.name.toLowerCase() === wanted,
  );
  if (found !== undefined) return found;
  const names = groups.map((group) => group.name).join(', ');
  throw new SandError(
    'CONFIG_INVALID',
    `${scope.name} has no runner group "${name ?? defaultGroup.name}", only: ${names}.`,
  );
}

/**
 * Finds the id of a runner group by name (in any case), once. `CONFIG_INVALID` when the scope is a repository, which
 * has no groups, or when there is no such group.
 */
export function createRunnerGroup(
  client: GitHubClient,
  scope: Scope,
  name: string | undefined,
): (signal: AbortSignal) => Promise<number> {
  if ((name?.toLowerCase() ?? defaultGroup.name) === defaultGroup.name) return async () => defaultGroup.id;
  if (scope.kind === 'repository') {
    throw new SandError(
      'CONFIG_INVALID',
      `github.runnerGroup needs an organization; ${scope.name} is a repository.`,
    );
  }
  let known: number | undefined;
  return async (signal) => {
    known ??= (await findRunnerGroup(client, scope, name, signal)).id;
    return known;
  };
}
