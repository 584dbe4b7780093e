// src/sim/tart/commands/logout.ts
/** `tart logout` (reference/tart.md §2.14): succeeds whether anybody was logged in or not. */
const command = {
	grammar: {
		command: "logout",
		operands: ["host"],
		options: {}
	},
	execute: () => 0
};

export { command };