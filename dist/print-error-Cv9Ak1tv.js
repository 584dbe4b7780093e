import { t as SandError } from "./errors-BzRSwK9f.js";

// src/cli/print-error.ts
/** An error as a person reads it: code, what happened, what lies behind it, what to do. */
function describeError(error) {
	const known = asSandError(error);
	return [
		`${known.code}: ${known.message}`,
		...causesOf(known).map((cause) => `  because: ${cause}`),
		`  what to do: ${known.remedy}`,
		...known.code === "INTERNAL" && error instanceof Error ? [error.stack ?? ""] : []
	].join("\n");
}
/** An error as a program reads it. */
function errorFields(error) {
	const known = asSandError(error);
	return {
		code: known.code,
		message: known.message,
		causes: causesOf(known),
		remedy: known.remedy
	};
}
function asSandError(error) {
	return error instanceof SandError ? error : new SandError("INTERNAL", String(error), { cause: error });
}
const mostCauses = 3;
function causesOf(error) {
	const texts = [];
	let cause = error.cause;
	while (cause instanceof Error && texts.length < mostCauses) {
		texts.push(firstLine(cause));
		cause = cause.cause;
	}
	return texts;
}
/** What stands behind several ways that failed together is in each of them. */
function firstLine(error) {
	if (error instanceof AggregateError) return error.errors.map(String).map(cutLine).join("; ");
	return cutLine(error.message);
}
function cutLine(text) {
	return text.split("\n", 1)[0] ?? "";
}

export { errorFields as n, describeError as t };