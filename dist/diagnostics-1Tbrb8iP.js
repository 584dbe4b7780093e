import { t as runnerPaths } from "./paths-Dqotyd-n.js";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

// src/sim/runner/terminal.ts
/** What the listener says on its terminal (§4.3): lines on stdout, errors on stderr. */
const terminal = {
	line(text) {
		process.stdout.write(`${otherWords ? reworded(text) : text}\n`);
	},
	error(text) {
		process.stderr.write(`${text}\n`);
	},
	/** From here on stdout says the same in other words than those of §4.3. */
	useOtherWords() {
		otherWords = true;
	}
};
let otherWords = false;
/** `2026-03-17 12:20:29Z`: UTC, as the runner prints times. */
function timestamp() {
	return `${(/* @__PURE__ */ new Date()).toISOString().slice(0, 19).replace("T", " ")}Z`;
}
/** Says once that the connection is lost. */
function reportLost(connection, error) {
	const message = error instanceof Error ? error.message : String(error);
	if (!connection.lost) terminal.error(`${timestamp()}: Runner connect error: ${message}. Retrying until reconnected.`);
	connection.lost = true;
}
/** Says that the connection is there again, if it was lost. */
function reportRegained(connection) {
	if (connection.lost) terminal.line(`${timestamp()}: Runner reconnected.`);
	connection.lost = false;
}
const rewordings = [
	[/^√ Connected to GitHub$/, "+ Signed in"],
	[/^Current runner version: '(.*)'$/, "runner $1"],
	[/^(\S+) (\S+): Listening for Jobs$/, "[$1T$2] ready for work"],
	[/^(\S+) (\S+): Running job: (.*)$/, "[$1T$2] began $3"],
	[/^(\S+) (\S+): Job (.*) completed with result: (\w+)$/, "[$1T$2] ended $3 ($4)"],
	[/^(\S+) (\S+): Runner reconnected\.$/, "[$1T$2] back again"],
	[/^√ Removed (.*)$/, "- $1"],
	[/^Exiting\.\.\.$/, "Bye."]
];
function reworded(text) {
	const rewording = rewordings.find(([pattern]) => pattern.test(text));
	return rewording === void 0 ? text : text.replace(...rewording);
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

export { timestamp as a, terminal as i, reportLost as n, reportRegained as r, openDiagnosticLog as t };