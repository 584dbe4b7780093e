import { t as kill } from "./processes-DuZ5hmpe.js";
import { s as vmNotRunning } from "./failure-3c0UNveq.js";
import { a as ownerOf, i as openVm } from "./vm-directory-Bb191Lez.js";

// src/sim/tart/commands/suspend.ts
/** `tart suspend` (reference/tart.md §2.14): SIGUSR1 to its `tart run`; returns at once, whatever becomes of it. */
const command = {
	grammar: {
		command: "suspend",
		operands: ["name"],
		options: {}
	},
	execute: (args, { home }) => {
		const name = args.operand(0);
		const owner = ownerOf(openVm(home, name));
		if (owner === void 0 || !kill(owner, "SIGUSR1")) throw vmNotRunning(vmNotRunning(name).message);
		return 0;
	}
};

export { command };