import * as fc from 'fast-check';
import type { SimulatedHost } from '../../src/sim/host.ts';

/** What can die under the poller. */
export type Victim = 'guest' | 'tart run' | 'runner' | 'wrapper';

/** How its process is recognised. */
const commands: Readonly<Record<Victim, RegExp>> = {
  guest: /sim.vm/,
  'tart run': /sim.tart.* tart run sand-/,
  runner: /Runner\.Listener|sim.runner/,
  wrapper: /^\/bin\/sh -c .*tart\.out/s,
};

/** A moment in the life of a job, and what is killed then. */
export const kill = fc.record({
  afterMs: fc.integer({ min: 0, max: 1200 }),
  victim: fc.constantFrom<Victim>('guest', 'tart run', 'runner', 'wrapper'),
  /** Which of several. */
  which: fc.nat(),
});

/** Kills one process of that kind with SIGKILL; false when there was none. */
export async function killOne(host: SimulatedHost, victim: Victim, which: number): Promise<boolean> {
  const found = (await host.processes()).filter(({ command }) => commands[victim].test(command));
  const chosen = found[which % found.length];
  if (chosen === undefined) return false;
  try {
    process.kill(chosen.pid, 'SIGKILL');
    return true;
  } catch {
    return false; // it was quicker
  }
}
