import { join } from "node:path";

// src/sim/program-file.ts
const sources = {
	tart: "tart/main.ts",
	vm: "vm/main.ts",
	runner: "runner/listener.ts"
};
/**
* Where the main file of a simulated program is: beside this bundle, or a source beside this source. Whoever starts very
* many of them bundles the sources first, so that each starts sooner, and names the folder in `SAND_SIM_PROGRAMS`.
*/
function programFile(program) {
	const here = import.meta.dirname;
	if (!import.meta.filename.endsWith(".ts")) return join(here, `sim-${program}.js`);
	const bundles = process.env["SAND_SIM_PROGRAMS"];
	return bundles === void 0 ? join(here, sources[program]) : join(bundles, `sim-${program}.js`);
}

// src/sim/tart/mac/programs.ts
/** How Node runs a program of the simulation: without a word about experimental modules. */
const nodeOptions = ["--disable-warning=ExperimentalWarning"];

export { programFile as n, nodeOptions as t };