import { generateKeyPairSync, verify } from 'node:crypto';
import type { Asked, FakeGitHub, Reply } from './server.ts';

/** One for all tests: making a key takes a while. */
export const appKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const pkcs8 = appKeys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
export const appId = 'Iv23liTest';

const hour = 3_600_000;

/** What a JSON web token says; undefined when the App did not sign it. */
export function claimsOf({ headers }: Asked): unknown {
  const [head = '', body = '', signature = ''] = (headers.authorization ?? '')
    .slice('Bearer '.length)
    .split('.');
  const signed = Buffer.from(`${head}.${body}`);
  if (!verify('RSA-SHA256', signed, appKeys.publicKey, Buffer.from(signature, 'base64url'))) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

/** The head of an answer that GitHub gives at this time. */
export function at(time: number): { date: string } {
  return { date: new Date(time).toUTCString() };
}

/** A GitHub whose App is installed once: it gives out `ghs_1`, `ghs_2`, …, each good for an hour from `now` on. */
export function installed(now: () => number, permissions: object = {}): (asked: Asked) => Reply {
  let given = 0;
  return ({ path }) => {
    if (path.endsWith('/installation')) return { headers: at(now()), body: { id: 7 } };
    if (path !== '/app/installations/7/access_tokens') return { headers: at(now()), body: {} };
    const expires_at = new Date(now() + hour).toISOString();
    given += 1;
    return {
      status: 201,
      headers: at(now()),
      body: { token: `ghs_${String(given)}`, expires_at, permissions },
    };
  };
}

/** The paths of what was asked. */
export function pathsOf({ asked }: FakeGitHub): string[] {
  return asked.map(({ path }) => path);
}
