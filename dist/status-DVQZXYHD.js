import { d as object, h as string, i as array } from "./schemas-BCdtrOfe.js";
import { i as withDeadline, r as wallClock } from "./text-I6yS1NEv.js";
import { a as loadConfig, n as exitCodes } from "./exit-codes-Ds2Idkdz.js";
import { r as errorCatalogue, t as SandError } from "./errors-BzRSwK9f.js";
import { i as controlSocket, n as statusSchema } from "./status-document-BqzKtITT.js";
import { n as errorFields, t as describeError } from "./print-error-Cv9Ak1tv.js";
import { i as lineText } from "./logs-report-CwOE2kX_.js";
import { t as stopsOnSignal } from "./stops-Drfk5tW_.js";
import { request } from "node:http";
import { finished } from "node:stream/promises";
import { text } from "node:stream/consumers";

// src/cli/control-client.ts
/** A poller answers from memory; only a reload reads a file. */
const answerMs = 1e4;
/**
* Asks a running poller. Rejects with its refusal, `POLLER_NOT_RUNNING`, `POLLER_SILENT`, or the signal's reason. The
* poller may be of another version: the schema should want no more than it needs.
*/
async function askPoller(question, schema) {
	const bounded = withDeadline(question.signal, answerMs);
	try {
		const response = await send(question, bounded);
		return schema.parse(await readAnswer(response));
	} catch (error) {
		question.signal.throwIfAborted();
		throw asSandError(error, question.stateDir);
	}
}
/** Asks a running poller to stop and waits until its process is gone; rejects with `WAIT_TIMEOUT` when it takes too long. */
async function stopPoller(stateDir, { now, withinMs, signal }) {
	const bounded = withDeadline(signal, withinMs);
	try {
		const response = await send({
			stateDir,
			call: "POST /stop",
			body: { now },
			signal
		}, bounded);
		if (response.statusCode !== 200) await readAnswer(response);
		response.resume();
		await finished(response).catch(() => void 0);
		bounded.throwIfAborted();
	} catch (error) {
		signal.throwIfAborted();
		if (!bounded.aborted) throw asSandError(error, stateDir);
		throw new SandError("WAIT_TIMEOUT", "the poller has not ended in time", { cause: error });
	}
}
async function send({ stateDir, call, body }, signal) {
	const [method, path] = call.split(" ");
	return await new Promise((resolve, reject) => {
		const asking = request({
			socketPath: controlSocket(stateDir),
			method,
			path,
			signal,
			agent: false
		});
		asking.on("response", resolve).on("error", reject);
		asking.end(body === void 0 ? void 0 : JSON.stringify(body));
	});
}
const refusalSchema = object({ error: object({
	code: string(),
	message: string(),
	remedy: string(),
	causes: array(string()).default([])
}) });
async function readAnswer(response) {
	const answer = JSON.parse(await text(response));
	if (response.statusCode === 200) return answer;
	const { code, message, remedy, causes } = refusalSchema.parse(answer).error;
	const known = isErrorCode(code) ? code : "INTERNAL";
	throw new SandError(known, message, {
		remedy,
		cause: causes[0] && new Error(causes.join("; "))
	});
}
function isErrorCode(code) {
	return Object.hasOwn(errorCatalogue, code);
}
const absent = /* @__PURE__ */ new Set(["ENOENT", "ECONNREFUSED"]);
function asSandError(cause, stateDir) {
	if (cause instanceof SandError) return cause;
	if (cause instanceof Error && "code" in cause && absent.has(cause.code)) return new SandError("POLLER_NOT_RUNNING", `no sand-poller runs with ${stateDir}`);
	return new SandError("POLLER_SILENT", `the sand-poller of ${stateDir} does not answer`, { cause });
}

