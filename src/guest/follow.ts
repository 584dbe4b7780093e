import { setTimeout as delay } from 'node:timers/promises';

import { SandError } from '../errors.ts';
import type { Connection } from './connection.ts';
import { ConnectionLost } from './connection.ts';
import type { Link } from './link.ts';
import { eventsOfLine, LineCutter } from './runner-lines.ts';
import type { RunnerEvent } from './runner.ts';
import { scriptCommand } from './scripts.ts';
import { quote } from './text.ts';

/** What `run-listener` adds to the log when it is done. A hint only: a job can write it, too. */
const sentinel = 'sand-action: runner exited';
/** For the case that the sentinel never comes: the supervisor was killed. */
const defaultStateIntervalMs = 15_000;
/** Before the log is followed again although the connection is there and the runner runs. */
const pauseMs = 500;

/** What `runner-state` says. */
interface RunnerState {
  readonly word: string;
  readonly code: number;
  /** The log behind the byte that was asked for, when the runner has exited. */
  readonly rest: Buffer;
}

/**
 * Follows the log of the runner until it has exited, over as many connections as that takes: the count of bytes seen
 * makes sure that nothing is lost and nothing told twice. Rejects with `GUEST_LOST`, `RUNNER_FAILED` when no runner was
 * ever started, or the signal's reason.
 */
export async function* followRunner(
  link: Link,
  signal: AbortSignal,
  stateIntervalMs = defaultStateIntervalMs,
): AsyncGenerator<RunnerEvent> {
  const log = new RunnerLog();
  for (;;) {
    const connection = await link.connection(signal);
    yield* followStretch(connection, log, { signal, stateIntervalMs });
    const state = await askState(link, log.offset, signal);
    if (state.word === 'absent') throw new SandError('RUNNER_FAILED', 'no runner was started in this guest');
    if (state.word === 'exited') {
      yield* log.push(state.rest);
      yield* log.end();
      yield { type: 'exited', code: state.code };
      return;
    }
    if (!connection.lost.aborted) await delay(pauseMs, undefined, { signal });
  }
}

/** Follows the log until there is reason to ask for the runner's state. */
async function* followStretch(
  connection: Connection,
  log: RunnerLog,
  { signal, stateIntervalMs }: { readonly signal: AbortSignal; readonly stateIntervalMs: number },
): AsyncGenerator<RunnerEvent> {
  const enough = new AbortController();
  const watch = setInterval(() => {
    void endWhenNotRunning(connection, enough, stateIntervalMs);
  }, stateIntervalMs);
  try {
    const command = scriptCommand('follow-log', String(log.offset + 1));
    for await (const chunk of connection.stream(command, AbortSignal.any([signal, enough.signal]))) {
      yield* log.push(chunk);
      if (log.sawSentinel()) return;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ConnectionLost) && !enough.signal.aborted) throw error;
  } finally {
    clearInterval(watch);
  }
}

async function endWhenNotRunning(
  connection: Connection,
  enough: AbortController,
  deadlineMs: number,
): Promise<void> {
  try {
    const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(deadlineMs)]);
    // A byte far behind the end: the answer is wanted, not the log.
    const command = scriptCommand('runner-state', String(Number.MAX_SAFE_INTEGER));
    const { stdout } = await connection.run(command, { signal });
    if (['absent', 'exited'].includes(parseState(stdout).word)) enough.abort();
  } catch {
    // A broken connection ends the stretch by itself.
  }
}

async function askState(link: Link, offset: number, signal: AbortSignal): Promise<RunnerState> {
  const command = scriptCommand('runner-state', String(offset + 1));
  const { code, stdout, stderr } = await link.run(command, { signal });
  const state = parseState(stdout);
  if (state.word !== '') return state;
  throw new SandError('GUEST_COMMAND', `runner-state ended with ${String(code)}: ${quote(stderr)}`);
}

function parseState(output: string): RunnerState {
  const {
    word = '',
    code,
    rest = '',
  } = /^(?<word>absent|running|exited)(?: (?<code>\d+))?$\n?(?<rest>[^]*)/mu.exec(output)?.groups ?? {};
  return { word, code: Number(code ?? 255), rest: Buffer.from(rest) };
}

/** The log as far as it was seen. */
class RunnerLog {
  /** Bytes seen. */
  offset = 0;
  readonly #lines = new LineCutter();
  #sentinel = false;

  *push(chunk: Buffer): Generator<RunnerEvent> {
    this.offset += chunk.length;
    yield* this.#events(this.#lines.push(chunk));
  }

  *end(): Generator<RunnerEvent> {
    yield* this.#events(this.#lines.end());
  }

  /** Whether the sentinel came since this was last asked. */
  sawSentinel(): boolean {
    const saw = this.#sentinel;
    this.#sentinel = false;
    return saw;
  }

  *#events(lines: Iterable<string>): Generator<RunnerEvent> {
    for (const line of lines) {
      if (line === sentinel) this.#sentinel = true;
      else yield* eventsOfLine(line);
    }
  }
}
