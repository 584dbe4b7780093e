import { join } from "node:path";

// src/sim/tart/mac/programs.ts
/** Where the main file of a simulated program is: beside this file as a source, beside this bundle in `dist/`. */
function programFile(program) {
	const here = import.meta.dirname;
	return import.meta.filename.endsWith(".ts") ? join(here, "..", "..", program, "main.ts") : join(here, `sim-${program}.js`);
}
/** How Node runs a program of the simulation: without a word about experimental modules. */
const nodeOptions = ["--disable-warning=ExperimentalWarning"];

export { programFile as n, nodeOptions as t };