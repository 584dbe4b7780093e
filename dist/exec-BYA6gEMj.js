import { n as execInGuest } from "./agent-client-BdnnCOKc.js";
import { t as printLine } from "./command-B2nkS0nx.js";
import { i as runtimeFailure, s as vmNotRunning } from "./failure-3c0UNveq.js";
import { i as openVm, n as isRunning } from "./vm-directory-Bb191Lez.js";

// src/sim/tart/commands/exec.ts
/** `tart exec` (reference/tart.md §2.11): runs a command through the guest agent and ends with its exit code. */
const command = {
	grammar: {
		command: "exec",
		operands: ["name", "command"],
		repeated: true,
		passThrough: true,
		options: {
			interactive: {
				value: "flag",
				short: "i"
			},
			tty: {
				value: "flag",
				short: "t"
			}
		}
	},
	execute: async (args, { home, settings }) => {
		const [name = "", program = "", ...words] = args.operands;
		const directory = openVm(home, name);
		if (!isRunning(directory)) throw vmNotRunning(name);
		if (settings.quirks.includes("exec-adds-noise")) printLine("Connected to the guest agent.");
		const code = await execInGuest(directory, {
			command: program,
			args: words,
			stdin: args.has("interactive") ? process.stdin : void 0,
			stdout: process.stdout,
			stderr: process.stderr
		});
		if (code !== void 0) return code;
		throw runtimeFailure("Failed to connect to the VM using its control socket: unavailable (14): connection refused, is the Tart Guest Agent running?");
	}
};

export { command };