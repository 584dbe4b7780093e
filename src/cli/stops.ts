import { SandError } from '../errors.ts';
import type { Stops } from '../lifecycle/serve.ts';

/** The stops of a command, and whether one was asked for. */
export interface SignalStops extends Stops, Disposable {
  readonly asked: () => boolean;
}

/** SIGHUP comes when a terminal or an SSH connection goes away. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns signals into stops: `end` ends the VMs and their jobs, `leave` leaves running jobs alone
 * (DESIGN.md §7). A second signal changes nothing: the clean-up is already under way.
 */
export function stopsOnSignal(way: keyof Stops, onStop: (signal: string) => void): SignalStops {
  const controllers = { end: new AbortController(), leave: new AbortController() };
  const stop = (name: NodeJS.Signals) => {
    if (controllers[way].signal.aborted) return;
    onStop(name);
    controllers[way].abort(new SandError('INTERRUPTED', `the command was stopped by ${name}`));
  };
  for (const name of stopSignals) process.on(name, stop);
  return {
    end: controllers.end.signal,
    leave: controllers.leave.signal,
    asked: () => controllers[way].signal.aborted,
    [Symbol.dispose]() {
      for (const name of stopSignals) process.off(name, stop);
    },
  };
}
