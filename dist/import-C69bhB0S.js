import { t as printLine } from "./command-B2nkS0nx.js";
import { a as readConfig, i as randomMac, o as writeConfig, t as macAddressOf } from "./config-BYdKnZOk.js";
import { n as copyVmFiles } from "./copy-DdXQo5S3.js";
import { i as runtimeFailure, n as UsageFailure } from "./failure-3c0UNveq.js";
import { i as moveIntoPlace, n as lockHome, r as makeLocked } from "./home-CDQzHGh7.js";
import { d as vmDirectory, r as localNames, t as isComplete } from "./vm-directory-Bb191Lez.js";
import { join } from "node:path";
import { randomUUID } from "node:crypto";

// src/sim/tart/commands/import.ts
/** `tart import` (reference/tart.md §2.14): overwrites silently; a new MAC address when a local VM has the archive's. */
const command = {
	grammar: {
		command: "import",
		operands: ["path", "name"],
		options: {}
	},
	validate: (args) => {
		if (args.operand(1).includes("/")) throw new UsageFailure("<name> should be a local name");
	},
	execute: async (args, { home, settings }) => {
		const archive = args.operand(0);
		printLine("importing...");
		if (!isComplete(archive)) throw runtimeFailure(`VM import failed: ${archive} is no archive of a VM`);
		const folder = join(home.tmp, randomUUID().toUpperCase());
		const temporary = makeLocked(folder);
		const global = await lockHome(home);
		const config = readConfig(archive);
		const taken = localNames(home).some((name) => macAddressOf(vmDirectory(home, name)) === config.macAddress);
		writeConfig(folder, taken ? {
			...config,
			macAddress: randomMac()
		} : config, settings.quirks);
		copyVmFiles(archive, folder);
		moveIntoPlace(folder, temporary, vmDirectory(home, args.operand(1)));
		global.release();
		return 0;
	}
};

export { command };