import { n as takeFaults, t as takeFault } from "./faults-Cht-zaNO.js";
import { r as guestMark, t as bootFaults } from "./order-73m3rWfv.js";
import { t as answersHost } from "./softnet-policy-DCsz_kiW.js";
import { t as printLine } from "./command-B2nkS0nx.js";
import { a as readConfig, i as randomMac, o as writeConfig, t as macAddressOf } from "./config-BYdKnZOk.js";
import { c as worded, i as runtimeFailure, n as UsageFailure, r as foreignFailure, t as TartFailure } from "./failure-3c0UNveq.js";
import { n as lockHome } from "./home-CDQzHGh7.js";
import { d as vmDirectory, i as openVm, n as isRunning, r as localNames, s as snapshotFile, u as tryLockVm } from "./vm-directory-Bb191Lez.js";
import { n as killMarked, t as kill } from "./processes-DuZ5hmpe.js";
import { n as programFile, t as nodeOptions } from "./programs-DsYufbSt.js";
import { accessSync, closeSync, constants, existsSync, fstatSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { once } from "node:events";
import { execFileSync, spawn } from "node:child_process";

// src/sim/tart/run-options.ts
const flag = { value: "flag" };
const text = { value: "text" };
const hidden = {
	value: "flag",
	hidden: true
};
/** The options of `tart run` (reference/tart.md §3.1). */
const runGrammar = {
	command: "run",
	operands: ["name"],
	options: {
		"no-graphics": flag,
		graphics: hidden,
		serial: flag,
		"serial-path": text,
		"no-audio": flag,
		"no-clipboard": flag,
		"no-trackpad": flag,
		"no-pointer": flag,
		"no-keyboard": flag,
		recovery: flag,
		vnc: flag,
		"vnc-experimental": flag,
		disk: {
			value: "text",
			repeatable: true
		},
		"root-disk-opts": text,
		rosetta: text,
		dir: {
			value: "text",
			repeatable: true
		},
		nested: flag,
		"net-bridged": {
			value: "text",
			repeatable: true
		},
		"net-softnet": flag,
		"net-softnet-allow": text,
		"net-softnet-block": text,
		"net-softnet-expose": text,
		"net-softnet-control-fd": text,
		"net-host": flag,
		suspendable: flag,
		"capture-system-keys": flag,
		"provisioning-opts": text
	}
};
/** The interfaces of the simulated Mac. */
const interfaces = [{
	id: "en0",
	name: "Ethernet"
}, {
	id: "en1",
	name: "Wi-Fi"
}];
/** One line an interface, as messages and `--net-bridged list` show them. */
const interfaceList = interfaces.map(({ id, name }) => `${id} (or "${name}")`);
/** What the network card hangs on. */
function networkOf(args) {
	if (args.has("net-bridged")) return "bridged";
	return usesSoftnet(args) || args.has("net-host") ? "softnet" : "nat";
}
/** The arguments of the `softnet` child (reference/tart.md §5.1). */
function softnetArguments(args, macAddress) {
	const passed = [
		"allow",
		"block",
		"expose"
	].flatMap((name) => {
		const value = args.value(`net-softnet-${name}`);
		return value === void 0 ? [] : [`--${name}`, value];
	});
	const kind = args.has("net-host") ? ["--vm-net-type", "host"] : [];
	const control = args.has("net-softnet-control-fd") ? ["--control-fd", "1"] : [];
	return [
		"--vm-fd",
		"0",
		"--vm-mac-address",
		macAddress,
		...passed,
		...kind,
		...control
	];
}
/** Refuses what does not go together. */
function checkRunOptions(args) {
	if ([
		args.has("net-bridged"),
		usesSoftnet(args),
		args.has("net-host")
	].filter(Boolean).length > 1) throw new UsageFailure("--net-bridged, --net-softnet and --net-host are mutually exclusive");
	exclude(args, "graphics", "no-graphics");
	exclude(args, "vnc", "vnc-experimental");
	if ([
		"no-graphics",
		"vnc",
		"vnc-experimental"
	].some((name) => args.has(name)) && args.has("capture-system-keys")) throw new UsageFailure("--captures-system-keys can only be used with the default VM view");
	const devices = [
		"no-trackpad",
		"no-pointer",
		"no-keyboard"
	].find((name) => args.has(name));
	if (args.has("suspendable") && devices !== void 0) throw new UsageFailure(`--${devices} cannot be used with --suspendable`);
	if (args.values("disk").some((disk) => /-amd64\.iso(?::|$)/.test(disk))) throw new UsageFailure("an amd64 image does not run on Apple silicon");
	const control = args.value("net-softnet-control-fd");
	if (control !== void 0 && !(Number(control) > 2)) throw new UsageFailure(`The value '${control}' is invalid for '--net-softnet-control-fd'`);
	checkInterfaces(args.values("net-bridged"));
	checkShares(args.values("dir"));
}
function usesSoftnet(args) {
	return [
		"net-softnet",
		"net-softnet-allow",
		"net-softnet-block",
		"net-softnet-expose",
		"net-softnet-control-fd"
	].some((name) => args.has(name));
}
function exclude(args, one, other) {
	if (args.has(one) && args.has(other)) throw new UsageFailure(`--${one} and --${other} are mutually exclusive`);
}
function checkInterfaces(wanted) {
	const unknown = wanted.find((word) => word !== "list" && !interfaces.some(({ id, name }) => word === id || word === name));
	if (unknown === void 0) return;
	const available = interfaceList.join(", ");
	throw new UsageFailure(`no bridge interfaces matched "${unknown}", available interfaces: ${available}`);
}
/** Several folders under one tag must all be named: `[name:]path[:ro,tag=…]`. */
function checkShares(shares) {
	const namedByTag = /* @__PURE__ */ new Map();
	for (const share of shares) {
		const parts = share.split(":");
		const options = parts.at(-1)?.split(",") ?? [];
		const rest = options.some((option) => option === "ro" || option.startsWith("tag=")) ? parts.slice(0, -1) : parts;
		const tag = options.find((option) => option.startsWith("tag=")) ?? "";
		namedByTag.set(tag, [...namedByTag.get(tag) ?? [], rest.length > 1]);
	}
	for (const named of namedByTag.values()) if (named.length > 1 && named.includes(false)) throw new UsageFailure("invalid --dir syntax: for multiple directory shares each one of them should be named");
}

// src/sim/tart/softnet-child.ts
/** Finds the program through PATH, or fails as Tart does. */
function findSoftnet(root, vm) {
	const found = takeFault(root, "softnet-missing", vm) !== void 0 ? void 0 : inPath();
	if (found === void 0) throw foreignFailure("InitializationFailed(why: \"softnet not found in PATH\")");
	return found;
}
function inPath() {
	return (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "softnet")).find((file) => isExecutable(file));
}
/** Starts Softnet for a VM; its output goes where Tart's goes, its stdin is the VM's network card. */
function startSoftnet(file, args, root, vm) {
	const child = spawn(file, args, {
		stdio: [
			"pipe",
			"inherit",
			"inherit"
		],
		env: {
			...process.env,
			...softnetFault(root, vm)
		}
	});
	const ended = new Promise((resolve) => {
		child.once("exit", () => resolve());
		child.once("error", () => resolve());
	});
	return {
		ended,
		stop: () => {
			child.kill("SIGINT");
			return ended;
		}
	};
}
function softnetFault(root, vm) {
	if (takeFault(root, "softnet-unprivileged", vm) !== void 0) return { SAND_SIM_SOFTNET: "unprivileged" };
	const dies = takeFault(root, "softnet-dies", vm);
	return dies === void 0 ? {} : { SAND_SIM_SOFTNET: `dies:${dies.ms ?? 0}` };
}
function isExecutable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

