import githubAppJwt from 'universal-github-app-jwt';
import { Secret } from '../secret.ts';

/** Who an App is at GitHub. */
export interface AppIdentity {
  /** Client ID or App ID: GitHub takes both (github-runners.md §3). */
  readonly id: string;
  /** Its private key, PKCS#8 PEM. */
  readonly key: Secret;
}

const second = 1000;

/** The library goes back by 30 s, and gives ten minutes from there. */
const setBackSeconds = 30;

/**
 * How far our clock may be ahead of GitHub's, or behind it, in milliseconds: a web token says that it was made a minute
 * ago, which must not lie in the future, and that it ends in nine minutes, which must not lie in the past.
 */
export const tolerated = { aheadMs: 60 * second, behindMs: 9 * 60 * second };

/** Signs a JSON web token by which the App shows itself to GitHub. `now` is in milliseconds. */
export async function signJwt({ id, key }: AppIdentity, now: number): Promise<Secret> {
  const at = Math.floor(now / second) - setBackSeconds;
  const { token } = await githubAppJwt<string>({ id, privateKey: key.reveal(), now: at });
  return new Secret(token);
}
