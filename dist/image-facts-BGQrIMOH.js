import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// src/sim/tart/mac/image-facts.ts
/** The file of these facts in the directory of a VM. */
const imageFactsFile = "image.sim.json";
/** Reads the facts; an empty disk has the defaults. */
function readImageFacts(directory) {
	try {
		return JSON.parse(readFileSync(join(directory, imageFactsFile), "utf8"));
	} catch {
		return {
			loginShell: "/bin/bash",
			allocatedBytes: 0
		};
	}
}
/** Writes the facts of a new image. */
function writeImageFacts(directory, facts) {
	writeFileSync(join(directory, imageFactsFile), JSON.stringify(facts));
}

export { readImageFacts as n, writeImageFacts as r, imageFactsFile as t };