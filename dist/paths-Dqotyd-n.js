import { join } from "node:path";

// src/sim/runner/paths.ts
/** Names in a runner's folder that more than one file needs. */
const runnerPaths = {
	/** Chooses a mode of reference/github-runners.md §8 item 4. */
	mode: (root) => join(root, "sim-mode"),
	/** The version the runner says it has; rewritten by an update. */
	version: (root) => join(root, "sim-version"),
	updateFinished: (root) => join(root, "update.finished"),
	/** Compiled code, so that the listener starts quickly; part of the image, thus of every clone. */
	compileCache: (root) => join(root, "bin", ".compile-cache"),
	listener: (root) => join(root, "bin", "Runner.Listener"),
	diagnostics: (root) => join(root, "_diag")
};

export { runnerPaths as t };