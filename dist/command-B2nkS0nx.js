// src/sim/tart/command.ts
/** One line on stdout. */
function printLine(text) {
	process.stdout.write(`${text}\n`);
}

export { printLine as t };