import { t as errnoOf } from "./thrown-B-CsZZv5.js";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";

// src/sim/tart/mac/settings.ts
const defaults = {
	tartVersion: "2.35.0",
	cloneMs: 0,
	bootMs: 100,
	sshMs: 50,
	agentMs: 100,
	stopMs: 20,
	vmLimit: 2,
	slotReleaseMs: 0,
	pullMs: 50,
	leaseSeconds: 600,
	guestPort: 2222,
	guestUser: "admin",
	guestPassword: "admin",
	faults: [],
	faultsId: "none"
};
/** The folder of the simulation this process belongs to: the shims put it into the environment. */
function simulationRoot() {
	const root = process.env["SAND_SIM_ROOT"];
	if (root === void 0) throw new Error("SAND_SIM_ROOT is not set: start the program of the simulation by its shim");
	return root;
}
/** Reads the settings; what the file does not name has its default. */
function readSettings(root) {
	const written = JSON.parse(readFileSync(settingsFile(root), "utf8"));
	return {
		...defaults,
		...written
	};
}
/** Writes settings over the present ones; a reader sees the old file or the new one. */
function writeSettings(root, changes) {
	const fresh = changes.faults === void 0 ? {} : { faultsId: randomUUID() };
	const settings = {
		...presentSettings(root),
		...changes,
		...fresh
	};
	const draft = `${settingsFile(root)}.${randomUUID()}`;
	writeFileSync(draft, JSON.stringify(settings, void 0, 2));
	renameSync(draft, settingsFile(root));
}
/** Takes one of the faults that are waiting for this VM, or undefined. No two processes get the same one. */
function takeFault(root, name, vm) {
	const { faults, faultsId } = readSettings(root);
	return faults.find((fault, index) => {
		if (fault.name !== name || !matches(vm, fault.vm ?? "*")) return false;
		return fault.times === void 0 || takeToken(join(root, "faults"), `${faultsId}-${index}`, fault.times);
	});
}
function presentSettings(root) {
	try {
		return readSettings(root);
	} catch {
		return defaults;
	}
}
function settingsFile(root) {
	return join(root, "settings.json");
}
function matches(name, glob) {
	const pattern = glob.split("*").map((part) => RegExp.escape(part)).join(".*");
	return new RegExp(`^${pattern}$`, "s").test(name);
}
/** A token is a file that only one process can make. */
function takeToken(folder, prefix, times) {
	mkdirSync(folder, { recursive: true });
	for (let used = 0; used < times; used += 1) try {
		writeFileSync(join(folder, `${prefix}-${used}`), "", { flag: "wx" });
		return true;
	} catch (error) {
		if (errnoOf(error) !== "EEXIST") throw error;
	}
	return false;
}

export { writeSettings as i, simulationRoot as n, takeFault as r, readSettings as t };