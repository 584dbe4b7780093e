import { isRecord } from './fields.ts';
import type { Answer } from './transport.ts';

const second = 1000;
const minute = 60 * second;
/** The longest window GitHub has; it also keeps a nonsensical header from stopping us for good. */
const longestWait = 60 * minute;

/** Whether an answer says that a rate limit is exceeded, as opposed to a missing permission (both may be 403). */
export function isRateLimited({ status, headers, data }: Answer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  if (headers['retry-after'] !== undefined || remaining(headers) === 0) return true;
  const message = isRecord(data) ? data['message'] : data;
  return typeof message === 'string' && /rate limit|abuse detection/i.test(message);
}

/**
 * Milliseconds to wait after a rate-limited answer, in GitHub's order (github-runners.md §1.6): `retry-after`, else
 * until the reset when nothing remains, else a minute that doubles with each attempt (counted from 1).
 */
export function rateLimitWait(headers: Answer['headers'], attempt: number, now: number): number {
  const wait = retryAfter(headers, now) ?? untilReset(headers, now) ?? minute * 2 ** (attempt - 1);
  return Math.min(Math.max(wait, second), longestWait);
}

/** Milliseconds that `retry-after` asks for, given in seconds or as a date; undefined without a usable header. */
export function retryAfter(headers: Answer['headers'], now: number): number | undefined {
  const text = String(headers['retry-after'] ?? '');
  if (/^\d+$/.test(text)) return Number(text) * second;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date - now;
}

/** The reset is given in whole seconds: one more, so as not to come too early. */
function untilReset(headers: Answer['headers'], now: number): number | undefined {
  const reset = Number(headers['x-ratelimit-reset']);
  if (remaining(headers) !== 0 || !(reset > 0)) return undefined;
  return (reset + 1) * second - now;
}

function remaining(headers: Answer['headers']): number | undefined {
  const text = headers['x-ratelimit-remaining'];
  return text === undefined ? undefined : Number(text);
}
