import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { killTracked, signalQuietly, trackingVariable } from './process-tracking.ts';

/** A program that a step runs. */
export interface StepProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  /** Ends the program: SIGINT, then SIGTERM after `interruptMs`, then SIGKILL for all of it after `terminateMs`. */
  readonly signal: AbortSignal;
  readonly interruptMs: number;
  readonly terminateMs: number;
}

/** How long a background process may hold the output of a step that has ended, in milliseconds; a guess. */
const drainMs = 500;

/** Runs the program to its end; resolves with its exit code, 128 when a signal ended it. Rejects when it cannot start. */
export async function runStepProcess(step: StepProcess): Promise<number> {
  const { program, args, cwd, env } = step;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = Promise.all([readLines(child.stdout, step.onLine), readLines(child.stderr, step.onLine)]);
  const ended = new AbortController();
  const stop = (): void => {
    void escalate(child.pid, step, ended.signal);
  };
  step.signal.addEventListener('abort', stop, { once: true });
  try {
    const exited = once(child, 'exit');
    if (step.signal.aborted) stop();
    const [code]: (number | null)[] = await exited;
    await Promise.race([closed, pause(drainMs, ended.signal)]);
    return code ?? killedCode;
  } finally {
    step.signal.removeEventListener('abort', stop);
    ended.abort();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

const killedCode = 128;

async function escalate(pid: number | undefined, step: StepProcess, ended: AbortSignal): Promise<void> {
  if (pid === undefined) return;
  signalQuietly(pid, 'SIGINT');
  await pause(step.interruptMs, ended);
  if (ended.aborted) return;
  signalQuietly(pid, 'SIGTERM');
  await pause(step.terminateMs, ended);
  if (ended.aborted) return;
  signalQuietly(pid, 'SIGKILL');
  await killTracked(step.env[trackingVariable] ?? '');
}

async function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const lines = createInterface({ input: stream });
  lines.on('line', onLine);
  await once(lines, 'close');
}

/** Resolves after `ms`, or at once when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const wake = (): void => {
    resolve();
  };
  signal.addEventListener('abort', wake, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', wake);
}
