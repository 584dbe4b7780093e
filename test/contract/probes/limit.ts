import { wallClock } from '../../../src/clock.ts';
import { codeOf, type ErrorCode } from '../../../src/errors.ts';
import { RunFiles } from '../../../src/sandbox/tart/run-files.ts';
import { endOfRun } from '../../../src/sandbox/tart/run.ts';
import { describe } from './finding.ts';
import type { Lab } from './lab.ts';
import { settlesWithin } from './settles-within.ts';

/** What became of one VM more than the kernel runs. */
export interface LimitSeen {
  /** `late`: it looked started, and then it was refused. */
  readonly outcome: 'refused' | 'late' | 'runs';
  readonly code: ErrorCode | undefined;
  readonly said: string;
}

/** More than any Mac runs at once. */
const moreThanAny = 9;
const mostStarts = 3;

/** Starts VMs until one is refused, without counting slots before, and deletes them. */
export async function meetLimit(lab: Lab, signal: AbortSignal): Promise<LimitSeen> {
  await lab.running();
  try {
    return await startMore(lab, signal);
  } finally {
    for (const name of await lab.spareClones()) await lab.backend().destroy(name, signal);
  }
}

async function startMore(lab: Lab, signal: AbortSignal): Promise<LimitSeen> {
  const backend = lab.backend({ slots: moreThanAny, slotPatienceMs: 0 });
  for (let number = 1; number <= mostStarts; number += 1) {
    const request = await lab.clone(number);
    if ((await backend.list(signal)).some(({ name, running }) => name === request.name && running)) continue;
    try {
      await backend.start(request, signal);
    } catch (error) {
      signal.throwIfAborted();
      return { outcome: 'refused', code: codeOf(error), said: describe(error) };
    }
    const files = new RunFiles(lab.stateDir, request.name);
    const ended = await settlesWithin(lab.options.pace.quietMs, (limit) =>
      files.ended(wallClock, AbortSignal.any([signal, limit])),
    );
    if (ended === undefined) continue;
    const error = endOfRun(request.name, ended.value);
    return { outcome: 'late', code: error.code, said: error.message };
  }
  return { outcome: 'runs', code: undefined, said: `${String(mostStarts)} more VMs were started` };
}
