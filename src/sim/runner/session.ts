import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { SessionConflict, SessionReply } from './protocol.ts';
import { BrokerRefusal, type BrokerClient } from './broker-client.ts';
import type { RunnerConfiguration } from './configuration.ts';
import { runnerPaths } from './paths.ts';
import { terminal, timestamp } from './terminal.ts';

/** What opening a session needs. */
export interface SessionRequest {
  readonly root: string;
  readonly version: string;
  readonly configuration: RunnerConfiguration;
  readonly client: BrokerClient;
  readonly shutdown: AbortSignal;
}

const reconnectMs = 500;
const conflictRetryMs = 30_000;
const conflictTries = 8;

/** Opens a session, or says why not: then the exit code of the listener (§4.2, §4.3). */
export async function openSession(request: SessionRequest): Promise<SessionReply | number> {
  terminal.line('');
  terminal.line('√ Connected to GitHub');
  terminal.line('');
  const trouble: Trouble = { lost: false, conflictSince: undefined };
  for (;;) {
    try {
      const session = await create(request);
      if (trouble.lost) terminal.line(`${timestamp()}: Runner reconnected.`);
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
}

/** Says what went wrong, and whether to try again. */
function answerTo(error: unknown, trouble: Trouble): { exit: number } | { waitMs: number } {
  const refusal = error instanceof BrokerRefusal ? error : undefined;
  if (refusal?.status === 400 || refusal?.status === 404) return { exit: deleted() };
  if (refusal?.status === 409) return answerToConflict(refusal.body, trouble);
  if (!trouble.lost) reportLost(error);
  trouble.lost = true;
  return { waitMs: reconnectMs };
}

function answerToConflict(body: unknown, trouble: Trouble): { exit: number } | { waitMs: number } {
  const { retryForMs }: SessionConflict = Object.assign({ retryForMs: 0 }, body);
  if (trouble.conflictSince === undefined) terminal.error('A session for this runner already exists.');
  trouble.conflictSince ??= Date.now();
  if (Date.now() - trouble.conflictSince >= retryForMs) return { exit: conflict(retryForMs) };
  return { waitMs: Math.min(conflictRetryMs, retryForMs / conflictTries) };
}

async function create({
  root,
  version,
  configuration,
  client,
  shutdown,
}: SessionRequest): Promise<SessionReply> {
  await client.signIn(configuration.assertion, shutdown);
  const mode = runnerPaths.mode(root);
  const body = {
    version,
    os: process.platform === 'darwin' ? 'macos' : process.platform,
    ...(existsSync(mode) ? { mode: readFileSync(mode, 'utf8').trim() } : {}),
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

function reportLost(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  terminal.error(`${timestamp()}: Runner connect error: ${message}. Retrying until reconnected.`);
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

/** Exit codes of the listener (§4.2). */
export const exitCodes = {
  done: 0,
  terminatedError: 1,
  retryableError: 2,
  runOnceUpdating: 4,
  sessionConflict: 5,
  versionDeprecated: 7,
} as const;