// src/sim/tart/run-prepare.ts
/**
* Steps 4–9 of reference/tart.md §3.2, under the lock of the whole TART_HOME: a MAC address of its own, a valid
* configuration, and the lock that means "running" and is kept until this process ends.
*/
async function prepareRun(run) {
	const global = await lockHome(run.context.home);
	try {
		const config = withUniqueMac(run);
		const softnet = networkOf(run.args) === "softnet" ? await softnetProgram(run) : void 0;
		if (run.args.has("nested") && config.os === "darwin") throw runtimeFailure("macOS virtual machines do not support nested virtualization");
		if (tryLockVm(run.directory) === void 0) throw new TartFailure(2, `VM "${run.name}" is already running!`);
		return {
			...run,
			config,
			softnet
		};
	} finally {
		global.release();
	}
}
function withUniqueMac({ name, directory, context: { home, settings } }) {
	const config = readConfig(directory);
	if (localNames(home).filter((other) => other !== name).map((other) => vmDirectory(home, other)).find((other) => macAddressOf(other) === config.macAddress && isRunning(other)) === void 0) return config;
	printLine("There is already a running VM with the same MAC address!");
	printLine("Resetting VM to assign a new MAC address...");
	const changed = {
		...config,
		macAddress: randomMac()
	};
	writeConfig(directory, changed, settings.quirks);
	return changed;
}
/** On a terminal it asks for a password, and keeps everybody else waiting meanwhile. */
async function softnetProgram({ name, context: { root } }) {
	const program = findSoftnet(root, name);
	if (process.stdout.isTTY) {
		process.stderr.write("Softnet requires a Sudo password to set the SUID bit on the Softnet executable, please enter it below.\n");
		await once(process.stdin, "data");
	}
	return program;
}

