import { SandError, type ErrorCode } from '../errors.ts';

/** An error of ours as it is; anything else that was thrown as one with a code: a bug, unless the caller knows better. */
export function asSandError(reason: unknown, doing: string, code: ErrorCode = 'INTERNAL'): SandError {
  if (reason instanceof SandError) return reason;
  return new SandError(code, `${doing} failed: ${String(reason)}`, { cause: reason });
}
