import { randomBytes, type KeyObject } from 'node:crypto';
import { checkWebToken, isWebToken, type SimulatedApp } from './app.ts';
import { ApiError, type ApiRequest } from './reply.ts';
import type { GitHubSettings, Installation } from './settings.ts';

/** Who asks: a person by a token, the App itself, or one of its installations. */
export type Credential =
  | { readonly kind: 'token' }
  | { readonly kind: 'app' }
  | { readonly kind: 'installation'; readonly installation: Installation };

/** What the credentials need of the simulation. */
export interface CredentialParts {
  /** The personal access token. */
  readonly token: string;
  readonly app: SimulatedApp;
  readonly publicKey: KeyObject;
  readonly settings: () => GitHubSettings;
}

const tokenBytes = 18;

/** Everything that authenticates a REST request (§3). */
export class Credentials {
  readonly #parts: CredentialParts;
  /** By the token: which installation, and until when, by our clock in milliseconds. */
  readonly #issued = new Map<string, { readonly installation: number; readonly endsAt: number }>();

  constructor(parts: CredentialParts) {
    this.#parts = parts;
  }

  /** Makes a token of an installation. */
  issue(installation: Installation): { readonly token: string; readonly expires_at: string } {
    const token = `ghs_${randomBytes(tokenBytes).toString('hex')}`;
    const endsAt = Date.now() + this.#parts.settings().installationTokenMs;
    this.#issued.set(token, { installation: installation.id, endsAt });
    return { token, expires_at: `${new Date(endsAt).toISOString().slice(0, -'.000Z'.length)}Z` };
  }

  /** Who asks; throws `ApiError` when it is nobody. */
  identify({ headers }: ApiRequest): Credential {
    if ((headers['user-agent'] ?? '') === '') {
      throw new ApiError(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
      );
    }
    const given = /^(?:bearer|token) (.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (given === undefined) throw new ApiError(401, 'Requires authentication');
    const { token, app, publicKey, settings } = this.#parts;
    if (given === token) return { kind: 'token' };
    if (isWebToken(given)) {
      checkWebToken(given, app, publicKey, (Date.now() + settings().clockSkewMs) / 1000);
      return { kind: 'app' };
    }
    return { kind: 'installation', installation: this.#installationOf(given) };
  }

  #installationOf(token: string): Installation {
    const issued = this.#issued.get(token);
    const found = this.#parts.settings().installations.find(({ id }) => id === issued?.installation);
    if (issued === undefined || found === undefined || Date.now() >= issued.endsAt) {
      throw new ApiError(401, 'Bad credentials');
    }
    if (found.suspended === true) throw suspended();
    return found;
  }
}

/** The answer to a suspended installation: known of requests for its token, a guess for those with one. */
export function suspended(): ApiError {
  return new ApiError(403, 'This installation has been suspended');
}
