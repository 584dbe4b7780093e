import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../reply.ts';

const signatureBytes = 32;

/** Bearer tokens that look like the JWTs of the service: whoever wants can read `exp`, nobody can check the signature. */
export class Tokens<Grant> {
  readonly #issued = new Map<string, { readonly grant: Grant; readonly endsAt: number }>();

  /** `skewMs`: how far the clock is ahead that `exp` is told by. */
  issue(grant: Grant, life: { readonly ms: number; readonly skewMs: number }): string {
    const endsAt = Date.now() + life.ms;
    const token = jwt({
      jti: randomUUID(),
      nbf: seconds(Date.now() + life.skewMs),
      exp: seconds(endsAt + life.skewMs),
    });
    this.#issued.set(token, { grant, endsAt });
    return token;
  }

  /** What the token of a request is for; 401 when it is none, was taken back, or is too old. */
  check({ authorization = '' }: IncomingHttpHeaders): Grant {
    const found = this.#issued.get(/^bearer (.+)$/i.exec(authorization)?.[1] ?? '');
    if (found === undefined || Date.now() >= found.endsAt) throw new ApiError(401, 'Unauthorized');
    return found.grant;
  }

  /** Takes back the tokens for what `ended` says. */
  revoke(ended: (grant: Grant) => boolean): void {
    for (const [token, { grant }] of this.#issued) if (ended(grant)) this.#issued.delete(token);
  }
}

function jwt(claims: object): string {
  const text = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((json) => Buffer.from(JSON.stringify(json)).toString('base64url'))
    .join('.');
  return `${text}.${randomBytes(signatureBytes).toString('base64url')}`;
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
