import { n as UsageFailure } from "./failure-3c0UNveq.js";

// src/sim/tart/arguments.ts
/** Number types of Tart's options. */
const uint16 = { max: 2n ** 16n - 1n };
const uint64 = { max: 2n ** 64n - 1n };
/** Reads a command line, or throws a UsageFailure. */
function parseArguments(grammar, argv) {
	const operands = [];
	const found = /* @__PURE__ */ new Map();
	const words = [...argv];
	for (let word = words.shift(); word !== void 0; word = words.shift()) if (word === "--") operands.push(...words.splice(0));
	else if (word === "-" || !word.startsWith("-")) {
		operands.push(word);
		if (grammar.passThrough === true) operands.push(...words.splice(0));
	} else takeOption(grammar, word, words, found);
	checkOperands(grammar, operands);
	return {
		operands,
		operand: (index) => operands[index] ?? "",
		has: (option) => found.has(option),
		value: (option) => found.get(option)?.at(-1),
		values: (option) => found.get(option) ?? []
	};
}
/** The lines behind a usage error. */
function usageOf(grammar) {
	const options = Object.entries(grammar.options).filter(([, rule]) => rule.hidden !== true).map(([name, rule]) => `[${rule.value === "flag" ? `--${name}` : placeholder(name)}]${rule.repeatable === true ? " ..." : ""}`);
	const operands = grammar.operands.map((name, index) => `<${name}>${isRepeated(grammar, index) ? " ..." : ""}`);
	return [`Usage: ${[
		"tart",
		grammar.command,
		...operands,
		...options
	].join(" ")}`, `  See 'tart ${grammar.command} --help' for more information.`].join("\n");
}
function takeOption(grammar, word, words, found) {
	const equals = word.indexOf("=");
	const spelled = equals === -1 ? word : word.slice(0, equals);
	if (/^-[a-z]{2,}$/i.test(word)) {
		words.unshift(...Array.from(word.slice(1), (letter) => `-${letter}`));
		return;
	}
	const [name, rule] = findOption(grammar, spelled);
	const value = rule.value === "flag" ? "" : optionValue(word, equals, name, words);
	checkValue(name, rule.value, value);
	found.set(name, [...found.get(name) ?? [], value]);
}
function findOption(grammar, spelled) {
	const entry = Object.entries(grammar.options).find(([name, rule]) => spelled === `--${name}` || rule.short !== void 0 && spelled === `-${rule.short}`);
	if (entry === void 0) throw new UsageFailure(`Unknown option '${spelled}'`);
	return entry;
}
function optionValue(word, equals, name, words) {
	if (equals !== -1) return word.slice(equals + 1);
	const next = words.shift();
	if (next === void 0 || next.startsWith("-") && next !== "-") throw new UsageFailure(`Missing value for '${placeholder(name)}'`);
	return next;
}
function checkValue(name, rule, value) {
	if (rule === "flag" || rule === "text") return;
	if ("max" in rule) {
		if (/^\+?\d+$/.test(value) && BigInt(value) <= rule.max) return;
		throw new UsageFailure(`The value '${value}' is invalid for '${placeholder(name)}'`);
	}
	if (rule.oneOf.includes(value)) return;
	if (rule.invalid !== void 0) throw new UsageFailure(`'${value}' is not a valid <${rule.invalid}>`);
	const choices = rule.oneOf.map((choice) => `'${choice}'`).join(" and ");
	throw new UsageFailure(`The value '${value}' is invalid for '${placeholder(name)}'. Please provide one of ${choices}.`);
}
function checkOperands(grammar, operands) {
	const missing = grammar.operands[operands.length];
	if (missing !== void 0) {
		const shown = `<${missing}>${isRepeated(grammar, operands.length) ? " ..." : ""}`;
		throw new UsageFailure(`Missing expected argument '${shown}'`, shown);
	}
	const extra = operands.slice(grammar.operands.length);
	if (extra.length === 0 || grammar.repeated === true) return;
	const list = extra.map((word) => `'${word}'`).join(", ");
	throw new UsageFailure(extra.length === 1 ? `Unexpected argument ${list}` : `${extra.length} unexpected arguments: ${list}`);
}
function isRepeated(grammar, index) {
	return grammar.repeated === true && index === grammar.operands.length - 1;
}
function placeholder(name) {
	return `--${name} <${name}>`;
}

export { usageOf as i, uint16 as n, uint64 as r, parseArguments as t };