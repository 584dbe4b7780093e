import type { SimulatedApp } from './app.ts';
import { suspended, type Credentials } from './credentials.ts';
import { covers, installationPermissions } from './permit.ts';
import { notFound, page, type ApiRequest, type Reply } from './reply.ts';
import { scopeOf, type RunnerParts } from './rest-scope.ts';
import type { Route } from './routes.ts';
import type { GitHubSettings, Installation } from './settings.ts';

/** What the calls of an App need of the simulation. */
export interface AppParts extends RunnerParts {
  readonly app: SimulatedApp;
  readonly credentials: Credentials;
}

/** The calls that an App makes in its own name (§3). Enterprises have no App that could register runners. */
export function appRoutes(parts: AppParts): Route[] {
  const { settings } = parts;
  const list = '/app/installations';
  return [
    byApp('GET', '/app', () => ({ status: 200, body: appView(parts.app) })),
    byApp('GET', list, (request) => {
      const items = settings().installations.map((each) => view(each, parts.app));
      return page(request, { url: parts.links.apiUrl + list, items });
    }),
    byApp('GET', `${list}/:installation`, (request) => shown(byId(settings(), request), parts.app)),
    byApp('POST', `${list}/:installation/access_tokens`, (request) => makeToken(parts, request)),
    byApp('GET', '/orgs/:org/installation', (request) => shown(covering(parts, request), parts.app)),
    byApp('GET', '/repos/:owner/:repo/installation', (request) => shown(covering(parts, request), parts.app)),
  ];
}

function byApp(method: string, pattern: string, handle: Route['handle']): Route {
  return { method, pattern, byApp: true, handle };
}

function makeToken({ settings, credentials }: AppParts, request: ApiRequest): Reply {
  const installation = byId(settings(), request);
  if (installation.suspended === true) throw suspended();
  const selection = installation.repositories === undefined ? 'all' : 'selected';
  const permissions = installation.permissions ?? installationPermissions;
  return {
    status: 201,
    body: { ...credentials.issue(installation), permissions, repository_selection: selection },
  };
}

function byId({ installations }: GitHubSettings, { params }: ApiRequest): Installation {
  const found = installations.find(({ id }) => String(id) === params['installation']);
  if (found === undefined) throw notFound();
  return found;
}

function covering(parts: AppParts, request: ApiRequest): Installation {
  scopeOf(parts, request);
  const found = parts.settings().installations.find((each) => covers(each, request.params));
  if (found === undefined) throw notFound();
  return found;
}

function shown(installation: Installation, app: SimulatedApp): Reply {
  return { status: 200, body: view(installation, app) };
}

function view(installation: Installation, { appId, clientId }: SimulatedApp): Record<string, unknown> {
  const { id, account, repositories, permissions = installationPermissions } = installation;
  return {
    id,
    account: { login: account, type: 'Organization' },
    app_id: appId,
    client_id: clientId,
    target_type: 'Organization',
    permissions,
    repository_selection: repositories === undefined ? 'all' : 'selected',
    suspended_at: installation.suspended === true ? '2026-01-01T00:00:00Z' : null,
  };
}

function appView({ appId, clientId }: SimulatedApp): Record<string, unknown> {
  return { id: appId, client_id: clientId, slug: 'sand', name: 'sand', permissions: installationPermissions };
}
