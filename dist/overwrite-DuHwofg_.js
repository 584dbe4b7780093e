import { a as readConfig, i as randomMac, o as writeConfig } from "./config-BYdKnZOk.js";
import { n as copyVmFiles, r as replaceFolder } from "./copy-D5hFPZJT.js";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";

// src/sim/vm/overwrite.ts
/** What a `tart clone` over a running VM does (reference/tart.md §2.2): the run goes on, unseen by `list` and `stop`. */
function overwriteVm(directory, quirks) {
	const folder = join(dirname(dirname(directory)), "tmp", randomUUID().toUpperCase());
	mkdirSync(folder, { recursive: true });
	writeConfig(folder, {
		...readConfig(directory),
		macAddress: randomMac()
	}, quirks);
	copyVmFiles(directory, folder);
	replaceFolder(folder, directory);
}

export { overwriteVm };