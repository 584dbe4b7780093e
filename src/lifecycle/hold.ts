import { parseName } from '../naming/name.ts';
import type { RunnerVerdict } from './verdict.ts';

/** What is kept of a sandbox's deadline for its deletion: after the deadline anybody's reaper may delete it. */
const endingMs = 5 * 60_000;

/** What decides how long a sandbox is held. */
interface Hold {
  readonly sandbox: string;
  /** How long the pool wants it, from the end of the runner on, in milliseconds. */
  readonly holdMs: number;
  /** How long ago the runner ended, in milliseconds; undefined counts as now. */
  readonly endedAgoMs: number | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * How long a sandbox is still kept for a person to look at, in milliseconds; 0 when its job left no question, or its time
 * is over. The deadline in its name is never passed.
 */
export function holdTimeMs(verdict: RunnerVerdict, { sandbox, holdMs, endedAgoMs = 0, now }: Hold): number {
  if (!leavesQuestion(verdict)) return 0;
  const deadlineMs = (parseName(sandbox)?.deadline ?? 0) * 1000;
  // The guest says when its runner ended: a clock that was set meanwhile must not make the time longer.
  const restMs = holdMs - Math.max(0, endedAgoMs);
  return Math.max(0, Math.min(restMs, deadlineMs - now - endingMs));
}

/** A job that failed, lost its runner, or that we cancelled because it took too long; not one that a person cancelled. */
function leavesQuestion({ job, result, error, left }: RunnerVerdict): boolean {
  if (left || job === undefined) return false;
  if (result === undefined || result === 'Failed' || result === 'Abandoned') return true;
  return result === 'Canceled' && error !== undefined;
}
