import { groupsOf } from './assignment.ts';
import { notFound, page, type ApiRequest, type Reply } from './reply.ts';
import { scopeOf, type RunnerParts } from './rest-scope.ts';
import type { Route } from './routes.ts';
import type { RunnerGroup } from './settings.ts';
import { fullName, repositoryView, runnerView } from './views.ts';

/** Runner groups of organizations (§1.4), to be read only. */
export function groupRoutes(parts: RunnerParts): Route[] {
  const base = '/orgs/:org/actions/runner-groups';
  return [
    reading(base, (request) => list(parts, request)),
    reading(`${base}/:group`, (request) => ({
      status: 200,
      body: view(groupOf(parts, request), baseUrl(parts, request)),
    })),
    reading(`${base}/:group/runners`, (request) => runners(parts, request)),
    reading(`${base}/:group/repositories`, (request) => repositories(parts, request)),
  ];
}

function reading(pattern: string, handle: Route['handle']): Route {
  return { method: 'GET', pattern, permission: ['organization_self_hosted_runners', 'read'], handle };
}

function list(parts: RunnerParts, request: ApiRequest): Reply {
  const org = scopeOf(parts, request).slice('orgs/'.length);
  const repository = request.query.get('visible_to_repository');
  const url = baseUrl(parts, request);
  const items = groupsOf(parts.settings())
    .filter((group) => repository === null || isVisible(group, `${org}/${repository}`))
    .map((group) => view(group, url));
  return page(request, { url, name: 'runner_groups', items });
}

function runners(parts: RunnerParts, request: ApiRequest): Reply {
  const group = groupOf(parts, request);
  const items = parts.registrations
    .in(scopeOf(parts, request))
    .filter(({ groupId }) => groupId === group.id)
    .map((runner) => runnerView(runner, parts.settings()));
  return page(request, { url: parts.links.apiUrl + request.path, name: 'runners', items });
}

function repositories(parts: RunnerParts, request: ApiRequest): Reply {
  const { repositories: selected } = groupOf(parts, request);
  const items = parts.repositories
    .filter((one) => selected?.some((name) => same(name, fullName(one))) ?? false)
    .map((one) => repositoryView(one, parts.links));
  return page(request, { url: parts.links.apiUrl + request.path, name: 'repositories', items });
}

function groupOf(parts: RunnerParts, request: ApiRequest): RunnerGroup {
  scopeOf(parts, request);
  const found = groupsOf(parts.settings()).find(({ id }) => id === Number(request.params['group']));
  if (found === undefined) throw notFound();
  return found;
}

function baseUrl({ links }: RunnerParts, { params }: ApiRequest): string {
  return `${links.apiUrl}/orgs/${params['org'] ?? ''}/actions/runner-groups`;
}

function view(group: RunnerGroup, base: string): Record<string, unknown> {
  const url = `${base}/${String(group.id)}`;
  const selected = group.repositories !== undefined;
  return {
    id: group.id,
    name: group.name,
    visibility: selected ? 'selected' : 'all',
    default: group.id === 1,
    inherited: false,
    allows_public_repositories: group.allowsPublicRepositories ?? false,
    restricted_to_workflows: false,
    selected_workflows: [],
    workflow_restrictions_read_only: false,
    runners_url: `${url}/runners`,
    ...(selected ? { selected_repositories_url: `${url}/repositories` } : {}),
  };
}

function isVisible({ repositories: selected }: RunnerGroup, repository: string): boolean {
  return selected?.some((name) => same(name, repository)) ?? true;
}

function same(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
