import { t as findArpEntry } from "./arp-DoOyu9h3.js";
import { a as readLeases, s as addressOf } from "./dhcp-Br7uC-Mk.js";
import { a as messageOf } from "./lock-2Ygggebe.js";
import { t as askAddress } from "./agent-client-BdnnCOKc.js";
import { n as uint16 } from "./arguments-BfInvWcm.js";
import { t as printLine } from "./command-B2nkS0nx.js";
import { a as readConfig } from "./config-BYdKnZOk.js";
import { i as runtimeFailure, r as foreignFailure } from "./failure-3c0UNveq.js";
import { i as openVm, n as isRunning } from "./vm-directory-Bb191Lez.js";
import { setTimeout } from "node:timers/promises";

// src/sim/tart/commands/ip.ts
const pauseMs = 1e3;
/** `tart ip` (reference/tart.md §4): tries at least once, and sleeps a second after every miss. */
const command = {
	grammar: {
		command: "ip",
		operands: ["name"],
		options: {
			wait: { value: uint16 },
			resolver: { value: { oneOf: [
				"dhcp",
				"arp",
				"agent"
			] } }
		}
	},
	execute: async (args, context) => {
		const directory = openVm(context.home, args.operand(0));
		const resolver = args.value("resolver") ?? "dhcp";
		const until = Date.now() + Number(args.value("wait") ?? 0) * 1e3;
		do {
			const address = await resolve(resolver, directory, context);
			if (address !== void 0) {
				printLine(address);
				return 0;
			}
			await setTimeout(pauseMs);
		} while (Date.now() < until);
		throw runtimeFailure(`no IP address found${hints(resolver, directory)}`);
	}
};
async function resolve(resolver, directory, { root }) {
	const { macAddress } = readConfig(directory);
	if (resolver === "agent") return askAddress(directory);
	if (resolver === "arp") return findArpEntry(root, macAddress);
	return addressOf(leases(root), macAddress, Date.now() / 1e3);
}
function leases(root) {
	try {
		return readLeases(root);
	} catch (error) {
		throw foreignFailure(messageOf(error));
	}
}
function hints(resolver, directory) {
	const { os } = readConfig(directory);
	return [
		isRunning(directory) ? "" : ", is your VM running?",
		resolver === "agent" ? " (also make sure that Guest agent for Tart is running inside of a VM)" : "",
		resolver === "arp" && os === "linux" ? " (not all Linux distributions are compatible with the ARP resolver)" : ""
	].join("");
}

export { command };