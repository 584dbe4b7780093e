import { t as takeFault } from "./faults-Cht-zaNO.js";
import { t as printLine } from "./command-B2nkS0nx.js";
import { i as cachedImages } from "./oci-cache-SYSeIKi3.js";
import { n as formatTable, t as formatJson } from "./output-DKA-DxVh.js";
import { c as stateOf, d as vmDirectory, o as sizesOf, r as localNames } from "./vm-directory-Bb191Lez.js";
import { statSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

// src/sim/tart/commands/list.ts
/** `tart list` (reference/tart.md §2.7): local VMs, then the images in the cache. */
const command = {
	grammar: {
		command: "list",
		operands: [],
		options: {
			source: { value: {
				oneOf: ["local", "oci"],
				invalid: "source"
			} },
			format: { value: { oneOf: ["text", "json"] } },
			quiet: {
				value: "flag",
				short: "q"
			}
		}
	},
	execute: async (args, context) => {
		const hangs = takeFault(context.root, "list-hangs", "");
		if (hangs !== void 0) await setTimeout(hangs.ms ?? 2 ** 31 - 1);
		const source = args.value("source");
		const vms = [...source === "oci" ? [] : localVms(context), ...source === "local" ? [] : cachedVms(context)];
		if (args.has("quiet")) printLine(vms.map(({ name }) => name).join("\n"));
		else if (args.value("format") === "json") printLine(formatJson(vms.map((vm) => jsonRow(vm, context))));
		else printLine(textTable(vms, context));
		return 0;
	}
};
const gigabyte = 1e9;
function localVms({ home }) {
	return localNames(home).map((name) => ({
		source: "local",
		name,
		directory: vmDirectory(home, name)
	}));
}
function cachedVms({ home }) {
	return cachedImages(home).map(({ name, directory }) => ({
		source: "OCI",
		name,
		directory
	}));
}
function jsonRow(vm, context) {
	const row = usualRow(vm, context);
	if (!context.settings.quirks.includes("list-other-keys")) return row;
	const others = {
		Source: "Origin",
		Running: "Active",
		State: "Status"
	};
	return Object.fromEntries(Object.entries(row).map(([key, cell]) => [others[key] ?? key, cell]));
}
function usualRow(vm, context) {
	const { logical, allocated } = sizesOf(vm.directory);
	const state = stateOf(vm.directory);
	return {
		Source: vm.source,
		Name: vm.name,
		Disk: Math.trunc(logical / gigabyte),
		Size: Math.trunc(allocated / gigabyte),
		Running: state === "running",
		State: state,
		...isOldShape(context) ? { SizeOnDisk: Math.trunc(allocated / gigabyte) } : { Accessed: `${accessed(vm).toISOString().slice(0, 19)}Z` }
	};
}
function textTable(vms, context) {
	if (vms.length === 0) return "";
	const fourth = isOldShape(context) ? [] : ["Accessed"];
	const rows = vms.map((vm) => ({
		...usualRow(vm, context),
		Accessed: ago(accessed(vm))
	}));
	return formatTable([
		"Source",
		"Name",
		"Disk",
		"Size",
		...fourth,
		"State"
	], rows);
}
/** Before 2.31.0 there was no time of access. */
function isOldShape({ settings }) {
	return settings.tartVersion === "2.30.0";
}
function accessed({ directory }) {
	return statSync(directory).atime;
}
function ago(time) {
	const format = new Intl.RelativeTimeFormat("en");
	const seconds = Math.round((time.getTime() - Date.now()) / 1e3);
	const { unit, length } = [
		{
			unit: "day",
			length: 86400
		},
		{
			unit: "hour",
			length: 3600
		},
		{
			unit: "minute",
			length: 60
		}
	].find((one) => -seconds >= one.length) ?? {
		unit: "second",
		length: 1
	};
	return format.format(Math.trunc(seconds / length), unit);
}

export { command };