import { a as readConfig, i as randomMac, o as writeConfig } from "./config-BYdKnZOk.js";
import { n as copyVmFiles } from "./copy-DdXQo5S3.js";
import { i as moveIntoPlace, r as makeLocked } from "./home-CDQzHGh7.js";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";

// src/sim/vm/overwrite.ts
/** What a `tart clone` over a running VM does (reference/tart.md §2.2): the run goes on, unseen by `list` and `stop`. */
function overwriteVm(directory, quirks) {
	const folder = join(dirname(dirname(directory)), "tmp", randomUUID().toUpperCase());
	const temporary = makeLocked(folder);
	writeConfig(folder, {
		...readConfig(directory),
		macAddress: randomMac()
	}, quirks);
	copyVmFiles(directory, folder);
	moveIntoPlace(folder, temporary, directory);
}

export { overwriteVm };