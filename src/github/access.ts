import { codeOf } from '../errors.ts';
import type { GitHubClient } from './client.ts';
import { lackingError, withRemedy } from './lacking.ts';
import { classicScopes, type Held, meets, type Need, needs } from './needs.ts';
import type { Scope } from './scope.ts';
import type { Tokens } from './tokens.ts';
import type { Call } from './transport.ts';

/** Whose access is checked, and for what besides the runners of the scope. */
export interface Wanted {
  readonly client: GitHubClient;
  readonly tokens: Tokens;
  readonly scope: Scope;
  /** Whether jobs are looked for in lists of runs. */
  readonly jobs: boolean;
}

/**
 * Shows whether the token may do what a poller needs, and names what it lacks. Nothing is changed at GitHub, and nothing
 * is repeated: at start a failure should be seen at once. Apps and classic tokens tell what they may do; of a
 * fine-grained token it is tried.
 */
export async function checkAccess(wanted: Wanted, signal: AbortSignal): Promise<void> {
  const { client, tokens, scope } = wanted;
  const { runners } = needs[scope.kind];
  await tokens.current(signal);
  if (tokens.granted !== undefined) requireAll(wanted, { permissions: tokens.granted });

  const path = `${scope.prefix}/actions/runners`;
  const { headers } = await asNeeded(scope, runners, async () =>
    client.request({ method: 'GET', path, parameters: { per_page: 1 } }, signal, 'never'),
  );
  const scopes = classicScopes(headers['x-oauth-scopes']);
  if (scopes !== undefined) requireAll(wanted, { scopes });
  else if (tokens.granted === undefined) await tryOut(wanted, signal);
}

function requireAll({ scope, jobs }: Wanted, held: Held): void {
  const { runners, jobs: lists } = needs[scope.kind];
  const needed = jobs && lists !== undefined ? [runners, lists] : [runners];
  const lacking = needed.filter((need) => !meets(held, need));
  if (lacking.length > 0) throw lackingError(scope, lacking, held);
}

/** Of an organization's repositories each may answer otherwise: that is found out by looking for jobs. */
async function tryOut({ client, scope, jobs }: Wanted, signal: AbortSignal): Promise<void> {
  const { runners, jobs: lists } = needs[scope.kind];
  await asNeeded(scope, runners, async () => proveWriting(client, scope, signal));
  if (!jobs || lists === undefined || scope.kind !== 'repository') return;
  const runs: Call = { method: 'GET', path: `${scope.prefix}/actions/runs`, parameters: { per_page: 1 } };
  await asNeeded(scope, lists, async () => client.request(runs, signal, 'never'));
}

/** 422 when the token may register runners, 403 when it may not: belief A-27. */
async function proveWriting(client: GitHubClient, scope: Scope, signal: AbortSignal): Promise<void> {
  try {
    await client.request(emptyRegistration(scope), signal, 'never');
  } catch (error) {
    if (codeOf(error) !== 'GITHUB_REJECTED') throw error;
  }
}

/** A request that registers nothing: it has neither name nor group nor label (github-runners.md §1.1). */
export function emptyRegistration({ prefix }: Scope): Call {
  return { method: 'POST', path: `${prefix}/actions/runners/generate-jitconfig`, parameters: { labels: [] } };
}

async function asNeeded<T>(scope: Scope, need: Need, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw withRemedy(scope, need, error);
  }
}
