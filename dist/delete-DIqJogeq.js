import { o as vmIsRunning } from "./failure-B-N9unkQ.js";
import { o as removeCached } from "./oci-cache-8mV74W2k.js";
import { n as parseRemoteName } from "./remote-name-ytGLJnpS.js";
import { i as openVm, l as tryLockVm } from "./vm-directory-B9YJyIz1.js";
import { rmSync } from "node:fs";

// src/sim/tart/commands/delete.ts
/** `tart delete` (reference/tart.md §2.6): in order, stopping at the first failure. */
const command = {
	grammar: {
		command: "delete",
		operands: ["name"],
		repeated: true,
		options: {}
	},
	execute: (args, context) => {
		for (const name of args.operands) remove(name, context);
		return 0;
	}
};
function remove(name, { home }) {
	const remote = parseRemoteName(name);
	if (remote !== void 0) return removeCached(home, remote);
	const directory = openVm(home, name);
	const lock = tryLockVm(directory);
	if (lock === void 0) throw vmIsRunning(name);
	rmSync(directory, {
		recursive: true,
		force: true
	});
	lock.release();
}

export { command };