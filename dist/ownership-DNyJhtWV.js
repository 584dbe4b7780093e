import { d as object, h as string, s as int } from "./schemas-BCdtrOfe.js";
import { t as SandError } from "./errors-BzRSwK9f.js";
import { o as tryLockFile } from "./poller-D7rWOzu2.js";
import { join } from "node:path";
import { mkdir, readFile, writeFile } from "node:fs/promises";

// src/cli/ownership.ts
/** Who works with a state folder, for whoever comes second. */
const holderSchema = object({
	pid: int(),
	command: string(),
	since: string()
});
/**
* Makes this process the only one of its owner: sandboxes of the owner that it does not know have no process any more.
* Disposing it, or dying, lets the next one in. `OWNER_BUSY` names who holds it.
*/
async function takeOwnership(stateDir, command) {
	await makeStateFolder(stateDir);
	const lock = takeLock(join(stateDir, "owner.lock"), stateDir);
	const note = join(stateDir, "owner.json");
	if (lock === void 0) {
		const holder = await readHolder(note);
		throw new SandError("OWNER_BUSY", `another sand-poller works with ${stateDir}${holder}`);
	}
	const holder = {
		pid: process.pid,
		command,
		since: (/* @__PURE__ */ new Date()).toISOString()
	};
	await writeFile(note, JSON.stringify(holder), { mode: 384 });
	return lock;
}
function takeLock(file, stateDir) {
	try {
		return tryLockFile(file);
	} catch (cause) {
		throw new SandError("CONFIG_INVALID", `host.stateDir: cannot write in ${stateDir}`, {
			cause,
			remedy: "Let the folder belong to the user of sand-poller, or choose another host.stateDir."
		});
	}
}
/** A hint for people; it may be missing, or a moment late. */
async function readHolder(file) {
	try {
		const { pid, command, since } = holderSchema.parse(JSON.parse(await readFile(file, "utf8")));
		return `: process ${String(pid)}, \`sand-poller ${command}\`, since ${since}`;
	} catch {
		return "";
	}
}
async function makeStateFolder(folder) {
	try {
		await mkdir(folder, {
			recursive: true,
			mode: 448
		});
	} catch (cause) {
		throw new SandError("CONFIG_INVALID", `host.stateDir: cannot make the folder ${folder}`, { cause });
	}
}

export { takeOwnership as t };