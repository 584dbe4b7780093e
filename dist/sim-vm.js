import { t as readSettings } from "./settings-DAZPuWlf.js";
import { r as tryLock } from "./lock-BpQv-qG8.js";
import { n as writeArpEntry } from "./arp-DNFt0MSZ.js";
import { a as writeStaleLease, n as grantLease, t as grantLanAddress } from "./dhcp-B6-8rPvn.js";
import { n as encodeFrame, r as frameType, t as decodeFrames } from "./frames-B4qLbxO_.js";
import { n as readImageFacts } from "./image-facts-BGQrIMOH.js";
import { t as guestMark } from "./order-dm8yUb8T.js";
import { a as writeStandIns, n as guestPaths } from "./guest-files-3scs1Hgs.js";
import { n as killMarked, t as kill } from "./processes-DuZ5hmpe.js";
import { flushCompileCache } from "node:module";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { constants as constants$1 } from "node:os";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { createServer } from "node:net";
import { duplexPair } from "node:stream";
import { once } from "node:events";
import { spawn } from "node:child_process";

// src/sim/tart/mac/slots.ts
/** Takes a slot until it is given back or this process dies; undefined when `limit` guests run. */
function takeSlot(root, limit) {
	const folder = join(root, "slots");
	mkdirSync(folder, { recursive: true });
	for (let index = 0; index < limit; index += 1) {
		const file = join(folder, String(index));
		const lock = tryLock(file);
		if (lock === void 0) continue;
		if (busyUntil(file) <= Date.now()) return { releaseAfter: (ms) => {
			if (ms > 0) writeFileSync(`${file}.until`, String(Date.now() + ms));
			lock.release();
		} };
		lock.release();
	}
}
function busyUntil(file) {
	try {
		return Number(readFileSync(`${file}.until`, "utf8"));
	} catch {
		return 0;
	}
}

// src/sim/vm/agent.ts
/** The guest agent behind `control.sock` in the working directory; says that it is not ready until `agent` gives one. */
function serveAgent(agent) {
	rmSync("control.sock", { force: true });
	const server = createServer((socket) => {
		socket.on("error", () => socket.destroy());
		serve(socket, agent()).catch(() => socket.destroy());
	});
	server.on("error", () => void 0);
	server.listen("control.sock");
}
async function serve(socket, agent) {
	const frames = decodeFrames(socket);
	const first = await frames.next();
	if (first.done === true) return;
	if (agent === void 0) {
		socket.end(encodeFrame(frameType.notReady));
		return;
	}
	const request = JSON.parse(first.value.payload.toString());
	if (request.type === "address") socket.end(encodeFrame(frameType.address, agent.address() ?? ""));
	else if (basename(request.command) === "nc") await relayConnection(socket, frames, agent.connectTo(Number(request.args.at(-1))));
	else await relayProcess(socket, frames, agent.guest, request);
}
/** `nc` inside the guest: the simulation's port 22 is not the port 22 of the machine it runs on. */
async function relayConnection(socket, frames, connection) {
	if (connection === void 0) {
		socket.end(encodeFrame(frameType.exit, "1"));
		return;
	}
	socket.once("close", () => connection.destroy());
	connection.on("error", () => connection.destroy());
	feed(frames, connection);
	await send(socket, frameType.stdout, connection);
	socket.end(encodeFrame(frameType.exit, "0"));
}
async function relayProcess(socket, frames, guest, request) {
	const child = guest.startProgram(request.command, request.args);
	const exit = new Promise((resolve) => {
		child.once("error", () => resolve(127));
		child.once("exit", (code, signal) => resolve(signal === null ? code ?? 0 : 128 + constants$1.signals[signal]));
	});
	child.stdin.on("error", () => child.stdin.destroy());
	if (!request.stdin) child.stdin.end();
	feed(frames, child.stdin);
	await Promise.all([
		send(socket, frameType.stdout, child.stdout),
		send(socket, frameType.stderr, child.stderr),
		exit
	]);
	socket.end(encodeFrame(frameType.exit, String(await exit)));
}
/** Writes what the client sends; waiting for the reader here is what slows the client down. */
async function feed(frames, target) {
	try {
		for await (const { type, payload } of frames) {
			if (type === frameType.stdinEnd) target.end();
			if (type === frameType.stdin && target.writable && !target.write(payload)) await Promise.race([once(target, "drain"), once(target, "close")]);
		}
	} catch {}
	target.end();
}
async function send(socket, type, source) {
	try {
		for await (const chunk of source) {
			if (socket.destroyed) return;
			if (!socket.write(encodeFrame(type, chunk))) await Promise.race([once(socket, "drain"), once(socket, "close")]);
		}
	} catch {}
}

