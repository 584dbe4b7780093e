import { a as messageOf } from "./lock-2Ygggebe.js";
import { a as simulationRoot, i as readSettings } from "./settings-BZ7pR48r.js";
import { n as wrongTarget } from "./softnet-policy-DCsz_kiW.js";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";

// src/sim/tart/softnet.ts
const usage = "Usage: softnet [OPTIONS] --vm-fd <VM_FD> --vm-mac-address <VM_MAC_ADDRESS>";
/**
* `softnet` (reference/tart.md §5.1, §5.2): lives as long as the VM's network card, which is its stdin. Resolves with
* the exit code. Its `tart run` tells it through `SAND_SIM_SOFTNET` what shall go wrong.
*/
async function runSoftnet(words) {
	if (words.includes("--help")) {
		process.stdout.write(`${usage}\n`);
		return 0;
	}
	const problem = usageProblem(words);
	if (problem !== void 0) {
		process.stderr.write(`error: ${problem}\n\n${usage}\n\nFor more information, try '--help'.\n`);
		return 2;
	}
	const [fault, ms] = (process.env["SAND_SIM_SOFTNET"] ?? "").split(":");
	if (fault === "unprivileged") {
		process.stderr.write("root privileges are required to run and passwordless sudo was not available\n");
		return 1;
	}
	const ends = [interrupted(), cardPulled()];
	if (fault === "dies") ends.push(setTimeout(Number(ms), 1));
	return Promise.race(ends);
}
function usageProblem(words) {
	const text = { type: "string" };
	const flag = { type: "boolean" };
	const options = {
		"vm-fd": text,
		"vm-mac-address": text,
		"vm-net-type": text,
		allow: text,
		block: text,
		expose: text,
		"bootpd-lease-time": text,
		user: text,
		group: text,
		"sudo-escalation-probing": flag,
		"sudo-escalation-done": flag,
		...readSettings(simulationRoot()).tartVersion === "next" ? { "control-fd": text } : {}
	};
	try {
		const { values } = parseArgs({
			args: [...words],
			options
		});
		const wrong = [values.allow, values.block].flatMap((list) => wrongTarget(list) ?? []);
		if (wrong[0] !== void 0) return `invalid target '${wrong[0]}'`;
		const missing = ["vm-fd", "vm-mac-address"].find((name) => values[name] === void 0);
		return missing && `the following required arguments were not provided:\n  --${missing}`;
	} catch (error) {
		return messageOf(error);
	}
}
function interrupted() {
	return new Promise((resolve) => process.once("SIGINT", () => resolve(0)));
}
function cardPulled() {
	return new Promise((resolve) => {
		process.stdin.resume();
		process.stdin.once("end", () => resolve(0));
		process.stdin.once("error", () => resolve(0));
	});
}

export { runSoftnet };