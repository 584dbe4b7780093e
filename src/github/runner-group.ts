import { SandError } from '../errors.ts';
import type { GitHubClient } from './client.ts';
import { createListing } from './listing.ts';
import type { Scope } from './scope.ts';

/** github-runners.md §1.1: the group `Default`, and the only one a repository has. */
const defaultGroup = { id: 1, name: 'default' };
const longestName = 100;

/**
 * Finds the id of a runner group by name (in any case), once. `CONFIG_INVALID` when the scope is a repository, which
 * has no groups, or when the organization has no such group: then the error names those that it has.
 */
export function createRunnerGroup(
  client: GitHubClient,
  scope: Scope,
  name: string | undefined,
): (signal: AbortSignal) => Promise<number> {
  const wanted = name?.toLowerCase() ?? defaultGroup.name;
  if (wanted === defaultGroup.name) return async () => defaultGroup.id;
  if (scope.kind === 'repository') {
    throw new SandError(
      'CONFIG_INVALID',
      `github.runnerGroup needs an organization; ${scope.name} is a repository.`,
    );
  }

  const listing = createListing(client, {
    field: 'runner_groups',
    read: (group) => ({ id: group.integer('id'), name: group.text('name', longestName) }),
  });
  let known: number | undefined;
  return async (signal) => {
    if (known !== undefined) return known;
    const groups = await Array.fromAsync(listing(`${scope.prefix}/actions/runner-groups`, {}, signal));
    known = groups.find((group) => group.name.toLowerCase() === wanted)?.id;
    if (known !== undefined) return known;
    const names = groups.map((group) => group.name).join(', ');
    throw new SandError(
      'CONFIG_INVALID',
      `${scope.name} has no runner group "${String(name)}", only: ${names}.`,
    );
  };
}
