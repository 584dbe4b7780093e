import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { lstat, readdir, rm } from "node:fs/promises";

// src/guest/runner-lines.ts
const lineFeed = 10;
/** Bytes kept of one line. */
const longestLine = 16384;
/**
* Cuts a hostile byte stream into clean lines: whatever the chunks, it never holds more than one line of bounded
* length; what is longer loses its end. Only LF ends a line: a job's name may hold a CR, and what follows it must not
* look like a line of the runner.
*/
var LineCutter = class {
	#pending = [];
	#length = 0;
	/** The lines that this chunk completed. */
	*push(chunk) {
		let start = 0;
		for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
			this.#keep(chunk.subarray(start, end));
			yield this.#take();
			start = end + 1;
		}
		this.#keep(chunk.subarray(start));
	}
	/** What the stream ended with, when its last line had no end. */
	*end() {
		if (this.#length > 0) yield this.#take();
	}
	#keep(bytes) {
		const kept = bytes.subarray(0, longestLine - this.#length);
		if (kept.length === 0) return;
		this.#pending.push(Buffer.from(kept));
		this.#length += kept.length;
	}
	#take() {
		const line = cleanLine(Buffer.concat(this.#pending).toString("utf8"));
		this.#pending = [];
		this.#length = 0;
		return line;
	}
};
/** Takes out terminal sequences and control characters, the tab excepted. */
function cleanLine(text) {
	return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\t]|[\u2028\u2029]/gu, "");
}
const stamped = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ: (?<said>.*)$/u;
/** Greedy up to the last one: job names are chosen by users (reference/github-runners.md §4.3). */
const jobEnded = /^Job (?<job>.*) completed with result: (?<result>\w+)$/u;
const jobStarted = /^Running job: (?<job>.*)$/u;
const results = /* @__PURE__ */ new Set([
	"Succeeded",
	"SucceededWithIssues",
	"Failed",
	"Canceled",
	"Skipped",
	"Abandoned"
]);
/** What one line of the listener says: always a `line` event (unless it is blank), and what it means before it. */
function eventsOfLine(text) {
	if (text.trim() === "") return [];
	const meaning = meaningOf(text);
	return [...meaning === void 0 ? [] : [meaning], {
		type: "line",
		text
	}];
}
function meaningOf(text) {
	const said = stamped.exec(text)?.groups?.["said"];
	if (said === void 0) return void 0;
	if (said === "Listening for Jobs") return { type: "listening" };
	const started = jobStarted.exec(said)?.groups?.["job"];
	if (started !== void 0) return {
		type: "job-started",
		job: started
	};
	const { job, result } = jobEnded.exec(said)?.groups ?? {};
	if (job === void 0 || !isJobResult(result)) return void 0;
	return {
		type: "job-ended",
		job,
		result
	};
}
function isJobResult(word) {
	return word !== void 0 && results.has(word);
}

// src/observe/drop-old.ts
const keptDays = 7;
const dayMs = 864e5;
/** A pool that keeps failing must not fill the disk within those days. */
const mostKept = 100;
/** Drops what is older than a week, or more than a hundred, of the things in a folder that `mayGo`. No link is followed. */
async function dropOld(folder, mayGo = () => true) {
	const names = (await namesIn(folder)).filter(mayGo);
	const newestFirst = (await Promise.all(names.map((name) => measure(join(folder, name))))).toSorted((one, other) => other.changedAt - one.changedAt);
	const oldest = Date.now() - keptDays * dayMs;
	const dropped = newestFirst.filter(({ changedAt }, index) => index >= mostKept || changedAt < oldest);
	await Promise.all(dropped.map(({ path }) => rm(path, {
		recursive: true,
		force: true
	})));
}
/** The names in a folder; none when it is not there. */
async function namesIn(folder) {
	try {
		return await readdir(folder);
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
		throw error;
	}
}
async function measure(path) {
	return {
		path,
		changedAt: await lstat(path).then(({ mtimeMs }) => mtimeMs, () => 0)
	};
}

// src/observe/places.ts
/** Where evidence of failed sandboxes is: a folder each. */
function evidenceFolder(stateDir) {
	return join(stateDir, "evidence");
}
/** Where the logs of sandboxes are that have not ended yet. */
function logFolder(stateDir) {
	return join(stateDir, "logs");
}
/** How the log of a sandbox is called while the sandbox lives. */
const logEnding = ".log";
/** The part of a log before the one that is being written. */
function olderPart(logFile) {
	return `${logFile}.1`;
}
/** A name that is one file in its folder, whatever a guest has called it. */
function fileName(name) {
	const plain = name.replaceAll(/[^\w.-]/gu, "_").slice(-100);
	return /^\.*$/u.test(plain) ? `_${plain}` : plain;
}

export { olderPart as a, LineCutter as c, logFolder as i, eventsOfLine as l, fileName as n, dropOld as o, logEnding as r, namesIn as s, evidenceFolder as t };