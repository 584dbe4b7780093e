import { t as takeFault } from "./faults-Cht-zaNO.js";
import { n as uint16, r as uint64 } from "./arguments-BfInvWcm.js";
import { a as readConfig, i as randomMac, o as writeConfig, r as randomEcid } from "./config-BYdKnZOk.js";
import { i as runtimeFailure, n as UsageFailure, r as foreignFailure } from "./failure-3c0UNveq.js";
import { i as openVm } from "./vm-directory-Bb191Lez.js";
import { constants, copyFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";

// src/sim/tart/commands/set.ts
const mebibyte = 2 ** 20;
const displayPattern = /^(?<width>\d+)x(?<height>\d+)(?<unit>pt|px)?$/;
/** `tart set` (reference/tart.md §2.9): no lock, no check that the VM is stopped. */
const command = {
	grammar: {
		command: "set",
		operands: ["name"],
		options: {
			cpu: { value: uint16 },
			memory: { value: uint64 },
			display: { value: "text" },
			"display-refit": { value: "flag" },
			"no-display-refit": { value: "flag" },
			"random-mac": { value: "flag" },
			"random-serial": { value: "flag" },
			disk: { value: "text" },
			"disk-size": { value: uint16 }
		}
	},
	execute: (args, { home, root, settings }) => {
		const name = args.operand(0);
		const directory = openVm(home, name);
		if (takeFault(root, "set-fails", name) !== void 0) throw foreignFailure(`You don’t have permission to save the file “config.json” in the folder “${name}”.`);
		writeConfig(directory, changed(readConfig(directory), args), settings.quirks);
		const image = join(directory, "disk.img");
		const disk = args.value("disk");
		if (disk !== void 0) copyFileSync(disk, image, constants.COPYFILE_FICLONE);
		const gigabytes = args.value("disk-size");
		if (gigabytes !== void 0) grow(image, Number(gigabytes) * 1e9);
		return 0;
	}
};
function changed({ displayRefit: _forgotten, ...config }, args) {
	const refit = refitOf(args);
	return {
		...config,
		cpuCount: cpuOf(config, args),
		memorySize: memoryOf(config, args),
		display: displayOf(config, args),
		...refit === void 0 ? {} : { displayRefit: refit },
		...args.has("random-mac") ? { macAddress: randomMac() } : {},
		...args.has("random-serial") && config.os === "darwin" ? { ecid: randomEcid() } : {}
	};
}
function cpuOf(config, args) {
	const wanted = args.value("cpu");
	if (wanted === void 0) return config.cpuCount;
	if (Number(wanted) >= config.cpuCountMin) return Number(wanted);
	throw tooLittle(`${config.cpuCountMin} CPU cores at minimum (requested ${wanted})`);
}
function memoryOf(config, args) {
	const wanted = args.value("memory");
	if (wanted === void 0) return config.memorySize;
	const bytes = Number(wanted) * mebibyte;
	if (bytes >= config.memorySizeMin) return bytes;
	throw tooLittle(`${config.memorySizeMin} bytes of memory at minimum (requested ${bytes})`);
}
function tooLittle(text) {
	return foreignFailure(`LessThanMinimalResourcesError: VM should have ${text}`);
}
function displayOf(config, args) {
	const wanted = args.value("display");
	if (wanted === void 0) return config.display;
	const { width, height, unit } = displayPattern.exec(wanted)?.groups ?? {};
	if (width === void 0 || height === void 0) throw new UsageFailure(`The value '${wanted}' is invalid for '--display <display>'`);
	const size = {
		width: Number(width),
		height: Number(height)
	};
	return unit === void 0 ? size : {
		...size,
		unit: unit === "pt" ? "pt" : "px"
	};
}
function refitOf(args) {
	if (args.has("display-refit")) return true;
	return args.has("no-display-refit") ? false : void 0;
}
function grow(image, bytes) {
	const present = statSync(image).size;
	if (bytes < present) throw runtimeFailure(`new disk size of ${bytes / 1e9} GB should be larger than the current disk size of ${present / 1e9} GB`);
	truncateSync(image, bytes);
}

export { command };