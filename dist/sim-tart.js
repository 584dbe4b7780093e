import { t as takeFault } from "./faults-Cht-zaNO.js";
import { a as simulationRoot, i as readSettings } from "./settings-BZ7pR48r.js";
import { i as usageOf, t as parseArguments } from "./arguments-BfInvWcm.js";
import { a as messageOf } from "./lock-2Ygggebe.js";
import { c as worded, n as UsageFailure, t as TartFailure } from "./failure-3c0UNveq.js";
import { a as openHome, t as collectGarbage } from "./home-CDQzHGh7.js";

// src/sim/tart/main.ts
/** The programs `tart` and `softnet` of the simulated Mac; the first argument says which one. */
const commands = {
	clone: () => import("./clone-CWYBJVlL.js"),
	create: () => import("./create-BknbTvRu.js"),
	delete: () => import("./delete-Dv3Joys1.js"),
	exec: () => import("./exec-BYA6gEMj.js"),
	export: () => import("./export-CBjs9yr6.js"),
	fqn: () => import("./fqn-B4N4ndda.js"),
	get: () => import("./get-BMvwWqPa.js"),
	import: () => import("./import-C69bhB0S.js"),
	ip: () => import("./ip-BzdSWY0O.js"),
	list: () => import("./list-iTNCUa7i.js"),
	login: () => import("./login-D4jREwVY.js"),
	logout: () => import("./logout-Dw95efI0.js"),
	prune: () => import("./prune-Bex4pFSw.js"),
	pull: () => import("./pull-DhhG3Pih.js"),
	push: () => import("./push-BFcjpdct.js"),
	rename: () => import("./rename-bTMXTgHb.js"),
	run: () => import("./run-uPYfcaqf.js"),
	set: () => import("./set-3dfZqEgp.js"),
	stop: () => import("./stop-CcLqMTN8.js"),
	suspend: () => import("./suspend-rs5-Lgja.js")
};
const [, , program, ...argv] = process.argv;
process.exit(program === "softnet" ? await softnet(argv) : await tart(argv));
async function softnet(words) {
	return (await import("./softnet-BeNarr5D.js")).runSoftnet(words);
}
async function tart([name, ...words]) {
	const root = simulationRoot();
	const settings = readSettings(root);
	if (settings.tartVersion === "2.33.0") return killedByKernel();
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
		return report(error, command, settings);
	}
}
/** Its signature does not fit: nothing is printed (reference/tart.md §0). */
function killedByKernel() {
	process.kill(process.pid, "SIGKILL");
	return new Promise(() => void 0);
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
function report(error, command, settings) {
	if (settings.quirks.includes("other-messages")) {
		process.stderr.write(`${worded("", settings)}\n`);
		return 1;
	}
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
		...Object.keys(commands).filter((name) => name !== "fqn").map((name) => `  ${name}`)
	].join("\n");
}
function say(text) {
	process.stdout.write(`${text}\n`);
	return 0;
}

export {  };