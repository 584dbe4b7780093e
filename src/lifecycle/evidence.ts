import type { SandboxBackend } from '../sandbox/backend.ts';
import type { Guest } from './needs.ts';
import type { PhaseTimes } from './phases.ts';
import type { RunnerVerdict } from './verdict.ts';

/** A sandbox that failed, and what can still tell why. */
export interface Failed {
  readonly sandbox: string;
  readonly verdict: RunnerVerdict;
  readonly phases: PhaseTimes;
  readonly backend: SandboxBackend;
  /** Undefined when it was never reached. */
  readonly guest: Guest | undefined;
  /** Aborts when the VM has ended: its guest tells nothing any more. */
  readonly vmEnd: AbortSignal;
}

const logsDeadlineMs = 10_000;

/** Collects what tells why a sandbox failed: file name → content. What cannot be had is left out. */
export async function collectEvidence(failed: Failed): Promise<ReadonlyMap<string, string>> {
  const { sandbox, verdict, backend } = failed;
  return new Map([
    ...(await guestLogs(failed)),
    [
      'tart.txt',
      await backend.output(sandbox).catch((reason: unknown) => `not to be had: ${String(reason)}`),
    ],
    ['last-lines.txt', verdict.lastLines.join('\n')],
    ['verdict.json', JSON.stringify(summary(failed), undefined, 2)],
  ]);
}

async function guestLogs({ guest, vmEnd }: Failed): Promise<ReadonlyMap<string, string>> {
  if (guest === undefined || vmEnd.aborted) return new Map();
  const signal = AbortSignal.any([vmEnd, AbortSignal.timeout(logsDeadlineMs)]);
  return await guest.collectLogs(signal).catch(() => new Map<string, string>());
}

function summary({ sandbox, verdict, phases }: Failed): Record<string, unknown> {
  const { error, job, result, exitCode } = verdict;
  const reason = error && { code: error.code, message: error.message, remedy: error.remedy };
  return { sandbox, job, result, exitCode, error: reason, phases };
}
