import { o as vmIsRunning } from "./failure-3c0UNveq.js";
import { s as removeCached } from "./oci-cache-SYSeIKi3.js";
import { n as parseRemoteName } from "./remote-name-ytGLJnpS.js";
import { i as openVm, u as tryLockVm } from "./vm-directory-Bb191Lez.js";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";

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
function remove(name, { home, root, settings }) {
	const remote = parseRemoteName(name);
	if (remote !== void 0) return removeCached(home, remote);
	const directory = openVm(home, name);
	const lock = tryLockVm(directory);
	if (lock === void 0) throw vmIsRunning(name);
	if (settings.quirks.includes("space-returns-late")) removeLate(directory, root);
	else rmSync(directory, {
		recursive: true,
		force: true
	});
	lock.release();
}
const freedAfterSeconds = 3;
/** The VM is gone, its blocks are not yet. What frees them is the file system, no process of this Mac: it is not marked. */
function removeLate(directory, root) {
	const freed = join(root, "freed");
	mkdirSync(freed, { recursive: true });
	const name = randomUUID();
	renameSync(directory, join(freed, name));
	spawn("/bin/sh", ["-c", `sleep ${freedAfterSeconds}; rm -rf ${name}`], {
		cwd: freed,
		detached: true,
		stdio: "ignore",
		env: { PATH: "/usr/bin:/bin" }
	}).unref();
}

export { command };