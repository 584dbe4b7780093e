import { r as __toESM } from "./rolldown-runtime-CoNq6U3z.js";
import { t as require_lib } from "./lib-DNcVIahl.js";
import { t as kill } from "./processes-DuZ5hmpe.js";

// src/sim/vm/ssh-session.ts
var import_lib = /* @__PURE__ */ __toESM(require_lib(), 1);
/** One session of a connection: a command or a shell, with its streams. A terminal is granted but is none. */
function serveSession(session, guest) {
	let child;
	session.on("pty", (accept) => answer(accept));
	session.on("window-change", (accept) => answer(accept));
	session.on("exec", (accept, _reject, { command }) => {
		child = guest.startShell(command);
		relay(accept(), child);
	});
	session.on("shell", (accept) => {
		child = guest.startShell(void 0);
		relay(accept(), child);
	});
	session.on("signal", (accept, _reject, { name }) => {
		if (child?.pid !== void 0) kill(-child.pid, signalOf(name));
		answer(accept);
	});
}
/** A request that wants no answer comes without a way to give one. */
function answer(accept) {
	if (typeof accept === "function") accept();
}
/**
* Joins a channel to a process as OpenSSH does: the exit is told when the process ends, the channel closes when nobody
* holds its output any more, and a client that leaves takes the pipes away but not the process.
*/
function relay(channel, child) {
	channel.on("error", () => channel.destroy());
	child.stdin.on("error", () => child.stdin.destroy());
	channel.pipe(child.stdin);
	child.stdout.pipe(channel, { end: false });
	child.stderr.pipe(channel.stderr, { end: false });
	child.once("error", () => channel.exit(127));
	child.once("exit", (code, signal) => {
		if (signal === null) channel.exit(code ?? 0);
		else channel.exit(signal.replace("SIG", ""), false, "");
	});
	child.once("close", () => channel.end());
	channel.once("close", () => {
		for (const stream of child.stdio) stream?.destroy();
	});
}
function signalOf(name) {
	return `SIG${[
		"HUP",
		"INT",
		"QUIT",
		"TERM",
		"KILL",
		"USR1",
		"USR2"
	].find((one) => one === name) ?? "TERM"}`;
}

// src/sim/vm/sshd.ts
/** The SSH server of a guest (reference/tart.md §7): Apple's stock settings, the host key that was baked into the image. */
function createSshServer(guest) {
	const server = new import_lib.default.Server({
		hostKeys: [guest.hostKey],
		ident: "OpenSSH_10.0"
	});
	server.on("connection", (connection) => serveConnection(connection, guest));
	return server;
}
function serveConnection(connection, guest) {
	connection.on("error", () => connection.end());
	connection.on("authentication", (context) => {
		if (isAccepted(context, guest)) context.accept();
		else if (context.method === "keyboard-interactive") askForPassword(context, guest);
		else context.reject([
			"publickey",
			"password",
			"keyboard-interactive"
		]);
	});
	connection.on("session", (accept) => serveSession(accept(), guest));
}
function isAccepted(context, guest) {
	if (context.username !== guest.user) return false;
	if (context.method === "password") return guest.accepts(context.password);
	if (context.method !== "publickey") return false;
	const key = guest.authorizedKeys().map(parsePublicKey).find((known) => known?.getPublicSSH().equals(context.key.data));
	if (key === void 0) return false;
	if (context.signature === void 0 || context.blob === void 0) return true;
	return key.verify(context.blob, context.signature, context.hashAlgo) === true;
}
function askForPassword(context, guest) {
	context.prompt([{
		prompt: "Password:",
		echo: false
	}], (answers) => {
		if (context.username === guest.user && guest.accepts(answers[0])) context.accept();
		else context.reject();
	});
}
function parsePublicKey(line) {
	if (line.trim() === "" || line.startsWith("#")) return void 0;
	const key = import_lib.default.utils.parseKey(line);
	return key instanceof Error ? void 0 : key;
}

export { createSshServer };