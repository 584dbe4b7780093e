import type { Audience } from './audience.ts';
import type { GitHubClient } from './client.ts';
import { Fields } from './fields.ts';
import { createListing } from './listing.ts';
import { findRunnerGroup, type RunnerGroup } from './runner-group.ts';
import type { Scope } from './scope.ts';

const longestName = 200;

/** Asks GitHub who can use the runners of a scope: of a repository itself, else of the runner group of that name. */
export async function readAudience(
  client: GitHubClient,
  scope: Scope,
  runnerGroup: string | undefined,
  signal: AbortSignal,
): Promise<Audience> {
  if (scope.kind === 'repository') return readRepository(client, scope, signal);
  const group = await findRunnerGroup(client, scope, runnerGroup, signal);
  const repositories = group.selected ? await readSelected(client, scope, group, signal) : undefined;
  return { group: group.name, repositories, public: group.allowsPublic, forks: undefined };
}

async function readRepository(client: GitHubClient, scope: Scope, signal: AbortSignal): Promise<Audience> {
  const { data } = await client.request({ method: 'GET', path: scope.prefix }, signal);
  const fields = new Fields(data, `GET ${scope.prefix}`);
  const isPrivate = fields.flag('private');
  const forks = isPrivate ? fields.flagOr('allow_forking', false) : undefined;
  return { group: undefined, repositories: [scope.name], public: !isPrivate, forks };
}

/** An enterprise's groups are for organizations. */
async function readSelected(
  client: GitHubClient,
  scope: Scope,
  { id }: RunnerGroup,
  signal: AbortSignal,
): Promise<string[]> {
  const [field, name] =
    scope.kind === 'enterprise' ? ['organizations', 'login'] : ['repositories', 'full_name'];
  const path = `${scope.prefix}/actions/runner-groups/${String(id)}/${field}`;
  const listing = createListing(client, { field, read: (each) => each.text(name, longestName) });
  return Array.fromAsync(listing(path, {}, signal));
}
