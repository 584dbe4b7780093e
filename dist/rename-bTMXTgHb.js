import { n as UsageFailure } from "./failure-3c0UNveq.js";
import { d as vmDirectory, t as isComplete } from "./vm-directory-Bb191Lez.js";
import { existsSync, renameSync } from "node:fs";

// src/sim/tart/commands/rename.ts
/** `tart rename` (reference/tart.md §2.14): both failures are usage errors; a running VM is renamed as well. */
const command = {
	grammar: {
		command: "rename",
		operands: ["name", "new-name"],
		options: {}
	},
	validate: (args) => {
		if (args.operand(1).includes("/")) throw new UsageFailure("<new-name> should be a local name");
	},
	execute: (args, { home }) => {
		const [name, newName] = [args.operand(0), args.operand(1)];
		const [from, to] = [vmDirectory(home, name), vmDirectory(home, newName)];
		if (!isComplete(from)) throw new UsageFailure(`failed to rename a non-existent local VM: ${name}`);
		if (existsSync(to)) throw new UsageFailure(`failed to rename VM ${name}, target VM ${newName} already exists, delete it first!`);
		renameSync(from, to);
		return 0;
	}
};

export { command };