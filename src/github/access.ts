import { type ErrorCode, SandError } from '../errors.ts';
import type { GitHubClient } from './client.ts';
import type { Scope } from './scope.ts';

/** What helps at each kind of scope (github-runners.md §3), where the catalogue can only speak of both. */
const remedies: Record<Scope['kind'], Partial<Record<ErrorCode, string>>> = {
  repository: {
    GITHUB_FORBIDDEN:
      'Give the token Administration: read and write and Actions: read on this repository (classic token: scope repo).',
    GITHUB_NOT_FOUND:
      'Check github.url for a typing mistake and that the token may see this repository (a private one needs Administration: read and write; classic token: scope repo).',
  },
  organization: {
    GITHUB_FORBIDDEN:
      'Give the token Self-hosted runners: read and write (organization) and Actions: read (repositories); classic token: scopes admin:org and repo.',
    GITHUB_NOT_FOUND:
      'Check github.url for a typing mistake and that the token may see this organization; a personal account has no runners, only its repositories do.',
  },
};

/**
 * One cheap call that shows whether the token may use the runners of the scope, with a remedy when it may not. It is
 * not repeated: at start a failure should be seen at once. It proves reading only; no call proves writing harmlessly.
 */
export async function checkAccess(client: GitHubClient, scope: Scope, signal: AbortSignal): Promise<void> {
  const path = `${scope.prefix}/actions/runners`;
  try {
    await client.request({ method: 'GET', path, parameters: { per_page: 1 } }, signal, 'never');
  } catch (error) {
    const remedy = error instanceof SandError ? remedies[scope.kind][error.code] : undefined;
    if (!(error instanceof SandError) || remedy === undefined) throw error;
    throw new SandError(error.code, error.message, { remedy });
  }
}
