import { t as printLine } from "./command-B2nkS0nx.js";
import { n as copyVmFiles } from "./copy-DdXQo5S3.js";
import { i as runtimeFailure } from "./failure-3c0UNveq.js";
import { i as openVm } from "./vm-directory-Bb191Lez.js";
import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { once } from "node:events";

// src/sim/tart/commands/export.ts
/** `tart export` (reference/tart.md §2.14): here the archive is a folder. */
const command = {
	grammar: {
		command: "export",
		operands: ["name"],
		repeated: true,
		options: {}
	},
	execute: async (args, { home }) => {
		const [name = "", given] = args.operands;
		const source = openVm(home, name);
		const target = resolve(given ?? `${name}.tvm`);
		if (given === void 0 && existsSync(target)) await confirm(target);
		printLine("exporting...");
		rmSync(target, {
			recursive: true,
			force: true
		});
		mkdirSync(target, { recursive: true });
		copyVmFiles(source, target);
		copyFileSync(join(source, "config.json"), join(target, "config.json"));
		return 0;
	}
};
/** Asks on stdin before it overwrites a file that nobody named; the words are not known. */
async function confirm(target) {
	printLine(`file ${target} already exists, are you sure you want to overwrite it? (yes or no)`);
	const [answer] = await Promise.race([once(process.stdin, "data"), once(process.stdin, "end")]);
	if (!String(answer).startsWith("y")) throw runtimeFailure(`VM export failed: ${target} already exists`);
}

export { command };