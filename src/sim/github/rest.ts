import { createHash } from 'node:crypto';
import type { RateLimit } from './rate-limit.ts';
import { ApiError, notFound, type ApiRequest, type Reply } from './reply.ts';
import { findRoute, type Route } from './routes.ts';
import type { GitHubSettings } from './settings.ts';

/** What every REST call needs. */
export interface RestParts {
  readonly routes: readonly Route[];
  readonly token: string;
  readonly rateLimit: RateLimit;
  readonly settings: () => GitHubSettings;
}

/** Answers a REST request: authentication, permission, rate limit, the call, ETag. Throws `ApiError`. */
export async function answerRest(parts: RestParts, request: ApiRequest): Promise<Reply> {
  authenticate(parts.token, request);
  if (request.path === '/rate_limit') return rateLimitReply(parts, request);
  parts.rateLimit.spend(parts.settings().rateLimit);
  const found = findRoute(parts.routes, request.method, request.path);
  if (found === undefined) throw notFound();
  const accepted = permit(found.route, parts.settings());
  const reply = await handle(found.route, { ...request, params: found.params }, accepted);
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

function authenticate(token: string, { headers }: ApiRequest): void {
  if ((headers['user-agent'] ?? '') === '') {
    throw new ApiError(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    );
  }
  const given = /^(?:bearer|token) (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given === undefined) throw new ApiError(401, 'Requires authentication');
  if (given !== token) throw new ApiError(401, 'Bad credentials');
}

/** The permissions a call accepts, as a header; 403 when the token has none of them (§3). */
function permit({ permission }: Route, settings: GitHubSettings): Record<string, string> {
  if (permission === undefined) return {};
  const [subject, level] = permission;
  const headers = { 'x-accepted-github-permissions': `${subject}=${level}` };
  const granted = settings.permissions[subject];
  if (granted === 'write' || granted === level) return headers;
  throw new ApiError(403, 'Resource not accessible by personal access token', { headers });
}

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
