import { i as readSettings } from "./settings-BZ7pR48r.js";
import { i as errnoOf } from "./lock-2Ygggebe.js";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// src/sim/tart/mac/faults.ts
/** Takes one of the faults that are waiting for this VM, or undefined. No two processes get the same one. */
function takeFault(root, name, vm) {
	const { faults, faultsId } = readSettings(root);
	return faults.find((fault, index) => {
		if (fault.name !== name || !matches(vm, fault.vm ?? "*")) return false;
		return fault.times === void 0 || takeToken(join(root, "faults"), `${faultsId}-${index}`, fault.times);
	});
}
/** Takes one fault of each of these names, as far as any is waiting for this VM. */
function takeFaults(root, names, vm) {
	const taken = names.map((name) => takeFault(root, name, vm)).filter((fault) => fault !== void 0);
	return Object.fromEntries(taken.map((fault) => [fault.name, fault]));
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

export { takeFaults as n, takeFault as t };