// src/sim/tart/run-end.ts
/** Listens from now on: a SIGINT during the start is obeyed when the start is done. */
function listenForSignals() {
	process.on("SIGUSR2", () => printLine("Requesting guest OS to stop..."));
	return {
		stop: new Promise((resolve) => process.on("SIGINT", () => resolve("stop"))),
		suspend: new Promise((resolve) => process.on("SIGUSR1", () => resolve("suspend")))
	};
}
/**
* Waits for the end of a run (reference/tart.md §3.3), prints its line and returns the exit code, with the VM gone. An
* exit code of 0 does not mean that the guest shut down cleanly.
*/
async function endOfRun({ run, vm, softnet, signals, suspendable }) {
	const end = await Promise.race([
		signals.stop,
		signals.suspend,
		vm.ended,
		...softnet === void 0 ? [] : [softnet.ended.then(() => "softnet")],
		...injectedEnds(run)
	]);
	if (end === "stop" && fault(run, "stop-hangs") !== void 0) {
		printLine(lines.stop);
		return new Promise(() => void 0);
	}
	if (end === "suspend") return suspend(run, vm, suspendable);
	if (end !== "softnet" && end !== "no-socket") printLine(worded(lines[end], run.context.settings));
	await vm.powerOff();
	if (end === "softnet" || end === "no-socket") throw runtimeFailure(failures[end]);
	return 0;
}
const failures = {
	softnet: "RuntimeFailed(why: \"Softnet process terminated prematurely\")",
	"no-socket": "failed to bind the control socket"
};
const lines = {
	stop: "Stopping VM...",
	shutdown: "guest has stopped the virtual machine",
	error: "guest has stopped the virtual machine due to error: Error Domain=VZErrorDomain Code=1 \"Internal Virtualization error. The virtual machine stopped unexpectedly.\"",
	detached: "virtual machine's network attachment <VZFileHandleNetworkDeviceAttachment: 0x600002d0c1e0> has been disconnected with error: Error Domain=VZErrorDomain Code=1 \"Internal Network Error.\""
};
/** Faults that end a run some milliseconds after its start. */
function injectedEnds(run) {
	return [
		["guest-shutdown", "shutdown"],
		["guest-error-exit-0", "error"],
		["network-detached", "detached"]
	].flatMap(([name, end]) => {
		const injected = fault(run, name);
		return injected === void 0 ? [] : [setTimeout(injected.ms ?? 0, end)];
	});
}
async function suspend(run, vm, suspendable) {
	printLine("pausing VM to take a snapshot...");
	if (suspendable) {
		printLine("creating a snapshot...");
		writeFileSync(join(run.directory, snapshotFile), "");
		printLine("snapshot created successfully! shutting down the VM...");
	} else printLine("Failed to suspend the VM: the VM was not started with --suspendable");
	await vm.powerOff();
	return suspendable ? 0 : 1;
}
function fault({ context: { root }, name }, kind) {
	return takeFault(root, kind, name);
}

// src/sim/tart/run-inheritance.ts
/** The quirk `run-closes-descriptors`: lets go of the named pipes that the caller left open. Anonymous ones are Node's. */
function closeInheritedPipes() {
	if (process.platform !== "linux") return;
	for (const descriptor of readdirSync("/proc/self/fd").map(Number)) if (descriptor > 2 && isNamedPipe(descriptor)) closeSync(descriptor);
}
function isNamedPipe(descriptor) {
	try {
		return fstatSync(descriptor).isFIFO() && readlinkSync(`/proc/self/fd/${String(descriptor)}`).startsWith("/");
	} catch {
		return false;
	}
}
/**
* The quirk `run-dies-with-starter`: ends by SIGTERM when the process that started our parent (a wrapper, which may live
* on) is gone.
*/
function dieWithStarter() {
	const lookMs = 100;
	const starter = Number(execFileSync("ps", [
		"-o",
		"ppid=",
		"-p",
		String(process.ppid)
	], { encoding: "utf8" }));
	setInterval(() => {
		if (!kill(starter, 0)) process.kill(process.pid, "SIGTERM");
	}, lookMs).unref();
}

