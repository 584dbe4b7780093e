import type { Engine } from '../engine.ts';
import type { RunnerKey } from '../jit-config.ts';
import type { Registrations, RunnerScope } from '../registrations.ts';
import type { ApiRequest, Reply } from '../reply.ts';
import type { Route } from '../routes.ts';
import type { GitHubSettings } from '../settings.ts';
import { tenantPath } from '../sides.ts';
import type { Links } from '../views.ts';
import type { JobClaims } from './job-claims.ts';
import type { ListenerSession, ScaleSet, ScaleSets } from './scale-set.ts';
import { ServiceError } from './service-error.ts';
import type { Tokens } from './tokens.ts';

/** What a queue token is for. */
export interface QueueGrant {
  readonly set: ScaleSet;
  readonly session: ListenerSession;
}

/** What the calls of the service need. */
export interface ServiceParts {
  readonly sets: ScaleSets;
  readonly claims: JobClaims;
  readonly adminTokens: Tokens<RunnerScope>;
  readonly queueTokens: Tokens<QueueGrant>;
  readonly registrations: Registrations;
  readonly engine: () => Engine;
  readonly settings: () => GitHubSettings;
  readonly links: Links;
  readonly key: RunnerKey;
}

/** `_apis/runtime/runnerscalesets` and `…/agents` (reference/github-scale-sets.md §5). */
export const setsPath = `${tenantPath}/_apis/runtime/runnerscalesets`;
export const agentsPath = `${tenantPath}/_apis/distributedtask/pools/0/agents`;

/** A call that the token of the service opens; it sees the scope of that token only. */
export function adminRoute(
  parts: ServiceParts,
  call: string,
  handle: (scope: RunnerScope, request: ApiRequest) => Reply,
): Route {
  const [method = '', pattern = ''] = call.split(' ');
  return {
    method,
    pattern,
    handle: (request) => handle(parts.adminTokens.check(request.headers), request),
  };
}

/** The scale set a path speaks of. */
export function setOf({ sets }: ServiceParts, scope: RunnerScope, { params }: ApiRequest): ScaleSet {
  const set = sets.byId(Number(params['set']));
  if (set?.scope === scope) return set;
  const message = `No runner scale set found with identifier ${String(Number(params['set']))}.`;
  throw new ServiceError(404, 'RunnerScaleSetNotFoundException', message);
}

/** A list as the service wraps it. */
export function listOf(value: readonly unknown[]): Reply {
  return { status: 200, body: { count: value.length, value } };
}
