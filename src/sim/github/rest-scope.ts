import { organizationScope, repositoryScope } from './assignment.ts';
import type { RunnerKey } from './jit-config.ts';
import type { RegistrationTokens } from './registration-tokens.ts';
import type { Registrations, Runner, RunnerScope } from './registrations.ts';
import { notFound, type ApiRequest, type Reply } from './reply.ts';
import type { Repository } from './run.ts';
import type { Route } from './routes.ts';
import type { GitHubSettings } from './settings.ts';
import type { Links } from './views.ts';

/** What the runner calls need of the simulation. */
export interface RunnerParts {
  readonly registrations: Registrations;
  readonly registrationTokens: RegistrationTokens;
  readonly settings: () => GitHubSettings;
  readonly links: Links;
  readonly key: RunnerKey;
  readonly repositories: readonly Repository[];
}

/** A call below `…/actions/runners` of a repository or an organization. */
export interface RunnerCall {
  readonly method: string;
  /** What follows `…/actions/runners`. */
  readonly path: string;
  readonly level: 'read' | 'write';
  readonly handle: (request: ApiRequest) => Reply;
}

/** The routes of calls that repositories and organizations have alike (§1, §3). */
export function inBothScopes(calls: readonly RunnerCall[]): Route[] {
  return calls.flatMap(({ method, path, level, handle }): Route[] => [
    {
      method,
      pattern: `/repos/:owner/:repo/actions/runners${path}`,
      permission: ['administration', level],
      handle,
    },
    {
      method,
      pattern: `/orgs/:org/actions/runners${path}`,
      permission: ['organization_self_hosted_runners', level],
      handle,
    },
  ]);
}

/** The scope a path speaks of; 404 when the token cannot see it. */
export function scopeOf({ repositories }: RunnerParts, { params }: ApiRequest): RunnerScope {
  const { owner = '', repo = '', org } = params;
  const scope = org === undefined ? repositoryScope(owner, repo) : organizationScope(org);
  const known = repositories.some(
    (one) => repositoryScope(one.owner, one.name) === scope || organizationScope(one.owner) === scope,
  );
  if (!known) throw notFound();
  return scope;
}

/** The runner a path speaks of; 404 when it is not there. */
export function runnerOf(parts: RunnerParts, request: ApiRequest): Runner {
  const runner = parts.registrations.byId(Number(request.params['id']));
  if (runner?.scope !== scopeOf(parts, request)) throw notFound();
  return runner;
}