// src/sim/vm/guest-processes.ts
/** Processes whose environment gets `mark` (`NAME=value`). */
function createGuestProcesses(mark) {
	const groups = /* @__PURE__ */ new Set();
	const [name = "", value = ""] = mark.split("=");
	return {
		start: ({ command, args, cwd, env, argv0 }) => {
			const child = spawn(command, args, {
				cwd,
				env: {
					...env,
					[name]: value
				},
				detached: true,
				stdio: "pipe",
				...argv0 === void 0 ? {} : { argv0 }
			});
			const { pid } = child;
			if (pid !== void 0) {
				groups.add(pid);
				child.once("close", () => kill(-pid, 0) || groups.delete(pid));
			}
			return child;
		},
		end: () => {
			for (const group of groups) kill(-group, "SIGKILL");
			killMarked({ variable: mark });
		}
	};
}

// src/sim/vm/guest.ts
/** Boots what is on the disk; undefined when nothing is installed there. */
function bootGuest(order, settings) {
	const user = settings.guestUser;
	const paths = guestPaths(order.directory, user);
	if (!existsSync(paths.hostKey)) return void 0;
	mkdirSync(paths.temporary, { recursive: true });
	writeStandIns(paths.programs, {
		os: order.os,
		user,
		macAddress: order.macAddress,
		vmPid: process.pid
	});
	const processes = createGuestProcesses(guestMark(order));
	const { loginShell } = readImageFacts(order.directory);
	const session = {
		user,
		paths,
		loginShell,
		root: order.root
	};
	return {
		user,
		password: settings.guestPassword,
		hostKey: readFileSync(paths.hostKey, "utf8"),
		authorizedKeys: () => readLines(paths.authorizedKeys),
		startShell: (command) => processes.start({
			command: loginShell,
			args: command === void 0 ? [] : ["-c", command],
			cwd: paths.home,
			env: sshEnvironment(session),
			...command === void 0 ? { argv0: `-${basename(loginShell)}` } : {}
		}),
		startProgram: (command, args) => processes.start({
			command: standInOf(paths, command),
			args,
			cwd: paths.home,
			env: agentEnvironment(session)
		}),
		end: () => processes.end()
	};
}
/** Nothing of the host passes into a guest, except the mark of the simulation. */
function sshEnvironment({ user, paths, loginShell, root }) {
	return {
		HOME: paths.home,
		USER: user,
		LOGNAME: user,
		SHELL: loginShell,
		TMPDIR: paths.temporary,
		PATH: `${paths.programs}:/usr/bin:/bin:/usr/sbin:/sbin`,
		SAND_SIM_ROOT: root
	};
}
/** The agent's PATH comes from its plist (reference/tart.md §2.11). */
function agentEnvironment(session) {
	const path = `${session.paths.programs}:/bin:/usr/bin:/usr/sbin:/usr/local/bin:/opt/homebrew/bin`;
	return {
		...sshEnvironment(session),
		PATH: path
	};
}
/** The stand-in for a program of the system; any other program as it is, found in the guest's own PATH. */
function standInOf(paths, command) {
	const system = [
		".",
		"/bin",
		"/sbin",
		"/usr/bin",
		"/usr/sbin"
	].includes(dirname(command));
	const standIn = join(paths.programs, basename(command));
	return system && existsSync(standIn) ? standIn : command;
}
function readLines(file) {
	try {
		return readFileSync(file, "utf8").split("\n");
	} catch {
		return [];
	}
}

