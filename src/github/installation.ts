import { type Clock, withDeadline } from '../clock.ts';
import { SandError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { type AppIdentity, signJwt } from './app-jwt.ts';
import { appRefusalOf, githubTime } from './app-refusal.ts';
import { Fields } from './fields.ts';
import { unreachable } from './refusal.ts';
import type { Scope } from './scope.ts';
import type { Permissions } from './tokens.ts';
import { type Answer, type Call, createSend } from './transport.ts';

/** An App and where it works. */
export interface AppOptions {
  readonly identity: AppIdentity;
  readonly scope: Scope;
  readonly userAgent: string;
  readonly clock: Clock;
  /** Milliseconds for one call, body included. */
  readonly deadlineMs: number;
}

/** What GitHub gave an App for one of its installations. */
export interface InstallationToken {
  readonly token: Secret;
  /** How long it is good from now on, both times told by GitHub's clock. Milliseconds. */
  readonly lifetimeMs: number;
  readonly granted: Permissions;
}

/** The calls that an App makes in its own name (github-runners.md §3), each sent once. */
export interface App {
  /** The id of the installation that covers the scope. */
  findInstallation(signal: AbortSignal): Promise<number>;
  createToken(installation: number, signal: AbortSignal): Promise<InstallationToken>;
}

const longestPermission = 100;

/** Rejects with `APP_UNKNOWN`, `APP_NOT_INSTALLED`, `APP_SUSPENDED`, `GITHUB_CLOCK`, or as any call of GitHub. */
export function createApp({ identity, scope, userAgent, clock, deadlineMs }: AppOptions): App {
  const send = createSend({ apiUrl: scope.apiUrl, userAgent });

  async function ask(call: Call, signal: AbortSignal): Promise<Answer> {
    const bounded = withDeadline(signal, deadlineMs);
    const jwt = await signJwt(identity, clock.now());
    const secrets = [jwt, identity.key];
    try {
      const answer = await send(call, jwt, bounded);
      if (answer.status >= 200 && answer.status < 300) return answer;
      throw appRefusalOf({ call, appId: identity.id, scope, now: clock.now(), secrets }, answer);
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof SandError) throw thrown;
      const reason = bounded.aborted ? `timed out after ${String(deadlineMs)} ms` : thrown;
      throw unreachable(call, scope.apiUrl, reason, secrets);
    }
  }

  return {
    async findInstallation(signal) {
      const path = `${scope.prefix}/installation`;
      const { data } = await ask({ method: 'GET', path }, signal);
      return new Fields(data, `GET ${path}`).integer('id');
    },

    async createToken(installation, signal) {
      const path = `/app/installations/${String(installation)}/access_tokens`;
      const answer = await ask({ method: 'POST', path }, signal);
      const fields = new Fields(answer.data, `POST ${path}`);
      return {
        token: new Secret(fields.rawText('token')),
        lifetimeMs: fields.time('expires_at') - (githubTime(answer) ?? clock.now()),
        granted: fields.inner('permissions').allTexts(longestPermission),
      };
    },
  };
}
