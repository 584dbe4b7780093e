import { SandError } from '../errors.ts';
import type { Stops } from '../lifecycle/serve.ts';

/** The stops of a command, and whether one was asked for. */
export interface SignalStops extends Stops, Disposable {
  readonly asked: () => boolean;
  /** Asks for one, as a signal does. */
  readonly ask: (way: keyof Stops, by: string) => void;
}

/** SIGHUP comes when a terminal or an SSH connection goes away. */
const stopSignals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Turns signals into stops: `end` ends the VMs and their jobs, `leave` leaves running jobs alone
 * (DESIGN.md §7). A second signal changes nothing: the clean-up is already under way.
 */
export function stopsOnSignal(
  way: keyof Stops,
  onStop: (by: string, way: keyof Stops) => void,
  signals = stopSignals,
): SignalStops {
  const controllers = { end: new AbortController(), leave: new AbortController() };
  const ask = (which: keyof Stops, by: string) => {
    if (controllers[which].signal.aborted) return;
    onStop(by, which);
    controllers[which].abort(new SandError('INTERRUPTED', `the command was stopped by ${by}`));
  };
  const stop = (name: NodeJS.Signals) => ask(way, name);
  for (const name of signals) process.on(name, stop);
  return {
    end: controllers.end.signal,
    leave: controllers.leave.signal,
    asked: () => controllers.end.signal.aborted || controllers.leave.signal.aborted,
    ask,
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, stop);
    },
  };
}
