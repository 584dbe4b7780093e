import { type Clock, wallClock } from '../clock.ts';
import { readAppKey } from './app-key.ts';
import { createAppTokens } from './app-tokens.ts';
import { defaultDeadlineMs, defaultUserAgent } from './client.ts';
import { requireAppRunners } from './enterprise.ts';
import { readToken, type TokenSource } from './credentials.ts';
import type { Scope } from './scope.ts';
import { fixedToken, type Tokens } from './tokens.ts';

/** A GitHub App, as the operator names it. */
export interface AppSource {
  /** One of the two identifies the App. */
  readonly clientId?: string | undefined;
  readonly appId?: number | undefined;
  /** Looked for when it is not given. */
  readonly installationId?: number | undefined;
  /** Absolute path: `~` is expanded by the configuration. */
  readonly privateKeyFile: string;
}

/** How a poller shows itself to GitHub: by an App, else by a token. */
export interface AuthenticationSource extends TokenSource {
  readonly app?: AppSource | undefined;
}

/** Tokens, and what is wrong with how their source is kept. */
export interface Authentication {
  readonly tokens: Tokens;
  readonly warning?: string;
}

/** Reads what is needed to have tokens; GitHub is not asked yet. `TOKEN_MISSING`, `APP_KEY_INVALID`, `CONFIG_INVALID`. */
export async function readAuthentication(
  source: AuthenticationSource,
  scope: Scope,
  options: { readonly clock?: Clock; readonly userAgent?: string; readonly deadlineMs?: number } = {},
): Promise<Authentication> {
  const { app } = source;
  if (app === undefined) {
    const { token, ...rest } = await readToken(source);
    return { tokens: fixedToken(token), ...rest };
  }
  requireAppRunners(scope);
  const { key, ...rest } = await readAppKey(app.privateKeyFile);
  const { clock = wallClock, userAgent = defaultUserAgent, deadlineMs = defaultDeadlineMs } = options;
  const identity = { id: app.clientId ?? String(app.appId), key };
  const { installationId } = app;
  return {
    tokens: createAppTokens({ identity, installationId, scope, clock, userAgent, deadlineMs }),
    ...rest,
  };
}