// src/sim/tart/vm-child.ts
/** Starts the VM; `limit` means that the kernel does not run another macOS guest. */
async function startVm(order) {
	const child = spawn(process.execPath, [
		...nodeOptions,
		programFile("vm"),
		order.directory
	], {
		cwd: order.directory,
		detached: true,
		stdio: [
			"ignore",
			"ignore",
			"inherit",
			"ipc"
		]
	});
	const tell = (message) => void (child.connected && child.send(message, () => void 0));
	const gone = new Promise((resolve) => child.once("exit", resolve));
	let end = "error";
	const first = new Promise((resolve, reject) => {
		child.on("message", (message) => {
			if (message.type === "guest-shutdown") end = "shutdown";
			else if (message.type === "no-socket") end = "no-socket";
			else resolve(message.type);
		});
		child.once("error", reject);
		child.once("exit", () => reject(runtimeFailure(failedToStart)));
	});
	tell({
		type: "boot",
		order
	});
	if (await first === "limit") return "limit";
	return {
		ended: gone.then((code) => {
			if (code !== 0) killMarked({ variable: guestMark(order) });
			return end;
		}),
		powerOff: async () => {
			tell({ type: "power-off" });
			await gone;
		}
	};
}
/** What the framework says when a VM does not start: the login keychain is locked, among others (#1132). */
const failedToStart = "Error Domain=VZErrorDomain Code=1 \"The virtual machine failed to start.\" UserInfo={NSLocalizedFailure=Internal Virtualization error., NSLocalizedFailureReason=The virtual machine failed to start.}";

// src/sim/tart/commands/run.ts
/** `tart run` (reference/tart.md §3): prints nothing while all is well. */
const command = {
	grammar: runGrammar,
	validate: (args, { home }) => {
		checkRunOptions(args);
		const directory = openVm(home, args.operand(0));
		if (args.has("suspendable") && readConfig(directory).os === "linux") throw new UsageFailure("You can only suspend macOS VMs");
	},
	execute: async (args, context) => {
		if (args.values("net-bridged").includes("list")) {
			for (const line of interfaceList) printLine(line);
			return 0;
		}
		const name = args.operand(0);
		if (context.settings.quirks.includes("run-closes-descriptors")) closeInheritedPipes();
		if (context.settings.quirks.includes("run-dies-with-starter")) dieWithStarter();
		const signals = listenForSignals();
		const run = await prepareRun({
			name,
			args,
			context,
			directory: vmDirectory(context.home, name)
		});
		const suspendable = args.has("suspendable") || restore(run.directory);
		const softnet = openNetwork(run);
		try {
			const vm = await bootVm(run);
			return await endOfRun({
				run,
				vm,
				softnet,
				signals,
				suspendable
			});
		} finally {
			await softnet?.stop();
		}
	}
};
/** A suspended VM goes on where it was; true means that it can be suspended again. */
function restore(directory) {
	const snapshot = join(directory, snapshotFile);
	if (!existsSync(snapshot)) return false;
	printLine("restoring VM state from a snapshot...");
	printLine("resuming VM...");
	rmSync(snapshot);
	return true;
}
function openNetwork({ softnet, args, config, context, name }) {
	if (softnet === void 0) return void 0;
	return startSoftnet(softnet, softnetArguments(args, config.macAddress), context.root, name);
}
async function bootVm(run) {
	const refusal = injectedRefusal(run);
	const late = run.context.settings.quirks.includes("control-socket-early");
	if (refusal !== void 0 && !late) throw runtimeFailure(refusal);
	const vm = await startVm({
		...bootOrder(run),
		refused: refusal !== void 0
	});
	if (vm === "limit") throw runtimeFailure(refusal ?? limitExceeded(run));
	return vm;
}
function injectedRefusal(run) {
	const { root } = run.context;
	if (takeFault(root, "run-vz-error", run.name) !== void 0) return failedToStart;
	return takeFault(root, "run-limit", run.name) === void 0 ? void 0 : limitExceeded(run);
}
function limitExceeded(run) {
	const others = otherRunningVms(run).join(", ");
	return `The number of VMs exceeds the system limit${others === "" ? "" : ` (other running VMs: ${others})`}`;
}
function otherRunningVms({ name, context: { home } }) {
	return localNames(home).filter((other) => other !== name && isRunning(vmDirectory(home, other)));
}
function bootOrder({ name, directory, args, config, context: { root, settings } }) {
	return {
		id: randomUUID(),
		root,
		name,
		directory,
		os: config.os,
		macAddress: config.macAddress,
		settings,
		network: networkOf(args),
		answersHost: answersHost(args),
		faults: takeFaults(root, bootFaults, name)
	};
}

export { command };