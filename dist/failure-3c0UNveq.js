// src/sim/tart/failure.ts
/** A failure as Tart reports it: what stands on stderr, and the exit code (reference/tart.md §1.2). */
var TartFailure = class extends Error {
	name = "TartFailure";
	exitCode;
	constructor(exitCode, text) {
		super(text);
		this.exitCode = exitCode;
	}
};
/** A usage error: exit 64 with the usage of the command behind it. */
var UsageFailure = class extends Error {
	name = "UsageFailure";
	/** The line that explains an argument, if Tart prints one. */
	help;
	constructor(text, help) {
		super(text);
		this.help = help;
	}
};
/** Tart's own errors: the bare text, exit 1. */
function runtimeFailure(text) {
	return new TartFailure(1, text);
}
/** Errors that are not Tart's own (files, registry, locks): `Error: ` before the text, exit 1. */
function foreignFailure(text) {
	return new TartFailure(1, `Error: ${text}`);
}
/** Exit 2 from a command's body. */
function vmDoesNotExist(name) {
	return new TartFailure(2, `the specified VM "${name}" does not exist`);
}
/** Exit 2: there is nothing to stop, or nowhere to execute. */
function vmNotRunning(name) {
	return new TartFailure(2, `VM "${name}" is not running`);
}
/** Exit 1: a running VM is neither deleted nor, in newer releases, cloned over. */
function vmIsRunning(name) {
	return runtimeFailure(`VM "${name}" is running`);
}
/** A message as this Mac's Tart words it: the quirk `other-messages` says the same, but in words that nobody knows. */
function worded(text, { quirks }) {
	return quirks.includes("other-messages") ? "The operation could not be completed." : text;
}

export { vmDoesNotExist as a, worded as c, runtimeFailure as i, UsageFailure as n, vmIsRunning as o, foreignFailure as r, vmNotRunning as s, TartFailure as t };