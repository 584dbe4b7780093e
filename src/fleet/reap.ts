import { withDeadline } from '../clock.ts';
import { asSandError } from '../lifecycle/failure.ts';
import { parseName } from '../naming/name.ts';
import type { ListedVm, SandboxBackend } from '../sandbox/backend.ts';
import type { FleetEvent } from './events.ts';

/** One that hangs must not keep the others, nor the jobs that wait. */
const destroyDeadlineMs = 60_000;

/** What reaping needs. */
export interface ReapWorld {
  readonly backend: SandboxBackend;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly emit: (event: FleetEvent) => void;
  /** Whether a sandbox is in use in this process: then its deadline does not matter. */
  readonly isLive: (sandbox: string) => boolean;
}

/** Names in the list whose deadline has passed: nobody may need them any more, whoever made them (DESIGN.md §4). */
export function expired(names: readonly string[], nowSeconds: number): string[] {
  return names.filter((name) => {
    const parsed = parseName(name);
    return parsed !== undefined && parsed.deadline < nowSeconds;
  });
}

/** Deletes every expired sandbox of the host. A failure is reported and left for the next time; rejects only to stop. */
export async function reap(world: ReapWorld, signal: AbortSignal): Promise<void> {
  const listed = await list(world, signal);
  const names = listed.map(({ name }) => name);
  const doomed = expired(names, world.now() / 1000).filter((name) => !world.isLive(name));
  for (const sandbox of doomed) await destroy(sandbox, world, signal);
}

async function list({ backend, emit }: ReapWorld, signal: AbortSignal): Promise<readonly ListedVm[]> {
  try {
    return await backend.list(signal);
  } catch (reason) {
    signal.throwIfAborted();
    emit({ type: 'reap-skipped', error: asSandError(reason, 'listing the VMs') });
    return [];
  }
}

async function destroy(sandbox: string, { backend, emit }: ReapWorld, signal: AbortSignal): Promise<void> {
  try {
    await backend.destroy(sandbox, withDeadline(signal, destroyDeadlineMs));
    emit({ type: 'reaped', sandbox });
  } catch (reason) {
    signal.throwIfAborted();
    const error = asSandError(reason, `deleting ${sandbox}`, 'DESTROY_INCOMPLETE');
    emit({ type: 'reap-failed', sandbox, error });
  }
}
