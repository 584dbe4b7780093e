import { type Clock, wallClock, withDeadline } from '../clock.ts';
import type { SandError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { rateLimitWait, retryAfter } from './rate-limit.ts';
import { refusalOf, unreachable } from './refusal.ts';
import type { Scope } from './scope.ts';
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
  readonly token: Secret;
  readonly userAgent?: string;
  readonly clock?: Clock;
  /** Milliseconds for one try, body included. */
  readonly deadlineMs?: number;
  /** Told before each pause. */
  readonly onWait?: (wait: ClientWait) => void;
}

/** A failed try. `headers` is undefined when no answer came. */
interface Failure {
  readonly error: SandError;
  readonly headers: Answer['headers'] | undefined;
}

const defaultDeadlineMs = 30_000;
/** Tries of one call; with the pauses between them an outage of some seconds, or some rate limits, are bridged. */
const mostTries = 5;

/** Makes the client of one scope. */
export function createClient(options: ClientOptions): GitHubClient {
  const { scope, token, clock = wallClock, deadlineMs = defaultDeadlineMs, onWait } = options;
  const send = createSend({ apiUrl: scope.apiUrl, token, userAgent: options.userAgent ?? 'sand-action' });
  /** A rate limit holds for the token: asking on with another call prolongs it. */
  let limitedUntil = 0;

  async function sendOnce(call: Call, signal: AbortSignal): Promise<Answer | Failure> {
    const bounded = withDeadline(signal, deadlineMs);
    try {
      const answer = await send(call, bounded);
      if (isSuccess(call, answer)) return answer;
      return { error: refusalOf(call, answer, token), headers: answer.headers };
    } catch (thrown) {
      signal.throwIfAborted();
      const reason = bounded.aborted ? `timed out after ${String(deadlineMs)} ms` : thrown;
      return { error: unreachable(call, scope.apiUrl, reason, token), headers: undefined };
    }
  }

  async function request(call: Call, signal: AbortSignal, repeat: Repeat, tries: number): Promise<Answer> {
    const limited = limitedUntil - clock.now();
    if (limited > 0) await clock.sleep(limited, signal);
    signal.throwIfAborted();

    const outcome = await sendOnce(call, signal);
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
  { error, headers }: Failure,
  { repeat, tries, now }: { repeat: Repeat; tries: number; now: number },
): number | undefined {
  if (repeat === 'never' || tries >= mostTries) return undefined;
  if (error.code === 'GITHUB_RATE_LIMITED') return rateLimitWait(headers ?? {}, tries, now);
  const transient = error.code === 'GITHUB_UNREACHABLE' || error.code === 'GITHUB_UNAVAILABLE';
  if (repeat !== 'always' || !transient) return undefined;
  return Math.max(backOff(tries), Math.min(retryAfter(headers ?? {}, now) ?? 0, longestBackOff));
}

const longestBackOff = 60_000;

/** Milliseconds to pause after so many failed tries: 1 s, 2 s, 4 s, … up to a minute. */
export function backOff(tries: number): number {
  return Math.min(1000 * 2 ** (tries - 1), longestBackOff);
}
