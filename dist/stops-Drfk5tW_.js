import { t as SandError } from "./errors-BzRSwK9f.js";

// src/cli/stops.ts
/** SIGHUP comes when a terminal or an SSH connection goes away. */
const stopSignals = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
/**
* Turns signals into stops: `end` ends the VMs and their jobs, `leave` leaves running jobs alone
* (DESIGN.md §7). A second signal changes nothing: the clean-up is already under way.
*/
function stopsOnSignal(way, onStop, signals = stopSignals) {
	const controllers = {
		end: new AbortController(),
		leave: new AbortController()
	};
	const ask = (which, by) => {
		if (controllers[which].signal.aborted) return;
		onStop(by, which);
		controllers[which].abort(new SandError("INTERRUPTED", `the command was stopped by ${by}`));
	};
	const stop = (name) => ask(way, name);
	for (const name of signals) process.on(name, stop);
	return {
		end: controllers.end.signal,
		leave: controllers.leave.signal,
		asked: () => controllers.end.signal.aborted || controllers.leave.signal.aborted,
		ask,
		[Symbol.dispose]() {
			for (const name of signals) process.off(name, stop);
		}
	};
}

export { stopsOnSignal as t };