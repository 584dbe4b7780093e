import { abortable } from '../abortable.ts';
import type { Secret } from '../secret.ts';
import { createApp, type AppOptions, type InstallationToken } from './installation.ts';
import type { Tokens } from './tokens.ts';

const minute = 60_000;

/** So long before its end a token is made anew while the old one is still used (github-runners.md §3: an hour in all). */
const earlyMs = 10 * minute;
/** So long before its end it is not used any more: a call may take a while. */
const lastMs = minute;
/** After a failure the old token is used for so long before a new one is asked for again. */
const pauseMs = minute;

interface Held {
  readonly token: Secret;
  readonly granted: InstallationToken['granted'];
  /** By our clock, milliseconds since the epoch; what counts from is when the answer came. */
  readonly endsAt: number;
  readonly goodUntil: number;
  renewAt: number;
}

/**
 * Tokens of the App's installation on the scope, which is looked for when its id is not given. One request for a token
 * serves all who wait; it goes on when one of them gives up.
 */
export function createAppTokens(
  options: AppOptions & { readonly installationId?: number | undefined },
): Tokens {
  const { clock, installationId } = options;
  const app = createApp(options);
  const used: Secret[] = [];
  let issued: Held[] = [];
  let held: Held | undefined;
  let found: number | undefined;
  let renewal: Promise<Held> | undefined;

  async function make(): Promise<Held> {
    // Each call in here has a deadline of its own.
    const { signal } = new AbortController();
    try {
      found ??= installationId ?? (await app.findInstallation(signal));
      return hold(await app.createToken(found, signal));
    } catch (error) {
      // The App may be installed anew, under another id.
      found = undefined;
      if (held !== undefined) held.renewAt = Math.min(clock.now() + pauseMs, held.goodUntil);
      throw error;
    } finally {
      renewal = undefined;
    }
  }

  function hold({ token, lifetimeMs, granted }: InstallationToken): Held {
    const now = clock.now();
    const endsAt = now + lifetimeMs;
    const goodUntil = endsAt - Math.min(lastMs, lifetimeMs / 4);
    held = { token, granted, endsAt, goodUntil, renewAt: endsAt - Math.min(earlyMs, lifetimeMs / 2) };
    issued = [...issued.filter((each) => each.endsAt > now), held];
    used.splice(0, used.length, ...issued.map((each) => each.token));
    return held;
  }

  return {
    used,
    get granted() {
      return held?.granted;
    },
    async current(signal) {
      const now = clock.now();
      if (held !== undefined && now < held.renewAt) return held.token;
      renewal ??= make();
      if (held === undefined || now >= held.goodUntil) return (await abortable(renewal, signal)).token;
      renewal.catch(ignore);
      return held.token;
    },
    discard(token) {
      if (held?.token === token) held = undefined;
      return true;
    },
  };
}

function ignore(): void {
  // The token at hand is still good, and the next attempt may fare better.
}
