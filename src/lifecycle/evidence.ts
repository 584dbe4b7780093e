import type { SandboxBackend } from '../sandbox/backend.ts';
import type { Guest } from './needs.ts';
import type { PhaseTimes } from './phases.ts';
import type { RunnerVerdict } from './verdict.ts';

/** A sandbox that failed, and what can still tell why. */
export interface Failed {
  readonly sandbox: string;
  readonly pool: string;
  readonly verdict: RunnerVerdict;
  readonly phases: PhaseTimes;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly backend: SandboxBackend;
  /** Undefined when it was never reached. */
  readonly guest: Guest | undefined;
  /** Aborts when the VM has ended: its guest tells nothing any more. */
  readonly vmEnd: AbortSignal;
}

const logsDeadlineMs = 10_000;

/** Collects what tells why a sandbox failed: file name → content, the most telling first. What cannot be had is left out. */
export async function collectEvidence(failed: Failed): Promise<ReadonlyMap<string, string>> {
  const { sandbox, verdict, backend } = failed;
  const logs = await guestLogs(failed);
  return new Map([
    ['verdict.json', JSON.stringify(summary(failed), undefined, 2)],
    [
      'tart.txt',
      await backend.output(sandbox).catch((reason: unknown) => `not to be had: ${String(reason)}`),
    ],
    ['last-lines.txt', verdict.lastLines.join('\n')],
    ...logs,
  ]);
}

/** The guest chooses the names of its files: with a prefix they are never those of ours. */
async function guestLogs({ guest, vmEnd }: Failed): Promise<[file: string, content: string][]> {
  if (guest === undefined || vmEnd.aborted) return [];
  const signal = AbortSignal.any([vmEnd, AbortSignal.timeout(logsDeadlineMs)]);
  const logs = await guest.collectLogs(signal).catch(() => new Map<string, string>());
  return [...logs].map(([name, content]) => [`guest-${name}`, content]);
}

function summary({ sandbox, pool, verdict, phases, startedAt, endedAt }: Failed): Record<string, unknown> {
  const { error, job, result, exitCode } = verdict;
  const reason = error && { code: error.code, message: error.message, remedy: error.remedy };
  const times = { startedAt: new Date(startedAt).toISOString(), endedAt: new Date(endedAt).toISOString() };
  return { sandbox, pool, job, result, exitCode, error: reason, ...times, phases };
}
