import { SandError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { tolerated } from './app-jwt.ts';
import { isRecord } from './fields.ts';
import { isRateLimited } from './rate-limit.ts';
import { refusalOf } from './refusal.ts';
import type { Scope } from './scope.ts';
import type { Answer, Call } from './transport.ts';

/** What was asked, and by whom. */
export interface AppCall {
  readonly call: Call;
  readonly appId: string;
  readonly scope: Scope;
  /** When the answer came by our clock, milliseconds since the epoch. */
  readonly now: number;
  readonly secrets: readonly Secret[];
}

/**
 * The error for an answer to a call that an App made in its own name. What GitHub says then is in no reference of ours:
 * the words are those that its users report, and only the two kinds of 404 are told apart by them alone.
 */
export function appRefusalOf(asked: AppCall, answer: Answer): SandError {
  const { call, appId, scope, secrets } = asked;
  const refusal = refusalOf(call, answer, secrets);
  const words = wordsOf(answer.data);
  if (isRateLimited(answer)) return refusal;
  if (answer.status === 401) return clockError(asked, answer, words) ?? unknownApp(appId, refusal);
  if (answer.status === 403 && /suspended/i.test(words)) {
    const message = `The installation of the GitHub App ${appId} on ${scope.name} is suspended.`;
    return new SandError('APP_SUSPENDED', message, { cause: refusal });
  }
  if (answer.status !== 404) return refusal;
  if (/integration not found/i.test(words)) return unknownApp(appId, refusal);
  const message = `GitHub shows the App ${appId} no installation for the ${scope.kind} ${scope.name}.`;
  return new SandError('APP_NOT_INSTALLED', message, { cause: refusal });
}

/** Milliseconds since the epoch by GitHub's clock, which it tells in whole seconds; undefined when it does not. */
export function githubTime({ headers }: Answer): number | undefined {
  const time = Date.parse(String(headers['date'] ?? ''));
  return Number.isNaN(time) ? undefined : time;
}

/** Undefined when the clock is not what GitHub complains of. */
function clockError({ now }: AppCall, answer: Answer, words: string): SandError | undefined {
  const aheadMs = now - (githubTime(answer) ?? now);
  const isOff = aheadMs >= tolerated.aheadMs || -aheadMs >= tolerated.behindMs;
  if (!isOff && !/\('(?:iat|exp)'\)/.test(words)) return undefined;
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const skew = `${String(seconds)} s ${aheadMs >= 0 ? 'ahead of' : 'behind'} that of GitHub`;
  return new SandError(
    'GITHUB_CLOCK',
    `GitHub refuses what the GitHub App signed as too new or too old: the clock of this host is ${skew}.`,
  );
}

function unknownApp(appId: string, cause: SandError): SandError {
  return new SandError('APP_UNKNOWN', `GitHub knows no App ${appId} with this private key.`, { cause });
}

function wordsOf(data: unknown): string {
  return isRecord(data) && typeof data['message'] === 'string' ? data['message'] : '';
}
