import { n as uint16 } from "./arguments-BfInvWcm.js";
import { t as printLine } from "./command-B2nkS0nx.js";
import { n as newConfig, o as writeConfig } from "./config-BYdKnZOk.js";
import { n as UsageFailure } from "./failure-3c0UNveq.js";
import { d as vmDirectory } from "./vm-directory-Bb191Lez.js";
import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// src/sim/tart/commands/create.ts
/** `tart create` (reference/tart.md §2.10): an empty disk; nothing on it ever answers. */
const command = {
	grammar: {
		command: "create",
		operands: ["name"],
		options: {
			"from-ipsw": { value: "text" },
			linux: { value: "flag" },
			"disk-size": { value: uint16 },
			"disk-format": { value: { oneOf: ["raw", "asif"] } }
		}
	},
	validate: (args) => {
		if (args.has("linux") || args.has("from-ipsw")) return;
		throw new UsageFailure("Please specify either a --from-ipsw or --linux option!");
	},
	execute: (args, { home, settings: { quirks } }) => {
		const ipsw = args.value("from-ipsw");
		if (ipsw !== void 0) printInstallation(ipsw);
		const directory = vmDirectory(home, args.operand(0));
		rmSync(directory, {
			recursive: true,
			force: true
		});
		writeEmptyVm(directory, {
			os: ipsw === void 0 ? "linux" : "darwin",
			diskGb: Number(args.value("disk-size") ?? 50),
			quirks
		});
		return 0;
	}
};
/** Makes the directory of a VM with an empty disk of so many decimal gigabytes. */
function writeEmptyVm(directory, { os, diskGb, quirks }) {
	mkdirSync(directory, { recursive: true });
	writeFileSync(join(directory, "nvram.bin"), "");
	writeFileSync(join(directory, "disk.img"), "");
	truncateSync(join(directory, "disk.img"), diskGb * 1e9);
	writeConfig(directory, newConfig(os), quirks);
}
function printInstallation(ipsw) {
	const file = "UniversalMac_26.1_25B78_Restore.ipsw";
	if (ipsw === "latest") printLine("Looking up the latest supported IPSW...");
	for (const line of [
		`Fetching ${file}...`,
		"0%",
		"100%",
		"Installing OS...",
		"0%",
		"100%"
	]) printLine(line);
}

export { writeEmptyVm as n, command as t };