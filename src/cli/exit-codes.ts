import { codeOf, type ErrorCode } from '../errors.ts';

/** The exit codes of every command (DESIGN.md §7). */
export const exitCodes = { done: 0, failed: 1, usage: 2, notReady: 3, interrupted: 130 } as const;

const usageErrors = new Set<ErrorCode | undefined>([
  'CONFIG_INVALID',
  'CONFIG_MISSING',
  'TOKEN_MISSING',
  'USAGE',
]);

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  const code = codeOf(error);
  if (code === 'INTERRUPTED') return exitCodes.interrupted;
  return usageErrors.has(code) ? exitCodes.usage : exitCodes.failed;
}