// src/cli/status-text.ts
/** Why a job has no sandbox, in words. */
const reasons = {
	covered: "a sandbox is on its way",
	"no-pool": "no pool has all its labels",
	paused: "its pool is paused",
	"pool-full": "its pool has as many sandboxes as it may",
	"no-slot": "no slot is free",
	"no-memory": "its VM does not fit into the free memory",
	draining: "the poller is drained"
};
/** A status for people. */
function statusText(status) {
	return [
		head(status),
		pools(status),
		sandboxes(status),
		waiting(status),
		problems(status)
	].filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n");
}
function head({ version, pid, since, slots, draining, audience }) {
	const { total, ours, foreign } = slots;
	const others = foreign.length === 0 ? "none" : foreign.map(lineText).join(", ");
	return [
		`sand-poller ${version}, process ${String(pid)}, since ${since}`,
		`slots: ${String(total)}, ours: ${String(ours)}, VMs of others: ${others}`,
		...audience === null ? [] : [`jobs may come from ${audienceText(audience)}`],
		...draining ? ["drained: nothing new is taken until `sand-poller resume`"] : []
	];
}
/** More than this a line need not name. */
const mostNamed = 5;
function audienceText({ group, repositories, public: open }) {
	const named = repositories?.slice(0, mostNamed) ?? [];
	const more = (repositories?.length ?? 0) - named.length;
	const names = repositories === null ? "all repositories" : named.join(", ") || "no repository";
	const all = more > 0 ? `${names} and ${String(more)} more` : names;
	const through = group === null ? "" : ` through the runner group ${group}`;
	return lineText(`${all}${through}${open ? ", PUBLIC ones included" : ""}`);
}
function pools(status) {
	return columns([[
		"POOL",
		"WAITING",
		"LIVE",
		"STANDBY",
		"STATE"
	], ...status.pools.map(({ name, max, waiting: jobs, live, standby, paused }) => {
		const spares = `${String(standby.ready)}/${String(standby.wanted)}`;
		const state = paused === null ? "ok" : `paused until ${paused.until}: ${paused.code}`;
		return [
			name,
			String(jobs),
			`${String(live)}/${String(max)}`,
			spares,
			state
		];
	})]);
}
function sandboxes(status) {
	const rows = status.sandboxes.map(({ sandbox, pool, state, phase, startedAt, phaseSince, job }) => [
		sandbox ?? `(an image for ${pool})`,
		state,
		phase ?? "–",
		age(phaseSince, status.at),
		age(startedAt, status.at),
		job ?? "–"
	]);
	return rows.length === 0 ? [] : columns([[
		"SANDBOX",
		"STATE",
		"PHASE",
		"FOR",
		"AGE",
		"JOB"
	], ...rows]);
}
function waiting(status) {
	const rows = status.waiting.map(({ job, repository, queuedAt, pool, why }) => {
		return [
			job,
			repository,
			pool ?? "–",
			age(queuedAt, status.at),
			reasons[why] ?? why
		];
	});
	return rows.length === 0 ? [] : columns([[
		"WAITING JOB",
		"REPOSITORY",
		"POOL",
		"FOR",
		"WHY"
	], ...rows]);
}
function problems(status) {
	return status.problems.flatMap(({ code, message, remedy }) => [`${code}: ${message}`, `  what to do: ${remedy}`].map(lineText));
}
/** Rows as lines with their cells below each other; the last cell is as long as it likes. */
function columns(rows) {
	const clean = rows.map((row) => row.map(lineText));
	const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row) => (row[column] ?? "").length)));
	return clean.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}
const minuteSeconds = 60;
const hourSeconds = 3600;
/** The time between two ISO times, as `42s`, `3m07s` or `5h02m`. */
function age(from, to) {
	const seconds = Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1e3));
	if (seconds < minuteSeconds) return `${String(seconds)}s`;
	if (seconds < hourSeconds) return `${String(Math.floor(seconds / minuteSeconds))}m${two(seconds % minuteSeconds)}s`;
	return `${String(Math.floor(seconds / hourSeconds))}h${two(Math.floor(seconds % hourSeconds / minuteSeconds))}m`;
}
function two(value) {
	return String(value).padStart(2, "0");
}

// src/cli/status.ts
const redrawMs = 1e3;
/** `sand-poller status`: what the poller does now. Returns the exit code; rejects with `POLLER_NOT_RUNNING`. */
async function status({ config, json, watch }) {
	const { stateDir } = (await loadConfig(config)).config.host;
	using stops = stopsOnSignal("end", () => void 0);
	if (watch) return await follow(stateDir, json, stops.end);
	const now = await readStatus(stateDir, stops.end);
	process.stdout.write(`${json ? JSON.stringify(now) : statusText(now)}\n`);
	return exitCodes.done;
}
/** Asks a poller for its status. */
async function readStatus(stateDir, signal) {
	return await askPoller({
		stateDir,
		call: "GET /status",
		signal
	}, statusSchema);
}
/** Shows it again each second until it is interrupted; a poller that goes away may come back. */
async function follow(stateDir, json, signal) {
	const update = json ? (line) => process.stdout.write(`${line}\n`) : (await import("./log-update-B2e3kI3K.js")).createLogUpdate(process.stdout);
	while (!signal.aborted) {
		const shown = await readStatus(stateDir, signal).then(json ? JSON.stringify : statusText, (error) => json ? JSON.stringify({ error: errorFields(error) }) : describeError(error));
		if (!signal.aborted) update(shown);
		await wallClock.sleep(redrawMs, signal).catch(() => void 0);
	}
	return exitCodes.interrupted;
}

export { stopPoller as i, status as n, askPoller as r, readStatus as t };