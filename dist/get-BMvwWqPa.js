import { t as printLine } from "./command-B2nkS0nx.js";
import { a as readConfig } from "./config-BYdKnZOk.js";
import { n as formatTable, t as formatJson } from "./output-DKA-DxVh.js";
import { c as stateOf, i as openVm, o as sizesOf } from "./vm-directory-Bb191Lez.js";

// src/sim/tart/commands/get.ts
const header = [
	"OS",
	"CPU",
	"Memory",
	"Disk",
	"DiskFormat",
	"Size",
	"Display",
	"State"
];
/** `tart get` (reference/tart.md §2.8): local VMs only; `Size` is a string here. */
const command = {
	grammar: {
		command: "get",
		operands: ["name"],
		options: { format: { value: { oneOf: ["text", "json"] } } }
	},
	execute: (args, { home }) => {
		const directory = openVm(home, args.operand(0));
		const config = readConfig(directory);
		const { logical, allocated } = sizesOf(directory);
		const state = stateOf(directory);
		const { width, height, unit = "" } = config.display;
		const row = {
			OS: config.os,
			CPU: config.cpuCount,
			Memory: Math.trunc(config.memorySize / 2 ** 20),
			Disk: Math.trunc(logical / 1e9),
			DiskFormat: config.diskFormat,
			Size: (allocated / 1e9).toFixed(3),
			Display: `${width}x${height}${unit}`,
			Running: state === "running",
			State: state
		};
		printLine(args.value("format") === "json" ? formatJson(row) : formatTable(header, [row]));
		return 0;
	}
};

export { command };