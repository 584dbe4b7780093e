/**
 * The rule of ownership (DESIGN.md §4): a sandbox and its runner carry the same name,
 * `sand-<owner>-<pool>-<deadline>-<nonce>`. What this codec cannot parse is not ours and is never touched.
 */

/** What the name of a sandbox says. */
export interface SandboxName {
  /** Who made it: eight characters of `[a-z0-9]`. */
  readonly owner: string;
  /** The pool: 1–24 characters of `[a-z0-9-]`. */
  readonly pool: string;
  /** Seconds since the epoch after which anyone running our reaper may delete it. */
  readonly deadline: number;
  /** Six characters of `[a-z0-9]`, drawn at random. */
  readonly nonce: string;
}

const pattern = /^sand-([a-z0-9]{8})-([a-z0-9-]{1,24})-([0-9a-z]{7})-([a-z0-9]{6})$/;
const deadlineDigits = 7;
const base = 36;

/** The largest deadline that seven base-36 digits hold, in seconds. */
export const latestDeadline = base ** deadlineDigits - 1;

/** The rule for pool names, shared with the configuration. */
export const poolNamePattern = /^[a-z0-9-]{1,24}$/;

/** Prints a name. Throws a RangeError when a part does not fit the codec: callers validate their input before. */
export function formatName(parts: SandboxName): string {
  const name = ['sand', parts.owner, parts.pool, encodeDeadline(parts.deadline), parts.nonce].join('-');
  if (!pattern.test(name)) throw new RangeError(`cannot be part of a sandbox name: ${JSON.stringify(parts)}`);
  return name;
}

/** Parses a name; undefined means it is not ours. */
export function parseName(name: string): SandboxName | undefined {
  const [, owner, pool, deadline, nonce] = pattern.exec(name) ?? [];
  if (owner === undefined || pool === undefined || deadline === undefined || nonce === undefined)
    return undefined;
  return { owner, pool, deadline: Number.parseInt(deadline, base), nonce };
}

function encodeDeadline(seconds: number): string {
  if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > latestDeadline) {
    throw new RangeError(`cannot be a deadline: ${String(seconds)} seconds`);
  }
  return seconds.toString(base).padStart(deadlineDigits, '0');
}
