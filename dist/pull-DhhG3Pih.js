import { r as uint64 } from "./arguments-BfInvWcm.js";
import { t as printLine } from "./command-B2nkS0nx.js";
import { n as UsageFailure } from "./failure-3c0UNveq.js";
import { t as pullImage } from "./pull-BInU9BSR.js";
import { n as parseRemoteName } from "./remote-name-ytGLJnpS.js";

// src/sim/tart/commands/pull.ts
/** `tart pull` (reference/tart.md §2.12). */
const command = {
	grammar: {
		command: "pull",
		operands: ["remote-name"],
		options: {
			insecure: { value: "flag" },
			concurrency: { value: uint64 },
			deduplicate: {
				value: "flag",
				hidden: true
			}
		}
	},
	validate: (args) => {
		if (args.value("concurrency") === "0") throw new UsageFailure("network concurrency cannot be less than 1");
	},
	execute: async (args, context) => {
		const remote = parseRemoteName(args.operand(0));
		if (remote === void 0) printLine(`"${args.operand(0)}" is a local image, nothing to pull here!`);
		else await pullImage(remote, context);
		return 0;
	}
};

export { command };