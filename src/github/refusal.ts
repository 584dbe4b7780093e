import { type ErrorCode, SandError } from '../errors.ts';
import { redact, type Secret } from '../secret.ts';
import { isRecord } from './fields.ts';
import { isRateLimited } from './rate-limit.ts';
import { cleanText } from './text.ts';
import type { Answer, Call } from './transport.ts';

const longestMessage = 500;
const longestHeader = 100;

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'GITHUB_UNAUTHORIZED',
  403: 'GITHUB_FORBIDDEN',
  404: 'GITHUB_NOT_FOUND',
  408: 'GITHUB_UNAVAILABLE',
  409: 'GITHUB_CONFLICT',
  410: 'GITHUB_NOT_FOUND',
  451: 'GITHUB_FORBIDDEN',
};

/** The error for an answer that is no success: what was tried, the status, GitHub's words, and its id for support. */
export function refusalOf(call: Call, answer: Answer, secrets: readonly Secret[]): SandError {
  const words = show(wordsOf(answer.data), longestMessage, secrets);
  const details = [
    words === '' ? undefined : `"${words}"`,
    headerOf(answer, 'accepted permissions', 'x-accepted-github-permissions', secrets),
    headerOf(answer, 'request', 'x-github-request-id', secrets),
  ].filter((part) => part !== undefined);
  const told = details.length === 0 ? '' : `: ${details.join(', ')}`;
  return new SandError(
    codeFor(answer),
    `${call.method} ${call.path} was answered with status ${String(answer.status)}${told}.`,
  );
}

/** The error for a call without a whole answer. The thrown value is not kept as cause: it holds the request. */
export function unreachable(
  call: Call,
  apiUrl: string,
  thrown: unknown,
  secrets: readonly Secret[],
): SandError {
  const reason = show(rootMessage(thrown), longestMessage, secrets);
  return new SandError(
    'GITHUB_UNREACHABLE',
    `${call.method} ${apiUrl}${call.path} got no answer: ${reason}.`,
  );
}

function codeFor(answer: Answer): ErrorCode {
  if (isRateLimited(answer)) return 'GITHUB_RATE_LIMITED';
  if (answer.status >= 500) return 'GITHUB_UNAVAILABLE';
  if (answer.status < 400) return 'GITHUB_MALFORMED';
  return codes[answer.status] ?? 'GITHUB_REJECTED';
}

/** GitHub's message with the list that a 422 adds; the text itself when a proxy answered in its place. */
function wordsOf(data: unknown): string {
  if (typeof data === 'string') return data;
  if (!isRecord(data) || typeof data['message'] !== 'string') return '';
  const errors = Array.isArray(data['errors']) ? data['errors'].map((error) => wordsOfError(error)) : [];
  return [data['message'], ...errors].join('; ');
}

function wordsOfError(error: unknown): string {
  if (typeof error === 'string') return error;
  return isRecord(error) && typeof error['message'] === 'string' ? error['message'] : JSON.stringify(error);
}

function headerOf(
  { headers }: Answer,
  title: string,
  name: string,
  secrets: readonly Secret[],
): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : `${title} ${show(String(value), longestHeader, secrets)}`;
}

/** Redacted first: a token that is cut in two is not found any more. */
function show(text: string, longest: number, secrets: readonly Secret[]): string {
  return cleanText(redact(text, secrets), longest);
}

/** Fetch hides the reason ("connect ECONNREFUSED …") behind its own "fetch failed". */
function rootMessage(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) {
    return thrown.errors.map((error) => rootMessage(error)).join('; ');
  }
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? rootMessage(thrown.cause) : thrown.message;
}
