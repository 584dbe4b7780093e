import { readFileSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";

// src/sim/tart/mac/processes.ts
/** Every live process with the mark, except the caller. Ended ones that nobody waited for do not count. */
function markedProcesses(mark) {
	return (process.platform === "linux" ? fromProc(mark) : fromPs(mark)).filter(({ pid }) => pid !== process.pid);
}
/** Kills every process with the mark, also those born meanwhile. Gives up after some rounds: the rest is returned. */
function killMarked(mark) {
	const rounds = 50;
	let left = markedProcesses(mark);
	for (let round = 0; round < rounds && left.length > 0; round += 1) {
		for (const { pid } of left) kill(pid, "SIGKILL");
		left = markedProcesses(mark);
	}
	return left;
}
/** Sends a signal to a process (or, when negative, a process group); false when it is gone. */
function kill(pid, signal) {
	try {
		return process.kill(pid, signal);
	} catch {
		return false;
	}
}
function fromProc(mark) {
	return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)).flatMap((pid) => {
		const command = readProc(pid, "cmdline").replaceAll("\0", " ").trim();
		return mark.argument !== void 0 && command.includes(mark.argument) || readProc(pid, "environ").split("\0").includes(mark.variable) ? [{
			pid: Number(pid),
			command
		}] : [];
	});
}
function readProc(pid, file) {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "latin1");
	} catch {
		return "";
	}
}
/** Elsewhere `ps` prints the environment behind the command line. */
function fromPs(mark) {
	return execFileSync("ps", [
		"-axEww",
		"-o",
		"pid=,command="
	], {
		encoding: "utf8",
		maxBuffer: 2 ** 26
	}).split("\n").flatMap((row) => {
		const [, pid, text] = /^\s*(\d+) (.*)$/.exec(row) ?? [];
		if (pid === void 0 || text === void 0) return [];
		return `${text} `.includes(` ${mark.variable} `) || mark.argument !== void 0 && text.includes(mark.argument) ? [{
			pid: Number(pid),
			command: text.split(/ [A-Z_]+=/)[0] ?? text
		}] : [];
	});
}

export { killMarked as n, markedProcesses as r, kill as t };