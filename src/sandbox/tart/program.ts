import { execa } from 'execa';
import { type ErrorCode, SandError } from '../../errors.ts';
import { tartEnvironment } from './environment.ts';
import { classify } from './messages.ts';

/** How a `tart` command ended. */
export interface TartResult {
  /** undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What every call of Tart needs to know. */
export interface TartSettings {
  /** The program, as a name on the PATH or a path. */
  readonly program: string;
  readonly tartHome: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How long a command may take, in milliseconds (reference/tart.md §8, with room for a slow disk). */
const commandDeadlineMs = 60_000;
const outputLimitBytes = 4 * 1024 * 1024;

/** The only door to the `tart` program: every command runs here, without a terminal, with a deadline and a clean environment. */
export class Tart {
  readonly settings: TartSettings;

  constructor(settings: TartSettings) {
    this.settings = settings;
  }

  /** Runs a command to its end, whatever its exit code. Rejects with `TART_MISSING`, `TART_TIMEOUT` or the signal's reason. */
  async run(
    args: readonly string[],
    signal: AbortSignal,
    options: { deadlineMs?: number; registry?: boolean } = {},
  ): Promise<TartResult> {
    signal.throwIfAborted();
    const { program, tartHome, env } = this.settings;
    const deadlineMs = options.deadlineMs ?? commandDeadlineMs;
    const result = await execa(program, args, {
      env: tartEnvironment(env, { tartHome, registry: options.registry ?? false }),
      extendEnv: false,
      cancelSignal: signal,
      timeout: deadlineMs,
      maxBuffer: outputLimitBytes,
      reject: false,
      stdin: 'ignore',
    });
    signal.throwIfAborted();
    if (result.timedOut) {
      throw new SandError(
        'TART_TIMEOUT',
        `\`tart ${args.join(' ')}\` did not end within ${String(deadlineMs)} ms`,
      );
    }
    if (result.code === 'ENOENT') {
      throw new SandError(
        'TART_MISSING',
        `cannot find the program ${program} on the PATH (${env['PATH'] ?? ''})`,
      );
    }
    return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
  }

  /** Runs a command that must succeed; a failure is classified by what Tart printed, or `TART_FAILED`. */
  async succeed(
    args: readonly string[],
    signal: AbortSignal,
    options: { deadlineMs?: number; registry?: boolean } = {},
  ): Promise<string> {
    const result = await this.run(args, signal, options);
    if (result.exitCode === 0) return result.stdout;
    throw failure(args, result);
  }
}

/** What a failure is that Tart explains in words which the table does not know. */
const unclassified: Readonly<Record<string, ErrorCode>> = {
  pull: 'IMAGE_PULL_FAILED',
  clone: 'CLONE_FAILED',
};

/** The error for a command that ended badly. What counts is on stderr; stdout has progress and mere warnings (reference/tart.md §1.1). */
export function failure(args: readonly string[], { exitCode, stderr, stdout }: TartResult): SandError {
  const text = `${stderr}\n${stdout}`.trim();
  return new SandError(
    classify(stderr) ?? unclassified[args[0] ?? ''] ?? 'TART_FAILED',
    `\`tart ${args.join(' ')}\` ${ending(exitCode)}: ${text.slice(-2000)}`,
  );
}

/** How a program ended, in words. */
export function ending(exitCode: number | undefined): string {
  return exitCode === undefined ? 'was killed' : `exited with ${String(exitCode)}`;
}
