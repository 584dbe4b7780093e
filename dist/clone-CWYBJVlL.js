import { t as takeFault } from "./faults-Cht-zaNO.js";
import { r as uint64 } from "./arguments-BfInvWcm.js";
import { a as readConfig, i as randomMac, o as writeConfig, t as macAddressOf } from "./config-BYdKnZOk.js";
import { n as copyVmFiles } from "./copy-DdXQo5S3.js";
import { n as UsageFailure, o as vmIsRunning, r as foreignFailure } from "./failure-3c0UNveq.js";
import { i as moveIntoPlace, n as lockHome, r as makeLocked } from "./home-CDQzHGh7.js";
import { r as cachedImage } from "./oci-cache-SYSeIKi3.js";
import { t as makeRoom } from "./prune-BDuzDF4f.js";
import { t as pullImage } from "./pull-BInU9BSR.js";
import { n as parseRemoteName } from "./remote-name-ytGLJnpS.js";
import { d as vmDirectory, i as openVm, l as touch, n as isRunning, o as sizesOf, r as localNames, s as snapshotFile } from "./vm-directory-Bb191Lez.js";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";

// src/sim/tart/commands/clone.ts
/** `tart clone` (reference/tart.md §2.2): an existing target is silently replaced. */
const command = {
	grammar: {
		command: "clone",
		operands: ["source-name", "new-name"],
		options: {
			insecure: { value: "flag" },
			concurrency: { value: uint64 },
			deduplicate: {
				value: "flag",
				hidden: true
			},
			"prune-limit": { value: uint64 }
		}
	},
	validate: (args) => {
		if (args.operand(1).includes("/")) throw new UsageFailure("<new-name> should be a local name");
		if (args.value("concurrency") === "0") throw new UsageFailure("network concurrency cannot be less than 1");
	},
	execute: async (args, context) => {
		const newName = args.operand(1);
		const source = await openSource(args.operand(0), context);
		if (context.settings.tartVersion === "next" && isRunning(vmDirectory(context.home, newName))) throw vmIsRunning(newName);
		const folder = join(context.home.tmp, randomUUID().toUpperCase());
		const interrupt = interruption();
		try {
			await cloneInto({
				source,
				folder,
				newName,
				context,
				signal: interrupt
			});
			const { logical, allocated } = sizesOf(source);
			const limit = Number(args.value("prune-limit") ?? 100) * 2 ** 30;
			makeRoom(context, Math.min(logical - allocated, limit), source);
		} catch (error) {
			if (!interrupt.aborted) throw error;
			rmSync(folder, {
				recursive: true,
				force: true
			});
			throw foreignFailure("CancellationError()");
		}
		return 0;
	}
};
async function openSource(name, context) {
	const remote = parseRemoteName(name);
	if (remote === void 0) return openVm(context.home, name);
	const image = cachedImage(context.home, remote) ?? await pullImage(remote, context);
	touch(image);
	return image;
}
async function cloneInto({ source, folder, newName, context, signal }) {
	const { home, root, settings } = context;
	const target = vmDirectory(home, newName);
	const temporary = lockTemporary(folder, newName, root);
	const global = await lockHome(home, signal);
	writeConfig(folder, cloneConfig(source, context), settings.quirks);
	if (takeFault(root, "clone-disk-full", newName) !== void 0) throw foreignFailure(`“disk.img” couldn’t be copied to “${newName}” because there isn’t enough space.`);
	copyVmFiles(source, folder);
	await setTimeout(copyTime(newName, context), void 0, { signal });
	moveIntoPlace(folder, temporary, target);
	if (takeFault(root, "list-hides", newName) !== void 0) rmSync(join(target, "config.json"));
	global.release();
}
/** Milliseconds, all of them under the global lock. */
function copyTime(newName, { root, settings }) {
	if (takeFault(root, "clone-hangs", newName) !== void 0) return longest;
	return settings.cloneMs + (takeFault(root, "clone-slow", newName)?.ms ?? 0);
}
/** The longest time that a timer takes. */
const longest = 2 ** 31 - 1;
function lockTemporary(folder, newName, root) {
	const lock = takeFault(root, "clone-gc-race", newName) !== void 0 ? void 0 : makeLocked(folder);
	if (lock !== void 0) return lock;
	throw foreignFailure(`Failed("failed to lock file://${folder}/: No such file or directory")`);
}
/** A new MAC address when a local VM, perhaps the source itself, has the source's. */
function cloneConfig(source, { home, settings }) {
	const config = readConfig(source);
	if (settings.quirks.includes("clone-keeps-mac")) return config;
	const suspended = existsSync(join(source, snapshotFile));
	return localNames(home).some((name) => macAddressOf(vmDirectory(home, name)) === config.macAddress) && !suspended ? {
		...config,
		macAddress: randomMac()
	} : config;
}
function interruption() {
	const controller = new AbortController();
	process.once("SIGINT", () => controller.abort());
	return controller.signal;
}

export { command };