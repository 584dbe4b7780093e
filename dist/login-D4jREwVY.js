import { i as runtimeFailure, n as UsageFailure } from "./failure-3c0UNveq.js";
import { text } from "node:stream/consumers";

// src/sim/tart/commands/login.ts
/** `tart login` (reference/tart.md §2.14): every registry of the simulation takes every password. */
const command = {
	grammar: {
		command: "login",
		operands: ["host"],
		options: {
			username: { value: "text" },
			"password-stdin": { value: "flag" },
			insecure: { value: "flag" },
			"no-validate": { value: "flag" }
		}
	},
	validate: (args) => {
		if (args.has("username") !== args.has("password-stdin")) throw new UsageFailure("both --username and --password-stdin are required");
	},
	execute: async (args) => {
		const host = args.operand(0);
		if (!/^[a-z0-9.-]+(:\d+)?$/i.test(host)) throw runtimeFailure(`improperly formatted host "${host}" was provided`);
		if (args.has("password-stdin")) await text(process.stdin);
		return 0;
	}
};

export { command };