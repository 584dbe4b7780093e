import { r as tryLock } from "./lock-BpQv-qG8.js";
import { r as takeFault } from "./settings-DAZPuWlf.js";
import { r as uint64 } from "./arguments-CZpTcuHO.js";
import { a as readConfig, i as randomMac, o as writeConfig, t as macAddressOf } from "./config-BZz7XpEz.js";
import { a as copyVmFiles } from "./registry-Dy-oAutJ.js";
import { n as UsageFailure, o as vmIsRunning, r as foreignFailure } from "./failure-B-N9unkQ.js";
import { i as temporaryLock, n as lockHome } from "./home-DfddHTR4.js";
import { n as cachedImage } from "./oci-cache-8mV74W2k.js";
import { t as pullImage } from "./pull-BWbC7bY7.js";
import { n as parseRemoteName } from "./remote-name-ytGLJnpS.js";
import { i as openVm, n as isRunning, r as localNames, s as snapshotFile, u as vmDirectory } from "./vm-directory-B9YJyIz1.js";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
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
	return cachedImage(context.home, remote) ?? pullImage(remote, context);
}
async function cloneInto({ source, folder, newName, context, signal }) {
	const { home, root, settings } = context;
	mkdirSync(folder);
	const temporary = lockTemporary(folder, newName, root);
	const global = await lockHome(home, signal);
	writeConfig(folder, cloneConfig(source, context));
	if (takeFault(root, "clone-disk-full", newName) !== void 0) throw foreignFailure(`“disk.img” couldn’t be copied to “${newName}” because there isn’t enough space.`);
	copyVmFiles(source, folder);
	await setTimeout(settings.cloneMs, void 0, { signal });
	temporary.release();
	rmSync(temporaryLock(folder));
	replace(folder, vmDirectory(home, newName));
	global.release();
}
function lockTemporary(folder, newName, root) {
	const lost = takeFault(root, "clone-gc-race", newName) !== void 0;
	if (lost) rmSync(folder, { recursive: true });
	const lock = lost ? void 0 : tryLock(temporaryLock(folder));
	if (lock !== void 0) return lock;
	throw foreignFailure(`Failed("failed to lock file://${folder}/: No such file or directory")`);
}
/** A new MAC address when a local VM, perhaps the source itself, has the source's. */
function cloneConfig(source, { home }) {
	const config = readConfig(source);
	const suspended = existsSync(join(source, snapshotFile));
	return localNames(home).some((name) => macAddressOf(vmDirectory(home, name)) === config.macAddress) && !suspended ? {
		...config,
		macAddress: randomMac()
	} : config;
}
/** The old directory keeps its files and its lock for as long as a process uses them, but has no name any more. */
function replace(folder, target) {
	if (!existsSync(target)) return renameSync(folder, target);
	const former = `${folder}.former`;
	renameSync(target, former);
	renameSync(folder, target);
	rmSync(former, {
		recursive: true,
		force: true
	});
}
function interruption() {
	const controller = new AbortController();
	process.once("SIGINT", () => controller.abort());
	return controller.signal;
}

export { command };