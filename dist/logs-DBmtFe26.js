import { d as object, h as string, u as number } from "./schemas-BCdtrOfe.js";
import { i as withDeadline, r as wallClock } from "./text-I6yS1NEv.js";
import { a as loadConfig, n as exitCodes } from "./exit-codes-Ds2Idkdz.js";
import { a as olderPart, c as LineCutter, i as logFolder, r as logEnding, s as namesIn, t as evidenceFolder } from "./places-BjBAhSm-.js";
import { a as parseName } from "./warnings-B4em_F_V.js";
import { a as listDocument, i as lineText, n as endText, o as listText, r as lineDocument, t as endDocument } from "./logs-report-CwOE2kX_.js";
import { t as findSandbox } from "./sandbox-name-DfW7SkmR.js";
import { t as stopsOnSignal } from "./stops-Drfk5tW_.js";
import { watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { open, readFile, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

// src/observe/follow-log.ts
const chunkBytes = 65536;
/** A watcher can miss a change (a full queue, a file system without events); this look is the safety net. */
const safetyLookMs = 1e3;
/** The lines of files that do not change any more, one file after the other, clean for a terminal. A missing file has none. */
async function* readLogs(paths) {
	for (const path of paths) {
		await using log = await OpenLog.open(path);
		const lines = new LineCutter();
		if (log !== void 0) yield* log.rest(lines);
		yield* lines.end();
	}
}
/**
* The lines of a log that a poller, in any process, is writing (see `RotatingFile`): from its beginning until it is
* taken away, or until `signal` aborts. Whoever is more than one rotation late misses what came between.
*/
async function* followLog(path, signal) {
	using changes = new Changes(path);
	const lines = new LineCutter();
	for (let isFirst = true; !signal.aborted; isFirst = false) {
		await using log = await OpenLog.open(path);
		if (log === void 0) break;
		if (isFirst) yield* olderLines(path, log, lines);
		yield* followOne(path, log, {
			lines,
			changes,
			signal
		});
	}
	yield* lines.end();
}
/** What the log held before its last rotation. */
async function* olderLines(path, log, lines) {
	await using older = await OpenLog.open(olderPart(path));
	if (older !== void 0 && older.inode !== log.inode) yield* older.rest(lines);
}
/** What is in the file and comes to it, until it is not the one at its path any more. */
async function* followOne(path, log, { lines, changes, signal }) {
	while (!signal.aborted) {
		const isCurrent = await log.isAt(path);
		yield* log.rest(lines);
		if (!isCurrent) return;
		await changes.next(signal);
	}
}
/** A file, and how far it was read. */
var OpenLog = class OpenLog {
	inode;
	#handle;
	#buffer = Buffer.alloc(chunkBytes);
	#offset = 0;
	constructor(handle, inode) {
		this.#handle = handle;
		this.inode = inode;
	}
	/** Undefined when there is no such file. */
	static async open(path) {
		const handle = await ifThere(open(path));
		return handle && new OpenLog(handle, (await handle.stat()).ino);
	}
	/** Whether the file is still the one at that path. */
	async isAt(path) {
		return (await ifThere(stat(path)))?.ino === this.inode;
	}
	/** The lines from where the last call ended to the end. */
	async *rest(lines) {
		for (;;) {
			const { bytesRead } = await this.#handle.read(this.#buffer, 0, chunkBytes, this.#offset);
			if (bytesRead === 0) return;
			this.#offset += bytesRead;
			yield* lines.push(this.#buffer.subarray(0, bytesRead));
		}
	}
	async [Symbol.asyncDispose]() {
		await this.#handle.close();
	}
};
/** Tells when something may have happened to a file. */
var Changes = class {
	#watcher;
	#change = new AbortController();
	constructor(path) {
		try {
			const isIt = (name) => name === null || name === basename(path);
			this.#watcher = watch(dirname(path), (_, name) => {
				if (isIt(name)) this.#change.abort();
			});
			this.#watcher.on("error", () => void 0);
		} catch {
			this.#watcher = void 0;
		}
	}
	/** Resolves after a change since the last call, after a while without one, or when `signal` aborts. */
	async next(signal) {
		const woken = AbortSignal.any([signal, this.#change.signal]);
		await wallClock.sleep(safetyLookMs, woken).catch(() => void 0);
		this.#change = new AbortController();
	}
	[Symbol.dispose]() {
		this.#watcher?.close();
	}
};
async function ifThere(attempt) {
	try {
		return await attempt;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return void 0;
		throw error;
	}
}

// src/observe/kept-logs.ts
const verdictSchema = object({
	job: string().optional(),
	result: string().optional(),
	exitCode: number().optional(),
	error: object({
		code: string(),
		message: string(),
		remedy: string()
	}).optional(),
	startedAt: string().optional(),
	endedAt: string().optional()
});
/** Everything that there is to read, the newest first. Needs no poller. */
async function keptLogs(stateDir, now) {
	const ended = (await namesIn(evidenceFolder(stateDir))).filter(isOurs);
	const open = (await namesIn(logFolder(stateDir))).filter((name) => name.endsWith(logEnding)).map((name) => name.slice(0, -logEnding.length)).filter(isOurs);
	return (await Promise.all([...ended.map((sandbox) => describeEnded(stateDir, sandbox)), ...open.filter((sandbox) => !ended.includes(sandbox)).map((name) => describeOpen(stateDir, name, now))])).filter((each) => each !== void 0).toSorted((one, other) => other.at - one.at);
}
/** The verdict of a sandbox; empty when there is none, or one that cannot be read. */
async function readVerdict(stateDir, sandbox) {
	try {
		const text = await readFile(join(evidenceOf(stateDir, sandbox), "verdict.json"), "utf8");
		return verdictSchema.parse(JSON.parse(text));
	} catch {
		return {};
	}
}
/** The folder with everything about a sandbox that failed. */
function evidenceOf(stateDir, sandbox) {
	return join(evidenceFolder(stateDir), sandbox);
}
/** The log of a sandbox that has not ended. */
function openLogOf(stateDir, sandbox) {
	return join(logFolder(stateDir), `${sandbox}${logEnding}`);
}
/** The lines of a sandbox that nobody writes about any more, wherever its poller has left them. */
async function* endedLines(stateDir, sandbox) {
	const kept = join(evidenceOf(stateDir, sandbox), "runner.log");
	const open = openLogOf(stateDir, sandbox);
	yield* readLogs([
		olderPart(kept),
		kept,
		olderPart(open),
		open
	]);
}
async function describeEnded(stateDir, sandbox) {
	const verdict = await readVerdict(stateDir, sandbox);
	const at = Date.parse(verdict.endedAt ?? "") || await changedAt(evidenceOf(stateDir, sandbox));
	return at === void 0 ? void 0 : {
		sandbox,
		state: "ended",
		at,
		verdict
	};
}
async function describeOpen(stateDir, sandbox, now) {
	const log = openLogOf(stateDir, sandbox);
	const at = await changedAt(log);
	if (at === void 0) return void 0;
	const job = await jobIn(log);
	return {
		sandbox,
		state: deadlineOf(sandbox) > now ? "running" : "lost",
		at,
		verdict: job === void 0 ? {} : { job }
	};
}
/** The end of a sandbox's time, in milliseconds since the epoch: it is in its name. */
function deadlineOf(sandbox) {
	return (parseName(sandbox)?.deadline ?? 0) * 1e3;
}
const ownFields = object({ job: string().optional() });
/** What comes before a job runs is told in far fewer lines. */
const firstLines = 50;
/** The job that a sandbox was started for, or has begun, as our first lines in its log say. */
async function jobIn(log) {
	let job;
	let seen = 0;
	for await (const line of readLogs([olderPart(log), log])) {
		const [, fields] = /^# \S+ [^{]*(\{.*\})$/u.exec(line) ?? [];
		if (fields !== void 0) job = jobOf(fields) ?? job;
		seen += 1;
		if (seen === firstLines) break;
	}
	return job;
}
function jobOf(fields) {
	try {
		return ownFields.parse(JSON.parse(fields)).job;
	} catch {
		return;
	}
}
async function changedAt(path) {
	return await stat(path).then(({ mtimeMs }) => mtimeMs, () => void 0);
}
/** What is called otherwise was not put there by us. */
function isOurs(name) {
	return parseName(name) !== void 0;
}

// src/cli/logs.ts
/**
* `sand-poller logs`: lists what is kept, or shows the log of one sandbox and its verdict; the log of one that lives is
* followed until its end. Needs no poller. Returns the exit code; rejects with `SANDBOX_UNKNOWN`.
*/
async function logs(wanted, { config: file, json }, output = process.stdout) {
	const { stateDir } = (await loadConfig(file)).config.host;
	using stops = stopsOnSignal("end", () => void 0);
	const kept = await keptLogs(stateDir, Date.now());
	await write(wanted === void 0 ? [json ? listDocument(kept) : listText(kept)] : show(stateDir, find(wanted, kept), {
		json,
		signal: stops.end
	}), output);
	return stops.asked() ? exitCodes.interrupted : exitCodes.done;
}
function find(wanted, kept) {
	const name = findSandbox(wanted, kept.map(({ sandbox }) => sandbox));
	return kept.find(({ sandbox }) => sandbox === name);
}
/** What is printed of one sandbox, as it comes. */
async function* show(stateDir, kept, { json, signal }) {
	if (kept === void 0) return;
	const { sandbox } = kept;
	for await (const line of linesOf(stateDir, kept, signal)) {
		if (signal.aborted) return;
		yield json ? lineDocument(sandbox, line) : lineText(line);
	}
	if (signal.aborted) return;
	const end = {
		sandbox,
		verdict: await readVerdict(stateDir, sandbox),
		folder: evidenceOf(stateDir, sandbox)
	};
	yield json ? endDocument(end) : endText(end);
}
/** The lines of a sandbox; when it lives, those to come as well, but not longer than it may live. */
async function* linesOf(stateDir, { sandbox, state }, signal) {
	let came = false;
	if (state === "running") {
		const bounded = withDeadline(signal, deadlineOf(sandbox) - Date.now());
		for await (const line of followLog(openLogOf(stateDir, sandbox), bounded)) {
			came = true;
			yield line;
		}
	}
	if (!came) yield* endedLines(stateDir, sandbox);
}
/** Prints each text with a line feed. That nobody reads on (`| head`) is no error. */
async function write(texts, output) {
	const withEnds = async function* () {
		for await (const text of texts) yield `${text}\n`;
	};
	try {
		await pipeline(Readable.from(withEnds()), output, { end: false });
	} catch (error) {
		if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
	}
}

export { logs };