import { codeOf, type ErrorCode } from '../errors.ts';

const away: ReadonlySet<ErrorCode | undefined> = new Set([
  'GITHUB_UNREACHABLE',
  'GITHUB_UNAVAILABLE',
  'GITHUB_RATE_LIMITED',
]);

/** Whether GitHub may be there again by itself. */
export function isAway(error: unknown): boolean {
  return away.has(codeOf(error));
}
