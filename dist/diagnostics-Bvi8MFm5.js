import { t as runnerPaths } from "./paths-Dqotyd-n.js";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

// src/sim/runner/terminal.ts
/** What the listener says on its terminal (§4.3): lines on stdout, errors on stderr. */
const terminal = {
	line(text) {
		process.stdout.write(`${text}\n`);
	},
	error(text) {
		process.stderr.write(`${text}\n`);
	}
};
/** `2026-03-17 12:20:29Z`: UTC, as the runner prints times. */
function timestamp() {
	return `${(/* @__PURE__ */ new Date()).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

// src/sim/runner/diagnostics.ts
/** Opens `_diag/<kind>_<time>-utc.log`. */
function openDiagnosticLog(root, kind) {
	const folder = runnerPaths.diagnostics(root);
	mkdirSync(folder, { recursive: true });
	const stamp = timestamp().replaceAll(/[-:Z]/g, "").replace(" ", "-");
	const path = join(folder, `${kind}_${stamp}-utc.log`);
	return { info(component, text) {
		appendFileSync(path, `[${timestamp()} INFO ${component}] ${text}\n`);
	} };
}

export { terminal as n, timestamp as r, openDiagnosticLog as t };