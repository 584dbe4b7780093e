import { t as kill } from "./processes-DuZ5hmpe.js";
import { r as uint64 } from "./arguments-BfInvWcm.js";
import { i as runtimeFailure, s as vmNotRunning } from "./failure-3c0UNveq.js";
import { a as ownerOf, i as openVm, n as isRunning, s as snapshotFile } from "./vm-directory-Bb191Lez.js";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

// src/sim/tart/commands/stop.ts
const pollMs = 100;
/** `tart stop` (reference/tart.md §2.5): SIGINT to its `tart run`, and SIGKILL after the timeout, without waiting. */
const command = {
	grammar: {
		command: "stop",
		operands: ["name"],
		options: { timeout: {
			value: uint64,
			short: "t"
		} }
	},
	execute: async (args, { home }) => {
		const name = args.operand(0);
		const directory = openVm(home, name);
		const snapshot = join(directory, snapshotFile);
		if (!isRunning(directory)) {
			if (!existsSync(snapshot)) throw vmNotRunning(name);
			rmSync(snapshot);
			return 0;
		}
		await stop(name, directory, Number(args.value("timeout") ?? 30) * 1e3);
		return 0;
	}
};
async function stop(name, directory, timeoutMs) {
	const owner = await waitForOwner(directory);
	if (owner === void 0) return;
	signal(name, owner, "SIGINT");
	for (let waited = 0; waited < timeoutMs; waited += pollMs) {
		await setTimeout(pollMs);
		if (!isRunning(directory)) return;
	}
	signal(name, owner, "SIGKILL");
}
/** The owner's number stands in its file a moment after its lock. */
async function waitForOwner(directory) {
	while (isRunning(directory)) {
		const owner = ownerOf(directory);
		if (owner !== void 0 && kill(owner, 0)) return owner;
		await setTimeout(1);
	}
}
function signal(name, pid, how) {
	if (kill(pid, how)) return;
	throw runtimeFailure(`failed to forcefully terminate the VM "${name}": No such process`);
}

export { command };