import { type Clock, wallClock, withDeadline } from '../clock.ts';
import { SandError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { rateLimitWait, retryAfter } from './rate-limit.ts';
import { refusalOf, unreachable } from './refusal.ts';
import type { Scope } from './scope.ts';
import type { Tokens } from './tokens.ts';
import { type Answer, type Call, createSend } from './transport.ts';

/**
 * When a call is sent again. `always`: after rate limits, server errors and lost answers, for what may be repeated
 * blindly. `when-limited`: only when GitHub surely did nothing. `never`: the first failure is the result.
 */
type Repeat = 'always' | 'when-limited' | 'never';

/** GitHub's REST API for one scope. */
export interface GitHubClient {
  readonly clock: Clock;
  /**
   * Sends a call, and again as `repeat` says (default: `when-limited` for POST, else `always`). Resolves with a 2xx
   * answer, or 304 to a conditional call; rejects with a `GITHUB_*` error or the signal's reason.
   */
  request(call: Call, signal: AbortSignal, repeat?: Repeat): Promise<Answer>;
}

/** A pause before a call is sent again. */
export interface ClientWait {
  readonly error: SandError;
  readonly ms: number;
}

/** What a client needs. */
export interface ClientOptions {
  readonly scope: Scope;
  readonly tokens: Tokens;
  readonly userAgent?: string;
  readonly clock?: Clock;
  /** Milliseconds for one try, body included. */
  readonly deadlineMs?: number;
  /** Told before each pause. */
  readonly onWait?: (wait: ClientWait) => void;
}

/** A failed try. */
interface Failure {
  readonly error: SandError;
  /** Undefined when no answer came. */
  readonly headers?: Answer['headers'];
  /** What the call was sent with; undefined when there was no token, so that it was not sent. */
  readonly token?: Secret;
}

/** Milliseconds for one request. */
export const defaultDeadlineMs = 30_000;
/** What we call ourselves in requests. */
export const defaultUserAgent = 'sand-action';

/** Tries of one call; with the pauses between them an outage of some seconds, or some rate limits, are bridged. */
const mostTries = 5;
/** GitHub may refuse a token in the first moments after it was made: the copies of its database lag behind. */
const renewedTokenMs = 1000;

/** Makes the client of one scope. */
export function createClient(options: ClientOptions): GitHubClient {
  const { scope, tokens, clock = wallClock, deadlineMs = defaultDeadlineMs, onWait } = options;
  const send = createSend({ apiUrl: scope.apiUrl, userAgent: options.userAgent ?? defaultUserAgent });
  /** A rate limit holds for the token: asking on with another call prolongs it. */
  let limitedUntil = 0;

  async function sendOnce(call: Call, signal: AbortSignal): Promise<Answer | Failure> {
    const bounded = withDeadline(signal, deadlineMs);
    let token: Secret | undefined;
    try {
      token = await tokens.current(bounded);
      const answer = await send(call, token, bounded);
      if (isSuccess(call, answer)) return answer;
      return { error: refusalOf(call, answer, tokens.used), headers: answer.headers, token };
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof SandError) return { error: thrown };
      const reason = bounded.aborted ? `timed out after ${String(deadlineMs)} ms` : thrown;
      const error = unreachable(call, scope.apiUrl, reason, tokens.used);
      return token === undefined ? { error } : { error, token };
    }
  }

  /** A call that was refused for its token is sent once more, with another one: GitHub did nothing. */
  async function sendWithGoodToken(call: Call, signal: AbortSignal): Promise<Answer | Failure> {
    const outcome = await sendOnce(call, signal);
    if (!('error' in outcome) || outcome.error.code !== 'GITHUB_UNAUTHORIZED') return outcome;
    if (outcome.token === undefined || !tokens.discard(outcome.token)) return outcome;
    await clock.sleep(renewedTokenMs, signal);
    return sendOnce(call, signal);
  }

  async function request(call: Call, signal: AbortSignal, repeat: Repeat, tries: number): Promise<Answer> {
    const limited = limitedUntil - clock.now();
    if (limited > 0) await clock.sleep(limited, signal);
    signal.throwIfAborted();

    const outcome = await sendWithGoodToken(call, signal);
    if (!('error' in outcome)) return outcome;
    const ms = waitBeforeRepeat(outcome, { repeat, tries, now: clock.now() });
    if (ms === undefined) throw outcome.error;

    onWait?.({ error: outcome.error, ms });
    if (outcome.error.code === 'GITHUB_RATE_LIMITED') limitedUntil = clock.now() + ms;
    else await clock.sleep(ms, signal);
    return request(call, signal, repeat, tries + 1);
  }

  return {
    clock,
    request: async (call, signal, repeat = call.method === 'POST' ? 'when-limited' : 'always') =>
      request(call, signal, repeat, 1),
  };
}

function isSuccess(call: Call, { status }: Answer): boolean {
  return (status >= 200 && status < 300) || (status === 304 && call.etag !== undefined);
}

/** Milliseconds until the call may be sent again after so many tries; undefined when it may not. */
function waitBeforeRepeat(
  { error, headers, token }: Failure,
  { repeat, tries, now }: { repeat: Repeat; tries: number; now: number },
): number | undefined {
  if (repeat === 'never' || tries >= mostTries) return undefined;
  if (error.code === 'GITHUB_RATE_LIMITED') return rateLimitWait(headers ?? {}, tries, now);
  const transient = error.code === 'GITHUB_UNREACHABLE' || error.code === 'GITHUB_UNAVAILABLE';
  const harmless = repeat === 'always' || token === undefined;
  if (!transient || !harmless) return undefined;
  return Math.max(backOff(tries), Math.min(retryAfter(headers ?? {}, now) ?? 0, longestBackOff));
}

const longestBackOff = 60_000;

/** Milliseconds to pause after so many failed tries: 1 s, 2 s, 4 s, … up to a minute. */
export function backOff(tries: number): number {
  return Math.min(1000 * 2 ** (tries - 1), longestBackOff);
}
