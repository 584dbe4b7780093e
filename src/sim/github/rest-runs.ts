import type { Engine } from './engine.ts';
import { notFound, page, type ApiRequest, type Reply } from './reply.ts';
import { visibleJobs, type Repository, type Run } from './run.ts';
import type { Route } from './routes.ts';
import type { GitHubSettings } from './settings.ts';
import { headSha, jobView, repositoryView, runView, starter, type Links } from './views.ts';

/** What the calls for repositories, runs and jobs need of the simulation. */
export interface RunParts {
  readonly engine: Engine;
  readonly settings: () => GitHubSettings;
  readonly links: Links;
  readonly repositories: readonly Repository[];
}

const mostFiltered = 1000;

/** Repositories, runs and jobs (§1.5). A run has one attempt: running again is not simulated. */
export function runRoutes(parts: RunParts): Route[] {
  const base = '/repos/:owner/:repo';
  return [
    {
      method: 'GET',
      pattern: '/orgs/:org/repos',
      permission: ['metadata', 'read'],
      handle: (request) => organizationRepositories(parts, request),
    },
    {
      method: 'GET',
      pattern: base,
      permission: ['metadata', 'read'],
      handle: (request) => ({
        status: 200,
        body: repositoryView(repositoryOf(parts, request), parts.links),
      }),
    },
    {
      method: 'GET',
      pattern: `${base}/actions/runs`,
      permission: ['actions', 'read'],
      handle: (request) => runs(parts, request),
    },
    {
      method: 'GET',
      pattern: `${base}/actions/runs/:run`,
      permission: ['actions', 'read'],
      handle: (request) => ({
        status: 200,
        body: runView(runOf(parts, request), parts.links, parts.settings()),
      }),
    },
    {
      method: 'GET',
      pattern: `${base}/actions/runs/:run/jobs`,
      permission: ['actions', 'read'],
      handle: (request) => jobs(parts, request),
    },
    {
      method: 'GET',
      pattern: `${base}/actions/runs/:run/attempts/:attempt/jobs`,
      permission: ['actions', 'read'],
      handle: (request) => jobs(parts, request),
    },
    {
      method: 'POST',
      pattern: `${base}/actions/runs/:run/cancel`,
      permission: ['actions', 'write'],
      handle(request) {
        parts.engine.cancelRun(runOf(parts, request));
        return { status: 202, body: {} };
      },
    },
    {
      method: 'GET',
      pattern: `${base}/actions/jobs/:job`,
      permission: ['actions', 'read'],
      handle: (request) => job(parts, request),
    },
  ];
}

function organizationRepositories(parts: RunParts, request: ApiRequest): Reply {
  const owned = parts.repositories.filter((one) => same(one.owner, request.params['org']));
  if (owned.length === 0) throw notFound();
  const items = owned.map((one) => repositoryView(one, parts.links));
  return page(request, { url: parts.links.apiUrl + request.path, items });
}

function runs(parts: RunParts, request: ApiRequest): Reply {
  const repository = repositoryOf(parts, request);
  const filtered = filters.some((name) => request.query.has(name));
  const items = parts.engine.runs
    .filter((run) => run.repository === repository)
    .toReversed()
    .map((run) => runView(run, parts.links, parts.settings()))
    .filter((run) => isWanted(run, request.query))
    .slice(0, filtered ? mostFiltered : undefined);
  return page(request, { url: parts.links.apiUrl + request.path, name: 'workflow_runs', items });
}

/** Of these `created` and `check_suite_id` have no effect: no test of ours needs them. */
const filters = ['status', 'event', 'branch', 'actor', 'head_sha', 'created', 'check_suite_id'];

function isWanted(run: Record<string, unknown>, query: URLSearchParams): boolean {
  const asked: readonly (readonly [string, readonly unknown[]])[] = [
    ['status', [run['status'], run['conclusion']]],
    ['event', [run['event']]],
    ['branch', [run['head_branch']]],
    ['actor', [starter.login]],
    ['head_sha', [headSha]],
  ];
  return asked.every(([name, values]) => !query.has(name) || values.includes(query.get(name)));
}

function jobs(parts: RunParts, request: ApiRequest): Reply {
  if ((request.params['attempt'] ?? '1') !== '1') throw notFound();
  const items = visibleJobs(runOf(parts, request)).map((one) => jobView(one, parts.links, parts.settings()));
  return page(request, { url: parts.links.apiUrl + request.path, name: 'jobs', items });
}

function job(parts: RunParts, request: ApiRequest): Reply {
  const repository = repositoryOf(parts, request);
  const found = parts.engine.job(Number(request.params['job']));
  if (found?.run.repository !== repository || found.status === 'held') throw notFound();
  return { status: 200, body: jobView(found, parts.links, parts.settings()) };
}

function runOf(parts: RunParts, request: ApiRequest): Run {
  const repository = repositoryOf(parts, request);
  const id = Number(request.params['run']);
  const run = parts.engine.runs.find((one) => one.id === id && one.repository === repository);
  if (run === undefined) throw notFound();
  return run;
}

function repositoryOf({ repositories }: RunParts, { params }: ApiRequest): Repository {
  const found = repositories.find(
    (one) => same(one.owner, params['owner']) && same(one.name, params['repo']),
  );
  if (found === undefined) throw notFound();
  return found;
}

function same(name: string, other: string | undefined): boolean {
  return name.toLowerCase() === other?.toLowerCase();
}
