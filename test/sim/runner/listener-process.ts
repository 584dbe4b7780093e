import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A listener that runs as a real process. */
export interface ListenerProcess extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it printed so far. */
  stdout(): string;
  stderr(): string;
  /** Its exit code. */
  readonly exit: Promise<number | null>;
}

/** Starts `bin/Runner.Listener run` of a runner folder, or another program of it. */
export function startListener(
  root: string,
  options: {
    jitConfig?: string;
    program?: string;
    args?: readonly string[];
    env?: Record<string, string>;
  } = {},
): ListenerProcess {
  const child = spawn(join(root, options.program ?? 'bin/Runner.Listener'), options.args ?? ['run'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: root,
      ...(options.jitConfig === undefined
        ? {}
        : { ACTIONS_RUNNER_INPUT_JITCONFIG: ` ${options.jitConfig}\n` }),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, 'close');
  return {
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    exit: closed.then(() => child.exitCode),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
