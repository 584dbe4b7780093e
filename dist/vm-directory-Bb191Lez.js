import { n as readImageFacts } from "./image-facts-BGQrIMOH.js";
import { i as errnoOf, r as tryLock, t as isLocked } from "./lock-2Ygggebe.js";
import { a as vmDoesNotExist, i as runtimeFailure } from "./failure-3c0UNveq.js";
import { existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// src/sim/tart/vm-directory.ts
/** The file that makes a VM suspended. */
const snapshotFile = "state.vzvmsave";
const files = [
	"config.json",
	"disk.img",
	"nvram.bin"
];
/** The directory of a local VM; the name is not checked, as in Tart. */
function vmDirectory(home, name) {
	return join(home.vms, name);
}
/** The directory of a local VM that exists. Opening counts as access. */
function openVm(home, name) {
	const directory = vmDirectory(home, name);
	if (!existsSync(join(directory, "config.json"))) throw vmDoesNotExist(name);
	if (!isComplete(directory)) throw runtimeFailure("VM is missing some of its files (config.json, disk.img or nvram.bin)");
	touch(directory);
	return directory;
}
/** Notes an access to a VM or an image: pruning begins with those that were not accessed for long. */
function touch(directory) {
	utimesSync(directory, /* @__PURE__ */ new Date(), statSync(directory).mtime);
}
/** Whether all three files are there: others are never listed. */
function isComplete(directory) {
	return files.every((file) => existsSync(join(directory, file)));
}
/** Names of the local VMs, sorted. */
function localNames(home) {
	return readdirSync(home.vms).filter((name) => isComplete(vmDirectory(home, name))).toSorted();
}
/** Whether a process runs this VM: its lock is held (an fcntl lock on config.json in Tart). */
function isRunning(directory) {
	return ownerOf(directory) !== void 0;
}
/** The state of the VM in this directory. */
function stateOf(directory) {
	if (isRunning(directory)) return "running";
	return existsSync(join(directory, "state.vzvmsave")) ? "suspended" : "stopped";
}
/** Takes the VM for this process until it ends; undefined when another one has it. */
function tryLockVm(directory) {
	const lock = tryLock(lockFile(directory));
	if (lock !== void 0) writeFileSync(ownerFile(directory), String(process.pid));
	return lock;
}
/**
* The process that runs the VM; undefined when it is not running. The lock alone does not tell: it seems taken for a
* moment when somebody fails to take it.
*/
function ownerOf(directory) {
	if (!isLocked(lockFile(directory))) return void 0;
	const owner = lastOwner(directory);
	return owner > 0 && isAlive(owner) ? owner : void 0;
}
/** Sizes of a VM in bytes: what its disk could hold, and what APFS says it takes. */
function sizesOf(directory) {
	const stats = files.map((file) => statSync(join(directory, file)));
	return {
		logical: stats.reduce((sum, { size }) => sum + size, 0),
		allocated: stats.reduce((sum, { blocks }) => sum + blocks * 512, 0) + readImageFacts(directory).allocatedBytes
	};
}
function lockFile(directory) {
	return join(directory, ".vm.sim-lock");
}
function lastOwner(directory) {
	try {
		return Number(readFileSync(ownerFile(directory), "utf8"));
	} catch (error) {
		if (errnoOf(error) === "ENOENT") return 0;
		throw error;
	}
}
function isAlive(pid) {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return errnoOf(error) !== "ESRCH";
	}
}
/** Trusted only while the lock is held. */
function ownerFile(directory) {
	return join(directory, ".vm.sim-owner");
}

export { ownerOf as a, stateOf as c, vmDirectory as d, openVm as i, touch as l, isRunning as n, sizesOf as o, localNames as r, snapshotFile as s, isComplete as t, tryLockVm as u };