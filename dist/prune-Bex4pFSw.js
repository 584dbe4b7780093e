import { r as uint64 } from "./arguments-BfInvWcm.js";
import { n as UsageFailure } from "./failure-3c0UNveq.js";
import { n as cachedDigests } from "./oci-cache-SYSeIKi3.js";
import { n as prunable } from "./prune-BDuzDF4f.js";
import { d as vmDirectory, n as isRunning, r as localNames } from "./vm-directory-Bb191Lez.js";
import { rmSync } from "node:fs";

// src/sim/tart/commands/prune.ts
/** `tart prune` (reference/tart.md §2.13): with `vms`, all local VMs that do not run are in danger. Prints nothing. */
const command = {
	grammar: {
		command: "prune",
		operands: [],
		options: {
			entries: { value: { oneOf: ["caches", "vms"] } },
			"older-than": { value: uint64 },
			"space-budget": { value: uint64 },
			"cache-budget": {
				value: uint64,
				hidden: true
			},
			gc: {
				value: "flag",
				hidden: true
			}
		}
	},
	validate: (args) => {
		if (![
			"older-than",
			"space-budget",
			"cache-budget",
			"gc"
		].some((name) => args.has(name))) throw new UsageFailure("at least one pruning criteria must be specified");
	},
	execute: (args, { home }) => {
		const days = args.value("older-than");
		const gibibytes = args.value("space-budget") ?? args.value("cache-budget");
		const entries = args.value("entries") === "vms" ? localNames(home).map((name) => vmDirectory(home, name)).filter((directory) => !isRunning(directory)) : cachedDigests(home);
		const doomed = prunable(entries, {
			olderThanDays: days === void 0 ? void 0 : Number(days),
			budget: gibibytes === void 0 ? void 0 : Number(gibibytes) * 2 ** 30
		});
		for (const directory of doomed) rmSync(directory, {
			recursive: true,
			force: true
		});
		return 0;
	}
};

export { command };