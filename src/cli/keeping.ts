import type { World } from '../lifecycle/needs.ts';
import type { AppEvent } from '../observe/describe.ts';
import { EvidenceStore } from '../observe/evidence.ts';
import { RunnerLogs } from '../observe/runner-logs.ts';
import type { Secret } from '../secret.ts';

/** What a poller keeps for `sand-poller logs` (docs/evidence.md). */
export interface Keeping extends Pick<World, 'keepEvidence'> {
  /** Notes an event, then passes it on. */
  readonly emit: (event: AppEvent) => void;
}

/** Begins to keep logs and evidence in `stateDir`, and drops what is old there. `secrets` are removed from all of it. */
export async function keepIn(
  stateDir: string,
  secrets: readonly Secret[],
  emit: (event: AppEvent) => void,
): Promise<Keeping> {
  const onProblem: ConstructorParameters<typeof RunnerLogs>[0]['onProblem'] = (sandbox, error) =>
    emit({ type: 'evidence-failed', sandbox, error });
  const logs = new RunnerLogs({ stateDir, secrets, onProblem });
  const evidence = new EvidenceStore(stateDir, secrets);
  await Promise.all([logs.dropOld(), evidence.dropOld()]).catch((error: unknown) =>
    emit({ type: 'warning', text: `cannot drop old logs and evidence: ${String(error)}` }),
  );
  return {
    keepEvidence: async (...given) => await evidence.keep(...given),
    // First the file, so that whoever sees the end of a sandbox finds what is kept of it.
    emit(event) {
      logs.see(event);
      emit(event);
    },
  };
}
