import type { Secret } from '../secret.ts';

/** What a client shows to GitHub: a token that stays the same, or one that is made anew from time to time. */
export interface Tokens {
  /** A token that is good for a while yet. Rejects with the reason why there is none, or with that of the signal. */
  current(signal: AbortSignal): Promise<Secret>;
  /** GitHub did not accept this one (401): it is not given out again. Whether `current` has another one then. */
  discard(token: Secret): boolean;
  /** Every token that somebody could still use: what texts for people must not show. The list changes with time. */
  readonly used: readonly Secret[];
  /** What an App's installation was allowed when its last token was made; undefined for tokens of people. */
  readonly granted?: Permissions | undefined;
}

/** Levels by GitHub's name of the permission: `{ administration: 'write' }`. */
export type Permissions = Readonly<Record<string, string>>;

/** A personal access token: there is no other one. */
export function fixedToken(token: Secret): Tokens {
  return { current: async () => token, discard: () => false, used: [token] };
}