// src/sim/vm/machine.ts
/**
* Boots the machine. Returns its guest at once (undefined when the disk is empty); its address, its SSH server and its
* agent come up later, each in its time. Runs in the directory of the VM.
*/
function boot(order, settings) {
	const guest = bootGuest(order, settings);
	const machine = {
		order,
		settings
	};
	serveAgent(() => guest !== void 0 && machine.agentReady === true ? {
		guest,
		address: () => machine.address,
		connectTo: (port) => connect$1(machine, port)
	} : void 0);
	if (guest !== void 0) comeUp(machine, guest);
	return guest;
}
async function comeUp(machine, guest) {
	const booted = setTimeout$1(machine.settings.bootMs);
	await Promise.all([
		takeAddress(machine, booted).then(() => listen(machine)),
		startSsh(machine, guest, booted).then(() => listen(machine)),
		booted.then(() => setTimeout$1(machine.settings.agentMs)).then(() => machine.agentReady = true)
	]);
}
/** Every clone of an image calls itself the same. */
const hostName = "admins-Virtual-Machine";
async function takeAddress(machine, booted) {
	const { order, settings } = machine;
	const request = {
		name: hostName,
		macAddress: order.macAddress,
		seconds: settings.leaseSeconds
	};
	if (order.address === "stale") await writeStaleLease(order.root, request);
	await booted;
	if (order.address === "none") return;
	if (order.address === "stale") {
		if (order.trueAddressMs === void 0) return;
		await setTimeout$1(order.trueAddressMs);
	}
	const address = order.network === "bridged" ? grantLanAddress() : await grantLease(order.root, request);
	if (address === void 0) return;
	machine.address = address;
	if (order.network !== "softnet") writeArpEntry(order.root, address, order.macAddress);
	if (order.network !== "bridged") renew(order.root, request);
}
/** A guest renews after half the time. */
function renew(root, request) {
	setInterval(() => void grantLease(root, request), request.seconds * 1e3 / 2);
}
async function startSsh(machine, guest, booted) {
	const loading = import("./sshd-CVN-0GoW.js");
	await booted;
	const [{ createSshServer }] = await Promise.all([loading, setTimeout$1(machine.settings.sshMs)]);
	if (!machine.order.sshRefused) machine.ssh = createSshServer(guest);
}
/**
* Once there are an address and a server. Only Linux lets anyone listen on any 127/8 address: elsewhere, as with a
* guest that TCP does not reach, `tart exec` is the way in.
*/
function listen({ ssh, address, order, settings }) {
	if (ssh === void 0 || address === void 0) return;
	if (order.tcpUnreachable || process.platform !== "linux") return;
	createServer({ noDelay: true }, (socket) => ssh.injectSocket(socket)).listen(settings.guestPort, address);
}
/** A connection from inside the guest to its SSH server, on port 22 or the one that stands in for it outside. */
function connect$1({ ssh, settings }, port) {
	if (ssh === void 0 || ![22, settings.guestPort].includes(port)) return void 0;
	const [outside, inside] = duplexPair();
	ssh.injectSocket(inside);
	return outside;
}

// src/sim/vm/main.ts
/** The VM: what Virtualization.framework's helper process is on a Mac. Lives as long as its `tart run`. */
let running;
process.on("message", (message) => {
	if (message.type === "boot") start(message.order);
	else powerOff();
});
process.on("disconnect", () => end());
process.on("SIGUSR2", () => void shutDown());
function start(order) {
	const settings = readSettings(order.root);
	const slot = order.os === "darwin" ? takeSlot(order.root, settings.vmLimit) : void 0;
	if (order.os === "darwin" && slot === void 0) {
		report({ type: "limit" }, () => process.exit(0));
		return;
	}
	running = {
		settings,
		slot,
		guest: boot(order, settings)
	};
	report({ type: "started" });
	setTimeout(flushCompileCache, settings.bootMs + settings.sshMs);
}
async function powerOff() {
	await setTimeout$1(running?.settings.stopMs ?? 0);
	end();
}
async function shutDown() {
	await setTimeout$1(running?.settings.stopMs ?? 0);
	running?.guest?.end();
	report({ type: "guest-shutdown" }, end);
}
function end() {
	running?.guest?.end();
	running?.slot?.releaseAfter(running.settings.slotReleaseMs);
	process.exit(0);
}
function report(message, sent = () => void 0) {
	process.send?.(message, void 0, void 0, sent);
}

export {  };