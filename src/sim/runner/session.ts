import { setTimeout as delay } from 'node:timers/promises';
import type { ClockRefusal, RunnerMode, SessionConflict, SessionReply } from './protocol.ts';
import { BrokerRefusal, type BrokerClient } from './broker-client.ts';
import type { RunnerConfiguration } from './configuration.ts';
import { reportLost, reportRegained, terminal } from './terminal.ts';

/** What opening a session needs. */
export interface SessionRequest {
  /** What is to be told to the broker; undefined: as GitHub is set. */
  readonly mode: RunnerMode | undefined;
  readonly version: string;
  readonly configuration: RunnerConfiguration;
  readonly client: BrokerClient;
  readonly shutdown: AbortSignal;
}

const reconnectMs = 500;
const conflictRetryMs = 30_000;
const conflictTries = 8;
const clockTries = 60;

/** Opens a session, or says why not: then the exit code of the listener (§4.2, §4.3). */
export async function openSession(request: SessionRequest): Promise<SessionReply | number> {
  terminal.line('');
  terminal.line('√ Connected to GitHub');
  terminal.line('');
  const trouble: Trouble = { lost: false, conflictSince: undefined, wrongClockSince: undefined };
  for (;;) {
    try {
      const session = await create(request);
      reportRegained(trouble);
      return session;
    } catch (error) {
      request.shutdown.throwIfAborted();
      const next = answerTo(error, trouble);
      if ('exit' in next) return next.exit;
      await delay(next.waitMs, undefined, { signal: request.shutdown });
    }
  }
}

/** What went wrong so far. */
interface Trouble {
  lost: boolean;
  /** Milliseconds since the epoch. */
  conflictSince: number | undefined;
  wrongClockSince: number | undefined;
}

/** Says what went wrong, and whether to try again. */
function answerTo(error: unknown, trouble: Trouble): { exit: number } | { waitMs: number } {
  const refusal = error instanceof BrokerRefusal ? error : undefined;
  const clock: Partial<ClockRefusal> = Object.assign({}, refusal?.body);
  if (clock.clockRetryForMs !== undefined) return answerToWrongClock(clock.clockRetryForMs, trouble);
  if (refusal?.status === 400 || refusal?.status === 404) return { exit: deleted() };
  if (refusal?.status === 409) return answerToConflict(refusal.body, trouble);
  reportLost(trouble, error);
  return { waitMs: reconnectMs };
}

function answerToConflict(body: unknown, trouble: Trouble): { exit: number } | { waitMs: number } {
  const { retryForMs }: SessionConflict = Object.assign({ retryForMs: 0 }, body);
  if (trouble.conflictSince === undefined) terminal.error('A session for this runner already exists.');
  trouble.conflictSince ??= Date.now();
  if (Date.now() - trouble.conflictSince >= retryForMs) return { exit: conflict(retryForMs) };
  return { waitMs: Math.min(conflictRetryMs, retryForMs / conflictTries) };
}

/** That it ends with "terminated error" after the retries is a guess. */
function answerToWrongClock(retryForMs: number, trouble: Trouble): { exit: number } | { waitMs: number } {
  if (trouble.wrongClockSince === undefined) {
    terminal.error(
      "The local machine's clock may be out of sync with the server time by more than five minutes. Please sync your clock with your domain or internet time and try again.",
    );
  }
  trouble.wrongClockSince ??= Date.now();
  if (Date.now() - trouble.wrongClockSince >= retryForMs) return { exit: exitCodes.terminatedError };
  return { waitMs: retryForMs / clockTries };
}

async function create({
  mode,
  version,
  configuration,
  client,
  shutdown,
}: SessionRequest): Promise<SessionReply> {
  await client.signIn(configuration.assertion, shutdown);
  const body = {
    version,
    os: process.platform === 'darwin' ? 'macos' : process.platform,
    ...(mode === undefined ? {} : { mode }),
  };
  const session = await client.call<SessionReply>({
    method: 'POST',
    path: 'session',
    body,
    signal: shutdown,
  });
  if (session === undefined) throw new Error('the broker gave no session');
  return session;
}

function deleted(): number {
  terminal.error(
    'Failed to create a session. The runner registration has been deleted from the server, please re-configure. Runner registrations are automatically deleted for runners that have not connected to the service recently.',
  );
  return exitCodes.terminatedError;
}

function conflict(retriedForMs: number): number {
  const seconds = String(Math.round(retriedForMs / 1000));
  terminal.error(`Stop retry on SessionConflictException after retried for ${seconds} seconds.`);
  return exitCodes.sessionConflict;
}

/** Exit codes of the listener (§4.2). Code 6 never leaves it: it begins a new session by itself. */
export const exitCodes = {
  done: 0,
  terminatedError: 1,
  retryableError: 2,
  updating: 3,
  runOnceUpdating: 4,
  sessionConflict: 5,
  versionDeprecated: 7,
} as const;
