import { SandError } from '../errors.ts';
import { classifyRunnerEnd } from '../guest/runner-end.ts';
import type { JobResult } from '../guest/runner.ts';

/** What a runner did until it ended, or until we stopped following it. */
export interface RunnerVerdict {
  readonly job: string | undefined;
  readonly result: JobResult | undefined;
  /** The listener's exit code; undefined when its end was not seen. */
  readonly exitCode: number | undefined;
  /** Why the runner was ended early or lost. */
  readonly error: SandError | undefined;
  /** True when it was a standby that no job wanted. */
  readonly unused: boolean;
  /** True when it was left alone, to go on without us. */
  readonly left: boolean;
  /** The last lines of its log, oldest first. */
  readonly lastLines: readonly string[];
}

/** The verdict on a standby that no job wanted. */
export const unused: RunnerVerdict = {
  job: undefined,
  result: undefined,
  exitCode: undefined,
  error: undefined,
  unused: true,
  left: false,
  lastLines: [],
};

/** The verdict on a sandbox whose runner never started. */
export function withoutRunner(error: SandError): RunnerVerdict {
  return { ...unused, error, unused: false };
}

/** A runner that ended by itself without a job says why in its exit code and its last lines. */
export function withReason(verdict: RunnerVerdict): RunnerVerdict {
  const { error, result, exitCode, lastLines } = verdict;
  if (error !== undefined || result !== undefined || exitCode === undefined) return verdict;
  const code = classifyRunnerEnd({ code: exitCode, lines: lastLines });
  const said = lastLines.slice(-3).join(' | ');
  const message = `the runner ended with ${String(exitCode)} and told of no job's end: ${said}`;
  return { ...verdict, error: new SandError(code, message) };
}

/**
 * Whether something of ours went wrong: what can still tell why is worth keeping. A job that failed or was cancelled
 * did what its workflow made it do; one that was abandoned lost its runner.
 */
export function isFailure({ error, result }: RunnerVerdict): boolean {
  return error !== undefined || result === undefined || result === 'Abandoned';
}
