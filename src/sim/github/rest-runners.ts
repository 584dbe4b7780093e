import { z } from 'zod';
import { defaultGroup, groupName, organizationScope, repositoryScope } from './assignment.ts';
import { encodeJitConfig, type RunnerKey } from './jit-config.ts';
import type { Registrations, RunnerScope } from './registrations.ts';
import { ApiError, notFound, page, type ApiRequest, type Reply } from './reply.ts';
import type { Repository } from './run.ts';
import type { Route } from './routes.ts';
import type { GitHubSettings } from './settings.ts';
import { runnerView, type Links } from './views.ts';

/** What the runner calls need of the simulation. */
export interface RunnerParts {
  readonly registrations: Registrations;
  readonly settings: () => GitHubSettings;
  readonly links: Links;
  readonly key: RunnerKey;
  readonly repositories: readonly Repository[];
}

const hostedGroup = 2;
const longestName = 64;
const mostLabels = 100;
const wantedRunner = z.object({
  name: z.string().min(1).max(longestName),
  runner_group_id: z.int(),
  labels: z.array(z.string().min(1)).min(1).max(mostLabels),
  work_folder: z.string().default('_work'),
});

/** Runner calls of repositories and organizations (§1, §1.1, §1.3). */
export function runnerRoutes(parts: RunnerParts): Route[] {
  return ['/repos/:owner/:repo', '/orgs/:org'].flatMap((prefix): Route[] => {
    const path = `${prefix}/actions/runners`;
    const subject = prefix.startsWith('/repos') ? 'administration' : 'organization_self_hosted_runners';
    return [
      {
        method: 'POST',
        pattern: `${path}/generate-jitconfig`,
        permission: [subject, 'write'],
        handle: (request) => generate(parts, request),
      },
      {
        method: 'GET',
        pattern: path,
        permission: [subject, 'read'],
        handle: (request) => list(parts, request),
      },
      {
        method: 'GET',
        pattern: `${path}/:id`,
        permission: [subject, 'read'],
        handle: (request) => get(parts, request),
      },
      {
        method: 'DELETE',
        pattern: `${path}/:id`,
        permission: [subject, 'write'],
        handle(request) {
          parts.registrations.delete(scopeOf(parts, request), Number(request.params['id']));
          return { status: 204 };
        },
      },
    ];
  });
}

/** Runner groups of organizations (§1.4). */
export function groupRoutes(parts: RunnerParts): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/orgs/:org/actions/runner-groups',
      permission: ['organization_self_hosted_runners', 'read'],
      handle(request) {
        scopeOf(parts, request);
        const url = `${parts.links.apiUrl}${request.path}`;
        const items = [defaultGroup, ...parts.settings().runnerGroups].map(({ id, name }) => ({
          id,
          name,
          visibility: 'all',
          default: id === defaultGroup.id,
          inherited: false,
          allows_public_repositories: false,
          restricted_to_workflows: false,
          selected_workflows: [],
          workflow_restrictions_read_only: false,
          runners_url: `${url}/${String(id)}/runners`,
        }));
        return page(request, { url, name: 'runner_groups', items });
      },
    },
  ];
}

function generate(parts: RunnerParts, request: ApiRequest): Reply {
  const scope = scopeOf(parts, request);
  const wanted = validate(request.body);
  const groupId = wanted.runner_group_id;
  if (groupId === hostedGroup) throw new ApiError(403, 'Forbidden');
  const group = groupName(groupId, parts.settings());
  if (group === undefined || (scope.startsWith('repos/') && groupId !== defaultGroup.id)) throw notFound();
  const { name, labels, work_folder: workFolder } = wanted;
  const runner = parts.registrations.add({ name, labels, scope, groupId, workFolder });
  return {
    status: 201,
    body: {
      runner: runnerView(runner, parts.settings()),
      encoded_jit_config: encodeJitConfig(runner, { webUrl: parts.links.webUrl, key: parts.key, group }),
    },
  };
}

function validate(body: unknown): z.infer<typeof wantedRunner> {
  const missing = ['name', 'runner_group_id', 'labels'].find(
    (key) => typeof body !== 'object' || body === null || !(key in body),
  );
  if (missing !== undefined) throw invalid(`object is missing required key: ${missing}`);
  const result = wantedRunner.safeParse(body);
  if (!result.success) throw invalid(z.prettifyError(result.error));
  return result.data;
}

function invalid(reason: string): ApiError {
  return new ApiError(422, `Invalid input: ${reason}`, { errors: [`Invalid input: ${reason}`] });
}

function list(parts: RunnerParts, request: ApiRequest): Reply {
  const name = request.query.get('name');
  const items = parts.registrations
    .in(scopeOf(parts, request))
    .filter((runner) => name === null || runner.name === name)
    .map((runner) => runnerView(runner, parts.settings()));
  return page(request, { url: `${parts.links.apiUrl}${request.path}`, name: 'runners', items });
}

function get(parts: RunnerParts, request: ApiRequest): Reply {
  const runner = parts.registrations.byId(Number(request.params['id']));
  if (runner?.scope !== scopeOf(parts, request)) throw notFound();
  return { status: 200, body: runnerView(runner, parts.settings()) };
}

/** The scope a path speaks of; 404 when the token cannot see it. */
function scopeOf({ repositories }: RunnerParts, { params }: ApiRequest): RunnerScope {
  const { owner = '', repo = '', org } = params;
  const scope = org === undefined ? repositoryScope(owner, repo) : organizationScope(org);
  const known = repositories.some(
    (one) => repositoryScope(one.owner, one.name) === scope || organizationScope(one.owner) === scope,
  );
  if (!known) throw notFound();
  return scope;
}
