import { verify, type KeyObject } from 'node:crypto';
import { ApiError } from './reply.ts';

/** A GitHub App as its owner has it. */
export interface SimulatedApp {
  readonly appId: number;
  readonly clientId: string;
  /** PKCS#1 PEM, as GitHub lets it be downloaded (§3). */
  readonly privateKey: string;
}

/** What `exp` may be ahead at most, seconds (§3). */
const longestSeconds = 600;

const bad = (message: string): ApiError => new ApiError(401, message);
const undecodable = 'A JSON web token could not be decoded';

/** Whether a bearer token has the shape of a JSON web token. */
export function isWebToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

/**
 * Checks the JSON web token of an App at the time `now`, by GitHub's clock in seconds. That there are such checks is in
 * §3; the words of the refusals are those that users of GitHub report, and their order is a guess. Throws `ApiError`.
 */
export function checkWebToken(token: string, app: SimulatedApp, publicKey: KeyObject, now: number): void {
  const [head = '', body = '', signature = ''] = token.split('.');
  const { alg } = decode(head);
  const { iss, iat, exp } = decode(body);
  if (![app.clientId, String(app.appId)].includes(String(iss))) {
    throw new ApiError(404, 'Integration not found');
  }
  const signed = Buffer.from(`${head}.${body}`);
  const isOurs = verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'));
  if (alg !== 'RS256' || !isOurs) throw bad(undecodable);
  if (typeof iat !== 'number' || iat > now) {
    throw bad(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp <= now) {
    throw bad(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > now + longestSeconds) throw bad("'Expiration time' claim ('exp') is too far in the future");
}

function decode(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Answered below, as every text that says nothing.
  }
  throw bad(undecodable);
}
