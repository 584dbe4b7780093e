import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const bundles = process.env['SAND_SIM_PROGRAMS'];
/** The bundle of these sources, which loads in half the time. */
const program =
  bundles === undefined
    ? join(import.meta.dirname, '../../src/cli/sand-poller.ts')
    : join(bundles, 'sand-poller.js');

/** A `sand-poller` process under test. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** What it has written to stderr so far. */
  readonly log: () => string;
  /** Resolves when the log shows the text; rejects when the command ends before. */
  shows(text: string | RegExp): Promise<void>;
  /** Resolves with everything when the command has ended. */
  readonly ended: Promise<{
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
}

/** Starts `sand-poller` with arguments, as an operator would. */
export function startCommand(args: readonly string[], env: NodeJS.ProcessEnv = process.env): RunningCommand {
  const node = ['--disable-warning=ExperimentalWarning', program, ...args];
  const child = spawn(process.execPath, node, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const watcher of watchers) watcher();
  });
  const ended = once(child, 'close').then(() => ({ exitCode: child.exitCode, stdout, stderr }));
  return {
    child,
    log: () => stderr,
    ended,
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (typeof text === 'string' ? !stderr.includes(text) : !text.test(stderr)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
        ended.then(
          () => reject(new Error(`the command ended without showing ${String(text)}:\n${stderr}`)),
          () => undefined,
        );
      }),
  };
}

/** Runs `sand-poller` to its end. */
export async function runCommand(args: readonly string[], env?: NodeJS.ProcessEnv) {
  return await startCommand(args, env).ended;
}
