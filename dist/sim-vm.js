import { r as tryLock } from "./lock-2Ygggebe.js";
import { n as encodeFrame, r as frameType, t as decodeFrames } from "./frames-B4qLbxO_.js";
import { i as pidFile, n as cutSignal, r as guestMark } from "./order-73m3rWfv.js";
import { n as readImageFacts } from "./image-facts-BGQrIMOH.js";
import { n as guestPaths, r as linkSystemWithoutBash } from "./guest-files-BGRICdZ7.js";
import { n as killMarked, t as kill } from "./processes-DuZ5hmpe.js";
import { n as writeArpEntry } from "./arp-DoOyu9h3.js";
import { n as grantLanAddress, o as writeStaleLease, r as grantLease } from "./dhcp-Br7uC-Mk.js";
import { flushCompileCache } from "node:module";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { constants as constants$1 } from "node:os";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { duplexPair } from "node:stream";
import { once } from "node:events";
import { connect, createServer } from "node:net";
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
/**
* The guest agent behind `control.sock` in the working directory; says that it is not ready until `agent` gives one.
* `failed` is called when the socket cannot be made.
*/
function serveAgent(agent, failed) {
	const server = createServer((socket) => {
		socket.on("error", () => socket.destroy());
		serve(socket, agent()).catch(() => socket.destroy());
	});
	server.on("error", failed);
	try {
		rmSync("control.sock", { force: true });
		server.listen("control.sock");
	} catch {
		failed();
	}
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

// src/sim/vm/connections.ts
/** Hands each new connection to `serve`, with the faults of this boot. Call it when the server comes up. */
function createConnections(faults, serve) {
	const open = /* @__PURE__ */ new Set();
	const garbage = faults["ssh-banner-garbage"];
	const garbageUntil = garbage === void 0 ? 0 : Date.now() + (garbage.ms ?? Infinity);
	const silenceable = faults["ssh-half-open"] !== void 0 || faults["address-changes"] !== void 0;
	return {
		admit: (stream, way) => {
			stream.on("error", () => stream.destroy());
			const inside = silenceable ? withSwitch(stream) : {
				stream,
				silence: () => void 0
			};
			const connection = {
				way,
				stream,
				silence: inside.silence
			};
			open.add(connection);
			stream.once("close", () => open.delete(connection));
			befall(connection, faults);
			if (Date.now() < garbageUntil) talkNonsense(stream);
			else serve(inside.stream);
		},
		cut: () => {
			for (const { stream } of open) stream.destroy();
		},
		silenceTcp: () => {
			for (const { way, silence } of open) if (way === "tcp") silence();
		}
	};
}
/** A stream that gives the same bytes until it is silenced; the other end is not told. */
function withSwitch(stream) {
	const [near, far] = duplexPair();
	near.on("error", () => near.destroy());
	stream.pipe(near).pipe(stream);
	stream.once("close", () => near.end());
	const silence = () => {
		stream.unpipe(near);
		near.unpipe(stream);
		stream.pause();
	};
	return {
		stream: far,
		silence
	};
}
function befall({ stream, silence }, faults) {
	const drops = faults["ssh-drops"];
	const halfOpen = faults["ssh-half-open"];
	const timers = [drops && setTimeout(() => stream.destroy(), drops.ms ?? 0), halfOpen && setTimeout(silence, halfOpen.ms ?? 0)];
	stream.once("close", () => timers.forEach((timer) => clearTimeout(timer)));
}
/** Lines that no SSH version follows: a client may read other lines before it, but not for ever. */
function talkNonsense(stream) {
	const line = Buffer.from("ÿ\0\x1B[31mnot a banner\r\n", "latin1");
	const timer = setInterval(() => stream.write(line), 100);
	stream.write(line);
	stream.resume();
	stream.once("end", () => stream.end());
	stream.once("close", () => clearInterval(timer));
}

// src/sim/vm/door.ts
/** Hands over what connects, as OpenSSH's listener does. */
function openDoor(port, address, admit) {
	const server = createServer({ noDelay: true }, admit);
	server.on("error", () => void 0);
	server.listen(port, address);
	return server;
}
/**
* A port that never answers, not even with a refusal: a listener that nobody serves, its queue filled. Another process
* keeps it, because Node takes in whatever connects.
*/
async function openSilentDoor(port, address, order) {
	const server = createServer();
	server.listen({
		port,
		host: address,
		backlog: 1
	});
	await once(server, "listening");
	const [name = "", value = ""] = guestMark(order).split("=");
	const keeper = spawn("sleep", ["1000000"], {
		stdio: [
			"ignore",
			"ignore",
			"ignore",
			descriptorOf(server)
		],
		env: {
			[name]: value,
			SAND_SIM_ROOT: order.root,
			PATH: "/usr/bin:/bin"
		}
	});
	await once(keeper, "spawn");
	server.close();
	for (let queued = 0; queued < 2; queued += 1) connect(port, address).on("error", () => void 0);
	return { close: () => void keeper.kill("SIGKILL") };
}
/** Node shows a server's descriptor nowhere else. */
function descriptorOf(server) {
	const handle = Reflect.get(server, "_handle");
	if (typeof handle === "object" && handle !== null && "fd" in handle && typeof handle.fd === "number") return handle.fd;
	throw new Error("this Node does not tell the descriptor of a server");
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

// src/sim/vm/stand-ins.ts
/** Writes the stand-ins for one boot: the MAC address changes from clone to clone. */
function writeStandIns(folder, facts) {
	mkdirSync(folder, { recursive: true });
	for (const [name, body] of Object.entries(standIns(facts))) {
		const file = join(folder, name);
		writeFileSync(file, `#!/bin/sh\n${body}`);
		chmodSync(file, 493);
	}
}
function standIns(facts) {
	const anywhere = {
		sudo,
		id: id(facts.user),
		shutdown: shutdown(facts.vmPid)
	};
	const macAddress = facts.quirks.includes("guest-other-mac") ? "02:0b:ad:0b:ad:01" : facts.macAddress;
	if (facts.os === "linux") return {
		...anywhere,
		ip: ip(macAddress)
	};
	return {
		...anywhere,
		ifconfig: ifconfig(macAddress),
		sw_vers: swVers,
		launchctl: launchctl(facts.quirks.includes("no-gui-session")),
		defaults: defaults(facts.user),
		stat: stat(facts.user)
	};
}
/**
* Passwordless, as in the images; stays the user it is, and never asks the real one. As on macOS the command gets an
* environment of its own, but HOME stays (sudoers' defaults; not in the reference).
*/
const sudo = `while [ $# -gt 0 ]; do
  case $1 in
    -u | -g | -p | -C | -h | -U | -r | -t) shift 2 ;;
    --) shift; break ;;
    -*) shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || exit 0
exec env -i HOME="$HOME" USER="$USER" LOGNAME="$LOGNAME" SHELL="$SHELL" TMPDIR="$TMPDIR" PATH="$PATH" \\
  SAND_SIM_ROOT="$SAND_SIM_ROOT" SAND_SIM_VM="$SAND_SIM_VM" "$@"
`;
/** `asuser` needs a session that is logged in; without one it says what macOS says to somebody who may not enter. */
function launchctl(refuses) {
	return `case $1 in
  asuser) ${refuses ? "echo \"Could not switch to audit session 0x186a5: 1: Operation not permitted\" >&2; exit 1" : "shift 2; exec \"$@\""} ;;
  print | managername) echo Aqua ;;
  *) echo "Unrecognized subcommand: $1" >&2; exit 64 ;;
esac
`;
}
/** Knows one thing only: who is logged in automatically. */
function defaults(user) {
	return `case "$*" in
  'read /Library/Preferences/com.apple.loginwindow autoLoginUser') echo ${user} ;;
  *) echo "The domain/default pair of ($2, $3) does not exist" >&2; exit 1 ;;
esac
`;
}
const swVers = `case $1 in
  -productName | --productName) echo macOS ;;
  -productVersion | --productVersion) echo 26.1 ;;
  -buildVersion | --buildVersion) echo 25B78 ;;
  *) printf 'ProductName:\\t\\tmacOS\\nProductVersion:\\t\\t26.1\\nBuildVersion:\\t\\t25B78\\n' ;;
esac
`;
function ifconfig(macAddress) {
	return `lo0() {
  printf 'lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384\\n\\tinet 127.0.0.1 netmask 0xff000000\\n'
}
en0() {
  printf 'en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\\n'
  printf '\\tether ${macAddress}\\n\\tmedia: autoselect\\n\\tstatus: active\\n'
}
case $1 in
  '' | -a) lo0; en0 ;;
  -l) echo lo0 en0 ;;
  lo0) lo0 ;;
  en0) en0 ;;
  *) echo "ifconfig: interface $1 does not exist" >&2; exit 1 ;;
esac
`;
}
function ip(macAddress) {
	return `echo '2: enp0s1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP mode DEFAULT'
echo '    link/ether ${macAddress} brd ff:ff:ff:ff:ff:ff'
`;
}
/** The console belongs to the user who was logged in automatically. */
function stat(user) {
	return `case "$*" in
  *%Su*/dev/console) echo ${user} ;;
  *%u*/dev/console) exec id -u ;;
  *) exec /usr/bin/stat "$@" ;;
esac
`;
}
/** The guest's user exists only inside: it is who asks, and asking for it means asking for oneself. */
function id(user) {
	return `case "$*" in
  -un | -nu | '-u -n' | '-n -u') echo ${user} ;;
  ${user}) exec /usr/bin/id ;;
  *' ${user}') option=$1; exec /usr/bin/id "$option" ;;
  *) exec /usr/bin/id "$@" ;;
esac
`;
}
function shutdown(vmPid) {
	return `case "$1 $2" in
  '-h now') kill -USR2 ${vmPid} ;;
  *) echo 'usage: shutdown -h now (no more is simulated)' >&2; exit 1 ;;
esac
`;
}

// src/sim/vm/guest.ts
/** Boots what is on the disk; undefined when nothing is installed there. */
function bootGuest(order, settings) {
	const user = settings.guestUser;
	const paths = guestPaths(order.directory, user);
	if (!existsSync(paths.hostKey)) return void 0;
	mkdirSync(paths.temporary, { recursive: true });
	const { os, macAddress } = order;
	const { quirks } = settings;
	writeStandIns(paths.programs, {
		os,
		user,
		macAddress,
		vmPid: process.pid,
		quirks
	});
	const processes = createGuestProcesses(guestMark(order));
	const session = {
		user,
		paths,
		root: order.root,
		...shellOf(order, paths, quirks)
	};
	const { loginShell } = session;
	const late = quirks.includes("password-late") ? settings.bootMs + settings.sshMs + settings.passwordLateMs : 0;
	const passwordFrom = Date.now() + late;
	return {
		user,
		accepts: (password) => Date.now() >= passwordFrom && password === settings.guestPassword,
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
function shellOf(order, paths, quirks) {
	const { loginShell } = readImageFacts(order.directory);
	if (!quirks.includes("guest-without-bash")) return {
		loginShell,
		system: "/usr/bin:/bin:/usr/sbin:/sbin"
	};
	linkSystemWithoutBash(paths.system);
	return {
		loginShell: "/bin/sh",
		system: paths.system
	};
}
/** Nothing of the host passes into a guest, except the mark of the simulation. */
function sshEnvironment({ user, paths, loginShell, system, root }) {
	return {
		HOME: paths.home,
		USER: user,
		LOGNAME: user,
		SHELL: loginShell,
		TMPDIR: paths.temporary,
		PATH: `${paths.programs}:${system}`,
		SAND_SIM_ROOT: root
	};
}
/** The agent's PATH comes from its plist (reference/tart.md §2.11). */
function agentEnvironment(session) {
	const path = `${session.paths.programs}:${session.system}:/usr/local/bin:/opt/homebrew/bin`;
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

// src/sim/vm/network.ts
/** Every clone of an image calls itself the same. */
const hostName = "admins-Virtual-Machine";
/**
* Gets the guest's address once it has booted, tells it, and again when it changes. Keeps the lease alive. Nothing is
* told when the guest gets none.
*/
async function takeAddress({ order, settings }, booted, use) {
	const { root, faults, macAddress } = order;
	const unreachable = faults["tcp-unreachable"] !== void 0;
	const request = {
		name: hostName,
		macAddress,
		seconds: settings.leaseSeconds,
		unreachable
	};
	const stale = faults["stale-address"];
	if (stale !== void 0) await writeStaleLease(root, request);
	await booted;
	if (faults["no-address"] !== void 0) return;
	if (stale !== void 0) {
		if (stale.ms === void 0) return;
		await setTimeout$1(stale.ms);
	}
	const address = await ask(order, request);
	if (address === void 0) return;
	use(address);
	if (order.network !== "bridged") renew(root, request);
	const change = faults["address-changes"];
	if (change === void 0) return;
	await setTimeout$1(change.ms ?? 0);
	const other = await ask(order, {
		...request,
		besides: address
	});
	if (other !== void 0) use(other);
}
async function ask(order, request) {
	const { root, network } = order;
	const address = network === "bridged" ? grantLanAddress(request) : await grantLease(root, request);
	if (address !== void 0 && network !== "softnet") writeArpEntry(root, address, request.macAddress);
	return address;
}
/** A guest renews after half the time. */
function renew(root, request) {
	setInterval(() => void grantLease(root, request), request.seconds * 1e3 / 2);
}

// src/sim/vm/machine.ts
/**
* Boots the machine. Its address, its SSH server and its agent come up later, each in its time. Runs in the directory
* of the VM. `failed` is called when there can be no control socket.
*/
function boot(order, failed) {
	const { settings } = order;
	const guest = bootGuest(order, settings);
	const parts = {
		order,
		settings
	};
	serveAgent(() => guest !== void 0 && parts.agentReady === true ? {
		guest,
		address: () => parts.address,
		connectTo: (port) => connect$1(parts, port)
	} : void 0, failed);
	if (guest !== void 0 && order.faults["boot-hangs"] === void 0) comeUp(parts, guest);
	const overwritten = order.faults["vm-overwritten"];
	if (overwritten !== void 0) overwrite(order, overwritten.ms ?? 0);
	return {
		guest,
		cutConnections: () => parts.connections?.cut()
	};
}
async function comeUp(parts, guest) {
	const booted = setTimeout$1(parts.settings.bootMs);
	await Promise.all([
		takeAddress(parts, booted, (address) => void moveTo(parts, address)),
		startSsh(parts, guest, booted),
		booted.then(() => setTimeout$1(parts.settings.agentMs)).then(() => parts.agentReady = true)
	]);
}
/**
* The former address answers no more. New connections to it are refused here, because the address is one of this
* machine; on a Mac they find no host.
*/
async function moveTo(parts, address) {
	const { order, settings } = parts;
	parts.door?.close();
	delete parts.door;
	parts.connections?.silenceTcp();
	parts.address = address;
	if (hasDoor(parts) && isSilent(parts)) parts.door = await openSilentDoor(settings.guestPort, address, order);
	else listen(parts);
}
async function startSsh(parts, guest, booted) {
	const { order, settings } = parts;
	const loading = import("./sshd-BmJiVQvP.js");
	await booted;
	const late = order.faults["ssh-late"]?.ms ?? 0;
	const [{ createSshServer }] = await Promise.all([loading, setTimeout$1(settings.sshMs + late)]);
	if (order.faults["ssh-refused"] !== void 0) return;
	const server = createSshServer(guest);
	parts.connections = createConnections(order.faults, (stream) => server.injectSocket(stream));
	listen(parts);
}
/** Once there are an address and a server. */
function listen(parts) {
	const { connections, address, settings } = parts;
	if (connections === void 0 || address === void 0 || !hasDoor(parts) || isSilent(parts)) return;
	parts.door = openDoor(settings.guestPort, address, (socket) => connections.admit(socket, "tcp"));
}
/**
* Only Linux lets anyone listen on any 127/8 address: elsewhere, as with a guest that TCP does not reach, `tart exec` is
* the way in.
*/
function hasDoor({ order }) {
	return process.platform === "linux" && order.faults["tcp-unreachable"] === void 0;
}
function isSilent({ order, settings }) {
	return settings.quirks.includes("tcp-silent") || !order.answersHost;
}
/** A connection from inside the guest to its SSH server, on port 22 or the one that stands in for it outside. */
function connect$1({ connections, settings }, port) {
	if (connections === void 0 || ![22, settings.guestPort].includes(port)) return void 0;
	const [outside, inside] = duplexPair();
	connections.admit(inside, "vsock");
	return outside;
}
async function overwrite(order, ms) {
	await setTimeout$1(ms);
	const { overwriteVm } = await import("./overwrite--pWqeP3A.js");
	overwriteVm(order.directory, order.settings.quirks);
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
process.on(cutSignal, () => running?.machine.cutConnections());
async function start(order) {
	const { settings } = order;
	if (settings.quirks.includes("control-socket-early")) await showSocketEarly();
	const slot = order.os === "darwin" && !order.refused ? takeSlot(order.root, settings.vmLimit) : void 0;
	if (order.refused || order.os === "darwin" && slot === void 0) {
		report({ type: "limit" }, () => process.exit(0));
		return;
	}
	running = {
		settings,
		slot,
		machine: boot(order, () => withoutSocket(settings))
	};
	writeFileSync(pidFile, String(process.pid));
	report({ type: "started" });
	setTimeout(flushCompileCache, settings.bootMs + settings.sshMs);
}
/** The socket is there, and only later the kernel decides. */
async function showSocketEarly() {
	const early = 300;
	const { createServer } = await import("node:net");
	rmSync("control.sock", { force: true });
	createServer((socket) => socket.destroy()).listen("control.sock");
	await setTimeout$1(early);
}
/** Released versions only log it (reference/tart.md §3.2). */
function withoutSocket({ tartVersion }) {
	if (tartVersion === "next") report({ type: "no-socket" }, end);
}
async function powerOff() {
	await setTimeout$1(running?.settings.stopMs ?? 0);
	end();
}
async function shutDown() {
	await setTimeout$1(running?.settings.stopMs ?? 0);
	running?.machine.guest?.end();
	report({ type: "guest-shutdown" }, end);
}
function end() {
	running?.machine.guest?.end();
	running?.slot?.releaseAfter(running.settings.slotReleaseMs);
	process.exit(0);
}
function report(message, sent = () => void 0) {
	process.send?.(message, void 0, void 0, sent);
}

export {  };