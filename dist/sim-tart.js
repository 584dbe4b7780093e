import { n as simulationRoot, r as takeFault, t as readSettings } from "./settings-DAZPuWlf.js";
import { i as usageOf, t as parseArguments } from "./arguments-CZpTcuHO.js";
import { n as messageOf } from "./thrown-B-CsZZv5.js";
import { n as UsageFailure, t as TartFailure } from "./failure-B-N9unkQ.js";
import { r as openHome, t as collectGarbage } from "./home-DfddHTR4.js";

// src/sim/tart/main.ts
/** The programs `tart` and `softnet` of the simulated Mac; the first argument says which one. */
const commands = {
	clone: () => import("./clone-BVoSq60M.js"),
	create: () => import("./create-DJNKRmHO.js"),
	delete: () => import("./delete-DIqJogeq.js"),
	exec: () => import("./exec-BCKRuuLE.js"),
	get: () => import("./get-q6BtlJj_.js"),
	ip: () => import("./ip-Du65yO3p.js"),
	list: () => import("./list-Dl4In_6C.js"),
	pull: () => import("./pull-u4a4NpPD.js"),
	run: () => import("./run-CwQBCckE.js"),
	set: () => import("./set-GtbGnWIE.js"),
	stop: () => import("./stop-ClSLOdGn.js")
};
const [, , program, ...argv] = process.argv;
process.exit(program === "softnet" ? await softnet(argv) : await tart(argv));
async function softnet(words) {
	return (await import("./softnet-B6gy_A4C.js")).runSoftnet(words);
}
async function tart([name, ...words]) {
	const root = simulationRoot();
	const settings = readSettings(root);
	if (name === "--version") return say(settings.tartVersion === "next" ? "SNAPSHOT" : settings.tartVersion);
	if (name === void 0 || name === "--help" || name === "-h" || name === "help") return say(overview());
	const load = Object.hasOwn(commands, name) ? commands[name] : void 0;
	if (load === void 0) return unknownCommand(name);
	const { command } = await load();
	if (words.includes("--help") && name !== "exec") return say(usageOf(command.grammar).replace("Usage", "USAGE"));
	try {
		return await runCommand(command, words, {
			root,
			settings
		});
	} catch (error) {
		return report(error, command);
	}
}
async function runCommand(command, words, world) {
	const args = parseArguments(command.grammar, words);
	const context = {
		...world,
		home: openHome()
	};
	try {
		command.validate?.(args, context);
	} catch (error) {
		throw error instanceof TartFailure ? new TartFailure(1, `Error: ${error.message}`) : error;
	}
	if (!["clone", "pull"].includes(command.grammar.command)) tidy(context);
	return command.execute(args, context);
}
/** A failure here is only noise: the command goes on. */
function tidy({ home, root }) {
	try {
		collectGarbage(home);
		if (takeFault(root, "gc-noise", "") === void 0) return;
		throw new Error("The file “tmp” couldn’t be opened.");
	} catch (error) {
		process.stderr.write(`Failed to perform garbage collection: ${messageOf(error)}\n`);
	}
}
function report(error, command) {
	if (error instanceof UsageFailure) {
		const help = error.help === void 0 ? [] : [`Help:  ${error.help}`];
		process.stderr.write(`${[
			`Error: ${error.message}`,
			...help,
			usageOf(command.grammar)
		].join("\n")}\n`);
		return 64;
	}
	const failure = error instanceof TartFailure ? error : void 0;
	process.stderr.write(`${failure?.message ?? `Error: ${messageOf(error)}`}\n`);
	return failure?.exitCode ?? 1;
}
function unknownCommand(name) {
	const problem = name.startsWith("-") ? `Unknown option '${name}'` : `Unexpected argument '${name}'`;
	process.stderr.write(`Error: ${problem}\nUsage: tart <subcommand>\n  See 'tart --help' for more information.\n`);
	return 64;
}
function overview() {
	return [
		"USAGE: tart <subcommand>",
		"",
		"SUBCOMMANDS:",
		...Object.keys(commands).map((name) => `  ${name}`)
	].join("\n");
}
function say(text) {
	process.stdout.write(`${text}\n`);
	return 0;
}

export {  };