import { a as require_fastest_levenshtein } from "./yaml-C3uCX27i.js";
import { t as SandError } from "./errors-BzRSwK9f.js";
import { a as parseName } from "./warnings-B4em_F_V.js";

// src/cli/sandbox-name.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
/** A guess at what was meant is worth showing while at least half of the letters are right. */
const wrongShare = 1 / 2;
const mostGuesses = 3;
/** The sandbox that is meant by its name, its beginning, or its nonce. Throws `SANDBOX_UNKNOWN` with what is like it. */
function findSandbox(wanted, known) {
	if (known.includes(wanted)) return wanted;
	const fitting = known.filter((name) => nonceOf(name) === wanted || name.startsWith(wanted));
	const [only] = fitting;
	if (only !== void 0 && fitting.length === 1) return only;
	if (only !== void 0) throw unknown(`more than one sandbox is called ${JSON.stringify(wanted)}`, fitting);
	throw unknown(`nothing is known of a sandbox ${JSON.stringify(wanted)}`, similar(wanted, known));
}
function unknown(message, guesses) {
	const meant = guesses.length === 0 ? "" : `; did you mean ${guesses.slice(0, mostGuesses).join(" or ")}?`;
	return new SandError("SANDBOX_UNKNOWN", `${message}${meant}`);
}
function similar(wanted, known) {
	const away = (name) => Math.min((0, import_fastest_levenshtein.distance)(wanted, name), (0, import_fastest_levenshtein.distance)(wanted, nonceOf(name) ?? name));
	return known.filter((name) => away(name) <= wanted.length * wrongShare).toSorted((one, other) => away(one) - away(other));
}
function nonceOf(name) {
	return parseName(name)?.nonce;
}

export { findSandbox as t };