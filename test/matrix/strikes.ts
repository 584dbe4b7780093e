import { eventually } from '../eventually.ts';
import type { SimulatedWorld } from '../../src/sim/world.ts';

/** Processes of a sandbox, and how they are recognised. */
const processes = {
  vm: /sim.vm/,
  'tart run': /sim.tart.* run sand-/,
  runner: /Runner\.Listener|sim.runner/,
  wrapper: /^\/bin\/sh -c .*tart\.out/s,
};

type Victim = keyof typeof processes;

/** Kills a process as soon as it, and whatever it is to bring forth, is there. */
export function kill(victim: Victim, signal: NodeJS.Signals = 'SIGKILL', child: Victim = victim) {
  return async ({ host }: SimulatedWorld): Promise<void> => {
    const find = async (wanted: Victim) => {
      const first = (await host.processes()).find(({ command }) => processes[wanted].test(command));
      if (first === undefined) throw new Error(`no ${wanted} is there`);
      return first;
    };
    await eventually(async () => find(child));
    process.kill((await find(victim)).pid, signal);
  };
}
