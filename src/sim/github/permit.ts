import type { Credential } from './credentials.ts';
import { ApiError, notFound, type ApiRequest } from './reply.ts';
import type { Route } from './routes.ts';
import type { GitHubSettings, Installation, Permission } from './settings.ts';

type Level = 'none' | 'read' | 'write';
type Levels = Readonly<Partial<Record<Permission, Level>>>;

/** What an installation may do unless its settings say otherwise: all that a poller needs (§3). */
export const installationPermissions: Levels = {
  administration: 'write',
  organization_self_hosted_runners: 'write',
  actions: 'read',
  metadata: 'read',
};

/** Which scopes of a classic token open what (§3). */
const scopesFor: Readonly<Record<Permission, readonly string[]>> = {
  administration: ['repo', 'public_repo'],
  organization_self_hosted_runners: ['admin:org', 'manage_runners:org'],
  actions: ['repo', 'public_repo'],
  metadata: ['repo', 'public_repo', 'read:org', 'admin:org'],
};

/** Whose call it is, and of what. */
export interface Claim {
  readonly credential: Credential;
  readonly route: Route;
  readonly request: ApiRequest;
  readonly settings: GitHubSettings;
}

/** Headers that say what is accepted; throws `ApiError` with them when the caller may not do this (§3). */
export function permit(claim: Claim): Record<string, string> {
  const { credential, route, settings } = claim;
  // The words for the wrong kind of credential are guesses, but for those of the web token.
  if (route.byApp === true && credential.kind !== 'app') {
    throw new ApiError(401, 'A JSON web token could not be decoded');
  }
  if (route.byApp !== true && credential.kind === 'app') throw inaccessible('integration', {});
  const headers = { ...scopeHeader(credential, settings), ...acceptedHeader(route) };
  if (route.permission === undefined) return headers;
  if (credential.kind === 'installation') permitInstallation(credential.installation, claim, headers);
  if (credential.kind === 'token') permitToken(claim, headers);
  return headers;
}

function permitInstallation(
  installation: Installation,
  { request, route }: Claim,
  headers: Record<string, string>,
): void {
  if (!covers(installation, request.params)) throw notFound();
  if (!allows(installation.permissions ?? installationPermissions, route))
    throw inaccessible('integration', headers);
}

/** What a classic token may do is bounded by its scopes and by what its owner may do. */
function permitToken({ route, settings }: Claim, headers: Record<string, string>): void {
  const { permissions, tokenScopes } = settings;
  if (!allows(permissions, route)) throw inaccessible('personal access token', headers);
  const subject = route.permission?.[0];
  if (tokenScopes === null || subject === undefined) return;
  if (scopesFor[subject].some((scope) => tokenScopes.includes(scope))) return;
  if (subject !== 'organization_self_hosted_runners') throw new ApiError(404, 'Not Found', { headers });
  const needed = 'You must be an org admin or have the runners and runner groups fine-grained permission.';
  throw new ApiError(403, needed, { headers });
}

function allows(levels: Levels, { permission }: Route): boolean {
  if (permission === undefined) return true;
  const granted = levels[permission[0]];
  return granted === 'write' || granted === permission[1];
}

/** Whether an installation is for the account, and the repository, that a path speaks of. */
export function covers({ account, repositories }: Installation, params: ApiRequest['params']): boolean {
  const { owner, org, repo } = params;
  if ((org ?? owner)?.toLowerCase() !== account.toLowerCase()) return false;
  return repo === undefined || (repositories?.some((name) => same(name, `${account}/${repo}`)) ?? true);
}

function acceptedHeader({ permission }: Route): Record<string, string> {
  return permission === undefined ? {} : { 'x-accepted-github-permissions': permission.join('=') };
}

/** Only classic tokens have scopes. */
function scopeHeader({ kind }: Credential, { tokenScopes }: GitHubSettings): Record<string, string> {
  return kind === 'token' && tokenScopes !== null ? { 'x-oauth-scopes': tokenScopes.join(', ') } : {};
}

function inaccessible(by: string, headers: Record<string, string>): ApiError {
  return new ApiError(403, `Resource not accessible by ${by}`, { headers });
}

function same(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}
