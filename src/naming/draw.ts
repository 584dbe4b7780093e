import { createHash, randomInt } from 'node:crypto';
import { formatName } from './name.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A source of whole numbers below `limit`; tests bring their own. */
export type Draw = (limit: number) => number;

/** A fresh name for a sandbox of this owner and pool that may live until `deadline` (seconds since the epoch). */
export function drawName(
  owner: string,
  pool: string,
  deadline: number,
  draw: Draw = (limit) => randomInt(limit),
): string {
  const nonce = Array.from({ length: 6 }, () => alphabet.charAt(draw(alphabet.length))).join('');
  return formatName({ owner, pool, deadline, nonce });
}

/** The owner of everything that one installation or one action run makes: a hash of what identifies it. */
export function ownerOf(...identity: readonly string[]): string {
  const digest = createHash('sha256').update(identity.join('\0')).digest();
  return [...digest.subarray(0, 8)].map((byte) => alphabet.charAt(byte % alphabet.length)).join('');
}
