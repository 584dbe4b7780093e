import { createHash } from 'node:crypto';
import type { Credentials } from './credentials.ts';
import { permit } from './permit.ts';
import type { RateLimit } from './rate-limit.ts';
import { ApiError, notFound, type ApiRequest, type Reply } from './reply.ts';
import { findRoute, type Route } from './routes.ts';
import type { GitHubSettings } from './settings.ts';

/** What every REST call needs. */
export interface RestParts {
  readonly routes: readonly Route[];
  readonly credentials: Credentials;
  readonly rateLimit: RateLimit;
  readonly settings: () => GitHubSettings;
}

/** Answers a REST request: authentication, permission, rate limit, the call, ETag. Throws `ApiError`. */
export async function answerRest(parts: RestParts, request: ApiRequest): Promise<Reply> {
  const credential = parts.credentials.identify(request);
  if (request.path === '/rate_limit') return rateLimitReply(parts, request);
  parts.rateLimit.spend(parts.settings().rateLimit);
  const found = findRoute(parts.routes, request.method, request.path);
  if (found === undefined) throw notFound();
  const call = { ...request, params: found.params };
  const accepted = permit({ credential, route: found.route, request: call, settings: parts.settings() });
  const reply = await handle(found.route, call, accepted);
  const tagged = withEtag(request, { ...reply, headers: { ...reply.headers, ...accepted } });
  if (tagged.status === notModified) parts.rateLimit.refund();
  return tagged;
}

/** A refusal tells the accepted permissions as well. */
async function handle({ handle: call }: Route, request: ApiRequest, accepted: Record<string, string>) {
  try {
    return await call(request);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, message, errors, headers } = error;
    throw new ApiError(status, message, {
      ...(errors === undefined ? {} : { errors }),
      headers: { ...accepted, ...headers },
    });
  }
}

const notModified = 304;

/** ETags vary by token and Accept (§1.6). */
function withEtag(request: ApiRequest, reply: Reply): Reply {
  if (request.method !== 'GET' || reply.status !== 200) return reply;
  const { accept = '', authorization = '' } = request.headers;
  const hash = createHash('sha256')
    .update(JSON.stringify([accept, authorization, reply.body]))
    .digest('hex');
  const etag = `W/"${hash}"`;
  const headers = { ...reply.headers, etag };
  return request.headers['if-none-match'] === etag ? { status: notModified, headers } : { ...reply, headers };
}

/** `rate` is gone in API version 2026-03-10 (§0). */
function rateLimitReply({ rateLimit, settings }: RestParts, { headers }: ApiRequest): Reply {
  const core = rateLimit.view(settings().rateLimit);
  const old = headers['x-github-api-version'] !== '2026-03-10';
  return { status: 200, body: { resources: { core }, ...(old ? { rate: core } : {}) } };
}
