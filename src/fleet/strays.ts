import type { Clock } from '../clock.ts';
import type { Registrations } from '../lifecycle/needs.ts';
import type { SandboxBackend } from '../sandbox/backend.ts';

/** A registration whose VM is gone stays busy until its lease ends (reference/github-runners.md §1.3): about ten minutes. */
const registrationTries = 15;
/** A VM that could not be deleted takes a slot: the next tries come soon. Milliseconds. */
const destroyPausesMs = [1000, 2000, 4000, 8000, 15_000];
const destroyDeadlineMs = 60_000;

/** Asks GitHub again and again to remove a registration; false when it never did: it drops it after a day itself. */
export async function removeStray(
  name: string,
  world: { registrations: Registrations; clock: Clock; retryMs: number },
  signal: AbortSignal,
): Promise<boolean> {
  for (let tried = 0; tried < registrationTries; tried += 1) {
    if (tried > 0) await world.clock.sleep(world.retryMs, signal);
    const outcome = await world.registrations.remove(name, signal).catch(() => 'busy' as const);
    if (outcome !== 'busy') return true;
  }
  return false;
}

/** Tries again to delete a VM; false when it is still there: then it is the reaper's. Not even an interrupt stops it. */
export async function destroyAgain(
  name: string,
  world: { backend: SandboxBackend; clock: Clock },
): Promise<boolean> {
  const never = new AbortController().signal;
  for (const pauseMs of destroyPausesMs) {
    await world.clock.sleep(pauseMs, never);
    const bounded = AbortSignal.timeout(destroyDeadlineMs);
    const gone = await world.backend.destroy(name, bounded).then(
      () => true,
      () => false,
    );
    if (gone) return true;
  }
  return false;
}
