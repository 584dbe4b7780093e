import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { withDeadline } from '../clock.ts';
import { errorCatalogue, SandError, type ErrorCode } from '../errors.ts';
import { controlSocket } from './control-socket.ts';

/** A poller answers from memory; only a reload reads a file. */
const answerMs = 10_000;

/** A question to the poller of a state folder. */
export interface Question {
  readonly stateDir: string;
  /** Method and path, as in `control-server.ts`. */
  readonly call: string;
  readonly body?: object;
  readonly signal: AbortSignal;
}

/**
 * Asks a running poller. Rejects with its refusal, `POLLER_NOT_RUNNING`, `POLLER_SILENT`, or the signal's reason. The
 * poller may be of another version: the schema should want no more than it needs.
 */
export async function askPoller<Answer>(question: Question, schema: z.ZodType<Answer>): Promise<Answer> {
  const bounded = withDeadline(question.signal, answerMs);
  try {
    const response = await send(question, bounded);
    return schema.parse(await readAnswer(response));
  } catch (error) {
    question.signal.throwIfAborted();
    throw asSandError(error, question.stateDir);
  }
}

/** Asks a running poller to stop and waits until its process is gone; rejects with `WAIT_TIMEOUT` when it takes too long. */
export async function stopPoller(
  stateDir: string,
  { now, withinMs, signal }: { now: boolean; withinMs: number; signal: AbortSignal },
): Promise<void> {
  const bounded = withDeadline(signal, withinMs);
  try {
    const response = await send({ stateDir, call: 'POST /stop', body: { now }, signal }, bounded);
    if (response.statusCode !== 200) await readAnswer(response);
    response.resume();
    // Its connection breaks: that is what we wait for.
    await finished(response).catch(() => undefined);
    bounded.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    if (!bounded.aborted) throw asSandError(error, stateDir);
    throw new SandError('WAIT_TIMEOUT', 'the poller has not ended in time', { cause: error });
  }
}

async function send({ stateDir, call, body }: Question, signal: AbortSignal): Promise<IncomingMessage> {
  const [method, path] = call.split(' ');
  return await new Promise((resolve, reject) => {
    const asking = request({ socketPath: controlSocket(stateDir), method, path, signal, agent: false });
    asking.on('response', resolve).on('error', reject);
    asking.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    remedy: z.string(),
    causes: z.array(z.string()).default([]),
  }),
});

async function readAnswer(response: IncomingMessage): Promise<unknown> {
  const answer: unknown = JSON.parse(await text(response));
  if (response.statusCode === 200) return answer;
  const { code, message, remedy, causes } = refusalSchema.parse(answer).error;
  const known = isErrorCode(code) ? code : 'INTERNAL';
  throw new SandError(known, message, { remedy, cause: causes[0] && new Error(causes.join('; ')) });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}

const absent = new Set<unknown>(['ENOENT', 'ECONNREFUSED']);

function asSandError(cause: unknown, stateDir: string): SandError {
  if (cause instanceof SandError) return cause;
  if (cause instanceof Error && 'code' in cause && absent.has(cause.code))
    return new SandError('POLLER_NOT_RUNNING', `no sand-poller runs with ${stateDir}`);
  return new SandError('POLLER_SILENT', `the sand-poller of ${stateDir} does not answer`, { cause });
}
