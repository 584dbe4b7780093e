import { n as encodeFrame, r as frameType, t as decodeFrames } from "./frames-B4qLbxO_.js";
import { once } from "node:events";
import { createConnection } from "node:net";

// src/sim/tart/agent-client.ts
/** The guest's address as its agent knows it; undefined when it has none, or the agent does not answer. */
async function askAddress(directory) {
	const socket = await connect$1(directory, { type: "address" });
	if (socket === void 0) return void 0;
	for await (const frame of decodeFrames(socket)) return frame.type === frameType.address && frame.payload.length > 0 ? frame.payload.toString() : void 0;
}
/** Executes a command in the guest: its exit code, or undefined when the agent does not answer. */
async function execInGuest(directory, call) {
	const { command, args, stdin } = call;
	const socket = await connect$1(directory, {
		type: "exec",
		command,
		args,
		stdin: stdin !== void 0
	});
	if (socket === void 0) return void 0;
	if (stdin !== void 0) sendInput(stdin, socket);
	return receive(socket, call);
}
/** What comes back. Waiting until stdout took a piece is what slows the guest down. */
async function receive(socket, call) {
	try {
		for await (const { type, payload } of decodeFrames(socket)) {
			if (type === frameType.notReady) return void 0;
			if (type === frameType.stdout) await write(call.stdout, payload);
			if (type === frameType.stderr) await write(call.stderr, payload);
			if (type === frameType.exit) return Number(payload.toString());
		}
	} catch {}
	return 0;
}
/** The socket is in the directory of the VM; its path may be longer than a socket's may be, so it is reached from there. */
async function connect$1(directory, request) {
	process.chdir(directory);
	const socket = createConnection("control.sock");
	try {
		await once(socket, "connect");
	} catch {
		return;
	}
	socket.on("error", () => socket.destroy());
	socket.write(encodeFrame(frameType.request, JSON.stringify(request)));
	return socket;
}
async function sendInput(stdin, socket) {
	for await (const chunk of stdin) await write(socket, encodeFrame(frameType.stdin, chunk));
	socket.write(encodeFrame(frameType.stdinEnd));
}
function write(stream, chunk) {
	return new Promise((resolve) => {
		stream.write(chunk, () => resolve());
	});
}

export { execInGuest as n, askAddress as t };