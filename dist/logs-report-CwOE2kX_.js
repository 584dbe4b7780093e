import { t as cleanText } from "./text-I6yS1NEv.js";

// src/cli/logs-report.ts
/** The document of `logs --json`: what there is, the newest first. */
function listDocument(kept) {
	const sandboxes = kept.map(({ sandbox, state, at, verdict }) => {
		const { error, job } = verdict;
		return {
			sandbox,
			state,
			at: new Date(at).toISOString(),
			code: error?.code ?? null,
			job: job ?? null
		};
	});
	return JSON.stringify({ sandboxes });
}
/** The same for people: a line each. */
function listText(kept) {
	if (kept.length === 0) return "Nothing is kept: no sandbox runs, and none has failed lately.";
	const table = [[
		"SANDBOX",
		"WHEN",
		"CODE",
		"JOB"
	], ...kept.map(({ sandbox, state, at, verdict: { error, job } }) => {
		return [
			sandbox,
			seconds(at),
			error?.code ?? state,
			job ?? "–"
		].map(lineText);
	})];
	const widths = [
		0,
		1,
		2
	].map((column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
	return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")).join("\n");
}
/** A line of a log as a program reads it. */
function lineDocument(sandbox, line) {
	return JSON.stringify({
		sandbox,
		line
	});
}
/** Text of a guest or of GitHub for a terminal: one line, nothing that moves the cursor or turns the direction of writing. */
function lineText(text) {
	return cleanText(text).replaceAll(/[\n\u2028\u2029\p{Bidi_Control}]/gu, " ");
}
/** The last document of a log; `verdict` is null when nothing is kept. */
function endDocument({ sandbox, verdict, folder }) {
	const kept = Object.keys(verdict).length > 0;
	return JSON.stringify({
		sandbox,
		verdict: kept ? verdict : null,
		evidence: kept ? folder : null
	});
}
/** The same for people. */
function endText({ sandbox, verdict, folder }) {
	const { error, job, result, exitCode, startedAt, endedAt } = verdict;
	if (Object.keys(verdict).length === 0) return `${sandbox} has ended; no verdict is kept: its work was done, or nobody saw its end.`;
	const facts = Object.entries({
		job,
		result,
		"exit code": exitCode,
		started: startedAt,
		ended: endedAt
	});
	return [
		"",
		...error === void 0 ? [] : [`${error.code}: ${error.message}`, `  what to do: ${error.remedy}`],
		...facts.flatMap(([what, value]) => value === void 0 ? [] : [`  ${what}: ${String(value)}`]),
		`  evidence: ${folder}`
	].map(lineText).join("\n");
}
function seconds(at) {
	return new Date(at).toISOString().replace(/\.\d+Z$/u, "Z");
}

export { listDocument as a, lineText as i, endText as n, listText as o, lineDocument as r, endDocument as t };