import { z } from 'zod';
import { organizationScope, repositoryScope } from '../assignment.ts';
import type { RegistrationTokens } from '../registration-tokens.ts';
import type { RunnerScope } from '../registrations.ts';
import { ApiError, notFound, type ApiRequest, type Reply } from '../reply.ts';
import { tenantPath } from '../sides.ts';
import type { ServiceParts } from './parts.ts';
import { scaleSetSettings } from './settings.ts';

/** The REST call that leads to the service. */
export const registrationPath = '/actions/runner-registration';

const longestUrl = 2048;
const wanted = z.object({ url: z.string().max(longestUrl), runner_event: z.string() });

/** Exchanges a registration token for the address of the service and a token for it (reference/github-scale-sets.md §3). */
export function register(
  parts: Pick<ServiceParts, 'adminTokens' | 'settings' | 'links'>,
  tokens: RegistrationTokens,
  { headers, body }: ApiRequest,
): Reply {
  const settings = parts.settings();
  const { enabled, adminTokenMs } = scaleSetSettings(settings);
  if (!enabled) throw notFound();
  const token = /^remoteauth (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const scope = tokens.scopeOf(token);
  if (scope === undefined) throw new ApiError(401, 'Bad credentials');
  const given = wanted.safeParse(body);
  // What GitHub answers for the address of another scope is not known.
  if (!given.success || scopeOfUrl(given.data.url) !== scope) throw notFound();
  const life = { ms: adminTokenMs, skewMs: settings.clockSkewMs };
  const url = `${parts.links.webUrl}${tenantPath}/`;
  return { status: 201, body: { url, token: parts.adminTokens.issue(scope, life) } };
}

/** The scope of a configuration URL (§2). Enterprises are not simulated. */
function scopeOfUrl(url: string): RunnerScope | undefined {
  const path = URL.parse(url)?.pathname.replace(/^\/+|\/+$/g, '') ?? '';
  const [owner = '', name, ...more] = path.split('/');
  if (owner === '' || owner.toLowerCase() === 'enterprises' || more.length > 0) return undefined;
  return name === undefined ? organizationScope(owner) : repositoryScope(owner, name);
}
