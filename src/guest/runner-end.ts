import type { ErrorCode } from '../errors.ts';

/** How a listener ended that had no job to show for it. */
export interface RunnerEnd {
  /** The listener's exit code. */
  readonly code: number;
  /** The last lines of its log. */
  readonly lines: readonly string[];
}

/** Lines that say why, most telling first (reference/github-runners.md §4.3); the same failure may have code 1. */
const tellingLines: readonly (readonly [RegExp, ErrorCode])[] = [
  [/clock may be out of sync with the server time/u, 'RUNNER_CLOCK'],
  [/Runner version v\S+ is deprecated and cannot receive messages/u, 'RUNNER_DEPRECATED'],
  [/Stop retry on SessionConflictException|A session for this runner already exists/u, 'RUNNER_CONFLICT'],
  [/registration has been deleted from the server/u, 'RUNNER_REJECTED'],
  [/runner no longer exists on the server/u, 'RUNNER_REJECTED'],
];

/** What the listener's own exit codes mean (reference/github-runners.md §4.2). */
const tellingCodes: Readonly<Record<number, ErrorCode>> = {
  0: 'RUNNER_MUTE',
  1: 'RUNNER_REJECTED',
  5: 'RUNNER_CONFLICT',
  7: 'RUNNER_DEPRECATED',
};

/** Why a runner ended without a job. A code of its own outweighs what the lines say; 0 and 1 have many causes. */
export function classifyRunnerEnd(end: RunnerEnd): ErrorCode {
  const byCode = tellingCodes[end.code];
  if (byCode !== undefined && end.code > 1) return byCode;
  const byLine = tellingLines.find(([pattern]) => end.lines.some((line) => pattern.test(line)));
  return byLine?.[1] ?? byCode ?? 'RUNNER_FAILED';
}
