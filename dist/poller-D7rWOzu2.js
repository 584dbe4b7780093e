import { n as __require, r as __toESM, t as __commonJSMin } from "./rolldown-runtime-CoNq6U3z.js";
import { i as withDeadline, n as quote, r as wallClock, t as cleanText$1 } from "./text-I6yS1NEv.js";
import { a as boolean, d as object, h as string, i as array } from "./schemas-BCdtrOfe.js";
import { a as parseName, i as formatName, t as hostReserveMiB } from "./warnings-B4em_F_V.js";
import { n as codeOf, t as SandError } from "./errors-BzRSwK9f.js";
import { n as Secret, r as redact, t as toPools } from "./pools-DNrmOLNh.js";
import { t as require_lib } from "./lib-DNcVIahl.js";
import { a as olderPart, c as LineCutter, i as logFolder, l as eventsOfLine, n as fileName, o as dropOld, r as logEnding, t as evidenceFolder } from "./places-BjBAhSm-.js";
import { t as onExit } from "./mjs-Cz_J4fz8.js";
import { t as describeEvent } from "./describe-yve5NFgS.js";
import { appendFileSync, closeSync, constants, createReadStream, createWriteStream, existsSync, fstatSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, watch, writeFileSync, writeSync } from "node:fs";
import path, { dirname, join } from "node:path";
import { createHash, createPrivateKey, randomInt, randomUUID, subtle } from "node:crypto";
import { constants as constants$1, homedir, hostname, totalmem } from "node:os";
import { DatabaseSync } from "node:sqlite";
import { scheduler, setImmediate, setTimeout } from "node:timers/promises";
import { Duplex, PassThrough, Readable, Transform, Writable, getDefaultHighWaterMark } from "node:stream";
import { EventEmitter, addAbortListener, on, once, setMaxListeners } from "node:events";
import { connect, isIPv4 } from "node:net";
import { ChildProcess, execFile, execFileSync, spawn, spawnSync } from "node:child_process";
import process$1, { execArgv, execPath, hrtime, platform } from "node:process";
import { aborted, callbackify, debuglog, inspect, promisify, stripVTControlCharacters } from "node:util";
import { mkdir, open, readFile, readdir, rm, stat, statfs, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { StringDecoder } from "node:string_decoder";
import tty from "node:tty";
import { serialize } from "node:v8";
import { finished } from "node:stream/promises";
import { Buffer as Buffer$1 } from "node:buffer";

// src/cli/package-root.ts
/** The folder of this package: runner-scripts/ and examples/ are beside src/ and dist/ alike. */
const packageRoot = findUp(import.meta.dirname);
function findUp(folder) {
	if (existsSync(join(folder, "package.json"))) return folder;
	const parent = dirname(folder);
	if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
	return findUp(parent);
}

// src/demand/admitted.ts
/** Jobs that are looked for only after `admit` has passed. */
function admitted(source, admit) {
	return { async waiting(signal) {
		await admit(signal);
		return source.waiting(signal);
	} };
}

// src/demand/rest-poll.ts
/** Demand by asking GitHub's REST API anew each time; the caller sets the pace (github-runners.md §1.5: 15 s). */
function createRestPoll(source) {
	return { async waiting(signal) {
		const jobs = await source.waiting(signal);
		return [...new Map(jobs.map((job) => [job.id, job])).values()].toSorted((one, other) => one.queuedAt - other.queuedAt || one.id - other.id);
	} };
}

// src/lifecycle/failure.ts
/** An error of ours as it is; anything else that was thrown as one with a code: a bug, unless the caller knows better. */
function asSandError(reason, doing, code = "INTERNAL") {
	if (reason instanceof SandError) return reason;
	return new SandError(code, `${doing} failed: ${String(reason)}`, { cause: reason });
}

// src/demand/labels.ts
/**
* Whether a runner with the pool's labels may take a job: it has every wanted label, in any case (github-runners.md
* §5.1, §5.2). A job without labels (`runs-on` with a group alone) names no pool: its group is not known beforehand.
*/
function serves(pool, wanted) {
	const ours = new Set(pool.map((label) => label.toLowerCase()));
	return wanted.length > 0 && wanted.every((label) => ours.has(label.toLowerCase()));
}

// src/fleet/decide.ts
/**
* Compares demand with what exists and on its way: one decision for each waiting job, the longest waiting first, and
* then what standbys need. A sandbox that has no job yet covers one job of its pool, whichever GitHub gives it. Of
* several pools that fit, the first that can take the job does. No standby keeps a slot, or memory, that a job waits for;
* what a job waits for is not given to a smaller one that came later. Only pools that name their memory need any.
*/
function decide(situation) {
	const board = new Board(situation);
	const jobs = situation.waiting.map((job) => board.serve(job));
	return {
		jobs,
		spares: board.spares(jobs)
	};
}
/** What is still to be given away while the decisions are made one after the other. */
var Board = class {
	#situation;
	#free;
	#total;
	/** Ready ones first. */
	#spares;
	#room;
	#memoryMiB;
	constructor(situation) {
		const { live, slots, memoryMiB = Infinity } = situation;
		this.#situation = situation;
		this.#free = tally(live.filter(({ state }) => state === "free"));
		this.#total = tally(live);
		this.#spares = live.filter(({ state }) => state === "spare").toSorted((one, other) => Number(other.ready) - Number(one.ready));
		this.#room = slots - live.length;
		this.#memoryMiB = live.reduce((left, { pool }) => left - this.#memoryOf(pool), memoryMiB);
	}
	serve(job) {
		const fitting = this.#situation.pools.filter(({ name, labels }) => job.pool === void 0 ? serves(labels, job.labels) : name === job.pool);
		const [first] = fitting;
		const covering = fitting.find(({ name }) => take(this.#free, name));
		if (covering !== void 0) return {
			action: "hold",
			job,
			pool: covering,
			why: "covered"
		};
		if (first === void 0) return {
			action: "hold",
			job,
			pool: first,
			why: "no-pool"
		};
		if (this.#situation.draining) return {
			action: "hold",
			job,
			pool: first,
			why: "draining"
		};
		return this.#takeSpare(job, fitting) ?? this.#start(job, fitting, first);
	}
	/** Standbys that jobs left over: missing ones are prepared, those that are in the way or too many are released. */
	spares(jobs) {
		const { pools, draining } = this.#situation;
		if (draining) return this.#spares.map(({ id }) => ({
			action: "release",
			id
		}));
		const kept = pools.flatMap(({ name, standby }) => this.#spares.filter(({ pool }) => pool === name).slice(0, standby));
		const excess = this.#spares.filter((spare) => !kept.includes(spare));
		const blocked = jobs.filter((decision) => this.#waitsForOthers(decision));
		const ending = this.#situation.live.filter(({ state }) => state === "ending").length;
		const needed = Math.max(0, blocked.length - ending - excess.length);
		const useful = blocked.some(({ why }) => why === "no-slot") ? kept : kept.filter(({ pool }) => this.#memoryOf(pool) > 0);
		const inTheWay = needed === 0 ? [] : useful.slice(-needed);
		const releases = [...excess, ...inTheWay].map(({ id }) => ({
			action: "release",
			id
		}));
		return blocked.length > 0 ? releases : [...releases, ...this.#missing(kept)];
	}
	#takeSpare(job, fitting) {
		const spare = this.#spares.find((each) => fitting.some(({ name }) => name === each.pool));
		const pool = fitting.find(({ name }) => name === spare?.pool);
		if (spare === void 0 || pool === void 0) return void 0;
		this.#spares.splice(this.#spares.indexOf(spare), 1);
		return {
			action: "take",
			job,
			pool,
			id: spare.id
		};
	}
	#start(job, fitting, first) {
		const pool = fitting.find((each) => this.#obstacle(each) === void 0);
		if (pool === void 0) return this.#hold(job, first);
		this.#add(pool);
		return {
			action: "start",
			job,
			pool
		};
	}
	#hold(job, pool) {
		const hold = {
			action: "hold",
			job,
			pool,
			why: this.#obstacle(pool) ?? "no-slot"
		};
		if (hold.why === "no-memory" && this.#waitsForOthers(hold)) this.#memoryMiB = Math.min(0, this.#memoryMiB);
		return hold;
	}
	/** Whether a job is held only until other sandboxes are gone; not one that is too large for the whole host. */
	#waitsForOthers(decision) {
		if (decision.action !== "hold") return false;
		const { why, pool } = decision;
		const { memoryMiB = Infinity } = this.#situation;
		return why === "no-slot" || why === "no-memory" && (pool?.sandbox.memoryMiB ?? 0) <= memoryMiB;
	}
	#memoryOf(name) {
		return this.#situation.pools.find((pool) => pool.name === name)?.sandbox.memoryMiB ?? 0;
	}
	#missing(kept) {
		return this.#situation.pools.flatMap((pool) => {
			const wanted = pool.standby - kept.filter((spare) => spare.pool === pool.name).length;
			return Array.from({ length: Math.max(0, wanted) }).flatMap(() => {
				if (this.#obstacle(pool) !== void 0 || this.#room <= this.#situation.foreign) return [];
				this.#add(pool);
				return [{
					action: "prepare",
					pool
				}];
			});
		});
	}
	#obstacle({ name, max, sandbox }) {
		const { memoryMiB = 0 } = sandbox;
		if (this.#situation.paused.has(name)) return "paused";
		if ((this.#total.get(name) ?? 0) >= max) return "pool-full";
		if (this.#room <= 0) return "no-slot";
		return memoryMiB > 0 && memoryMiB > this.#memoryMiB ? "no-memory" : void 0;
	}
	#add({ name, sandbox }) {
		this.#room -= 1;
		this.#memoryMiB -= sandbox.memoryMiB ?? 0;
		this.#total.set(name, (this.#total.get(name) ?? 0) + 1);
	}
};
function tally(sandboxes) {
	const counts = /* @__PURE__ */ new Map();
	for (const { pool } of sandboxes) counts.set(pool, (counts.get(pool) ?? 0) + 1);
	return counts;
}
function take(counts, name) {
	const left = counts.get(name) ?? 0;
	if (left === 0) return false;
	counts.set(name, left - 1);
	return true;
}

// src/fleet/offer.ts
/** What this host could do now, for whoever hands jobs out. A standby gives up its slot for a job, so it counts as free. */
function offerOf({ pools, live, slots, foreign, paused, draining }) {
	const taking = live.filter(({ state }) => state !== "spare");
	return {
		pools: pools.map(({ name, max }) => {
			const own = taking.filter(({ pool }) => pool === name);
			return {
				pool: name,
				busy: own.flatMap(({ sandbox, tookJob }) => sandbox !== void 0 && tookJob ? [sandbox] : []),
				own: own.length,
				max: paused.has(name) ? 0 : max
			};
		}),
		freeSlots: draining ? 0 : Math.max(0, slots - taking.length - foreign)
	};
}

// src/fleet/patience.ts
const firstPauseMs = 1e3;
const longestPauseMs = 3e5;
/** Remembers which pools failed, so that a broken one does not start VM after VM. All times in milliseconds. */
var Patience = class {
	#pools = /* @__PURE__ */ new Map();
	/**
	* A sandbox of the pool ended without a job: pause the pool, longer each time. Sandboxes that had been started
	* before the last failure was known tell nothing new.
	*/
	failed(pool, sandbox) {
		const before = this.#pools.get(pool);
		const { startedAt, now, error } = sandbox;
		if (before !== void 0 && startedAt <= before.failedAt) return;
		const failures = (before?.failures ?? 0) + 1;
		const pauseMs = Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
		this.#pools.set(pool, {
			failures,
			failedAt: now,
			until: now + pauseMs,
			error
		});
	}
	succeeded(pool) {
		this.#pools.delete(pool);
	}
	/** The pools that take nothing at `now`. */
	paused(now) {
		return new Set(this.pauses(now).keys());
	}
	/** The pauses at `now`, by pool. */
	pauses(now) {
		return new Map([...this.#pools].filter(([, { until }]) => until > now));
	}
	/** The pools that failed at least `times` times in a row. */
	exhausted(times) {
		return new Set([...this.#pools].filter(([, { failures }]) => failures >= times).map(([name]) => name));
	}
};

// src/fleet/reconcile.ts
/** Wanted × seen → action; a cell that is missing does not compile. */
const sandboxTable = {
	nothing: {
		absent: "nothing",
		stopped: "destroy",
		running: "adopt"
	},
	making: {
		absent: "nothing",
		stopped: "nothing",
		running: "nothing"
	},
	using: {
		absent: "lost",
		stopped: "lost",
		running: "nothing"
	},
	ending: {
		absent: "nothing",
		stopped: "nothing",
		running: "nothing"
	},
	doomed: {
		absent: "nothing",
		stopped: "destroy",
		running: "destroy"
	}
};
/** Whether it has a sandbox × what GitHub shows → action. */
const runnerTable = {
	sandbox: {
		offline: "nothing",
		online: "nothing",
		busy: "nothing"
	},
	none: {
		offline: "remove",
		online: "remove",
		busy: "later"
	}
};
/** What to do about each sandbox, those without anything to do left out. VMs of others appear only after their deadline. */
function reconcileSandboxes({ owner, now, vms, held }) {
	const shown = new Map(vms.map(({ name, running }) => [name, running ? "running" : "stopped"]));
	const actions = /* @__PURE__ */ new Map();
	for (const name of /* @__PURE__ */ new Set([...shown.keys(), ...held.keys()])) {
		const action = actionFor(name, {
			owner,
			now,
			shown,
			held
		});
		if (action !== "nothing") actions.set(name, action);
	}
	return actions;
}
function actionFor(name, seen) {
	const parsed = parseName(name);
	if (parsed === void 0) return "nothing";
	const holding = seen.held.get(name) ?? "nothing";
	if (holding === "nothing" && parsed.deadline < seen.now) return "destroy";
	if (parsed.owner !== seen.owner) return "nothing";
	return sandboxTable[holding][seen.shown.get(name) ?? "absent"];
}
/** Registrations without a sandbox, ours or past their deadline: those to be removed now, and those that GitHub holds on to. */
function reconcileRunners({ owner, now, runners, sandboxes }) {
	const actions = /* @__PURE__ */ new Map();
	for (const { name, online, busy } of runners) {
		const parsed = parseName(name);
		if (parsed === void 0 || parsed.owner !== owner && parsed.deadline >= now) continue;
		const registered = busy ? "busy" : online ? "online" : "offline";
		const action = runnerTable[sandboxes.has(name) ? "sandbox" : "none"][registered];
		if (action !== "nothing") actions.set(name, action);
	}
	return actions;
}

// src/fleet/resync.ts
const minuteMs$1 = 6e4;
const hourMs$1 = 60 * minuteMs$1;
/** One that hangs must not keep the others, nor the jobs that wait. */
const destroyDeadlineMs$1 = minuteMs$1;
/**
* Compares what this process believes with what the host and GitHub show, and mends the difference. A restart is just
* the first time (DESIGN.md §4, Truth).
*/
var Resync = class {
	#options;
	/** VMs of others that run on this host, as of the last look. */
	foreign = [];
	/** Until when the first list of the VMs is worth waiting for; undefined before it was asked for. */
	#blindUntil;
	#hostAt = 0;
	#githubAt = 0;
	/** What failed at the last look: it is told once. */
	#told = /* @__PURE__ */ new Map();
	#doomed = /* @__PURE__ */ new Set();
	/** Being deleted because nobody knows them. */
	#leaving = /* @__PURE__ */ new Set();
	constructor(options) {
		this.#options = options;
	}
	/** What failed at the last looks. */
	get troubles() {
		return [...this.#told.values()];
	}
	/** A sandbox whose way is over but that could not be deleted: it is deleted whenever it is seen, and never adopted. */
	doom(sandbox) {
		this.#doomed.add(sandbox);
	}
	/** Whether nothing is known yet of what an earlier process has left, and will be soon. */
	get isBlind() {
		return this.#options.world.clock.now() < (this.#blindUntil ?? Infinity);
	}
	/** Looks at both again at the next run. */
	soon() {
		this.#hostAt = 0;
		this.#githubAt = 0;
	}
	/**
	* Looks at what is due. A failure is told, and the look repeated after a minute, in the beginning at the
	* next run; rejects only to stop.
	*/
	async run(stops) {
		const now = this.#options.world.clock.now();
		if (now < this.#hostAt) return;
		const signal = AbortSignal.any([stops.end, stops.leave]);
		this.#blindUntil ??= now + minuteMs$1;
		this.#hostAt = now + minuteMs$1;
		const before = this.#options.roster.held();
		const vms = await this.#look(signal, "listing the VMs", () => this.#options.world.backend.list(signal));
		if (vms === void 0) {
			if (this.isBlind) this.#hostAt = 0;
			return;
		}
		this.#blindUntil = 0;
		this.#compareSandboxes(vms, this.#heldWhileListed(before), stops);
		if (now >= this.#githubAt) await this.#lookAtGitHub(vms, stops);
	}
	/** Looks for registrations that have no VM any more, due or not. */
	async runStrays(stops) {
		const signal = AbortSignal.any([stops.end, stops.leave]);
		const { backend } = this.#options.world;
		const vms = await this.#look(signal, "listing the VMs", () => backend.list(signal));
		if (vms !== void 0) await this.#lookAtGitHub(vms, stops);
	}
	async #lookAtGitHub(vms, stops) {
		const { registrations, clock } = this.#options.world;
		const signal = AbortSignal.any([stops.end, stops.leave]);
		this.#githubAt = clock.now() + minuteMs$1;
		const runners = await this.#look(signal, "listing the runners", () => registrations.list(signal));
		if (runners === void 0) return;
		this.#githubAt = clock.now() + hourMs$1;
		this.#compareRunners(runners, vms, stops);
	}
	async #look(signal, doing, look) {
		try {
			const seen = await look();
			this.#told.delete(doing);
			return seen;
		} catch (reason) {
			signal.throwIfAborted();
			const error = asSandError(reason, doing);
			if (this.#told.get(doing)?.message !== error.message) this.#options.emit({
				type: "reap-skipped",
				error
			});
			this.#told.set(doing, error);
			return;
		}
	}
	/** The list is some moments old: what began or ended meanwhile may be in it, or not. */
	#heldWhileListed(before) {
		const now = this.#options.roster.held();
		const held = new Map([...before.keys()].map((name) => [name, "ending"]));
		for (const name of this.#doomed) held.set(name, "doomed");
		for (const [name, holding] of now) held.set(name, holding === "using" && before.get(name) !== "using" ? "making" : holding);
		for (const name of this.#leaving) held.set(name, "ending");
		return held;
	}
	#compareSandboxes(vms, held, stops) {
		const { owner, world } = this.#options;
		this.foreign = vms.filter(({ name, takesSlot }) => takesSlot && parseName(name)?.owner !== owner).map(({ name }) => name);
		const actions = reconcileSandboxes({
			owner,
			now: world.clock.now() / 1e3,
			vms,
			held
		});
		for (const [name, action] of actions) this.#act(name, action, stops);
	}
	#act(sandbox, action, stops) {
		const { roster, poolOf } = this.#options;
		const parsed = parseName(sandbox);
		if (parsed === void 0) return;
		if (action === "adopt") {
			const { pool: poolName, deadline } = parsed;
			roster.adopt({
				sandbox,
				deadline,
				poolName,
				pool: poolOf(poolName),
				stops
			});
		}
		if (action === "destroy") roster.track(this.#destroy(sandbox, stops));
		if (action === "lost") roster.drop(sandbox, new SandError("VM_STOPPED", `the VM ${sandbox} is gone from the host's list`));
	}
	async #destroy(sandbox, { end, leave }) {
		const { world, emit } = this.#options;
		const signal = AbortSignal.any([end, leave]);
		this.#leaving.add(sandbox);
		try {
			await world.backend.destroy(sandbox, withDeadline(signal, destroyDeadlineMs$1));
			this.#doomed.delete(sandbox);
			this.#githubAt = 0;
			emit({
				type: "reaped",
				sandbox
			});
		} catch (reason) {
			const error = asSandError(reason, `deleting ${sandbox}`, "DESTROY_INCOMPLETE");
			if (!signal.aborted) emit({
				type: "reap-failed",
				sandbox,
				error
			});
		} finally {
			this.#leaving.delete(sandbox);
		}
	}
	#compareRunners(runners, vms, stops) {
		const { owner, roster } = this.#options;
		const sandboxes = /* @__PURE__ */ new Set([...vms.map(({ name }) => name), ...roster.held().keys()]);
		const now = this.#options.world.clock.now() / 1e3;
		for (const name of reconcileRunners({
			owner,
			now,
			runners,
			sandboxes
		}).keys()) roster.removeStray(name, stops);
	}
};

// src/lifecycle/abort-later.ts
/** A signal that aborts with the reason of another one, some time after it; not any more after `until`. */
function abortLater(signal, { ms, clock, until }) {
	const later = new AbortController();
	const wait = () => {
		clock.sleep(ms, until).then(() => later.abort(signal.reason), () => void 0);
	};
	if (signal.aborted) wait();
	else signal.addEventListener("abort", wait, {
		once: true,
		signal: until
	});
	return later.signal;
}

// src/lifecycle/enrolment.ts
/** What becomes of one runner's registration: GitHub may hold it from the first request on until a job has used it up. */
var Enrolment = class {
	#name;
	#registrations;
	#secrets = [];
	#exists = "no";
	#left = false;
	constructor(name, registrations) {
		this.#name = name;
		this.#registrations = registrations;
	}
	/** What GitHub told us and nobody else may read. */
	get secrets() {
		return this.#secrets;
	}
	/** Whether GitHub could not be made to remove it: it refused, or did not answer. */
	get left() {
		return this.#left;
	}
	/** Registers the runner. Also a call that rejects may leave a registration. */
	async request(labels, signal) {
		this.mayExist();
		const { jitConfig } = await this.#registrations.register(this.#name, labels, signal);
		this.#secrets.push(jitConfig);
		return jitConfig;
	}
	/** Somebody may have registered the runner before us. */
	mayExist() {
		this.#exists = "maybe";
	}
	/** Makes sure that no registration of an earlier process is left. Rejects when GitHub holds on to it. */
	async clear(signal) {
		if (await this.#registrations.remove(this.#name, signal) === "busy") throw new SandError("GITHUB_CONFLICT", `GitHub says that ${this.#name} has a job, but it has no runner`);
		this.#exists = "no";
	}
	/** A job that was reported has used the registration up (reference/github-runners.md §5.7). */
	usedUp() {
		this.#exists = "no";
	}
	/** Removes the registration if GitHub may still have it. */
	async remove(signal) {
		if (this.#exists === "no") return;
		this.#left = true;
		const outcome = await this.#registrations.remove(this.#name, signal);
		this.#left = outcome === "busy";
	}
};

// src/lifecycle/evidence.ts
const logsDeadlineMs = 1e4;
/** Collects what tells why a sandbox failed: file name → content, the most telling first. What cannot be had is left out. */
async function collectEvidence(failed) {
	const { sandbox, verdict, backend } = failed;
	const logs = await guestLogs(failed);
	return new Map([
		["verdict.json", JSON.stringify(summary(failed), void 0, 2)],
		["tart.txt", await backend.output(sandbox).catch((reason) => `not to be had: ${String(reason)}`)],
		["last-lines.txt", verdict.lastLines.join("\n")],
		...logs
	]);
}
/** The guest chooses the names of its files: with a prefix they are never those of ours. */
async function guestLogs({ guest, vmEnd }) {
	if (guest === void 0 || vmEnd.aborted) return [];
	const signal = AbortSignal.any([vmEnd, AbortSignal.timeout(logsDeadlineMs)]);
	return [...await guest.collectLogs(signal).catch(() => /* @__PURE__ */ new Map())].map(([name, content]) => [`guest-${name}`, content]);
}
function summary({ sandbox, pool, verdict, phases, startedAt, endedAt }) {
	const { error, job, result, exitCode } = verdict;
	return {
		sandbox,
		pool,
		job,
		result,
		exitCode,
		error: error && {
			code: error.code,
			message: error.message,
			remedy: error.remedy
		},
		startedAt: new Date(startedAt).toISOString(),
		endedAt: new Date(endedAt).toISOString(),
		phases
	};
}

// src/lifecycle/hold.ts
/** What is kept of a sandbox's deadline for its deletion: after the deadline anybody's reaper may delete it. */
const endingMs$1 = 3e5;
/**
* How long a sandbox is still kept for a person to look at, in milliseconds; 0 when its job left no question, or its time
* is over. The deadline in its name is never passed.
*/
function holdTimeMs(verdict, { sandbox, holdMs, endedAgoMs = 0, now }) {
	if (!leavesQuestion(verdict)) return 0;
	const deadlineMs = (parseName(sandbox)?.deadline ?? 0) * 1e3;
	const restMs = holdMs - Math.max(0, endedAgoMs);
	return Math.max(0, Math.min(restMs, deadlineMs - now - endingMs$1));
}
/** A job that failed, lost its runner, or that we cancelled because it took too long; not one that a person cancelled. */
function leavesQuestion({ job, result, error, left }) {
	if (left || job === void 0) return false;
	if (result === void 0 || result === "Failed" || result === "Abandoned") return true;
	return result === "Canceled" && error !== void 0;
}

// src/lifecycle/phases.ts
/** Measures the phases of one sandbox: each lasts from its `enter` to the next one. */
var Phases = class {
	#clock;
	#onEnter;
	#times = {};
	#current;
	constructor(clock, onEnter) {
		this.#clock = clock;
		this.#onEnter = onEnter;
	}
	/** Ends the phase before and begins this one. */
	enter(phase) {
		this.finish();
		this.#current = {
			phase,
			since: this.#clock.now()
		};
		this.#onEnter(phase);
	}
	/** Ends the current phase. */
	finish() {
		if (this.#current === void 0) return;
		const { phase, since } = this.#current;
		this.#times[phase] = (this.#times[phase] ?? 0) + this.#clock.now() - since;
		this.#current = void 0;
	}
	/** The times so far. */
	get times() {
		return { ...this.#times };
	}
};

// src/github/away.ts
const away = /* @__PURE__ */ new Set([
	"GITHUB_UNREACHABLE",
	"GITHUB_UNAVAILABLE",
	"GITHUB_RATE_LIMITED"
]);
/** Whether GitHub may be there again by itself. */
function isAway(error) {
	return away.has(codeOf(error));
}

// src/lifecycle/standby.ts
const probeEveryMs = 3e4;
const probeDeadlineMs$1 = 15e3;
/**
* Waits until a job wants the standby, it is released or old. Asks the guest now and then whether it is still there, and
* rejects as `probe` does when it is not; also rejects with the reason of `signal`.
*/
async function standBy(guest, { wanted, released, maxAgeMs, endsBy }, clock, signal) {
	const oldAt = Math.min(clock.now() + maxAgeMs, endsBy);
	const change = AbortSignal.any([
		signal,
		wanted,
		released
	]);
	for (;;) {
		signal.throwIfAborted();
		if (wanted.aborted) return "wanted";
		if (released.aborted) return "released";
		const leftMs = oldAt - clock.now();
		if (leftMs <= 0) return "old";
		await clock.sleep(Math.min(probeEveryMs, leftMs), change).catch(() => void 0);
		if (!change.aborted && oldAt > clock.now()) await probe(guest, change);
	}
}
/** A job that comes while the guest is asked does not wait for the answer. */
async function probe(guest, change) {
	try {
		await guest.probe(withDeadline(change, probeDeadlineMs$1));
	} catch (reason) {
		if (!change.aborted) throw reason;
	}
}

// src/lifecycle/together.ts
/**
* Does two things at once and returns what the first one gave. When one fails, the other is called off and waited for:
* it must not go on while everything is undone. Rejects with the failure that came first.
*/
async function together(signal, first, second) {
	const failed = new AbortController();
	const both = AbortSignal.any([signal, failed.signal]);
	const callOff = (reason) => {
		failed.abort(reason);
		throw reason;
	};
	const [given] = await Promise.allSettled([first(both).catch(callOff), second(both).catch(callOff)]);
	failed.signal.throwIfAborted();
	if (given.status === "rejected") throw given.reason;
	return given.value;
}

// src/lifecycle/preparation.ts
const clearEveryMs = 15e3;
/** From a guest that was reached to the JIT config of its runner: scripts, warmup, the wait of a standby, registration. */
var Preparation = class {
	#options;
	#isStandby = false;
	constructor(options) {
		this.#options = options;
	}
	/** Whether it waits for a job to want it. */
	get isStandby() {
		return this.#isStandby;
	}
	/** Resolves with the JIT config once a job wants it, and with undefined when none does. */
	async run(signal) {
		const { plan, phases } = this.#options;
		const { standby, found, warmup } = plan;
		if (found !== void 0) await this.#clearRegistration(signal);
		const isWanted = standby === void 0 || standby.wanted.aborted;
		if (isWanted && warmup === void 0) {
			phases.enter("register");
			return await together(signal, (both) => this.#register(both), (both) => this.#equip(both));
		}
		if (!await this.#equipUnlessReleased(signal)) return void 0;
		if (!isWanted && !await this.#standBy(standby, signal)) return void 0;
		phases.enter("register");
		return await this.#register(signal);
	}
	/** While GitHub is away no job wants the sandbox: it waits, at most as long as a standby may. */
	async #clearRegistration(signal) {
		const { plan, enrolment, clock } = this.#options;
		const { maxAgeMs = 0, endsBy = Infinity } = plan.standby ?? {};
		const giveUpAt = Math.min(clock.now() + maxAgeMs, endsBy);
		for (;;) {
			try {
				return await enrolment.clear(signal);
			} catch (reason) {
				if (!isAway(reason) || clock.now() >= giveUpAt) throw reason;
			}
			await clock.sleep(clearEveryMs, signal);
		}
	}
	async #equip(signal) {
		const { plan, guest, phases } = this.#options;
		await guest.deliver(signal);
		if (plan.warmup !== void 0) phases.enter("warmup");
		if (plan.warmup !== void 0 || plan.hooks !== void 0) await guest.equip(plan, signal);
	}
	/** False when nobody needs the sandbox any more: its slot is wanted before a long warmup is through. */
	async #equipUnlessReleased(signal) {
		const released = this.#options.plan.standby?.released;
		try {
			await this.#equip(released === void 0 ? signal : AbortSignal.any([signal, released]));
			return true;
		} catch (reason) {
			if (released?.aborted === true && !signal.aborted) return false;
			throw reason;
		}
	}
	/** False when no job wanted it. */
	async #standBy(standby, signal) {
		const { guest, clock, phases } = this.#options;
		phases.enter("standby");
		this.#isStandby = true;
		if (await standBy(guest, standby, clock, signal) !== "wanted") return false;
		this.#isStandby = false;
		return true;
	}
	async #register(signal) {
		const { enrolment, plan } = this.#options;
		const { labels, limits, request } = plan;
		const bounded = withDeadline(signal, limits.registerMs);
		try {
			return await enrolment.request(labels, bounded);
		} catch (reason) {
			if (signal.aborted || !bounded.aborted) throw reason;
			const late = `GitHub did not register ${request.name} within ${String(limits.registerMs / 1e3)} s`;
			throw new SandError("GITHUB_UNAVAILABLE", late, { cause: reason });
		}
	}
};

// src/lifecycle/seconds.ts
/** A duration for people: `90 s`. `ms` in milliseconds. */
function seconds(ms) {
	return `${String(Math.round(ms / 1e3))} s`;
}

// src/lifecycle/idle-watch.ts
/** A job that waits is given to a new runner within seconds: most runners are never asked about. */
const askEveryMs = 18e4;
/** What seems to be wrong is looked at once more before it is believed. */
const askAgainMs = 6e4;
const askDeadlineMs = 15e3;
/** While GitHub is away a late runner is kept for so long at most: the deadline in its name has room for no more. */
const longestUnknownMs = 6e5;
/**
* Watches a runner that listens: resolves with `busy` when it has a job of which it said nothing, with `NO_JOB` when none
* came in time, and with `RUNNER_REJECTED` when GitHub does not know the runner any more, so that no job will ever come
* (two looks: a registration is used up when its job is assigned, and the runner names the job a moment later,
* reference/github-runners.md §5.7). Rejects only with the reason of `signal`.
*/
async function watchIdle({ idleMs, clock, ask }, signal) {
	const lateAt = clock.now() + idleMs;
	let gone = 0;
	let pauseMs = askEveryMs;
	for (;;) {
		const leftMs = lateAt - clock.now();
		await clock.sleep(leftMs > 0 ? Math.min(pauseMs, leftMs) : askAgainMs, signal);
		const state = await ask(withDeadline(signal, askDeadlineMs)).catch(() => void 0);
		signal.throwIfAborted();
		const lateMs = clock.now() - lateAt;
		if (lateMs >= 0 && state === "busy") return "busy";
		if (lateMs >= (state === void 0 ? Math.min(idleMs, longestUnknownMs) : 0)) return new SandError("NO_JOB", `no job came within ${seconds(idleMs)}`);
		if (state !== void 0) gone = state === "gone" ? gone + 1 : 0;
		if (gone > 1) return new SandError("RUNNER_REJECTED", "the runner waits for a job, but GitHub does not know it any more");
		pauseMs = gone > 0 ? askAgainMs : askEveryMs;
	}
}

// src/lifecycle/supervise.ts
const keptLines = 50;
/** From GitHub's word that a job is over to giving up on its runner: it has logs to upload, and hooks to run. */
const jobOverMs = 3e5;
/** What a job is called that only GitHub told of. */
const unknownJob = "(a job that the runner did not name)";
/**
* Follows a runner to its own end, which is what ends a job. A deadline, or `end`, ends it early through SIGINT, so
* that GitHub learns "canceled"; only when that does not help within the grace time is it given up. `leave` lets it go
* on alone, unless it is about to end anyway.
*/
var Supervisor = class {
	#options;
	#over = new AbortController();
	#lines = [];
	#watchdog = new AbortController();
	#early;
	#left = false;
	#jobIsOver = false;
	#job;
	#result;
	#exitCode;
	constructor(options) {
		this.#options = options;
	}
	/** Resolves when the runner has ended, was given up or left; rejects only for a bug. */
	async follow({ end, leave, vmEnd, jobOver }) {
		const followed = new AbortController();
		whenAborted(vmEnd, followed.signal, () => this.#over.abort(vmEnd.reason));
		whenAborted(end, followed.signal, () => this.#endEarly(asSandError(end.reason, "stopping")));
		whenAborted(leave, followed.signal, () => this.#leave(leave.reason));
		if (this.#early === void 0) this.#awaitJob();
		if (jobOver !== void 0) whenAborted(jobOver, followed.signal, () => this.#endAfterJob());
		const failure = await this.#followToEnd();
		followed.abort();
		this.#watchdog.abort();
		return {
			job: this.#job,
			result: this.#result,
			exitCode: this.#exitCode,
			error: this.#early ?? failure,
			unused: false,
			left: this.#left && this.#result === void 0,
			lastLines: this.#lines
		};
	}
	/** Why the end of the runner was not seen, or undefined when it was, or when it was left. */
	async #followToEnd() {
		const { signal } = this.#over;
		try {
			for await (const event of this.#options.guest.followRunner(signal)) this.#see(event);
			return;
		} catch (error) {
			if (this.#left) return void 0;
			return asSandError(signal.aborted ? signal.reason : error, "following the runner");
		}
	}
	#see(raw) {
		const event = raw.type === "line" ? {
			...raw,
			text: redact(raw.text, this.#options.secrets)
		} : raw;
		if (event.type === "line") this.#keepLine(event.text);
		if (event.type === "job-started") this.#awaitJobEnd(event.job);
		if (event.type === "job-ended") this.#awaitExit(event.job, event.result);
		if (event.type === "exited") this.#exitCode = event.code;
		this.#options.onEvent(event);
	}
	#keepLine(text) {
		this.#lines.push(text);
		if (this.#lines.length > keptLines) this.#lines.shift();
	}
	#awaitJob() {
		const { clock, ask, limits } = this.#options;
		const onEnd = (end) => {
			if (end === "busy") this.#see({
				type: "job-started",
				job: unknownJob
			});
			else this.#endEarly(end);
		};
		this.#watch((signal) => watchIdle({
			idleMs: limits.idleMs,
			clock,
			ask
		}, signal), onEnd);
	}
	/** GitHub has ended the job already. The runner is believed more than GitHub, but not for ever. */
	#endAfterJob() {
		this.#jobIsOver = true;
		if (this.#job !== void 0 && this.#result === void 0) this.#awaitJobEnd(this.#job);
	}
	#awaitJobEnd(job) {
		const { jobMs } = this.#options.limits;
		this.#job = job;
		if (this.#jobIsOver) {
			const over = `GitHub says that the job ${job} is over, but after ${seconds(jobOverMs)} its runner still works`;
			return this.#expect(jobOverMs, new SandError("JOB_OVER", over));
		}
		this.#expect(jobMs, new SandError("JOB_DEADLINE", `the job ${job} ran longer than ${seconds(jobMs)}`));
	}
	#awaitExit(job, result) {
		this.#result = result;
		const hanging = new SandError("RUNNER_FAILED", `the runner did not end after its job ${job}`);
		this.#expect(this.#options.limits.graceMs, hanging);
	}
	/** Waits for the next thing that the runner does; it is ended early for `late` when that takes too long. */
	#expect(ms, late) {
		if (this.#early === void 0) this.#watchFor(ms, () => this.#endEarly(late));
	}
	#watchFor(ms, onLate) {
		this.#watch((signal) => this.#options.clock.sleep(ms, signal), onLate);
	}
	/** Replaces what is being watched for by something else. */
	#watch(wait, onSeen) {
		this.#watchdog.abort();
		const watchdog = new AbortController();
		this.#watchdog = watchdog;
		wait(watchdog.signal).then((seen) => watchdog.signal.aborted ? void 0 : onSeen(seen), () => void 0);
	}
	#endEarly(error) {
		if (this.#early !== void 0 || this.#over.signal.aborted) return;
		this.#early = error;
		this.#options.onEarlyEnd(error);
		const giveUp = () => this.#over.abort(error);
		this.#watchFor(this.#options.limits.graceMs, giveUp);
		this.#options.guest.interruptRunner(this.#over.signal).catch(giveUp);
	}
	#leave(reason) {
		if (this.#early !== void 0 || this.#result !== void 0 || this.#exitCode !== void 0 || this.#over.signal.aborted) return;
		this.#left = true;
		this.#over.abort(reason);
	}
};
/** Calls back when `signal` aborts, at once when it has; not any more after `until`. */
function whenAborted(signal, until, call) {
	if (signal.aborted) call();
	else signal.addEventListener("abort", call, {
		once: true,
		signal: until
	});
}

// src/lifecycle/undo.ts
/** What was done and must be undone: last in, first out. Each step is tried even when another fails. */
var Undo = class {
	#steps = [];
	push(step) {
		this.#steps.push(step);
	}
	/** Undoes everything, each step within `deadlineMs`, and returns what failed. */
	async run(deadlineMs) {
		const failures = [];
		for (let step = this.#steps.pop(); step !== void 0; step = this.#steps.pop()) try {
			await step.undo(AbortSignal.timeout(deadlineMs));
		} catch (reason) {
			failures.push(asSandError(reason, step.doing, step.code));
		}
		return failures;
	}
};

// src/guest/runner-end.ts
/** Lines that say why, most telling first (reference/github-runners.md §4.3); the same failure may have code 1. */
const tellingLines = [
	[/clock may be out of sync with the server time/u, "RUNNER_CLOCK"],
	[/Runner version v\S+ is deprecated and cannot receive messages/u, "RUNNER_DEPRECATED"],
	[/Stop retry on SessionConflictException|A session for this runner already exists/u, "RUNNER_CONFLICT"],
	[/registration has been deleted from the server/u, "RUNNER_REJECTED"],
	[/runner no longer exists on the server/u, "RUNNER_REJECTED"]
];
/** What the listener's own exit codes mean (reference/github-runners.md §4.2). */
const tellingCodes = {
	0: "RUNNER_MUTE",
	1: "RUNNER_REJECTED",
	5: "RUNNER_CONFLICT",
	7: "RUNNER_DEPRECATED"
};
/** Why a runner ended without a job. A code of its own outweighs what the lines say; 0 and 1 have many causes. */
function classifyRunnerEnd(end) {
	const byCode = tellingCodes[end.code];
	if (byCode !== void 0 && end.code > 1) return byCode;
	return tellingLines.find(([pattern]) => end.lines.some((line) => pattern.test(line)))?.[1] ?? byCode ?? "RUNNER_FAILED";
}

// src/lifecycle/verdict.ts
/** The verdict on a standby that no job wanted. */
const unused = {
	job: void 0,
	result: void 0,
	exitCode: void 0,
	error: void 0,
	unused: true,
	left: false,
	lastLines: []
};
/** The verdict on a sandbox whose runner never started. */
function withoutRunner(error) {
	return {
		...unused,
		error,
		unused: false
	};
}
/** A runner that ended by itself without a job says why in its exit code and its last lines. */
function withReason(verdict) {
	const { error, result, exitCode, lastLines } = verdict;
	if (error !== void 0 || result !== void 0 || exitCode === void 0) return verdict;
	const code = classifyRunnerEnd({
		code: exitCode,
		lines: lastLines
	});
	const said = lastLines.slice(-3).join(" | ");
	const message = `the runner ended with ${String(exitCode)} and told of no job's end: ${said}`;
	return {
		...verdict,
		error: new SandError(code, message)
	};
}
/**
* Whether something of ours went wrong: what can still tell why is worth keeping. A job that failed or was cancelled
* did what its workflow made it do; one that was abandoned lost its runner.
*/
function isFailure({ error, result }) {
	return error !== void 0 || result === void 0 || result === "Abandoned";
}

// src/lifecycle/serve.ts
/** Pause between two tries to find out about a sandbox that was found, in milliseconds. */
const attachEveryMs = 5e3;
/**
* Serves one job with one sandbox, a fresh one or one that was found, and leaves nothing behind but what it was told to
* leave. Never rejects: the record says what happened.
*/
async function serve(plan, world, stops) {
	return await new Service(plan, world, stops).run();
}
/** The way of one sandbox (DESIGN.md §4). */
var Service = class {
	#plan;
	#world;
	#stops;
	#name;
	#phases;
	#startedAt;
	#enrolment;
	/** What exists outside of this process. */
	#made = new Undo();
	/** What only this process holds: let go also of a sandbox that is left alone. */
	#held = new Undo();
	/** Aborts with the reason when the VM has ended under us. */
	#vmEnd = new AbortController();
	#guest;
	#preparation;
	/** From the moment when its runner may have been started. */
	#mayHaveRunner = false;
	#reclaimedBytes;
	/** From the moment when a VM may exist until it is surely gone. */
	#sandboxLeft = false;
	constructor(plan, world, stops) {
		this.#plan = plan;
		this.#world = world;
		this.#stops = stops;
		this.#name = plan.request.name;
		this.#startedAt = world.clock.now();
		this.#enrolment = new Enrolment(this.#name, world.registrations);
		this.#phases = new Phases(world.clock, (phase) => {
			world.emit({
				type: "phase",
				sandbox: this.#name,
				pool: plan.pool,
				phase
			});
		});
	}
	async run() {
		const verdict = await this.#work().catch((reason) => this.#failed(reason)).then((ended) => this.#showToPerson(ended));
		const undoError = await (verdict.left ? this.#letGo() : this.#finish(verdict));
		return {
			sandbox: this.#name,
			pool: this.#plan.pool,
			startedAt: this.#startedAt,
			job: verdict.job,
			result: verdict.result,
			error: verdict.error ?? undoError,
			unused: verdict.unused,
			left: verdict.left,
			sandboxLeft: !verdict.left && this.#sandboxLeft,
			registrationLeft: this.#enrolment.left,
			phases: this.#phases.times,
			reclaimedBytes: this.#reclaimedBytes
		};
	}
	/** The steps, each with its undo on the line before or after it. */
	async #work() {
		const { end, leave } = this.#stops;
		const signal = AbortSignal.any([
			end,
			leave,
			this.#vmEnd.signal
		]);
		signal.throwIfAborted();
		this.#undoRegistration();
		const guest = await (this.#plan.found === void 0 ? this.#make(signal) : this.#find(this.#plan.found));
		if (this.#plan.found !== void 0 && guest.runnerStarted) {
			this.#phases.enter("idle");
			return await this.#supervise(guest);
		}
		this.#preparation = new Preparation({
			plan: this.#plan,
			clock: this.#world.clock,
			enrolment: this.#enrolment,
			phases: this.#phases,
			guest
		});
		const jitConfig = await this.#preparation.run(signal);
		return jitConfig === void 0 ? unused : await this.#serveJob(guest, jitConfig, signal);
	}
	async #make(signal) {
		const { request } = this.#plan;
		this.#phases.enter("clone");
		await this.#create(signal);
		this.#phases.enter("boot");
		return await this.#reach(await this.#world.backend.start(request, signal), signal);
	}
	/**
	* A job may run in it: whoever is told to end it is patient for a moment, so that it ends through its runner and GitHub
	* learns of it (DESIGN.md §4, 5).
	*/
	async #find({ network }) {
		const { clock } = this.#world;
		const { end, leave } = this.#stops;
		const found = new AbortController();
		const patientEnd = abortLater(end, {
			ms: this.#plan.limits.graceMs,
			clock,
			until: found.signal
		});
		const signal = AbortSignal.any([
			patientEnd,
			leave,
			this.#vmEnd.signal
		]);
		this.#enrolment.mayExist();
		try {
			return await this.#reach(await this.#attach(network, signal), signal);
		} finally {
			found.abort();
		}
	}
	/** The sandbox is there already: it is deleted in the end like one that we made. */
	async #attach(network, signal) {
		this.#undoSandbox();
		const { backend, clock } = this.#world;
		const giveUpAt = clock.now() + this.#plan.limits.guestMs;
		for (;;) {
			try {
				return await backend.attach(this.#name, network, signal);
			} catch (reason) {
				if (codeOf(reason) === "VM_STOPPED" || clock.now() >= giveUpAt) throw reason;
			}
			await clock.sleep(attachEveryMs, signal);
		}
	}
	async #reach(running, signal) {
		this.#watchVm(running);
		this.#phases.enter("ssh");
		const guest = await this.#world.reach(running, this.#plan.limits.guestMs, signal);
		this.#hold(guest);
		return guest;
	}
	async #serveJob(guest, jitConfig, signal) {
		const { session, env, hooks } = this.#plan;
		this.#mayHaveRunner = true;
		const started = await guest.startRunner({
			jitConfig,
			session,
			env,
			hooks
		}, signal);
		this.#phases.enter("idle");
		this.#world.emit({
			type: "runner-started",
			sandbox: this.#name,
			transport: guest.transport,
			...started
		});
		return await this.#supervise(guest);
	}
	/** Makes the VM; whatever is there of it afterwards is deleted, unless it was there before. */
	async #create(signal) {
		const undo = this.#undoSandbox();
		try {
			await this.#world.backend.create(this.#plan.request, signal);
		} catch (reason) {
			undo.isOurs = !(reason instanceof SandError && reason.code === "NAME_TAKEN");
			throw reason;
		}
	}
	#undoSandbox() {
		const { backend } = this.#world;
		const sandbox = { isOurs: true };
		this.#made.push({
			doing: `deleting ${this.#name}`,
			code: "DESTROY_INCOMPLETE",
			undo: async (bounded) => {
				if (sandbox.isOurs) this.#reclaimedBytes = (await backend.destroy(this.#name, bounded)).reclaimedBytes;
				this.#sandboxLeft = false;
			}
		});
		this.#sandboxLeft = true;
		return sandbox;
	}
	#undoRegistration() {
		this.#made.push({
			doing: `removing the registration of ${this.#name}`,
			code: "GITHUB_UNREACHABLE",
			undo: (bounded) => this.#enrolment.remove(bounded)
		});
	}
	/** Lets `#vmEnd` abort when the VM ends. */
	#watchVm(running) {
		const watching = new AbortController();
		running.ended(watching.signal).then((error) => this.#vmEnd.abort(error), (reason) => watching.signal.aborted ? void 0 : this.#vmEnd.abort(reason));
		this.#held.push({
			doing: `watching ${this.#name}`,
			code: "INTERNAL",
			undo: () => watching.abort()
		});
	}
	#hold(guest) {
		this.#guest = guest;
		this.#held.push({
			doing: `closing the connection to ${this.#name}`,
			code: "GUEST_LOST",
			undo: async () => await guest[Symbol.asyncDispose]()
		});
	}
	async #supervise(guest) {
		const supervisor = new Supervisor({
			guest,
			limits: this.#plan.limits,
			clock: this.#world.clock,
			secrets: this.#secrets,
			ask: async (signal) => {
				const registration = await this.#world.registrations.find(this.#name, signal);
				if (registration === void 0) return "gone";
				return registration.busy ? "busy" : "free";
			},
			onEvent: (event) => this.#see(event),
			onEarlyEnd: (error) => this.#world.emit({
				type: "ending-early",
				sandbox: this.#name,
				error
			})
		});
		return withReason(await supervisor.follow({
			...this.#stops,
			vmEnd: this.#vmEnd.signal,
			jobOver: this.#plan.jobOver
		}));
	}
	/** What may be in no line and no file. */
	get #secrets() {
		return [...this.#enrolment.secrets, ...this.#plan.secrets ?? []];
	}
	#see(event) {
		const { emit } = this.#world;
		const sandbox = this.#name;
		if (event.type === "line") emit({
			type: "runner-line",
			sandbox,
			text: event.text
		});
		if (event.type === "job-started") {
			this.#phases.enter("run");
			emit({
				type: "job-started",
				sandbox,
				job: event.job
			});
		}
		if (event.type === "job-ended") {
			this.#enrolment.usedUp();
			emit({
				type: "job-ended",
				sandbox,
				job: event.job,
				result: event.result
			});
		}
	}
	#failed(reason) {
		const { end, leave } = this.#stops;
		const stopped = [
			end,
			leave,
			this.#vmEnd.signal
		].find((signal) => signal.aborted);
		const why = reason instanceof SandError ? reason : stopped?.reason ?? reason;
		const error = asSandError(why, `serving a job with ${this.#name}`);
		return {
			...withoutRunner(error),
			left: this.#staysAfter(error)
		};
	}
	/** Whether it is left for the next poller: one that is ready, or one that may have a job for all that we know. */
	#staysAfter({ code }) {
		if (this.#stops.end.aborted || this.#vmEnd.signal.aborted) return false;
		if (this.#stops.leave.aborted) return this.#preparation?.isStandby === true || this.#mayHaveRunner || this.#plan.found !== void 0;
		return this.#plan.found !== void 0 && this.#guest === void 0 && code === "GUEST_AUTH";
	}
	/** Keeps a sandbox whose job failed for a person to look at, if that is wanted; its slot stays taken. */
	async #showToPerson(verdict) {
		const { clock } = this.#world;
		const { end, leave } = this.#stops;
		const gone = AbortSignal.any([end, this.#vmEnd.signal]);
		const ms = holdTimeMs(verdict, {
			sandbox: this.#name,
			holdMs: this.#plan.holdMs ?? 0,
			endedAgoMs: this.#guest?.runnerEndedAgoMs,
			now: clock.now()
		});
		if (ms === 0 || gone.aborted) return verdict;
		this.#phases.enter("held");
		await clock.sleep(ms, AbortSignal.any([gone, leave])).catch(() => void 0);
		return {
			...verdict,
			left: leave.aborted && !gone.aborted
		};
	}
	/** Undoes everything; returns what failed first. */
	async #finish(verdict) {
		this.#phases.finish();
		if (isFailure(verdict) && !verdict.unused) await this.#keepEvidence(verdict);
		this.#phases.enter("delete");
		const { undoMs } = this.#plan.limits;
		const errors = [...await this.#held.run(undoMs), ...await this.#made.run(undoMs)];
		this.#phases.finish();
		return this.#report(errors);
	}
	/** The sandbox stays, with its job. */
	async #letGo() {
		this.#phases.finish();
		this.#report(await this.#held.run(this.#plan.limits.undoMs));
	}
	#report(errors) {
		for (const error of errors) this.#world.emit({
			type: "undo-failed",
			sandbox: this.#name,
			error
		});
		return errors[0];
	}
	async #keepEvidence(verdict) {
		const { backend, emit, clock } = this.#world;
		const sandbox = this.#name;
		const times = {
			phases: this.#phases.times,
			startedAt: this.#startedAt,
			endedAt: clock.now()
		};
		const place = {
			sandbox,
			pool: this.#plan.pool,
			backend,
			guest: this.#guest
		};
		try {
			const files = await collectEvidence({
				...place,
				...times,
				verdict,
				vmEnd: this.#vmEnd.signal
			});
			await this.#world.keepEvidence(sandbox, files, this.#secrets);
		} catch (reason) {
			emit({
				type: "evidence-failed",
				sandbox,
				error: asSandError(reason, `keeping evidence of ${sandbox}`, "EVIDENCE_FAILED")
			});
		}
	}
};

// src/naming/draw.ts
const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
/** A fresh name for a sandbox of this owner and pool that may live until `deadline` (seconds since the epoch). */
function drawName(owner, pool, deadline, draw = (limit) => randomInt(limit)) {
	const nonce = Array.from({ length: 6 }, () => alphabet.charAt(draw(36))).join("");
	return formatName({
		owner,
		pool,
		deadline,
		nonce
	});
}
/** The owner of everything that one installation or one action run makes: a hash of what identifies it. */
function ownerOf(...identity) {
	return [...createHash("sha256").update(identity.join("\0")).digest().subarray(0, 8)].map((byte) => alphabet.charAt(byte % 36)).join("");
}

// src/fleet/entry.ts
/** One sandbox of this process, from the decision to have it until its record. */
var Entry = class {
	id;
	pool;
	startedAt;
	/** Its name, once that was drawn. */
	sandbox;
	/** When it took its job. */
	takenAt;
	waitedMs;
	state;
	phase;
	#phaseSince;
	#job;
	#wanted = new AbortController();
	#released = new AbortController();
	#jobOver = new AbortController();
	#ended = new AbortController();
	constructor(id, pool, origin, now) {
		this.id = id;
		this.pool = pool;
		this.startedAt = now;
		this.#phaseSince = now;
		this.state = {
			job: "free",
			standby: "spare",
			found: "joining"
		}[origin];
		if (origin === "job") this.#wanted.abort();
	}
	/** Whether a job has, or had, it. */
	get tookJob() {
		return this.takenAt !== void 0;
	}
	/** Whether it is a standby whose guest answers. */
	get ready() {
		return this.phase === "standby";
	}
	/** What `lifecycle` is to wait for before it asks for a registration. */
	standby(maxAgeMs, endsBy = Infinity) {
		return {
			wanted: this.#wanted.signal,
			released: this.#released.signal,
			maxAgeMs,
			endsBy
		};
	}
	/** The stops of this sandbox: those of everybody, and its own. */
	stops({ end, leave }) {
		return {
			end: AbortSignal.any([end, this.#ended.signal]),
			leave
		};
	}
	/** A job wants it. */
	take() {
		this.state = "free";
		this.#wanted.abort();
	}
	/** It is not needed any more; one that has a job goes on. */
	release() {
		if (this.state === "spare") this.state = "ending";
		this.#released.abort();
	}
	/** Aborts when GitHub says that its job is over. */
	get jobOver() {
		return this.#jobOver.signal;
	}
	/** GitHub says that its job is over. */
	endJob() {
		this.#jobOver.abort();
	}
	/** It has no future, whatever it does. */
	end(reason) {
		this.#ended.abort(reason);
	}
	/** Follows what happens to it. */
	see(event, now) {
		if (event.type === "phase") this.#enter(event.phase, now);
		if (event.type === "job-started") {
			this.state = "busy";
			this.takenAt = now;
			this.#job = event.job;
		}
	}
	view() {
		const { sandbox, pool, state, phase, startedAt } = this;
		return {
			sandbox,
			pool,
			state,
			phase,
			startedAt,
			phaseSince: this.#phaseSince,
			job: this.#job
		};
	}
	#enter(phase, now) {
		this.phase = phase;
		this.#phaseSince = now;
		if (this.state === "joining" && phase === "idle") this.state = "free";
		if (this.state === "joining" && phase === "standby") this.state = "spare";
		if (phase === "held") this.state = "busy";
		if (phase === "delete" && (this.takenAt !== void 0 || this.state !== "free")) this.state = "ending";
	}
};

// src/fleet/goldens.ts
/** The goldens of the pools: each image is made ready once, when its first job waits; who comes meanwhile waits along. */
var Goldens = class {
	#backend;
	#goldens = /* @__PURE__ */ new Map();
	#ready = /* @__PURE__ */ new Set();
	constructor(backend) {
		this.#backend = backend;
	}
	/** Whether `of` will answer at once. */
	isReady(image) {
		return this.#ready.has(image);
	}
	/** The golden of an image; rejects as `SandboxBackend.prepare` does. All callers stop at the same signal. */
	async of(image, signal) {
		const known = this.#goldens.get(image);
		if (known !== void 0) return await known;
		const coming = this.#backend.prepare(image, signal);
		this.#goldens.set(image, coming);
		try {
			const golden = await coming;
			this.#ready.add(image);
			return golden;
		} catch (reason) {
			this.forget(image);
			throw reason;
		}
	}
	/** Forgets a golden that may be gone, so that the next job looks again. */
	forget(image) {
		this.#goldens.delete(image);
		this.#ready.delete(image);
	}
};

// src/fleet/pool.ts
const hourMs = 36e5;
/** Stands in for the pool of a sandbox that was found and whose pool is not configured any more: it is only finished. */
function removedPool(name) {
	return {
		name,
		labels: [],
		image: "",
		max: 0,
		standby: 0,
		standbyMaxAgeMs: 0,
		holdMs: 0,
		sandbox: {
			network: {
				kind: "softnet",
				allow: [],
				block: []
			},
			mounts: [],
			nested: false
		},
		session: "auto",
		env: {},
		limits: {
			guestMs: hourMs / 6,
			registerMs: 12e4,
			idleMs: hourMs / 6,
			jobMs: 6 * hourMs,
			graceMs: 45e3,
			undoMs: 6e4
		}
	};
}

// src/fleet/strays.ts
/** A registration whose VM is gone stays busy until its lease ends (reference/github-runners.md §1.3): about ten minutes. */
const registrationTries = 15;
/** A VM that could not be deleted takes a slot: the next tries come soon. Milliseconds. */
const destroyPausesMs = [
	1e3,
	2e3,
	4e3,
	8e3,
	15e3
];
const destroyDeadlineMs = 6e4;
/** Asks GitHub again and again to remove a registration; false when it never did: it drops it after a day itself. */
async function removeStray(name, world, signal) {
	for (let tried = 0; tried < registrationTries; tried += 1) {
		if (tried > 0) await world.clock.sleep(world.retryMs, signal);
		if (await world.registrations.remove(name, signal).catch(() => "busy") !== "busy") return true;
	}
	return false;
}
/** Tries again to delete a VM; false when it is still there: then it is the reaper's. Not even an interrupt stops it. */
async function destroyAgain(name, world) {
	const never = new AbortController().signal;
	for (const pauseMs of destroyPausesMs) {
		await world.clock.sleep(pauseMs, never);
		const bounded = AbortSignal.timeout(destroyDeadlineMs);
		if (await world.backend.destroy(name, bounded).then(() => true, () => false)) return true;
	}
	return false;
}

// src/fleet/waiting-times.ts
/**
* When jobs were queued, by display name: the runner tells no more of its job. Remembers the last two looks, for a job
* leaves the list in the moment it starts.
*/
var WaitingTimes = class {
	#looks = [];
	/** Takes in what waits now, the longest waiting first. */
	saw(waiting) {
		const queuedAt = new Map(waiting.toReversed().map((job) => [job.name, job.queuedAt]));
		this.#looks = [queuedAt, ...this.#looks.slice(0, 1)];
	}
	/** Milliseconds that a job waited until `then`; undefined when it was never seen waiting. */
	until(then, job) {
		const queuedAt = this.#looks.find((look) => look.has(job))?.get(job);
		return queuedAt === void 0 ? void 0 : Math.max(0, then - queuedAt);
	}
};

// src/fleet/roster.ts
/** A guest that an earlier process has reached is looked for as long as GitHub waits for a silent runner (§5.3). */
const findMs = 6e5;
/** What is left of a found sandbox's deadline for its end. */
const endingMs = 3e5;
/** Room in a sandbox's deadline for everything besides boot, waiting and the job, in milliseconds. */
const deadlineMarginMs = 18e5;
/** Errors after which the golden is looked at anew. */
const imageTrouble = /* @__PURE__ */ new Set(["IMAGE_MISSING", "IMAGE_RUNNING"]);
/** The sandboxes of this process, from the decision to have one until its record. */
var Roster = class {
	#options;
	#entries = /* @__PURE__ */ new Map();
	#goldens;
	#tasks = /* @__PURE__ */ new Set();
	/** Registrations that are being removed. */
	#strays = /* @__PURE__ */ new Set();
	waitingTimes = new WaitingTimes();
	#lastId = 0;
	constructor(options) {
		this.#options = options;
		this.#goldens = new Goldens(options.world.backend);
	}
	/** How many sandboxes there are, those on their way out too. */
	get size() {
		return this.#entries.size;
	}
	/** What each of them looks like. */
	views() {
		return [...this.#entries.values()].map((entry) => entry.view());
	}
	/**
	* The sandboxes as a list of jobs knows them that was asked for at `askedAt`: one that took its job since then
	* counts as free, for that job may still be in the list.
	*/
	live(askedAt) {
		return [...this.#entries.values()].map(({ id, sandbox, pool, state, takenAt, tookJob, ready }) => ({
			id,
			sandbox,
			tookJob,
			pool,
			ready,
			state: takenAt !== void 0 && takenAt >= askedAt ? "free" : state
		}));
	}
	/** The sandboxes by name, with what is done about each. */
	held() {
		return new Map([...this.#entries.values()].flatMap(({ sandbox, phase, state }) => sandbox === void 0 ? [] : [[sandbox, holdingOf(phase, state)]]));
	}
	/** Starts a sandbox for a job, or a standby; returns at once. */
	start(order) {
		const entry = this.#add(order.pool.name, order.job === void 0 ? "standby" : "job");
		this.#track(this.#serve(entry, order.stops, () => this.#attempt(entry, order)));
	}
	/** Gives a standby to a job. */
	take(id, job) {
		const entry = this.#entries.get(id);
		if (entry === void 0) return;
		entry.take();
		const { sandbox = "", pool } = entry;
		this.#options.emit({
			type: "taking",
			sandbox,
			pool,
			job
		});
	}
	/** A standby is not needed any more. */
	release(id) {
		this.#entries.get(id)?.release();
	}
	/** None of the standbys of a pool is needed any more. */
	releaseSpares(pool) {
		for (const entry of this.#entries.values()) if (entry.pool === pool && entry.state === "spare") entry.release();
	}
	/** Ends one sandbox, or lets it go when it is held for a person; false when there is none of that name. */
	drop(sandbox, reason) {
		const entry = [...this.#entries.values()].find((each) => each.sandbox === sandbox);
		entry?.end(reason);
		return entry !== void 0;
	}
	/** GitHub says that the jobs of these sandboxes are over. */
	jobsOver(sandboxes) {
		for (const entry of this.#entries.values()) if (entry.sandbox !== void 0 && sandboxes.has(entry.sandbox)) entry.endJob();
	}
	/** Takes over a sandbox that an earlier process left running; returns at once. */
	adopt(found) {
		const entry = this.#add(found.poolName, "found");
		entry.sandbox = found.sandbox;
		this.#options.emit({
			type: "adopting",
			sandbox: found.sandbox,
			pool: found.poolName
		});
		this.#track(this.#serve(entry, found.stops, () => this.#continue(entry, found)));
	}
	/** Does something until it is done; `settled` waits for it. */
	track(task) {
		this.#track(task);
	}
	/** Removes the registration of a sandbox that is gone, as often as it takes; returns at once. */
	removeStray(name, stops) {
		if (this.#strays.has(name)) return;
		this.#strays.add(name);
		this.#track(this.#removeStray(name, stops).finally(() => this.#strays.delete(name)));
	}
	async #removeStray(name, stops) {
		const { world, strayRetryMs, emit } = this.#options;
		const { registrations, clock } = world;
		const signal = AbortSignal.any([stops.end, stops.leave]);
		try {
			emit({
				type: await removeStray(name, {
					registrations,
					clock,
					retryMs: strayRetryMs
				}, signal) ? "stray-removed" : "stray-kept",
				sandbox: name
			});
		} catch {
			emit({
				type: "stray-kept",
				sandbox: name
			});
		}
	}
	/** Resolves when nothing of what was started is left to wait for. */
	async settled() {
		while (this.#tasks.size > 0) await Promise.all(this.#tasks);
	}
	#add(pool, origin) {
		this.#lastId += 1;
		const entry = new Entry(this.#lastId, pool, origin, this.#options.world.clock.now());
		this.#entries.set(entry.id, entry);
		return entry;
	}
	#track(task) {
		const tracked = task.finally(() => this.#tasks.delete(tracked));
		this.#tasks.add(tracked);
	}
	async #serve(entry, stops, attempt) {
		const record = await attempt();
		if (record.registrationLeft) this.removeStray(record.sandbox, stops);
		const sandboxLeft = record.sandboxLeft && !await this.#destroyAgain(record.sandbox);
		this.#entries.delete(entry.id);
		const finished = {
			...record,
			sandboxLeft,
			waitedMs: entry.waitedMs
		};
		this.#options.emit({
			type: "finished",
			record: finished
		});
		this.#options.onEnd(finished);
	}
	async #attempt(entry, { pool, job, stops }) {
		const { emit } = this.#options;
		const signal = AbortSignal.any([stops.end, stops.leave]);
		let golden;
		try {
			if (!this.#goldens.isReady(pool.image)) emit({
				type: "preparing",
				pool: pool.name,
				image: pool.image
			});
			golden = await this.#goldens.of(pool.image, signal);
		} catch (reason) {
			return notStarted(this.#drawName(pool), pool, entry.startedAt, reason);
		}
		const sandbox = this.#drawName(pool);
		entry.sandbox = sandbox;
		emit({
			type: "starting",
			sandbox,
			pool: pool.name,
			job
		});
		const record = await this.#run(entry, stops, {
			...planOf(pool, {
				...pool.sandbox,
				name: sandbox,
				golden
			}),
			standby: entry.standby(pool.standbyMaxAgeMs)
		});
		if (record.error !== void 0 && imageTrouble.has(record.error.code)) this.#goldens.forget(pool.image);
		return record;
	}
	async #continue(entry, { sandbox, deadline, pool, stops }) {
		const { clock } = this.#options.world;
		const endsAt = deadline * 1e3 - endingMs;
		const known = pool ?? removedPool(entry.pool);
		const plan = planOf(known, {
			...known.sandbox,
			name: sandbox,
			golden: ""
		});
		const { limits } = plan;
		const jobMs = Math.max(1e3, Math.min(limits.jobMs, endsAt - clock.now()));
		const standbyEndsBy = endsAt - limits.registerMs - limits.idleMs - limits.jobMs - known.holdMs;
		return await this.#run(entry, stops, {
			...plan,
			limits: {
				...limits,
				guestMs: findMs,
				jobMs
			},
			standby: entry.standby(known.standbyMaxAgeMs, standbyEndsBy),
			found: { network: pool?.sandbox.network }
		});
	}
	async #run(entry, stops, plan) {
		const emit = (event) => this.#see(entry, event);
		return await serve({
			...plan,
			jobOver: entry.jobOver
		}, {
			...this.#options.world,
			emit
		}, entry.stops(stops));
	}
	#see(entry, event) {
		const before = entry.state;
		entry.see(event, this.#options.world.clock.now());
		if (event.type === "job-started") entry.waitedMs = this.waitingTimes.until(entry.startedAt, event.job);
		this.#options.emit(event);
		if (before === "joining" && entry.state !== before) this.#options.onChange();
	}
	async #destroyAgain(sandbox) {
		const { world, emit } = this.#options;
		const gone = await destroyAgain(sandbox, world);
		emit({
			type: gone ? "sandbox-removed" : "sandbox-kept",
			sandbox
		});
		return gone;
	}
	/** The deadline covers standby, job and hold time together (DESIGN.md §4). */
	#drawName(pool) {
		const { guestMs, registerMs, idleMs, jobMs } = pool.limits;
		const standbyMs = pool.standby > 0 ? pool.standbyMaxAgeMs : 0;
		const lifeMs = guestMs + (pool.warmup?.timeoutMs ?? 0) + standbyMs + registerMs + idleMs + jobMs + pool.holdMs + deadlineMarginMs;
		const deadline = Math.ceil((this.#options.world.clock.now() + lifeMs) / 1e3);
		return drawName(this.#options.owner, pool.name, deadline, this.#options.draw);
	}
};
function holdingOf(phase, state) {
	if (phase === void 0 || phase === "clone" || phase === "boot") return "making";
	return phase === "delete" || state === "ending" ? "ending" : "using";
}
function planOf(pool, request) {
	const { name, labels, session, env, hooks, warmup, secrets, limits, holdMs } = pool;
	return {
		pool: name,
		labels,
		session,
		env,
		hooks,
		warmup,
		secrets,
		limits,
		holdMs,
		request
	};
}
/** The record of a sandbox that was never begun. */
function notStarted(sandbox, pool, startedAt, reason) {
	return {
		sandbox,
		pool: pool.name,
		startedAt,
		job: void 0,
		result: void 0,
		error: asSandError(reason, `making the image ${pool.image} ready`),
		unused: false,
		left: false,
		sandboxLeft: false,
		registrationLeft: false,
		phases: {},
		reclaimedBytes: void 0
	};
}

// src/fleet/fleet.ts
/** A pool that failed so often in a row is given up by `once`. */
const mostFailures = 3;
const minuteMs = 6e4;
const closeDeadlineMs = 5e3;
/** Ends without a job that say nothing against the pool: another host's runner was quicker, or somebody wanted the end. */
const blameless = /* @__PURE__ */ new Set(["NO_JOB", "INTERRUPTED"]);
/** Keeps as many sandboxes as there is demand for, within the slots of the host. */
var Fleet = class {
	#options;
	#patience = new Patience();
	#roster;
	#resync;
	#pools;
	#draining;
	/** What `once` collects; a daemon keeps no records here. */
	#records;
	#demandError;
	#tickedAt;
	#lookedAt;
	/** Why each waiting job was held at the last look, by its id. */
	#held = /* @__PURE__ */ new Map();
	/** Aborted and replaced when something happened that may change a decision. */
	#change = new AbortController();
	constructor(options) {
		this.#options = options;
		this.#pools = options.pools;
		this.#draining = options.draining ?? false;
		const { owner, world, draw, emit, strayRetryMs = minuteMs } = options;
		this.#roster = new Roster({
			owner,
			world,
			draw,
			emit,
			strayRetryMs,
			onChange: () => this.#wake(),
			onEnd: (record) => this.#ended(record)
		});
		const poolOf = (name) => this.#pools.find((pool) => pool.name === name);
		this.#resync = new Resync({
			owner,
			world,
			emit,
			roster: this.#roster,
			poolOf
		});
	}
	/** Serves the jobs that wait now, and those they release, then returns. Rejects when GitHub cannot be asked. */
	async once(stops) {
		const stop = AbortSignal.any([stops.end, stops.leave]);
		const records = [];
		this.#records = records;
		this.#pools = this.#pools.map((pool) => ({
			...pool,
			standby: 0
		}));
		let unserved = [];
		try {
			do {
				await this.#resync.run(stops);
				const look = await this.#look(stop);
				unserved = look.waiting;
				if (!this.#act(look, stops, this.#patience.exhausted(mostFailures)) && this.#roster.size === 0) break;
				await this.#untilChange(stop);
			} while (!stop.aborted);
			await this.#roster.settled();
			if (records.length > 0) await this.#resync.runStrays(stops);
		} catch (error) {
			if (!stop.aborted) throw error;
		} finally {
			await this.#roster.settled();
		}
		return {
			records,
			unserved
		};
	}
	/** Serves jobs until it is told to stop; GitHub being away is reported and waited out. */
	async run(stops) {
		const stop = AbortSignal.any([stops.end, stops.leave]);
		const keepingUp = this.#keepUp(stops, stop);
		while (!stop.aborted) {
			await this.#tick(stops, stop);
			await this.#untilChange(stop);
		}
		await keepingUp;
		await this.#closeDemand();
		await this.#roster.settled();
	}
	/** GitHub may hand out at once what it holds for us; it would notice by itself that we are gone. */
	async #closeDemand() {
		const { demand, emit } = this.#options;
		await demand.close?.(AbortSignal.timeout(closeDeadlineMs)).catch((reason) => {
			emit({
				type: "demand-failed",
				error: asSandError(reason, "saying goodbye to GitHub")
			});
		});
	}
	/** Takes nothing new; what runs is finished. */
	drain() {
		this.#draining = true;
		this.#wake();
	}
	/** Takes jobs again. */
	resume() {
		this.#draining = false;
		this.#wake();
	}
	/** Other pools from now on: sandboxes of removed ones are finished, standbys of changed ones are made anew. */
	reconfigure(pools) {
		const changed = new Set(this.#pools.filter((pool) => !pools.some((other) => isSame(pool, other))));
		this.#pools = pools;
		for (const { name } of changed) this.#roster.releaseSpares(name);
		this.#wake();
	}
	/** Ends one sandbox, its job too; false when there is none of that name. */
	drop(sandbox, reason) {
		return this.#roster.drop(sandbox, reason);
	}
	/** Compares with the host and GitHub at the next tick, which comes at once. */
	resyncNow() {
		this.#resync.soon();
		this.#wake();
	}
	/** What it looks like now. */
	view() {
		const paused = this.#patience.pauses(this.#options.world.clock.now());
		return {
			pools: this.#pools.map(({ name, labels, image, max, standby }) => ({
				name,
				labels,
				image,
				max,
				standby,
				paused: paused.get(name)
			})),
			sandboxes: this.#roster.views(),
			waiting: [...this.#held.values()],
			slots: this.#options.slots,
			foreign: this.#resync.foreign,
			draining: this.#draining,
			demandError: this.#demandError,
			troubles: this.#resync.troubles,
			tickedAt: this.#tickedAt,
			lookedAt: this.#lookedAt
		};
	}
	/** GitHub may let us wait for an hour, or be asked once a day: the host, and standbys, are looked after every minute. */
	async #keepUp(stops, stop) {
		const { clock } = this.#options.world;
		while (!stop.aborted) {
			await clock.sleep(minuteMs, stop).catch(() => void 0);
			if (stop.aborted || clock.now() - (this.#tickedAt ?? 0) < minuteMs) continue;
			await this.#resync.run(stops).catch(() => void 0);
			if (!stop.aborted && !this.#resync.isBlind) this.#act({
				waiting: [],
				askedAt: clock.now()
			}, stops);
		}
	}
	/** Looks at the host and at the demand, and acts. What fails is told, and tried again at the next tick. */
	async #tick(stops, stop) {
		this.#tickedAt = this.#options.world.clock.now();
		try {
			await this.#resync.run(stops);
			if (!this.#resync.isBlind) this.#act(await this.#look(stop), stops);
		} catch (reason) {
			if (stop.aborted) return;
			const error = asSandError(reason, "asking GitHub for jobs");
			this.#demandError = error;
			this.#options.emit({
				type: "demand-failed",
				error
			});
			this.#act({
				waiting: [],
				askedAt: this.#options.world.clock.now()
			}, stops);
		}
	}
	async #look(signal) {
		const askedAt = this.#options.world.clock.now();
		const { demand } = this.#options;
		this.#announce();
		const waiting = await demand.waiting(signal);
		if (demand.over !== void 0) this.#roster.jobsOver(demand.over);
		const ids = new Set(waiting.map(({ id }) => id));
		this.#held = new Map([...this.#held].filter(([id]) => ids.has(id)));
		this.#demandError = void 0;
		this.#lookedAt = askedAt;
		this.#roster.waitingTimes.saw(waiting);
		return {
			waiting,
			askedAt
		};
	}
	/** Carries the decisions out; false when no waiting job has a chance with us any more. */
	#act({ waiting, askedAt }, stops, givenUp = /* @__PURE__ */ new Set()) {
		const { slots, memoryMiB, world } = this.#options;
		const paused = this.#patience.paused(world.clock.now()).union(givenUp);
		const { jobs, spares } = decide({
			waiting,
			pools: this.#pools,
			live: this.#roster.live(askedAt),
			slots,
			memoryMiB,
			foreign: this.#resync.foreign.length,
			paused,
			draining: this.#draining
		});
		for (const decision of jobs) this.#carryOut(decision, stops);
		for (const decision of spares) if (decision.action === "release") this.#roster.release(decision.id);
		else this.#roster.start({
			pool: decision.pool,
			job: void 0,
			stops
		});
		this.#announce();
		return jobs.some(({ pool }) => pool !== void 0 && !givenUp.has(pool.name));
	}
	#announce() {
		const { demand, slots, world } = this.#options;
		const now = world.clock.now();
		demand.announce?.(offerOf({
			pools: this.#pools,
			live: this.#roster.live(Infinity),
			slots,
			foreign: this.#resync.foreign.length,
			paused: this.#patience.paused(now),
			draining: this.#draining || this.#resync.isBlind
		}));
	}
	#carryOut(decision, stops) {
		const { job } = decision;
		if (decision.action === "hold") return this.#hold(decision);
		this.#held.delete(job.id);
		if (decision.action === "take") this.#roster.take(decision.id, job);
		else this.#roster.start({
			pool: decision.pool,
			job,
			stops
		});
	}
	/** Says once why a job is held, not at every look. */
	#hold({ job, pool, why }) {
		if (this.#held.get(job.id)?.why === why) return;
		this.#held.set(job.id, {
			job,
			pool: pool?.name,
			why
		});
		this.#options.emit({
			type: "holding",
			job,
			pool: pool?.name,
			why
		});
	}
	#ended(record) {
		const { pool, job, error, startedAt } = record;
		this.#records?.push(record);
		if (job !== void 0 || error?.code === "RUNNER_MUTE") this.#patience.succeeded(pool);
		else if (error !== void 0 && !record.left && !blameless.has(error.code)) this.#patience.failed(pool, {
			startedAt,
			now: this.#options.world.clock.now(),
			error
		});
		if (record.sandboxLeft) this.#resync.doom(record.sandbox);
		this.#wake();
	}
	#wake() {
		this.#change.abort();
	}
	async #untilChange(stop) {
		const { world, demand, intervalMs } = this.#options;
		const change = AbortSignal.any([stop, this.#change.signal]);
		const over = new AbortController();
		const signal = AbortSignal.any([change, over.signal]);
		const news = demand.changed?.(signal);
		const pause = world.clock.sleep(intervalMs, signal);
		await (news === void 0 ? pause : Promise.race([pause, news])).catch(() => void 0);
		over.abort();
		if (this.#change.signal.aborted) this.#change = new AbortController();
	}
};
function isSame(one, other) {
	return printed(one) === printed(other);
}
/** A pool as text, secrets too: they print as `[secret]` anywhere else. */
function printed(pool) {
	return JSON.stringify(pool, function reveal(key, value) {
		const raw = this[key];
		return raw instanceof Secret ? raw.reveal() : value;
	});
}

// src/github/lacking.ts
/** Where GitHub shows nothing for another reason than a typing mistake. */
const hidden$1 = {
	repository: "a repository that the token may not see looks the same",
	organization: "a personal account has no runners, only its repositories do",
	enterprise: "only a classic token may see the runners of an enterprise"
};
/** The error for a token or an App that says itself that it may not do what is needed. */
function lackingError(scope, lacking, held) {
	const missing = [...new Set(lacking.map((need) => nameOf(need, held)))].join(" and ");
	const [has, remedy] = "scopes" in held ? [`The classic token has the scopes ${listed([...held.scopes])}`, giveThem(scope, lacking)] : [`The installation of the GitHub App on ${scope.name} has the permissions ${listed(levels(held))}`, `Add to the permissions of the GitHub App: ${titles(lacking)}; then let an owner of ${scope.name} accept them.`];
	return new SandError("GITHUB_FORBIDDEN", `${has}; missing is ${missing}.`, { remedy });
}
/** A refusal with what would help at this kind of scope, where the catalogue can only speak of all kinds. */
function withRemedy(scope, need, error) {
	if (!(error instanceof SandError)) return error;
	const { code, message } = error;
	const remedy = code === "GITHUB_FORBIDDEN" ? giveThem(scope, [need]) : code === "GITHUB_NOT_FOUND" ? `Check github.url for a typing mistake; ${hidden$1[scope.kind]}. Needed: ${titleOf(need)}.` : void 0;
	return remedy === void 0 ? error : new SandError(code, message, { remedy });
}
function giveThem({ kind, name }, lacking) {
	return `Give the token for the ${kind} ${name}: ${titles(lacking)}.`;
}
function titles(lacking) {
	return lacking.map((need) => titleOf(need)).join("; ");
}
/** As the pages of GitHub have it: `Actions (repository): read`. */
function titleOf({ permission, scopes: [scope] }) {
	if (permission === void 0) return `the scope ${scope} (classic token)`;
	const level = permission.level === "write" ? "read and write" : "read";
	return `${permission.title}: ${level} (classic token: the scope ${scope})`;
}
/** As GitHub's headers have it: `actions=read`. */
function nameOf({ permission, scopes }, held) {
	if ("scopes" in held || permission === void 0) return scopes.join(" or ");
	return `${permission.name}=${permission.level}`;
}
function levels({ permissions }) {
	return Object.entries(permissions).map(([name, level]) => `${name}=${level}`);
}
function listed(names) {
	return names.length === 0 ? "(none)" : names.join(", ");
}

// src/github/needs.ts
const jobs = {
	permission: {
		name: "actions",
		title: "Actions (repository)",
		level: "read"
	},
	scopes: ["repo", "public_repo"]
};
/** By kind of scope. A wider scope of a classic token holds the narrower ones, so both are named. */
const needs = {
	repository: {
		runners: {
			permission: {
				name: "administration",
				title: "Administration (repository)",
				level: "write"
			},
			scopes: ["repo", "public_repo"]
		},
		jobs
	},
	organization: {
		runners: {
			permission: {
				name: "organization_self_hosted_runners",
				title: "Self-hosted runners (organization)",
				level: "write"
			},
			scopes: ["admin:org", "manage_runners:org"]
		},
		jobs
	},
	enterprise: { runners: { scopes: ["manage_runners:enterprise", "admin:enterprise"] } }
};
/** Whether a token may do what is needed. */
function meets(held, { permission, scopes }) {
	if ("scopes" in held) return scopes.some((scope) => held.scopes.has(scope));
	const level = permission === void 0 ? void 0 : held.permissions[permission.name];
	return level !== void 0 && (level === permission?.level || level === "write" || level === "admin");
}
/** The scopes of a classic token from `x-oauth-scopes`, which other tokens do not have. */
function classicScopes(header) {
	if (header === void 0) return void 0;
	return new Set(String(header).split(/[\s,]+/).filter((scope) => scope !== ""));
}

// src/github/access.ts
/**
* Shows whether the token may do what a poller needs, and names what it lacks. Nothing is changed at GitHub, and nothing
* is repeated: at start a failure should be seen at once. Apps and classic tokens tell what they may do; of a
* fine-grained token it is tried.
*/
async function checkAccess(wanted, signal) {
	const { client, tokens, scope } = wanted;
	const { runners } = needs[scope.kind];
	await tokens.current(signal);
	if (tokens.granted !== void 0) requireAll(wanted, { permissions: tokens.granted });
	const path = `${scope.prefix}/actions/runners`;
	const { headers } = await asNeeded(scope, runners, async () => client.request({
		method: "GET",
		path,
		parameters: { per_page: 1 }
	}, signal, "never"));
	const scopes = classicScopes(headers["x-oauth-scopes"]);
	if (scopes !== void 0) requireAll(wanted, { scopes });
	else if (tokens.granted === void 0) await tryOut(wanted, signal);
}
function requireAll({ scope, jobs }, held) {
	const { runners, jobs: lists } = needs[scope.kind];
	const lacking = (jobs && lists !== void 0 ? [runners, lists] : [runners]).filter((need) => !meets(held, need));
	if (lacking.length > 0) throw lackingError(scope, lacking, held);
}
/** Of an organization's repositories each may answer otherwise: that is found out by looking for jobs. */
async function tryOut({ client, scope, jobs }, signal) {
	const { runners, jobs: lists } = needs[scope.kind];
	await asNeeded(scope, runners, async () => proveWriting(client, scope, signal));
	if (!jobs || lists === void 0 || scope.kind !== "repository") return;
	const runs = {
		method: "GET",
		path: `${scope.prefix}/actions/runs`,
		parameters: { per_page: 1 }
	};
	await asNeeded(scope, lists, async () => client.request(runs, signal, "never"));
}
/** 422 when the token may register runners, 403 when it may not: belief A-27. */
async function proveWriting(client, scope, signal) {
	try {
		await client.request(emptyRegistration(scope), signal, "never");
	} catch (error) {
		if (codeOf(error) !== "GITHUB_REJECTED") throw error;
	}
}
/** A request that registers nothing: it has neither name nor group nor label (github-runners.md §1.1). */
function emptyRegistration({ prefix }) {
	return {
		method: "POST",
		path: `${prefix}/actions/runners/generate-jitconfig`,
		parameters: { labels: [] }
	};
}
async function asNeeded(scope, need, call) {
	try {
		return await call();
	} catch (error) {
		throw withRemedy(scope, need, error);
	}
}

// src/github/audience.ts
const forked = "a pull request from a fork can run its code in VMs of this host";
/** Whether jobs are taken from an audience. A public one is refused unless the operator wants it (§6). */
function judge(audience, allowPublic) {
	const where = audience.group === void 0 ? "the repository" : `the runner group "${audience.group}"`;
	if (audience.public && !allowPublic) {
		const open = audience.group === void 0 ? "is public" : "is open to public repositories";
		return { refusal: new SandError("RUNNERS_PUBLIC", `No job is taken, because ${where} ${open}: ${forked}.`) };
	}
	if (audience.public) return { warning: `github.allowPublic: ${forked}; let GitHub ask for an approval of workflows of all outside collaborators` };
	if (audience.forks !== true) return {};
	return { warning: `${where} may be forked by all who can read it: where "Run workflows from fork pull requests" is on, ${forked}` };
}
/** For comparing two: equal texts are equal audiences. */
function audienceText({ group, repositories, public: open, forks }) {
	return JSON.stringify([
		group,
		repositories,
		open,
		forks
	]);
}

// src/github/admission.ts
const minute$3 = 6e4;
/** So long what GitHub said of an audience is relied on. */
const keptMs = 60 * minute$3;
/** A refused one is looked at again sooner: somebody may have changed it. */
const refusedMs = minute$3;
/**
* Makes what must pass before jobs are looked for. It rejects with `RUNNERS_PUBLIC` while everybody could use the
* runners, and as calls of GitHub do. What a token may not see is a warning: GitHub keeps to its groups without us.
*/
function createAdmission(options) {
	const { read, allowPublic, clock, onAudience, onWarning } = options;
	let told;
	let refusal;
	let nextAt = -Infinity;
	async function look(signal) {
		const audience = await read(signal);
		const verdict = judge(audience, allowPublic);
		refusal = verdict.refusal;
		nextAt = clock.now() + (refusal === void 0 ? keptMs : refusedMs);
		if (told === audienceText(audience)) return;
		told = audienceText(audience);
		onAudience(audience);
		if (verdict.warning !== void 0) onWarning(verdict.warning);
	}
	return async (signal) => {
		if (clock.now() >= nextAt) await look(signal).catch((error) => {
			if (!unseen.has(codeOf(error))) throw error;
			nextAt = clock.now() + keptMs;
			if (told === void 0) onWarning(`cannot see who may use the runners of this host: ${String(error)}`);
			told = "";
		});
		if (refusal !== void 0) throw refusal;
	};
}
const unseen = /* @__PURE__ */ new Set(["GITHUB_FORBIDDEN", "GITHUB_NOT_FOUND"]);

// src/github/credentials.ts
/** Reads the token; `TOKEN_MISSING` names the file or variable that holds none. */
async function readToken({ tokenFile, tokenEnv, env }) {
	if (tokenFile !== void 0) return readTokenFile(tokenFile);
	if (tokenEnv === void 0) throw missing("Neither github.auth.tokenFile nor tokenEnv is set.");
	return { token: parseToken(env[tokenEnv] ?? "", `The environment variable ${tokenEnv}`) };
}
async function readTokenFile(path) {
	const name = `token file ${path}`;
	const { text, warning } = await readSecretFile(path, name, "TOKEN_MISSING");
	const token = parseToken(text, `The ${name}`);
	return warning === void 0 ? { token } : {
		token,
		warning
	};
}
/** Reads a file that nobody else should be able to read; `code` when it cannot be read. `name` says what it is. */
async function readSecretFile(path, name, code) {
	try {
		await using file = await open(path);
		const { mode } = await file.stat();
		const text = await file.readFile("utf8");
		if ((mode & 63) === 0) return { text };
		return {
			text,
			warning: `Other users may open the ${name}: chmod 600 it.`
		};
	} catch (cause) {
		throw new SandError(code, `The ${name} cannot be read.`, { cause });
	}
}
/** The shape matters: fetch repeats a header value that it refuses in its error, so a refused one must not get there. */
function parseToken(text, place) {
	const token = text.trim();
	if (token === "") throw missing(`${place} is missing or empty.`);
	if (!/^[\x21-\x7E]+$/.test(token)) throw missing(`${place} holds more than one token and nothing else.`);
	return new Secret(token);
}
function missing(message) {
	return new SandError("TOKEN_MISSING", message);
}

// src/github/app-key.ts
/** Reads the private key that GitHub made for an App (github-runners.md §3). `APP_KEY_INVALID` names the file. */
async function readAppKey(path) {
	const name = `private key file ${path}`;
	const { text, warning } = await readSecretFile(path, name, "APP_KEY_INVALID");
	const key = parseKey(text, name).export({
		type: "pkcs8",
		format: "pem"
	});
	return {
		key: new Secret(key.toString()),
		...warning === void 0 ? {} : { warning }
	};
}
/** The error of OpenSSL is not kept as the cause: nobody promises that it repeats nothing of the key. */
function parseKey(text, name) {
	let key;
	try {
		key = createPrivateKey(text);
	} catch {
		throw new SandError("APP_KEY_INVALID", `The ${name} holds ${whatItIs(text)}.`);
	}
	if (key.asymmetricKeyType === "rsa") return key;
	throw new SandError("APP_KEY_INVALID", `The ${name} holds a key of the type ${String(key.asymmetricKeyType)}; those of GitHub Apps are RSA keys.`);
}
/** What is taken for the private key now and then. */
function whatItIs(text) {
	if (text.trim() === "") return "nothing";
	if (/BEGIN (?:RSA )?PUBLIC KEY/.test(text)) return "a public key, not the private one";
	if (/BEGIN OPENSSH PRIVATE KEY/.test(text)) return "an SSH key, not one that GitHub made for the App";
	if (/ENCRYPTED/.test(text)) return "a key with a passphrase, which cannot be asked for here";
	return "no private key in PEM format";
}

// src/abortable.ts
/** The promise, or a rejection with the signal's reason when the signal aborts first. The work itself goes on. */
async function abortable(work, signal) {
	const { promise: aborted, reject } = Promise.withResolvers();
	const onAbort = () => {
		reject(signal.reason);
	};
	if (signal.aborted) onAbort();
	signal.addEventListener("abort", onAbort, { once: true });
	try {
		return await Promise.race([aborted, work]);
	} finally {
		signal.removeEventListener("abort", onAbort);
	}
}

// node_modules/universal-github-app-jwt/lib/utils.js
/**
* @param {string} privateKey
* @returns {boolean}
*/
function isPkcs1(privateKey) {
	return privateKey.includes("-----BEGIN RSA PRIVATE KEY-----");
}
/**
* @param {string} privateKey
* @returns {boolean}
*/
function isOpenSsh(privateKey) {
	return privateKey.includes("-----BEGIN OPENSSH PRIVATE KEY-----");
}
/**
* @param {string} str
* @returns {ArrayBuffer}
*/
function string2ArrayBuffer(str) {
	const buf = new ArrayBuffer(str.length);
	const bufView = new Uint8Array(buf);
	for (let i = 0, strLen = str.length; i < strLen; i++) bufView[i] = str.charCodeAt(i);
	return buf;
}
/**
* @param {string} pem
* @returns {ArrayBuffer}
*/
function getDERfromPEM(pem) {
	const pemB64 = pem.trim().split("\n").slice(1, -1).join("");
	return string2ArrayBuffer(atob(pemB64));
}
/**
* @param {import('../internals').Header} header
* @param {import('../internals').Payload} payload
* @returns {string}
*/
function getEncodedMessage(header, payload) {
	return `${base64encodeJSON(header)}.${base64encodeJSON(payload)}`;
}
/**
* @param {ArrayBuffer} buffer
* @returns {string}
*/
function base64encode(buffer) {
	var binary = "";
	var bytes = new Uint8Array(buffer);
	var len = bytes.byteLength;
	for (var i = 0; i < len; i++) binary += String.fromCharCode(bytes[i]);
	return fromBase64(btoa(binary));
}
/**
* @param {string} base64
* @returns {string}
*/
function fromBase64(base64) {
	return base64.replace(/=/g, "").replace(/\+/g, "-").replace(/\//g, "_");
}
/**
* @param {Record<string,unknown>} obj
* @returns {string}
*/
function base64encodeJSON(obj) {
	return fromBase64(btoa(JSON.stringify(obj)));
}

// node_modules/universal-github-app-jwt/lib/crypto-node.js
function convertPrivateKey(privateKey) {
	if (!isPkcs1(privateKey)) return privateKey;
	return createPrivateKey(privateKey).export({
		type: "pkcs8",
		format: "pem"
	});
}

// node_modules/universal-github-app-jwt/lib/get-token.js
/**
* @param {import('../internals').GetTokenOptions} options
* @returns {Promise<string>}
*/
async function getToken({ privateKey, payload }) {
	const convertedPrivateKey = convertPrivateKey(privateKey);
	/* c8 ignore start */
	if (isPkcs1(convertedPrivateKey)) throw new Error("[universal-github-app-jwt] Private Key is in PKCS#1 format, but only PKCS#8 is supported. See https://github.com/gr2m/universal-github-app-jwt#private-key-formats");
	/* c8 ignore stop */
	if (isOpenSsh(convertedPrivateKey)) throw new Error("[universal-github-app-jwt] Private Key is in OpenSSH format, but only PKCS#8 is supported. See https://github.com/gr2m/universal-github-app-jwt#private-key-formats");
	const algorithm = {
		name: "RSASSA-PKCS1-v1_5",
		hash: { name: "SHA-256" }
	};
	/** @type {import('../internals').Header} */
	const header = {
		alg: "RS256",
		typ: "JWT"
	};
	const privateKeyDER = getDERfromPEM(convertedPrivateKey);
	const importedKey = await subtle.importKey("pkcs8", privateKeyDER, algorithm, false, ["sign"]);
	const encodedMessage = getEncodedMessage(header, payload);
	const encodedMessageArrBuf = string2ArrayBuffer(encodedMessage);
	const signatureArrBuf = await subtle.sign(algorithm.name, importedKey, encodedMessageArrBuf);
	return `${encodedMessage}.${base64encode(signatureArrBuf)}`;
}

// node_modules/universal-github-app-jwt/index.js
/**
* @param {import(".").Options} options
* @returns {Promise<import(".").Result>}
*/
async function githubAppJwt({ id, privateKey, now = Math.floor(Date.now() / 1e3) }) {
	const privateKeyWithNewlines = privateKey.replace(/\\n/g, "\n");
	const nowWithSafetyMargin = now - 30;
	const expiration = nowWithSafetyMargin + 600;
	return {
		appId: id,
		expiration,
		token: await getToken({
			privateKey: privateKeyWithNewlines,
			payload: {
				iat: nowWithSafetyMargin,
				exp: expiration,
				iss: id
			}
		})
	};
}

// src/github/app-jwt.ts
const second$1 = 1e3;
/** The library goes back by 30 s, and gives ten minutes from there. */
const setBackSeconds = 30;
/**
* How far our clock may be ahead of GitHub's, or behind it, in milliseconds: a web token says that it was made a minute
* ago, which must not lie in the future, and that it ends in nine minutes, which must not lie in the past.
*/
const tolerated = {
	aheadMs: 60 * second$1,
	behindMs: 540 * second$1
};
/** Signs a JSON web token by which the App shows itself to GitHub. `now` is in milliseconds. */
async function signJwt({ id, key }, now) {
	const at = Math.floor(now / second$1) - setBackSeconds;
	const { token } = await githubAppJwt({
		id,
		privateKey: key.reveal(),
		now: at
	});
	return new Secret(token);
}

// src/github/text.ts
/** Control characters, line and paragraph separators, and the marks that turn the direction of text around. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/**
* Text from GitHub made harmless (DESIGN.md §10): well-formed, on one line, without control characters, cut with an
* ellipsis when it has more than `longest` UTF-16 units.
*/
function cleanText(text, longest) {
	return (text.length > longest ? `${text.slice(0, longest - 1)}…` : text).toWellFormed().replaceAll(unprintable, " ");
}

// src/github/fields.ts
/**
* Reads what is needed of a JSON answer and nothing else: text comes out clean and bounded, and a missing or wrong
* field is `GITHUB_MALFORMED` with its place and never its value. (A schema library would double the time this room
* takes to load.)
*/
var Fields = class Fields {
	#fields;
	#place;
	/** `place` says where the value stands: the request, then the path inside its answer. */
	constructor(value, place) {
		if (!isRecord(value)) throw malformed(place, "an object");
		this.#fields = value;
		this.#place = place;
	}
	integer(name) {
		const value = this.#fields[name];
		if (!Number.isSafeInteger(value)) throw malformed(`${this.#place}.${name}`, "an integer");
		return Number(value);
	}
	flag(name) {
		const value = this.#fields[name];
		if (typeof value !== "boolean") throw malformed(`${this.#place}.${name}`, "true or false");
		return value;
	}
	/** The same where not every GitHub has the field. */
	flagOr(name, otherwise) {
		return this.#fields[name] === void 0 ? otherwise : this.flag(name);
	}
	/** The text as it is: for secrets, which must not be shortened. */
	rawText(name) {
		const value = this.#fields[name];
		if (typeof value !== "string") throw malformed(`${this.#place}.${name}`, "a text");
		return value;
	}
	text(name, longest) {
		return cleanText(this.rawText(name), longest);
	}
	/** Milliseconds since the epoch of an ISO 8601 time. */
	time(name) {
		const time = Date.parse(this.rawText(name));
		if (Number.isNaN(time)) throw malformed(`${this.#place}.${name}`, "a time");
		return time;
	}
	/** The same where GitHub writes null for what never happened: then -Infinity. */
	timeOrNever(name) {
		return this.#fields[name] === null ? -Infinity : this.time(name);
	}
	/** An object inside this one. */
	inner(name) {
		return new Fields(this.#fields[name], `${this.#place}.${name}`);
	}
	/** The objects of a list. */
	each(name) {
		return this.#list(name).map((item, index) => new Fields(item, `${this.#place}.${name}[${String(index)}]`));
	}
	/** The texts of a list, at most `most` of them. */
	texts(name, { longest, most }) {
		return this.#list(name).slice(0, most).map((item) => {
			if (typeof item !== "string") throw malformed(`${this.#place}.${name}`, "a list of texts");
			return cleanText(item, longest);
		});
	}
	/** Every field that is a text; the others are left out. */
	allTexts(longest) {
		const texts = Object.entries(this.#fields).filter(([, value]) => typeof value === "string");
		return Object.fromEntries(texts.map(([name]) => [cleanText(name, longest), this.text(name, longest)]));
	}
	#list(name) {
		const value = this.#fields[name];
		if (!Array.isArray(value)) throw malformed(`${this.#place}.${name}`, "a list");
		return value;
	}
};
/** Whether a value is a JSON object. */
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function malformed(place, expected) {
	return new SandError("GITHUB_MALFORMED", `GitHub's answer is not as documented: ${place} is not ${expected}.`);
}

// src/github/rate-limit.ts
const second = 1e3;
const minute$2 = 60 * second;
/** The longest window GitHub has; it also keeps a nonsensical header from stopping us for good. */
const longestWait = 60 * minute$2;
/** Whether an answer says that a rate limit is exceeded, as opposed to a missing permission (both may be 403). */
function isRateLimited({ status, headers, data }) {
	if (status === 429) return true;
	if (status !== 403) return false;
	if (headers["retry-after"] !== void 0 || remaining(headers) === 0) return true;
	const message = isRecord(data) ? data["message"] : data;
	return typeof message === "string" && /rate limit|abuse detection/i.test(message);
}
/**
* Milliseconds to wait after a rate-limited answer, in GitHub's order (github-runners.md §1.6): `retry-after`, else
* until the reset when nothing remains, else a minute that doubles with each attempt (counted from 1).
*/
function rateLimitWait(headers, attempt, now) {
	const wait = retryAfter(headers, now) ?? untilReset(headers, now) ?? minute$2 * 2 ** (attempt - 1);
	return Math.min(Math.max(wait, second), longestWait);
}
/** Milliseconds that `retry-after` asks for, given in seconds or as a date; undefined without a usable header. */
function retryAfter(headers, now) {
	const text = String(headers["retry-after"] ?? "");
	if (/^\d+$/.test(text)) return Number(text) * second;
	const date = Date.parse(text);
	return Number.isNaN(date) ? void 0 : date - now;
}
/** The reset is given in whole seconds: one more, so as not to come too early. */
function untilReset(headers, now) {
	const reset = Number(headers["x-ratelimit-reset"]);
	if (remaining(headers) !== 0 || !(reset > 0)) return void 0;
	return (reset + 1) * second - now;
}
function remaining(headers) {
	const text = headers["x-ratelimit-remaining"];
	return text === void 0 ? void 0 : Number(text);
}

// src/github/refusal.ts
const longestMessage = 500;
const longestHeader = 100;
const codes = {
	401: "GITHUB_UNAUTHORIZED",
	403: "GITHUB_FORBIDDEN",
	404: "GITHUB_NOT_FOUND",
	408: "GITHUB_UNAVAILABLE",
	409: "GITHUB_CONFLICT",
	410: "GITHUB_NOT_FOUND",
	451: "GITHUB_FORBIDDEN"
};
/** The error for an answer that is no success: what was tried, the status, GitHub's words, and its id for support. */
function refusalOf(call, answer, secrets) {
	const words = show(wordsOf$1(answer.data), longestMessage, secrets);
	const details = [
		words === "" ? void 0 : `"${words}"`,
		headerOf(answer, "accepted permissions", "x-accepted-github-permissions", secrets),
		headerOf(answer, "request", "x-github-request-id", secrets)
	].filter((part) => part !== void 0);
	const told = details.length === 0 ? "" : `: ${details.join(", ")}`;
	return new SandError(codeFor(answer), `${call.method} ${call.path} was answered with status ${String(answer.status)}${told}.`);
}
/** The error for a call without a whole answer. The thrown value is not kept as cause: it holds the request. */
function unreachable$1(call, apiUrl, thrown, secrets) {
	const reason = show(rootMessage(thrown), longestMessage, secrets);
	return new SandError("GITHUB_UNREACHABLE", `${call.method} ${apiUrl}${call.path} got no answer: ${reason}.`);
}
function codeFor(answer) {
	if (isRateLimited(answer)) return "GITHUB_RATE_LIMITED";
	if (answer.status >= 500) return "GITHUB_UNAVAILABLE";
	if (answer.status < 400) return "GITHUB_MALFORMED";
	return codes[answer.status] ?? "GITHUB_REJECTED";
}
/** GitHub's message with the list that a 422 adds; the text itself when a proxy answered in its place. */
function wordsOf$1(data) {
	if (typeof data === "string") return data;
	if (!isRecord(data) || typeof data["message"] !== "string") return "";
	const errors = Array.isArray(data["errors"]) ? data["errors"].map((error) => wordsOfError(error)) : [];
	return [data["message"], ...errors].join("; ");
}
function wordsOfError(error) {
	if (typeof error === "string") return error;
	return isRecord(error) && typeof error["message"] === "string" ? error["message"] : JSON.stringify(error);
}
function headerOf({ headers }, title, name, secrets) {
	const value = headers[name];
	return value === void 0 ? void 0 : `${title} ${show(String(value), longestHeader, secrets)}`;
}
/** Redacted first: a token that is cut in two is not found any more. */
function show(text, longest, secrets) {
	return cleanText(redact(text, secrets), longest);
}
/** Fetch hides the reason ("connect ECONNREFUSED …") behind its own "fetch failed". */
function rootMessage(thrown) {
	if (thrown instanceof AggregateError && thrown.errors.length > 0) return thrown.errors.map((error) => rootMessage(error)).join("; ");
	if (!(thrown instanceof Error)) return String(thrown);
	return thrown.cause instanceof Error ? rootMessage(thrown.cause) : thrown.message;
}

// src/github/app-refusal.ts
/**
* The error for an answer to a call that an App made in its own name. What GitHub says then is in no reference of ours:
* the words are those that its users report, and only the two kinds of 404 are told apart by them alone.
*/
function appRefusalOf(asked, answer) {
	const { call, appId, scope, secrets } = asked;
	const refusal = refusalOf(call, answer, secrets);
	const words = wordsOf(answer.data);
	if (isRateLimited(answer)) return refusal;
	if (answer.status === 401) return clockError(asked, answer, words) ?? unknownApp(appId, refusal);
	if (answer.status === 403 && /suspended/i.test(words)) {
		const message = `The installation of the GitHub App ${appId} on ${scope.name} is suspended.`;
		return new SandError("APP_SUSPENDED", message, { cause: refusal });
	}
	if (answer.status !== 404) return refusal;
	if (/integration not found/i.test(words)) return unknownApp(appId, refusal);
	const message = `GitHub shows the App ${appId} no installation for the ${scope.kind} ${scope.name}.`;
	return new SandError("APP_NOT_INSTALLED", message, { cause: refusal });
}
/** Milliseconds since the epoch by GitHub's clock, which it tells in whole seconds; undefined when it does not. */
function githubTime({ headers }) {
	const time = Date.parse(String(headers["date"] ?? ""));
	return Number.isNaN(time) ? void 0 : time;
}
/** Undefined when the clock is not what GitHub complains of. */
function clockError({ now }, answer, words) {
	const aheadMs = now - (githubTime(answer) ?? now);
	if (!(aheadMs >= tolerated.aheadMs || -aheadMs >= tolerated.behindMs) && !/\('(?:iat|exp)'\)/.test(words)) return void 0;
	const seconds = Math.round(Math.abs(aheadMs) / 1e3);
	const skew = `${String(seconds)} s ${aheadMs >= 0 ? "ahead of" : "behind"} that of GitHub`;
	return new SandError("GITHUB_CLOCK", `GitHub refuses what the GitHub App signed as too new or too old: the clock of this host is ${skew}.`);
}
function unknownApp(appId, cause) {
	return new SandError("APP_UNKNOWN", `GitHub knows no App ${appId} with this private key.`, { cause });
}
function wordsOf(data) {
	return isRecord(data) && typeof data["message"] === "string" ? data["message"] : "";
}

// node_modules/universal-user-agent/index.js
function getUserAgent() {
	if (typeof navigator === "object" && "userAgent" in navigator) return navigator.userAgent;
	if (typeof process === "object" && process.version !== void 0) return `Node.js/${process.version.substr(1)} (${process.platform}; ${process.arch})`;
	return "<environment undetectable>";
}

// node_modules/before-after-hook/lib/register.js
function register(state, name, method, options) {
	if (typeof method !== "function") throw new Error("method for before hook must be a function");
	if (!options) options = {};
	if (Array.isArray(name)) return name.reverse().reduce((callback, name) => {
		return register.bind(null, state, name, callback, options);
	}, method)();
	return Promise.resolve().then(() => {
		if (!state.registry[name]) return method(options);
		return state.registry[name].reduce((method, registered) => {
			return registered.hook.bind(null, method, options);
		}, method)();
	});
}

// node_modules/before-after-hook/lib/add.js
function addHook(state, kind, name, hook) {
	const orig = hook;
	if (!state.registry[name]) state.registry[name] = [];
	if (kind === "before") hook = (method, options) => {
		return Promise.resolve().then(orig.bind(null, options)).then(method.bind(null, options));
	};
	if (kind === "after") hook = (method, options) => {
		let result;
		return Promise.resolve().then(method.bind(null, options)).then((result_) => {
			result = result_;
			return orig(result, options);
		}).then(() => {
			return result;
		});
	};
	if (kind === "error") hook = (method, options) => {
		return Promise.resolve().then(method.bind(null, options)).catch((error) => {
			return orig(error, options);
		});
	};
	state.registry[name].push({
		hook,
		orig
	});
}

// node_modules/before-after-hook/lib/remove.js
function removeHook(state, name, method) {
	if (!state.registry[name]) return;
	const index = state.registry[name].map((registered) => {
		return registered.orig;
	}).indexOf(method);
	if (index === -1) return;
	state.registry[name].splice(index, 1);
}

// node_modules/before-after-hook/index.js
const bind = Function.bind;
const bindable = bind.bind(bind);
function bindApi(hook, state, name) {
	const removeHookRef = bindable(removeHook, null).apply(null, name ? [state, name] : [state]);
	hook.api = { remove: removeHookRef };
	hook.remove = removeHookRef;
	[
		"before",
		"error",
		"after",
		"wrap"
	].forEach((kind) => {
		const args = name ? [
			state,
			kind,
			name
		] : [state, kind];
		hook[kind] = hook.api[kind] = bindable(addHook, null).apply(null, args);
	});
}
function Singular() {
	const singularHookName = Symbol("Singular");
	const singularHookState = { registry: {} };
	const singularHook = register.bind(null, singularHookState, singularHookName);
	bindApi(singularHook, singularHookState, singularHookName);
	return singularHook;
}
function Collection() {
	const state = { registry: {} };
	const hook = register.bind(null, state);
	bindApi(hook, state);
	return hook;
}
var before_after_hook_default = {
	Singular,
	Collection
};

// node_modules/@octokit/endpoint/dist-bundle/index.js
var DEFAULTS = {
	method: "GET",
	baseUrl: "https://api.github.com",
	headers: {
		accept: "application/vnd.github.v3+json",
		"user-agent": `octokit-endpoint.js/0.0.0-development ${getUserAgent()}`
	},
	mediaType: { format: "" }
};
function lowercaseKeys(object) {
	if (!object) return {};
	return Object.keys(object).reduce((newObj, key) => {
		newObj[key.toLowerCase()] = object[key];
		return newObj;
	}, {});
}
function isPlainObject$2(value) {
	if (typeof value !== "object" || value === null) return false;
	if (Object.prototype.toString.call(value) !== "[object Object]") return false;
	const proto = Object.getPrototypeOf(value);
	if (proto === null) return true;
	const Ctor = Object.prototype.hasOwnProperty.call(proto, "constructor") && proto.constructor;
	return typeof Ctor === "function" && Ctor instanceof Ctor && Function.prototype.call(Ctor) === Function.prototype.call(value);
}
function mergeDeep(defaults, options) {
	const result = Object.assign({}, defaults);
	Object.keys(options).forEach((key) => {
		if (isPlainObject$2(options[key])) {
			if (!(key in defaults)) Object.assign(result, { [key]: options[key] });
			else result[key] = mergeDeep(defaults[key], options[key]);
		} else Object.assign(result, { [key]: options[key] });
	});
	return result;
}
function removeUndefinedProperties(obj) {
	for (const key in obj) if (obj[key] === void 0) delete obj[key];
	return obj;
}
function merge(defaults, route, options) {
	if (typeof route === "string") {
		let [method, url] = route.split(" ");
		options = Object.assign(url ? {
			method,
			url
		} : { url: method }, options);
	} else options = Object.assign({}, route);
	options.headers = lowercaseKeys(options.headers);
	removeUndefinedProperties(options);
	removeUndefinedProperties(options.headers);
	const mergedOptions = mergeDeep(defaults || {}, options);
	if (options.url === "/graphql") {
		if (defaults && defaults.mediaType.previews?.length) mergedOptions.mediaType.previews = defaults.mediaType.previews.filter((preview) => !mergedOptions.mediaType.previews.includes(preview)).concat(mergedOptions.mediaType.previews);
		mergedOptions.mediaType.previews = (mergedOptions.mediaType.previews || []).map((preview) => preview.replace(/-preview/, ""));
	}
	return mergedOptions;
}
function addQueryParameters(url, parameters) {
	const separator = /\?/.test(url) ? "&" : "?";
	const names = Object.keys(parameters);
	if (names.length === 0) return url;
	return url + separator + names.map((name) => {
		if (name === "q") return "q=" + parameters.q.split("+").map(encodeURIComponent).join("+");
		return `${name}=${encodeURIComponent(parameters[name])}`;
	}).join("&");
}
var urlVariableRegex = /\{[^{}}]+\}/g;
function removeNonChars(variableName) {
	return variableName.replace(/(?:^\W+)|(?:(?<!\W)\W+$)/g, "").split(/,/);
}
function extractUrlVariableNames(url) {
	const matches = url.match(urlVariableRegex);
	if (!matches) return [];
	return matches.map(removeNonChars).reduce((a, b) => a.concat(b), []);
}
function omit(object, keysToOmit) {
	const result = { __proto__: null };
	for (const key of Object.keys(object)) if (keysToOmit.indexOf(key) === -1) result[key] = object[key];
	return result;
}
function encodeReserved(str) {
	return str.split(/(%[0-9A-Fa-f]{2})/g).map(function(part) {
		if (!/%[0-9A-Fa-f]/.test(part)) part = encodeURI(part).replace(/%5B/g, "[").replace(/%5D/g, "]");
		return part;
	}).join("");
}
function encodeUnreserved(str) {
	return encodeURIComponent(str).replace(/[!'()*]/g, function(c) {
		return "%" + c.charCodeAt(0).toString(16).toUpperCase();
	});
}
function encodeValue(operator, value, key) {
	value = operator === "+" || operator === "#" ? encodeReserved(value) : encodeUnreserved(value);
	if (key) return encodeUnreserved(key) + "=" + value;
	else return value;
}
function isDefined(value) {
	return value !== void 0 && value !== null;
}
function isKeyOperator(operator) {
	return operator === ";" || operator === "&" || operator === "?";
}
function getValues(context, operator, key, modifier) {
	var value = context[key], result = [];
	if (isDefined(value) && value !== "") {
		if (typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
			value = value.toString();
			if (modifier && modifier !== "*") value = value.substring(0, parseInt(modifier, 10));
			result.push(encodeValue(operator, value, isKeyOperator(operator) ? key : ""));
		} else if (modifier === "*") {
			if (Array.isArray(value)) value.filter(isDefined).forEach(function(value2) {
				result.push(encodeValue(operator, value2, isKeyOperator(operator) ? key : ""));
			});
			else Object.keys(value).forEach(function(k) {
				if (isDefined(value[k])) result.push(encodeValue(operator, value[k], k));
			});
		} else {
			const tmp = [];
			if (Array.isArray(value)) value.filter(isDefined).forEach(function(value2) {
				tmp.push(encodeValue(operator, value2));
			});
			else Object.keys(value).forEach(function(k) {
				if (isDefined(value[k])) {
					tmp.push(encodeUnreserved(k));
					tmp.push(encodeValue(operator, value[k].toString()));
				}
			});
			if (isKeyOperator(operator)) result.push(encodeUnreserved(key) + "=" + tmp.join(","));
			else if (tmp.length !== 0) result.push(tmp.join(","));
		}
	} else if (operator === ";") {
		if (isDefined(value)) result.push(encodeUnreserved(key));
	} else if (value === "" && (operator === "&" || operator === "?")) result.push(encodeUnreserved(key) + "=");
	else if (value === "") result.push("");
	return result;
}
function parseUrl(template) {
	return { expand: expand.bind(null, template) };
}
function expand(template, context) {
	var operators = [
		"+",
		"#",
		".",
		"/",
		";",
		"?",
		"&"
	];
	template = template.replace(/\{([^\{\}]+)\}|([^\{\}]+)/g, function(_, expression, literal) {
		if (expression) {
			let operator = "";
			const values = [];
			if (operators.indexOf(expression.charAt(0)) !== -1) {
				operator = expression.charAt(0);
				expression = expression.substr(1);
			}
			expression.split(/,/g).forEach(function(variable) {
				var tmp = /([^:\*]*)(?::(\d+)|(\*))?/.exec(variable);
				values.push(getValues(context, operator, tmp[1], tmp[2] || tmp[3]));
			});
			if (operator && operator !== "+") {
				var separator = ",";
				if (operator === "?") separator = "&";
				else if (operator !== "#") separator = operator;
				return (values.length !== 0 ? operator : "") + values.join(separator);
			} else return values.join(",");
		} else return encodeReserved(literal);
	});
	if (template === "/") return template;
	else return template.replace(/\/$/, "");
}
function parse$3(options) {
	let method = options.method.toUpperCase();
	let url = (options.url || "/").replace(/:([a-z]\w+)/g, "{$1}");
	let headers = Object.assign({}, options.headers);
	let body;
	let parameters = omit(options, [
		"method",
		"baseUrl",
		"url",
		"headers",
		"request",
		"mediaType"
	]);
	const urlVariableNames = extractUrlVariableNames(url);
	url = parseUrl(url).expand(parameters);
	if (!/^http/.test(url)) url = options.baseUrl + url;
	const remainingParameters = omit(parameters, Object.keys(options).filter((option) => urlVariableNames.includes(option)).concat("baseUrl"));
	if (!/application\/octet-stream/i.test(headers.accept)) {
		if (options.mediaType.format) headers.accept = headers.accept.split(/,/).map((format) => format.replace(/application\/vnd(\.\w+)(\.v3)?(\.\w+)?(\+json)?$/, `application/vnd$1$2.${options.mediaType.format}`)).join(",");
		if (url.endsWith("/graphql")) {
			if (options.mediaType.previews?.length) headers.accept = (headers.accept.match(/(?<![\w-])[\w-]+(?=-preview)/g) || []).concat(options.mediaType.previews).map((preview) => {
				return `application/vnd.github.${preview}-preview${options.mediaType.format ? `.${options.mediaType.format}` : "+json"}`;
			}).join(",");
		}
	}
	if (["GET", "HEAD"].includes(method)) url = addQueryParameters(url, remainingParameters);
	else if ("data" in remainingParameters) body = remainingParameters.data;
	else if (Object.keys(remainingParameters).length) body = remainingParameters;
	if (!headers["content-type"] && typeof body !== "undefined") headers["content-type"] = "application/json; charset=utf-8";
	if (["PATCH", "PUT"].includes(method) && typeof body === "undefined") body = "";
	return Object.assign({
		method,
		url,
		headers
	}, typeof body !== "undefined" ? { body } : null, options.request ? { request: options.request } : null);
}
function endpointWithDefaults(defaults, route, options) {
	return parse$3(merge(defaults, route, options));
}
function withDefaults$2(oldDefaults, newDefaults) {
	const DEFAULTS2 = merge(oldDefaults, newDefaults);
	const endpoint2 = endpointWithDefaults.bind(null, DEFAULTS2);
	return Object.assign(endpoint2, {
		DEFAULTS: DEFAULTS2,
		defaults: withDefaults$2.bind(null, DEFAULTS2),
		merge: merge.bind(null, DEFAULTS2),
		parse: parse$3
	});
}
var endpoint = withDefaults$2(null, DEFAULTS);

// node_modules/content-type/dist/index.js
/*!
* content-type
* Copyright(c) 2015 Douglas Christopher Wilson
* MIT Licensed
*/
const SP = 32;
const HTAB = 9;
const SEMI = 59;
const EQ = 61;
const DQUOTE = 34;
const BSLASH = 92;
const COMMA = 44;
const LOWER_CASE = 1;
const OWS = 2;
const SEMI_FLAG = 4;
const COMMA_FLAG = 8;
const TOKEN_FLAG = 16;
const NON_ASCII = 65280;
const CASE_FLAGS = 65281;
/**
* Character flags used to normalize HTTP field values while scanning.
* Out-of-range reads intentionally coerce to zero in bitwise expressions.
*/
const CHAR_MAP = /* @__PURE__ */ new Uint8Array(256);
CHAR_MAP[HTAB] |= OWS;
CHAR_MAP[SP] |= OWS;
CHAR_MAP[SEMI] |= SEMI_FLAG;
CHAR_MAP[COMMA] |= COMMA_FLAG;
for (let code = 128; code <= 255; code++) CHAR_MAP[code] |= LOWER_CASE;
for (const char of "!#$%&'*+-.^_`|~") CHAR_MAP[char.charCodeAt(0)] |= TOKEN_FLAG;
for (let code = 48; code <= 57; code++) CHAR_MAP[code] |= TOKEN_FLAG;
for (let code = 65; code <= 90; code++) CHAR_MAP[code] |= 17;
for (let code = 97; code <= 122; code++) CHAR_MAP[code] |= TOKEN_FLAG;
/**
* Null object perf optimization. Faster than `Object.create(null)` and `{ __proto__: null }`.
*/
const NullObject = /* @__PURE__ */ (() => {
	const C = function() {};
	C.prototype = Object.create(null);
	return C;
})();
/**
* Parse a `Content-Type` header.
*/
function parse$2(header, options) {
	const stopFlags = SEMI_FLAG | (options?.comma === true ? COMMA_FLAG : 0);
	const len = header.length;
	let valueStart = options?.start ?? 0;
	while ((CHAR_MAP[header.charCodeAt(valueStart)] & OWS) !== 0) valueStart++;
	let index = valueStart;
	let typeFlags = 0;
	let whitespace = -1;
	let stop = options?.parameters === false ? COMMA_FLAG : 0;
	while (index < len) {
		const code = header.charCodeAt(index);
		const flags = CHAR_MAP[code];
		if ((flags & stopFlags) !== 0) {
			stop |= flags & COMMA_FLAG;
			break;
		}
		if ((flags & OWS) !== 0) {
			if (whitespace === -1) whitespace = index;
		} else whitespace = -1;
		typeFlags |= code & NON_ASCII | flags;
		index++;
	}
	const valueEnd = whitespace === -1 ? index : whitespace;
	const value = header.slice(valueStart, valueEnd);
	const type = (typeFlags & CASE_FLAGS) === 0 ? value : value.toLowerCase();
	if (index === len || stop !== 0) return {
		type,
		index,
		parameters: new NullObject()
	};
	return parseParameters(header, type, index, len, stopFlags);
}
/**
* Parses the parameters of a `Content-Type` header starting at the given index.
*/
function parseParameters(header, type, index, len, stopFlags) {
	const parameters = new NullObject();
	parameter: while (index < len) {
		index++;
		while ((CHAR_MAP[header.charCodeAt(index)] & OWS) !== 0) index++;
		const keyStart = index;
		let keyFlags = 0;
		let keyWhitespace = -1;
		while (index < len) {
			const code = header.charCodeAt(index);
			const flags = CHAR_MAP[code];
			if ((flags & stopFlags) !== 0) {
				if ((flags & COMMA_FLAG) !== 0) break parameter;
				continue parameter;
			}
			if (code === EQ) {
				const keyEnd = keyWhitespace === -1 ? index : keyWhitespace;
				const value = header.slice(keyStart, keyEnd);
				const key = (keyFlags & CASE_FLAGS) === 0 ? value : value.toLowerCase();
				index++;
				while ((CHAR_MAP[header.charCodeAt(index)] & OWS) !== 0) index++;
				if (index < len && header.charCodeAt(index) === DQUOTE) {
					const quotedStart = ++index;
					let escaped = false;
					while (index < len) {
						const code = header.charCodeAt(index);
						if (code === DQUOTE) {
							if (parameters[key] === void 0) parameters[key] = escaped ? unescapeQuotedPairs(header, quotedStart, index) : header.slice(quotedStart, index);
							index++;
							let stop = 0;
							while (index < len) {
								const code = header.charCodeAt(index);
								const flags = CHAR_MAP[code];
								if ((flags & stopFlags) !== 0) {
									stop = flags & COMMA_FLAG;
									break;
								}
								index++;
							}
							if (stop !== 0) break parameter;
							continue parameter;
						}
						if (code === BSLASH && index + 1 < len) {
							escaped = true;
							index += 2;
							continue;
						}
						index++;
					}
					continue parameter;
				}
				const valueStart = index;
				let stop = 0;
				let valueWhitespace = -1;
				while (index < len) {
					const code = header.charCodeAt(index);
					const flags = CHAR_MAP[code];
					if ((flags & stopFlags) !== 0) {
						stop = flags & COMMA_FLAG;
						break;
					}
					if ((flags & OWS) !== 0) {
						if (valueWhitespace === -1) valueWhitespace = index;
					} else valueWhitespace = -1;
					index++;
				}
				if (parameters[key] === void 0) {
					const valueEnd = valueWhitespace === -1 ? index : valueWhitespace;
					parameters[key] = header.slice(valueStart, valueEnd);
				}
				if (stop !== 0) break parameter;
				continue parameter;
			}
			if ((flags & OWS) !== 0) {
				if (keyWhitespace === -1) keyWhitespace = index;
			} else keyWhitespace = -1;
			keyFlags |= code & NON_ASCII | flags;
			index++;
		}
	}
	return {
		type,
		index,
		parameters
	};
}
/**
* Remove backslashes from quoted pairs in a known-terminated quoted string body.
*/
function unescapeQuotedPairs(str, start, end) {
	let result = "";
	for (let index = start; index < end; index++) if (str.charCodeAt(index) === BSLASH) {
		result += str.slice(start, index);
		start = ++index;
	}
	return result + str.slice(start, end);
}

// node_modules/json-with-bigint/json-with-bigint.js
const intRegex = /^-?\d+$/;
const noiseValue = /^-?\d+n+$/;
const originalStringify = JSON.stringify;
const originalParse = JSON.parse;
const customFormat = /^-?\d+n$/;
const bigIntsStringify = /([\[:])?"(-?\d+)n"($|\s*[,\}\]])/g;
const noiseStringify = /([\[:])?("-?\d+n+)n("$|"\s*[,\}\]])/g;
/**
* @typedef {(this: any, key: string | number | undefined, value: any) => any} Replacer
* @typedef {(key: string | number | undefined, value: any, context?: { source: string }) => any} Reviver
*/
/**
* Checks if a value is unstringifiable according to native JSON.stringify rules.
*
* @param {any} val The value to check.
* @returns {boolean} True if the value is undefined, a function, or a symbol.
*/
const isUnstringifiable = (val) => val === void 0 || typeof val === "function" || typeof val === "symbol";
/**
* Checks if a value is a native JSON.rawJSON object (Node.js 22+).
*
* @param {any} val The value to check.
* @returns {boolean} True if the value is a RawJSON instance.
*/
const isRawJSON = (val) => val !== null && typeof val === "object" && val.constructor && val.constructor.name === "RawJSON";
/**
* Iteratively converts a JS value to a JSON string.
* Used as a fallback when the native JSON.stringify hits the Maximum Call Stack size.
* Fully compliant with JSON formatting (space), replacers, and toJSON behaviors.
*
* @param {any} rootValue The value to stringify.
* @param {Replacer | Array<string | number> | null} [replacer] User's custom replacer function.
* @param {string | number} [spaceParam] Indentation for pretty-printing.
* @returns {string | undefined} The generated JSON string.
*/
const stringifyIteratively = (rootValue, replacer, spaceParam) => {
	let space = "";
	if (typeof spaceParam === "number") space = " ".repeat(Math.min(10, Math.max(0, Math.floor(spaceParam))));
	else if (typeof spaceParam === "string") space = spaceParam.slice(0, 10);
	const isFunctionReplacer = typeof replacer === "function";
	const propertyList = Array.isArray(replacer) ? new Set(replacer.map(String)) : null;
	/**
	* Prepares a value for stringification by resolving toJSON, handling BigInts,
	* applying custom replacers, and unwrapping primitive objects.
	*
	* @param {object|Array} parent The parent object or array holding the value.
	* @param {string} key The key associated with the value.
	* @param {any} val The raw value to process.
	* @returns {any} The processed value ready for stringification.
	*/
	const prepareVal = (parent, key, val) => {
		if (val !== null && typeof val === "object" && typeof val.toJSON === "function") val = val.toJSON(key);
		if (typeof val === "string" && noiseValue.test(val)) return val + "n";
		if (typeof val === "bigint") {
			if ("rawJSON" in JSON) return JSON.rawJSON(val.toString());
			return val.toString() + "n";
		}
		if (isFunctionReplacer) val = replacer.call(parent, key, val);
		if (val !== null && typeof val === "object") {
			if (val instanceof Number || val instanceof String || val instanceof Boolean) val = val.valueOf();
		}
		return val;
	};
	const rootProcessed = prepareVal({ "": rootValue }, "", rootValue);
	if (isUnstringifiable(rootProcessed)) return;
	const isRootPrimitive = rootProcessed === null || typeof rootProcessed !== "object";
	const isRootNativeRawJSON = isRawJSON(rootProcessed);
	if (isRootPrimitive || isRootNativeRawJSON) return originalStringify(rootProcessed);
	const chunks = [];
	let level = 0;
	const stack = [{
		parent: { "": rootProcessed },
		key: "",
		val: rootProcessed,
		isArray: Array.isArray(rootProcessed),
		keys: Array.isArray(rootProcessed) ? null : Object.keys(rootProcessed),
		index: 0,
		first: true
	}];
	const visited = new WeakSet([rootProcessed]);
	while (stack.length > 0) {
		const node = stack[stack.length - 1];
		if (node.index === 0) {
			chunks.push(node.isArray ? "[" : "{");
			level++;
		}
		let isDone = false;
		if (node.isArray) {
			if (node.index < node.val.length) {
				if (!node.first) chunks.push(",");
				if (space) chunks.push("\n" + space.repeat(level));
				const childRaw = node.val[node.index];
				const childVal = prepareVal(node.val, String(node.index), childRaw);
				if (isUnstringifiable(childVal)) {
					chunks.push("null");
					node.first = false;
					node.index++;
				} else {
					const isComplexObject = childVal !== null && typeof childVal === "object";
					const isNativeRaw = isRawJSON(childVal);
					if (isComplexObject && !isNativeRaw) {
						if (visited.has(childVal)) throw new TypeError("Converting circular structure to JSON");
						visited.add(childVal);
						stack.push({
							parent: node.val,
							key: String(node.index),
							val: childVal,
							isArray: Array.isArray(childVal),
							keys: Array.isArray(childVal) ? null : Object.keys(childVal),
							index: 0,
							first: true
						});
						node.first = false;
						node.index++;
					} else {
						chunks.push(originalStringify(childVal));
						node.first = false;
						node.index++;
					}
				}
			} else isDone = true;
		} else {
			while (node.index < node.keys.length) {
				const k = node.keys[node.index++];
				if (propertyList && !propertyList.has(k)) continue;
				const childRaw = node.val[k];
				const childVal = prepareVal(node.val, k, childRaw);
				if (isUnstringifiable(childVal)) continue;
				if (!node.first) chunks.push(",");
				if (space) chunks.push("\n" + space.repeat(level) + originalStringify(k) + ": ");
				else chunks.push(originalStringify(k) + ":");
				const isComplexObject = childVal !== null && typeof childVal === "object";
				const isNativeRaw = isRawJSON(childVal);
				if (isComplexObject && !isNativeRaw) {
					if (visited.has(childVal)) throw new TypeError("Converting circular structure to JSON");
					visited.add(childVal);
					stack.push({
						parent: node.val,
						key: k,
						val: childVal,
						isArray: Array.isArray(childVal),
						keys: Array.isArray(childVal) ? null : Object.keys(childVal),
						index: 0,
						first: true
					});
					node.first = false;
					break;
				} else {
					chunks.push(originalStringify(childVal));
					node.first = false;
				}
			}
			if (node.index >= node.keys.length && stack[stack.length - 1] === node) isDone = true;
		}
		if (isDone) {
			level--;
			if (!node.first && space) chunks.push("\n" + space.repeat(level));
			chunks.push(node.isArray ? "]" : "}");
			visited.delete(node.val);
			stack.pop();
		}
	}
	return chunks.join("");
};
/**
* Converts a JavaScript value to a JSON string.
*
* Supports serialization of BigInt values using two strategies:
* 1. Custom format "123n" → "123" (universal fallback)
* 2. Native JSON.rawJSON() (Node.js 22+, fastest) when available
*
* All other values are serialized exactly like native JSON.stringify().
*
* @param {*} value The value to convert to a JSON string.
* @param {Replacer | Array<string | number> | null} [replacer]
* A function that alters the behavior of the stringification process,
* or an array of strings/numbers to indicate properties to exclude.
* @param {string | number} [space]
* A string or number to specify indentation or pretty-printing.
* @returns {string} The JSON string representation.
*/
const JSONStringify = (value, replacer, space) => {
	try {
		if ("rawJSON" in JSON) return originalStringify(value, (key, val) => {
			if (typeof val === "bigint") return JSON.rawJSON(val.toString());
			if (typeof replacer === "function") return replacer(key, val);
			if (Array.isArray(replacer) && replacer.includes(key)) return val;
			return val;
		}, space);
		if (!value) return originalStringify(value, replacer, space);
		return originalStringify(value, (key, val) => {
			if (typeof val === "string" && noiseValue.test(val)) return val.toString() + "n";
			if (typeof val === "bigint") return val.toString() + "n";
			if (typeof replacer === "function") return replacer(key, val);
			if (Array.isArray(replacer) && replacer.includes(key)) return val;
			return val;
		}, space).replace(bigIntsStringify, "$1$2$3").replace(noiseStringify, "$1$2$3");
	} catch (error) {
		if (error instanceof RangeError) {
			const convertedJSON = stringifyIteratively(value, replacer, space);
			if (convertedJSON === void 0) return void 0;
			if ("rawJSON" in JSON) return convertedJSON;
			return convertedJSON.replace(bigIntsStringify, "$1$2$3").replace(noiseStringify, "$1$2$3");
		}
		throw error;
	}
};
const featureCache = /* @__PURE__ */ new Map();
/**
* Detects if the current JSON.parse implementation supports the context.source feature.
*
* Uses toString() fingerprinting to cache results and automatically detect runtime
* replacements of JSON.parse (polyfills, mocks, etc.).
*
* @returns {boolean} true if context.source is supported, false otherwise.
*/
const isContextSourceSupported = () => {
	const parseFingerprint = JSON.parse.toString();
	if (featureCache.has(parseFingerprint)) return featureCache.get(parseFingerprint);
	try {
		const result = JSON.parse("1", (_, __, context) => !!context?.source && context.source === "1");
		featureCache.set(parseFingerprint, result);
		return result;
	} catch {
		featureCache.set(parseFingerprint, false);
		return false;
	}
};
/**
* Reviver function that converts custom-format BigInt strings back to BigInt values.
* Also handles "noise" strings that accidentally match the BigInt format.
*
* @param {string | number | undefined} key The object key.
* @param {*} value The value being parsed.
* @param {object} [context] Parse context (if supported by JSON.parse).
* @param {Reviver} [userReviver] User's custom reviver function.
* @returns {any} The transformed value.
*/
const convertMarkedBigIntsReviver = (key, value, context, userReviver) => {
	if (typeof value === "string" && customFormat.test(value)) return BigInt(value.slice(0, -1));
	if (typeof value === "string" && noiseValue.test(value)) return value.slice(0, -1);
	if (!(typeof userReviver === "function")) return value;
	return userReviver(key, value, context);
};
/**
* Fast JSON.parse implementation (~2x faster than classic fallback).
* Uses JSON.parse's context.source feature to detect integers and convert
* large numbers directly to BigInt without string manipulation.
*
* Does not support legacy custom format from v1 of this library.
*
* @param {string} text JSON string to parse.
* @param {Reviver} [reviver] Transform function to apply to each value.
* @returns {any} Parsed JavaScript value.
*/
const JSONParseV2 = (text, reviver) => {
	return JSON.parse(text, (key, value, context) => {
		const isBigNumber = typeof value === "number" && (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER);
		const isInt = context && intRegex.test(context.source);
		if (isBigNumber && isInt) return BigInt(context.source);
		if (!(typeof reviver === "function")) return value;
		return reviver(key, value, context);
	});
};
const MAX_INT = Number.MAX_SAFE_INTEGER.toString();
const MAX_DIGITS = MAX_INT.length;
const stringsOrLargeNumbers = /"(?:[^"\\]|\\.)*"|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/g;
const noiseValueWithQuotes = /^"-?\d+n+"$/;
/**
* Iteratively traverses the parsed object bottom-up (post-order),
* emulating the native JSON.parse reviver behavior.
* This avoids Call Stack overflows (RangeError) on deeply nested structures.
*
* @param {any} parsed The natively parsed JSON object.
* @param {Reviver} [userReviver] User's custom reviver function.
* @returns {any} The fully processed object.
*/
const applyReviverIteratively = (parsed, userReviver) => {
	const rootHolder = { "": parsed };
	const stack = [{
		parent: rootHolder,
		key: "",
		visited: false
	}];
	while (stack.length > 0) {
		const node = stack[stack.length - 1];
		if (!node.visited) {
			node.visited = true;
			const value = node.parent[node.key];
			if (value !== null && typeof value === "object") {
				const keys = Object.keys(value);
				for (let i = keys.length - 1; i >= 0; i--) stack.push({
					parent: value,
					key: keys[i],
					visited: false
				});
			}
		} else {
			const { parent, key } = node;
			let value = parent[key];
			if (typeof value === "string") {
				if (customFormat.test(value)) value = BigInt(value.slice(0, -1));
				else if (noiseValue.test(value)) value = value.slice(0, -1);
			}
			if (typeof userReviver === "function") value = userReviver.call(parent, key, value);
			if (value === void 0) delete parent[key];
			else parent[key] = value;
			stack.pop();
		}
	}
	return rootHolder[""];
};
/**
* Pre-processes the JSON string to mark large numbers with an 'n' suffix.
*
* @param {string} text The raw JSON string.
* @returns {string} The serialized string with marked BigInts.
*/
const serializeBigInts = (text) => {
	return text.replace(stringsOrLargeNumbers, (match, digits, fractional, exponential) => {
		const isString = match[0] === "\"";
		if (isString && noiseValueWithQuotes.test(match)) return match.substring(0, match.length - 1) + "n\"";
		const hasFractionalOrExponential = fractional || exponential;
		const isLessThanMaxSafeInt = digits && (digits.length < MAX_DIGITS || digits.length === MAX_DIGITS && digits <= MAX_INT);
		if (isString || hasFractionalOrExponential || isLessThanMaxSafeInt) return match;
		return "\"" + match + "n\"";
	});
};
/**
* Converts a JSON string into a JavaScript value.
*
* Supports parsing of large integers using two strategies:
* 1. Classic fallback: Marks large numbers with "123n" format, then converts to BigInt
* 2. Fast path (JSONParseV2): Uses context.source feature (~2x faster) when available
*
* All other JSON values are parsed exactly like native JSON.parse().
*
* @param {string} text A valid JSON string.
* @param {Reviver} [reviver]
* A function that transforms the results. This function is called for each member
* of the object. If a member contains nested objects, the nested objects are
* transformed before the parent object is.
* @returns {any} The parsed JavaScript value.
* @throws {SyntaxError} If text is not valid JSON.
*/
const JSONParse = (text, reviver) => {
	if (!text) return originalParse(text, reviver);
	try {
		if (isContextSourceSupported()) return JSONParseV2(text, reviver);
		const serializedData = serializeBigInts(text);
		return originalParse(serializedData, (key, value, context) => convertMarkedBigIntsReviver(key, value, context, reviver));
	} catch (error) {
		if (error instanceof RangeError) {
			const serializedData = serializeBigInts(text);
			const parsed = originalParse(serializedData);
			return applyReviverIteratively(parsed, reviver);
		}
		throw error;
	}
};

// node_modules/@octokit/request-error/dist-src/index.js
var RequestError = class extends Error {
	name;
	/**
	* http status code
	*/
	status;
	/**
	* Request options that lead to the error.
	*/
	request;
	/**
	* Response object if a response was received
	*/
	response;
	constructor(message, statusCode, options) {
		super(message, { cause: options.cause });
		this.name = "HttpError";
		this.status = Number.parseInt(statusCode);
		if (Number.isNaN(this.status)) this.status = 0;
		/* v8 ignore else -- @preserve -- Bug with vitest coverage where it sees an else branch that doesn't exist */
		if ("response" in options) this.response = options.response;
		const requestCopy = Object.assign({}, options.request);
		if (options.request.headers.authorization) requestCopy.headers = Object.assign({}, options.request.headers, { authorization: options.request.headers.authorization.replace(/(?<! ) .*$/, " [REDACTED]") });
		requestCopy.url = requestCopy.url.replace(/\bclient_secret=\w+/g, "client_secret=[REDACTED]").replace(/\baccess_token=\w+/g, "access_token=[REDACTED]");
		this.request = requestCopy;
	}
};

// node_modules/@octokit/request/dist-bundle/index.js
var defaults_default = { headers: { "user-agent": `octokit-request.js/10.0.16 ${getUserAgent()}` } };
function isPlainObject$1(value) {
	if (typeof value !== "object" || value === null) return false;
	if (Object.prototype.toString.call(value) !== "[object Object]") return false;
	const proto = Object.getPrototypeOf(value);
	if (proto === null) return true;
	const Ctor = Object.prototype.hasOwnProperty.call(proto, "constructor") && proto.constructor;
	return typeof Ctor === "function" && Ctor instanceof Ctor && Function.prototype.call(Ctor) === Function.prototype.call(value);
}
var noop$3 = () => "";
async function fetchWrapper(requestOptions) {
	const fetch = requestOptions.request?.fetch || globalThis.fetch;
	if (!fetch) throw new Error("fetch is not set. Please pass a fetch implementation as new Octokit({ request: { fetch }}). Learn more at https://github.com/octokit/octokit.js/#fetch-missing");
	const log = requestOptions.request?.log || console;
	const parseSuccessResponseBody = requestOptions.request?.parseSuccessResponseBody !== false;
	const body = isPlainObject$1(requestOptions.body) || Array.isArray(requestOptions.body) ? JSONStringify(requestOptions.body) : requestOptions.body;
	const requestHeaders = Object.fromEntries(Object.entries(requestOptions.headers).map(([name, value]) => [name, String(value)]));
	let fetchResponse;
	try {
		fetchResponse = await fetch(requestOptions.url, {
			method: requestOptions.method,
			body,
			redirect: requestOptions.request?.redirect,
			headers: requestHeaders,
			signal: requestOptions.request?.signal,
			...requestOptions.body && { duplex: "half" }
		});
	} catch (error) {
		let message = "Unknown Error";
		if (error instanceof Error) {
			if (error.name === "AbortError") {
				error.status = 500;
				throw error;
			}
			message = error.message;
			if (error.name === "TypeError" && "cause" in error) {
				if (error.cause instanceof Error) message = error.cause.message;
				else if (typeof error.cause === "string") message = error.cause;
			}
		}
		const requestError = new RequestError(message, 500, { request: requestOptions });
		requestError.cause = error;
		throw requestError;
	}
	const status = fetchResponse.status;
	const url = fetchResponse.url;
	const responseHeaders = {};
	for (const [key, value] of fetchResponse.headers) responseHeaders[key] = value;
	const octokitResponse = {
		url,
		status,
		headers: responseHeaders,
		data: ""
	};
	if ("deprecation" in responseHeaders) {
		const matches = responseHeaders.link && responseHeaders.link.match(/<([^<>]+)>; rel="deprecation"/);
		const deprecationLink = matches && matches.pop();
		log.warn(`[@octokit/request] "${requestOptions.method} ${requestOptions.url}" is deprecated. It is scheduled to be removed on ${responseHeaders.sunset}${deprecationLink ? `. See ${deprecationLink}` : ""}`);
	}
	if (status === 204 || status === 205) return octokitResponse;
	if (requestOptions.method === "HEAD") {
		if (status < 400) return octokitResponse;
		throw new RequestError(fetchResponse.statusText, status, {
			response: octokitResponse,
			request: requestOptions
		});
	}
	if (status === 304) {
		octokitResponse.data = await getResponseData(fetchResponse);
		throw new RequestError("Not modified", status, {
			response: octokitResponse,
			request: requestOptions
		});
	}
	if (status >= 400) {
		octokitResponse.data = await getResponseData(fetchResponse);
		throw new RequestError(toErrorMessage(octokitResponse.data), status, {
			response: octokitResponse,
			request: requestOptions
		});
	}
	octokitResponse.data = parseSuccessResponseBody ? await getResponseData(fetchResponse) : fetchResponse.body;
	return octokitResponse;
}
async function getResponseData(response) {
	const contentType = response.headers.get("content-type");
	if (!contentType) return response.text().catch(noop$3);
	const mimetype = parse$2(contentType);
	if (isJSONResponse(mimetype)) {
		let text = "";
		try {
			text = await response.text();
			return JSONParse(text);
		} catch (err) {
			return text;
		}
	} else if (mimetype.type.startsWith("text/") || mimetype.parameters.charset?.toLowerCase() === "utf-8" && mimetype.type !== "application/octet-stream") return response.text().catch(noop$3);
	else return response.arrayBuffer().catch(
		/* v8 ignore next -- @preserve */
		() => /* @__PURE__ */ new ArrayBuffer(0)
	);
}
function isJSONResponse(mimetype) {
	return mimetype.type === "application/json" || mimetype.type === "application/scim+json";
}
function toErrorMessage(data) {
	if (typeof data === "string") return data;
	if (data instanceof ArrayBuffer) return "Unknown error";
	if (typeof data === "object" && data !== null && "message" in data) {
		const objectData = data;
		const suffix = "documentation_url" in objectData ? ` - ${objectData.documentation_url}` : "";
		return Array.isArray(objectData.errors) ? `${objectData.message}: ${objectData.errors.map((v) => JSON.stringify(v)).join(", ")}${suffix}` : `${objectData.message}${suffix}`;
	}
	return `Unknown error: ${JSON.stringify(data)}`;
}
function withDefaults$1(oldEndpoint, newDefaults) {
	const endpoint2 = oldEndpoint.defaults(newDefaults);
	const newApi = function(route, parameters) {
		const endpointOptions = endpoint2.merge(route, parameters);
		if (!endpointOptions.request || !endpointOptions.request.hook) return fetchWrapper(endpoint2.parse(endpointOptions));
		const request2 = (route2, parameters2) => {
			return fetchWrapper(endpoint2.parse(endpoint2.merge(route2, parameters2)));
		};
		Object.assign(request2, {
			endpoint: endpoint2,
			defaults: withDefaults$1.bind(null, endpoint2)
		});
		return endpointOptions.request.hook(request2, endpointOptions);
	};
	return Object.assign(newApi, {
		endpoint: endpoint2,
		defaults: withDefaults$1.bind(null, endpoint2)
	});
}
var request = withDefaults$1(endpoint, defaults_default);
/* v8 ignore next -- @preserve */
/* v8 ignore else -- @preserve */

// node_modules/@octokit/graphql/dist-bundle/index.js
var VERSION$1 = "0.0.0-development";
function _buildMessageForResponseErrors(data) {
	return `Request failed due to following response errors:
` + data.errors.map((e) => ` - ${e.message}`).join("\n");
}
var GraphqlResponseError = class extends Error {
	constructor(request2, headers, response) {
		super(_buildMessageForResponseErrors(response));
		this.request = request2;
		this.headers = headers;
		this.response = response;
		this.errors = response.errors;
		this.data = response.data;
		if (Error.captureStackTrace) Error.captureStackTrace(this, this.constructor);
	}
	request;
	headers;
	response;
	name = "GraphqlResponseError";
	errors;
	data;
};
var NON_VARIABLE_OPTIONS = [
	"method",
	"baseUrl",
	"url",
	"headers",
	"request",
	"query",
	"mediaType",
	"operationName"
];
var FORBIDDEN_VARIABLE_OPTIONS = [
	"query",
	"method",
	"url"
];
var GHES_V3_SUFFIX_REGEX = /\/api\/v3\/?$/;
function graphql(request2, query, options) {
	if (options) {
		if (typeof query === "string" && "query" in options) return Promise.reject(/* @__PURE__ */ new Error(`[@octokit/graphql] "query" cannot be used as variable name`));
		for (const key in options) {
			if (!FORBIDDEN_VARIABLE_OPTIONS.includes(key)) continue;
			return Promise.reject(/* @__PURE__ */ new Error(`[@octokit/graphql] "${key}" cannot be used as variable name`));
		}
	}
	const parsedOptions = typeof query === "string" ? Object.assign({ query }, options) : query;
	const requestOptions = Object.keys(parsedOptions).reduce((result, key) => {
		if (NON_VARIABLE_OPTIONS.includes(key)) {
			result[key] = parsedOptions[key];
			return result;
		}
		if (!result.variables) result.variables = {};
		result.variables[key] = parsedOptions[key];
		return result;
	}, {});
	const baseUrl = parsedOptions.baseUrl || request2.endpoint.DEFAULTS.baseUrl;
	if (GHES_V3_SUFFIX_REGEX.test(baseUrl)) requestOptions.url = baseUrl.replace(GHES_V3_SUFFIX_REGEX, "/api/graphql");
	return request2(requestOptions).then((response) => {
		if (response.data.errors) {
			const headers = {};
			for (const key of Object.keys(response.headers)) headers[key] = response.headers[key];
			throw new GraphqlResponseError(requestOptions, headers, response.data);
		}
		return response.data.data;
	});
}
function withDefaults(request2, newDefaults) {
	const newRequest = request2.defaults(newDefaults);
	const newApi = (query, options) => {
		return graphql(newRequest, query, options);
	};
	return Object.assign(newApi, {
		defaults: withDefaults.bind(null, newRequest),
		endpoint: newRequest.endpoint
	});
}
var graphql2 = withDefaults(request, {
	headers: { "user-agent": `octokit-graphql.js/${VERSION$1} ${getUserAgent()}` },
	method: "POST",
	url: "/graphql"
});
function withCustomRequest(customRequest) {
	return withDefaults(customRequest, {
		method: "POST",
		url: "/graphql"
	});
}
/* v8 ignore if -- @preserve */

// node_modules/@octokit/auth-token/dist-bundle/index.js
var b64url = "(?:[a-zA-Z0-9_-]+)";
var sep$1 = "\\.";
var jwtRE = new RegExp(`^${b64url}${sep$1}${b64url}${sep$1}${b64url}$`);
var isJWT = jwtRE.test.bind(jwtRE);
async function auth(token) {
	const isApp = isJWT(token);
	const isInstallation = token.startsWith("v1.") || token.startsWith("ghs_");
	const isUserToServer = token.startsWith("ghu_");
	return {
		type: "token",
		token,
		tokenType: isApp ? "app" : isInstallation ? "installation" : isUserToServer ? "user-to-server" : "oauth"
	};
}
function withAuthorizationPrefix(token) {
	if (token.split(/\./).length === 3) return `bearer ${token}`;
	return `token ${token}`;
}
async function hook(token, request, route, parameters) {
	const endpoint = request.endpoint.merge(route, parameters);
	endpoint.headers.authorization = withAuthorizationPrefix(token);
	return request(endpoint);
}
var createTokenAuth = function createTokenAuth2(token) {
	if (!token) throw new Error("[@octokit/auth-token] No token passed to createTokenAuth");
	if (typeof token !== "string") throw new Error("[@octokit/auth-token] Token passed to createTokenAuth is not a string");
	token = token.replace(/^(token|bearer) +/i, "");
	return Object.assign(auth.bind(null, token), { hook: hook.bind(null, token) });
};

// node_modules/@octokit/core/dist-src/version.js
const VERSION = "7.0.8";

// node_modules/@octokit/core/dist-src/index.js
const noop$2 = () => {};
const consoleWarn = console.warn.bind(console);
const consoleError = console.error.bind(console);
function createLogger(logger = {}) {
	if (typeof logger.debug !== "function") logger.debug = noop$2;
	if (typeof logger.info !== "function") logger.info = noop$2;
	if (typeof logger.warn !== "function") logger.warn = consoleWarn;
	if (typeof logger.error !== "function") logger.error = consoleError;
	return logger;
}
const userAgentTrail = `octokit-core.js/${VERSION} ${getUserAgent()}`;
var Octokit = class {
	static VERSION = VERSION;
	static defaults(defaults) {
		const OctokitWithDefaults = class extends this {
			constructor(...args) {
				const options = args[0] || {};
				if (typeof defaults === "function") {
					super(defaults(options));
					return;
				}
				super(Object.assign({}, defaults, options, options.userAgent && defaults.userAgent ? { userAgent: `${options.userAgent} ${defaults.userAgent}` } : null));
			}
		};
		return OctokitWithDefaults;
	}
	static plugins = [];
	/**
	* Attach a plugin (or many) to your Octokit instance.
	*
	* @example
	* const API = Octokit.plugin(plugin1, plugin2, plugin3, ...)
	*/
	static plugin(...newPlugins) {
		const currentPlugins = this.plugins;
		const NewOctokit = class extends this {
			static plugins = currentPlugins.concat(newPlugins.filter((plugin) => !currentPlugins.includes(plugin)));
		};
		return NewOctokit;
	}
	constructor(options = {}) {
		const hook = new before_after_hook_default.Collection();
		const requestDefaults = {
			baseUrl: request.endpoint.DEFAULTS.baseUrl,
			headers: {},
			request: Object.assign({}, options.request, { hook: hook.bind(null, "request") }),
			mediaType: {
				previews: [],
				format: ""
			}
		};
		requestDefaults.headers["user-agent"] = options.userAgent ? `${options.userAgent} ${userAgentTrail}` : userAgentTrail;
		if (options.baseUrl) requestDefaults.baseUrl = options.baseUrl;
		if (options.previews) requestDefaults.mediaType.previews = options.previews;
		if (options.timeZone) requestDefaults.headers["time-zone"] = options.timeZone;
		this.request = request.defaults(requestDefaults);
		this.graphql = withCustomRequest(this.request).defaults(requestDefaults);
		this.log = createLogger(options.log);
		this.hook = hook;
		if (!options.authStrategy) {
			if (!options.auth) this.auth = async () => ({ type: "unauthenticated" });
			else {
				const auth = createTokenAuth(options.auth);
				hook.wrap("request", auth.hook);
				this.auth = auth;
			}
		} else {
			const { authStrategy, ...otherOptions } = options;
			const auth = authStrategy(Object.assign({
				request: this.request,
				log: this.log,
				octokit: this,
				octokitOptions: otherOptions
			}, options.auth));
			hook.wrap("request", auth.hook);
			this.auth = auth;
		}
		const classConstructor = this.constructor;
		for (let i = 0; i < classConstructor.plugins.length; ++i) Object.assign(this, classConstructor.plugins[i](this, options));
	}
	request;
	graphql;
	log;
	hook;
	auth;
};

// src/github/transport.ts
/** github-runners.md §0: the version whose fields this room reads. */
const apiVersion = "2022-11-28";
/** Far above a page of 100 jobs with all their steps (about 2 MB). */
const largestBody = 16777216;
const silent = {
	debug: ignore$3,
	info: ignore$3,
	warn: ignore$3,
	error: ignore$3
};
/** The one place that talks to GitHub: an Octokit with pinned API version that keeps nothing but its base URL. */
function createSend(options) {
	const octokit = new Octokit({
		baseUrl: options.apiUrl,
		userAgent: options.userAgent,
		log: silent,
		request: {
			fetch: fetchWhole,
			log: silent
		}
	});
	return async ({ method, path, parameters, etag }, token, signal) => {
		const headers = {
			accept: "application/vnd.github+json",
			authorization: `Bearer ${token.reveal()}`,
			"x-github-api-version": apiVersion,
			"if-none-match": etag
		};
		try {
			return await octokit.request({
				...parameters,
				method,
				url: path,
				headers,
				request: { signal }
			});
		} catch (error) {
			if (error instanceof RequestError && error.response !== void 0) return error.response;
			throw error;
		}
	};
}
/**
* Octokit takes a body that breaks off for an empty one. Here the body is read first, so that a cut answer rejects
* like any other broken connection, and a body without end is refused.
*/
async function fetchWhole(url, options) {
	const { body, status, statusText, headers } = await fetch(url, options);
	const whole = body === null ? null : await readBounded(body);
	return new Response(whole?.length === 0 ? null : whole, {
		status,
		statusText,
		headers
	});
}
async function readBounded(body) {
	const chunks = [];
	let size = 0;
	for await (const chunk of body) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > largestBody) throw new Error(`the answer is larger than ${String(largestBody)} bytes`);
	}
	return Buffer.concat(chunks);
}
function ignore$3() {}

// src/github/installation.ts
const longestPermission = 100;
/** Rejects with `APP_UNKNOWN`, `APP_NOT_INSTALLED`, `APP_SUSPENDED`, `GITHUB_CLOCK`, or as any call of GitHub. */
function createApp({ identity, scope, userAgent, clock, deadlineMs }) {
	const send = createSend({
		apiUrl: scope.apiUrl,
		userAgent
	});
	async function ask(call, signal) {
		const bounded = withDeadline(signal, deadlineMs);
		const jwt = await signJwt(identity, clock.now());
		const secrets = [jwt, identity.key];
		try {
			const answer = await send(call, jwt, bounded);
			if (answer.status >= 200 && answer.status < 300) return answer;
			throw appRefusalOf({
				call,
				appId: identity.id,
				scope,
				now: clock.now(),
				secrets
			}, answer);
		} catch (thrown) {
			signal.throwIfAborted();
			if (thrown instanceof SandError) throw thrown;
			const reason = bounded.aborted ? `timed out after ${String(deadlineMs)} ms` : thrown;
			throw unreachable$1(call, scope.apiUrl, reason, secrets);
		}
	}
	return {
		async findInstallation(signal) {
			const path = `${scope.prefix}/installation`;
			const { data } = await ask({
				method: "GET",
				path
			}, signal);
			return new Fields(data, `GET ${path}`).integer("id");
		},
		async createToken(installation, signal) {
			const path = `/app/installations/${String(installation)}/access_tokens`;
			const answer = await ask({
				method: "POST",
				path
			}, signal);
			const fields = new Fields(answer.data, `POST ${path}`);
			return {
				token: new Secret(fields.rawText("token")),
				lifetimeMs: fields.time("expires_at") - (githubTime(answer) ?? clock.now()),
				granted: fields.inner("permissions").allTexts(longestPermission)
			};
		}
	};
}

// src/github/app-tokens.ts
const minute$1 = 6e4;
/** So long before its end a token is made anew while the old one is still used (github-runners.md §3: an hour in all). */
const earlyMs = 10 * minute$1;
/** So long before its end it is not used any more: a call may take a while. */
const lastMs = minute$1;
/** After a failure the old token is used for so long before a new one is asked for again. */
const pauseMs$3 = minute$1;
/**
* Tokens of the App's installation on the scope, which is looked for when its id is not given. One request for a token
* serves all who wait; it goes on when one of them gives up.
*/
function createAppTokens(options) {
	const { clock, installationId } = options;
	const app = createApp(options);
	const used = [];
	let issued = [];
	let held;
	let found;
	let renewal;
	async function make() {
		const { signal } = new AbortController();
		try {
			found ??= installationId ?? await app.findInstallation(signal);
			return hold(await app.createToken(found, signal));
		} catch (error) {
			found = void 0;
			if (held !== void 0) held.renewAt = Math.min(clock.now() + pauseMs$3, held.goodUntil);
			throw error;
		} finally {
			renewal = void 0;
		}
	}
	function hold({ token, lifetimeMs, granted }) {
		const now = clock.now();
		const endsAt = now + lifetimeMs;
		held = {
			token,
			granted,
			endsAt,
			goodUntil: endsAt - Math.min(lastMs, lifetimeMs / 4),
			renewAt: endsAt - Math.min(earlyMs, lifetimeMs / 2)
		};
		issued = [...issued.filter((each) => each.endsAt > now), held];
		used.splice(0, used.length, ...issued.map((each) => each.token));
		return held;
	}
	return {
		used,
		get granted() {
			return held?.granted;
		},
		async current(signal) {
			const now = clock.now();
			if (held !== void 0 && now < held.renewAt) return held.token;
			renewal ??= make();
			if (held === void 0 || now >= held.goodUntil) return (await abortable(renewal, signal)).token;
			renewal.catch(ignore$2);
			return held.token;
		},
		discard(token) {
			if (held?.token === token) held = void 0;
			return true;
		}
	};
}
function ignore$2() {}

// src/github/client.ts
/** Milliseconds for one request. */
const defaultDeadlineMs = 3e4;
/** What we call ourselves in requests. */
const defaultUserAgent = "sand-action";
/** Tries of one call; with the pauses between them an outage of some seconds, or some rate limits, are bridged. */
const mostTries$1 = 5;
/** GitHub may refuse a token in the first moments after it was made: the copies of its database lag behind. */
const renewedTokenMs = 1e3;
/** Makes the client of one scope. */
function createClient(options) {
	const { scope, tokens, clock = wallClock, deadlineMs = defaultDeadlineMs, onWait } = options;
	const send = createSend({
		apiUrl: scope.apiUrl,
		userAgent: options.userAgent ?? "sand-action"
	});
	/** A rate limit holds for the token: asking on with another call prolongs it. */
	let limitedUntil = 0;
	async function sendOnce(call, signal) {
		const bounded = withDeadline(signal, deadlineMs);
		let token;
		try {
			token = await tokens.current(bounded);
			const answer = await send(call, token, bounded);
			if (isSuccess(call, answer)) return answer;
			return {
				error: refusalOf(call, answer, tokens.used),
				headers: answer.headers,
				token
			};
		} catch (thrown) {
			signal.throwIfAborted();
			if (thrown instanceof SandError) return { error: thrown };
			const reason = bounded.aborted ? `timed out after ${String(deadlineMs)} ms` : thrown;
			const error = unreachable$1(call, scope.apiUrl, reason, tokens.used);
			return token === void 0 ? { error } : {
				error,
				token
			};
		}
	}
	/** A call that was refused for its token is sent once more, with another one: GitHub did nothing. */
	async function sendWithGoodToken(call, signal) {
		const outcome = await sendOnce(call, signal);
		if (!("error" in outcome) || outcome.error.code !== "GITHUB_UNAUTHORIZED") return outcome;
		if (outcome.token === void 0 || !tokens.discard(outcome.token)) return outcome;
		await clock.sleep(renewedTokenMs, signal);
		return sendOnce(call, signal);
	}
	async function request(call, signal, repeat, tries) {
		const limited = limitedUntil - clock.now();
		if (limited > 0) await clock.sleep(limited, signal);
		signal.throwIfAborted();
		const outcome = await sendWithGoodToken(call, signal);
		if (!("error" in outcome)) return outcome;
		const ms = waitBeforeRepeat(outcome, {
			repeat,
			tries,
			now: clock.now()
		});
		if (ms === void 0) throw outcome.error;
		onWait?.({
			error: outcome.error,
			ms
		});
		if (outcome.error.code === "GITHUB_RATE_LIMITED") limitedUntil = clock.now() + ms;
		else await clock.sleep(ms, signal);
		return request(call, signal, repeat, tries + 1);
	}
	return {
		clock,
		request: async (call, signal, repeat = call.method === "POST" ? "when-limited" : "always") => request(call, signal, repeat, 1)
	};
}
function isSuccess(call, { status }) {
	return status >= 200 && status < 300 || status === 304 && call.etag !== void 0;
}
/** Milliseconds until the call may be sent again after so many tries; undefined when it may not. */
function waitBeforeRepeat({ error, headers, token }, { repeat, tries, now }) {
	if (repeat === "never" || tries >= mostTries$1) return void 0;
	if (error.code === "GITHUB_RATE_LIMITED") return rateLimitWait(headers ?? {}, tries, now);
	if (!(error.code === "GITHUB_UNREACHABLE" || error.code === "GITHUB_UNAVAILABLE") || !(repeat === "always" || token === void 0)) return void 0;
	return Math.max(backOff(tries), Math.min(retryAfter(headers ?? {}, now) ?? 0, longestBackOff));
}
const longestBackOff = 6e4;
/** Milliseconds to pause after so many failed tries: 1 s, 2 s, 4 s, … up to a minute. */
function backOff(tries) {
	return Math.min(1e3 * 2 ** (tries - 1), longestBackOff);
}

// src/github/enterprise.ts
/** Throws `CONFIG_INVALID` for a scope whose jobs GitHub's REST API does not list (github-runners.md §1.5). */
function requireListedJobs({ kind, name }) {
	if (kind !== "enterprise") return;
	throw new SandError("CONFIG_INVALID", `github.url names the enterprise ${name}, but GitHub's REST API has no list of the jobs of an enterprise.`, { remedy: "Name an organization or a repository in github.url." });
}
/** Throws `CONFIG_INVALID` for a scope where no App may register runners (github-runners.md §3). */
function requireAppRunners({ kind, name }) {
	if (kind !== "enterprise") return;
	throw new SandError("CONFIG_INVALID", `github.auth.app cannot be used for the enterprise ${name}: GitHub lets no App register runners of an enterprise.`, { remedy: "Use a classic token with the scope manage_runners:enterprise, or name an organization." });
}

// src/github/tokens.ts
/** A personal access token: there is no other one. */
function fixedToken(token) {
	return {
		current: async () => token,
		discard: () => false,
		used: [token]
	};
}

// src/github/authentication.ts
/** Reads what is needed to have tokens; GitHub is not asked yet. `TOKEN_MISSING`, `APP_KEY_INVALID`, `CONFIG_INVALID`. */
async function readAuthentication(source, scope, options = {}) {
	const { app } = source;
	if (app === void 0) {
		const { token, ...rest } = await readToken(source);
		return {
			tokens: fixedToken(token),
			...rest
		};
	}
	requireAppRunners(scope);
	const { key, ...rest } = await readAppKey(app.privateKeyFile);
	const { clock = wallClock, userAgent = defaultUserAgent, deadlineMs = defaultDeadlineMs } = options;
	const identity = {
		id: app.clientId ?? String(app.appId),
		key
	};
	const { installationId } = app;
	return {
		tokens: createAppTokens({
			identity,
			installationId,
			scope,
			clock,
			userAgent,
			deadlineMs
		}),
		...rest
	};
}

// src/github/listing.ts
const pageSize = 100;
/** A list longer than this is an endless one. */
const mostPages = 100;
/** Makes a reader of lists of one kind. A page that has not changed costs nothing against the limit (github-runners.md §1.6). */
function createListing(client, options) {
	const { field, read, remembered = 0 } = options;
	/** By URL, least recently used first. Only what `read` keeps is held, not the answers. */
	const memory = /* @__PURE__ */ new Map();
	async function page(call, signal) {
		const key = JSON.stringify([call.path, call.parameters]);
		const known = memory.get(key);
		const answer = await client.request({
			...call,
			etag: known?.etag
		}, signal);
		memory.delete(key);
		if (known !== void 0 && answer.status === 304) {
			memory.set(key, known);
			return known.page;
		}
		const fresh = {
			items: itemsOf(call, answer, field).map((item) => read(item)),
			more: hasNext(answer)
		};
		const etag = answer.headers["etag"];
		if (typeof etag === "string" && remembered > 0) memory.set(key, {
			etag,
			page: fresh
		});
		forgetOldest(memory, remembered);
		return fresh;
	}
	return async function* list(path, parameters, signal) {
		for (let number = 1; number <= mostPages; number += 1) {
			const { items, more } = await page({
				method: "GET",
				path,
				parameters: {
					...parameters,
					per_page: pageSize,
					page: number
				}
			}, signal);
			yield* items;
			if (!more) return;
		}
		throw new SandError("GITHUB_MALFORMED", `GET ${path} has more than ${String(mostPages)} pages.`);
	};
}
function itemsOf(call, { data }, field) {
	const place = `${call.method} ${call.path}`;
	return field === void 0 ? new Fields({ items: data }, place).each("items") : new Fields(data, place).each(field);
}
/** The next page is asked for by number: a link is not followed, the token would go wherever it points. */
function hasNext({ headers }) {
	return /;\s*rel="?next"?/.test(String(headers["link"] ?? ""));
}
function forgetOldest(memory, most) {
	for (const key of memory.keys()) {
		if (memory.size <= most) return;
		memory.delete(key);
	}
}

// src/github/repositories.ts
const minute = 6e4;
const day = 1440 * minute;
/** How long a list of repositories is used (github-runners.md §1.5). */
const keptFor = 10 * minute;
/**
* A repository without a push for so long is not polled. GitHub itself stops the schedules of an inactive repository
* after 60 days; what is started by hand in an older one is not found, the price for not asking about hundreds.
*/
const activeFor = 60 * day;
/** `owner/name`: a name that could bend a request's path is not used. */
const fullNamePattern = /^[\w-]+\/[\w.-]+$/;
const longestName$3 = 200;
/**
* One repository is itself; those of an organization are listed, latest push first, and kept for ten minutes. Throws
* `CONFIG_INVALID` for an enterprise: it lists neither jobs nor repositories.
*/
function createRepositories(client, scope, allowPublic) {
	requireListedJobs(scope);
	const listing = createListing(client, {
		remembered: 100,
		read: (repository) => ({
			name: repository.text("full_name", longestName$3),
			closed: repository.flag("archived") || repository.flag("disabled"),
			public: !repository.flag("private"),
			pushedAt: repository.timeOrNever("pushed_at")
		})
	});
	let known = scope.kind === "repository" ? [scope.name] : [];
	let readAt = scope.kind === "repository" ? Infinity : -Infinity;
	const skipped = /* @__PURE__ */ new Map();
	async function read(signal) {
		const names = [];
		for await (const repository of listing(`${scope.prefix}/repos`, {
			sort: "pushed",
			direction: "desc"
		}, signal)) {
			if (repository.pushedAt < client.clock.now() - activeFor) break;
			if (repository.closed || repository.public && !allowPublic) continue;
			if (fullNamePattern.test(repository.name)) names.push(repository.name);
		}
		return names;
	}
	return {
		async current(signal) {
			if (client.clock.now() - readAt >= keptFor) {
				known = await read(signal);
				readAt = client.clock.now();
				skipped.clear();
			}
			return known.filter((name) => !skipped.has(name));
		},
		skip: (repository, reason) => void skipped.set(repository, reason),
		throwWhenAllSkipped() {
			if (known.length > 0 && skipped.size === known.length) throw skipped.values().next().value;
		}
	};
}

// src/github/jobs.ts
/**
* What a run with a queued job may be called: `queued`, and `in_progress` while sibling jobs run (github-runners.md
* §1.5). That it may be `waiting` while a sibling waits for an approval is not said there, but would hide its jobs.
*/
const liveStatuses = [
	"queued",
	"in_progress",
	"waiting"
];
/** Requests at once. GitHub prefers them one by one and allows a hundred; a few keep a cycle of many repositories short. */
const pollers = 4;
/** Pages remembered by ETag: three lists of runs for each repository, one list of jobs for each live run. */
const rememberedRuns = 500;
const rememberedJobs = 2e3;
const longestText = 300;
const mostLabels = 100;
/** Finds the waiting jobs of a repository, or of the repositories of an organization; idle cycles cost nothing. */
function createJobs(client, scope, options = {}) {
	const repositories = createRepositories(client, scope, options.allowPublic ?? false);
	const runs = createListing(client, {
		field: "workflow_runs",
		read: (run) => run.integer("id"),
		remembered: rememberedRuns
	});
	const jobs = createListing(client, {
		field: "jobs",
		read: readJob,
		remembered: rememberedJobs
	});
	async function waitingOf(repository, signal) {
		const path = `/repos/${repository}/actions/runs`;
		/** By id: a run that starts between two calls is in both lists. */
		const live = /* @__PURE__ */ new Set();
		for (const status of liveStatuses) for await (const run of runs(path, {
			status,
			exclude_pull_requests: true
		}, signal)) live.add(run);
		const found = [];
		for (const run of live) for await (const job of jobs(`${path}/${String(run)}/jobs`, { filter: "latest" }, signal)) if (job.queued) found.push({
			...job.job,
			repository
		});
		return found;
	}
	/** One repository that is gone or closed to the token must not hide the jobs of the others. */
	async function waitingOrSkip(repository, signal) {
		try {
			return await waitingOf(repository, signal);
		} catch (error) {
			const refused = codeOf(error) === "GITHUB_FORBIDDEN" || codeOf(error) === "GITHUB_NOT_FOUND";
			if (scope.kind === "repository" || !refused) throw error;
			repositories.skip(repository, error);
			options.onSkip?.(repository, error);
			return [];
		}
	}
	return { async waiting(signal) {
		const found = [];
		const todo = (await repositories.current(signal)).values();
		const failed = new AbortController();
		const either = AbortSignal.any([signal, failed.signal]);
		const poll = async () => {
			for (const repository of todo) found.push(...await waitingOrSkip(repository, either));
		};
		try {
			await Promise.all(Array.from({ length: pollers }, poll));
		} finally {
			failed.abort();
		}
		repositories.throwWhenAllSkipped();
		return found;
	} };
}
function readJob(job) {
	return {
		queued: job.rawText("status") === "queued",
		job: {
			id: job.integer("id"),
			name: job.text("name", longestText),
			labels: job.texts("labels", {
				longest: longestText,
				most: mostLabels
			}),
			queuedAt: job.time("created_at"),
			url: job.text("html_url", longestText)
		}
	};
}

// src/github/runner-group.ts
/** github-runners.md §1.1: the group `Default`, and the only one a repository has. */
const defaultGroup = {
	id: 1,
	name: "default"
};
const longestName$2 = 100;
/** Reads the group of that name (in any case). `CONFIG_INVALID` names those that there are when it is none of them. */
async function findRunnerGroup(client, scope, name, signal) {
	const listing = createListing(client, {
		field: "runner_groups",
		read: (group) => ({
			id: group.integer("id"),
			name: group.text("name", longestName$2),
			allowsPublic: group.flag("allows_public_repositories"),
			selected: group.text("visibility", longestName$2) === "selected"
		})
	});
	const groups = await Array.fromAsync(listing(`${scope.prefix}/actions/runner-groups`, {}, signal));
	const wanted = name?.toLowerCase() ?? defaultGroup.name;
	const isDefault = wanted === defaultGroup.name;
	const found = groups.find((group) => isDefault ? group.id === defaultGroup.id : group.name.toLowerCase() === wanted);
	if (found !== void 0) return found;
	const names = groups.map((group) => group.name).join(", ");
	throw new SandError("CONFIG_INVALID", `${scope.name} has no runner group "${name ?? defaultGroup.name}", only: ${names}.`);
}
/**
* Finds the id of a runner group by name (in any case), once. `CONFIG_INVALID` when the scope is a repository, which
* has no groups, or when there is no such group.
*/
function createRunnerGroup(client, scope, name) {
	if ((name?.toLowerCase() ?? defaultGroup.name) === defaultGroup.name) return async () => defaultGroup.id;
	if (scope.kind === "repository") throw new SandError("CONFIG_INVALID", `github.runnerGroup needs an organization; ${scope.name} is a repository.`);
	let known;
	return async (signal) => {
		known ??= (await findRunnerGroup(client, scope, name, signal)).id;
		return known;
	};
}

// src/github/read-audience.ts
const longestName$1 = 200;
/** Asks GitHub who can use the runners of a scope: of a repository itself, else of the runner group of that name. */
async function readAudience(client, scope, runnerGroup, signal) {
	if (scope.kind === "repository") return readRepository(client, scope, signal);
	const group = await findRunnerGroup(client, scope, runnerGroup, signal);
	const repositories = group.selected ? await readSelected(client, scope, group, signal) : void 0;
	return {
		group: group.name,
		repositories,
		public: group.allowsPublic,
		forks: void 0
	};
}
async function readRepository(client, scope, signal) {
	const { data } = await client.request({
		method: "GET",
		path: scope.prefix
	}, signal);
	const fields = new Fields(data, `GET ${scope.prefix}`);
	const isPrivate = fields.flag("private");
	const forks = isPrivate ? fields.flagOr("allow_forking", false) : void 0;
	return {
		group: void 0,
		repositories: [scope.name],
		public: !isPrivate,
		forks
	};
}
/** An enterprise's groups are for organizations. */
async function readSelected(client, scope, { id }, signal) {
	const [field, name] = scope.kind === "enterprise" ? ["organizations", "login"] : ["repositories", "full_name"];
	const path = `${scope.prefix}/actions/runner-groups/${String(id)}/${field}`;
	const listing = createListing(client, {
		field,
		read: (each) => each.text(name, longestName$1)
	});
	return Array.fromAsync(listing(path, {}, signal));
}

// src/github/runners.ts
const mostTries = 4;
const longestName = 100;
const longestLabel = 300;
/** Failures after which GitHub may hold a registration that we do not know the secret of (github-runners.md §1.1). */
const doubtful = /* @__PURE__ */ new Set([
	"GITHUB_CONFLICT",
	"GITHUB_UNREACHABLE",
	"GITHUB_UNAVAILABLE",
	"GITHUB_MALFORMED"
]);
/** The registrations of a scope, in the runner group of that name (default: the group `Default`). */
function createRegistrations(client, scope, options = {}) {
	const runners = `${scope.prefix}/actions/runners`;
	const listing = createListing(client, {
		field: "runners",
		read: readRunner
	});
	const groupId = createRunnerGroup(client, scope, options.runnerGroup);
	async function requestJit(name, labels, signal) {
		const path = `${runners}/generate-jitconfig`;
		const parameters = {
			name,
			runner_group_id: await groupId(signal),
			labels
		};
		const { data } = await client.request({
			method: "POST",
			path,
			parameters
		}, signal);
		const fields = new Fields(data, `POST ${path}`);
		return {
			runnerId: fields.inner("runner").integer("id"),
			jitConfig: new Secret(fields.rawText("encoded_jit_config"))
		};
	}
	async function register(name, labels, signal, tries) {
		try {
			return await requestJit(name, labels, signal);
		} catch (error) {
			if (!doubtful.has(codeOf(error)) || tries >= mostTries) throw error;
		}
		const stray = await remove(name, signal);
		if (stray === "busy") throw new SandError("GITHUB_CONFLICT", `A runner named ${name} is running a job.`);
		if (stray === "absent") await client.clock.sleep(backOff(tries), signal);
		return register(name, labels, signal, tries + 1);
	}
	async function find(name, signal) {
		for await (const runner of listing(runners, { name }, signal)) if (runner.name === name) return runner;
	}
	async function remove(name, signal) {
		const runner = await find(name, signal);
		if (runner === void 0) return "absent";
		try {
			await client.request({
				method: "DELETE",
				path: `${runners}/${String(runner.id)}`
			}, signal);
			return "removed";
		} catch (error) {
			if (codeOf(error) === "GITHUB_REJECTED") return "busy";
			if (codeOf(error) === "GITHUB_NOT_FOUND") return "absent";
			throw error;
		}
	}
	return {
		register: async (name, labels, signal) => register(name, labels, signal, 1),
		remove,
		list: async (signal) => Array.fromAsync(listing(runners, {}, signal)),
		find
	};
}
function readRunner(runner) {
	return {
		id: runner.integer("id"),
		name: runner.text("name", longestName),
		online: runner.rawText("status") === "online",
		busy: runner.flag("busy"),
		labels: runner.each("labels").map((label) => label.text("name", longestLabel))
	};
}

// src/github/scope.ts
const accountPattern = /^[a-z\d][\w-]{0,98}$/i;
const repositoryPattern = /^[\w.-]{1,100}$/;
/**
* Understands `github.url`, and `github.apiUrl` when it is given; otherwise the API's address follows from the host
* (github-runners.md §0). Throws `CONFIG_INVALID` for anything but an
* enterprise, an organization or a repository (github-scale-sets.md §2).
*/
function parseScope(url, apiUrl) {
	const address = parseAddress("github.url", url);
	const api = apiUrl === void 0 ? apiOf(address) : parseAddress("github.apiUrl", apiUrl);
	return {
		...scopeOf(address.pathname),
		apiUrl: api.href.replace(/\/+$/, "")
	};
}
function scopeOf(pathname) {
	const [account, repository, ...rest] = pathname.split("/").filter((part) => part !== "");
	if (account?.toLowerCase() === "enterprises") return enterpriseOf(repository, rest);
	if (account === void 0 || !accountPattern.test(account) || rest.length > 0) throw notAScope();
	if (repository === void 0) return {
		kind: "organization",
		name: account,
		prefix: `/orgs/${account}`
	};
	const name = repository.replace(/\.git$/i, "");
	if (!repositoryPattern.test(name)) throw notAScope();
	return {
		kind: "repository",
		name: `${account}/${name}`,
		prefix: `/repos/${account}/${name}`
	};
}
function enterpriseOf(name, rest) {
	if (name === void 0 || !accountPattern.test(name) || rest.length > 0) throw notAScope();
	return {
		kind: "enterprise",
		name,
		prefix: `/enterprises/${name}`
	};
}
function apiOf({ protocol, host }) {
	if (host === "github.com" || host === "www.github.com") return new URL("https://api.github.com");
	if (host.endsWith(".ghe.com")) return new URL(`https://api.${host}`);
	return new URL(`${protocol}//${host}/api/v3`);
}
/** The text is not repeated in errors: a URL with a password in it must not reach a log. */
function parseAddress(key, text) {
	const address = URL.parse(text.trim());
	if (address === null) throw invalid(`${key} is not a URL: write https:// and a host.`);
	if (address.username !== "" || address.password !== "") throw invalid(`${key} holds a user name or password: the token belongs into github.auth.`);
	if (address.search !== "" || address.hash !== "") throw invalid(`${key} must end with its path.`);
	if (address.protocol === "https:" || address.protocol === "http:" && isLoopback(address.hostname)) return address;
	throw invalid(`${key} must start with https://, because a token is sent to it.`);
}
/** The simulation and tests serve plain HTTP on this machine. */
function isLoopback(hostname) {
	return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
function notAScope() {
	return invalid("github.url must name an organization, a repository or an enterprise: https://github.com/acme[/repo], https://github.com/enterprises/acme.");
}
function invalid(message) {
	return new SandError("CONFIG_INVALID", message);
}

// src/guest/relay.ts
var import_lib = /* @__PURE__ */ __toESM(require_lib(), 1);
/**
* Joins a program's streams to its channel until it has ended. Resolves with its exit code, with undefined when it has
* none (a signal ended it, or nobody reads its output any more); rejects with the signal's reason.
*/
async function relay(channel, { stdin, stdout, stderr, terminal }, signal) {
	const { promise: ended, resolve } = Promise.withResolvers();
	const over = new AbortController();
	const giveUp = () => resolve(void 0);
	channel.once("close", (code) => resolve(code ?? void 0));
	channel.on("error", giveUp);
	stdout.once("error", giveUp);
	channel.pipe(stdout, { end: false });
	channel.stderr.pipe(stderr, { end: false });
	stdin.pipe(channel);
	terminal?.onResize(({ columns, rows }) => channel.setWindow(rows, columns, 0, 0), over.signal);
	try {
		return await abortable(ended, signal);
	} finally {
		over.abort();
		stdin.unpipe(channel).pause();
		channel.unpipe(stdout);
		channel.stderr.unpipe(stderr);
		channel.close();
	}
}

// src/guest/connection.ts
/** What is wrong with a private key, or undefined when it can be used as it is. */
function keyProblem(privateKey) {
	const parsed = import_lib.default.utils.parseKey(privateKey.reveal());
	return parsed instanceof Error ? parsed.message : void 0;
}
/** The guest refused the credentials. */
var LoginRefused = class extends Error {};
/** The connection broke, or never became one. Worth another try. */
var ConnectionLost = class extends Error {};
/** A half-open connection is noticed after the third unanswered question: 6 to 8 s. */
const defaultKeepaliveMs = 2e3;
const keepaliveCountMax = 3;
const handshakeDeadlineMs = 2e4;
const defaultOutputLimit = 1048576;
/** One SSH connection with a user logged in. */
var Connection = class Connection {
	/** Aborts with a `ConnectionLost` when the connection has ended for whatever reason. */
	lost;
	#client;
	#stream;
	constructor(client, stream, lost) {
		this.#client = client;
		this.#stream = stream;
		this.lost = lost;
	}
	/** Logs in over a stream. Rejects with `LoginRefused`, `ConnectionLost` or the signal's reason. */
	static async open(stream, options) {
		const client = new import_lib.Client();
		const ending = new AbortController();
		const lose = (error) => {
			ending.abort(describeLoss(error));
			stream.destroy();
		};
		client.on("error", lose).on("close", () => {
			lose(/* @__PURE__ */ new Error("it was closed"));
		});
		client.on("keyboard-interactive", (_name, _instructions, _language, prompts, answer) => {
			answer(prompts.map(() => options.credentials.password?.reveal() ?? ""));
		});
		const { promise: ready, resolve } = Promise.withResolvers();
		client.once("ready", resolve);
		try {
			client.connect(connectConfig(stream, options));
			await abortable(ready, AbortSignal.any([options.signal, ending.signal]));
			return new Connection(client, stream, ending.signal);
		} catch (error) {
			lose(error instanceof Error ? error : new Error(String(error)));
			throw error;
		}
	}
	/** Runs a command through the user's shell. Rejects with `ConnectionLost` or the signal's reason. */
	async run(command, options) {
		const channel = await this.#exec(command, options.signal);
		const limit = options.outputLimit ?? defaultOutputLimit;
		const { promise: done, resolve } = Promise.withResolvers();
		const stdout = collect(channel, limit, (text) => {
			if (options.until?.test(text) === true) resolve();
		});
		const stderr = collect(channel.stderr, limit);
		let code;
		channel.once("close", (status) => {
			code = status ?? void 0;
			resolve();
		});
		channel.end(options.stdin ?? "");
		try {
			await abortable(done, AbortSignal.any([options.signal, this.lost]));
			return {
				code,
				stdout: stdout(),
				stderr: stderr()
			};
		} finally {
			channel.close();
		}
	}
	/** What a command prints, as long as it prints. Ends when the command does; fails with the connection or the signal. */
	async *stream(command, signal) {
		const channel = await this.#exec(command, signal);
		const bytes = new PassThrough();
		const give = AbortSignal.any([signal, this.lost]);
		const giveUp = () => {
			bytes.destroy(give.reason instanceof Error ? give.reason : new Error(String(give.reason)));
		};
		if (give.aborted) giveUp();
		give.addEventListener("abort", giveUp, { once: true });
		channel.stderr.resume();
		channel.pipe(bytes);
		try {
			yield* bytes;
		} finally {
			give.removeEventListener("abort", giveUp);
			channel.unpipe(bytes);
			channel.resume();
			channel.close();
			bytes.destroy();
		}
	}
	/** Runs a program for a person, see `relay`. Rejects with `ConnectionLost` or the signal's reason. */
	async interact(program, signal) {
		const { command, terminal } = program;
		const pty = terminal && {
			term: terminal.type,
			cols: terminal.columns,
			rows: terminal.rows
		};
		const channel = await this.#open((done) => {
			if (command === void 0) this.#client.shell(pty ?? false, done);
			else this.#client.exec(command, pty === void 0 ? {} : { pty }, done);
		}, signal);
		return await relay(channel, program, AbortSignal.any([signal, this.lost]));
	}
	close() {
		this.#client.end();
		this.#stream.destroy();
	}
	async #exec(command, signal) {
		return await this.#open((done) => this.#client.exec(command, done), signal);
	}
	async #open(ask, signal) {
		const { promise, resolve, reject } = Promise.withResolvers();
		const either = AbortSignal.any([signal, this.lost]);
		either.throwIfAborted();
		try {
			ask((error, channel) => {
				if (error === void 0) resolve(channel);
				else reject(describeLoss(error));
			});
		} catch (error) {
			throw describeLoss(error);
		}
		try {
			return await abortable(promise, either);
		} catch (error) {
			promise.then((late) => late.destroy(), ignore$1);
			throw error;
		}
	}
};
function connectConfig(sock, options) {
	const { user, password, privateKey } = options.credentials;
	return {
		sock,
		username: user,
		...password !== void 0 && {
			password: password.reveal(),
			tryKeyboard: true
		},
		...privateKey !== void 0 && { privateKey: privateKey.reveal() },
		authHandler: [...privateKey === void 0 ? [] : ["publickey"], ...password === void 0 ? [] : ["password", "keyboard-interactive"]],
		readyTimeout: handshakeDeadlineMs,
		keepaliveInterval: options.keepaliveMs ?? defaultKeepaliveMs,
		keepaliveCountMax
	};
}
function describeLoss(error) {
	if (error instanceof ConnectionLost || error instanceof LoginRefused) return error;
	const message = error instanceof Error ? error.message : String(error);
	if (error instanceof Error && "level" in error && error.level === "client-authentication") return new LoginRefused(message, { cause: error });
	return new ConnectionLost(`the SSH connection broke: ${message}`, { cause: error });
}
/** Gathers text up to a limit; returns what gives it. */
function collect(source, limit, onText) {
	const chunks = [];
	let length = 0;
	const text = () => Buffer.concat(chunks).toString("utf8");
	source.on("data", (chunk) => {
		chunks.push(chunk.subarray(0, Math.max(0, limit - length)));
		length += chunk.length;
		onText?.(text());
	});
	return text;
}
function ignore$1() {}

// src/guest/equipment.ts
/** File names in the guest. The runner wants those of hooks to end in `.sh`. */
const jobStartedFile = "job-started.sh";
const jobCompletedFile = "job-completed.sh";
const warmupFile = "warmup.sh";
/** The files that belong into the guest's folder: name → text. */
function equipmentFiles({ hooks = {}, warmup }) {
	return new Map([
		...hooks.jobStarted === void 0 ? [] : [[jobStartedFile, hooks.jobStarted]],
		...hooks.jobCompleted === void 0 ? [] : [[jobCompletedFile, hooks.jobCompleted]],
		...warmup === void 0 ? [] : [[warmupFile, warmup.script]]
	]);
}
/** The runner's variables that name the hooks: name → file in the guest's folder. */
function hookVariables({ jobStarted, jobCompleted }) {
	return [...jobStarted === void 0 ? [] : [pair("ACTIONS_RUNNER_HOOK_JOB_STARTED", jobStartedFile)], ...jobCompleted === void 0 ? [] : [pair("ACTIONS_RUNNER_HOOK_JOB_COMPLETED", jobCompletedFile)]];
}
function pair(name, file) {
	return [name, file];
}

// src/guest/quote.ts
/** Quotes a text as one word of a POSIX shell. Throws a RangeError on a NUL, which no shell word can hold. */
function quoteForShell(text) {
	if (text.includes("\0")) throw new RangeError("a shell word cannot hold a NUL character");
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

// src/guest/scripts.ts
/** Where the scripts live in the guest; every shell expands it. */
const guestFolder = "$HOME/.sand-action";
/** Reads a folder of scripts. Files whose name is not a plain word are left out. */
async function loadScripts(folder) {
	const names = (await readdir(folder)).filter((name) => /^[a-z-]+$/u.test(name)).toSorted();
	const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
	return new Map(names.map((name, place) => [name, texts[place] ?? ""]));
}
/** The command line that runs one of the delivered scripts. Arguments are visible in `ps`: no secrets. */
function scriptCommand(name, ...args) {
	return [`exec "${guestFolder}/${name}"`, ...args.map(quoteForShell)].join(" ");
}
/** A script that writes all scripts into the guest; printf is a builtin, so it costs two processes only. */
function deliveryScript(scripts) {
	const names = [...scripts.keys()];
	return [
		"set -eu",
		"umask 077",
		`mkdir -p "${guestFolder}"`,
		`cd "${guestFolder}"`,
		...names.map((name) => `printf %s ${quoteForShell(scripts.get(name) ?? "")} >${name}`),
		`chmod 700 . ${names.join(" ")}`,
		""
	].join("\n");
}

// src/guest/follow.ts
/** What `run-listener` adds to the log when it is done. A hint only: a job can write it, too. */
const sentinel = "sand-action: runner exited";
/** For the case that the sentinel never comes: the supervisor was killed. */
const defaultStateIntervalMs = 15e3;
/** Before the log is followed again although the connection is there and the runner runs. */
const pauseMs$2 = 500;
/**
* Follows the log of the runner until it has exited, over as many connections as that takes: the count of bytes seen
* makes sure that nothing is lost and nothing told twice. Rejects with `GUEST_LOST`, `RUNNER_FAILED` when no runner was
* ever started, or the signal's reason.
*/
async function* followRunner(link, signal, stateIntervalMs = defaultStateIntervalMs) {
	const log = new RunnerLog();
	for (;;) {
		const connection = await link.connection(signal);
		yield* followStretch(connection, log, {
			signal,
			stateIntervalMs
		});
		const state = await askState(link, log.offset, signal);
		if (state.word === "absent") throw new SandError("RUNNER_FAILED", "no runner was started in this guest");
		if (state.word === "exited") {
			yield* log.push(state.rest);
			yield* log.end();
			yield {
				type: "exited",
				code: state.code
			};
			return;
		}
		if (!connection.lost.aborted) await setTimeout(pauseMs$2, void 0, { signal });
	}
}
/** Follows the log until there is reason to ask for the runner's state. */
async function* followStretch(connection, log, { signal, stateIntervalMs }) {
	const enough = new AbortController();
	const watch = setInterval(() => {
		endWhenNotRunning(connection, enough, stateIntervalMs);
	}, stateIntervalMs);
	try {
		const command = scriptCommand("follow-log", String(log.offset + 1));
		for await (const chunk of connection.stream(command, AbortSignal.any([signal, enough.signal]))) {
			yield* log.push(chunk);
			if (log.sawSentinel()) return;
		}
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof ConnectionLost) && !enough.signal.aborted) throw error;
	} finally {
		clearInterval(watch);
	}
}
async function endWhenNotRunning(connection, enough, deadlineMs) {
	try {
		const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(deadlineMs)]);
		const command = scriptCommand("runner-state", String(Number.MAX_SAFE_INTEGER));
		const { stdout } = await connection.run(command, { signal });
		if (["absent", "exited"].includes(parseState(stdout).word)) enough.abort();
	} catch {}
}
async function askState(link, offset, signal) {
	const command = scriptCommand("runner-state", String(offset + 1));
	const { code, stdout, stderr } = await link.run(command, { signal });
	const state = parseState(stdout);
	if (state.word !== "") return state;
	throw new SandError("GUEST_COMMAND", `runner-state ended with ${String(code)}: ${quote(stderr)}`);
}
function parseState(output) {
	const { word = "", code, rest = "" } = /^(?<word>absent|running|exited)(?: (?<code>\d+))?$\n?(?<rest>[^]*)/mu.exec(output)?.groups ?? {};
	return {
		word,
		code: Number(code ?? 255),
		rest: Buffer.from(rest)
	};
}
/** The log as far as it was seen. */
var RunnerLog = class {
	/** Bytes seen. */
	offset = 0;
	#lines = new LineCutter();
	#sentinel = false;
	*push(chunk) {
		this.offset += chunk.length;
		yield* this.#events(this.#lines.push(chunk));
	}
	*end() {
		yield* this.#events(this.#lines.end());
	}
	/** Whether the sentinel came since this was last asked. */
	sawSentinel() {
		const saw = this.#sentinel;
		this.#sentinel = false;
		return saw;
	}
	*#events(lines) {
		for (const line of lines) if (line === sentinel) this.#sentinel = true;
		else yield* eventsOfLine(line);
	}
};

// src/guest/banner.ts
const wanted = Buffer.from("SSH-");
/**
* Resolves when the first bytes of a stream are those of an SSH server, and leaves them unread. A server may print
* other lines before (RFC 4253 §4.2), but OpenSSH does so only to refuse, so that anything else counts as a failure.
*/
async function awaitBanner(stream, signal) {
	let seen = Buffer.alloc(0);
	while (seen.length < wanted.length) {
		const chunk = stream.read();
		if (chunk instanceof Uint8Array) seen = Buffer.concat([seen, chunk]);
		else await awaitBytes(stream, signal);
	}
	if (!seen.subarray(0, wanted.length).equals(wanted)) throw new Error(`no SSH server answers there: ${JSON.stringify(seen.toString("latin1", 0, 60))}`);
	stream.unshift(seen);
}
async function awaitBytes(stream, signal) {
	if (stream.readableEnded || stream.destroyed) throw new Error("closed before an SSH banner came");
	const settled = new AbortController();
	try {
		const either = AbortSignal.any([signal, settled.signal]);
		await Promise.race([
			"readable",
			"end",
			"close"
		].map((event) => once(stream, event, { signal: either })));
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		settled.abort();
	}
}

// src/guest/dial.ts
/** How long the next transport waits for the one before it, unless that one has no route at all. */
const staggerMs = 250;
/** Between two attempts of the first transport: port 22 is probed, for nothing tells when it opens (DESIGN.md §9). */
const pauseMs$1 = 75;
/** Fallbacks may start a program for every attempt: their pauses double up to this. */
const longestFallbackPauseMs = 500;
/** A transport that opens is open quickly: the guest is next door. */
const openDeadlineMs = 2e3;
/** A booting Mac starts its first sshd slowly. */
const bannerDeadlineMs = 5e3;
/**
* Tries all transports, each joining a little later than the one before, again and again until one of them shows an
* SSH banner. Rejects with `GUEST_UNREACHABLE`, naming the last error of each, or with the signal's reason.
*/
async function dial(options) {
	const { clock, port, transports } = options;
	const over = new AbortController();
	const signal = AbortSignal.any([withDeadline(options.signal, options.deadlineMs), over.signal]);
	const errors = /* @__PURE__ */ new Map();
	const joining = transports.map(() => Promise.withResolvers());
	const keepTrying = async (transport, place) => {
		await Promise.race([joining[place]?.promise, clock.sleep(place * staggerMs, signal)]);
		for (let pause = pauseMs$1;; pause = place === 0 ? pauseMs$1 : Math.min(2 * pause, longestFallbackPauseMs)) {
			try {
				return {
					transport,
					stream: await attempt(transport, port, signal)
				};
			} catch (error) {
				signal.throwIfAborted();
				errors.set(transport.name, error);
				if (hasNoRoute(error)) joining[place + 1]?.resolve();
			}
			await clock.sleep(pause, signal);
		}
	};
	const attempts = transports.map(keepTrying);
	try {
		const winner = await abortable(Promise.race(attempts), signal);
		discardOthers(attempts, winner);
		return winner;
	} catch {
		options.signal.throwIfAborted();
		discardOthers(attempts);
		throw unreachable(options, errors);
	} finally {
		over.abort();
	}
}
async function attempt(transport, port, signal) {
	const stream = await open$1(transport, port, withDeadline(signal, openDeadlineMs));
	stream.on("error", ignore);
	try {
		await awaitBanner(stream, withDeadline(signal, bannerDeadlineMs));
		signal.throwIfAborted();
		return stream;
	} catch (error) {
		stream.destroy();
		throw error;
	}
}
/** Holds the deadline even when the transport does not; a stream that comes too late is destroyed. */
async function open$1(transport, port, signal) {
	const opening = transport.open(port, signal);
	try {
		return await abortable(opening, signal);
	} catch (error) {
		opening.then((late) => late.on("error", ignore).destroy(), ignore);
		throw error;
	}
}
/** Two may win in the same moment; the second one's stream has no use. */
function discardOthers(attempts, winner) {
	for (const each of attempts) each.then((dialled) => dialled === winner || dialled.stream.destroy(), ignore);
}
/** What macOS's Local Network privacy looks like, too (reference/tart.md §9.1). */
function hasNoRoute(error) {
	if (!(error instanceof Error)) return false;
	const code = error.code;
	return code === "EHOSTUNREACH" || code === "ENETUNREACH" || hasNoRoute(error.cause);
}
function unreachable(options, errors) {
	const tried = options.transports.map(({ name }) => {
		const error = errors.get(name);
		return `${name}: ${error instanceof Error ? error.message : "no answer"}`;
	});
	return new SandError("GUEST_UNREACHABLE", `no SSH server on port ${String(options.port)} of the guest within ${String(Math.round(options.deadlineMs / 1e3))} s (${tried.join("; ")})`, { cause: [...errors.values()].at(-1) });
}
function ignore() {}

// src/guest/facts.ts
/** Parses what the script printed, or undefined when it did not get to its end. A login shell may print before it. */
function parseFacts(output) {
	const text = cleanText$1(output).split(/^sand-facts$/mu).at(-1) ?? "";
	if (!/^sand-facts-end$/mu.test(text)) return void 0;
	const facts = /* @__PURE__ */ new Map();
	for (const [, key = "", value = ""] of text.matchAll(/^([a-z]+) (.*)$/gmu)) facts.set(key, [...facts.get(key) ?? [], value.trim()]);
	const first = (key) => facts.get(key)?.[0];
	return {
		os: first("os"),
		user: first("user"),
		consoleUser: first("console"),
		macAddresses: (facts.get("mac") ?? []).map(padMac$1),
		sudo: first("sudo") === "yes",
		runner: first("runner"),
		runnerVersion: first("version"),
		runnerStarted: first("started") === "yes",
		runnerEndedAgoMs: toMilliseconds(first("ended"))
	};
}
function toMilliseconds(seconds) {
	return seconds !== void 0 && /^-?\d{1,12}$/u.test(seconds) ? Number(seconds) * 1e3 : void 0;
}
/** Some programs of macOS leave out leading zeros (reference/tart.md §4). */
function padMac$1(mac) {
	return mac.toLowerCase().split(":").map((byte) => byte.padStart(2, "0")).join(":");
}

// src/guest/link.ts
/** While it boots, a Mac may refuse right credentials for a moment: the pauses before it is asked again. */
const loginPausesMs = [
	250,
	750,
	1500
];
const longestLoginPauseMs = 1500;
/** Between two attempts when something answered that was of no use. */
const pauseMs = 250;
/** As long as GitHub waits for a silent runner (reference/github-runners.md §5.3); the VM's own end is told by others. */
const defaultReconnectMs = 6e5;
const defaultCommandMs = 3e4;
/** How often a command is repeated when the connection breaks under it. */
const commandTries = 4;
/** The way to one guest: connects, verifies whom it reached, and connects again when the connection broke. */
var Link = class {
	#options;
	#clock;
	#factsScript;
	#over = new AbortController();
	#transports;
	#established;
	#establishing;
	constructor(options, factsScript) {
		this.#options = options;
		this.#clock = options.clock ?? wallClock;
		this.#factsScript = factsScript;
		this.#transports = options.transports;
	}
	/** The transport in use, or the last one that was. */
	get transport() {
		return this.#established?.transport.name ?? "none";
	}
	/** What the guest said of itself when it was last verified. */
	get facts() {
		return this.#established?.facts;
	}
	/** The first connection. Rejects with `GUEST_UNREACHABLE`, `GUEST_AUTH`, `GUEST_FOREIGN` or the signal's reason. */
	async reach(deadlineMs, signal) {
		this.#established = await this.#establish(deadlineMs, signal);
	}
	/** A live connection, the old one or a new one. Rejects with `GUEST_LOST` or the signal's reason. */
	async connection(signal) {
		const now = this.#established?.connection;
		if (now !== void 0 && !now.lost.aborted) return now;
		this.#establishing ??= this.#reconnect(now?.lost.reason);
		return (await abortable(this.#establishing, signal)).connection;
	}
	/**
	* Runs a command; one that may be repeated is, when the connection broke under it. Rejects with `GUEST_COMMAND` when
	* it takes longer than `deadlineMs`, with `GUEST_LOST`, or with the signal's reason.
	*/
	async run(command, options) {
		const deadlineMs = options.deadlineMs ?? defaultCommandMs;
		for (let tries = 1;; tries += 1) {
			const connection = await this.connection(options.signal);
			const signal = withDeadline(options.signal, deadlineMs);
			try {
				return await connection.run(command, {
					...options,
					signal
				});
			} catch (error) {
				options.signal.throwIfAborted();
				if (error instanceof ConnectionLost && tries < (options.tries ?? commandTries)) continue;
				throw new SandError("GUEST_COMMAND", `${command}: ${describe(error)}`, { cause: error });
			}
		}
	}
	close() {
		this.#over.abort(new SandError("GUEST_LOST", "the connection to the guest was closed by us"));
		this.#established?.connection.close();
	}
	async #reconnect(reason) {
		try {
			this.#over.signal.throwIfAborted();
			this.#options.onEvent?.({
				type: "reconnecting",
				reason: describe(reason)
			});
			const deadlineMs = this.#options.reconnectMs ?? defaultReconnectMs;
			this.#established = await this.#establish(deadlineMs, this.#over.signal, "patient");
			return this.#established;
		} catch (error) {
			this.#over.signal.throwIfAborted();
			throw new SandError("GUEST_LOST", `the guest did not come back: ${describe(error)}`, { cause: error });
		} finally {
			this.#establishing = void 0;
		}
	}
	/** A guest that let us in before is asked until the deadline, whatever it says in between. */
	async #establish(deadlineMs, signal, mood = "brisk") {
		const end = this.#clock.now() + deadlineMs;
		const pauses = [...loginPausesMs];
		let last;
		for (;;) {
			const left = Math.max(0, end - this.#clock.now());
			try {
				return await this.#attempt(left, signal);
			} catch (error) {
				signal.throwIfAborted();
				if (error instanceof SandError && error.code === "GUEST_UNREACHABLE") throw last ?? error;
				const failure = explain(error, this.#options.credentials);
				if (error instanceof LoginRefused && pauses.length === 0 && mood === "brisk") throw failure;
				if (failure.code !== "GUEST_UNREACHABLE" || last === void 0) last = failure;
				await this.#clock.sleep(error instanceof LoginRefused ? pauses.shift() ?? longestLoginPauseMs : pauseMs, signal);
			}
		}
	}
	async #attempt(deadlineMs, signal) {
		const { port, credentials, keepaliveMs } = this.#options;
		const { transport, stream } = await dial({
			transports: this.#transports,
			clock: this.#clock,
			port,
			deadlineMs,
			signal
		});
		const ownSignal = withDeadline(signal, deadlineMs);
		const connection = await Connection.open(stream, {
			credentials,
			keepaliveMs,
			signal: ownSignal
		});
		try {
			const facts = await this.#verify(connection, transport, ownSignal);
			this.#prefer(transport, "first");
			this.#options.onEvent?.({
				type: "connected",
				transport: transport.name,
				runnerVersion: facts.runnerVersion
			});
			return {
				connection,
				transport,
				facts
			};
		} catch (error) {
			connection.close();
			throw error;
		}
	}
	async #verify(connection, transport, signal) {
		const { stdout } = await connection.run("exec /bin/sh -s", {
			stdin: this.#factsScript,
			signal
		});
		const facts = parseFacts(stdout);
		if (facts === void 0) throw new ConnectionLost("the guest did not tell its facts");
		if (facts.macAddresses.includes(this.#options.macAddress)) return facts;
		const { macAddresses } = facts;
		this.#options.onEvent?.({
			type: "foreign",
			transport: transport.name,
			macAddresses
		});
		this.#prefer(transport, "last");
		throw new SandError("GUEST_FOREIGN", `wanted the guest with MAC address ${this.#options.macAddress}, but over ${transport.name} one with ${quote(macAddresses.join(", ")) || "none"} answered`);
	}
	#prefer(transport, place) {
		const others = this.#transports.filter((other) => other !== transport);
		this.#transports = place === "first" ? [transport, ...others] : [...others, transport];
	}
};
/** What a failed attempt is called when there is no time for another one. */
function explain(error, credentials) {
	if (error instanceof SandError) return error;
	if (error instanceof LoginRefused) {
		const means = credentials.privateKey === void 0 ? "password" : "key";
		return new SandError("GUEST_AUTH", `the guest does not let ${credentials.user} in with this ${means}`, { cause: error });
	}
	const message = `an SSH server answered, but was of no use: ${describe(error)}`;
	return new SandError("GUEST_UNREACHABLE", message, { cause: error });
}
function describe(error) {
	return error instanceof Error ? error.message : String(error);
}

// src/guest/logs.ts
/** What `collect-logs` may print at most: 22 files of 256 KiB and their headings. */
const collectedLimit = 5789696;
/** Takes apart what `collect-logs` printed: file name → content. Odd names are made plain, later files of a name dropped. */
function parseCollected(output, token) {
	const logs = /* @__PURE__ */ new Map();
	for (const part of output.split(`\n${token} `).slice(1)) {
		const end = part.indexOf("\n");
		const name = part.slice(0, end === -1 ? void 0 : end).replaceAll(/[^\w.-]/gu, "_");
		if (!logs.has(name)) logs.set(name, end === -1 ? "" : cleanText$1(part.slice(end + 1)));
	}
	return logs;
}

// src/guest/start.ts
const variableName = /^[A-Za-z_]\w*$/u;
/**
* What `run-listener` reads: the JIT configuration, the job's variables, the end mark. Throws a RangeError for what
* cannot be a variable or would not be one line: the configuration was checked long before.
*/
function startMessage(start) {
	const jit = start.jitConfig.reveal();
	if (/\s/u.test(jit)) throw new RangeError("a JIT configuration is one word");
	const hooks = hookVariables(start.hooks ?? {}).map(([name, file]) => `export ${name}="${guestFolder}/${file}"`);
	return [
		jit,
		...exportStatements(start.env),
		...hooks,
		"# end of start",
		""
	].join("\n");
}
/** Shell statements that export variables. Throws a RangeError for what cannot be a variable. */
function exportStatements(env) {
	return Object.entries(env).map(([name, value]) => {
		if (!variableName.test(name)) throw new RangeError(`cannot be a variable: ${JSON.stringify(name)}`);
		return `export ${name}=${quoteForShell(value)}`;
	});
}
/** Marks that the listener runs. */
const startedLine = /^started$/mu;
/** Parses what `start-runner` printed, or undefined when the listener was not started. */
function parseStartReply(output) {
	const { session, obstacle = "" } = /^session (?<session>gui|ssh) (?<obstacle>.*)$/mu.exec(output)?.groups ?? {};
	if (!startedLine.test(output) || session !== "gui" && session !== "ssh") return void 0;
	return {
		session,
		obstacle
	};
}

// src/guest/reach.ts
/** Longer than `start-runner` waits for a login that is coming. */
const startDeadlineMs = 9e4;
const installDeadlineMs = 6e5;
const probeDeadlineMs = 1e4;
/** Connects to a guest, logs in and makes sure it is the one that is meant. Rejects as `Link.reach` does. */
async function reachGuest(options) {
	const scripts = await loadScripts(options.scriptsFolder);
	const facts = scripts.get("guest-facts");
	if (facts === void 0) throw new SandError("INTERNAL", `there are no scripts for guests in ${options.scriptsFolder}`);
	const link = new Link(options, facts);
	await link.reach(options.deadlineMs, options.signal);
	return new ReachedGuest(link, scripts, options);
}
/** A guest that was reached and verified; connects again by itself. */
var ReachedGuest = class {
	#link;
	#scripts;
	#options;
	constructor(link, scripts, options) {
		this.#link = link;
		this.#scripts = scripts;
		this.#options = options;
	}
	/** The transport that worked last. */
	get transport() {
		return this.#link.transport;
	}
	/** Whether a runner was started here before it was reached. */
	get runnerStarted() {
		return this.#link.facts?.runnerStarted === true;
	}
	/** How long ago that runner had ended when the guest was last reached, in milliseconds; undefined when it had not. */
	get runnerEndedAgoMs() {
		return this.#link.facts?.runnerEndedAgoMs;
	}
	/** Asks whether the guest still answers; rejects with `GUEST_LOST` or `GUEST_COMMAND`. */
	async probe(signal) {
		await this.#link.run("true", {
			deadlineMs: probeDeadlineMs,
			signal
		});
	}
	/** Puts the scripts into the guest, and a runner where there is none. `RUNNER_MISSING`, `RUNNER_ARCHIVE`. */
	async deliver(signal) {
		const archive = this.#link.facts?.runner === void 0 ? this.#options.runnerArchive : void 0;
		if (this.#link.facts?.runner === void 0 && archive === void 0) throw new SandError("RUNNER_MISSING", "the guest has no ~/actions-runner and no archive is configured");
		const delivery = deliveryScript(this.#scripts);
		const result = await this.#link.run("exec /bin/sh -s", {
			stdin: archive === void 0 ? delivery : delivery + installCommand(archive),
			deadlineMs: archive === void 0 ? void 0 : installDeadlineMs,
			signal
		});
		if (archive !== void 0 && result.code !== void 0 && result.code >= installFailures.first) throw archiveFailure(archive, result);
		if (result.code !== 0) throw commandFailure("delivering the scripts", result);
	}
	/** Brings the operator's hooks, and runs the operator's warmup unless that was done. `WARMUP_FAILED`, `GUEST_COMMAND`. */
	async equip(equipment, signal) {
		const files = equipmentFiles(equipment);
		if (files.size === 0) return;
		const result = await this.#link.run("exec /bin/sh -s", {
			stdin: deliveryScript(files),
			signal
		});
		if (result.code !== 0) throw commandFailure("delivering hooks and warmup", result);
		if (equipment.warmup !== void 0) await this.#warmUp(equipment.warmup, equipment, signal);
	}
	/** Once only: nobody knows whether a warmup that was cut off may be repeated. */
	async #warmUp({ timeoutMs }, { env, secrets = [] }, signal) {
		const options = {
			stdin: exportStatements(env).join("\n"),
			deadlineMs: timeoutMs,
			tries: 1,
			signal
		};
		const result = await this.#link.run(scriptCommand("warm-up"), options).catch((cause) => {
			signal.throwIfAborted();
			const within = `${String(timeoutMs / 1e3)} s`;
			throw new SandError("WARMUP_FAILED", `the end of the warmup was not seen within ${within}`, { cause });
		});
		if (result.code === 0) return;
		const said = quote(redact(result.stderr, secrets));
		throw new SandError("WARMUP_FAILED", `the warmup ended with ${String(result.code)}: ${said}`);
	}
	/** Starts the runner detached; resolves when its listener was started. `RUNNER_SESSION`, `GUEST_COMMAND`. */
	async startRunner(start, signal) {
		const result = await this.#link.run(scriptCommand("start-runner", start.session), {
			stdin: startMessage(start),
			until: startedLine,
			deadlineMs: startDeadlineMs,
			signal
		});
		const said = redact(result.stderr.trim(), [start.jitConfig]);
		if (result.code === 20) throw new SandError("RUNNER_SESSION", `no GUI session: ${quote(said)}`);
		const reply = parseStartReply(result.stdout);
		if (reply === void 0) throw commandFailure("start-runner", {
			...result,
			stderr: said
		});
		if (start.session === "auto" && reply.obstacle !== "") this.#options.onEvent?.({
			type: "session-fallback",
			obstacle: reply.obstacle
		});
		return { session: reply.session };
	}
	/** See `followRunner`. */
	followRunner(signal) {
		return followRunner(this.#link, signal);
	}
	/** Sends SIGINT to the listener; resolves when it was sent, also when there is none to send it to. */
	async interruptRunner(signal) {
		const result = await this.#link.run(scriptCommand("interrupt-runner"), { signal });
		if (result.code !== 0) throw commandFailure("interrupt-runner", result);
	}
	/** Runs a program for a person; resolves with its exit code, see `relay`. `GUEST_LOST` when the connection breaks. */
	async interact(program, signal) {
		try {
			return await (await this.#link.connection(signal)).interact(program, signal);
		} catch (cause) {
			if (!(cause instanceof ConnectionLost)) throw cause;
			throw new SandError("GUEST_LOST", cause.message, { cause });
		}
	}
	/** The ends of the runner's logs: file name → content. */
	async collectLogs(signal) {
		const token = randomUUID();
		const command = scriptCommand("collect-logs", token);
		const { stdout } = await this.#link.run(command, {
			outputLimit: collectedLimit,
			signal
		});
		return parseCollected(stdout, token);
	}
	async [Symbol.asyncDispose]() {
		this.#link.close();
	}
};
/** Exit codes of `install-runner`. */
const installFailures = {
	first: 30,
	30: "it could not be downloaded",
	31: "it is not the file that was meant",
	32: "it could not be unpacked"
};
function installCommand({ url, sha256 }) {
	return `"${guestFolder}/install-runner" ${quoteForShell(url)} ${quoteForShell(sha256)} </dev/null\n`;
}
function archiveFailure(archive, { code, stderr }) {
	const what = installFailures[code ?? 0] ?? "it could not be installed";
	return new SandError("RUNNER_ARCHIVE", `runner archive ${archive.url}: ${what}: ${quote(stderr)}`);
}
function commandFailure(what, { code, stderr }) {
	return new SandError("GUEST_COMMAND", `${what} ended with ${String(code)}: ${quote(stderr)}`);
}

// node_modules/is-plain-obj/index.js
function isPlainObject(value) {
	if (typeof value !== "object" || value === null) return false;
	const prototype = Object.getPrototypeOf(value);
	return (prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null) && !(Symbol.toStringTag in value) && !(Symbol.iterator in value);
}

// node_modules/execa/lib/arguments/file-url.js
const safeNormalizeFileUrl = (file, name) => {
	const fileString = normalizeFileUrl(normalizeDenoExecPath(file));
	if (typeof fileString !== "string") throw new TypeError(`${name} must be a string or a file URL: ${fileString}.`);
	return fileString;
};
const normalizeDenoExecPath = (file) => isDenoExecPath(file) ? file.toString() : file;
const isDenoExecPath = (file) => typeof file !== "string" && file && Object.getPrototypeOf(file) === String.prototype;
const normalizeFileUrl = (file) => file instanceof URL ? fileURLToPath(file) : file;

// node_modules/execa/lib/methods/parameters.js
const normalizeParameters = (rawFile, rawArguments = [], rawOptions = {}) => {
	const filePath = safeNormalizeFileUrl(rawFile, "First argument");
	const [commandArguments, options] = isPlainObject(rawArguments) ? [[], rawArguments] : [rawArguments, rawOptions];
	if (!Array.isArray(commandArguments)) throw new TypeError(`Second argument must be either an array of arguments or an options object: ${commandArguments}`);
	if (commandArguments.some((commandArgument) => typeof commandArgument === "object" && commandArgument !== null)) throw new TypeError(`Second argument must be an array of strings: ${commandArguments}`);
	const normalizedArguments = commandArguments.map(String);
	const nullByteArgument = normalizedArguments.find((normalizedArgument) => normalizedArgument.includes("\0"));
	if (nullByteArgument !== void 0) throw new TypeError(`Arguments cannot contain null bytes ("\\0"): ${nullByteArgument}`);
	if (!isPlainObject(options)) throw new TypeError(`Last argument must be an options object: ${options}`);
	return [
		filePath,
		normalizedArguments,
		options
	];
};

// node_modules/execa/lib/utils/uint-array.js
const { toString: objectToString$1 } = Object.prototype;
const isArrayBuffer = (value) => objectToString$1.call(value) === "[object ArrayBuffer]";
const isUint8Array = (value) => objectToString$1.call(value) === "[object Uint8Array]";
const bufferToUint8Array = (buffer) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
const textEncoder$1 = new TextEncoder();
const stringToUint8Array = (string) => textEncoder$1.encode(string);
const textDecoder = new TextDecoder();
const uint8ArrayToString = (uint8Array) => textDecoder.decode(uint8Array);
const joinToString = (uint8ArraysOrStrings, encoding) => {
	return uint8ArraysToStrings(uint8ArraysOrStrings, encoding).join("");
};
const uint8ArraysToStrings = (uint8ArraysOrStrings, encoding) => {
	if (encoding === "utf8" && uint8ArraysOrStrings.every((uint8ArrayOrString) => typeof uint8ArrayOrString === "string")) return uint8ArraysOrStrings;
	const decoder = new StringDecoder(encoding);
	const strings = uint8ArraysOrStrings.map((uint8ArrayOrString) => typeof uint8ArrayOrString === "string" ? stringToUint8Array(uint8ArrayOrString) : uint8ArrayOrString).map((uint8Array) => decoder.write(uint8Array));
	const finalString = decoder.end();
	return finalString === "" ? strings : [...strings, finalString];
};
const joinToUint8Array = (uint8ArraysOrStrings) => {
	if (uint8ArraysOrStrings.length === 1 && isUint8Array(uint8ArraysOrStrings[0])) return uint8ArraysOrStrings[0];
	return concatUint8Arrays(stringsToUint8Arrays(uint8ArraysOrStrings));
};
const stringsToUint8Arrays = (uint8ArraysOrStrings) => uint8ArraysOrStrings.map((uint8ArrayOrString) => typeof uint8ArrayOrString === "string" ? stringToUint8Array(uint8ArrayOrString) : uint8ArrayOrString);
const concatUint8Arrays = (uint8Arrays) => {
	const result = new Uint8Array(getJoinLength(uint8Arrays));
	let index = 0;
	for (const uint8Array of uint8Arrays) {
		result.set(uint8Array, index);
		index += uint8Array.length;
	}
	return result;
};
const getJoinLength = (uint8Arrays) => {
	let joinLength = 0;
	for (const uint8Array of uint8Arrays) joinLength += uint8Array.length;
	return joinLength;
};

// node_modules/execa/lib/methods/template.js
const isTemplateString = (templates) => Array.isArray(templates) && Array.isArray(templates.raw);
const parseTemplates = (templates, expressions) => {
	let tokens = [];
	for (const [index, template] of templates.entries()) tokens = parseTemplate({
		templates,
		expressions,
		tokens,
		index,
		template
	});
	if (tokens.length === 0) throw new TypeError("Template script must not be empty");
	const [file, ...commandArguments] = tokens;
	return [
		file,
		commandArguments,
		{}
	];
};
const parseTemplate = ({ templates, expressions, tokens, index, template }) => {
	if (template === void 0) throw new TypeError(`Invalid backslash sequence: ${templates.raw[index]}`);
	const { nextTokens, leadingWhitespaces, trailingWhitespaces } = splitByWhitespaces(template, templates.raw[index]);
	const newTokens = concatTokens(tokens, nextTokens, leadingWhitespaces);
	if (index === expressions.length) return newTokens;
	const expression = expressions[index];
	const expressionTokens = Array.isArray(expression) ? expression.map((expression) => parseExpression(expression)) : [parseExpression(expression)];
	return concatTokens(newTokens, expressionTokens, trailingWhitespaces);
};
const splitByWhitespaces = (template, rawTemplate) => {
	if (rawTemplate.length === 0) return {
		nextTokens: [],
		leadingWhitespaces: false,
		trailingWhitespaces: false
	};
	const nextTokens = [];
	let templateStart = 0;
	const leadingWhitespaces = DELIMITERS.has(rawTemplate[0]);
	for (let templateIndex = 0, rawIndex = 0; templateIndex < template.length; templateIndex += 1, rawIndex += 1) {
		const rawCharacter = rawTemplate[rawIndex];
		if (DELIMITERS.has(rawCharacter)) {
			if (templateStart !== templateIndex) nextTokens.push(template.slice(templateStart, templateIndex));
			templateStart = templateIndex + 1;
		} else if (rawCharacter === "\\") {
			const nextRawCharacter = rawTemplate[rawIndex + 1];
			if (nextRawCharacter === "\n") {
				templateIndex -= 1;
				rawIndex += 1;
			} else if (nextRawCharacter === "u" && rawTemplate[rawIndex + 2] === "{") rawIndex = rawTemplate.indexOf("}", rawIndex + 3);
			else rawIndex += ESCAPE_LENGTH[nextRawCharacter] ?? 1;
		}
	}
	const trailingWhitespaces = templateStart === template.length;
	if (!trailingWhitespaces) nextTokens.push(template.slice(templateStart));
	return {
		nextTokens,
		leadingWhitespaces,
		trailingWhitespaces
	};
};
const DELIMITERS = /* @__PURE__ */ new Set([
	" ",
	"	",
	"\r",
	"\n"
]);
const ESCAPE_LENGTH = {
	x: 3,
	u: 5
};
const concatTokens = (tokens, nextTokens, isSeparated) => isSeparated || tokens.length === 0 || nextTokens.length === 0 ? [...tokens, ...nextTokens] : [
	...tokens.slice(0, -1),
	`${tokens.at(-1)}${nextTokens[0]}`,
	...nextTokens.slice(1)
];
const parseExpression = (expression) => {
	const typeOfExpression = typeof expression;
	if (typeOfExpression === "string") return expression;
	if (typeOfExpression === "number") return String(expression);
	if (isPlainObject(expression) && ("stdout" in expression || "isMaxBuffer" in expression)) return getSubprocessResult(expression);
	if (expression instanceof ChildProcess || Object.prototype.toString.call(expression) === "[object Promise]") throw new TypeError("Unexpected subprocess in template expression. Please use ${await subprocess} instead of ${subprocess}.");
	throw new TypeError(`Unexpected "${typeOfExpression}" in template expression`);
};
const getSubprocessResult = ({ stdout }) => {
	if (typeof stdout === "string") return stdout;
	if (isUint8Array(stdout)) return uint8ArrayToString(stdout);
	if (stdout === void 0) throw new TypeError("Missing result.stdout in template expression. This is probably due to the previous subprocess' \"stdout\" option.");
	throw new TypeError(`Unexpected "${typeof stdout}" stdout in template expression`);
};

// node_modules/execa/lib/utils/standard-stream.js
const isStandardStream = (stream) => STANDARD_STREAMS.includes(stream);
const STANDARD_STREAMS = [
	process$1.stdin,
	process$1.stdout,
	process$1.stderr
];
const STANDARD_STREAMS_ALIASES = [
	"stdin",
	"stdout",
	"stderr"
];
const getStreamName = (fdNumber) => STANDARD_STREAMS_ALIASES[fdNumber] ?? `stdio[${fdNumber}]`;

// node_modules/execa/lib/arguments/specific.js
const normalizeFdSpecificOptions = (options) => {
	const optionsCopy = { ...options };
	for (const optionName of FD_SPECIFIC_OPTIONS) optionsCopy[optionName] = normalizeFdSpecificOption(options, optionName);
	return optionsCopy;
};
const normalizeFdSpecificOption = (options, optionName) => {
	const optionBaseArray = Array.from({ length: getStdioLength(options) + 1 });
	const optionArray = normalizeFdSpecificValue(options[optionName], optionBaseArray, optionName);
	return addDefaultValue$1(optionArray, optionName);
};
const getStdioLength = ({ stdio }) => Array.isArray(stdio) ? Math.max(stdio.length, STANDARD_STREAMS_ALIASES.length) : STANDARD_STREAMS_ALIASES.length;
const normalizeFdSpecificValue = (optionValue, optionArray, optionName) => isPlainObject(optionValue) ? normalizeOptionObject(optionValue, optionArray, optionName) : optionArray.fill(optionValue);
const normalizeOptionObject = (optionValue, optionArray, optionName) => {
	for (const fdName of Object.keys(optionValue).sort(compareFdName)) for (const fdNumber of parseFdName(fdName, optionName, optionArray)) optionArray[fdNumber] = optionValue[fdName];
	return optionArray;
};
const compareFdName = (fdNameA, fdNameB) => getFdNameOrder(fdNameA) < getFdNameOrder(fdNameB) ? 1 : -1;
const getFdNameOrder = (fdName) => {
	if (fdName === "stdout" || fdName === "stderr") return 0;
	return fdName === "all" ? 2 : 1;
};
const parseFdName = (fdName, optionName, optionArray) => {
	if (fdName === "ipc") return [optionArray.length - 1];
	const fdNumber = parseFd(fdName);
	if (fdNumber === void 0 || fdNumber === 0) throw new TypeError(`"${optionName}.${fdName}" is invalid.
It must be "${optionName}.stdout", "${optionName}.stderr", "${optionName}.all", "${optionName}.ipc", or "${optionName}.fd3", "${optionName}.fd4" (and so on).`);
	if (fdNumber >= optionArray.length) throw new TypeError(`"${optionName}.${fdName}" is invalid: that file descriptor does not exist.
Please set the "stdio" option to ensure that file descriptor exists.`);
	return fdNumber === "all" ? [1, 2] : [fdNumber];
};
const parseFd = (fdName) => {
	if (fdName === "all") return fdName;
	if (STANDARD_STREAMS_ALIASES.includes(fdName)) return STANDARD_STREAMS_ALIASES.indexOf(fdName);
	const regexpResult = FD_REGEXP.exec(fdName);
	if (regexpResult !== null) return Number(regexpResult[1]);
};
const FD_REGEXP = /^fd(\d+)$/;
const addDefaultValue$1 = (optionArray, optionName) => optionArray.map((optionValue) => optionValue === void 0 ? DEFAULT_OPTIONS[optionName] : optionValue);
const DEFAULT_OPTIONS = {
	lines: false,
	buffer: true,
	maxBuffer: 1e8,
	verbose: debuglog("execa").enabled ? "full" : "none",
	stripFinalNewline: true
};
const FD_SPECIFIC_OPTIONS = [
	"lines",
	"buffer",
	"maxBuffer",
	"verbose",
	"stripFinalNewline"
];
const getFdSpecificValue = (optionArray, fdNumber) => fdNumber === "ipc" ? optionArray.at(-1) : optionArray[fdNumber];

// node_modules/execa/lib/verbose/values.js
const isVerbose = ({ verbose }, fdNumber) => getFdVerbose(verbose, fdNumber) !== "none";
const isFullVerbose = ({ verbose }, fdNumber) => !["none", "short"].includes(getFdVerbose(verbose, fdNumber));
const getVerboseFunction = ({ verbose }, fdNumber) => {
	const fdVerbose = getFdVerbose(verbose, fdNumber);
	return isVerboseFunction(fdVerbose) ? fdVerbose : void 0;
};
const getFdVerbose = (verbose, fdNumber) => fdNumber === void 0 ? getFdGenericVerbose(verbose) : getFdSpecificValue(verbose, fdNumber);
const getFdGenericVerbose = (verbose) => verbose.find((fdVerbose) => isVerboseFunction(fdVerbose)) ?? VERBOSE_VALUES.findLast((fdVerbose) => verbose.includes(fdVerbose));
const isVerboseFunction = (fdVerbose) => typeof fdVerbose === "function";
const VERBOSE_VALUES = [
	"none",
	"short",
	"full"
];

// node_modules/execa/lib/arguments/escape.js
const joinCommand = (filePath, rawArguments) => {
	const fileAndArguments = [filePath, ...rawArguments];
	return {
		command: fileAndArguments.join(" "),
		escapedCommand: fileAndArguments.map((fileAndArgument) => quoteString(escapeControlCharacters(fileAndArgument))).join(" ")
	};
};
const escapeLines = (lines) => stripVTControlCharacters(lines).split("\n").map((line) => escapeControlCharacters(line)).join("\n");
const escapeControlCharacters = (line) => line.replaceAll(SPECIAL_CHAR_REGEXP, (character) => escapeControlCharacter(character));
const escapeControlCharacter = (character) => {
	const commonEscape = COMMON_ESCAPES[character];
	if (commonEscape !== void 0) return commonEscape;
	const codepoint = character.codePointAt(0);
	const codepointHex = codepoint.toString(16);
	return codepoint <= ASTRAL_START ? `\\u${codepointHex.padStart(4, "0")}` : `\\U${codepointHex}`;
};
const getSpecialCharRegExp = () => {
	try {
		return new RegExp("\\p{Separator}|\\p{Other}", "gu");
	} catch {
		return /[\s\u0000-\u001F\u007F-\u009F\u00AD]/g;
	}
};
const SPECIAL_CHAR_REGEXP = getSpecialCharRegExp();
const COMMON_ESCAPES = {
	" ": " ",
	"\b": "\\b",
	"\f": "\\f",
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t"
};
const ASTRAL_START = 65535;
const quoteString = (escapedArgument) => {
	if (NO_ESCAPE_REGEXP.test(escapedArgument)) return escapedArgument;
	return platform === "win32" ? `"${escapedArgument.replaceAll("\"", "\"\"")}"` : `'${escapedArgument.replaceAll("'", "'\\''")}'`;
};
const NO_ESCAPE_REGEXP = /^[\w./-]+$/;

// node_modules/is-unicode-supported/index.js
function isUnicodeSupported() {
	const { env } = process$1;
	const { TERM, TERM_PROGRAM } = env;
	if (process$1.platform !== "win32") return TERM !== "linux";
	return Boolean(env.WT_SESSION) || Boolean(env.TERMINUS_SUBLIME) || env.ConEmuTask === "{cmd::Cmder}" || TERM_PROGRAM === "Terminus-Sublime" || TERM_PROGRAM === "vscode" || TERM === "xterm-256color" || TERM === "alacritty" || TERM === "rxvt-unicode" || TERM === "rxvt-unicode-256color" || env.TERMINAL_EMULATOR === "JetBrains-JediTerm";
}

// node_modules/figures/index.js
const common = {
	circleQuestionMark: "(?)",
	questionMarkPrefix: "(?)",
	square: "█",
	squareDarkShade: "▓",
	squareMediumShade: "▒",
	squareLightShade: "░",
	squareTop: "▀",
	squareBottom: "▄",
	squareLeft: "▌",
	squareRight: "▐",
	squareCenter: "■",
	bullet: "●",
	dot: "․",
	ellipsis: "…",
	pointerSmall: "›",
	triangleUp: "▲",
	triangleUpSmall: "▴",
	triangleDown: "▼",
	triangleDownSmall: "▾",
	triangleLeftSmall: "◂",
	triangleRightSmall: "▸",
	home: "⌂",
	heart: "♥",
	musicNote: "♪",
	musicNoteBeamed: "♫",
	arrowUp: "↑",
	arrowDown: "↓",
	arrowLeft: "←",
	arrowRight: "→",
	arrowLeftRight: "↔",
	arrowUpDown: "↕",
	almostEqual: "≈",
	notEqual: "≠",
	lessOrEqual: "≤",
	greaterOrEqual: "≥",
	identical: "≡",
	infinity: "∞",
	subscriptZero: "₀",
	subscriptOne: "₁",
	subscriptTwo: "₂",
	subscriptThree: "₃",
	subscriptFour: "₄",
	subscriptFive: "₅",
	subscriptSix: "₆",
	subscriptSeven: "₇",
	subscriptEight: "₈",
	subscriptNine: "₉",
	oneHalf: "½",
	oneThird: "⅓",
	oneQuarter: "¼",
	oneFifth: "⅕",
	oneSixth: "⅙",
	oneEighth: "⅛",
	twoThirds: "⅔",
	twoFifths: "⅖",
	threeQuarters: "¾",
	threeFifths: "⅗",
	threeEighths: "⅜",
	fourFifths: "⅘",
	fiveSixths: "⅚",
	fiveEighths: "⅝",
	sevenEighths: "⅞",
	line: "─",
	lineBold: "━",
	lineDouble: "═",
	lineDashed0: "┄",
	lineDashed1: "┅",
	lineDashed2: "┈",
	lineDashed3: "┉",
	lineDashed4: "╌",
	lineDashed5: "╍",
	lineDashed6: "╴",
	lineDashed7: "╶",
	lineDashed8: "╸",
	lineDashed9: "╺",
	lineDashed10: "╼",
	lineDashed11: "╾",
	lineDashed12: "−",
	lineDashed13: "–",
	lineDashed14: "‐",
	lineDashed15: "⁃",
	lineVertical: "│",
	lineVerticalBold: "┃",
	lineVerticalDouble: "║",
	lineVerticalDashed0: "┆",
	lineVerticalDashed1: "┇",
	lineVerticalDashed2: "┊",
	lineVerticalDashed3: "┋",
	lineVerticalDashed4: "╎",
	lineVerticalDashed5: "╏",
	lineVerticalDashed6: "╵",
	lineVerticalDashed7: "╷",
	lineVerticalDashed8: "╹",
	lineVerticalDashed9: "╻",
	lineVerticalDashed10: "╽",
	lineVerticalDashed11: "╿",
	lineDownLeft: "┐",
	lineDownLeftArc: "╮",
	lineDownBoldLeftBold: "┓",
	lineDownBoldLeft: "┒",
	lineDownLeftBold: "┑",
	lineDownDoubleLeftDouble: "╗",
	lineDownDoubleLeft: "╖",
	lineDownLeftDouble: "╕",
	lineDownRight: "┌",
	lineDownRightArc: "╭",
	lineDownBoldRightBold: "┏",
	lineDownBoldRight: "┎",
	lineDownRightBold: "┍",
	lineDownDoubleRightDouble: "╔",
	lineDownDoubleRight: "╓",
	lineDownRightDouble: "╒",
	lineUpLeft: "┘",
	lineUpLeftArc: "╯",
	lineUpBoldLeftBold: "┛",
	lineUpBoldLeft: "┚",
	lineUpLeftBold: "┙",
	lineUpDoubleLeftDouble: "╝",
	lineUpDoubleLeft: "╜",
	lineUpLeftDouble: "╛",
	lineUpRight: "└",
	lineUpRightArc: "╰",
	lineUpBoldRightBold: "┗",
	lineUpBoldRight: "┖",
	lineUpRightBold: "┕",
	lineUpDoubleRightDouble: "╚",
	lineUpDoubleRight: "╙",
	lineUpRightDouble: "╘",
	lineUpDownLeft: "┤",
	lineUpBoldDownBoldLeftBold: "┫",
	lineUpBoldDownBoldLeft: "┨",
	lineUpDownLeftBold: "┥",
	lineUpBoldDownLeftBold: "┩",
	lineUpDownBoldLeftBold: "┪",
	lineUpDownBoldLeft: "┧",
	lineUpBoldDownLeft: "┦",
	lineUpDoubleDownDoubleLeftDouble: "╣",
	lineUpDoubleDownDoubleLeft: "╢",
	lineUpDownLeftDouble: "╡",
	lineUpDownRight: "├",
	lineUpBoldDownBoldRightBold: "┣",
	lineUpBoldDownBoldRight: "┠",
	lineUpDownRightBold: "┝",
	lineUpBoldDownRightBold: "┡",
	lineUpDownBoldRightBold: "┢",
	lineUpDownBoldRight: "┟",
	lineUpBoldDownRight: "┞",
	lineUpDoubleDownDoubleRightDouble: "╠",
	lineUpDoubleDownDoubleRight: "╟",
	lineUpDownRightDouble: "╞",
	lineDownLeftRight: "┬",
	lineDownBoldLeftBoldRightBold: "┳",
	lineDownLeftBoldRightBold: "┯",
	lineDownBoldLeftRight: "┰",
	lineDownBoldLeftBoldRight: "┱",
	lineDownBoldLeftRightBold: "┲",
	lineDownLeftRightBold: "┮",
	lineDownLeftBoldRight: "┭",
	lineDownDoubleLeftDoubleRightDouble: "╦",
	lineDownDoubleLeftRight: "╥",
	lineDownLeftDoubleRightDouble: "╤",
	lineUpLeftRight: "┴",
	lineUpBoldLeftBoldRightBold: "┻",
	lineUpLeftBoldRightBold: "┷",
	lineUpBoldLeftRight: "┸",
	lineUpBoldLeftBoldRight: "┹",
	lineUpBoldLeftRightBold: "┺",
	lineUpLeftRightBold: "┶",
	lineUpLeftBoldRight: "┵",
	lineUpDoubleLeftDoubleRightDouble: "╩",
	lineUpDoubleLeftRight: "╨",
	lineUpLeftDoubleRightDouble: "╧",
	lineUpDownLeftRight: "┼",
	lineUpBoldDownBoldLeftBoldRightBold: "╋",
	lineUpDownBoldLeftBoldRightBold: "╈",
	lineUpBoldDownLeftBoldRightBold: "╇",
	lineUpBoldDownBoldLeftRightBold: "╊",
	lineUpBoldDownBoldLeftBoldRight: "╉",
	lineUpBoldDownLeftRight: "╀",
	lineUpDownBoldLeftRight: "╁",
	lineUpDownLeftBoldRight: "┽",
	lineUpDownLeftRightBold: "┾",
	lineUpBoldDownBoldLeftRight: "╂",
	lineUpDownLeftBoldRightBold: "┿",
	lineUpBoldDownLeftBoldRight: "╃",
	lineUpBoldDownLeftRightBold: "╄",
	lineUpDownBoldLeftBoldRight: "╅",
	lineUpDownBoldLeftRightBold: "╆",
	lineUpDoubleDownDoubleLeftDoubleRightDouble: "╬",
	lineUpDoubleDownDoubleLeftRight: "╫",
	lineUpDownLeftDoubleRightDouble: "╪",
	lineCross: "╳",
	lineBackslash: "╲",
	lineSlash: "╱"
};
const specialMainSymbols = {
	tick: "✔",
	info: "ℹ",
	warning: "⚠",
	cross: "✘",
	squareSmall: "◻",
	squareSmallFilled: "◼",
	circle: "◯",
	circleFilled: "◉",
	circleDotted: "◌",
	circleDouble: "◎",
	circleCircle: "ⓞ",
	circleCross: "ⓧ",
	circlePipe: "Ⓘ",
	radioOn: "◉",
	radioOff: "◯",
	checkboxOn: "☒",
	checkboxOff: "☐",
	checkboxCircleOn: "ⓧ",
	checkboxCircleOff: "Ⓘ",
	pointer: "❯",
	triangleUpOutline: "△",
	triangleLeft: "◀",
	triangleRight: "▶",
	lozenge: "◆",
	lozengeOutline: "◇",
	hamburger: "☰",
	smiley: "㋡",
	mustache: "෴",
	star: "★",
	play: "▶",
	nodejs: "⬢",
	oneSeventh: "⅐",
	oneNinth: "⅑",
	oneTenth: "⅒"
};
const specialFallbackSymbols = {
	tick: "√",
	info: "i",
	warning: "‼",
	cross: "×",
	squareSmall: "□",
	squareSmallFilled: "■",
	circle: "( )",
	circleFilled: "(*)",
	circleDotted: "( )",
	circleDouble: "( )",
	circleCircle: "(○)",
	circleCross: "(×)",
	circlePipe: "(│)",
	radioOn: "(*)",
	radioOff: "( )",
	checkboxOn: "[×]",
	checkboxOff: "[ ]",
	checkboxCircleOn: "(×)",
	checkboxCircleOff: "( )",
	pointer: ">",
	triangleUpOutline: "∆",
	triangleLeft: "◄",
	triangleRight: "►",
	lozenge: "♦",
	lozengeOutline: "◊",
	hamburger: "≡",
	smiley: "☺",
	mustache: "┌─┐",
	star: "✶",
	play: "►",
	nodejs: "♦",
	oneSeventh: "1/7",
	oneNinth: "1/9",
	oneTenth: "1/10"
};
const mainSymbols = {
	...common,
	...specialMainSymbols
};
const fallbackSymbols = {
	...common,
	...specialFallbackSymbols
};
const shouldUseMain = isUnicodeSupported();
const figures = shouldUseMain ? mainSymbols : fallbackSymbols;
const replacements = Object.entries(specialMainSymbols);

// node_modules/yoctocolors/base.js
const hasColors = tty?.WriteStream?.prototype?.hasColors?.() ?? false;
const format = (open, close) => {
	if (!hasColors) return (input) => input;
	const openCode = `\u001B[${open}m`;
	const closeCode = `\u001B[${close}m`;
	return (input) => {
		const string = input + "";
		let index = string.indexOf(closeCode);
		if (index === -1) return openCode + string + closeCode;
		let result = openCode;
		let lastIndex = 0;
		const replaceCode = (close === 22 ? closeCode : "") + openCode;
		while (index !== -1) {
			result += string.slice(lastIndex, index) + replaceCode;
			lastIndex = index + closeCode.length;
			index = string.indexOf(closeCode, lastIndex);
		}
		result += string.slice(lastIndex) + closeCode;
		return result;
	};
};
const reset = format(0, 0);
const bold = format(1, 22);
const dim = format(2, 22);
const italic = format(3, 23);
const underline = format(4, 24);
const underlineDouble = format("4:2", 24);
const underlineCurly = format("4:3", 24);
const underlineDotted = format("4:4", 24);
const underlineDashed = format("4:5", 24);
const overline = format(53, 55);
const inverse = format(7, 27);
const hidden = format(8, 28);
const strikethrough = format(9, 29);
const black = format(30, 39);
const red = format(31, 39);
const green = format(32, 39);
const yellow = format(33, 39);
const blue = format(34, 39);
const magenta = format(35, 39);
const cyan = format(36, 39);
const white = format(37, 39);
const gray = format(90, 39);
const bgBlack = format(40, 49);
const bgRed = format(41, 49);
const bgGreen = format(42, 49);
const bgYellow = format(43, 49);
const bgBlue = format(44, 49);
const bgMagenta = format(45, 49);
const bgCyan = format(46, 49);
const bgWhite = format(47, 49);
const bgGray = format(100, 49);
const redBright = format(91, 39);
const greenBright = format(92, 39);
const yellowBright = format(93, 39);
const blueBright = format(94, 39);
const magentaBright = format(95, 39);
const cyanBright = format(96, 39);
const whiteBright = format(97, 39);
const bgRedBright = format(101, 49);
const bgGreenBright = format(102, 49);
const bgYellowBright = format(103, 49);
const bgBlueBright = format(104, 49);
const bgMagentaBright = format(105, 49);
const bgCyanBright = format(106, 49);
const bgWhiteBright = format(107, 49);
const underlineBlack = format("58;5;0", 59);
const underlineRed = format("58;5;1", 59);
const underlineGreen = format("58;5;2", 59);
const underlineYellow = format("58;5;3", 59);
const underlineBlue = format("58;5;4", 59);
const underlineMagenta = format("58;5;5", 59);
const underlineCyan = format("58;5;6", 59);
const underlineWhite = format("58;5;7", 59);
const underlineGray = format("58;5;8", 59);
const underlineRedBright = format("58;5;9", 59);
const underlineGreenBright = format("58;5;10", 59);
const underlineYellowBright = format("58;5;11", 59);
const underlineBlueBright = format("58;5;12", 59);
const underlineMagentaBright = format("58;5;13", 59);
const underlineCyanBright = format("58;5;14", 59);
const underlineWhiteBright = format("58;5;15", 59);

// node_modules/execa/lib/verbose/default.js
const defaultVerboseFunction = ({ type, message, timestamp, piped, commandId, result: { failed = false } = {}, options: { reject = true } }) => {
	const timestampString = serializeTimestamp(timestamp);
	const icon = ICONS[type]({
		failed,
		reject,
		piped
	});
	const color = COLORS[type]({ reject });
	return `${gray(`[${timestampString}]`)} ${gray(`[${commandId}]`)} ${color(icon)} ${color(message)}`;
};
const serializeTimestamp = (timestamp) => `${padField(timestamp.getHours(), 2)}:${padField(timestamp.getMinutes(), 2)}:${padField(timestamp.getSeconds(), 2)}.${padField(timestamp.getMilliseconds(), 3)}`;
const padField = (field, padding) => String(field).padStart(padding, "0");
const getFinalIcon = ({ failed, reject }) => {
	if (!failed) return figures.tick;
	return reject ? figures.cross : figures.warning;
};
const ICONS = {
	command: ({ piped }) => piped ? "|" : "$",
	output: () => " ",
	ipc: () => "*",
	error: getFinalIcon,
	duration: getFinalIcon
};
const identity$1 = (string) => string;
const COLORS = {
	command: () => bold,
	output: () => identity$1,
	ipc: () => identity$1,
	error: ({ reject }) => reject ? redBright : yellowBright,
	duration: () => gray
};

// node_modules/execa/lib/verbose/custom.js
const applyVerboseOnLines = (printedLines, verboseInfo, fdNumber) => {
	const verboseFunction = getVerboseFunction(verboseInfo, fdNumber);
	return printedLines.map(({ verboseLine, verboseObject }) => applyVerboseFunction(verboseLine, verboseObject, verboseFunction)).filter((printedLine) => printedLine !== void 0).map((printedLine) => appendNewline(printedLine)).join("");
};
const applyVerboseFunction = (verboseLine, verboseObject, verboseFunction) => {
	if (verboseFunction === void 0) return verboseLine;
	const printedLine = verboseFunction(verboseLine, verboseObject);
	if (typeof printedLine === "string") return printedLine;
};
const appendNewline = (printedLine) => printedLine.endsWith("\n") ? printedLine : `${printedLine}\n`;

// node_modules/execa/lib/verbose/log.js
const verboseLog = ({ type, verboseMessage, fdNumber, verboseInfo, result }) => {
	const verboseObject = getVerboseObject({
		type,
		result,
		verboseInfo
	});
	const printedLines = getPrintedLines(verboseMessage, verboseObject);
	const finalLines = applyVerboseOnLines(printedLines, verboseInfo, fdNumber);
	if (finalLines !== "") console.warn(finalLines.slice(0, -1));
};
const getVerboseObject = ({ type, result, verboseInfo: { escapedCommand, commandId, rawOptions: { piped = false, ...options } } }) => ({
	type,
	escapedCommand,
	commandId: `${commandId}`,
	timestamp: /* @__PURE__ */ new Date(),
	piped,
	result,
	options
});
const getPrintedLines = (verboseMessage, verboseObject) => verboseMessage.split("\n").map((message) => getPrintedLine({
	...verboseObject,
	message
}));
const getPrintedLine = (verboseObject) => {
	return {
		verboseLine: defaultVerboseFunction(verboseObject),
		verboseObject
	};
};
const serializeVerboseMessage = (message) => {
	const messageString = typeof message === "string" ? message : inspect(message);
	return escapeLines(messageString).replaceAll("	", " ".repeat(TAB_SIZE));
};
const TAB_SIZE = 2;

// node_modules/execa/lib/verbose/start.js
const logCommand = (escapedCommand, verboseInfo) => {
	if (!isVerbose(verboseInfo)) return;
	verboseLog({
		type: "command",
		verboseMessage: escapedCommand,
		verboseInfo
	});
};

// node_modules/execa/lib/verbose/info.js
const getVerboseInfo = (verbose, escapedCommand, rawOptions) => {
	validateVerbose(verbose);
	return {
		verbose,
		escapedCommand,
		commandId: getCommandId(verbose),
		rawOptions
	};
};
const getCommandId = (verbose) => isVerbose({ verbose }) ? COMMAND_ID++ : void 0;
let COMMAND_ID = 0n;
const validateVerbose = (verbose) => {
	for (const fdVerbose of verbose) {
		if (fdVerbose === false) throw new TypeError("The \"verbose: false\" option was renamed to \"verbose: 'none'\".");
		if (fdVerbose === true) throw new TypeError("The \"verbose: true\" option was renamed to \"verbose: 'short'\".");
		if (!VERBOSE_VALUES.includes(fdVerbose) && !isVerboseFunction(fdVerbose)) {
			const allowedValues = VERBOSE_VALUES.map((allowedValue) => `'${allowedValue}'`).join(", ");
			throw new TypeError(`The "verbose" option must not be ${fdVerbose}. Allowed values are: ${allowedValues} or a function.`);
		}
	}
};

// node_modules/execa/lib/return/duration.js
const getStartTime = () => hrtime.bigint();
const getDurationMs = (startTime) => Number(hrtime.bigint() - startTime) / 1e6;

// node_modules/execa/lib/arguments/command.js
const handleCommand = (filePath, rawArguments, rawOptions) => {
	const startTime = getStartTime();
	const { command, escapedCommand } = joinCommand(filePath, rawArguments);
	const verbose = normalizeFdSpecificOption(rawOptions, "verbose");
	const verboseInfo = getVerboseInfo(verbose, escapedCommand, { ...rawOptions });
	logCommand(escapedCommand, verboseInfo);
	return {
		command,
		escapedCommand,
		startTime,
		verboseInfo
	};
};

// node_modules/isexe/windows.js
var require_windows = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = isexe;
	isexe.sync = sync;
	var fs = __require("fs");
	function checkPathExt(path, options) {
		var pathext = options.pathExt !== void 0 ? options.pathExt : process.env.PATHEXT;
		if (!pathext) return true;
		pathext = pathext.split(";");
		if (pathext.indexOf("") !== -1) return true;
		for (var i = 0; i < pathext.length; i++) {
			var p = pathext[i].toLowerCase();
			if (p && path.substr(-p.length).toLowerCase() === p) return true;
		}
		return false;
	}
	function checkStat(stat, path, options) {
		if (!stat.isSymbolicLink() && !stat.isFile()) return false;
		return checkPathExt(path, options);
	}
	function isexe(path, options, cb) {
		fs.stat(path, function(er, stat) {
			cb(er, er ? false : checkStat(stat, path, options));
		});
	}
	function sync(path, options) {
		return checkStat(fs.statSync(path), path, options);
	}
}));

// node_modules/isexe/mode.js
var require_mode = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = isexe;
	isexe.sync = sync;
	var fs = __require("fs");
	function isexe(path, options, cb) {
		fs.stat(path, function(er, stat) {
			cb(er, er ? false : checkStat(stat, options));
		});
	}
	function sync(path, options) {
		return checkStat(fs.statSync(path), options);
	}
	function checkStat(stat, options) {
		return stat.isFile() && checkMode(stat, options);
	}
	function checkMode(stat, options) {
		var mod = stat.mode;
		var uid = stat.uid;
		var gid = stat.gid;
		var myUid = options.uid !== void 0 ? options.uid : process.getuid && process.getuid();
		var myGid = options.gid !== void 0 ? options.gid : process.getgid && process.getgid();
		var u = parseInt("100", 8);
		var g = parseInt("010", 8);
		var o = parseInt("001", 8);
		var ug = u | g;
		return mod & o || mod & g && gid === myGid || mod & u && uid === myUid || mod & ug && myUid === 0;
	}
}));

// node_modules/isexe/index.js
var require_isexe = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	__require("fs");
	var core;
	if (process.platform === "win32" || global.TESTING_WINDOWS) core = require_windows();
	else core = require_mode();
	module.exports = isexe;
	isexe.sync = sync;
	function isexe(path, options, cb) {
		if (typeof options === "function") {
			cb = options;
			options = {};
		}
		if (!cb) {
			if (typeof Promise !== "function") throw new TypeError("callback not provided");
			return new Promise(function(resolve, reject) {
				isexe(path, options || {}, function(er, is) {
					if (er) reject(er);
					else resolve(is);
				});
			});
		}
		core(path, options || {}, function(er, is) {
			if (er) {
				if (er.code === "EACCES" || options && options.ignoreErrors) {
					er = null;
					is = false;
				}
			}
			cb(er, is);
		});
	}
	function sync(path, options) {
		try {
			return core.sync(path, options || {});
		} catch (er) {
			if (options && options.ignoreErrors || er.code === "EACCES") return false;
			else throw er;
		}
	}
}));

// node_modules/which/which.js
var require_which = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const isWindows = process.platform === "win32" || process.env.OSTYPE === "cygwin" || process.env.OSTYPE === "msys";
	const path = __require("path");
	const COLON = isWindows ? ";" : ":";
	const isexe = require_isexe();
	const getNotFoundError = (cmd) => Object.assign(/* @__PURE__ */ new Error(`not found: ${cmd}`), { code: "ENOENT" });
	const getPathInfo = (cmd, opt) => {
		const colon = opt.colon || COLON;
		const pathEnv = cmd.match(/\//) || isWindows && cmd.match(/\\/) ? [""] : [...isWindows ? [process.cwd()] : [], ...(opt.path || process.env.PATH || 
		/* istanbul ignore next: very unusual */ "").split(colon)];
		const pathExtExe = isWindows ? opt.pathExt || process.env.PATHEXT || ".EXE;.CMD;.BAT;.COM" : "";
		const pathExt = isWindows ? pathExtExe.split(colon) : [""];
		if (isWindows) {
			if (cmd.indexOf(".") !== -1 && pathExt[0] !== "") pathExt.unshift("");
		}
		return {
			pathEnv,
			pathExt,
			pathExtExe
		};
	};
	const which = (cmd, opt, cb) => {
		if (typeof opt === "function") {
			cb = opt;
			opt = {};
		}
		if (!opt) opt = {};
		const { pathEnv, pathExt, pathExtExe } = getPathInfo(cmd, opt);
		const found = [];
		const step = (i) => new Promise((resolve, reject) => {
			if (i === pathEnv.length) return opt.all && found.length ? resolve(found) : reject(getNotFoundError(cmd));
			const ppRaw = pathEnv[i];
			const pathPart = /^".*"$/.test(ppRaw) ? ppRaw.slice(1, -1) : ppRaw;
			const pCmd = path.join(pathPart, cmd);
			const p = !pathPart && /^\.[\\\/]/.test(cmd) ? cmd.slice(0, 2) + pCmd : pCmd;
			resolve(subStep(p, i, 0));
		});
		const subStep = (p, i, ii) => new Promise((resolve, reject) => {
			if (ii === pathExt.length) return resolve(step(i + 1));
			const ext = pathExt[ii];
			isexe(p + ext, { pathExt: pathExtExe }, (er, is) => {
				if (!er && is) {
					if (opt.all) found.push(p + ext);
					else return resolve(p + ext);
				}
				return resolve(subStep(p, i, ii + 1));
			});
		});
		return cb ? step(0).then((res) => cb(null, res), cb) : step(0);
	};
	const whichSync = (cmd, opt) => {
		opt = opt || {};
		const { pathEnv, pathExt, pathExtExe } = getPathInfo(cmd, opt);
		const found = [];
		for (let i = 0; i < pathEnv.length; i++) {
			const ppRaw = pathEnv[i];
			const pathPart = /^".*"$/.test(ppRaw) ? ppRaw.slice(1, -1) : ppRaw;
			const pCmd = path.join(pathPart, cmd);
			const p = !pathPart && /^\.[\\\/]/.test(cmd) ? cmd.slice(0, 2) + pCmd : pCmd;
			for (let j = 0; j < pathExt.length; j++) {
				const cur = p + pathExt[j];
				try {
					if (isexe.sync(cur, { pathExt: pathExtExe })) {
						if (opt.all) found.push(cur);
						else return cur;
					}
				} catch (ex) {}
			}
		}
		if (opt.all && found.length) return found;
		if (opt.nothrow) return null;
		throw getNotFoundError(cmd);
	};
	module.exports = which;
	which.sync = whichSync;
}));

// node_modules/path-key/index.js
var require_path_key = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const pathKey = (options = {}) => {
		const environment = options.env || process.env;
		if ((options.platform || process.platform) !== "win32") return "PATH";
		return Object.keys(environment).reverse().find((key) => key.toUpperCase() === "PATH") || "Path";
	};
	module.exports = pathKey;
	module.exports.default = pathKey;
}));

// node_modules/cross-spawn/lib/util/resolveCommand.js
var require_resolveCommand = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const path = __require("path");
	const which = require_which();
	const getPathKey = require_path_key();
	function resolveCommandAttempt(parsed, withoutPathExt) {
		const env = parsed.options.env || process.env;
		const cwd = process.cwd();
		const hasCustomCwd = parsed.options.cwd != null;
		const shouldSwitchCwd = hasCustomCwd && process.chdir !== void 0 && !process.chdir.disabled;
		if (shouldSwitchCwd) try {
			process.chdir(parsed.options.cwd);
		} catch (err) {}
		let resolved;
		try {
			resolved = which.sync(parsed.command, {
				path: env[getPathKey({ env })],
				pathExt: withoutPathExt ? path.delimiter : void 0
			});
		} catch (e) {} finally {
			if (shouldSwitchCwd) process.chdir(cwd);
		}
		if (resolved) resolved = path.resolve(hasCustomCwd ? parsed.options.cwd : "", resolved);
		return resolved;
	}
	function resolveCommand(parsed) {
		return resolveCommandAttempt(parsed) || resolveCommandAttempt(parsed, true);
	}
	module.exports = resolveCommand;
}));

// node_modules/cross-spawn/lib/util/escape.js
var require_escape = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const metaCharsRegExp = /([()\][%!^"`<>&|;, *?])/g;
	function escapeCommand(arg) {
		arg = arg.replace(metaCharsRegExp, "^$1");
		return arg;
	}
	function escapeArgument(arg, doubleEscapeMetaChars) {
		arg = `${arg}`;
		arg = arg.replace(/(?=(\\+?)?)\1"/g, "$1$1\\\"");
		arg = arg.replace(/(?=(\\+?)?)\1$/, "$1$1");
		arg = `"${arg}"`;
		arg = arg.replace(metaCharsRegExp, "^$1");
		if (doubleEscapeMetaChars) arg = arg.replace(metaCharsRegExp, "^$1");
		return arg;
	}
	module.exports.command = escapeCommand;
	module.exports.argument = escapeArgument;
}));

// node_modules/shebang-regex/index.js
var require_shebang_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = /^#!(.*)/;
}));

// node_modules/shebang-command/index.js
var require_shebang_command = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const shebangRegex = require_shebang_regex();
	module.exports = (string = "") => {
		const match = string.match(shebangRegex);
		if (!match) return null;
		const [path, argument] = match[0].replace(/#! ?/, "").split(" ");
		const binary = path.split("/").pop();
		if (binary === "env") return argument;
		return argument ? `${binary} ${argument}` : binary;
	};
}));

// node_modules/cross-spawn/lib/util/readShebang.js
var require_readShebang = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const fs = __require("fs");
	const shebangCommand = require_shebang_command();
	function readShebang(command) {
		const size = 150;
		const buffer = Buffer.alloc(size);
		let fd;
		try {
			fd = fs.openSync(command, "r");
			fs.readSync(fd, buffer, 0, size, 0);
			fs.closeSync(fd);
		} catch (e) {}
		return shebangCommand(buffer.toString());
	}
	module.exports = readShebang;
}));

// node_modules/cross-spawn/lib/parse.js
var require_parse = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const path = __require("path");
	const resolveCommand = require_resolveCommand();
	const escape = require_escape();
	const readShebang = require_readShebang();
	const isWin = process.platform === "win32";
	const isExecutableRegExp = /\.(?:com|exe)$/i;
	const isCmdShimRegExp = /node_modules[\\/].bin[\\/][^\\/]+\.cmd$/i;
	function detectShebang(parsed) {
		parsed.file = resolveCommand(parsed);
		const shebang = parsed.file && readShebang(parsed.file);
		if (shebang) {
			parsed.args.unshift(parsed.file);
			parsed.command = shebang;
			return resolveCommand(parsed);
		}
		return parsed.file;
	}
	function parseNonShell(parsed) {
		if (!isWin) return parsed;
		const commandFile = detectShebang(parsed);
		const needsShell = !isExecutableRegExp.test(commandFile);
		if (parsed.options.forceShell || needsShell) {
			const needsDoubleEscapeMetaChars = isCmdShimRegExp.test(commandFile);
			parsed.command = path.normalize(parsed.command);
			parsed.command = escape.command(parsed.command);
			parsed.args = parsed.args.map((arg) => escape.argument(arg, needsDoubleEscapeMetaChars));
			parsed.args = [
				"/d",
				"/s",
				"/c",
				`"${[parsed.command].concat(parsed.args).join(" ")}"`
			];
			parsed.command = process.env.comspec || "cmd.exe";
			parsed.options.windowsVerbatimArguments = true;
		}
		return parsed;
	}
	function parse(command, args, options) {
		if (args && !Array.isArray(args)) {
			options = args;
			args = null;
		}
		args = args ? args.slice(0) : [];
		options = Object.assign({}, options);
		const parsed = {
			command,
			args,
			options,
			file: void 0,
			original: {
				command,
				args
			}
		};
		return options.shell ? parsed : parseNonShell(parsed);
	}
	module.exports = parse;
}));

// node_modules/cross-spawn/lib/enoent.js
var require_enoent = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const isWin = process.platform === "win32";
	function notFoundError(original, syscall) {
		return Object.assign(/* @__PURE__ */ new Error(`${syscall} ${original.command} ENOENT`), {
			code: "ENOENT",
			errno: "ENOENT",
			syscall: `${syscall} ${original.command}`,
			path: original.command,
			spawnargs: original.args
		});
	}
	function hookChildProcess(cp, parsed) {
		if (!isWin) return;
		const originalEmit = cp.emit;
		cp.emit = function(name, arg1) {
			if (name === "exit") {
				const err = verifyENOENT(arg1, parsed);
				if (err) return originalEmit.call(cp, "error", err);
			}
			return originalEmit.apply(cp, arguments);
		};
	}
	function verifyENOENT(status, parsed) {
		if (isWin && status === 1 && !parsed.file) return notFoundError(parsed.original, "spawn");
		return null;
	}
	function verifyENOENTSync(status, parsed) {
		if (isWin && status === 1 && !parsed.file) return notFoundError(parsed.original, "spawnSync");
		return null;
	}
	module.exports = {
		hookChildProcess,
		verifyENOENT,
		verifyENOENTSync,
		notFoundError
	};
}));

// node_modules/cross-spawn/index.js
var require_cross_spawn = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const cp = __require("child_process");
	const parse = require_parse();
	const enoent = require_enoent();
	function spawn(command, args, options) {
		const parsed = parse(command, args, options);
		const spawned = cp.spawn(parsed.command, parsed.args, parsed.options);
		enoent.hookChildProcess(spawned, parsed);
		return spawned;
	}
	function spawnSync(command, args, options) {
		const parsed = parse(command, args, options);
		const result = cp.spawnSync(parsed.command, parsed.args, parsed.options);
		result.error = result.error || enoent.verifyENOENTSync(result.status, parsed);
		return result;
	}
	module.exports = spawn;
	module.exports.spawn = spawn;
	module.exports.sync = spawnSync;
	module.exports._parse = parse;
	module.exports._enoent = enoent;
}));

// node_modules/npm-run-path/node_modules/path-key/index.js
var import_cross_spawn = /* @__PURE__ */ __toESM(require_cross_spawn(), 1);
function pathKey(options = {}) {
	const { env = process.env, platform = process.platform } = options;
	if (platform !== "win32") return "PATH";
	return Object.keys(env).reverse().find((key) => key.toUpperCase() === "PATH") || "Path";
}

// node_modules/unicorn-magic/node.js
const execFileOriginal = promisify(execFile);
function toPath(urlOrPath) {
	return urlOrPath instanceof URL ? fileURLToPath(urlOrPath) : urlOrPath;
}
function traversePathUp(startPath) {
	return { *[Symbol.iterator]() {
		let currentPath = path.resolve(toPath(startPath));
		let previousPath;
		while (previousPath !== currentPath) {
			yield currentPath;
			previousPath = currentPath;
			currentPath = path.resolve(currentPath, "..");
		}
	} };
}

// node_modules/npm-run-path/index.js
const npmRunPath = ({ cwd = process$1.cwd(), path: pathOption = process$1.env[pathKey()], preferLocal = true, execPath = process$1.execPath, addExecPath = true } = {}) => {
	const cwdPath = path.resolve(toPath(cwd));
	const result = [];
	const pathParts = pathOption.split(path.delimiter);
	if (preferLocal) applyPreferLocal(result, pathParts, cwdPath);
	if (addExecPath) applyExecPath(result, pathParts, execPath, cwdPath);
	return pathOption === "" || pathOption === path.delimiter ? `${result.join(path.delimiter)}${pathOption}` : [...result, pathOption].join(path.delimiter);
};
const applyPreferLocal = (result, pathParts, cwdPath) => {
	for (const directory of traversePathUp(cwdPath)) {
		const pathPart = path.join(directory, "node_modules/.bin");
		if (!pathParts.includes(pathPart)) result.push(pathPart);
	}
};
const applyExecPath = (result, pathParts, execPath, cwdPath) => {
	const pathPart = path.resolve(cwdPath, toPath(execPath), "..");
	if (!pathParts.includes(pathPart)) result.push(pathPart);
};
const npmRunPathEnv = ({ env = process$1.env, ...options } = {}) => {
	env = { ...env };
	const pathName = pathKey({ env });
	options.path = env[pathName];
	env[pathName] = npmRunPath(options);
	return env;
};

// node_modules/execa/lib/return/final-error.js
const getFinalError = (originalError, message, isSync) => {
	return new (isSync ? ExecaSyncError : ExecaError)(message, originalError instanceof DiscardedError ? {} : { cause: originalError });
};
var DiscardedError = class extends Error {};
const setErrorName = (ErrorClass, value) => {
	Object.defineProperty(ErrorClass.prototype, "name", {
		value,
		writable: true,
		enumerable: false,
		configurable: true
	});
	Object.defineProperty(ErrorClass.prototype, execaErrorSymbol, {
		value: true,
		writable: false,
		enumerable: false,
		configurable: false
	});
};
const isExecaError = (error) => isErrorInstance(error) && execaErrorSymbol in error;
const execaErrorSymbol = Symbol("isExecaError");
const isErrorInstance = (value) => Object.prototype.toString.call(value) === "[object Error]";
var ExecaError = class extends Error {};
setErrorName(ExecaError, ExecaError.name);
var ExecaSyncError = class extends Error {};
setErrorName(ExecaSyncError, ExecaSyncError.name);

// node_modules/human-signals/build/src/realtime.js
const getRealtimeSignals = () => {
	const length = 64 - SIGRTMIN + 1;
	return Array.from({ length }, getRealtimeSignal);
};
const getRealtimeSignal = (value, index) => ({
	name: `SIGRT${index + 1}`,
	number: SIGRTMIN + index,
	action: "terminate",
	description: "Application-specific signal (realtime)",
	standard: "posix"
});
const SIGRTMIN = 34;
const SIGRTMAX = 64;

// node_modules/human-signals/build/src/core.js
const SIGNALS = [
	{
		name: "SIGHUP",
		number: 1,
		action: "terminate",
		description: "Terminal closed",
		standard: "posix"
	},
	{
		name: "SIGINT",
		number: 2,
		action: "terminate",
		description: "User interruption with CTRL-C",
		standard: "ansi"
	},
	{
		name: "SIGQUIT",
		number: 3,
		action: "core",
		description: "User interruption with CTRL-\\",
		standard: "posix"
	},
	{
		name: "SIGILL",
		number: 4,
		action: "core",
		description: "Invalid machine instruction",
		standard: "ansi"
	},
	{
		name: "SIGTRAP",
		number: 5,
		action: "core",
		description: "Debugger breakpoint",
		standard: "posix"
	},
	{
		name: "SIGABRT",
		number: 6,
		action: "core",
		description: "Aborted",
		standard: "ansi"
	},
	{
		name: "SIGIOT",
		number: 6,
		action: "core",
		description: "Aborted",
		standard: "bsd"
	},
	{
		name: "SIGBUS",
		number: 7,
		action: "core",
		description: "Bus error due to misaligned, non-existing address or paging error",
		standard: "bsd"
	},
	{
		name: "SIGEMT",
		number: 7,
		action: "terminate",
		description: "Command should be emulated but is not implemented",
		standard: "other"
	},
	{
		name: "SIGFPE",
		number: 8,
		action: "core",
		description: "Floating point arithmetic error",
		standard: "ansi"
	},
	{
		name: "SIGKILL",
		number: 9,
		action: "terminate",
		description: "Forced termination",
		standard: "posix",
		forced: true
	},
	{
		name: "SIGUSR1",
		number: 10,
		action: "terminate",
		description: "Application-specific signal",
		standard: "posix"
	},
	{
		name: "SIGSEGV",
		number: 11,
		action: "core",
		description: "Segmentation fault",
		standard: "ansi"
	},
	{
		name: "SIGUSR2",
		number: 12,
		action: "terminate",
		description: "Application-specific signal",
		standard: "posix"
	},
	{
		name: "SIGPIPE",
		number: 13,
		action: "terminate",
		description: "Broken pipe or socket",
		standard: "posix"
	},
	{
		name: "SIGALRM",
		number: 14,
		action: "terminate",
		description: "Timeout or timer",
		standard: "posix"
	},
	{
		name: "SIGTERM",
		number: 15,
		action: "terminate",
		description: "Termination",
		standard: "ansi"
	},
	{
		name: "SIGSTKFLT",
		number: 16,
		action: "terminate",
		description: "Stack is empty or overflowed",
		standard: "other"
	},
	{
		name: "SIGCHLD",
		number: 17,
		action: "ignore",
		description: "Child process terminated, paused or unpaused",
		standard: "posix"
	},
	{
		name: "SIGCLD",
		number: 17,
		action: "ignore",
		description: "Child process terminated, paused or unpaused",
		standard: "other"
	},
	{
		name: "SIGCONT",
		number: 18,
		action: "unpause",
		description: "Unpaused",
		standard: "posix",
		forced: true
	},
	{
		name: "SIGSTOP",
		number: 19,
		action: "pause",
		description: "Paused",
		standard: "posix",
		forced: true
	},
	{
		name: "SIGTSTP",
		number: 20,
		action: "pause",
		description: "Paused using CTRL-Z or \"suspend\"",
		standard: "posix"
	},
	{
		name: "SIGTTIN",
		number: 21,
		action: "pause",
		description: "Background process cannot read terminal input",
		standard: "posix"
	},
	{
		name: "SIGBREAK",
		number: 21,
		action: "terminate",
		description: "User interruption with CTRL-BREAK",
		standard: "other"
	},
	{
		name: "SIGTTOU",
		number: 22,
		action: "pause",
		description: "Background process cannot write to terminal output",
		standard: "posix"
	},
	{
		name: "SIGURG",
		number: 23,
		action: "ignore",
		description: "Socket received out-of-band data",
		standard: "bsd"
	},
	{
		name: "SIGXCPU",
		number: 24,
		action: "core",
		description: "Process timed out",
		standard: "bsd"
	},
	{
		name: "SIGXFSZ",
		number: 25,
		action: "core",
		description: "File too big",
		standard: "bsd"
	},
	{
		name: "SIGVTALRM",
		number: 26,
		action: "terminate",
		description: "Timeout or timer",
		standard: "bsd"
	},
	{
		name: "SIGPROF",
		number: 27,
		action: "terminate",
		description: "Timeout or timer",
		standard: "bsd"
	},
	{
		name: "SIGWINCH",
		number: 28,
		action: "ignore",
		description: "Terminal window size changed",
		standard: "bsd"
	},
	{
		name: "SIGIO",
		number: 29,
		action: "terminate",
		description: "I/O is available",
		standard: "other"
	},
	{
		name: "SIGPOLL",
		number: 29,
		action: "terminate",
		description: "Watched event",
		standard: "other"
	},
	{
		name: "SIGINFO",
		number: 29,
		action: "ignore",
		description: "Request for process information",
		standard: "other"
	},
	{
		name: "SIGPWR",
		number: 30,
		action: "terminate",
		description: "Device running out of power",
		standard: "systemv"
	},
	{
		name: "SIGSYS",
		number: 31,
		action: "core",
		description: "Invalid system call",
		standard: "other"
	},
	{
		name: "SIGUNUSED",
		number: 31,
		action: "terminate",
		description: "Invalid system call",
		standard: "other"
	}
];

// node_modules/human-signals/build/src/signals.js
const getSignals = () => {
	const realtimeSignals = getRealtimeSignals();
	return [...SIGNALS, ...realtimeSignals].map(normalizeSignal$1);
};
const normalizeSignal$1 = ({ name, number: defaultNumber, description, action, forced = false, standard }) => {
	const { signals: { [name]: constantSignal } } = constants$1;
	const supported = constantSignal !== void 0;
	return {
		name,
		number: supported ? constantSignal : defaultNumber,
		description,
		supported,
		action,
		forced,
		standard
	};
};

// node_modules/human-signals/build/src/main.js
const getSignalsByName = () => {
	const signals = getSignals();
	return Object.fromEntries(signals.map(getSignalByName));
};
const getSignalByName = ({ name, number, description, supported, action, forced, standard }) => [name, {
	name,
	number,
	description,
	supported,
	action,
	forced,
	standard
}];
const signalsByName = getSignalsByName();
const getSignalsByNumber = () => {
	const signals = getSignals();
	const length = 64 + 1;
	const signalsA = Array.from({ length }, (value, number) => getSignalByNumber(number, signals));
	return Object.assign({}, ...signalsA);
};
const getSignalByNumber = (number, signals) => {
	const signal = findSignalByNumber(number, signals);
	if (signal === void 0) return {};
	const { name, description, supported, action, forced, standard } = signal;
	return { [number]: {
		name,
		number,
		description,
		supported,
		action,
		forced,
		standard
	} };
};
const findSignalByNumber = (number, signals) => {
	const signal = signals.find(({ name }) => constants$1.signals[name] === number);
	if (signal !== void 0) return signal;
	return signals.find((signalA) => signalA.number === number);
};
const signalsByNumber = getSignalsByNumber();

// node_modules/execa/lib/terminate/signal.js
const normalizeKillSignal = (killSignal) => {
	const optionName = "option `killSignal`";
	if (killSignal === 0) throw new TypeError(`Invalid ${optionName}: 0 cannot be used.`);
	return normalizeSignal(killSignal, optionName);
};
const normalizeSignalArgument = (signal) => signal === 0 ? signal : normalizeSignal(signal, "`subprocess.kill()`'s argument");
const normalizeSignal = (signalNameOrInteger, optionName) => {
	if (Number.isInteger(signalNameOrInteger)) return normalizeSignalInteger(signalNameOrInteger, optionName);
	if (typeof signalNameOrInteger === "string") return normalizeSignalName(signalNameOrInteger, optionName);
	throw new TypeError(`Invalid ${optionName} ${String(signalNameOrInteger)}: it must be a string or an integer.\n${getAvailableSignals()}`);
};
const normalizeSignalInteger = (signalInteger, optionName) => {
	if (signalsIntegerToName.has(signalInteger)) return signalsIntegerToName.get(signalInteger);
	throw new TypeError(`Invalid ${optionName} ${signalInteger}: this signal integer does not exist.\n${getAvailableSignals()}`);
};
const getSignalsIntegerToName = () => new Map(Object.entries(constants$1.signals).reverse().map(([signalName, signalInteger]) => [signalInteger, signalName]));
const signalsIntegerToName = getSignalsIntegerToName();
const normalizeSignalName = (signalName, optionName) => {
	if (signalName in constants$1.signals) return signalName;
	if (signalName.toUpperCase() in constants$1.signals) throw new TypeError(`Invalid ${optionName} '${signalName}': please rename it to '${signalName.toUpperCase()}'.`);
	throw new TypeError(`Invalid ${optionName} '${signalName}': this signal name does not exist.\n${getAvailableSignals()}`);
};
const getAvailableSignals = () => `Available signal names: ${getAvailableSignalNames()}.
Available signal numbers: ${getAvailableSignalIntegers()}.`;
const getAvailableSignalNames = () => Object.keys(constants$1.signals).sort().map((signalName) => `'${signalName}'`).join(", ");
const getAvailableSignalIntegers = () => [...new Set(Object.values(constants$1.signals).sort((signalInteger, signalIntegerTwo) => signalInteger - signalIntegerTwo))].join(", ");
const getSignalDescription = (signal) => signalsByName[signal].description;

// node_modules/execa/lib/terminate/kill.js
const normalizeForceKillAfterDelay = (forceKillAfterDelay) => {
	if (forceKillAfterDelay === false) return forceKillAfterDelay;
	if (forceKillAfterDelay === true) return DEFAULT_FORCE_KILL_TIMEOUT;
	if (!Number.isFinite(forceKillAfterDelay) || forceKillAfterDelay < 0) throw new TypeError(`Expected the \`forceKillAfterDelay\` option to be a non-negative integer, got \`${forceKillAfterDelay}\` (${typeof forceKillAfterDelay})`);
	return forceKillAfterDelay;
};
const DEFAULT_FORCE_KILL_TIMEOUT = 5e3;
const subprocessKill = ({ kill, options: { forceKillAfterDelay, killSignal }, onInternalError, context, controller }, signalOrError, errorArgument) => {
	const { signal, error } = parseKillArguments(signalOrError, errorArgument, killSignal);
	emitKillError(error, onInternalError);
	const killResult = kill(signal);
	setKillTimeout({
		kill,
		signal,
		forceKillAfterDelay,
		killSignal,
		killResult,
		context,
		controller
	});
	return killResult;
};
const parseKillArguments = (signalOrError, errorArgument, killSignal) => {
	const [signal = killSignal, error] = isErrorInstance(signalOrError) ? [void 0, signalOrError] : [signalOrError, errorArgument];
	if (typeof signal !== "string" && !Number.isInteger(signal)) throw new TypeError(`The first argument must be an error instance or a signal name string/integer: ${String(signal)}`);
	if (error !== void 0 && !isErrorInstance(error)) throw new TypeError(`The second argument is optional. If specified, it must be an error instance: ${error}`);
	return {
		signal: normalizeSignalArgument(signal),
		error
	};
};
const emitKillError = (error, onInternalError) => {
	if (error !== void 0) onInternalError.reject(error);
};
const setKillTimeout = async ({ kill, signal, forceKillAfterDelay, killSignal, killResult, context, controller }) => {
	if (signal === killSignal && killResult) killOnTimeout({
		kill,
		forceKillAfterDelay,
		context,
		controllerSignal: controller.signal
	});
};
const killOnTimeout = async ({ kill, forceKillAfterDelay, context, controllerSignal }) => {
	if (forceKillAfterDelay === false) return;
	try {
		await setTimeout(forceKillAfterDelay, void 0, { signal: controllerSignal });
		if (kill("SIGKILL")) context.isForcefullyTerminated ??= true;
	} catch {}
};

// node_modules/execa/lib/utils/abort-signal.js
const onAbortedSignal = async (mainSignal, stopSignal) => {
	if (!mainSignal.aborted) await once(mainSignal, "abort", { signal: stopSignal });
};

// node_modules/execa/lib/terminate/cancel.js
const validateCancelSignal = ({ cancelSignal }) => {
	if (cancelSignal !== void 0 && Object.prototype.toString.call(cancelSignal) !== "[object AbortSignal]") throw new Error(`The \`cancelSignal\` option must be an AbortSignal: ${String(cancelSignal)}`);
};
const throwOnCancel = ({ subprocess, cancelSignal, gracefulCancel, context, controller }) => cancelSignal === void 0 || gracefulCancel ? [] : [terminateOnCancel(subprocess, cancelSignal, context, controller)];
const terminateOnCancel = async (subprocess, cancelSignal, context, { signal }) => {
	await onAbortedSignal(cancelSignal, signal);
	context.terminationReason ??= "cancel";
	subprocess.kill();
	throw cancelSignal.reason;
};

// node_modules/execa/lib/ipc/validation.js
const validateIpcMethod = ({ methodName, isSubprocess, ipc, isConnected }) => {
	validateIpcOption(methodName, isSubprocess, ipc);
	validateConnection(methodName, isSubprocess, isConnected);
};
const validateIpcOption = (methodName, isSubprocess, ipc) => {
	if (!ipc) throw new Error(`${getMethodName(methodName, isSubprocess)} can only be used if the \`ipc\` option is \`true\`.`);
};
const validateConnection = (methodName, isSubprocess, isConnected) => {
	if (!isConnected) throw new Error(`${getMethodName(methodName, isSubprocess)} cannot be used: the ${getOtherProcessName(isSubprocess)} has already exited or disconnected.`);
};
const throwOnEarlyDisconnect = (isSubprocess) => {
	throw new Error(`${getMethodName("getOneMessage", isSubprocess)} could not complete: the ${getOtherProcessName(isSubprocess)} exited or disconnected.`);
};
const throwOnStrictDeadlockError = (isSubprocess) => {
	throw new Error(`${getMethodName("sendMessage", isSubprocess)} failed: the ${getOtherProcessName(isSubprocess)} is sending a message too, instead of listening to incoming messages.
This can be fixed by both sending a message and listening to incoming messages at the same time:

const [receivedMessage] = await Promise.all([
	${getMethodName("getOneMessage", isSubprocess)},
	${getMethodName("sendMessage", isSubprocess, "message, {strict: true}")},
]);`);
};
const getStrictResponseError = (error, isSubprocess) => new Error(`${getMethodName("sendMessage", isSubprocess)} failed when sending an acknowledgment response to the ${getOtherProcessName(isSubprocess)}.`, { cause: error });
const throwOnMissingStrict = (isSubprocess) => {
	throw new Error(`${getMethodName("sendMessage", isSubprocess)} failed: the ${getOtherProcessName(isSubprocess)} is not listening to incoming messages.`);
};
const throwOnStrictDisconnect = (isSubprocess) => {
	throw new Error(`${getMethodName("sendMessage", isSubprocess)} failed: the ${getOtherProcessName(isSubprocess)} exited without listening to incoming messages.`);
};
const getAbortDisconnectError = () => /* @__PURE__ */ new Error(`\`cancelSignal\` aborted: the ${getOtherProcessName(true)} disconnected.`);
const throwOnMissingParent = () => {
	throw new Error("`getCancelSignal()` cannot be used without setting the `cancelSignal` subprocess option.");
};
const handleEpipeError = ({ error, methodName, isSubprocess }) => {
	if (error.code === "EPIPE") throw new Error(`${getMethodName(methodName, isSubprocess)} cannot be used: the ${getOtherProcessName(isSubprocess)} is disconnecting.`, { cause: error });
};
const handleSerializationError = ({ error, methodName, isSubprocess, message }) => {
	if (isSerializationError(error)) throw new Error(`${getMethodName(methodName, isSubprocess)}'s argument type is invalid: the message cannot be serialized: ${String(message)}.`, { cause: error });
};
const isSerializationError = ({ code, message }) => SERIALIZATION_ERROR_CODES.has(code) || SERIALIZATION_ERROR_MESSAGES.some((serializationErrorMessage) => message.includes(serializationErrorMessage));
const SERIALIZATION_ERROR_CODES = /* @__PURE__ */ new Set(["ERR_MISSING_ARGS", "ERR_INVALID_ARG_TYPE"]);
const SERIALIZATION_ERROR_MESSAGES = [
	"could not be cloned",
	"circular structure",
	"call stack size exceeded"
];
const getMethodName = (methodName, isSubprocess, parameters = "") => methodName === "cancelSignal" ? "`cancelSignal`'s `controller.abort()`" : `${getNamespaceName(isSubprocess)}${methodName}(${parameters})`;
const getNamespaceName = (isSubprocess) => isSubprocess ? "" : "subprocess.";
const getOtherProcessName = (isSubprocess) => isSubprocess ? "parent process" : "subprocess";
const disconnect = (anyProcess) => {
	if (anyProcess.connected) anyProcess.disconnect();
};

// node_modules/execa/lib/utils/deferred.js
const createDeferred = () => {
	const methods = {};
	const promise = new Promise((resolve, reject) => {
		Object.assign(methods, {
			resolve,
			reject
		});
	});
	return Object.assign(promise, methods);
};

// node_modules/execa/lib/arguments/fd-options.js
const getToStream = (destination, to = "stdin") => {
	const isWritable = true;
	const { options, fileDescriptors } = SUBPROCESS_OPTIONS.get(destination);
	const fdNumber = getFdNumber(fileDescriptors, to, isWritable);
	const destinationStream = destination.stdio[fdNumber];
	if (destinationStream === null) throw new TypeError(getInvalidStdioOptionMessage(fdNumber, to, options, isWritable));
	return destinationStream;
};
const getFromStream = (source, from = "stdout") => {
	const isWritable = false;
	const { options, fileDescriptors } = SUBPROCESS_OPTIONS.get(source);
	const fdNumber = getFdNumber(fileDescriptors, from, isWritable);
	const sourceStream = fdNumber === "all" ? source.all : source.stdio[fdNumber];
	if (sourceStream === null || sourceStream === void 0) throw new TypeError(getInvalidStdioOptionMessage(fdNumber, from, options, isWritable));
	return sourceStream;
};
const SUBPROCESS_OPTIONS = /* @__PURE__ */ new WeakMap();
const getFdNumber = (fileDescriptors, fdName, isWritable) => {
	const fdNumber = parseFdNumber(fdName, isWritable);
	validateFdNumber(fdNumber, fdName, isWritable, fileDescriptors);
	return fdNumber;
};
const parseFdNumber = (fdName, isWritable) => {
	const fdNumber = parseFd(fdName);
	if (fdNumber !== void 0) return fdNumber;
	const { validOptions, defaultValue } = isWritable ? {
		validOptions: "\"stdin\"",
		defaultValue: "stdin"
	} : {
		validOptions: "\"stdout\", \"stderr\", \"all\"",
		defaultValue: "stdout"
	};
	throw new TypeError(`"${getOptionName(isWritable)}" must not be "${fdName}".
It must be ${validOptions} or "fd3", "fd4" (and so on).
It is optional and defaults to "${defaultValue}".`);
};
const validateFdNumber = (fdNumber, fdName, isWritable, fileDescriptors) => {
	const fileDescriptor = fileDescriptors[getUsedDescriptor(fdNumber)];
	if (fileDescriptor === void 0) throw new TypeError(`"${getOptionName(isWritable)}" must not be ${fdName}. That file descriptor does not exist.
Please set the "stdio" option to ensure that file descriptor exists.`);
	if (fileDescriptor.direction === "input" && !isWritable) throw new TypeError(`"${getOptionName(isWritable)}" must not be ${fdName}. It must be a readable stream, not writable.`);
	if (fileDescriptor.direction !== "input" && isWritable) throw new TypeError(`"${getOptionName(isWritable)}" must not be ${fdName}. It must be a writable stream, not readable.`);
};
const getInvalidStdioOptionMessage = (fdNumber, fdName, options, isWritable) => {
	if (fdNumber === "all" && !options.all) return "The \"all\" option must be true to use \"from: 'all'\".";
	const { optionName, optionValue } = getInvalidStdioOption(fdNumber, options);
	return `The "${optionName}: ${serializeOptionValue(optionValue)}" option is incompatible with using "${getOptionName(isWritable)}: ${serializeOptionValue(fdName)}".
Please set this option with "pipe" instead.`;
};
const getInvalidStdioOption = (fdNumber, { stdin, stdout, stderr, stdio }) => {
	const usedDescriptor = getUsedDescriptor(fdNumber);
	if (usedDescriptor === 0 && stdin !== void 0) return {
		optionName: "stdin",
		optionValue: stdin
	};
	if (usedDescriptor === 1 && stdout !== void 0) return {
		optionName: "stdout",
		optionValue: stdout
	};
	if (usedDescriptor === 2 && stderr !== void 0) return {
		optionName: "stderr",
		optionValue: stderr
	};
	return {
		optionName: `stdio[${usedDescriptor}]`,
		optionValue: stdio[usedDescriptor]
	};
};
const getUsedDescriptor = (fdNumber) => fdNumber === "all" ? 1 : fdNumber;
const getOptionName = (isWritable) => isWritable ? "to" : "from";
const serializeOptionValue = (value) => {
	if (typeof value === "string") return `'${value}'`;
	return typeof value === "number" ? `${value}` : "Stream";
};

// node_modules/execa/lib/utils/max-listeners.js
const incrementMaxListeners = (eventEmitter, maxListenersIncrement, signal) => {
	const maxListeners = eventEmitter.getMaxListeners();
	if (maxListeners === 0 || maxListeners === Number.POSITIVE_INFINITY) return;
	eventEmitter.setMaxListeners(maxListeners + maxListenersIncrement);
	addAbortListener(signal, () => {
		eventEmitter.setMaxListeners(eventEmitter.getMaxListeners() - maxListenersIncrement);
	});
};

// node_modules/execa/lib/ipc/reference.js
const addReference = (channel, reference) => {
	if (reference) addReferenceCount(channel);
};
const addReferenceCount = (channel) => {
	channel.refCounted();
};
const removeReference = (channel, reference) => {
	if (reference) removeReferenceCount(channel);
};
const removeReferenceCount = (channel) => {
	channel.unrefCounted();
};
const undoAddedReferences = (channel, isSubprocess) => {
	if (isSubprocess) {
		removeReferenceCount(channel);
		removeReferenceCount(channel);
	}
};
const redoAddedReferences = (channel, isSubprocess) => {
	if (isSubprocess) {
		addReferenceCount(channel);
		addReferenceCount(channel);
	}
};

// node_modules/execa/lib/ipc/incoming.js
const onMessage = async ({ anyProcess, channel, isSubprocess, ipcEmitter }, wrappedMessage) => {
	if (handleStrictResponse(wrappedMessage) || handleAbort(wrappedMessage)) return;
	if (!INCOMING_MESSAGES.has(anyProcess)) INCOMING_MESSAGES.set(anyProcess, []);
	const incomingMessages = INCOMING_MESSAGES.get(anyProcess);
	incomingMessages.push(wrappedMessage);
	if (incomingMessages.length > 1) return;
	while (incomingMessages.length > 0) {
		await waitForOutgoingMessages(anyProcess, ipcEmitter, wrappedMessage);
		await scheduler.yield();
		const message = await handleStrictRequest({
			wrappedMessage: incomingMessages[0],
			anyProcess,
			channel,
			isSubprocess,
			ipcEmitter
		});
		incomingMessages.shift();
		ipcEmitter.emit("message", message);
		ipcEmitter.emit("message:done");
	}
};
const onDisconnect = async ({ anyProcess, channel, isSubprocess, ipcEmitter, boundOnMessage }) => {
	abortOnDisconnect();
	const incomingMessages = INCOMING_MESSAGES.get(anyProcess);
	while (incomingMessages?.length > 0) await once(ipcEmitter, "message:done");
	anyProcess.removeListener("message", boundOnMessage);
	redoAddedReferences(channel, isSubprocess);
	ipcEmitter.connected = false;
	ipcEmitter.emit("disconnect");
};
const INCOMING_MESSAGES = /* @__PURE__ */ new WeakMap();

// node_modules/execa/lib/ipc/forward.js
const getIpcEmitter = (anyProcess, channel, isSubprocess) => {
	if (IPC_EMITTERS.has(anyProcess)) return IPC_EMITTERS.get(anyProcess);
	const ipcEmitter = new EventEmitter();
	ipcEmitter.connected = true;
	IPC_EMITTERS.set(anyProcess, ipcEmitter);
	forwardEvents({
		ipcEmitter,
		anyProcess,
		channel,
		isSubprocess
	});
	return ipcEmitter;
};
const IPC_EMITTERS = /* @__PURE__ */ new WeakMap();
const forwardEvents = ({ ipcEmitter, anyProcess, channel, isSubprocess }) => {
	const boundOnMessage = onMessage.bind(void 0, {
		anyProcess,
		channel,
		isSubprocess,
		ipcEmitter
	});
	anyProcess.on("message", boundOnMessage);
	anyProcess.once("disconnect", onDisconnect.bind(void 0, {
		anyProcess,
		channel,
		isSubprocess,
		ipcEmitter,
		boundOnMessage
	}));
	undoAddedReferences(channel, isSubprocess);
};
const isConnected = (anyProcess) => {
	const ipcEmitter = IPC_EMITTERS.get(anyProcess);
	return ipcEmitter === void 0 ? anyProcess.channel !== null : ipcEmitter.connected;
};

// node_modules/execa/lib/ipc/strict.js
const handleSendStrict = ({ anyProcess, channel, isSubprocess, message, strict }) => {
	if (!strict) return message;
	const ipcEmitter = getIpcEmitter(anyProcess, channel, isSubprocess);
	const hasListeners = hasMessageListeners(anyProcess, ipcEmitter);
	return {
		id: count++,
		type: REQUEST_TYPE,
		message,
		hasListeners
	};
};
let count = 0n;
const validateStrictDeadlock = (outgoingMessages, wrappedMessage) => {
	if (wrappedMessage?.type !== REQUEST_TYPE || wrappedMessage.hasListeners) return;
	for (const { id } of outgoingMessages) if (id !== void 0) STRICT_RESPONSES[id].resolve({
		isDeadlock: true,
		hasListeners: false
	});
};
const handleStrictRequest = async ({ wrappedMessage, anyProcess, channel, isSubprocess, ipcEmitter }) => {
	if (wrappedMessage?.type !== REQUEST_TYPE || !anyProcess.connected) return wrappedMessage;
	const { id, message } = wrappedMessage;
	const response = {
		id,
		type: RESPONSE_TYPE,
		message: hasMessageListeners(anyProcess, ipcEmitter)
	};
	try {
		await sendMessage$1({
			anyProcess,
			channel,
			isSubprocess,
			ipc: true
		}, response);
	} catch (error) {
		ipcEmitter.emit("strict:error", error);
	}
	return message;
};
const handleStrictResponse = (wrappedMessage) => {
	if (wrappedMessage?.type !== RESPONSE_TYPE) return false;
	const { id, message: hasListeners } = wrappedMessage;
	STRICT_RESPONSES[id]?.resolve({
		isDeadlock: false,
		hasListeners
	});
	return true;
};
const waitForStrictResponse = async (wrappedMessage, anyProcess, isSubprocess) => {
	if (wrappedMessage?.type !== REQUEST_TYPE) return;
	const deferred = createDeferred();
	STRICT_RESPONSES[wrappedMessage.id] = deferred;
	const controller = new AbortController();
	try {
		const { isDeadlock, hasListeners } = await Promise.race([deferred, throwOnDisconnect$1(anyProcess, isSubprocess, controller)]);
		if (isDeadlock) throwOnStrictDeadlockError(isSubprocess);
		if (!hasListeners) throwOnMissingStrict(isSubprocess);
	} finally {
		controller.abort();
		delete STRICT_RESPONSES[wrappedMessage.id];
	}
};
const STRICT_RESPONSES = {};
const throwOnDisconnect$1 = async (anyProcess, isSubprocess, { signal }) => {
	incrementMaxListeners(anyProcess, 1, signal);
	await once(anyProcess, "disconnect", { signal });
	throwOnStrictDisconnect(isSubprocess);
};
const REQUEST_TYPE = "execa:ipc:request";
const RESPONSE_TYPE = "execa:ipc:response";

// node_modules/execa/lib/ipc/outgoing.js
const startSendMessage = (anyProcess, wrappedMessage, strict) => {
	if (!OUTGOING_MESSAGES.has(anyProcess)) OUTGOING_MESSAGES.set(anyProcess, /* @__PURE__ */ new Set());
	const outgoingMessages = OUTGOING_MESSAGES.get(anyProcess);
	const outgoingMessage = {
		onMessageSent: createDeferred(),
		id: strict ? wrappedMessage.id : void 0
	};
	outgoingMessages.add(outgoingMessage);
	return {
		outgoingMessages,
		outgoingMessage
	};
};
const endSendMessage = ({ outgoingMessages, outgoingMessage }) => {
	outgoingMessages.delete(outgoingMessage);
	outgoingMessage.onMessageSent.resolve();
};
const waitForOutgoingMessages = async (anyProcess, ipcEmitter, wrappedMessage) => {
	while (!hasMessageListeners(anyProcess, ipcEmitter) && OUTGOING_MESSAGES.get(anyProcess)?.size > 0) {
		const outgoingMessages = [...OUTGOING_MESSAGES.get(anyProcess)];
		validateStrictDeadlock(outgoingMessages, wrappedMessage);
		await Promise.all(outgoingMessages.map(({ onMessageSent }) => onMessageSent));
	}
};
const OUTGOING_MESSAGES = /* @__PURE__ */ new WeakMap();
const hasMessageListeners = (anyProcess, ipcEmitter) => ipcEmitter.listenerCount("message") > getMinListenerCount(anyProcess);
const getMinListenerCount = (anyProcess) => SUBPROCESS_OPTIONS.has(anyProcess) && !getFdSpecificValue(SUBPROCESS_OPTIONS.get(anyProcess).options.buffer, "ipc") ? 1 : 0;

// node_modules/execa/lib/ipc/send.js
const sendMessage$1 = ({ anyProcess, channel, isSubprocess, ipc }, message, { strict = false } = {}) => {
	const methodName = "sendMessage";
	validateIpcMethod({
		methodName,
		isSubprocess,
		ipc,
		isConnected: anyProcess.connected
	});
	return sendMessageAsync({
		anyProcess,
		channel,
		methodName,
		isSubprocess,
		message,
		strict
	});
};
const sendMessageAsync = async ({ anyProcess, channel, methodName, isSubprocess, message, strict }) => {
	const wrappedMessage = handleSendStrict({
		anyProcess,
		channel,
		isSubprocess,
		message,
		strict
	});
	const outgoingMessagesState = startSendMessage(anyProcess, wrappedMessage, strict);
	try {
		await sendOneMessage({
			anyProcess,
			methodName,
			isSubprocess,
			wrappedMessage,
			message
		});
	} catch (error) {
		disconnect(anyProcess);
		throw error;
	} finally {
		endSendMessage(outgoingMessagesState);
	}
};
const sendOneMessage = async ({ anyProcess, methodName, isSubprocess, wrappedMessage, message }) => {
	const sendMethod = getSendMethod(anyProcess);
	try {
		await Promise.all([waitForStrictResponse(wrappedMessage, anyProcess, isSubprocess), sendMethod(wrappedMessage)]);
	} catch (error) {
		handleEpipeError({
			error,
			methodName,
			isSubprocess
		});
		handleSerializationError({
			error,
			methodName,
			isSubprocess,
			message
		});
		throw error;
	}
};
const getSendMethod = (anyProcess) => {
	if (PROCESS_SEND_METHODS.has(anyProcess)) return PROCESS_SEND_METHODS.get(anyProcess);
	const sendMethod = promisify(anyProcess.send.bind(anyProcess));
	PROCESS_SEND_METHODS.set(anyProcess, sendMethod);
	return sendMethod;
};
const PROCESS_SEND_METHODS = /* @__PURE__ */ new WeakMap();

// node_modules/execa/lib/ipc/graceful.js
const sendAbort = (subprocess, message) => {
	const methodName = "cancelSignal";
	validateConnection(methodName, false, subprocess.connected);
	return sendOneMessage({
		anyProcess: subprocess,
		methodName,
		isSubprocess: false,
		wrappedMessage: {
			type: GRACEFUL_CANCEL_TYPE,
			message
		},
		message
	});
};
const getCancelSignal$1 = async ({ anyProcess, channel, isSubprocess, ipc }) => {
	await startIpc({
		anyProcess,
		channel,
		isSubprocess,
		ipc
	});
	return cancelController.signal;
};
const startIpc = async ({ anyProcess, channel, isSubprocess, ipc }) => {
	if (cancelListening) return;
	cancelListening = true;
	if (!ipc) {
		throwOnMissingParent();
		return;
	}
	if (channel === null) {
		abortOnDisconnect();
		return;
	}
	getIpcEmitter(anyProcess, channel, isSubprocess);
	await scheduler.yield();
};
let cancelListening = false;
const handleAbort = (wrappedMessage) => {
	if (wrappedMessage?.type !== GRACEFUL_CANCEL_TYPE) return false;
	cancelController.abort(wrappedMessage.message);
	return true;
};
const GRACEFUL_CANCEL_TYPE = "execa:ipc:cancel";
const abortOnDisconnect = () => {
	cancelController.abort(getAbortDisconnectError());
};
const cancelController = new AbortController();

// node_modules/execa/lib/terminate/graceful.js
const validateGracefulCancel = ({ gracefulCancel, cancelSignal, ipc, serialization }) => {
	if (!gracefulCancel) return;
	if (cancelSignal === void 0) throw new Error("The `cancelSignal` option must be defined when setting the `gracefulCancel` option.");
	if (!ipc) throw new Error("The `ipc` option cannot be false when setting the `gracefulCancel` option.");
	if (serialization === "json") throw new Error("The `serialization` option cannot be 'json' when setting the `gracefulCancel` option.");
};
const throwOnGracefulCancel = ({ subprocess, cancelSignal, gracefulCancel, forceKillAfterDelay, context, controller }) => gracefulCancel ? [sendOnAbort({
	subprocess,
	cancelSignal,
	forceKillAfterDelay,
	context,
	controller
})] : [];
const sendOnAbort = async ({ subprocess, cancelSignal, forceKillAfterDelay, context, controller: { signal } }) => {
	await onAbortedSignal(cancelSignal, signal);
	const reason = getReason(cancelSignal);
	await sendAbort(subprocess, reason);
	killOnTimeout({
		kill: subprocess.kill,
		forceKillAfterDelay,
		context,
		controllerSignal: signal
	});
	context.terminationReason ??= "gracefulCancel";
	throw cancelSignal.reason;
};
const getReason = ({ reason }) => {
	if (!(reason instanceof DOMException)) return reason;
	const error = new Error(reason.message);
	Object.defineProperty(error, "stack", {
		value: reason.stack,
		enumerable: false,
		configurable: true,
		writable: true
	});
	return error;
};

// node_modules/execa/lib/terminate/timeout.js
const validateTimeout = ({ timeout }) => {
	if (timeout !== void 0 && (!Number.isFinite(timeout) || timeout < 0)) throw new TypeError(`Expected the \`timeout\` option to be a non-negative integer, got \`${timeout}\` (${typeof timeout})`);
};
const throwOnTimeout = (subprocess, timeout, context, controller) => timeout === 0 || timeout === void 0 ? [] : [killAfterTimeout(subprocess, timeout, context, controller)];
const killAfterTimeout = async (subprocess, timeout, context, { signal }) => {
	await setTimeout(timeout, void 0, { signal });
	context.terminationReason ??= "timeout";
	subprocess.kill();
	throw new DiscardedError();
};

// node_modules/execa/lib/methods/node.js
const mapNode = ({ options }) => {
	if (options.node === false) throw new TypeError("The \"node\" option cannot be false with `execaNode()`.");
	return { options: {
		...options,
		node: true
	} };
};
const handleNodeOption = (file, commandArguments, { node: shouldHandleNode = false, nodePath = execPath, nodeOptions = execArgv.filter((nodeOption) => !nodeOption.startsWith("--inspect")), cwd, execPath: formerNodePath, ...options }) => {
	if (formerNodePath !== void 0) throw new TypeError("The \"execPath\" option has been removed. Please use the \"nodePath\" option instead.");
	const normalizedNodePath = safeNormalizeFileUrl(nodePath, "The \"nodePath\" option");
	const resolvedNodePath = path.resolve(cwd, normalizedNodePath);
	const newOptions = {
		...options,
		nodePath: resolvedNodePath,
		node: shouldHandleNode,
		cwd
	};
	if (!shouldHandleNode) return [
		file,
		commandArguments,
		newOptions
	];
	if (path.basename(file, ".exe") === "node") throw new TypeError("When the \"node\" option is true, the first argument does not need to be \"node\".");
	return [
		resolvedNodePath,
		[
			...nodeOptions,
			file,
			...commandArguments
		],
		{
			ipc: true,
			...newOptions,
			shell: false
		}
	];
};

// node_modules/execa/lib/ipc/ipc-input.js
const validateIpcInputOption = ({ ipcInput, ipc, serialization }) => {
	if (ipcInput === void 0) return;
	if (!ipc) throw new Error("The `ipcInput` option cannot be set unless the `ipc` option is `true`.");
	validateIpcInput[serialization](ipcInput);
};
const validateAdvancedInput = (ipcInput) => {
	try {
		serialize(ipcInput);
	} catch (error) {
		throw new Error("The `ipcInput` option is not serializable with a structured clone.", { cause: error });
	}
};
const validateJsonInput = (ipcInput) => {
	try {
		JSON.stringify(ipcInput);
	} catch (error) {
		throw new Error("The `ipcInput` option is not serializable with JSON.", { cause: error });
	}
};
const validateIpcInput = {
	advanced: validateAdvancedInput,
	json: validateJsonInput
};
const sendIpcInput = async (subprocess, ipcInput) => {
	if (ipcInput === void 0) return;
	await subprocess.sendMessage(ipcInput);
};

// node_modules/execa/lib/arguments/encoding-option.js
const validateEncoding = ({ encoding }) => {
	if (ENCODINGS.has(encoding)) return;
	const correctEncoding = getCorrectEncoding(encoding);
	if (correctEncoding !== void 0) throw new TypeError(`Invalid option \`encoding: ${serializeEncoding(encoding)}\`.
Please rename it to ${serializeEncoding(correctEncoding)}.`);
	const correctEncodings = [...ENCODINGS].map((correctEncoding) => serializeEncoding(correctEncoding)).join(", ");
	throw new TypeError(`Invalid option \`encoding: ${serializeEncoding(encoding)}\`.
Please rename it to one of: ${correctEncodings}.`);
};
const TEXT_ENCODINGS = /* @__PURE__ */ new Set(["utf8", "utf16le"]);
const BINARY_ENCODINGS = /* @__PURE__ */ new Set([
	"buffer",
	"hex",
	"base64",
	"base64url",
	"latin1",
	"ascii"
]);
const ENCODINGS = /* @__PURE__ */ new Set([...TEXT_ENCODINGS, ...BINARY_ENCODINGS]);
const getCorrectEncoding = (encoding) => {
	if (encoding === null) return "buffer";
	if (typeof encoding !== "string") return;
	const lowerEncoding = encoding.toLowerCase();
	if (lowerEncoding in ENCODING_ALIASES) return ENCODING_ALIASES[lowerEncoding];
	if (ENCODINGS.has(lowerEncoding)) return lowerEncoding;
};
const ENCODING_ALIASES = {
	"utf-8": "utf8",
	"utf-16le": "utf16le",
	"ucs-2": "utf16le",
	ucs2: "utf16le",
	binary: "latin1"
};
const serializeEncoding = (encoding) => typeof encoding === "string" ? `"${encoding}"` : String(encoding);

// node_modules/execa/lib/arguments/cwd.js
const normalizeCwd = (cwd = getDefaultCwd()) => {
	const cwdString = safeNormalizeFileUrl(cwd, "The \"cwd\" option");
	return path.resolve(cwdString);
};
const getDefaultCwd = () => {
	try {
		return process$1.cwd();
	} catch (error) {
		error.message = `The current directory does not exist.\n${error.message}`;
		throw error;
	}
};
const fixCwdError = (originalMessage, cwd) => {
	if (cwd === getDefaultCwd()) return originalMessage;
	let cwdStat;
	try {
		cwdStat = statSync(cwd);
	} catch (error) {
		return `The "cwd" option is invalid: ${cwd}.\n${error.message}\n${originalMessage}`;
	}
	if (!cwdStat.isDirectory()) return `The "cwd" option is not a directory: ${cwd}.\n${originalMessage}`;
	return originalMessage;
};

// node_modules/execa/lib/arguments/options.js
const normalizeOptions = (filePath, rawArguments, rawOptions) => {
	rawOptions.cwd = normalizeCwd(rawOptions.cwd);
	const [processedFile, processedArguments, processedOptions] = handleNodeOption(filePath, rawArguments, rawOptions);
	const { command: file, args: commandArguments, options: initialOptions } = import_cross_spawn.default._parse(processedFile, processedArguments, processedOptions);
	const fdOptions = normalizeFdSpecificOptions(initialOptions);
	const options = addDefaultOptions(fdOptions);
	validateTimeout(options);
	validateEncoding(options);
	validateIpcInputOption(options);
	validateCancelSignal(options);
	validateGracefulCancel(options);
	options.shell = normalizeFileUrl(options.shell);
	options.env = getEnv(options);
	options.killSignal = normalizeKillSignal(options.killSignal);
	options.forceKillAfterDelay = normalizeForceKillAfterDelay(options.forceKillAfterDelay);
	options.lines = options.lines.map((lines, fdNumber) => lines && !BINARY_ENCODINGS.has(options.encoding) && options.buffer[fdNumber]);
	if (process$1.platform === "win32" && path.basename(file, ".exe") === "cmd") commandArguments.unshift("/q");
	return {
		file,
		commandArguments,
		options
	};
};
const addDefaultOptions = ({ extendEnv = true, preferLocal = false, cwd, localDir: localDirectory = cwd, encoding = "utf8", reject = true, cleanup = true, all = false, windowsHide = true, killSignal = "SIGTERM", forceKillAfterDelay = true, gracefulCancel = false, ipcInput, ipc = ipcInput !== void 0 || gracefulCancel, serialization = "advanced", ...options }) => ({
	...options,
	extendEnv,
	preferLocal,
	cwd,
	localDirectory,
	encoding,
	reject,
	cleanup,
	all,
	windowsHide,
	killSignal,
	forceKillAfterDelay,
	gracefulCancel,
	ipcInput,
	ipc,
	serialization
});
const getEnv = ({ env: envOption, extendEnv, preferLocal, node, localDirectory, nodePath }) => {
	const env = extendEnv ? {
		...process$1.env,
		...envOption
	} : envOption;
	if (preferLocal || node) return npmRunPathEnv({
		env,
		cwd: localDirectory,
		execPath: nodePath,
		preferLocal,
		addExecPath: node
	});
	return env;
};

// node_modules/execa/lib/arguments/shell.js
const concatenateShell = (file, commandArguments, options) => options.shell && commandArguments.length > 0 ? [
	[file, ...commandArguments].join(" "),
	[],
	options
] : [
	file,
	commandArguments,
	options
];

// node_modules/strip-final-newline/index.js
function stripFinalNewline(input) {
	if (typeof input === "string") return stripFinalNewlineString(input);
	if (!(ArrayBuffer.isView(input) && input.BYTES_PER_ELEMENT === 1)) throw new Error("Input must be a string or a Uint8Array");
	return stripFinalNewlineBinary(input);
}
const stripFinalNewlineString = (input) => input.at(-1) === LF ? input.slice(0, input.at(-2) === CR ? -2 : -1) : input;
const stripFinalNewlineBinary = (input) => input.at(-1) === LF_BINARY ? input.subarray(0, input.at(-2) === CR_BINARY ? -2 : -1) : input;
const LF = "\n";
const LF_BINARY = LF.codePointAt(0);
const CR = "\r";
const CR_BINARY = CR.codePointAt(0);

// node_modules/is-stream/index.js
function isStream(stream, { checkOpen = true } = {}) {
	return stream !== null && typeof stream === "object" && (stream.writable || stream.readable || !checkOpen || stream.writable === void 0 && stream.readable === void 0) && typeof stream.pipe === "function";
}
function isWritableStream$1(stream, { checkOpen = true } = {}) {
	return isStream(stream, { checkOpen }) && (stream.writable || !checkOpen) && typeof stream.write === "function" && typeof stream.end === "function" && typeof stream.writable === "boolean" && typeof stream.writableObjectMode === "boolean" && typeof stream.destroy === "function" && typeof stream.destroyed === "boolean";
}
function isReadableStream$1(stream, { checkOpen = true } = {}) {
	return isStream(stream, { checkOpen }) && (stream.readable || !checkOpen) && typeof stream.read === "function" && typeof stream.readable === "boolean" && typeof stream.readableObjectMode === "boolean" && typeof stream.destroy === "function" && typeof stream.destroyed === "boolean";
}
function isDuplexStream(stream, options) {
	return isWritableStream$1(stream, options) && isReadableStream$1(stream, options);
}

// node_modules/@sec-ant/readable-stream/dist/ponyfill/asyncIterator.js
const a = Object.getPrototypeOf(Object.getPrototypeOf(
	/* istanbul ignore next */
	async function* () {}
).prototype);
var c = class {
	#t;
	#n;
	#r = !1;
	#e = void 0;
	constructor(e, t) {
		this.#t = e, this.#n = t;
	}
	next() {
		const e = () => this.#s();
		return this.#e = this.#e ? this.#e.then(e, e) : e(), this.#e;
	}
	return(e) {
		const t = () => this.#i(e);
		return this.#e ? this.#e.then(t, t) : t();
	}
	async #s() {
		if (this.#r) return {
			done: !0,
			value: void 0
		};
		let e;
		try {
			e = await this.#t.read();
		} catch (t) {
			throw this.#e = void 0, this.#r = !0, this.#t.releaseLock(), t;
		}
		return e.done && (this.#e = void 0, this.#r = !0, this.#t.releaseLock()), e;
	}
	async #i(e) {
		if (this.#r) return {
			done: !0,
			value: e
		};
		if (this.#r = !0, !this.#n) {
			const t = this.#t.cancel(e);
			return this.#t.releaseLock(), await t, {
				done: !0,
				value: e
			};
		}
		return this.#t.releaseLock(), {
			done: !0,
			value: e
		};
	}
};
const n = Symbol();
function i() {
	return this[n].next();
}
Object.defineProperty(i, "name", { value: "next" });
function o(r) {
	return this[n].return(r);
}
Object.defineProperty(o, "name", { value: "return" });
const u = Object.create(a, {
	next: {
		enumerable: !0,
		configurable: !0,
		writable: !0,
		value: i
	},
	return: {
		enumerable: !0,
		configurable: !0,
		writable: !0,
		value: o
	}
});
function h({ preventCancel: r = !1 } = {}) {
	const e = this.getReader(), t = new c(e, r), s = Object.create(u);
	return s[n] = t, s;
}

// node_modules/get-stream/source/stream.js
const getAsyncIterable = (stream) => {
	if (isReadableStream$1(stream, { checkOpen: false }) && nodeImports.on !== void 0) return getStreamIterable(stream);
	if (typeof stream?.[Symbol.asyncIterator] === "function") return stream;
	if (toString.call(stream) === "[object ReadableStream]") return h.call(stream);
	throw new TypeError("The first argument must be a Readable, a ReadableStream, or an async iterable.");
};
const { toString } = Object.prototype;
const getStreamIterable = async function* (stream) {
	const controller = new AbortController();
	const state = {};
	handleStreamEnd(stream, controller, state);
	try {
		for await (const [chunk] of nodeImports.on(stream, "data", { signal: controller.signal })) yield chunk;
	} catch (error) {
		if (state.error !== void 0) throw state.error;
		else if (!controller.signal.aborted) throw error;
	} finally {
		stream.destroy();
	}
};
const handleStreamEnd = async (stream, controller, state) => {
	try {
		await nodeImports.finished(stream, {
			cleanup: true,
			readable: true,
			writable: false,
			error: false
		});
	} catch (error) {
		state.error = error;
	} finally {
		controller.abort();
	}
};
const nodeImports = {};

// node_modules/get-stream/source/contents.js
const getStreamContents$1 = async (stream, { init, convertChunk, getSize, truncateChunk, addChunk, getFinalChunk, finalize }, { maxBuffer = Number.POSITIVE_INFINITY } = {}) => {
	const asyncIterable = getAsyncIterable(stream);
	const state = init();
	state.length = 0;
	try {
		for await (const chunk of asyncIterable) {
			const convertedChunk = convertChunk[getChunkType(chunk)](chunk, state);
			appendChunk({
				convertedChunk,
				state,
				getSize,
				truncateChunk,
				addChunk,
				maxBuffer
			});
		}
		appendFinalChunk({
			state,
			convertChunk,
			getSize,
			truncateChunk,
			addChunk,
			getFinalChunk,
			maxBuffer
		});
		return finalize(state);
	} catch (error) {
		const normalizedError = typeof error === "object" && error !== null ? error : new Error(error);
		normalizedError.bufferedData = finalize(state);
		throw normalizedError;
	}
};
const appendFinalChunk = ({ state, getSize, truncateChunk, addChunk, getFinalChunk, maxBuffer }) => {
	const convertedChunk = getFinalChunk(state);
	if (convertedChunk !== void 0) appendChunk({
		convertedChunk,
		state,
		getSize,
		truncateChunk,
		addChunk,
		maxBuffer
	});
};
const appendChunk = ({ convertedChunk, state, getSize, truncateChunk, addChunk, maxBuffer }) => {
	const chunkSize = getSize(convertedChunk);
	const newLength = state.length + chunkSize;
	if (newLength <= maxBuffer) {
		addNewChunk(convertedChunk, state, addChunk, newLength);
		return;
	}
	const truncatedChunk = truncateChunk(convertedChunk, maxBuffer - state.length);
	if (truncatedChunk !== void 0) addNewChunk(truncatedChunk, state, addChunk, maxBuffer);
	throw new MaxBufferError();
};
const addNewChunk = (convertedChunk, state, addChunk, newLength) => {
	state.contents = addChunk(convertedChunk, state, newLength);
	state.length = newLength;
};
const getChunkType = (chunk) => {
	const typeOfChunk = typeof chunk;
	if (typeOfChunk === "string") return "string";
	if (typeOfChunk !== "object" || chunk === null) return "others";
	if (globalThis.Buffer?.isBuffer(chunk)) return "buffer";
	const prototypeName = objectToString.call(chunk);
	if (prototypeName === "[object ArrayBuffer]") return "arrayBuffer";
	if (prototypeName === "[object DataView]") return "dataView";
	if (Number.isInteger(chunk.byteLength) && Number.isInteger(chunk.byteOffset) && objectToString.call(chunk.buffer) === "[object ArrayBuffer]") return "typedArray";
	return "others";
};
const { toString: objectToString } = Object.prototype;
var MaxBufferError = class extends Error {
	name = "MaxBufferError";
	constructor() {
		super("maxBuffer exceeded");
	}
};

// node_modules/get-stream/source/utils.js
const identity = (value) => value;
const noop$1 = () => void 0;
const getContentsProperty = ({ contents }) => contents;
const throwObjectStream = (chunk) => {
	throw new Error(`Streams in object mode are not supported: ${String(chunk)}`);
};
const getLengthProperty = (convertedChunk) => convertedChunk.length;

// node_modules/get-stream/source/array.js
async function getStreamAsArray(stream, options) {
	return getStreamContents$1(stream, arrayMethods, options);
}
const initArray = () => ({ contents: [] });
const increment = () => 1;
const addArrayChunk = (convertedChunk, { contents }) => {
	contents.push(convertedChunk);
	return contents;
};
const arrayMethods = {
	init: initArray,
	convertChunk: {
		string: identity,
		buffer: identity,
		arrayBuffer: identity,
		dataView: identity,
		typedArray: identity,
		others: identity
	},
	getSize: increment,
	truncateChunk: noop$1,
	addChunk: addArrayChunk,
	getFinalChunk: noop$1,
	finalize: getContentsProperty
};

// node_modules/get-stream/source/array-buffer.js
async function getStreamAsArrayBuffer(stream, options) {
	return getStreamContents$1(stream, arrayBufferMethods, options);
}
const initArrayBuffer = () => ({ contents: /* @__PURE__ */ new ArrayBuffer(0) });
const useTextEncoder = (chunk) => textEncoder.encode(chunk);
const textEncoder = new TextEncoder();
const useUint8Array = (chunk) => new Uint8Array(chunk);
const useUint8ArrayWithOffset = (chunk) => new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
const truncateArrayBufferChunk = (convertedChunk, chunkSize) => convertedChunk.slice(0, chunkSize);
const addArrayBufferChunk = (convertedChunk, { contents, length: previousLength }, length) => {
	const newContents = hasArrayBufferResize() ? resizeArrayBuffer(contents, length) : resizeArrayBufferSlow(contents, length);
	new Uint8Array(newContents).set(convertedChunk, previousLength);
	return newContents;
};
const resizeArrayBufferSlow = (contents, length) => {
	if (length <= contents.byteLength) return contents;
	const arrayBuffer = new ArrayBuffer(getNewContentsLength(length));
	new Uint8Array(arrayBuffer).set(new Uint8Array(contents), 0);
	return arrayBuffer;
};
const resizeArrayBuffer = (contents, length) => {
	if (length <= contents.maxByteLength) {
		contents.resize(length);
		return contents;
	}
	const arrayBuffer = new ArrayBuffer(length, { maxByteLength: getNewContentsLength(length) });
	new Uint8Array(arrayBuffer).set(new Uint8Array(contents), 0);
	return arrayBuffer;
};
const getNewContentsLength = (length) => SCALE_FACTOR ** Math.ceil(Math.log(length) / Math.log(SCALE_FACTOR));
const SCALE_FACTOR = 2;
const finalizeArrayBuffer = ({ contents, length }) => hasArrayBufferResize() ? contents : contents.slice(0, length);
const hasArrayBufferResize = () => "resize" in ArrayBuffer.prototype;
const arrayBufferMethods = {
	init: initArrayBuffer,
	convertChunk: {
		string: useTextEncoder,
		buffer: useUint8Array,
		arrayBuffer: useUint8Array,
		dataView: useUint8ArrayWithOffset,
		typedArray: useUint8ArrayWithOffset,
		others: throwObjectStream
	},
	getSize: getLengthProperty,
	truncateChunk: truncateArrayBufferChunk,
	addChunk: addArrayBufferChunk,
	getFinalChunk: noop$1,
	finalize: finalizeArrayBuffer
};

// node_modules/get-stream/source/string.js
async function getStreamAsString(stream, options) {
	return getStreamContents$1(stream, stringMethods, options);
}
const initString = () => ({
	contents: "",
	textDecoder: new TextDecoder()
});
const useTextDecoder = (chunk, { textDecoder }) => textDecoder.decode(chunk, { stream: true });
const addStringChunk = (convertedChunk, { contents }) => contents + convertedChunk;
const truncateStringChunk = (convertedChunk, chunkSize) => convertedChunk.slice(0, chunkSize);
const getFinalStringChunk = ({ textDecoder }) => {
	const finalChunk = textDecoder.decode();
	return finalChunk === "" ? void 0 : finalChunk;
};
const stringMethods = {
	init: initString,
	convertChunk: {
		string: identity,
		buffer: useTextDecoder,
		arrayBuffer: useTextDecoder,
		dataView: useTextDecoder,
		typedArray: useTextDecoder,
		others: throwObjectStream
	},
	getSize: getLengthProperty,
	truncateChunk: truncateStringChunk,
	addChunk: addStringChunk,
	getFinalChunk: getFinalStringChunk,
	finalize: getContentsProperty
};

// node_modules/execa/lib/io/max-buffer.js
const handleMaxBuffer = ({ error, stream, readableObjectMode, lines, encoding, fdNumber }) => {
	if (!(error instanceof MaxBufferError)) throw error;
	if (fdNumber === "all") return error;
	error.maxBufferInfo = {
		fdNumber,
		unit: getMaxBufferUnit(readableObjectMode, lines, encoding)
	};
	stream.destroy();
	throw error;
};
const getMaxBufferUnit = (readableObjectMode, lines, encoding) => {
	if (readableObjectMode) return "objects";
	if (lines) return "lines";
	if (encoding === "buffer") return "bytes";
	return "characters";
};
const checkIpcMaxBuffer = (subprocess, ipcOutput, maxBuffer) => {
	if (ipcOutput.length !== maxBuffer) return;
	const error = new MaxBufferError();
	error.maxBufferInfo = { fdNumber: "ipc" };
	throw error;
};
const getMaxBufferMessage = (error, maxBuffer) => {
	const { streamName, threshold, unit } = getMaxBufferInfo(error, maxBuffer);
	return `Command's ${streamName} was larger than ${threshold} ${unit}`;
};
const getMaxBufferInfo = (error, maxBuffer) => {
	if (error?.maxBufferInfo === void 0) return {
		streamName: "output",
		threshold: maxBuffer[1],
		unit: "bytes"
	};
	const { maxBufferInfo: { fdNumber, unit } } = error;
	delete error.maxBufferInfo;
	const threshold = getFdSpecificValue(maxBuffer, fdNumber);
	if (fdNumber === "ipc") return {
		streamName: "IPC output",
		threshold,
		unit: "messages"
	};
	return {
		streamName: getStreamName(fdNumber),
		threshold,
		unit
	};
};
const isMaxBufferSync = (resultError, output, maxBuffer) => resultError?.code === "ENOBUFS" && output !== null && output.some((result) => result !== null && result.length > getMaxBufferSync(maxBuffer));
const truncateMaxBufferSync = (result, isMaxBuffer, maxBuffer) => {
	if (!isMaxBuffer) return result;
	const maxBufferValue = getMaxBufferSync(maxBuffer);
	return result.length > maxBufferValue ? result.slice(0, maxBufferValue) : result;
};
const getMaxBufferSync = ([, stdoutMaxBuffer]) => stdoutMaxBuffer;

// node_modules/execa/lib/return/message.js
const createMessages = ({ stdio, all, ipcOutput, originalError, signal, signalDescription, exitCode, escapedCommand, timedOut, isCanceled, isGracefullyCanceled, isMaxBuffer, isForcefullyTerminated, forceKillAfterDelay, killSignal, maxBuffer, timeout, cwd }) => {
	const errorCode = originalError?.code;
	const prefix = getErrorPrefix({
		originalError,
		timedOut,
		timeout,
		isMaxBuffer,
		maxBuffer,
		errorCode,
		signal,
		signalDescription,
		exitCode,
		isCanceled,
		isGracefullyCanceled,
		isForcefullyTerminated,
		forceKillAfterDelay,
		killSignal
	});
	const originalMessage = getOriginalMessage(originalError, cwd);
	const shortMessage = `${prefix}: ${escapedCommand}${originalMessage === void 0 ? "" : `\n${originalMessage}`}`;
	return {
		originalMessage,
		shortMessage,
		message: [
			shortMessage,
			...all === void 0 ? [stdio[2], stdio[1]] : [all],
			...stdio.slice(3),
			ipcOutput.map((ipcMessage) => serializeIpcMessage(ipcMessage)).join("\n")
		].map((messagePart) => escapeLines(stripFinalNewline(serializeMessagePart(messagePart)))).filter(Boolean).join("\n\n")
	};
};
const getErrorPrefix = ({ originalError, timedOut, timeout, isMaxBuffer, maxBuffer, errorCode, signal, signalDescription, exitCode, isCanceled, isGracefullyCanceled, isForcefullyTerminated, forceKillAfterDelay, killSignal }) => {
	const forcefulSuffix = getForcefulSuffix(isForcefullyTerminated, forceKillAfterDelay);
	if (timedOut) return `Command timed out after ${timeout} milliseconds${forcefulSuffix}`;
	if (isGracefullyCanceled) {
		if (signal === void 0) return `Command was gracefully canceled with exit code ${exitCode}`;
		return isForcefullyTerminated ? `Command was gracefully canceled${forcefulSuffix}` : `Command was gracefully canceled with ${signal} (${signalDescription})`;
	}
	if (isCanceled) return `Command was canceled${forcefulSuffix}`;
	if (isMaxBuffer) return `${getMaxBufferMessage(originalError, maxBuffer)}${forcefulSuffix}`;
	if (errorCode !== void 0) return `Command failed with ${errorCode}${forcefulSuffix}`;
	if (isForcefullyTerminated) return `Command was killed with ${killSignal} (${getSignalDescription(killSignal)})${forcefulSuffix}`;
	if (signal !== void 0) return `Command was killed with ${signal} (${signalDescription})`;
	if (exitCode !== void 0) return `Command failed with exit code ${exitCode}`;
	return "Command failed";
};
const getForcefulSuffix = (isForcefullyTerminated, forceKillAfterDelay) => isForcefullyTerminated ? ` and was forcefully terminated after ${forceKillAfterDelay} milliseconds` : "";
const getOriginalMessage = (originalError, cwd) => {
	if (originalError instanceof DiscardedError) return;
	const originalMessage = isExecaError(originalError) ? originalError.originalMessage : String(originalError?.message ?? originalError);
	const escapedOriginalMessage = escapeLines(fixCwdError(originalMessage, cwd));
	return escapedOriginalMessage === "" ? void 0 : escapedOriginalMessage;
};
const serializeIpcMessage = (ipcMessage) => typeof ipcMessage === "string" ? ipcMessage : inspect(ipcMessage);
const serializeMessagePart = (messagePart) => Array.isArray(messagePart) ? messagePart.map((messageItem) => stripFinalNewline(serializeMessageItem(messageItem))).filter(Boolean).join("\n") : serializeMessageItem(messagePart);
const serializeMessageItem = (messageItem) => {
	if (typeof messageItem === "string") return messageItem;
	if (isUint8Array(messageItem)) return uint8ArrayToString(messageItem);
	return "";
};

// node_modules/execa/lib/return/result.js
const makeSuccessResult = ({ command, escapedCommand, stdio, all, ipcOutput, options: { cwd }, startTime }) => omitUndefinedProperties({
	command,
	escapedCommand,
	cwd,
	durationMs: getDurationMs(startTime),
	failed: false,
	timedOut: false,
	isCanceled: false,
	isGracefullyCanceled: false,
	isTerminated: false,
	isMaxBuffer: false,
	isForcefullyTerminated: false,
	exitCode: 0,
	stdout: stdio[1],
	stderr: stdio[2],
	all,
	stdio,
	ipcOutput,
	pipedFrom: []
});
const makeEarlyError = ({ error, command, escapedCommand, fileDescriptors, options, startTime, isSync }) => makeError({
	error,
	command,
	escapedCommand,
	startTime,
	timedOut: false,
	isCanceled: false,
	isGracefullyCanceled: false,
	isMaxBuffer: false,
	isForcefullyTerminated: false,
	stdio: Array.from({ length: fileDescriptors.length }),
	ipcOutput: [],
	options,
	isSync
});
const makeError = ({ error: originalError, command, escapedCommand, startTime, timedOut, isCanceled, isGracefullyCanceled, isMaxBuffer, isForcefullyTerminated, exitCode: rawExitCode, signal: rawSignal, stdio, all, ipcOutput, options: { timeoutDuration, timeout = timeoutDuration, forceKillAfterDelay, killSignal, cwd, maxBuffer }, isSync }) => {
	const { exitCode, signal, signalDescription } = normalizeExitPayload(rawExitCode, rawSignal);
	const { originalMessage, shortMessage, message } = createMessages({
		stdio,
		all,
		ipcOutput,
		originalError,
		signal,
		signalDescription,
		exitCode,
		escapedCommand,
		timedOut,
		isCanceled,
		isGracefullyCanceled,
		isMaxBuffer,
		isForcefullyTerminated,
		forceKillAfterDelay,
		killSignal,
		maxBuffer,
		timeout,
		cwd
	});
	const error = getFinalError(originalError, message, isSync);
	Object.assign(error, getErrorProperties({
		error,
		command,
		escapedCommand,
		startTime,
		timedOut,
		isCanceled,
		isGracefullyCanceled,
		isMaxBuffer,
		isForcefullyTerminated,
		exitCode,
		signal,
		signalDescription,
		stdio,
		all,
		ipcOutput,
		cwd,
		originalMessage,
		shortMessage
	}));
	return error;
};
const getErrorProperties = ({ error, command, escapedCommand, startTime, timedOut, isCanceled, isGracefullyCanceled, isMaxBuffer, isForcefullyTerminated, exitCode, signal, signalDescription, stdio, all, ipcOutput, cwd, originalMessage, shortMessage }) => omitUndefinedProperties({
	shortMessage,
	originalMessage,
	command,
	escapedCommand,
	cwd,
	durationMs: getDurationMs(startTime),
	failed: true,
	timedOut,
	isCanceled,
	isGracefullyCanceled,
	isTerminated: signal !== void 0,
	isMaxBuffer,
	isForcefullyTerminated,
	exitCode,
	signal,
	signalDescription,
	code: error.cause?.code,
	stdout: stdio[1],
	stderr: stdio[2],
	all,
	stdio,
	ipcOutput,
	pipedFrom: []
});
const omitUndefinedProperties = (result) => Object.fromEntries(Object.entries(result).filter(([, value]) => value !== void 0));
const normalizeExitPayload = (rawExitCode, rawSignal) => {
	const exitCode = rawExitCode === null ? void 0 : rawExitCode;
	const signal = rawSignal === null ? void 0 : rawSignal;
	return {
		exitCode,
		signal,
		signalDescription: signal === void 0 ? void 0 : getSignalDescription(rawSignal)
	};
};

// node_modules/parse-ms/index.js
const toZeroIfInfinity = (value) => Number.isFinite(value) ? value : 0;
function parseNumber(milliseconds) {
	return {
		days: Math.trunc(milliseconds / 864e5),
		hours: Math.trunc(milliseconds / 36e5 % 24),
		minutes: Math.trunc(milliseconds / 6e4 % 60),
		seconds: Math.trunc(milliseconds / 1e3 % 60),
		milliseconds: Math.trunc(milliseconds % 1e3),
		microseconds: Math.trunc(toZeroIfInfinity(milliseconds * 1e3) % 1e3),
		nanoseconds: Math.trunc(toZeroIfInfinity(milliseconds * 1e6) % 1e3)
	};
}
function parseBigint(milliseconds) {
	return {
		days: milliseconds / 86400000n,
		hours: milliseconds / 3600000n % 24n,
		minutes: milliseconds / 60000n % 60n,
		seconds: milliseconds / 1000n % 60n,
		milliseconds: milliseconds % 1000n,
		microseconds: 0n,
		nanoseconds: 0n
	};
}
function parseMilliseconds(milliseconds) {
	switch (typeof milliseconds) {
		case "number":
			if (Number.isFinite(milliseconds)) return parseNumber(milliseconds);
			break;
		case "bigint": return parseBigint(milliseconds);
	}
	throw new TypeError("Expected a finite number or bigint");
}

// node_modules/pretty-ms/index.js
const isZero = (value) => value === 0 || value === 0n;
const pluralize = (word, count) => count === 1 || count === 1n ? word : `${word}s`;
const SECOND_ROUNDING_EPSILON = 1e-7;
const ONE_DAY_IN_MILLISECONDS = 24n * 60n * 60n * 1000n;
function prettyMilliseconds(milliseconds, options) {
	const isBigInt = typeof milliseconds === "bigint";
	if (!isBigInt && !Number.isFinite(milliseconds)) throw new TypeError("Expected a finite number or bigint");
	options = { ...options };
	const sign = milliseconds < 0 ? "-" : "";
	milliseconds = milliseconds < 0 ? -milliseconds : milliseconds;
	if (options.colonNotation) {
		options.compact = false;
		options.formatSubMilliseconds = false;
		options.separateMilliseconds = false;
		options.verbose = false;
	}
	if (options.compact) {
		options.unitCount = 1;
		options.secondsDecimalDigits = 0;
		options.millisecondsDecimalDigits = 0;
	}
	let result = [];
	const floorDecimals = (value, decimalDigits) => {
		const flooredInterimValue = Math.floor(value * 10 ** decimalDigits + SECOND_ROUNDING_EPSILON);
		return (Math.round(flooredInterimValue) / 10 ** decimalDigits).toFixed(decimalDigits);
	};
	const add = (value, long, short, valueString) => {
		if ((result.length === 0 || !options.colonNotation) && isZero(value) && !(options.colonNotation && short === "m")) return;
		valueString ??= String(value);
		if (options.colonNotation) {
			const wholeDigits = valueString.includes(".") ? valueString.split(".")[0].length : valueString.length;
			const minLength = result.length > 0 ? 2 : 1;
			valueString = "0".repeat(Math.max(0, minLength - wholeDigits)) + valueString;
		} else valueString += options.verbose ? " " + pluralize(long, value) : short;
		result.push(valueString);
	};
	const parsed = parseMilliseconds(milliseconds);
	const days = BigInt(parsed.days);
	if (options.hideYearAndDays) add(BigInt(days) * 24n + BigInt(parsed.hours), "hour", "h");
	else {
		if (options.hideYear) add(days, "day", "d");
		else {
			add(days / 365n, "year", "y");
			add(days % 365n, "day", "d");
		}
		add(Number(parsed.hours), "hour", "h");
	}
	add(Number(parsed.minutes), "minute", "m");
	if (!options.hideSeconds) {
		if (options.separateMilliseconds || options.formatSubMilliseconds || !options.colonNotation && milliseconds < 1e3 && !options.subSecondsAsDecimals) {
			const seconds = Number(parsed.seconds);
			const milliseconds = Number(parsed.milliseconds);
			const microseconds = Number(parsed.microseconds);
			const nanoseconds = Number(parsed.nanoseconds);
			add(seconds, "second", "s");
			if (options.formatSubMilliseconds) {
				add(milliseconds, "millisecond", "ms");
				add(microseconds, "microsecond", "µs");
				add(nanoseconds, "nanosecond", "ns");
			} else {
				const millisecondsAndBelow = milliseconds + microseconds / 1e3 + nanoseconds / 1e6;
				const millisecondsDecimalDigits = typeof options.millisecondsDecimalDigits === "number" ? options.millisecondsDecimalDigits : 0;
				const roundedMilliseconds = millisecondsAndBelow >= 1 ? Math.round(millisecondsAndBelow) : Math.ceil(millisecondsAndBelow);
				const maximumMilliseconds = 1e3 - 10 ** -millisecondsDecimalDigits;
				const millisecondsString = millisecondsDecimalDigits ? Math.min(millisecondsAndBelow, maximumMilliseconds).toFixed(millisecondsDecimalDigits) : Math.min(roundedMilliseconds, maximumMilliseconds);
				add(Number.parseFloat(millisecondsString), "millisecond", "ms", millisecondsString);
			}
		} else {
			const secondsFixed = floorDecimals((isBigInt ? Number(milliseconds % ONE_DAY_IN_MILLISECONDS) : milliseconds) / 1e3 % 60, typeof options.secondsDecimalDigits === "number" ? options.secondsDecimalDigits : 1);
			const secondsString = options.keepDecimalsOnWholeSeconds ? secondsFixed : secondsFixed.replace(/\.0+$/, "");
			add(Number.parseFloat(secondsString), "second", "s", secondsString);
		}
	}
	if (result.length === 0) return sign + "0" + (options.verbose ? " milliseconds" : "ms");
	const separator = options.colonNotation ? ":" : " ";
	if (typeof options.unitCount === "number") result = result.slice(0, Math.max(options.unitCount, 1));
	return sign + result.join(separator);
}

// node_modules/execa/lib/verbose/error.js
const logError = (result, verboseInfo) => {
	if (result.failed) verboseLog({
		type: "error",
		verboseMessage: result.shortMessage,
		verboseInfo,
		result
	});
};

// node_modules/execa/lib/verbose/complete.js
const logResult = (result, verboseInfo) => {
	if (!isVerbose(verboseInfo)) return;
	logError(result, verboseInfo);
	logDuration(result, verboseInfo);
};
const logDuration = (result, verboseInfo) => {
	const verboseMessage = `(done in ${prettyMilliseconds(result.durationMs)})`;
	verboseLog({
		type: "duration",
		verboseMessage,
		verboseInfo,
		result
	});
};

// node_modules/execa/lib/return/reject.js
const handleResult = (result, verboseInfo, { reject }) => {
	logResult(result, verboseInfo);
	if (result.failed && reject) throw result;
	return result;
};

// node_modules/execa/lib/stdio/type.js
const getStdioItemType = (value, optionName) => {
	if (isAsyncGenerator(value)) return "asyncGenerator";
	if (isSyncGenerator(value)) return "generator";
	if (isUrl(value)) return "fileUrl";
	if (isFilePathObject(value)) return "filePath";
	if (isWebStream(value)) return "webStream";
	if (isStream(value, { checkOpen: false })) return "native";
	if (isUint8Array(value)) return "uint8Array";
	if (isAsyncIterableObject(value)) return "asyncIterable";
	if (isIterableObject(value)) return "iterable";
	if (isTransformStream(value)) return getTransformStreamType({ transform: value }, optionName);
	if (isTransformOptions(value)) return getTransformObjectType(value, optionName);
	return "native";
};
const getTransformObjectType = (value, optionName) => {
	if (isDuplexStream(value.transform, { checkOpen: false })) return getDuplexType(value, optionName);
	if (isTransformStream(value.transform)) return getTransformStreamType(value, optionName);
	return getGeneratorObjectType(value, optionName);
};
const getDuplexType = (value, optionName) => {
	validateNonGeneratorType(value, optionName, "Duplex stream");
	return "duplex";
};
const getTransformStreamType = (value, optionName) => {
	validateNonGeneratorType(value, optionName, "web TransformStream");
	return "webTransform";
};
const validateNonGeneratorType = ({ final, binary, objectMode }, optionName, typeName) => {
	checkUndefinedOption(final, `${optionName}.final`, typeName);
	checkUndefinedOption(binary, `${optionName}.binary`, typeName);
	checkBooleanOption(objectMode, `${optionName}.objectMode`);
};
const checkUndefinedOption = (value, optionName, typeName) => {
	if (value !== void 0) throw new TypeError(`The \`${optionName}\` option can only be defined when using a generator, not a ${typeName}.`);
};
const getGeneratorObjectType = ({ transform, final, binary, objectMode }, optionName) => {
	if (transform !== void 0 && !isGenerator(transform)) throw new TypeError(`The \`${optionName}.transform\` option must be a generator, a Duplex stream or a web TransformStream.`);
	if (isDuplexStream(final, { checkOpen: false })) throw new TypeError(`The \`${optionName}.final\` option must not be a Duplex stream.`);
	if (isTransformStream(final)) throw new TypeError(`The \`${optionName}.final\` option must not be a web TransformStream.`);
	if (final !== void 0 && !isGenerator(final)) throw new TypeError(`The \`${optionName}.final\` option must be a generator.`);
	checkBooleanOption(binary, `${optionName}.binary`);
	checkBooleanOption(objectMode, `${optionName}.objectMode`);
	return isAsyncGenerator(transform) || isAsyncGenerator(final) ? "asyncGenerator" : "generator";
};
const checkBooleanOption = (value, optionName) => {
	if (value !== void 0 && typeof value !== "boolean") throw new TypeError(`The \`${optionName}\` option must use a boolean.`);
};
const isGenerator = (value) => isAsyncGenerator(value) || isSyncGenerator(value);
const isAsyncGenerator = (value) => Object.prototype.toString.call(value) === "[object AsyncGeneratorFunction]";
const isSyncGenerator = (value) => Object.prototype.toString.call(value) === "[object GeneratorFunction]";
const isTransformOptions = (value) => isPlainObject(value) && (value.transform !== void 0 || value.final !== void 0);
const isUrl = (value) => Object.prototype.toString.call(value) === "[object URL]";
const isRegularUrl = (value) => isUrl(value) && value.protocol !== "file:";
const isFilePathObject = (value) => isPlainObject(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => FILE_PATH_KEYS.has(key)) && isFilePathString(value.file);
const FILE_PATH_KEYS = /* @__PURE__ */ new Set(["file", "append"]);
const isFilePathString = (file) => typeof file === "string";
const isUnknownStdioString = (type, value) => type === "native" && typeof value === "string" && !KNOWN_STDIO_STRINGS.has(value);
const KNOWN_STDIO_STRINGS = /* @__PURE__ */ new Set([
	"ipc",
	"ignore",
	"inherit",
	"overlapped",
	"pipe"
]);
const isReadableStream = (value) => Object.prototype.toString.call(value) === "[object ReadableStream]";
const isWritableStream = (value) => Object.prototype.toString.call(value) === "[object WritableStream]";
const isWebStream = (value) => isReadableStream(value) || isWritableStream(value);
const isTransformStream = (value) => isReadableStream(value?.readable) && isWritableStream(value?.writable);
const isAsyncIterableObject = (value) => isObject(value) && typeof value[Symbol.asyncIterator] === "function";
const isIterableObject = (value) => isObject(value) && typeof value[Symbol.iterator] === "function";
const isObject = (value) => typeof value === "object" && value !== null;
const TRANSFORM_TYPES = /* @__PURE__ */ new Set([
	"generator",
	"asyncGenerator",
	"duplex",
	"webTransform"
]);
const FILE_TYPES = /* @__PURE__ */ new Set([
	"fileUrl",
	"filePath",
	"fileNumber"
]);
const SPECIAL_DUPLICATE_TYPES_SYNC = /* @__PURE__ */ new Set(["fileUrl", "filePath"]);
const SPECIAL_DUPLICATE_TYPES = /* @__PURE__ */ new Set([
	...SPECIAL_DUPLICATE_TYPES_SYNC,
	"webStream",
	"nodeStream"
]);
const FORBID_DUPLICATE_TYPES = /* @__PURE__ */ new Set(["webTransform", "duplex"]);
const TYPE_TO_MESSAGE = {
	generator: "a generator",
	asyncGenerator: "an async generator",
	fileUrl: "a file URL",
	filePath: "a file path string",
	fileNumber: "a file descriptor number",
	webStream: "a web stream",
	nodeStream: "a Node.js stream",
	webTransform: "a web TransformStream",
	duplex: "a Duplex stream",
	native: "any value",
	iterable: "an iterable",
	asyncIterable: "an async iterable",
	string: "a string",
	uint8Array: "a Uint8Array"
};

// node_modules/execa/lib/transform/object-mode.js
const getTransformObjectModes = (objectMode, index, newTransforms, direction) => direction === "output" ? getOutputObjectModes(objectMode, index, newTransforms) : getInputObjectModes(objectMode, index, newTransforms);
const getOutputObjectModes = (objectMode, index, newTransforms) => {
	const writableObjectMode = index !== 0 && newTransforms[index - 1].value.readableObjectMode;
	return {
		writableObjectMode,
		readableObjectMode: objectMode ?? writableObjectMode
	};
};
const getInputObjectModes = (objectMode, index, newTransforms) => {
	const writableObjectMode = index === 0 ? objectMode === true : newTransforms[index - 1].value.readableObjectMode;
	return {
		writableObjectMode,
		readableObjectMode: index !== newTransforms.length - 1 && (objectMode ?? writableObjectMode)
	};
};
const getFdObjectMode = (stdioItems, direction) => {
	const lastTransform = stdioItems.findLast(({ type }) => TRANSFORM_TYPES.has(type));
	if (lastTransform === void 0) return false;
	return direction === "input" ? lastTransform.value.writableObjectMode : lastTransform.value.readableObjectMode;
};

// node_modules/execa/lib/transform/normalize.js
const normalizeTransforms = (stdioItems, optionName, direction, options) => [...stdioItems.filter(({ type }) => !TRANSFORM_TYPES.has(type)), ...getTransforms(stdioItems, optionName, direction, options)];
const getTransforms = (stdioItems, optionName, direction, { encoding }) => {
	const transforms = stdioItems.filter(({ type }) => TRANSFORM_TYPES.has(type));
	const newTransforms = Array.from({ length: transforms.length });
	for (const [index, stdioItem] of Object.entries(transforms)) newTransforms[index] = normalizeTransform({
		stdioItem,
		index: Number(index),
		newTransforms,
		optionName,
		direction,
		encoding
	});
	return sortTransforms(newTransforms, direction);
};
const normalizeTransform = ({ stdioItem, stdioItem: { type }, index, newTransforms, optionName, direction, encoding }) => {
	if (type === "duplex") return normalizeDuplex({
		stdioItem,
		optionName
	});
	if (type === "webTransform") return normalizeTransformStream({
		stdioItem,
		index,
		newTransforms,
		direction
	});
	return normalizeGenerator({
		stdioItem,
		index,
		newTransforms,
		direction,
		encoding
	});
};
const normalizeDuplex = ({ stdioItem, stdioItem: { value: { transform, transform: { writableObjectMode, readableObjectMode }, objectMode = readableObjectMode } }, optionName }) => {
	if (objectMode && !readableObjectMode) throw new TypeError(`The \`${optionName}.objectMode\` option can only be \`true\` if \`new Duplex({objectMode: true})\` is used.`);
	if (!objectMode && readableObjectMode) throw new TypeError(`The \`${optionName}.objectMode\` option cannot be \`false\` if \`new Duplex({objectMode: true})\` is used.`);
	return {
		...stdioItem,
		value: {
			transform,
			writableObjectMode,
			readableObjectMode
		}
	};
};
const normalizeTransformStream = ({ stdioItem, stdioItem: { value }, index, newTransforms, direction }) => {
	const { transform, objectMode } = isPlainObject(value) ? value : { transform: value };
	const { writableObjectMode, readableObjectMode } = getTransformObjectModes(objectMode, index, newTransforms, direction);
	return {
		...stdioItem,
		value: {
			transform,
			writableObjectMode,
			readableObjectMode
		}
	};
};
const normalizeGenerator = ({ stdioItem, stdioItem: { value }, index, newTransforms, direction, encoding }) => {
	const { transform, final, binary: binaryOption = false, preserveNewlines = false, objectMode } = isPlainObject(value) ? value : { transform: value };
	const binary = binaryOption || BINARY_ENCODINGS.has(encoding);
	const { writableObjectMode, readableObjectMode } = getTransformObjectModes(objectMode, index, newTransforms, direction);
	return {
		...stdioItem,
		value: {
			transform,
			final,
			binary,
			preserveNewlines,
			writableObjectMode,
			readableObjectMode
		}
	};
};
const sortTransforms = (newTransforms, direction) => direction === "input" ? newTransforms.reverse() : newTransforms;

// node_modules/execa/lib/stdio/direction.js
const getStreamDirection = (stdioItems, fdNumber, optionName) => {
	const directions = stdioItems.map((stdioItem) => getStdioItemDirection(stdioItem, fdNumber));
	if (directions.includes("input") && directions.includes("output")) throw new TypeError(`The \`${optionName}\` option must not be an array of both readable and writable values.`);
	return directions.find(Boolean) ?? DEFAULT_DIRECTION;
};
const getStdioItemDirection = ({ type, value }, fdNumber) => KNOWN_DIRECTIONS[fdNumber] ?? guessStreamDirection[type](value);
const KNOWN_DIRECTIONS = [
	"input",
	"output",
	"output"
];
const anyDirection = () => void 0;
const alwaysInput = () => "input";
const guessStreamDirection = {
	generator: anyDirection,
	asyncGenerator: anyDirection,
	fileUrl: anyDirection,
	filePath: anyDirection,
	iterable: alwaysInput,
	asyncIterable: alwaysInput,
	uint8Array: alwaysInput,
	webStream: (value) => isWritableStream(value) ? "output" : "input",
	nodeStream(value) {
		if (!isReadableStream$1(value, { checkOpen: false })) return "output";
		return isWritableStream$1(value, { checkOpen: false }) ? void 0 : "input";
	},
	webTransform: anyDirection,
	duplex: anyDirection,
	native(value) {
		const standardStreamDirection = getStandardStreamDirection(value);
		if (standardStreamDirection !== void 0) return standardStreamDirection;
		if (isStream(value, { checkOpen: false })) return guessStreamDirection.nodeStream(value);
	}
};
const getStandardStreamDirection = (value) => {
	if ([0, process$1.stdin].includes(value)) return "input";
	if ([
		1,
		2,
		process$1.stdout,
		process$1.stderr
	].includes(value)) return "output";
};
const DEFAULT_DIRECTION = "output";

// node_modules/execa/lib/ipc/array.js
const normalizeIpcStdioArray = (stdioArray, ipc) => ipc && !stdioArray.includes("ipc") ? [...stdioArray, "ipc"] : stdioArray;

// node_modules/execa/lib/stdio/stdio-option.js
const normalizeStdioOption = ({ stdio, ipc, buffer, ...options }, verboseInfo, isSync) => {
	const stdioArray = getStdioArray(stdio, options).map((stdioOption, fdNumber) => addDefaultValue(stdioOption, fdNumber));
	return isSync ? normalizeStdioSync(stdioArray, buffer, verboseInfo) : normalizeIpcStdioArray(stdioArray, ipc);
};
const getStdioArray = (stdio, options) => {
	if (stdio === void 0) return STANDARD_STREAMS_ALIASES.map((alias) => options[alias]);
	if (hasAlias(options)) throw new Error(`It's not possible to provide \`stdio\` in combination with one of ${STANDARD_STREAMS_ALIASES.map((alias) => `\`${alias}\``).join(", ")}`);
	if (typeof stdio === "string") return [
		stdio,
		stdio,
		stdio
	];
	if (!Array.isArray(stdio)) throw new TypeError(`Expected \`stdio\` to be of type \`string\` or \`Array\`, got \`${typeof stdio}\``);
	const length = Math.max(stdio.length, STANDARD_STREAMS_ALIASES.length);
	return Array.from({ length }, (_, fdNumber) => stdio[fdNumber]);
};
const hasAlias = (options) => STANDARD_STREAMS_ALIASES.some((alias) => options[alias] !== void 0);
const addDefaultValue = (stdioOption, fdNumber) => {
	if (Array.isArray(stdioOption)) return stdioOption.map((item) => addDefaultValue(item, fdNumber));
	if (stdioOption === null || stdioOption === void 0) return fdNumber >= STANDARD_STREAMS_ALIASES.length ? "ignore" : "pipe";
	return stdioOption;
};
const normalizeStdioSync = (stdioArray, buffer, verboseInfo) => stdioArray.map((stdioOption, fdNumber) => !buffer[fdNumber] && fdNumber !== 0 && !isFullVerbose(verboseInfo, fdNumber) && isOutputPipeOnly(stdioOption) ? "ignore" : stdioOption);
const isOutputPipeOnly = (stdioOption) => stdioOption === "pipe" || Array.isArray(stdioOption) && stdioOption.every((item) => item === "pipe");

// node_modules/execa/lib/stdio/native.js
const handleNativeStream = ({ stdioItem, stdioItem: { type }, isStdioArray, fdNumber, direction, isSync }) => {
	if (!isStdioArray || type !== "native") return stdioItem;
	return isSync ? handleNativeStreamSync({
		stdioItem,
		fdNumber,
		direction
	}) : handleNativeStreamAsync({
		stdioItem,
		fdNumber
	});
};
const handleNativeStreamSync = ({ stdioItem, stdioItem: { value, optionName }, fdNumber, direction }) => {
	const targetFd = getTargetFd({
		value,
		optionName,
		fdNumber,
		direction
	});
	if (targetFd !== void 0) return targetFd;
	if (isStream(value, { checkOpen: false })) throw new TypeError(`The \`${optionName}: Stream\` option cannot both be an array and include a stream with synchronous methods.`);
	return stdioItem;
};
const getTargetFd = ({ value, optionName, fdNumber, direction }) => {
	const targetFdNumber = getTargetFdNumber(value, fdNumber);
	if (targetFdNumber === void 0) return;
	if (direction === "output") return {
		type: "fileNumber",
		value: targetFdNumber,
		optionName
	};
	if (tty.isatty(targetFdNumber)) throw new TypeError(`The \`${optionName}: ${serializeOptionValue(value)}\` option is invalid: it cannot be a TTY with synchronous methods.`);
	return {
		type: "uint8Array",
		value: bufferToUint8Array(readFileSync(targetFdNumber)),
		optionName
	};
};
const getTargetFdNumber = (value, fdNumber) => {
	if (value === "inherit") return fdNumber;
	if (typeof value === "number") return value;
	const standardStreamIndex = STANDARD_STREAMS.indexOf(value);
	if (standardStreamIndex !== -1) return standardStreamIndex;
};
const handleNativeStreamAsync = ({ stdioItem, stdioItem: { value, optionName }, fdNumber }) => {
	if (value === "inherit") return {
		type: "nodeStream",
		value: getStandardStream(fdNumber, value, optionName),
		optionName
	};
	if (typeof value === "number") return {
		type: "nodeStream",
		value: getStandardStream(value, value, optionName),
		optionName
	};
	if (isStream(value, { checkOpen: false })) return {
		type: "nodeStream",
		value,
		optionName
	};
	return stdioItem;
};
const getStandardStream = (fdNumber, value, optionName) => {
	const standardStream = STANDARD_STREAMS[fdNumber];
	if (standardStream === void 0) throw new TypeError(`The \`${optionName}: ${value}\` option is invalid: no such standard stream.`);
	return standardStream;
};

// node_modules/execa/lib/stdio/input-option.js
const handleInputOptions = ({ input, inputFile }, fdNumber) => fdNumber === 0 ? [...handleInputOption(input), ...handleInputFileOption(inputFile)] : [];
const handleInputOption = (input) => input === void 0 ? [] : [{
	type: getInputType(input),
	value: input,
	optionName: "input"
}];
const getInputType = (input) => {
	if (isReadableStream$1(input, { checkOpen: false })) return "nodeStream";
	if (typeof input === "string") return "string";
	if (isUint8Array(input)) return "uint8Array";
	throw new Error("The `input` option must be a string, a Uint8Array or a Node.js Readable stream.");
};
const handleInputFileOption = (inputFile) => inputFile === void 0 ? [] : [{
	...getInputFileType(inputFile),
	optionName: "inputFile"
}];
const getInputFileType = (inputFile) => {
	if (isUrl(inputFile)) return {
		type: "fileUrl",
		value: inputFile
	};
	if (isFilePathString(inputFile)) return {
		type: "filePath",
		value: { file: inputFile }
	};
	throw new Error("The `inputFile` option must be a file path string or a file URL.");
};

// node_modules/execa/lib/stdio/duplicate.js
const filterDuplicates = (stdioItems) => stdioItems.filter((stdioItemOne, indexOne) => stdioItems.every((stdioItemTwo, indexTwo) => stdioItemOne.value !== stdioItemTwo.value || indexOne >= indexTwo || stdioItemOne.type === "generator" || stdioItemOne.type === "asyncGenerator"));
const getDuplicateStream = ({ stdioItem: { type, value, optionName }, direction, fileDescriptors, isSync }) => {
	const otherStdioItems = getOtherStdioItems(fileDescriptors, type);
	if (otherStdioItems.length === 0) return;
	if (isSync) {
		validateDuplicateStreamSync({
			otherStdioItems,
			type,
			value,
			optionName,
			direction
		});
		return;
	}
	if (SPECIAL_DUPLICATE_TYPES.has(type)) return getDuplicateStreamInstance({
		otherStdioItems,
		type,
		value,
		optionName,
		direction
	});
	if (FORBID_DUPLICATE_TYPES.has(type)) validateDuplicateTransform({
		otherStdioItems,
		type,
		value,
		optionName
	});
};
const getOtherStdioItems = (fileDescriptors, type) => fileDescriptors.flatMap(({ direction, stdioItems }) => stdioItems.filter((stdioItem) => stdioItem.type === type).map(((stdioItem) => ({
	...stdioItem,
	direction
}))));
const validateDuplicateStreamSync = ({ otherStdioItems, type, value, optionName, direction }) => {
	if (SPECIAL_DUPLICATE_TYPES_SYNC.has(type)) getDuplicateStreamInstance({
		otherStdioItems,
		type,
		value,
		optionName,
		direction
	});
};
const getDuplicateStreamInstance = ({ otherStdioItems, type, value, optionName, direction }) => {
	const duplicateStdioItems = otherStdioItems.filter((stdioItem) => hasSameValue(stdioItem, value));
	if (duplicateStdioItems.length === 0) return;
	const differentStdioItem = duplicateStdioItems.find((stdioItem) => stdioItem.direction !== direction);
	throwOnDuplicateStream(differentStdioItem, optionName, type);
	return direction === "output" ? duplicateStdioItems[0].stream : void 0;
};
const hasSameValue = ({ type, value }, secondValue) => {
	if (type === "filePath") return value.file === secondValue.file;
	if (type === "fileUrl") return value.href === secondValue.href;
	return value === secondValue;
};
const validateDuplicateTransform = ({ otherStdioItems, type, value, optionName }) => {
	const duplicateStdioItem = otherStdioItems.find(({ value: { transform } }) => transform === value.transform);
	throwOnDuplicateStream(duplicateStdioItem, optionName, type);
};
const throwOnDuplicateStream = (stdioItem, optionName, type) => {
	if (stdioItem !== void 0) throw new TypeError(`The \`${stdioItem.optionName}\` and \`${optionName}\` options must not target ${TYPE_TO_MESSAGE[type]} that is the same.`);
};

// node_modules/execa/lib/stdio/handle.js
const handleStdio = (addProperties, options, verboseInfo, isSync) => {
	const initialFileDescriptors = normalizeStdioOption(options, verboseInfo, isSync).map((stdioOption, fdNumber) => getFileDescriptor({
		stdioOption,
		fdNumber,
		options,
		isSync
	}));
	const fileDescriptors = getFinalFileDescriptors({
		initialFileDescriptors,
		addProperties,
		options,
		isSync
	});
	options.stdio = fileDescriptors.map(({ stdioItems }) => forwardStdio(stdioItems));
	return fileDescriptors;
};
const getFileDescriptor = ({ stdioOption, fdNumber, options, isSync }) => {
	const optionName = getStreamName(fdNumber);
	const { stdioItems: initialStdioItems, isStdioArray } = initializeStdioItems({
		stdioOption,
		fdNumber,
		options,
		optionName
	});
	const direction = getStreamDirection(initialStdioItems, fdNumber, optionName);
	const stdioItems = initialStdioItems.map((stdioItem) => handleNativeStream({
		stdioItem,
		isStdioArray,
		fdNumber,
		direction,
		isSync
	}));
	const normalizedStdioItems = normalizeTransforms(stdioItems, optionName, direction, options);
	const objectMode = getFdObjectMode(normalizedStdioItems, direction);
	validateFileObjectMode(normalizedStdioItems, objectMode);
	return {
		direction,
		objectMode,
		stdioItems: normalizedStdioItems
	};
};
const initializeStdioItems = ({ stdioOption, fdNumber, options, optionName }) => {
	const initialStdioItems = [...(Array.isArray(stdioOption) ? stdioOption : [stdioOption]).map((value) => initializeStdioItem(value, optionName)), ...handleInputOptions(options, fdNumber)];
	const stdioItems = filterDuplicates(initialStdioItems);
	const isStdioArray = stdioItems.length > 1;
	validateStdioArray(stdioItems, isStdioArray, optionName);
	validateStreams(stdioItems);
	return {
		stdioItems,
		isStdioArray
	};
};
const initializeStdioItem = (value, optionName) => ({
	type: getStdioItemType(value, optionName),
	value,
	optionName
});
const validateStdioArray = (stdioItems, isStdioArray, optionName) => {
	if (stdioItems.length === 0) throw new TypeError(`The \`${optionName}\` option must not be an empty array.`);
	if (!isStdioArray) return;
	for (const { value, optionName } of stdioItems) if (INVALID_STDIO_ARRAY_OPTIONS.has(value)) throw new Error(`The \`${optionName}\` option must not include \`${value}\`.`);
};
const INVALID_STDIO_ARRAY_OPTIONS = /* @__PURE__ */ new Set(["ignore", "ipc"]);
const validateStreams = (stdioItems) => {
	for (const stdioItem of stdioItems) validateFileStdio(stdioItem);
};
const validateFileStdio = ({ type, value, optionName }) => {
	if (isRegularUrl(value)) throw new TypeError(`The \`${optionName}: URL\` option must use the \`file:\` scheme.
For example, you can use the \`pathToFileURL()\` method of the \`url\` core module.`);
	if (isUnknownStdioString(type, value)) throw new TypeError(`The \`${optionName}: { file: '...' }\` option must be used instead of \`${optionName}: '...'\`.`);
};
const validateFileObjectMode = (stdioItems, objectMode) => {
	if (!objectMode) return;
	const fileStdioItem = stdioItems.find(({ type }) => FILE_TYPES.has(type));
	if (fileStdioItem !== void 0) throw new TypeError(`The \`${fileStdioItem.optionName}\` option cannot use both files and transforms in objectMode.`);
};
const getFinalFileDescriptors = ({ initialFileDescriptors, addProperties, options, isSync }) => {
	const fileDescriptors = [];
	try {
		for (const fileDescriptor of initialFileDescriptors) fileDescriptors.push(getFinalFileDescriptor({
			fileDescriptor,
			fileDescriptors,
			addProperties,
			options,
			isSync
		}));
		return fileDescriptors;
	} catch (error) {
		cleanupCustomStreams(fileDescriptors);
		throw error;
	}
};
const getFinalFileDescriptor = ({ fileDescriptor: { direction, objectMode, stdioItems }, fileDescriptors, addProperties, options, isSync }) => {
	return {
		direction,
		objectMode,
		stdioItems: stdioItems.map((stdioItem) => addStreamProperties({
			stdioItem,
			addProperties,
			direction,
			options,
			fileDescriptors,
			isSync
		}))
	};
};
const addStreamProperties = ({ stdioItem, addProperties, direction, options, fileDescriptors, isSync }) => {
	const duplicateStream = getDuplicateStream({
		stdioItem,
		direction,
		fileDescriptors,
		isSync
	});
	if (duplicateStream !== void 0) return {
		...stdioItem,
		stream: duplicateStream
	};
	return {
		...stdioItem,
		...addProperties[direction][stdioItem.type](stdioItem, options)
	};
};
const cleanupCustomStreams = (fileDescriptors) => {
	for (const { stdioItems } of fileDescriptors) for (const { stream } of stdioItems) if (stream !== void 0 && !isStandardStream(stream)) stream.destroy();
};
const forwardStdio = (stdioItems) => {
	if (stdioItems.length > 1) return stdioItems.some(({ value }) => value === "overlapped") ? "overlapped" : "pipe";
	const [{ type, value }] = stdioItems;
	return type === "native" ? value : "pipe";
};

// node_modules/execa/lib/stdio/handle-sync.js
const handleStdioSync = (options, verboseInfo) => handleStdio(addPropertiesSync, options, verboseInfo, true);
const forbiddenIfSync = ({ type, optionName }) => {
	throwInvalidSyncValue(optionName, TYPE_TO_MESSAGE[type]);
};
const forbiddenNativeIfSync = ({ optionName, value }) => {
	if (value === "ipc" || value === "overlapped") throwInvalidSyncValue(optionName, `"${value}"`);
	return {};
};
const throwInvalidSyncValue = (optionName, value) => {
	throw new TypeError(`The \`${optionName}\` option cannot be ${value} with synchronous methods.`);
};
const addProperties$1 = {
	generator() {},
	asyncGenerator: forbiddenIfSync,
	webStream: forbiddenIfSync,
	nodeStream: forbiddenIfSync,
	webTransform: forbiddenIfSync,
	duplex: forbiddenIfSync,
	asyncIterable: forbiddenIfSync,
	native: forbiddenNativeIfSync
};
const addPropertiesSync = {
	input: {
		...addProperties$1,
		fileUrl: ({ value }) => ({ contents: [bufferToUint8Array(readFileSync(value))] }),
		filePath: ({ value: { file } }) => ({ contents: [bufferToUint8Array(readFileSync(file))] }),
		fileNumber: forbiddenIfSync,
		iterable: ({ value }) => ({ contents: [...value] }),
		string: ({ value }) => ({ contents: [value] }),
		uint8Array: ({ value }) => ({ contents: [value] })
	},
	output: {
		...addProperties$1,
		fileUrl: ({ value }) => ({ path: value }),
		filePath: ({ value: { file, append } }) => ({
			path: file,
			append
		}),
		fileNumber: ({ value }) => ({ path: value }),
		iterable: forbiddenIfSync,
		string: forbiddenIfSync,
		uint8Array: forbiddenIfSync
	}
};

// node_modules/execa/lib/io/strip-newline.js
const stripNewline = (value, { stripFinalNewline: stripFinalNewline$1 }, fdNumber) => getStripFinalNewline(stripFinalNewline$1, fdNumber) && value !== void 0 && !Array.isArray(value) ? stripFinalNewline(value) : value;
const getStripFinalNewline = (stripFinalNewline, fdNumber) => fdNumber === "all" ? stripFinalNewline[1] || stripFinalNewline[2] : stripFinalNewline[fdNumber];

// node_modules/execa/lib/transform/split.js
const getSplitLinesGenerator = (binary, preserveNewlines, skipped, state) => binary || skipped ? void 0 : initializeSplitLines(preserveNewlines, state);
const splitLinesSync = (chunk, preserveNewlines, objectMode) => objectMode ? chunk.flatMap((item) => splitLinesItemSync(item, preserveNewlines)) : splitLinesItemSync(chunk, preserveNewlines);
const splitLinesItemSync = (chunk, preserveNewlines) => {
	const { transform, final } = initializeSplitLines(preserveNewlines, {});
	return [...transform(chunk), ...final()];
};
const initializeSplitLines = (preserveNewlines, state) => {
	state.previousChunks = "";
	return {
		transform: splitGenerator.bind(void 0, state, preserveNewlines),
		final: linesFinal.bind(void 0, state)
	};
};
const splitGenerator = function* (state, preserveNewlines, chunk) {
	if (typeof chunk !== "string") {
		yield chunk;
		return;
	}
	let { previousChunks } = state;
	let start = -1;
	for (let end = 0; end < chunk.length; end += 1) if (chunk[end] === "\n") {
		const newlineLength = getNewlineLength(chunk, end, preserveNewlines, state);
		let line = chunk.slice(start + 1, end + 1 - newlineLength);
		if (previousChunks.length > 0) {
			line = concatString(previousChunks, line);
			previousChunks = "";
		}
		yield line;
		start = end;
	}
	if (start !== chunk.length - 1) previousChunks = concatString(previousChunks, chunk.slice(start + 1));
	state.previousChunks = previousChunks;
};
const getNewlineLength = (chunk, end, preserveNewlines, state) => {
	if (preserveNewlines) return 0;
	state.isWindowsNewline = end !== 0 && chunk[end - 1] === "\r";
	return state.isWindowsNewline ? 2 : 1;
};
const linesFinal = function* ({ previousChunks }) {
	if (previousChunks.length > 0) yield previousChunks;
};
const getAppendNewlineGenerator = ({ binary, preserveNewlines, readableObjectMode, state }) => binary || preserveNewlines || readableObjectMode ? void 0 : { transform: appendNewlineGenerator.bind(void 0, state) };
const appendNewlineGenerator = function* ({ isWindowsNewline = false }, chunk) {
	const { unixNewline, windowsNewline, LF, concatBytes } = typeof chunk === "string" ? linesStringInfo : linesUint8ArrayInfo;
	if (chunk.at(-1) === LF) {
		yield chunk;
		return;
	}
	yield concatBytes(chunk, isWindowsNewline ? windowsNewline : unixNewline);
};
const concatString = (firstChunk, secondChunk) => `${firstChunk}${secondChunk}`;
const linesStringInfo = {
	windowsNewline: "\r\n",
	unixNewline: "\n",
	LF: "\n",
	concatBytes: concatString
};
const concatUint8Array = (firstChunk, secondChunk) => {
	const chunk = new Uint8Array(firstChunk.length + secondChunk.length);
	chunk.set(firstChunk, 0);
	chunk.set(secondChunk, firstChunk.length);
	return chunk;
};
const linesUint8ArrayInfo = {
	windowsNewline: new Uint8Array([13, 10]),
	unixNewline: new Uint8Array([10]),
	LF: 10,
	concatBytes: concatUint8Array
};

// node_modules/execa/lib/transform/validate.js
const getValidateTransformInput = (writableObjectMode, optionName) => writableObjectMode ? void 0 : validateStringTransformInput.bind(void 0, optionName);
const validateStringTransformInput = function* (optionName, chunk) {
	if (typeof chunk !== "string" && !isUint8Array(chunk) && !Buffer$1.isBuffer(chunk)) throw new TypeError(`The \`${optionName}\` option's transform must use "objectMode: true" to receive as input: ${typeof chunk}.`);
	yield chunk;
};
const getValidateTransformReturn = (readableObjectMode, optionName) => readableObjectMode ? validateObjectTransformReturn.bind(void 0, optionName) : validateStringTransformReturn.bind(void 0, optionName);
const validateObjectTransformReturn = function* (optionName, chunk) {
	validateEmptyReturn(optionName, chunk);
	yield chunk;
};
const validateStringTransformReturn = function* (optionName, chunk) {
	validateEmptyReturn(optionName, chunk);
	if (typeof chunk !== "string" && !isUint8Array(chunk)) throw new TypeError(`The \`${optionName}\` option's function must yield a string or an Uint8Array, not ${typeof chunk}.`);
	yield chunk;
};
const validateEmptyReturn = (optionName, chunk) => {
	if (chunk === null || chunk === void 0) throw new TypeError(`The \`${optionName}\` option's function must not call \`yield ${chunk}\`.
Instead, \`yield\` should either be called with a value, or not be called at all. For example:
  if (condition) { yield value; }`);
};

// node_modules/execa/lib/transform/encoding-transform.js
const getEncodingTransformGenerator = (binary, encoding, skipped) => {
	if (skipped) return;
	if (binary) return { transform: encodingUint8ArrayGenerator.bind(void 0, new TextEncoder()) };
	const stringDecoder = new StringDecoder(encoding);
	return {
		transform: encodingStringGenerator.bind(void 0, stringDecoder),
		final: encodingStringFinal.bind(void 0, stringDecoder)
	};
};
const encodingUint8ArrayGenerator = function* (textEncoder, chunk) {
	if (Buffer$1.isBuffer(chunk)) yield bufferToUint8Array(chunk);
	else if (typeof chunk === "string") yield textEncoder.encode(chunk);
	else yield chunk;
};
const encodingStringGenerator = function* (stringDecoder, chunk) {
	yield isUint8Array(chunk) ? stringDecoder.write(chunk) : chunk;
};
const encodingStringFinal = function* (stringDecoder) {
	const lastChunk = stringDecoder.end();
	if (lastChunk !== "") yield lastChunk;
};

// node_modules/execa/lib/transform/run-async.js
const pushChunks = callbackify(async (getChunks, state, getChunksArguments, transformStream) => {
	state.currentIterable = getChunks(...getChunksArguments);
	try {
		for await (const chunk of state.currentIterable) transformStream.push(chunk);
	} finally {
		delete state.currentIterable;
	}
});
const transformChunk = async function* (chunk, generators, index) {
	if (index === generators.length) {
		yield chunk;
		return;
	}
	const { transform = identityGenerator$1 } = generators[index];
	for await (const transformedChunk of transform(chunk)) yield* transformChunk(transformedChunk, generators, index + 1);
};
const finalChunks = async function* (generators) {
	for (const [index, { final }] of Object.entries(generators)) yield* generatorFinalChunks(final, Number(index), generators);
};
const generatorFinalChunks = async function* (final, index, generators) {
	if (final === void 0) return;
	for await (const finalChunk of final()) yield* transformChunk(finalChunk, generators, index + 1);
};
const destroyTransform = callbackify(async ({ currentIterable }, error) => {
	if (currentIterable !== void 0) {
		await (error ? currentIterable.throw(error) : currentIterable.return());
		return;
	}
	if (error) throw error;
});
const identityGenerator$1 = function* (chunk) {
	yield chunk;
};

// node_modules/execa/lib/transform/run-sync.js
const pushChunksSync = (getChunksSync, getChunksArguments, transformStream, done) => {
	try {
		for (const chunk of getChunksSync(...getChunksArguments)) transformStream.push(chunk);
		done();
	} catch (error) {
		done(error);
	}
};
const runTransformSync = (generators, chunks) => [...chunks.flatMap((chunk) => [...transformChunkSync(chunk, generators, 0)]), ...finalChunksSync(generators)];
const transformChunkSync = function* (chunk, generators, index) {
	if (index === generators.length) {
		yield chunk;
		return;
	}
	const { transform = identityGenerator } = generators[index];
	for (const transformedChunk of transform(chunk)) yield* transformChunkSync(transformedChunk, generators, index + 1);
};
const finalChunksSync = function* (generators) {
	for (const [index, { final }] of Object.entries(generators)) yield* generatorFinalChunksSync(final, Number(index), generators);
};
const generatorFinalChunksSync = function* (final, index, generators) {
	if (final === void 0) return;
	for (const finalChunk of final()) yield* transformChunkSync(finalChunk, generators, index + 1);
};
const identityGenerator = function* (chunk) {
	yield chunk;
};

// node_modules/execa/lib/transform/generator.js
const generatorToStream = ({ value, value: { transform, final, writableObjectMode, readableObjectMode }, optionName }, { encoding }) => {
	const state = {};
	const generators = addInternalGenerators(value, encoding, optionName);
	const transformAsync = isAsyncGenerator(transform);
	const finalAsync = isAsyncGenerator(final);
	const transformMethod = transformAsync ? pushChunks.bind(void 0, transformChunk, state) : pushChunksSync.bind(void 0, transformChunkSync);
	const finalMethod = transformAsync || finalAsync ? pushChunks.bind(void 0, finalChunks, state) : pushChunksSync.bind(void 0, finalChunksSync);
	const destroyMethod = transformAsync || finalAsync ? destroyTransform.bind(void 0, state) : void 0;
	return { stream: new Transform({
		writableObjectMode,
		writableHighWaterMark: getDefaultHighWaterMark(writableObjectMode),
		readableObjectMode,
		readableHighWaterMark: getDefaultHighWaterMark(readableObjectMode),
		transform(chunk, encoding, done) {
			transformMethod([
				chunk,
				generators,
				0
			], this, done);
		},
		flush(done) {
			finalMethod([generators], this, done);
		},
		destroy: destroyMethod
	}) };
};
const runGeneratorsSync = (chunks, stdioItems, encoding, isInput) => {
	const generators = stdioItems.filter(({ type }) => type === "generator");
	const reversedGenerators = isInput ? generators.reverse() : generators;
	for (const { value, optionName } of reversedGenerators) {
		const generators = addInternalGenerators(value, encoding, optionName);
		chunks = runTransformSync(generators, chunks);
	}
	return chunks;
};
const addInternalGenerators = ({ transform, final, binary, writableObjectMode, readableObjectMode, preserveNewlines }, encoding, optionName) => {
	const state = {};
	return [
		{ transform: getValidateTransformInput(writableObjectMode, optionName) },
		getEncodingTransformGenerator(binary, encoding, writableObjectMode),
		getSplitLinesGenerator(binary, preserveNewlines, writableObjectMode, state),
		{
			transform,
			final
		},
		{ transform: getValidateTransformReturn(readableObjectMode, optionName) },
		getAppendNewlineGenerator({
			binary,
			preserveNewlines,
			readableObjectMode,
			state
		})
	].filter(Boolean);
};

// node_modules/execa/lib/io/input-sync.js
const addInputOptionsSync = (fileDescriptors, options) => {
	for (const fdNumber of getInputFdNumbers(fileDescriptors)) addInputOptionSync(fileDescriptors, fdNumber, options);
};
const getInputFdNumbers = (fileDescriptors) => new Set(Object.entries(fileDescriptors).filter(([, { direction }]) => direction === "input").map(([fdNumber]) => Number(fdNumber)));
const addInputOptionSync = (fileDescriptors, fdNumber, options) => {
	const { stdioItems } = fileDescriptors[fdNumber];
	const allStdioItems = stdioItems.filter(({ contents }) => contents !== void 0);
	if (allStdioItems.length === 0) return;
	if (fdNumber !== 0) {
		const [{ type, optionName }] = allStdioItems;
		throw new TypeError(`Only the \`stdin\` option, not \`${optionName}\`, can be ${TYPE_TO_MESSAGE[type]} with synchronous methods.`);
	}
	const transformedContents = allStdioItems.map(({ contents }) => contents).map((contents) => applySingleInputGeneratorsSync(contents, stdioItems));
	options.input = joinToUint8Array(transformedContents);
};
const applySingleInputGeneratorsSync = (contents, stdioItems) => {
	const newContents = runGeneratorsSync(contents, stdioItems, "utf8", true);
	validateSerializable(newContents);
	return joinToUint8Array(newContents);
};
const validateSerializable = (newContents) => {
	const invalidItem = newContents.find((item) => typeof item !== "string" && !isUint8Array(item));
	if (invalidItem !== void 0) throw new TypeError(`The \`stdin\` option is invalid: when passing objects as input, a transform must be used to serialize them to strings or Uint8Arrays: ${invalidItem}.`);
};

// node_modules/execa/lib/verbose/output.js
const shouldLogOutput = ({ stdioItems, encoding, verboseInfo, fdNumber }) => fdNumber !== "all" && isFullVerbose(verboseInfo, fdNumber) && !BINARY_ENCODINGS.has(encoding) && fdUsesVerbose(fdNumber) && (stdioItems.some(({ type, value }) => type === "native" && PIPED_STDIO_VALUES.has(value)) || stdioItems.every(({ type }) => TRANSFORM_TYPES.has(type)));
const fdUsesVerbose = (fdNumber) => fdNumber === 1 || fdNumber === 2;
const PIPED_STDIO_VALUES = /* @__PURE__ */ new Set(["pipe", "overlapped"]);
const logLines = async (linesIterable, stream, fdNumber, verboseInfo) => {
	for await (const line of linesIterable) if (!isPipingStream(stream)) logLine(line, fdNumber, verboseInfo);
};
const logLinesSync = (linesArray, fdNumber, verboseInfo) => {
	for (const line of linesArray) logLine(line, fdNumber, verboseInfo);
};
const isPipingStream = (stream) => stream._readableState.pipes.length > 0;
const logLine = (line, fdNumber, verboseInfo) => {
	const verboseMessage = serializeVerboseMessage(line);
	verboseLog({
		type: "output",
		verboseMessage,
		fdNumber,
		verboseInfo
	});
};

// node_modules/execa/lib/io/output-sync.js
const transformOutputSync = ({ fileDescriptors, syncResult: { output }, options, isMaxBuffer, verboseInfo }) => {
	if (output === null) return { output: Array.from({ length: 3 }) };
	const state = {};
	const outputFiles = /* @__PURE__ */ new Set([]);
	return {
		output: output.map((result, fdNumber) => transformOutputResultSync({
			result,
			fileDescriptors,
			fdNumber,
			state,
			outputFiles,
			isMaxBuffer,
			verboseInfo
		}, options)),
		...state
	};
};
const transformOutputResultSync = ({ result, fileDescriptors, fdNumber, state, outputFiles, isMaxBuffer, verboseInfo }, { buffer, encoding, lines, stripFinalNewline, maxBuffer }) => {
	if (result === null) return;
	const truncatedResult = truncateMaxBufferSync(result, isMaxBuffer, maxBuffer);
	const uint8ArrayResult = bufferToUint8Array(truncatedResult);
	const { stdioItems, objectMode } = fileDescriptors[fdNumber];
	const chunks = runOutputGeneratorsSync([uint8ArrayResult], stdioItems, encoding, state);
	const { serializedResult, finalResult = serializedResult } = serializeChunks({
		chunks,
		objectMode,
		encoding,
		lines,
		stripFinalNewline,
		fdNumber
	});
	logOutputSync({
		serializedResult,
		fdNumber,
		state,
		verboseInfo,
		encoding,
		stdioItems,
		objectMode
	});
	const returnedResult = buffer[fdNumber] ? finalResult : void 0;
	try {
		if (state.error === void 0) writeToFiles(serializedResult, stdioItems, outputFiles);
		return returnedResult;
	} catch (error) {
		state.error = error;
		return returnedResult;
	}
};
const runOutputGeneratorsSync = (chunks, stdioItems, encoding, state) => {
	try {
		return runGeneratorsSync(chunks, stdioItems, encoding, false);
	} catch (error) {
		state.error = error;
		return chunks;
	}
};
const serializeChunks = ({ chunks, objectMode, encoding, lines, stripFinalNewline, fdNumber }) => {
	if (objectMode) return { serializedResult: chunks };
	if (encoding === "buffer") return { serializedResult: joinToUint8Array(chunks) };
	const serializedResult = joinToString(chunks, encoding);
	if (lines[fdNumber]) return {
		serializedResult,
		finalResult: splitLinesSync(serializedResult, !stripFinalNewline[fdNumber], objectMode)
	};
	return { serializedResult };
};
const logOutputSync = ({ serializedResult, fdNumber, state, verboseInfo, encoding, stdioItems, objectMode }) => {
	if (!shouldLogOutput({
		stdioItems,
		encoding,
		verboseInfo,
		fdNumber
	})) return;
	const linesArray = splitLinesSync(serializedResult, false, objectMode);
	try {
		logLinesSync(linesArray, fdNumber, verboseInfo);
	} catch (error) {
		state.error ??= error;
	}
};
const writeToFiles = (serializedResult, stdioItems, outputFiles) => {
	for (const { path, append } of stdioItems.filter(({ type }) => FILE_TYPES.has(type))) {
		const pathString = typeof path === "string" ? path : path.toString();
		if (append || outputFiles.has(pathString)) appendFileSync(path, serializedResult);
		else {
			outputFiles.add(pathString);
			writeFileSync(path, serializedResult);
		}
	}
};

// node_modules/execa/lib/resolve/all-sync.js
const getAllSync = ([, stdout, stderr], options) => {
	if (!options.all) return;
	if (stdout === void 0) return stderr;
	if (stderr === void 0) return stdout;
	if (Array.isArray(stdout)) return Array.isArray(stderr) ? [...stdout, ...stderr] : [...stdout, stripNewline(stderr, options, "all")];
	if (Array.isArray(stderr)) return [stripNewline(stdout, options, "all"), ...stderr];
	if (isUint8Array(stdout) && isUint8Array(stderr)) return concatUint8Arrays([stdout, stderr]);
	return `${stdout}${stderr}`;
};

// node_modules/execa/lib/resolve/exit-async.js
const waitForExit = async (subprocess, context) => {
	const [exitCode, signal] = await waitForExitOrError(subprocess);
	context.isForcefullyTerminated ??= false;
	return [exitCode, signal];
};
const waitForExitOrError = async (subprocess) => {
	const [spawnPayload, exitPayload] = await Promise.allSettled([once(subprocess, "spawn"), once(subprocess, "exit")]);
	if (spawnPayload.status === "rejected") return [];
	return exitPayload.status === "rejected" ? waitForSubprocessExit(subprocess) : exitPayload.value;
};
const waitForSubprocessExit = async (subprocess) => {
	try {
		return await once(subprocess, "exit");
	} catch {
		return waitForSubprocessExit(subprocess);
	}
};
const waitForSuccessfulExit = async (exitPromise) => {
	const [exitCode, signal] = await exitPromise;
	if (!isSubprocessErrorExit(exitCode, signal) && isFailedExit(exitCode, signal)) throw new DiscardedError();
	return [exitCode, signal];
};
const isSubprocessErrorExit = (exitCode, signal) => exitCode === void 0 && signal === void 0;
const isFailedExit = (exitCode, signal) => exitCode !== 0 || signal !== null;

// node_modules/execa/lib/resolve/exit-sync.js
const getExitResultSync = ({ error, status: exitCode, signal, output }, { maxBuffer }) => {
	const resultError = getResultError(error, exitCode, signal);
	return {
		resultError,
		exitCode,
		signal,
		timedOut: resultError?.code === "ETIMEDOUT",
		isMaxBuffer: isMaxBufferSync(resultError, output, maxBuffer)
	};
};
const getResultError = (error, exitCode, signal) => {
	if (error !== void 0) return error;
	return isFailedExit(exitCode, signal) ? new DiscardedError() : void 0;
};

// node_modules/execa/lib/methods/main-sync.js
const execaCoreSync = (rawFile, rawArguments, rawOptions) => {
	const { file, commandArguments, command, escapedCommand, startTime, verboseInfo, options, fileDescriptors } = handleSyncArguments(rawFile, rawArguments, rawOptions);
	const result = spawnSubprocessSync({
		file,
		commandArguments,
		options,
		command,
		escapedCommand,
		verboseInfo,
		fileDescriptors,
		startTime
	});
	return handleResult(result, verboseInfo, options);
};
const handleSyncArguments = (rawFile, rawArguments, rawOptions) => {
	const { command, escapedCommand, startTime, verboseInfo } = handleCommand(rawFile, rawArguments, rawOptions);
	const syncOptions = normalizeSyncOptions(rawOptions);
	const { file, commandArguments, options } = normalizeOptions(rawFile, rawArguments, syncOptions);
	validateSyncOptions(options);
	return {
		file,
		commandArguments,
		command,
		escapedCommand,
		startTime,
		verboseInfo,
		options,
		fileDescriptors: handleStdioSync(options, verboseInfo)
	};
};
const normalizeSyncOptions = (options) => options.node && !options.ipc ? {
	...options,
	ipc: false
} : options;
const validateSyncOptions = ({ ipc, ipcInput, detached, cancelSignal }) => {
	if (ipcInput) throwInvalidSyncOption("ipcInput");
	if (ipc) throwInvalidSyncOption("ipc: true");
	if (detached) throwInvalidSyncOption("detached: true");
	if (cancelSignal) throwInvalidSyncOption("cancelSignal");
};
const throwInvalidSyncOption = (value) => {
	throw new TypeError(`The "${value}" option cannot be used with synchronous methods.`);
};
const spawnSubprocessSync = ({ file, commandArguments, options, command, escapedCommand, verboseInfo, fileDescriptors, startTime }) => {
	const syncResult = runSubprocessSync({
		file,
		commandArguments,
		options,
		command,
		escapedCommand,
		fileDescriptors,
		startTime
	});
	if (syncResult.failed) return syncResult;
	const { resultError, exitCode, signal, timedOut, isMaxBuffer } = getExitResultSync(syncResult, options);
	const { output, error = resultError } = transformOutputSync({
		fileDescriptors,
		syncResult,
		options,
		isMaxBuffer,
		verboseInfo
	});
	const stdio = output.map((stdioOutput, fdNumber) => stripNewline(stdioOutput, options, fdNumber));
	const all = stripNewline(getAllSync(output, options), options, "all");
	return getSyncResult({
		error,
		exitCode,
		signal,
		timedOut,
		isMaxBuffer,
		stdio,
		all,
		options,
		command,
		escapedCommand,
		startTime
	});
};
const runSubprocessSync = ({ file, commandArguments, options, command, escapedCommand, fileDescriptors, startTime }) => {
	try {
		addInputOptionsSync(fileDescriptors, options);
		const normalizedOptions = normalizeSpawnSyncOptions(options);
		return spawnSync(...concatenateShell(file, commandArguments, normalizedOptions));
	} catch (error) {
		return makeEarlyError({
			error,
			command,
			escapedCommand,
			fileDescriptors,
			options,
			startTime,
			isSync: true
		});
	}
};
const normalizeSpawnSyncOptions = ({ encoding, maxBuffer, ...options }) => ({
	...options,
	encoding: "buffer",
	maxBuffer: getMaxBufferSync(maxBuffer)
});
const getSyncResult = ({ error, exitCode, signal, timedOut, isMaxBuffer, stdio, all, options, command, escapedCommand, startTime }) => error === void 0 ? makeSuccessResult({
	command,
	escapedCommand,
	stdio,
	all,
	ipcOutput: [],
	options,
	startTime
}) : makeError({
	error,
	command,
	escapedCommand,
	timedOut,
	isCanceled: false,
	isGracefullyCanceled: false,
	isMaxBuffer,
	isForcefullyTerminated: false,
	exitCode,
	signal,
	stdio,
	all,
	ipcOutput: [],
	options,
	startTime,
	isSync: true
});

// node_modules/execa/lib/ipc/get-one.js
const getOneMessage$1 = ({ anyProcess, channel, isSubprocess, ipc }, { reference = true, filter } = {}) => {
	validateIpcMethod({
		methodName: "getOneMessage",
		isSubprocess,
		ipc,
		isConnected: isConnected(anyProcess)
	});
	return getOneMessageAsync({
		anyProcess,
		channel,
		isSubprocess,
		filter,
		reference
	});
};
const getOneMessageAsync = async ({ anyProcess, channel, isSubprocess, filter, reference }) => {
	addReference(channel, reference);
	const ipcEmitter = getIpcEmitter(anyProcess, channel, isSubprocess);
	const controller = new AbortController();
	try {
		return await Promise.race([
			getMessage(ipcEmitter, filter, controller),
			throwOnDisconnect(ipcEmitter, isSubprocess, controller),
			throwOnStrictError(ipcEmitter, isSubprocess, controller)
		]);
	} catch (error) {
		disconnect(anyProcess);
		throw error;
	} finally {
		controller.abort();
		removeReference(channel, reference);
	}
};
const getMessage = async (ipcEmitter, filter, { signal }) => {
	if (filter === void 0) {
		const [message] = await once(ipcEmitter, "message", { signal });
		return message;
	}
	for await (const [message] of on(ipcEmitter, "message", { signal })) if (filter(message)) return message;
};
const throwOnDisconnect = async (ipcEmitter, isSubprocess, { signal }) => {
	await once(ipcEmitter, "disconnect", { signal });
	throwOnEarlyDisconnect(isSubprocess);
};
const throwOnStrictError = async (ipcEmitter, isSubprocess, { signal }) => {
	const [error] = await once(ipcEmitter, "strict:error", { signal });
	throw getStrictResponseError(error, isSubprocess);
};

// node_modules/execa/lib/ipc/get-each.js
const getEachMessage$1 = ({ anyProcess, channel, isSubprocess, ipc }, { reference = true } = {}) => loopOnMessages({
	anyProcess,
	channel,
	isSubprocess,
	ipc,
	shouldAwait: !isSubprocess,
	reference
});
const loopOnMessages = ({ anyProcess, channel, isSubprocess, ipc, shouldAwait, reference }) => {
	validateIpcMethod({
		methodName: "getEachMessage",
		isSubprocess,
		ipc,
		isConnected: isConnected(anyProcess)
	});
	addReference(channel, reference);
	const ipcEmitter = getIpcEmitter(anyProcess, channel, isSubprocess);
	const controller = new AbortController();
	const state = {};
	stopOnDisconnect(anyProcess, ipcEmitter, controller);
	abortOnStrictError({
		ipcEmitter,
		isSubprocess,
		controller,
		state
	});
	return iterateOnMessages({
		anyProcess,
		channel,
		ipcEmitter,
		isSubprocess,
		shouldAwait,
		controller,
		state,
		reference
	});
};
const stopOnDisconnect = async (anyProcess, ipcEmitter, controller) => {
	try {
		await once(ipcEmitter, "disconnect", { signal: controller.signal });
		controller.abort();
	} catch {}
};
const abortOnStrictError = async ({ ipcEmitter, isSubprocess, controller, state }) => {
	try {
		const [error] = await once(ipcEmitter, "strict:error", { signal: controller.signal });
		state.error = getStrictResponseError(error, isSubprocess);
		controller.abort();
	} catch {}
};
const iterateOnMessages = async function* ({ anyProcess, channel, ipcEmitter, isSubprocess, shouldAwait, controller, state, reference }) {
	try {
		for await (const [message] of on(ipcEmitter, "message", { signal: controller.signal })) {
			throwIfStrictError(state);
			yield message;
		}
	} catch {
		throwIfStrictError(state);
	} finally {
		controller.abort();
		removeReference(channel, reference);
		if (!isSubprocess) disconnect(anyProcess);
		if (shouldAwait) await anyProcess;
	}
};
const throwIfStrictError = ({ error }) => {
	if (error) throw error;
};

// node_modules/execa/lib/ipc/methods.js
const addIpcMethods = (subprocess, { ipc }) => {
	Object.assign(subprocess, getIpcMethods(subprocess, false, ipc));
};
const getIpcExport = () => {
	const anyProcess = process$1;
	const isSubprocess = true;
	const ipc = process$1.channel !== void 0;
	return {
		...getIpcMethods(anyProcess, isSubprocess, ipc),
		getCancelSignal: getCancelSignal$1.bind(void 0, {
			anyProcess,
			channel: anyProcess.channel,
			isSubprocess,
			ipc
		})
	};
};
const getIpcMethods = (anyProcess, isSubprocess, ipc) => ({
	sendMessage: sendMessage$1.bind(void 0, {
		anyProcess,
		channel: anyProcess.channel,
		isSubprocess,
		ipc
	}),
	getOneMessage: getOneMessage$1.bind(void 0, {
		anyProcess,
		channel: anyProcess.channel,
		isSubprocess,
		ipc
	}),
	getEachMessage: getEachMessage$1.bind(void 0, {
		anyProcess,
		channel: anyProcess.channel,
		isSubprocess,
		ipc
	})
});

// node_modules/execa/lib/return/early-error.js
const handleEarlyError = ({ error, command, escapedCommand, fileDescriptors, options, startTime, verboseInfo }) => {
	cleanupCustomStreams(fileDescriptors);
	const subprocess = new ChildProcess();
	createDummyStreams(subprocess, fileDescriptors);
	Object.assign(subprocess, {
		readable,
		writable,
		duplex
	});
	const earlyError = makeEarlyError({
		error,
		command,
		escapedCommand,
		fileDescriptors,
		options,
		startTime,
		isSync: false
	});
	return {
		subprocess,
		promise: handleDummyPromise(earlyError, verboseInfo, options)
	};
};
const createDummyStreams = (subprocess, fileDescriptors) => {
	const stdin = createDummyStream();
	const stdout = createDummyStream();
	const stderr = createDummyStream();
	const extraStdio = Array.from({ length: fileDescriptors.length - 3 }, createDummyStream);
	const all = createDummyStream();
	const stdio = [
		stdin,
		stdout,
		stderr,
		...extraStdio
	];
	Object.assign(subprocess, {
		stdin,
		stdout,
		stderr,
		all,
		stdio
	});
};
const createDummyStream = () => {
	const stream = new PassThrough();
	stream.end();
	return stream;
};
const readable = () => new Readable({ read() {} });
const writable = () => new Writable({ write() {} });
const duplex = () => new Duplex({
	read() {},
	write() {}
});
const handleDummyPromise = async (error, verboseInfo, options) => handleResult(error, verboseInfo, options);

// node_modules/execa/lib/stdio/handle-async.js
const handleStdioAsync = (options, verboseInfo) => handleStdio(addPropertiesAsync, options, verboseInfo, false);
const forbiddenIfAsync = ({ type, optionName }) => {
	throw new TypeError(`The \`${optionName}\` option cannot be ${TYPE_TO_MESSAGE[type]}.`);
};
const addProperties = {
	fileNumber: forbiddenIfAsync,
	generator: generatorToStream,
	asyncGenerator: generatorToStream,
	nodeStream: ({ value }) => ({ stream: value }),
	webTransform({ value: { transform, writableObjectMode, readableObjectMode } }) {
		const objectMode = writableObjectMode || readableObjectMode;
		return { stream: Duplex.fromWeb(transform, { objectMode }) };
	},
	duplex: ({ value: { transform } }) => ({ stream: transform }),
	native() {}
};
const addPropertiesAsync = {
	input: {
		...addProperties,
		fileUrl: ({ value }) => ({ stream: createReadStream(value) }),
		filePath: ({ value: { file } }) => ({ stream: createReadStream(file) }),
		webStream: ({ value }) => ({ stream: Readable.fromWeb(value) }),
		iterable: ({ value }) => ({ stream: Readable.from(value) }),
		asyncIterable: ({ value }) => ({ stream: Readable.from(value) }),
		string: ({ value }) => ({ stream: Readable.from(value) }),
		uint8Array: ({ value }) => ({ stream: Readable.from(Buffer$1.from(value)) })
	},
	output: {
		...addProperties,
		fileUrl: ({ value }) => ({ stream: createWriteStream(value) }),
		filePath: ({ value: { file, append } }) => ({ stream: createWriteStream(file, append ? { flags: "a" } : {}) }),
		webStream: ({ value }) => ({ stream: Writable.fromWeb(value) }),
		iterable: forbiddenIfAsync,
		asyncIterable: forbiddenIfAsync,
		string: forbiddenIfAsync,
		uint8Array: forbiddenIfAsync
	}
};

// node_modules/@sindresorhus/merge-streams/index.js
function mergeStreams(streams) {
	if (!Array.isArray(streams)) throw new TypeError(`Expected an array, got \`${typeof streams}\`.`);
	for (const stream of streams) validateStream(stream);
	const objectMode = streams.some(({ readableObjectMode }) => readableObjectMode);
	const highWaterMark = getHighWaterMark(streams, objectMode);
	const passThroughStream = new MergedStream({
		objectMode,
		writableHighWaterMark: highWaterMark,
		readableHighWaterMark: highWaterMark
	});
	for (const stream of streams) passThroughStream.add(stream);
	return passThroughStream;
}
const getHighWaterMark = (streams, objectMode) => {
	if (streams.length === 0) return getDefaultHighWaterMark(objectMode);
	const highWaterMarks = streams.filter(({ readableObjectMode }) => readableObjectMode === objectMode).map(({ readableHighWaterMark }) => readableHighWaterMark);
	return Math.max(...highWaterMarks);
};
var MergedStream = class extends PassThrough {
	#streams = /* @__PURE__ */ new Set([]);
	#ended = /* @__PURE__ */ new Set([]);
	#aborted = /* @__PURE__ */ new Set([]);
	#onFinished;
	#unpipeEvent = Symbol("unpipe");
	#streamPromises = /* @__PURE__ */ new WeakMap();
	add(stream) {
		validateStream(stream);
		if (this.#streams.has(stream)) return;
		this.#streams.add(stream);
		this.#onFinished ??= onMergedStreamFinished(this, this.#streams, this.#unpipeEvent);
		const streamPromise = endWhenStreamsDone({
			passThroughStream: this,
			stream,
			streams: this.#streams,
			ended: this.#ended,
			aborted: this.#aborted,
			onFinished: this.#onFinished,
			unpipeEvent: this.#unpipeEvent
		});
		this.#streamPromises.set(stream, streamPromise);
		stream.pipe(this, { end: false });
	}
	async remove(stream) {
		validateStream(stream);
		if (!this.#streams.has(stream)) return false;
		const streamPromise = this.#streamPromises.get(stream);
		if (streamPromise === void 0) return false;
		this.#streamPromises.delete(stream);
		stream.unpipe(this);
		await streamPromise;
		return true;
	}
};
const onMergedStreamFinished = async (passThroughStream, streams, unpipeEvent) => {
	updateMaxListeners(passThroughStream, PASSTHROUGH_LISTENERS_COUNT);
	const controller = new AbortController();
	try {
		await Promise.race([onMergedStreamEnd(passThroughStream, controller), onInputStreamsUnpipe(passThroughStream, streams, unpipeEvent, controller)]);
	} finally {
		controller.abort();
		updateMaxListeners(passThroughStream, -PASSTHROUGH_LISTENERS_COUNT);
	}
};
const onMergedStreamEnd = async (passThroughStream, { signal }) => {
	try {
		await finished(passThroughStream, {
			signal,
			cleanup: true
		});
	} catch (error) {
		errorOrAbortStream(passThroughStream, error);
		throw error;
	}
};
const onInputStreamsUnpipe = async (passThroughStream, streams, unpipeEvent, { signal }) => {
	for await (const [unpipedStream] of on(passThroughStream, "unpipe", { signal })) if (streams.has(unpipedStream)) unpipedStream.emit(unpipeEvent);
};
const validateStream = (stream) => {
	if (typeof stream?.pipe !== "function") throw new TypeError(`Expected a readable stream, got: \`${typeof stream}\`.`);
};
const endWhenStreamsDone = async ({ passThroughStream, stream, streams, ended, aborted, onFinished, unpipeEvent }) => {
	updateMaxListeners(passThroughStream, PASSTHROUGH_LISTENERS_PER_STREAM);
	const controller = new AbortController();
	try {
		await Promise.race([
			afterMergedStreamFinished(onFinished, stream, controller),
			onInputStreamEnd({
				passThroughStream,
				stream,
				streams,
				ended,
				aborted,
				controller
			}),
			onInputStreamUnpipe({
				stream,
				streams,
				ended,
				aborted,
				unpipeEvent,
				controller
			})
		]);
	} finally {
		controller.abort();
		updateMaxListeners(passThroughStream, -PASSTHROUGH_LISTENERS_PER_STREAM);
	}
	if (streams.size > 0 && streams.size === ended.size + aborted.size) {
		if (ended.size === 0 && aborted.size > 0) abortStream(passThroughStream);
		else endStream(passThroughStream);
	}
};
const afterMergedStreamFinished = async (onFinished, stream, { signal }) => {
	try {
		await onFinished;
		if (!signal.aborted) abortStream(stream);
	} catch (error) {
		if (!signal.aborted) errorOrAbortStream(stream, error);
	}
};
const onInputStreamEnd = async ({ passThroughStream, stream, streams, ended, aborted, controller: { signal } }) => {
	try {
		await finished(stream, {
			signal,
			cleanup: true,
			readable: true,
			writable: false
		});
		if (streams.has(stream)) ended.add(stream);
	} catch (error) {
		if (signal.aborted || !streams.has(stream)) return;
		if (isAbortError(error)) aborted.add(stream);
		else errorStream(passThroughStream, error);
	}
};
const onInputStreamUnpipe = async ({ stream, streams, ended, aborted, unpipeEvent, controller: { signal } }) => {
	await once(stream, unpipeEvent, { signal });
	if (!stream.readable) return once(signal, "abort", { signal });
	streams.delete(stream);
	ended.delete(stream);
	aborted.delete(stream);
};
const endStream = (stream) => {
	if (stream.writable) stream.end();
};
const errorOrAbortStream = (stream, error) => {
	if (isAbortError(error)) abortStream(stream);
	else errorStream(stream, error);
};
const isAbortError = (error) => error?.code === "ERR_STREAM_PREMATURE_CLOSE";
const abortStream = (stream) => {
	if (stream.readable || stream.writable) stream.destroy();
};
const errorStream = (stream, error) => {
	if (!stream.destroyed) {
		stream.once("error", noop);
		stream.destroy(error);
	}
};
const noop = () => {};
const updateMaxListeners = (passThroughStream, increment) => {
	const maxListeners = passThroughStream.getMaxListeners();
	if (maxListeners !== 0 && maxListeners !== Number.POSITIVE_INFINITY) passThroughStream.setMaxListeners(maxListeners + increment);
};
const PASSTHROUGH_LISTENERS_COUNT = 2;
const PASSTHROUGH_LISTENERS_PER_STREAM = 1;

// node_modules/execa/lib/io/pipeline.js
const pipeStreams = (source, destination) => {
	source.pipe(destination);
	onSourceFinish(source, destination);
	onDestinationFinish(source, destination);
};
const onSourceFinish = async (source, destination) => {
	if (isStandardStream(source) || isStandardStream(destination)) return;
	try {
		await finished(source, {
			cleanup: true,
			readable: true,
			writable: false
		});
	} catch {}
	endDestinationStream(destination);
};
const endDestinationStream = (destination) => {
	if (destination.writable) destination.end();
};
const onDestinationFinish = async (source, destination) => {
	if (isStandardStream(source) || isStandardStream(destination)) return;
	try {
		await finished(destination, {
			cleanup: true,
			readable: false,
			writable: true
		});
	} catch {}
	abortSourceStream(source);
};
const abortSourceStream = (source) => {
	if (source.readable) source.destroy();
};

// node_modules/execa/lib/io/output-async.js
const pipeOutputAsync = (subprocess, fileDescriptors, controller) => {
	const pipeGroups = /* @__PURE__ */ new Map();
	for (const [fdNumber, { stdioItems, direction }] of Object.entries(fileDescriptors)) {
		for (const { stream } of stdioItems.filter(({ type }) => TRANSFORM_TYPES.has(type))) pipeTransform(subprocess, stream, direction, fdNumber);
		for (const { stream } of stdioItems.filter(({ type }) => !TRANSFORM_TYPES.has(type))) pipeStdioItem({
			subprocess,
			stream,
			direction,
			fdNumber,
			pipeGroups,
			controller
		});
	}
	for (const [outputStream, inputStreams] of pipeGroups.entries()) {
		const inputStream = inputStreams.length === 1 ? inputStreams[0] : mergeStreams(inputStreams);
		pipeStreams(inputStream, outputStream);
	}
};
const pipeTransform = (subprocess, stream, direction, fdNumber) => {
	if (direction === "output") pipeStreams(subprocess.stdio[fdNumber], stream);
	else pipeStreams(stream, subprocess.stdio[fdNumber]);
	const streamProperty = SUBPROCESS_STREAM_PROPERTIES[fdNumber];
	if (streamProperty !== void 0) subprocess[streamProperty] = stream;
	subprocess.stdio[fdNumber] = stream;
};
const SUBPROCESS_STREAM_PROPERTIES = [
	"stdin",
	"stdout",
	"stderr"
];
const pipeStdioItem = ({ subprocess, stream, direction, fdNumber, pipeGroups, controller }) => {
	if (stream === void 0) return;
	setStandardStreamMaxListeners(stream, controller);
	const [inputStream, outputStream] = direction === "output" ? [stream, subprocess.stdio[fdNumber]] : [subprocess.stdio[fdNumber], stream];
	const outputStreams = pipeGroups.get(inputStream) ?? [];
	pipeGroups.set(inputStream, [...outputStreams, outputStream]);
};
const setStandardStreamMaxListeners = (stream, { signal }) => {
	if (isStandardStream(stream)) incrementMaxListeners(stream, MAX_LISTENERS_INCREMENT, signal);
};
const MAX_LISTENERS_INCREMENT = 2;

// node_modules/execa/lib/terminate/cleanup.js
const cleanupOnExit = (subprocess, { cleanup, detached }, { signal }) => {
	if (!cleanup || detached) return;
	const removeExitHandler = onExit(() => {
		subprocess.kill();
	});
	addAbortListener(signal, () => {
		removeExitHandler();
	});
};

// node_modules/execa/lib/pipe/pipe-arguments.js
const normalizePipeArguments = ({ source, sourcePromise, boundOptions, createNested }, ...pipeArguments) => {
	const startTime = getStartTime();
	const { destination, destinationStream, destinationError, from, unpipeSignal } = getDestinationStream(boundOptions, createNested, pipeArguments);
	const { sourceStream, sourceError } = getSourceStream(source, from);
	const { options: sourceOptions, fileDescriptors } = SUBPROCESS_OPTIONS.get(source);
	return {
		sourcePromise,
		sourceStream,
		sourceOptions,
		sourceError,
		destination,
		destinationStream,
		destinationError,
		unpipeSignal,
		fileDescriptors,
		startTime
	};
};
const getDestinationStream = (boundOptions, createNested, pipeArguments) => {
	try {
		const { destination, pipeOptions: { from, to, unpipeSignal } = {} } = getDestination(boundOptions, createNested, ...pipeArguments);
		return {
			destination,
			destinationStream: getToStream(destination, to),
			from,
			unpipeSignal
		};
	} catch (error) {
		return { destinationError: error };
	}
};
const getDestination = (boundOptions, createNested, firstArgument, ...pipeArguments) => {
	if (Array.isArray(firstArgument)) return {
		destination: createNested(mapDestinationArguments, boundOptions)(firstArgument, ...pipeArguments),
		pipeOptions: boundOptions
	};
	if (typeof firstArgument === "string" || firstArgument instanceof URL || isDenoExecPath(firstArgument)) {
		if (Object.keys(boundOptions).length > 0) throw new TypeError("Please use .pipe(\"file\", ..., options) or .pipe(execa(\"file\", ..., options)) instead of .pipe(options)(\"file\", ...).");
		const [rawFile, rawArguments, rawOptions] = normalizeParameters(firstArgument, ...pipeArguments);
		return {
			destination: createNested(mapDestinationArguments)(rawFile, rawArguments, rawOptions),
			pipeOptions: rawOptions
		};
	}
	if (SUBPROCESS_OPTIONS.has(firstArgument)) {
		if (Object.keys(boundOptions).length > 0) throw new TypeError("Please use .pipe(options)`command` or .pipe($(options)`command`) instead of .pipe(options)($`command`).");
		return {
			destination: firstArgument,
			pipeOptions: pipeArguments[0]
		};
	}
	throw new TypeError(`The first argument must be a template string, an options object, or an Execa subprocess: ${firstArgument}`);
};
const mapDestinationArguments = ({ options }) => ({ options: {
	...options,
	stdin: "pipe",
	piped: true
} });
const getSourceStream = (source, from) => {
	try {
		return { sourceStream: getFromStream(source, from) };
	} catch (error) {
		return { sourceError: error };
	}
};

// node_modules/execa/lib/pipe/throw.js
const handlePipeArgumentsError = ({ sourceStream, sourceError, destinationStream, destinationError, fileDescriptors, sourceOptions, startTime }) => {
	const error = getPipeArgumentsError({
		sourceStream,
		sourceError,
		destinationStream,
		destinationError
	});
	if (error !== void 0) throw createNonCommandError({
		error,
		fileDescriptors,
		sourceOptions,
		startTime
	});
};
const getPipeArgumentsError = ({ sourceStream, sourceError, destinationStream, destinationError }) => {
	if (sourceError !== void 0 && destinationError !== void 0) return destinationError;
	if (destinationError !== void 0) {
		abortSourceStream(sourceStream);
		return destinationError;
	}
	if (sourceError !== void 0) {
		endDestinationStream(destinationStream);
		return sourceError;
	}
};
const createNonCommandError = ({ error, fileDescriptors, sourceOptions, startTime }) => makeEarlyError({
	error,
	command: PIPE_COMMAND_MESSAGE,
	escapedCommand: PIPE_COMMAND_MESSAGE,
	fileDescriptors,
	options: sourceOptions,
	startTime,
	isSync: false
});
const PIPE_COMMAND_MESSAGE = "source.pipe(destination)";

// node_modules/execa/lib/pipe/sequence.js
const waitForBothSubprocesses = async (subprocessPromises) => {
	const [{ status: sourceStatus, reason: sourceReason, value: sourceResult = sourceReason }, { status: destinationStatus, reason: destinationReason, value: destinationResult = destinationReason }] = await subprocessPromises;
	if (!destinationResult.pipedFrom.includes(sourceResult)) destinationResult.pipedFrom.push(sourceResult);
	if (destinationStatus === "rejected") throw destinationResult;
	if (sourceStatus === "rejected") throw sourceResult;
	return destinationResult;
};

// node_modules/execa/lib/pipe/streaming.js
const pipeSubprocessStream = (sourceStream, destinationStream, maxListenersController) => {
	const mergedStream = MERGED_STREAMS.has(destinationStream) ? pipeMoreSubprocessStream(sourceStream, destinationStream) : pipeFirstSubprocessStream(sourceStream, destinationStream);
	incrementMaxListeners(sourceStream, SOURCE_LISTENERS_PER_PIPE, maxListenersController.signal);
	incrementMaxListeners(destinationStream, DESTINATION_LISTENERS_PER_PIPE, maxListenersController.signal);
	cleanupMergedStreamsMap(destinationStream);
	return mergedStream;
};
const pipeFirstSubprocessStream = (sourceStream, destinationStream) => {
	const mergedStream = mergeStreams([sourceStream]);
	pipeStreams(mergedStream, destinationStream);
	MERGED_STREAMS.set(destinationStream, mergedStream);
	return mergedStream;
};
const pipeMoreSubprocessStream = (sourceStream, destinationStream) => {
	const mergedStream = MERGED_STREAMS.get(destinationStream);
	mergedStream.add(sourceStream);
	return mergedStream;
};
const cleanupMergedStreamsMap = async (destinationStream) => {
	try {
		await finished(destinationStream, {
			cleanup: true,
			readable: false,
			writable: true
		});
	} catch {}
	MERGED_STREAMS.delete(destinationStream);
};
const MERGED_STREAMS = /* @__PURE__ */ new WeakMap();
const SOURCE_LISTENERS_PER_PIPE = 2;
const DESTINATION_LISTENERS_PER_PIPE = 1;

// node_modules/execa/lib/pipe/abort.js
const unpipeOnAbort = (unpipeSignal, unpipeContext) => unpipeSignal === void 0 ? [] : [unpipeOnSignalAbort(unpipeSignal, unpipeContext)];
const unpipeOnSignalAbort = async (unpipeSignal, { sourceStream, mergedStream, fileDescriptors, sourceOptions, startTime }) => {
	await aborted(unpipeSignal, sourceStream);
	await mergedStream.remove(sourceStream);
	throw createNonCommandError({
		error: /* @__PURE__ */ new Error("Pipe canceled by `unpipeSignal` option."),
		fileDescriptors,
		sourceOptions,
		startTime
	});
};

// node_modules/execa/lib/pipe/setup.js
const pipeToSubprocess = (sourceInfo, ...pipeArguments) => {
	if (isPlainObject(pipeArguments[0])) return pipeToSubprocess.bind(void 0, {
		...sourceInfo,
		boundOptions: {
			...sourceInfo.boundOptions,
			...pipeArguments[0]
		}
	});
	const { destination, ...normalizedInfo } = normalizePipeArguments(sourceInfo, ...pipeArguments);
	const promise = handlePipePromise({
		...normalizedInfo,
		destination
	});
	promise.pipe = pipeToSubprocess.bind(void 0, {
		...sourceInfo,
		source: destination,
		sourcePromise: promise,
		boundOptions: {}
	});
	return promise;
};
const handlePipePromise = async ({ sourcePromise, sourceStream, sourceOptions, sourceError, destination, destinationStream, destinationError, unpipeSignal, fileDescriptors, startTime }) => {
	const subprocessPromises = getSubprocessPromises(sourcePromise, destination);
	handlePipeArgumentsError({
		sourceStream,
		sourceError,
		destinationStream,
		destinationError,
		fileDescriptors,
		sourceOptions,
		startTime
	});
	const maxListenersController = new AbortController();
	try {
		const mergedStream = pipeSubprocessStream(sourceStream, destinationStream, maxListenersController);
		return await Promise.race([waitForBothSubprocesses(subprocessPromises), ...unpipeOnAbort(unpipeSignal, {
			sourceStream,
			mergedStream,
			sourceOptions,
			fileDescriptors,
			startTime
		})]);
	} finally {
		maxListenersController.abort();
	}
};
const getSubprocessPromises = (sourcePromise, destination) => Promise.allSettled([sourcePromise, destination]);

// node_modules/execa/lib/io/iterate.js
const iterateOnSubprocessStream = ({ subprocessStdout, subprocess, binary, shouldEncode, encoding, preserveNewlines }) => {
	const controller = new AbortController();
	stopReadingOnExit(subprocess, controller);
	return iterateOnStream({
		stream: subprocessStdout,
		controller,
		binary,
		shouldEncode: !subprocessStdout.readableObjectMode && shouldEncode,
		encoding,
		shouldSplit: !subprocessStdout.readableObjectMode,
		preserveNewlines
	});
};
const stopReadingOnExit = async (subprocess, controller) => {
	try {
		await subprocess;
	} catch {} finally {
		controller.abort();
	}
};
const iterateForResult = ({ stream, onStreamEnd, lines, encoding, stripFinalNewline, allMixed }) => {
	const controller = new AbortController();
	stopReadingOnStreamEnd(onStreamEnd, controller, stream);
	const objectMode = stream.readableObjectMode && !allMixed;
	return iterateOnStream({
		stream,
		controller,
		binary: encoding === "buffer",
		shouldEncode: !objectMode,
		encoding,
		shouldSplit: !objectMode && lines,
		preserveNewlines: !stripFinalNewline
	});
};
const stopReadingOnStreamEnd = async (onStreamEnd, controller, stream) => {
	try {
		await onStreamEnd;
	} catch {
		stream.destroy();
	} finally {
		controller.abort();
	}
};
const iterateOnStream = ({ stream, controller, binary, shouldEncode, encoding, shouldSplit, preserveNewlines }) => {
	const onStdoutChunk = on(stream, "data", {
		signal: controller.signal,
		highWaterMark: HIGH_WATER_MARK,
		highWatermark: HIGH_WATER_MARK
	});
	return iterateOnData({
		onStdoutChunk,
		controller,
		binary,
		shouldEncode,
		encoding,
		shouldSplit,
		preserveNewlines
	});
};
const DEFAULT_OBJECT_HIGH_WATER_MARK = getDefaultHighWaterMark(true);
const HIGH_WATER_MARK = DEFAULT_OBJECT_HIGH_WATER_MARK;
const iterateOnData = async function* ({ onStdoutChunk, controller, binary, shouldEncode, encoding, shouldSplit, preserveNewlines }) {
	const generators = getGenerators({
		binary,
		shouldEncode,
		encoding,
		shouldSplit,
		preserveNewlines
	});
	try {
		for await (const [chunk] of onStdoutChunk) yield* transformChunkSync(chunk, generators, 0);
	} catch (error) {
		if (!controller.signal.aborted) throw error;
	} finally {
		yield* finalChunksSync(generators);
	}
};
const getGenerators = ({ binary, shouldEncode, encoding, shouldSplit, preserveNewlines }) => [getEncodingTransformGenerator(binary, encoding, !shouldEncode), getSplitLinesGenerator(binary, preserveNewlines, !shouldSplit, {})].filter(Boolean);

// node_modules/execa/lib/io/contents.js
const getStreamOutput = async ({ stream, onStreamEnd, fdNumber, encoding, buffer, maxBuffer, lines, allMixed, stripFinalNewline, verboseInfo, streamInfo }) => {
	const logPromise = logOutputAsync({
		stream,
		onStreamEnd,
		fdNumber,
		encoding,
		allMixed,
		verboseInfo,
		streamInfo
	});
	if (!buffer) {
		await Promise.all([resumeStream(stream), logPromise]);
		return;
	}
	const stripFinalNewlineValue = getStripFinalNewline(stripFinalNewline, fdNumber);
	const iterable = iterateForResult({
		stream,
		onStreamEnd,
		lines,
		encoding,
		stripFinalNewline: stripFinalNewlineValue,
		allMixed
	});
	const [output] = await Promise.all([getStreamContents({
		stream,
		iterable,
		fdNumber,
		encoding,
		maxBuffer,
		lines
	}), logPromise]);
	return output;
};
const logOutputAsync = async ({ stream, onStreamEnd, fdNumber, encoding, allMixed, verboseInfo, streamInfo: { fileDescriptors } }) => {
	if (!shouldLogOutput({
		stdioItems: fileDescriptors[fdNumber]?.stdioItems,
		encoding,
		verboseInfo,
		fdNumber
	})) return;
	const linesIterable = iterateForResult({
		stream,
		onStreamEnd,
		lines: true,
		encoding,
		stripFinalNewline: true,
		allMixed
	});
	await logLines(linesIterable, stream, fdNumber, verboseInfo);
};
const resumeStream = async (stream) => {
	await setImmediate();
	if (stream.readableFlowing === null) stream.resume();
};
const getStreamContents = async ({ stream, stream: { readableObjectMode }, iterable, fdNumber, encoding, maxBuffer, lines }) => {
	try {
		if (readableObjectMode || lines) return await getStreamAsArray(iterable, { maxBuffer });
		if (encoding === "buffer") return new Uint8Array(await getStreamAsArrayBuffer(iterable, { maxBuffer }));
		return await getStreamAsString(iterable, { maxBuffer });
	} catch (error) {
		return handleBufferedData(handleMaxBuffer({
			error,
			stream,
			readableObjectMode,
			lines,
			encoding,
			fdNumber
		}));
	}
};
const getBufferedData = async (streamPromise) => {
	try {
		return await streamPromise;
	} catch (error) {
		return handleBufferedData(error);
	}
};
const handleBufferedData = ({ bufferedData }) => isArrayBuffer(bufferedData) ? new Uint8Array(bufferedData) : bufferedData;

// node_modules/execa/lib/resolve/wait-stream.js
const waitForStream = async (stream, fdNumber, streamInfo, { isSameDirection, stopOnExit = false } = {}) => {
	const state = handleStdinDestroy(stream, streamInfo);
	const abortController = new AbortController();
	try {
		await Promise.race([...stopOnExit ? [streamInfo.exitPromise] : [], finished(stream, {
			cleanup: true,
			signal: abortController.signal
		})]);
	} catch (error) {
		if (!state.stdinCleanedUp) handleStreamError(error, fdNumber, streamInfo, isSameDirection);
	} finally {
		abortController.abort();
	}
};
const handleStdinDestroy = (stream, { originalStreams: [originalStdin], subprocess }) => {
	const state = { stdinCleanedUp: false };
	if (stream === originalStdin) spyOnStdinDestroy(stream, subprocess, state);
	return state;
};
const spyOnStdinDestroy = (subprocessStdin, subprocess, state) => {
	const { _destroy } = subprocessStdin;
	subprocessStdin._destroy = (...destroyArguments) => {
		setStdinCleanedUp(subprocess, state);
		_destroy.call(subprocessStdin, ...destroyArguments);
	};
};
const setStdinCleanedUp = ({ exitCode, signalCode }, state) => {
	if (exitCode !== null || signalCode !== null) state.stdinCleanedUp = true;
};
const handleStreamError = (error, fdNumber, streamInfo, isSameDirection) => {
	if (!shouldIgnoreStreamError(error, fdNumber, streamInfo, isSameDirection)) throw error;
};
const shouldIgnoreStreamError = (error, fdNumber, streamInfo, isSameDirection = true) => {
	if (streamInfo.propagating) return isStreamEpipe(error) || isStreamAbort(error);
	streamInfo.propagating = true;
	return isInputFileDescriptor(streamInfo, fdNumber) === isSameDirection ? isStreamEpipe(error) : isStreamAbort(error);
};
const isInputFileDescriptor = ({ fileDescriptors }, fdNumber) => fdNumber !== "all" && fileDescriptors[fdNumber].direction === "input";
const isStreamAbort = (error) => error?.code === "ERR_STREAM_PREMATURE_CLOSE";
const isStreamEpipe = (error) => error?.code === "EPIPE";

// node_modules/execa/lib/resolve/stdio.js
const waitForStdioStreams = ({ subprocess, encoding, buffer, maxBuffer, lines, stripFinalNewline, verboseInfo, streamInfo }) => subprocess.stdio.map((stream, fdNumber) => waitForSubprocessStream({
	stream,
	fdNumber,
	encoding,
	buffer: buffer[fdNumber],
	maxBuffer: maxBuffer[fdNumber],
	lines: lines[fdNumber],
	allMixed: false,
	stripFinalNewline,
	verboseInfo,
	streamInfo
}));
const waitForSubprocessStream = async ({ stream, fdNumber, encoding, buffer, maxBuffer, lines, allMixed, stripFinalNewline, verboseInfo, streamInfo }) => {
	if (!stream) return;
	const onStreamEnd = waitForStream(stream, fdNumber, streamInfo);
	if (isInputFileDescriptor(streamInfo, fdNumber)) {
		await onStreamEnd;
		return;
	}
	const [output] = await Promise.all([getStreamOutput({
		stream,
		onStreamEnd,
		fdNumber,
		encoding,
		buffer,
		maxBuffer,
		lines,
		allMixed,
		stripFinalNewline,
		verboseInfo,
		streamInfo
	}), onStreamEnd]);
	return output;
};

// node_modules/execa/lib/resolve/all-async.js
const makeAllStream = ({ stdout, stderr }, { all }) => all && (stdout || stderr) ? mergeStreams([stdout, stderr].filter(Boolean)) : void 0;
const waitForAllStream = ({ subprocess, encoding, buffer, maxBuffer, lines, stripFinalNewline, verboseInfo, streamInfo }) => waitForSubprocessStream({
	...getAllStream(subprocess, buffer),
	fdNumber: "all",
	encoding,
	maxBuffer: maxBuffer[1] + maxBuffer[2],
	lines: lines[1] || lines[2],
	allMixed: getAllMixed(subprocess),
	stripFinalNewline,
	verboseInfo,
	streamInfo
});
const getAllStream = ({ stdout, stderr, all }, [, bufferStdout, bufferStderr]) => {
	const buffer = bufferStdout || bufferStderr;
	if (!buffer) return {
		stream: all,
		buffer
	};
	if (!bufferStdout) return {
		stream: stderr,
		buffer
	};
	if (!bufferStderr) return {
		stream: stdout,
		buffer
	};
	return {
		stream: all,
		buffer
	};
};
const getAllMixed = ({ all, stdout, stderr }) => all && stdout && stderr && stdout.readableObjectMode !== stderr.readableObjectMode;

// node_modules/execa/lib/verbose/ipc.js
const shouldLogIpc = (verboseInfo) => isFullVerbose(verboseInfo, "ipc");
const logIpcOutput = (message, verboseInfo) => {
	const verboseMessage = serializeVerboseMessage(message);
	verboseLog({
		type: "ipc",
		verboseMessage,
		fdNumber: "ipc",
		verboseInfo
	});
};

// node_modules/execa/lib/ipc/buffer-messages.js
const waitForIpcOutput = async ({ subprocess, buffer: bufferArray, maxBuffer: maxBufferArray, ipc, ipcOutput, verboseInfo }) => {
	if (!ipc) return ipcOutput;
	const isVerbose = shouldLogIpc(verboseInfo);
	const buffer = getFdSpecificValue(bufferArray, "ipc");
	const maxBuffer = getFdSpecificValue(maxBufferArray, "ipc");
	for await (const message of loopOnMessages({
		anyProcess: subprocess,
		channel: subprocess.channel,
		isSubprocess: false,
		ipc,
		shouldAwait: false,
		reference: true
	})) {
		if (buffer) {
			checkIpcMaxBuffer(subprocess, ipcOutput, maxBuffer);
			ipcOutput.push(message);
		}
		if (isVerbose) logIpcOutput(message, verboseInfo);
	}
	return ipcOutput;
};
const getBufferedIpcOutput = async (ipcOutputPromise, ipcOutput) => {
	await Promise.allSettled([ipcOutputPromise]);
	return ipcOutput;
};

// node_modules/execa/lib/resolve/wait-subprocess.js
const waitForSubprocessResult = async ({ subprocess, options: { encoding, buffer, maxBuffer, lines, timeoutDuration: timeout, cancelSignal, gracefulCancel, forceKillAfterDelay, stripFinalNewline, ipc, ipcInput }, context, verboseInfo, fileDescriptors, originalStreams, onInternalError, controller }) => {
	const exitPromise = waitForExit(subprocess, context);
	const streamInfo = {
		originalStreams,
		fileDescriptors,
		subprocess,
		exitPromise,
		propagating: false
	};
	const stdioPromises = waitForStdioStreams({
		subprocess,
		encoding,
		buffer,
		maxBuffer,
		lines,
		stripFinalNewline,
		verboseInfo,
		streamInfo
	});
	const allPromise = waitForAllStream({
		subprocess,
		encoding,
		buffer,
		maxBuffer,
		lines,
		stripFinalNewline,
		verboseInfo,
		streamInfo
	});
	const ipcOutput = [];
	const ipcOutputPromise = waitForIpcOutput({
		subprocess,
		buffer,
		maxBuffer,
		ipc,
		ipcOutput,
		verboseInfo
	});
	const originalPromises = waitForOriginalStreams(originalStreams, subprocess, streamInfo);
	const customStreamsEndPromises = waitForCustomStreamsEnd(fileDescriptors, streamInfo);
	try {
		return await Promise.race([
			Promise.all([
				{},
				waitForSuccessfulExit(exitPromise),
				Promise.all(stdioPromises),
				allPromise,
				ipcOutputPromise,
				sendIpcInput(subprocess, ipcInput),
				...originalPromises,
				...customStreamsEndPromises
			]),
			onInternalError,
			throwOnSubprocessError(subprocess, controller),
			...throwOnTimeout(subprocess, timeout, context, controller),
			...throwOnCancel({
				subprocess,
				cancelSignal,
				gracefulCancel,
				context,
				controller
			}),
			...throwOnGracefulCancel({
				subprocess,
				cancelSignal,
				gracefulCancel,
				forceKillAfterDelay,
				context,
				controller
			})
		]);
	} catch (error) {
		context.terminationReason ??= "other";
		return Promise.all([
			{ error },
			exitPromise,
			Promise.all(stdioPromises.map((stdioPromise) => getBufferedData(stdioPromise))),
			getBufferedData(allPromise),
			getBufferedIpcOutput(ipcOutputPromise, ipcOutput),
			Promise.allSettled(originalPromises),
			Promise.allSettled(customStreamsEndPromises)
		]);
	}
};
const waitForOriginalStreams = (originalStreams, subprocess, streamInfo) => originalStreams.map((stream, fdNumber) => stream === subprocess.stdio[fdNumber] ? void 0 : waitForStream(stream, fdNumber, streamInfo));
const waitForCustomStreamsEnd = (fileDescriptors, streamInfo) => fileDescriptors.flatMap(({ stdioItems }, fdNumber) => stdioItems.filter(({ value, stream = value }) => isStream(stream, { checkOpen: false }) && !isStandardStream(stream)).map(({ type, value, stream = value }) => waitForStream(stream, fdNumber, streamInfo, {
	isSameDirection: TRANSFORM_TYPES.has(type),
	stopOnExit: type === "native"
})));
const throwOnSubprocessError = async (subprocess, { signal }) => {
	const [error] = await once(subprocess, "error", { signal });
	throw error;
};

// node_modules/execa/lib/convert/concurrent.js
const initializeConcurrentStreams = () => ({
	readableDestroy: /* @__PURE__ */ new WeakMap(),
	writableFinal: /* @__PURE__ */ new WeakMap(),
	writableDestroy: /* @__PURE__ */ new WeakMap()
});
const addConcurrentStream = (concurrentStreams, stream, waitName) => {
	const weakMap = concurrentStreams[waitName];
	if (!weakMap.has(stream)) weakMap.set(stream, []);
	const promises = weakMap.get(stream);
	const promise = createDeferred();
	promises.push(promise);
	return {
		resolve: promise.resolve.bind(promise),
		promises
	};
};
const waitForConcurrentStreams = async ({ resolve, promises }, subprocess) => {
	resolve();
	const [isSubprocessExit] = await Promise.race([Promise.allSettled([true, subprocess]), Promise.all([false, ...promises])]);
	return !isSubprocessExit;
};

// node_modules/execa/lib/convert/shared.js
const safeWaitForSubprocessStdin = async (subprocessStdin) => {
	if (subprocessStdin === void 0) return;
	try {
		await waitForSubprocessStdin(subprocessStdin);
	} catch {}
};
const safeWaitForSubprocessStdout = async (subprocessStdout) => {
	if (subprocessStdout === void 0) return;
	try {
		await waitForSubprocessStdout(subprocessStdout);
	} catch {}
};
const waitForSubprocessStdin = async (subprocessStdin) => {
	await finished(subprocessStdin, {
		cleanup: true,
		readable: false,
		writable: true
	});
};
const waitForSubprocessStdout = async (subprocessStdout) => {
	await finished(subprocessStdout, {
		cleanup: true,
		readable: true,
		writable: false
	});
};
const waitForSubprocess = async (subprocess, error) => {
	await subprocess;
	if (error) throw error;
};
const destroyOtherStream = (stream, isOpen, error) => {
	if (error && !isStreamAbort(error)) stream.destroy(error);
	else if (isOpen) stream.destroy();
};

// node_modules/execa/lib/convert/readable.js
const createReadable = ({ subprocess, concurrentStreams, encoding }, { from, binary: binaryOption = true, preserveNewlines = true } = {}) => {
	const binary = binaryOption || BINARY_ENCODINGS.has(encoding);
	const { subprocessStdout, waitReadableDestroy } = getSubprocessStdout(subprocess, from, concurrentStreams);
	const { readableEncoding, readableObjectMode, readableHighWaterMark } = getReadableOptions(subprocessStdout, binary);
	const { read, onStdoutDataDone } = getReadableMethods({
		subprocessStdout,
		subprocess,
		binary,
		encoding,
		preserveNewlines
	});
	const readable = new Readable({
		read,
		destroy: callbackify(onReadableDestroy.bind(void 0, {
			subprocessStdout,
			subprocess,
			waitReadableDestroy
		})),
		highWaterMark: readableHighWaterMark,
		objectMode: readableObjectMode,
		encoding: readableEncoding
	});
	onStdoutFinished({
		subprocessStdout,
		onStdoutDataDone,
		readable,
		subprocess
	});
	return readable;
};
const getSubprocessStdout = (subprocess, from, concurrentStreams) => {
	const subprocessStdout = getFromStream(subprocess, from);
	return {
		subprocessStdout,
		waitReadableDestroy: addConcurrentStream(concurrentStreams, subprocessStdout, "readableDestroy")
	};
};
const getReadableOptions = ({ readableEncoding, readableObjectMode, readableHighWaterMark }, binary) => binary ? {
	readableEncoding,
	readableObjectMode,
	readableHighWaterMark
} : {
	readableEncoding,
	readableObjectMode: true,
	readableHighWaterMark: DEFAULT_OBJECT_HIGH_WATER_MARK
};
const getReadableMethods = ({ subprocessStdout, subprocess, binary, encoding, preserveNewlines }) => {
	const onStdoutDataDone = createDeferred();
	const onStdoutData = iterateOnSubprocessStream({
		subprocessStdout,
		subprocess,
		binary,
		shouldEncode: !binary,
		encoding,
		preserveNewlines
	});
	return {
		read() {
			onRead(this, onStdoutData, onStdoutDataDone);
		},
		onStdoutDataDone
	};
};
const onRead = async (readable, onStdoutData, onStdoutDataDone) => {
	try {
		const { value, done } = await onStdoutData.next();
		if (done) onStdoutDataDone.resolve();
		else readable.push(value);
	} catch {}
};
const onStdoutFinished = async ({ subprocessStdout, onStdoutDataDone, readable, subprocess, subprocessStdin }) => {
	try {
		await waitForSubprocessStdout(subprocessStdout);
		await subprocess;
		await safeWaitForSubprocessStdin(subprocessStdin);
		await onStdoutDataDone;
		if (readable.readable) readable.push(null);
	} catch (error) {
		await safeWaitForSubprocessStdin(subprocessStdin);
		destroyOtherReadable(readable, error);
	}
};
const onReadableDestroy = async ({ subprocessStdout, subprocess, waitReadableDestroy }, error) => {
	if (await waitForConcurrentStreams(waitReadableDestroy, subprocess)) {
		destroyOtherReadable(subprocessStdout, error);
		await waitForSubprocess(subprocess, error);
	}
};
const destroyOtherReadable = (stream, error) => {
	destroyOtherStream(stream, stream.readable, error);
};

// node_modules/execa/lib/convert/writable.js
const createWritable = ({ subprocess, concurrentStreams }, { to } = {}) => {
	const { subprocessStdin, waitWritableFinal, waitWritableDestroy } = getSubprocessStdin(subprocess, to, concurrentStreams);
	const writable = new Writable({
		...getWritableMethods(subprocessStdin, subprocess, waitWritableFinal),
		destroy: callbackify(onWritableDestroy.bind(void 0, {
			subprocessStdin,
			subprocess,
			waitWritableFinal,
			waitWritableDestroy
		})),
		highWaterMark: subprocessStdin.writableHighWaterMark,
		objectMode: subprocessStdin.writableObjectMode
	});
	onStdinFinished(subprocessStdin, writable);
	return writable;
};
const getSubprocessStdin = (subprocess, to, concurrentStreams) => {
	const subprocessStdin = getToStream(subprocess, to);
	return {
		subprocessStdin,
		waitWritableFinal: addConcurrentStream(concurrentStreams, subprocessStdin, "writableFinal"),
		waitWritableDestroy: addConcurrentStream(concurrentStreams, subprocessStdin, "writableDestroy")
	};
};
const getWritableMethods = (subprocessStdin, subprocess, waitWritableFinal) => ({
	write: onWrite.bind(void 0, subprocessStdin),
	final: callbackify(onWritableFinal.bind(void 0, subprocessStdin, subprocess, waitWritableFinal))
});
const onWrite = (subprocessStdin, chunk, encoding, done) => {
	if (subprocessStdin.write(chunk, encoding)) done();
	else subprocessStdin.once("drain", done);
};
const onWritableFinal = async (subprocessStdin, subprocess, waitWritableFinal) => {
	if (await waitForConcurrentStreams(waitWritableFinal, subprocess)) {
		if (subprocessStdin.writable) subprocessStdin.end();
		await subprocess;
	}
};
const onStdinFinished = async (subprocessStdin, writable, subprocessStdout) => {
	try {
		await waitForSubprocessStdin(subprocessStdin);
		if (writable.writable) writable.end();
	} catch (error) {
		await safeWaitForSubprocessStdout(subprocessStdout);
		destroyOtherWritable(writable, error);
	}
};
const onWritableDestroy = async ({ subprocessStdin, subprocess, waitWritableFinal, waitWritableDestroy }, error) => {
	await waitForConcurrentStreams(waitWritableFinal, subprocess);
	if (await waitForConcurrentStreams(waitWritableDestroy, subprocess)) {
		destroyOtherWritable(subprocessStdin, error);
		await waitForSubprocess(subprocess, error);
	}
};
const destroyOtherWritable = (stream, error) => {
	destroyOtherStream(stream, stream.writable, error);
};

// node_modules/execa/lib/convert/duplex.js
const createDuplex = ({ subprocess, concurrentStreams, encoding }, { from, to, binary: binaryOption = true, preserveNewlines = true } = {}) => {
	const binary = binaryOption || BINARY_ENCODINGS.has(encoding);
	const { subprocessStdout, waitReadableDestroy } = getSubprocessStdout(subprocess, from, concurrentStreams);
	const { subprocessStdin, waitWritableFinal, waitWritableDestroy } = getSubprocessStdin(subprocess, to, concurrentStreams);
	const { readableEncoding, readableObjectMode, readableHighWaterMark } = getReadableOptions(subprocessStdout, binary);
	const { read, onStdoutDataDone } = getReadableMethods({
		subprocessStdout,
		subprocess,
		binary,
		encoding,
		preserveNewlines
	});
	const duplex = new Duplex({
		read,
		...getWritableMethods(subprocessStdin, subprocess, waitWritableFinal),
		destroy: callbackify(onDuplexDestroy.bind(void 0, {
			subprocessStdout,
			subprocessStdin,
			subprocess,
			waitReadableDestroy,
			waitWritableFinal,
			waitWritableDestroy
		})),
		readableHighWaterMark,
		writableHighWaterMark: subprocessStdin.writableHighWaterMark,
		readableObjectMode,
		writableObjectMode: subprocessStdin.writableObjectMode,
		encoding: readableEncoding
	});
	onStdoutFinished({
		subprocessStdout,
		onStdoutDataDone,
		readable: duplex,
		subprocess,
		subprocessStdin
	});
	onStdinFinished(subprocessStdin, duplex, subprocessStdout);
	return duplex;
};
const onDuplexDestroy = async ({ subprocessStdout, subprocessStdin, subprocess, waitReadableDestroy, waitWritableFinal, waitWritableDestroy }, error) => {
	await Promise.all([onReadableDestroy({
		subprocessStdout,
		subprocess,
		waitReadableDestroy
	}, error), onWritableDestroy({
		subprocessStdin,
		subprocess,
		waitWritableFinal,
		waitWritableDestroy
	}, error)]);
};

// node_modules/execa/lib/convert/iterable.js
const createIterable = (subprocess, encoding, { from, binary: binaryOption = false, preserveNewlines = false } = {}) => {
	const binary = binaryOption || BINARY_ENCODINGS.has(encoding);
	const subprocessStdout = getFromStream(subprocess, from);
	const onStdoutData = iterateOnSubprocessStream({
		subprocessStdout,
		subprocess,
		binary,
		shouldEncode: true,
		encoding,
		preserveNewlines
	});
	return iterateOnStdoutData(onStdoutData, subprocessStdout, subprocess);
};
const iterateOnStdoutData = async function* (onStdoutData, subprocessStdout, subprocess) {
	try {
		yield* onStdoutData;
	} finally {
		if (subprocessStdout.readable) subprocessStdout.destroy();
		await subprocess;
	}
};

// node_modules/execa/lib/convert/add.js
const addConvertedStreams = (subprocess, { encoding }) => {
	const concurrentStreams = initializeConcurrentStreams();
	subprocess.readable = createReadable.bind(void 0, {
		subprocess,
		concurrentStreams,
		encoding
	});
	subprocess.writable = createWritable.bind(void 0, {
		subprocess,
		concurrentStreams
	});
	subprocess.duplex = createDuplex.bind(void 0, {
		subprocess,
		concurrentStreams,
		encoding
	});
	subprocess.iterable = createIterable.bind(void 0, subprocess, encoding);
	subprocess[Symbol.asyncIterator] = createIterable.bind(void 0, subprocess, encoding, {});
};

// node_modules/execa/lib/methods/promise.js
const mergePromise = (subprocess, promise) => {
	for (const [property, descriptor] of descriptors) {
		const value = descriptor.value.bind(promise);
		Reflect.defineProperty(subprocess, property, {
			...descriptor,
			value
		});
	}
};
const nativePromisePrototype = (async () => {})().constructor.prototype;
const descriptors = [
	"then",
	"catch",
	"finally"
].map((property) => [property, Reflect.getOwnPropertyDescriptor(nativePromisePrototype, property)]);

// node_modules/execa/lib/methods/main-async.js
const execaCoreAsync = (rawFile, rawArguments, rawOptions, createNested) => {
	const { file, commandArguments, command, escapedCommand, startTime, verboseInfo, options, fileDescriptors } = handleAsyncArguments(rawFile, rawArguments, rawOptions);
	const { subprocess, promise } = spawnSubprocessAsync({
		file,
		commandArguments,
		options,
		startTime,
		verboseInfo,
		command,
		escapedCommand,
		fileDescriptors
	});
	subprocess.pipe = pipeToSubprocess.bind(void 0, {
		source: subprocess,
		sourcePromise: promise,
		boundOptions: {},
		createNested
	});
	mergePromise(subprocess, promise);
	SUBPROCESS_OPTIONS.set(subprocess, {
		options,
		fileDescriptors
	});
	return subprocess;
};
const handleAsyncArguments = (rawFile, rawArguments, rawOptions) => {
	const { command, escapedCommand, startTime, verboseInfo } = handleCommand(rawFile, rawArguments, rawOptions);
	const { file, commandArguments, options: normalizedOptions } = normalizeOptions(rawFile, rawArguments, rawOptions);
	const options = handleAsyncOptions(normalizedOptions);
	return {
		file,
		commandArguments,
		command,
		escapedCommand,
		startTime,
		verboseInfo,
		options,
		fileDescriptors: handleStdioAsync(options, verboseInfo)
	};
};
const handleAsyncOptions = ({ timeout, signal, ...options }) => {
	if (signal !== void 0) throw new TypeError("The \"signal\" option has been renamed to \"cancelSignal\" instead.");
	return {
		...options,
		timeoutDuration: timeout
	};
};
const spawnSubprocessAsync = ({ file, commandArguments, options, startTime, verboseInfo, command, escapedCommand, fileDescriptors }) => {
	let subprocess;
	try {
		subprocess = spawn(...concatenateShell(file, commandArguments, options));
	} catch (error) {
		return handleEarlyError({
			error,
			command,
			escapedCommand,
			fileDescriptors,
			options,
			startTime,
			verboseInfo
		});
	}
	const controller = new AbortController();
	setMaxListeners(Number.POSITIVE_INFINITY, controller.signal);
	const originalStreams = [...subprocess.stdio];
	pipeOutputAsync(subprocess, fileDescriptors, controller);
	cleanupOnExit(subprocess, options, controller);
	const context = {};
	const onInternalError = createDeferred();
	subprocess.kill = subprocessKill.bind(void 0, {
		kill: subprocess.kill.bind(subprocess),
		options,
		onInternalError,
		context,
		controller
	});
	subprocess.all = makeAllStream(subprocess, options);
	addConvertedStreams(subprocess, options);
	addIpcMethods(subprocess, options);
	const promise = handlePromise({
		subprocess,
		options,
		startTime,
		verboseInfo,
		fileDescriptors,
		originalStreams,
		command,
		escapedCommand,
		context,
		onInternalError,
		controller
	});
	return {
		subprocess,
		promise
	};
};
const handlePromise = async ({ subprocess, options, startTime, verboseInfo, fileDescriptors, originalStreams, command, escapedCommand, context, onInternalError, controller }) => {
	const [errorInfo, [exitCode, signal], stdioResults, allResult, ipcOutput] = await waitForSubprocessResult({
		subprocess,
		options,
		context,
		verboseInfo,
		fileDescriptors,
		originalStreams,
		onInternalError,
		controller
	});
	controller.abort();
	onInternalError.resolve();
	const stdio = stdioResults.map((stdioResult, fdNumber) => stripNewline(stdioResult, options, fdNumber));
	const all = stripNewline(allResult, options, "all");
	const result = getAsyncResult({
		errorInfo,
		exitCode,
		signal,
		stdio,
		all,
		ipcOutput,
		context,
		options,
		command,
		escapedCommand,
		startTime
	});
	return handleResult(result, verboseInfo, options);
};
const getAsyncResult = ({ errorInfo, exitCode, signal, stdio, all, ipcOutput, context, options, command, escapedCommand, startTime }) => "error" in errorInfo ? makeError({
	error: errorInfo.error,
	command,
	escapedCommand,
	timedOut: context.terminationReason === "timeout",
	isCanceled: context.terminationReason === "cancel" || context.terminationReason === "gracefulCancel",
	isGracefullyCanceled: context.terminationReason === "gracefulCancel",
	isMaxBuffer: errorInfo.error instanceof MaxBufferError,
	isForcefullyTerminated: context.isForcefullyTerminated,
	exitCode,
	signal,
	stdio,
	all,
	ipcOutput,
	options,
	startTime,
	isSync: false
}) : makeSuccessResult({
	command,
	escapedCommand,
	stdio,
	all,
	ipcOutput,
	options,
	startTime
});

// node_modules/execa/lib/methods/bind.js
const mergeOptions = (boundOptions, options) => {
	const newOptions = Object.fromEntries(Object.entries(options).map(([optionName, optionValue]) => [optionName, mergeOption(optionName, boundOptions[optionName], optionValue)]));
	return {
		...boundOptions,
		...newOptions
	};
};
const mergeOption = (optionName, boundOptionValue, optionValue) => {
	if (DEEP_OPTIONS.has(optionName) && isPlainObject(boundOptionValue) && isPlainObject(optionValue)) return {
		...boundOptionValue,
		...optionValue
	};
	return optionValue;
};
const DEEP_OPTIONS = /* @__PURE__ */ new Set(["env", ...FD_SPECIFIC_OPTIONS]);

// node_modules/execa/lib/methods/create.js
const createExeca = (mapArguments, boundOptions, deepOptions, setBoundExeca) => {
	const createNested = (mapArguments, boundOptions, setBoundExeca) => createExeca(mapArguments, boundOptions, deepOptions, setBoundExeca);
	const boundExeca = (...execaArguments) => callBoundExeca({
		mapArguments,
		deepOptions,
		boundOptions,
		setBoundExeca,
		createNested
	}, ...execaArguments);
	if (setBoundExeca !== void 0) setBoundExeca(boundExeca, createNested, boundOptions);
	return boundExeca;
};
const callBoundExeca = ({ mapArguments, deepOptions = {}, boundOptions = {}, setBoundExeca, createNested }, firstArgument, ...nextArguments) => {
	if (isPlainObject(firstArgument)) return createNested(mapArguments, mergeOptions(boundOptions, firstArgument), setBoundExeca);
	const { file, commandArguments, options, isSync } = parseArguments({
		mapArguments,
		firstArgument,
		nextArguments,
		deepOptions,
		boundOptions
	});
	return isSync ? execaCoreSync(file, commandArguments, options) : execaCoreAsync(file, commandArguments, options, createNested);
};
const parseArguments = ({ mapArguments, firstArgument, nextArguments, deepOptions, boundOptions }) => {
	const callArguments = isTemplateString(firstArgument) ? parseTemplates(firstArgument, nextArguments) : [firstArgument, ...nextArguments];
	const [initialFile, initialArguments, initialOptions] = normalizeParameters(...callArguments);
	const mergedOptions = mergeOptions(mergeOptions(deepOptions, boundOptions), initialOptions);
	const { file = initialFile, commandArguments = initialArguments, options = mergedOptions, isSync = false } = mapArguments({
		file: initialFile,
		commandArguments: initialArguments,
		options: mergedOptions
	});
	return {
		file,
		commandArguments,
		options,
		isSync
	};
};

// node_modules/execa/lib/methods/command.js
const mapCommandAsync = ({ file, commandArguments }) => parseCommand(file, commandArguments);
const mapCommandSync = ({ file, commandArguments }) => ({
	...parseCommand(file, commandArguments),
	isSync: true
});
const parseCommand = (command, unusedArguments) => {
	if (unusedArguments.length > 0) throw new TypeError(`The command and its arguments must be passed as a single string: ${command} ${unusedArguments}.`);
	const [file, ...commandArguments] = parseCommandString(command);
	return {
		file,
		commandArguments
	};
};
const parseCommandString = (command) => {
	if (typeof command !== "string") throw new TypeError(`The command must be a string: ${String(command)}.`);
	const trimmedCommand = command.trim();
	if (trimmedCommand === "") return [];
	const tokens = [];
	for (const token of trimmedCommand.split(SPACES_REGEXP)) {
		const previousToken = tokens.at(-1);
		if (previousToken && previousToken.endsWith("\\")) tokens[tokens.length - 1] = `${previousToken.slice(0, -1)} ${token}`;
		else tokens.push(token);
	}
	return tokens;
};
const SPACES_REGEXP = / +/g;

// node_modules/execa/lib/methods/script.js
const setScriptSync = (boundExeca, createNested, boundOptions) => {
	boundExeca.sync = createNested(mapScriptSync, boundOptions);
	boundExeca.s = boundExeca.sync;
};
const mapScriptAsync = ({ options }) => getScriptOptions(options);
const mapScriptSync = ({ options }) => ({
	...getScriptOptions(options),
	isSync: true
});
const getScriptOptions = (options) => ({ options: {
	...getScriptStdinOption(options),
	...options
} });
const getScriptStdinOption = ({ input, inputFile, stdio }) => input === void 0 && inputFile === void 0 && stdio === void 0 ? { stdin: "inherit" } : {};
const deepScriptOptions = { preferLocal: true };

// node_modules/execa/index.js
const execa = createExeca(() => ({}));
const execaSync = createExeca(() => ({ isSync: true }));
const execaCommand = createExeca(mapCommandAsync);
const execaCommandSync = createExeca(mapCommandSync);
const execaNode = createExeca(mapNode);
const $ = createExeca(mapScriptAsync, {}, deepScriptOptions, setScriptSync);
const { sendMessage, getOneMessage, getEachMessage, getCancelSignal } = getIpcExport();

// src/host/hardware-id.ts
const lookupDeadlineMs = 5e3;
/** What identifies this machine for good: the platform UUID of a Mac, the machine id of Linux, else its name. */
async function hardwareId(signal) {
	return (process.platform === "darwin" ? await platformUuid(signal) : await machineId()) ?? hostname();
}
async function platformUuid(signal) {
	const { stdout } = await execa("/usr/sbin/ioreg", [
		"-rd1",
		"-c",
		"IOPlatformExpertDevice"
	], {
		env: {},
		extendEnv: false,
		cancelSignal: signal,
		timeout: lookupDeadlineMs,
		reject: false
	});
	return /"IOPlatformUUID" = "([0-9A-F-]+)"/.exec(stdout ?? "")?.[1];
}
async function machineId() {
	try {
		return (await readFile("/etc/machine-id", "utf8")).trim() || void 0;
	} catch {
		return;
	}
}

// src/sandbox/tart/leases.ts
/** Parses the lease file; whatever is not a whole lease (the file may be read mid-write) is left out. */
function parseLeases(text) {
	return [...text.matchAll(/\{([^{}]*)\}/g)].flatMap(([, block = ""]) => {
		const fields = new Map(block.split("\n").map((line) => {
			const [key = "", ...value] = line.trim().split("=");
			return [key, value.join("=")];
		}));
		const address = fields.get("ip_address");
		const macAddress = padMac(fields.get("hw_address")?.replace(/^1,/, ""));
		const expires = Number(fields.get("lease"));
		if (address === void 0 || !isIpv4(address) || macAddress === void 0 || !Number.isFinite(expires)) return [];
		return [{
			address,
			macAddress,
			expires
		}];
	});
}
/** The address leased to a MAC address now; the lease that lasts longest wins. */
function addressOf(leases, macAddress, nowSeconds) {
	return leases.filter((lease) => lease.macAddress === macAddress && lease.expires > nowSeconds).toSorted((a, b) => b.expires - a.expires)[0]?.address;
}
/** bootpd leaves out leading zeros (`a:7:85:…`); config.json does not. */
function padMac(mac) {
	if (mac === void 0 || !/^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i.test(mac)) return void 0;
	return mac.toLowerCase().split(":").map((byte) => byte.padStart(2, "0")).join(":");
}
function isIpv4(text) {
	return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
}

// src/sandbox/tart/addresses.ts
/** The ways in their order of trust: macOS guests are in the lease file, bridged ones only in the ARP table (reference/tart.md §4). */
function resolversFor(options) {
	const { vm, tart, clock } = options;
	const bornAt = clock.now();
	const byTart = (kind, headStartMs) => ({
		name: `tart ip --resolver ${kind}`,
		resolve: async (signal) => {
			await clock.sleep(Math.max(0, bornAt + headStartMs - clock.now()), signal);
			const text = (await tart.succeed([
				"ip",
				vm,
				"--resolver",
				kind
			], signal)).trim();
			if (isIPv4(text)) return text;
			throw new SandError("GUEST_UNREACHABLE", `\`tart ip ${vm} --resolver ${kind}\` printed no address`);
		}
	});
	if (options.kind === "bridged") return [byTart("arp", 0), byTart("agent", 0)];
	return [
		leaseFileResolver(options),
		byTart("dhcp", programHeadStartMs),
		byTart("agent", programHeadStartMs),
		...options.kind === void 0 ? [byTart("arp", programHeadStartMs)] : []
	];
}
/** Races the resolvers; the first address wins and ends the others. Rejects with the last thing each of them met. */
async function findAddress(resolvers, signal) {
	const losers = new AbortController();
	const race = AbortSignal.any([signal, losers.signal]);
	try {
		return await Promise.any(resolvers.map((resolver) => resolver.resolve(race)));
	} catch (cause) {
		signal.throwIfAborted();
		throw new SandError("GUEST_UNREACHABLE", `no address: asked ${resolvers.map(({ name }) => name).join(", ")}`, { cause });
	} finally {
		losers.abort();
	}
}
/**
* A program start costs more than the look into the lease file it repeats: the file goes first. Short, because whoever
* opens a connection gives it two seconds, and `tart ip` needs most of one to find nothing.
*/
const programHeadStartMs = 500;
const lookEveryMs = 50;
/** bootpd renames a new file over the old one, so the file is looked at, not watched (reference/tart.md §11.9). */
function leaseFileResolver(options) {
	const { leaseFile, macAddress, clock } = options;
	return {
		name: leaseFile,
		async resolve(signal) {
			let seen = "";
			for (;;) {
				signal.throwIfAborted();
				const state = await fingerprint(leaseFile);
				if (state !== seen) {
					const found = addressOf(parseLeases(await readIfThere$1(leaseFile)), macAddress, clock.now() / 1e3);
					if (found !== void 0) return found;
					seen = state;
				}
				await clock.sleep(lookEveryMs, signal);
			}
		}
	};
}
async function fingerprint(file) {
	try {
		const { ino, mtimeMs, size } = await stat(file);
		return `${String(ino)} ${String(mtimeMs)} ${String(size)}`;
	} catch {
		return "absent";
	}
}
async function readIfThere$1(file) {
	try {
		return await readFile(file, "utf8");
	} catch {
		return "";
	}
}

// src/sandbox/tart/messages.ts
/**
* What Tart says, most telling first (reference/tart.md §1.3, §3.3, §5.1, §12). Seen with 2.32.1 to 2.35.0; when
* another release words something differently, this table is the only thing to change.
*/
const messages = [
	{
		pattern: /number of VMs exceeds the system limit/,
		code: "VM_LIMIT"
	},
	{
		pattern: /softnet not found in PATH/,
		code: "SOFTNET_MISSING"
	},
	{
		pattern: /root privileges are required to run and passwordless sudo/,
		code: "SOFTNET_UNPRIVILEGED"
	},
	{
		pattern: /Softnet process terminated prematurely|failed to initialize proxy/,
		code: "SOFTNET_DIED"
	},
	{
		pattern: /network attachment .*has been disconnected/,
		code: "NETWORK_DETACHED"
	},
	{
		pattern: /guest has stopped the virtual machine/,
		code: "VM_STOPPED"
	},
	{
		pattern: /Interaction is not allowed|-25308|VZErrorDomain Code=1 /,
		code: "KEYCHAIN_LOCKED"
	},
	{
		pattern: /Error Domain=VZErrorDomain/,
		code: "BOOT_FAILED"
	},
	{
		pattern: /do not support nested virtualization|no bridge interfaces matched/,
		code: "NOT_SUPPORTED"
	},
	{
		pattern: /there isn.t enough space|No space left on device/,
		code: "DISK_FULL"
	},
	{
		pattern: /the specified VM ".*" does not exist/,
		code: "IMAGE_MISSING"
	},
	{
		pattern: /UnexpectedHTTPStatusCode|AuthFailed|OCI storage error|failed to decompress disk/,
		code: "IMAGE_PULL_FAILED"
	}
];
/** The code of what Tart printed, or undefined when the table does not know the text. */
function classify(text) {
	return messages.find(({ pattern }) => pattern.test(text))?.code;
}
/** A clone that another tart command's garbage collection interrupted; it is tried once more (reference/tart.md §2.2). */
function isLostInCollection(text) {
	return /failed to lock|couldn.t be copied/.test(text) && classify(text) !== "DISK_FULL";
}
/** A VM whose folder lacks a file: Tart cannot run it, and perhaps not delete it (reference/tart.md §1.3, §2.6). */
function isIncomplete(text) {
	return text.includes("VM is missing some of its files");
}

// src/sandbox/tart/environment.ts
/** Names that may pass from our environment to a child process; everything else (tokens, `INPUT_*`, `GITHUB_*`) stays out. */
const passed = /^(?:HOME|PATH|USER|LOGNAME|SHELL|TMPDIR|LANG|LC_[A-Z]+|TZ|TART_(?!REGISTRY_)\w+)$/;
const registryCredentials = /^TART_REGISTRY_\w+$/;
/**
* The environment of a `tart` process (DESIGN.md §10).
* `CI` switches Tart to plain progress lines and `TART_NO_AUTO_PRUNE` keeps it from deleting images to make room
* (reference/tart.md §1.4). Only a pull is given the registry credentials.
*/
function tartEnvironment(ours, options) {
	const theirs = {};
	for (const [name, value] of Object.entries(ours)) {
		if (value === void 0) continue;
		if (passed.test(name) || options.registry === true && registryCredentials.test(name)) theirs[name] = value;
	}
	return {
		...theirs,
		TART_HOME: options.tartHome,
		TART_NO_AUTO_PRUNE: "",
		CI: "1"
	};
}

// src/sandbox/tart/program.ts
/** How long a command may take, in milliseconds (reference/tart.md §8, with room for a slow disk). */
const commandDeadlineMs = 6e4;
const outputLimitBytes = 4194304;
/** The only door to the `tart` program: every command runs here, without a terminal, with a deadline and a clean environment. */
var Tart = class {
	settings;
	constructor(settings) {
		this.settings = settings;
	}
	/** Runs a command to its end, whatever its exit code. Rejects with `TART_MISSING`, `TART_TIMEOUT` or the signal's reason. */
	async run(args, signal, options = {}) {
		signal.throwIfAborted();
		const { program, tartHome, env } = this.settings;
		const deadlineMs = options.deadlineMs ?? commandDeadlineMs;
		const result = await execa(program, args, {
			env: tartEnvironment(env, {
				tartHome,
				registry: options.registry ?? false
			}),
			extendEnv: false,
			cancelSignal: signal,
			timeout: deadlineMs,
			maxBuffer: outputLimitBytes,
			reject: false,
			stdin: "ignore"
		});
		signal.throwIfAborted();
		if (result.timedOut) throw new SandError("TART_TIMEOUT", `\`tart ${args.join(" ")}\` did not end within ${String(deadlineMs)} ms`);
		if (result.code === "ENOENT") throw new SandError("TART_MISSING", `cannot find the program ${program} on the PATH (${env["PATH"] ?? ""})`);
		return {
			exitCode: result.exitCode,
			stdout: result.stdout,
			stderr: result.stderr
		};
	}
	/** Runs a command that must succeed; a failure is classified by what Tart printed, or `TART_FAILED`. */
	async succeed(args, signal, options = {}) {
		const result = await this.run(args, signal, options);
		if (result.exitCode === 0) return result.stdout;
		throw failure(args, result);
	}
};
/** What a failure is that Tart explains in words which the table does not know. */
const unclassified$1 = {
	pull: "IMAGE_PULL_FAILED",
	clone: "CLONE_FAILED"
};
/** The error for a command that ended badly. What counts is on stderr; stdout has progress and mere warnings (reference/tart.md §1.1). */
function failure(args, { exitCode, stderr, stdout }) {
	const text = `${stderr}\n${stdout}`.trim();
	return new SandError(classify(stderr) ?? unclassified$1[args[0] ?? ""] ?? "TART_FAILED", `\`tart ${args.join(" ")}\` ${ending(exitCode)}: ${text.slice(-2e3)}`);
}
/** How a program ended, in words. */
function ending(exitCode) {
	return exitCode === void 0 ? "was killed" : `exited with ${String(exitCode)}`;
}

// src/sandbox/tart/clone.ts
/**
* Clones once, and once more when another `tart` took the half-made clone for garbage (reference/tart.md §2.2). The
* caller has made sure that nothing of that name exists: Tart would replace it.
*/
async function clone(tart, names, signal, options = {}) {
	const args = [
		"clone",
		names.from,
		names.to
	];
	const first = await tart.run(args, signal, options);
	if (first.exitCode === 0) return;
	if (!isLostInCollection(first.stderr)) throw failure(args, first);
	await tart.succeed(args, signal, options);
}

// src/sandbox/tart/disk.ts
/**
* Bytes free on the volume of a folder. The only honest measure for clones: APFS shows the full size for every
* clone (reference/tart.md §6).
*/
async function freeBytes(folder) {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}
/** Refuses with `DISK_FLOOR` when less than `floorBytes` are free. */
async function requireFreeBytes(folder, floorBytes) {
	const free = await freeBytes(folder);
	if (free >= floorBytes) return;
	throw new SandError("DISK_FLOOR", `the volume of ${folder} has ${gigabytes(free)} GB free, less than the ${gigabytes(floorBytes)} GB of host.diskFloor`);
}
function gigabytes(bytes) {
	return (bytes / 1e9).toFixed(1);
}

// src/sandbox/tart/kill-run.ts
const psDeadlineMs = 5e3;
/**
* Kills the `tart run` of a VM that `tart stop` cannot find any more. The process is looked up by its arguments now,
* never remembered: the name of a sandbox is unique.
*/
async function killRun(name, env, signal) {
	const { stdout } = await execa("ps", [
		"-axww",
		"-o",
		"pid=,args="
	], {
		env: { PATH: env["PATH"] },
		extendEnv: false,
		timeout: psDeadlineMs,
		cancelSignal: signal,
		reject: false
	});
	for (const pid of runsOf(name, stdout)) try {
		process.kill(pid, "SIGKILL");
	} catch {}
}
/** The processes in the output of `ps` that run this VM: `… run <name> …`, the wrapper's shell too. */
function runsOf(name, listing) {
	const words = ` run ${name} `;
	return listing.split("\n").flatMap((line) => {
		const [, pid, args] = /^\s*(\d+)\s+(.*)$/u.exec(line) ?? [];
		return pid !== void 0 && `${args ?? ""} `.includes(words) ? [Number(pid)] : [];
	});
}

// src/sandbox/tart/vm-files.ts
/** The part of a VM's config.json that we read (reference/tart.md §6). */
const configuration = object({
	os: string(),
	macAddress: string().transform((mac) => mac.toLowerCase())
});
/** The folder of a VM under TART_HOME. */
function vmFolder(tartHome, name) {
	return join(tartHome, "vms", name);
}
/** Reads a VM's config.json; `TART_FAILED` when it is not there or has another shape. */
async function readConfiguration(tartHome, name) {
	const file = join(vmFolder(tartHome, name), "config.json");
	try {
		return configuration.parse(JSON.parse(await readFile(file, "utf8")));
	} catch (cause) {
		throw new SandError("TART_FAILED", `cannot read the configuration of the VM at ${file}`, { cause });
	}
}
/**
* Whether a running VM counts towards Apple's limit: only macOS guests do (reference/tart.md §3.4). One that is being
* deleted meanwhile does not; one that cannot be read does, to be on the safe side.
*/
async function takesSlot(tartHome, name) {
	try {
		return (await readConfiguration(tartHome, name)).os === "darwin";
	} catch {
		return await exists(vmFolder(tartHome, name));
	}
}
/** The names of all folders with VMs, whole or not. */
async function vmFolderNames(tartHome) {
	try {
		return await readdir(join(tartHome, "vms"));
	} catch {
		return [];
	}
}
/** Whether a path exists. `tart list` hides incomplete VMs, their folders show (reference/tart.md §2.6). */
async function exists(path) {
	try {
		await stat(path);
		return true;
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
		throw error;
	}
}

// src/sandbox/tart/destroy.ts
/** Tart asks politely, then kills, after this many seconds (reference/tart.md §2.5). */
const stopSeconds = "5";
/** A lock lingers for a moment after a forced stop (reference/tart.md §2.6, §8). */
const deletePatienceMs = 15e3;
const deleteRetryMs = 200;
/** How long `tart run` may need to notice that its VM is gone. */
const runEndDeadlineMs = 5e3;
const killDeadlineMs = 5e3;
/** Ends and deletes a sandbox; what is gone already counts as done. */
async function destroySandbox(name, host, signal) {
	const { tartHome } = host.tart.settings;
	const folder = vmFolder(tartHome, name);
	const before = await measure(tartHome);
	if (await exists(folder)) await stopAndDelete(name, host, signal);
	await removeFolder(folder);
	await waitForRun(name, host, signal);
	const after = await measure(tartHome);
	await host.files.remove();
	return { reclaimedBytes: before === void 0 || after === void 0 ? void 0 : Math.max(0, after - before) };
}
async function stopAndDelete(name, { tart, clock }, signal) {
	const args = ["delete", name];
	const giveUpAt = clock.now() + deletePatienceMs;
	for (;;) {
		await tart.run([
			"stop",
			name,
			"--timeout",
			stopSeconds
		], signal);
		const deleted = await tart.run(args, signal);
		if (deleted.exitCode === 0 || deleted.exitCode === 2 || isIncomplete(deleted.stderr)) return;
		if (clock.now() >= giveUpAt) throw new SandError("DESTROY_INCOMPLETE", failure(args, deleted).message);
		await clock.sleep(deleteRetryMs, signal);
	}
}
/** A folder that lacks a file is neither listed nor deleted by Tart (§2.6): it is ours by name, so it goes by hand. */
async function removeFolder(folder) {
	try {
		await rm(folder, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	} catch (cause) {
		throw new SandError("DESTROY_INCOMPLETE", `the folder ${folder} could not be deleted`, { cause });
	}
}
/**
* Without its folder, or with another one in its place (reference/tart.md §2.2), a VM is out of reach of `tart stop`;
* the kernel still tells whether somebody runs it. Then its process is the last that can be asked.
*/
async function waitForRun(name, { tart, files, clock }, signal) {
	if (!await files.started()) return;
	try {
		await files.ended(clock, withDeadline(signal, runEndDeadlineMs));
		return;
	} catch {
		signal.throwIfAborted();
	}
	await killRun(name, tart.settings.env, signal);
	try {
		await files.ended(clock, withDeadline(signal, killDeadlineMs));
	} catch (cause) {
		signal.throwIfAborted();
		throw new SandError("DESTROY_INCOMPLETE", `the VM ${name} is deleted, but its \`tart run\` has not ended`, { cause });
	}
}
/** A volume that cannot be measured must not keep a VM from being deleted. */
async function measure(folder) {
	try {
		return await freeBytes(folder);
	} catch {
		return;
	}
}

// src/sandbox/tart/golden.ts
/** A pull of 60 GB over a slow line, in milliseconds (reference/tart.md §8). */
const pullDeadlineMs = 108e5;
/** An image that has a slash is in a registry; anything else is a local VM (reference/tart.md §1.5). */
function isRemote(image) {
	return image.includes("/");
}
/** The local VM that stands for a registry image: readable, and distinct for each reference. */
function goldenName(image) {
	if (!isRemote(image)) return image;
	return `golden-${(image.split("/").at(-1) ?? "").replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 40)}-${createHash("sha256").update(image).digest("hex").slice(0, 8)}`;
}
/**
* Makes the golden of an image: a local VM is its own golden; a registry image is pulled outside the lock and cloned
* once, with a MAC address of its own (reference/tart.md §2.2, §6).
*/
async function prepareGolden(image, host, signal) {
	const golden = goldenName(image);
	const find = async () => (await host.list(signal)).find((vm) => vm.name === golden);
	let vm = await find();
	if (vm === void 0 && isRemote(image)) {
		await host.tart.succeed(["pull", image], signal, {
			deadlineMs: pullDeadlineMs,
			registry: true
		});
		vm = await host.lock.hold(signal, async () => await find() ?? await cloneOnce(image, golden, host.tart, signal));
	}
	if (vm === void 0) throw new SandError("IMAGE_MISSING", `there is no local VM called ${golden}`);
	if (vm.running) throw new SandError("IMAGE_RUNNING", `the VM ${golden} is running, so it cannot be cloned`);
	if (await exists(join(vmFolder(host.tart.settings.tartHome, golden), "state.vzvmsave"))) throw new SandError("IMAGE_RUNNING", `the VM ${golden} is suspended, so it cannot be cloned`);
	return golden;
}
async function cloneOnce(image, golden, tart, signal) {
	await clone(tart, {
		from: image,
		to: golden
	}, signal);
	await tart.succeed([
		"set",
		golden,
		"--random-mac"
	], signal);
	return {
		name: golden,
		running: false
	};
}

// src/sandbox/tart/listing.ts
/** Only the keys we use; Tart's releases differ in the others (reference/tart.md §2.7). */
const entries = array(object({
	Source: string(),
	Name: string(),
	State: string().optional(),
	Running: boolean().optional()
}));
/** Parses `tart list --format json`: the local VMs. Rejects text of another shape with `TART_FAILED`. */
function parseListing(json) {
	return parse$1(json).filter((entry) => entry.Source === "local").map((entry) => ({
		name: entry.Name,
		running: entry.Running ?? entry.State === "running"
	}));
}
function parse$1(json) {
	try {
		return entries.parse(JSON.parse(json));
	} catch (cause) {
		throw new SandError("TART_FAILED", `\`tart list --format json\` printed something else: ${json.slice(0, 200)}`, { cause });
	}
}

// src/lock-file.ts
const sqliteBusy = 5;
/**
* Takes the lock of a file, or returns undefined when another process holds it. Node has no flock, so it is SQLite's
* exclusive lock (DESIGN.md §4, Slots); the file itself means nothing.
*/
function tryLockFile(file) {
	const database = new DatabaseSync(file, { timeout: 0 });
	try {
		database.exec("BEGIN EXCLUSIVE");
		return {
			file,
			[Symbol.dispose]: () => database.close()
		};
	} catch (error) {
		database.close();
		if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return void 0;
		throw error;
	}
}

// src/sandbox/tart/lock.ts
const retryMs = 20;
/**
* The host-wide lock of one TART_HOME (DESIGN.md §4, Slots): all pollers and actions of this user take turns.
* The kernel frees it when its holder dies.
*/
var HostLock = class {
	#file;
	#folder;
	#clock;
	#deadlineMs;
	constructor(options) {
		this.#folder = options.tartHome;
		this.#file = join(options.tartHome, "sand-action.lock");
		this.#clock = options.clock;
		this.#deadlineMs = options.deadlineMs;
	}
	/** Runs `work` while holding the lock. Rejects with `LOCK_TIMEOUT` when it does not become free in time. */
	async hold(signal, work) {
		using held = new DisposableStack();
		held.use(await this.#acquire(signal));
		return await work();
	}
	async #acquire(signal) {
		await mkdir(this.#folder, { recursive: true });
		const giveUpAt = this.#clock.now() + this.#deadlineMs;
		for (;;) {
			signal.throwIfAborted();
			const lock = tryLockFile(this.#file);
			if (lock !== void 0) return lock;
			if (this.#clock.now() >= giveUpAt) throw new SandError("LOCK_TIMEOUT", `the lock ${this.#file} stayed taken for ${String(this.#deadlineMs)} ms`);
			await this.#clock.sleep(retryMs, signal);
		}
	}
};

// src/sandbox/tart/run-files.ts
/** Every text of a file that we read at most, in bytes; the last part of a longer one. */
const tailBytes = 65536;
/** A watcher can miss a change (the folder replaced, a full queue); this look is the safety net. */
const safetyLookMs = 1e3;
/**
* What runs a program and keeps its output and exit code in files, because whoever adopts the VM is not its parent.
* `$0` is the folder of the files. The pipe `alive` is held by the run and this shell, so that the kernel tells when
* both are gone, however they went; it has its name only once somebody holds it.
*/
const runWrapper = `mkfifo "$0/alive.new" && exec 3<>"$0/alive.new" && mv "$0/alive.new" "$0/alive"
"$@" </dev/null >"$0/tart.out" 2>"$0/tart.err"
echo $? >"$0/exit.new" && mv "$0/exit.new" "$0/exit"`;
/**
* The files of one `tart run` under stateDir/sandboxes/<name>: its output and its exit code. The poller that started
* it and one that adopts it later read the same files (DESIGN.md §4).
*/
var RunFiles = class {
	folder;
	constructor(stateDir, name) {
		this.folder = join(stateDir, "sandboxes", name);
	}
	/** Empties the folder for a new run. */
	async prepare() {
		await this.remove();
		await mkdir(this.folder, {
			recursive: true,
			mode: 448
		});
	}
	async remove() {
		await rm(this.folder, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
	/** What the run has printed so far. */
	async output() {
		const [stdout, stderr] = await Promise.all([readTail(join(this.folder, "tart.out")), readTail(join(this.folder, "tart.err"))]);
		return {
			stdout,
			stderr
		};
	}
	/** Whether a run was ever started here. */
	async started() {
		return await exists(join(this.folder, "tart.out"));
	}
	/** Waits until the run is over, also when its files are removed. Rejects with the signal's reason when it aborts first. */
	async ended(clock, signal) {
		for (;;) {
			const change = new AbortController();
			const watcher = watchIfThere(this.folder, () => change.abort());
			try {
				const record = await this.#record();
				if (record !== void 0) return record;
				await clock.sleep(safetyLookMs, AbortSignal.any([signal, change.signal])).catch(() => void 0);
			} finally {
				watcher?.close();
			}
			signal.throwIfAborted();
		}
	}
	/** The record of a run that is over; undefined while it goes on. */
	async #record() {
		const goesOn = await this.#goesOn();
		const code = await readIfThere(join(this.folder, "exit"));
		if (code === void 0 && goesOn) return void 0;
		return {
			exitCode: code === void 0 ? void 0 : Number(code),
			...await this.output()
		};
	}
	async #goesOn() {
		const pipe = join(this.folder, "alive");
		return await exists(pipe) ? await isHeld(pipe) : await exists(this.folder);
	}
};
/** Whether a process has a pipe open for writing; a pipe that could not be made proves nothing. */
async function isHeld(pipe) {
	try {
		await using handle = await open(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
		const { bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, null);
		return bytesRead > 0;
	} catch (error) {
		if (isErrno(error, "EAGAIN") || isErrno(error, "ENOENT")) return true;
		throw error;
	}
}
function watchIfThere(folder, onChange) {
	try {
		return watch(folder, onChange).on("error", onChange);
	} catch {
		return;
	}
}
async function readIfThere(file) {
	try {
		return await readFile(file, "utf8");
	} catch (error) {
		if (isErrno(error, "ENOENT")) return void 0;
		throw error;
	}
}
async function readTail(file) {
	try {
		await using handle = await open(file);
		const { size } = await handle.stat();
		const length = Math.min(size, tailBytes);
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
		return buffer.toString("utf8", 0, bytesRead);
	} catch (error) {
		if (isErrno(error, "ENOENT")) return "";
		throw error;
	}
}
function isErrno(error, code) {
	return error instanceof Error && "code" in error && error.code === code;
}

// src/sandbox/tart/run.ts
/** Starts `tart run` in a session of its own, so that it outlives us; returns once the process is on its way. */
function spawnRun(request, files, settings) {
	const command = [settings.program, ...runArguments(request)];
	execa("/bin/sh", [
		"-c",
		runWrapper,
		files.folder,
		...command
	], {
		env: tartEnvironment(settings.env, { tartHome: settings.tartHome }),
		extendEnv: false,
		detached: true,
		cleanup: false,
		reject: false,
		stdio: "ignore"
	}).unref();
}
/**
* The arguments of `tart run` for a request (reference/tart.md §3.1); headless and without the host's clipboard.
* `NOT_SUPPORTED` for a mount that Tart would read differently.
*/
function runArguments(request) {
	return [
		"run",
		request.name,
		"--no-graphics",
		"--no-audio",
		"--no-clipboard",
		...networkArguments(request.network),
		...request.mounts.map(mountArgument),
		...request.nested ? ["--nested"] : []
	];
}
function networkArguments(network) {
	switch (network.kind) {
		case "softnet": return [
			"--net-softnet",
			...network.allow.length > 0 ? [`--net-softnet-allow=${network.allow.join(",")}`] : [],
			...network.block.length > 0 ? [`--net-softnet-block=${network.block.join(",")}`] : []
		];
		case "bridged": return [`--net-bridged=${network.interface}`];
		case "nat": return [];
	}
}
function mountArgument({ name, path, readOnly }) {
	if (readOnly) return `--dir=${name}:${path}:ro`;
	if (!(path.split(":").at(-1) ?? "").split(",").some((part) => part === "ro" || part.startsWith("tag="))) return `--dir=${name}:${path}`;
	throw new SandError("NOT_SUPPORTED", `Tart takes the end of the path ${path} for options`);
}
/**
* Why a run ended, from its record. Exit 0 proves nothing and exit 1 has many causes, so the text decides: what
* Tart calls an error before what it only tells (reference/tart.md §3.3).
*/
function endOfRun(name, { exitCode, stdout, stderr }) {
	const said = classify(stderr) ?? classify(stdout) ?? unclassified(exitCode);
	const code = said === "IMAGE_MISSING" ? "BOOT_FAILED" : said;
	const text = `${stderr}\n${stdout}`.trim().slice(-longestQuote) || "no output";
	return new SandError(code, `\`tart run ${name}\` ${ending(exitCode)}: ${text}`);
}
/** What a message quotes at most; the evidence has it all. */
const longestQuote = 2e3;
function unclassified(exitCode) {
	if (exitCode === 127) return "TART_MISSING";
	return exitCode === void 0 || exitCode === 0 || exitCode > 128 ? "VM_STOPPED" : "BOOT_FAILED";
}

// src/sandbox/tart/slots.ts
/** The kernel frees a slot a little late: the first tries are quick and silent, then slower (DESIGN.md §4, Slots). */
const pausesMs = [
	100,
	200,
	400,
	800,
	1600,
	3e3,
	5e3
];
const worthWaiting = /* @__PURE__ */ new Set(["NO_SLOT", "VM_LIMIT"]);
/**
* Tries to boot until a slot is free. Rejects with the last `NO_SLOT` or `VM_LIMIT` when none became free within
* `patienceMs`, and at once with any other failure.
*/
async function waitForSlot(attempt, options) {
	const { clock, patienceMs, signal } = options;
	const giveUpAt = clock.now() + patienceMs;
	for (let tries = 0;; tries += 1) try {
		return await attempt();
	} catch (error) {
		const pauseMs = pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0;
		if (!worthWaiting.has(codeOf(error)) || clock.now() + pauseMs > giveUpAt) throw error;
		await clock.sleep(pauseMs, signal);
	}
}

// src/sandbox/tart/transports.ts
/** TCP to the VM's address, looked up anew each time: it may change while the VM runs. */
function tcpTransport(resolvers) {
	return {
		name: "tcp",
		async open(port, signal) {
			const host = await findAddress(resolvers, signal);
			const socket = connect({
				host,
				port,
				noDelay: true
			});
			try {
				await once(socket, "connect", { signal });
				return socket;
			} catch (error) {
				socket.destroy();
				throw error;
			}
		}
	};
}
/**
* A byte stream through Tart's control socket: needs neither DHCP nor the Local Network permission, but the guest
* agent of a logged-in session (reference/tart.md §2.11, §9.1).
*/
function tartExecTransport(vm, settings) {
	return {
		name: "tart-exec",
		async open(port, signal) {
			signal.throwIfAborted();
			const child = execa(settings.program, [
				"exec",
				"-i",
				vm,
				"/usr/bin/nc",
				"127.0.0.1",
				String(port)
			], {
				env: tartEnvironment(settings.env, { tartHome: settings.tartHome }),
				extendEnv: false,
				reject: false,
				buffer: false,
				stderr: "ignore"
			});
			const stream = Duplex.from({
				readable: child.stdout,
				writable: child.stdin
			});
			stream.on("error", () => void 0);
			stream.once("close", () => child.kill());
			return stream;
		}
	};
}

// src/sandbox/tart/backend.ts
const versionDeadlineMs = 1e4;
const cloneDeadlineMs = 6e4;
const lockDeadlineMs = 12e4;
/** How long `tart run` may take until its VM shows as running (reference/tart.md §8). */
const runningDeadlineMs = 15e3;
const runningLookMs = 50;
/** A start that is refused is refused within this time after the VM's lock was taken. */
const settleMs = 3e3;
const defaultSlotPatienceMs = 12e4;
/** `tart list` fails when a VM is deleted while it looks (reference/tart.md §2.7). */
const listTries = 3;
const listEveryMs = 5e3;
/** Sandboxes made with Tart on this Mac, by the recipe of reference/tart.md §11. */
var TartBackend = class {
	#options;
	#tart;
	#lock;
	constructor(options) {
		this.#options = options;
		this.#tart = new Tart(options.tart);
		this.#lock = new HostLock({
			tartHome: options.tart.tartHome,
			clock: options.clock,
			deadlineMs: lockDeadlineMs
		});
	}
	async check(signal) {
		const result = await this.#tart.run(["--version"], signal, { deadlineMs: versionDeadlineMs });
		if (result.exitCode === 0 && result.stdout.trim() !== "") return;
		const said = result.stdout.trim() === "" && result.stderr.trim() === "" ? "nothing printed" : "";
		throw new SandError("TART_BROKEN", failure(["--version"], result).message + said);
	}
	async capacity(signal) {
		return this.#capacityOf(await this.list(signal));
	}
	#capacityOf(listed) {
		const taken = listed.filter((vm) => vm.takesSlot).map(({ name }) => name);
		return {
			slots: this.#options.slots,
			taken
		};
	}
	prepare(image, signal) {
		const list = (inner) => this.list(inner);
		return prepareGolden(image, {
			tart: this.#tart,
			lock: this.#lock,
			list
		}, signal);
	}
	async create(request, signal) {
		requireOurs(request.name);
		const { tartHome } = this.#options.tart;
		await this.#lock.hold(signal, async () => {
			if (await exists(vmFolder(tartHome, request.name))) throw new SandError("NAME_TAKEN", `there is already a VM called ${request.name}`);
			await requireFreeBytes(tartHome, this.#options.diskFloorBytes);
			const names = {
				from: request.golden,
				to: request.name
			};
			await clone(this.#tart, names, signal, { deadlineMs: cloneDeadlineMs });
		});
		const sizes = sizeArguments(request);
		if (sizes.length > 0) await this.#tart.succeed([
			"set",
			request.name,
			...sizes
		], signal);
	}
	async start(request, signal) {
		requireOurs(request.name);
		const { clock } = this.#options;
		await waitForSlot(() => this.#lock.hold(signal, () => this.#boot(request, signal)), {
			clock,
			patienceMs: this.#options.slotPatienceMs ?? defaultSlotPatienceMs,
			signal
		});
		return await this.#running(request.name, request.network);
	}
	async attach(name, network, signal) {
		requireOurs(name);
		if (await this.#isRunning(name, signal)) return await this.#running(name, network);
		throw new SandError("VM_STOPPED", `the VM ${name} does not run`);
	}
	async list(signal) {
		const args = [
			"list",
			"--source",
			"local",
			"--format",
			"json"
		];
		for (let tries = 1;; tries += 1) {
			const result = await this.#tart.run(args, signal);
			if (result.exitCode === 0) return await this.#withSlots(await this.#withHidden(parseListing(result.stdout)));
			if (tries === listTries) throw failure(args, result);
		}
	}
	async destroy(name, signal) {
		requireOurs(name);
		return await destroySandbox(name, {
			tart: this.#tart,
			files: this.#files(name),
			clock: this.#options.clock
		}, signal);
	}
	async output(name) {
		const { stdout, stderr } = await this.#files(name).output();
		return stdout + stderr;
	}
	/** Counts, starts and waits until Tart has started the VM; the caller holds the lock from the count on. */
	async #boot(request, signal) {
		const listed = await this.list(signal);
		if (listed.some(({ name, running }) => name === request.golden && running)) throw new SandError("IMAGE_RUNNING", `${request.golden} runs, so ${request.name} may be half of it`);
		const { slots, taken } = this.#capacityOf(listed);
		if (taken.length >= slots && await takesSlot(this.#options.tart.tartHome, request.name)) throw new SandError("NO_SLOT", `all ${String(slots)} slots are taken by ${taken.join(", ")}`);
		const files = this.#files(request.name);
		await files.prepare();
		spawnRun(request, files, this.#options.tart);
		await this.#untilRunning(request.name, files, signal);
	}
	async #untilRunning(name, files, signal) {
		const deadline = withDeadline(signal, runningDeadlineMs);
		const end = new AbortController();
		const ended = files.ended(this.#options.clock, AbortSignal.any([deadline, end.signal])).then((record) => {
			throw endOfRun(name, record);
		});
		try {
			await Promise.race([ended, this.#seenRunning(name, AbortSignal.any([deadline, end.signal]))]);
		} catch (error) {
			signal.throwIfAborted();
			if (!deadline.aborted) throw error;
			throw new SandError("TART_TIMEOUT", `the VM ${name} did not run within ${String(runningDeadlineMs)} ms`);
		} finally {
			end.abort();
			await ended.catch(() => void 0);
		}
	}
	/**
	* `tart list` shows a VM as running before its start is accepted or refused; the control socket is made after that
	* (reference/tart.md §3.2, step 11). Where it cannot be made, a listed VM counts after a while.
	*/
	async #seenRunning(name, signal) {
		const { clock, tart } = this.#options;
		const socket = join(vmFolder(tart.tartHome, name), "control.sock");
		const settledAt = clock.now() + settleMs;
		while (!await exists(socket)) {
			await clock.sleep(runningLookMs, signal);
			if (clock.now() < settledAt) continue;
			if (await this.#isRunning(name, signal)) return;
		}
	}
	async #isRunning(name, signal) {
		return (await this.list(signal)).some((vm) => vm.name === name && vm.running);
	}
	async #running(name, network) {
		const { tart: settings, clock, leaseFile } = this.#options;
		const { macAddress } = await readConfiguration(settings.tartHome, name);
		const kind = network?.kind;
		const resolvers = resolversFor({
			vm: name,
			macAddress,
			kind,
			leaseFile,
			tart: this.#tart,
			clock
		});
		return {
			name,
			macAddress,
			transports: [tcpTransport(resolvers), tartExecTransport(name, settings)],
			ended: async (signal) => endOfRun(name, await this.#endRecord(name, signal))
		};
	}
	/** Without the files of its run, which may be lost, the list has to tell when a VM is over. */
	async #endRecord(name, signal) {
		const { clock } = this.#options;
		const files = this.#files(name);
		if (await files.started()) return await files.ended(clock, signal);
		while (await this.#isRunning(name, signal)) await clock.sleep(listEveryMs, signal);
		return {
			exitCode: void 0,
			stdout: "",
			stderr: ""
		};
	}
	/** Tart hides a folder that lacks a file, as a power cut in the middle of a delete leaves it; ours must be seen to be reaped. */
	async #withHidden(listed) {
		const names = new Set(listed.map(({ name }) => name));
		const hidden = (await vmFolderNames(this.#options.tart.tartHome)).filter((name) => !names.has(name) && parseName(name) !== void 0);
		return [...listed, ...hidden.map((name) => ({
			name,
			running: false
		}))];
	}
	async #withSlots(listed) {
		const { tartHome } = this.#options.tart;
		return await Promise.all(listed.map(async (vm) => ({
			...vm,
			takesSlot: vm.running && await takesSlot(tartHome, vm.name)
		})));
	}
	#files(name) {
		return new RunFiles(this.#options.stateDir, name);
	}
};
function sizeArguments(request) {
	return [
		...request.cpu === void 0 ? [] : ["--cpu", String(request.cpu)],
		...request.memoryMiB === void 0 ? [] : ["--memory", String(request.memoryMiB)],
		...request.diskGb === void 0 ? [] : ["--disk-size", String(request.diskGb)]
	];
}
/** The last guard before a VM is made or deleted: what `naming` cannot parse is not ours. */
function requireOurs(name) {
	if (parseName(name) === void 0) throw new SandError("INTERNAL", `refused to touch the VM ${name}: not our name`);
}

// src/observe/secret-forms.ts
/** Shorter pieces would be found by chance, in texts that are no secret. */
const shortestForm = 8;
/** Asked for with each line of a log. */
const known = /* @__PURE__ */ new WeakMap();
/**
* A secret, and what it looks like where it was encoded with other text around it: URL-encoded, and in Base64 of both
* alphabets at each of the three places where a byte may begin (`x-access-token:<token>` in a header, for example).
*/
function formsOf(secret) {
	const forms = known.get(secret) ?? makeForms(secret);
	known.set(secret, forms);
	return forms;
}
function makeForms(secret) {
	const text = secret.reveal();
	const base64 = [
		0,
		1,
		2
	].map((bytesBefore) => insideBase64(Buffer.from(text), bytesBefore));
	const base64url = base64.map((each) => each.replaceAll("+", "-").replaceAll("/", "_"));
	const encoded = [
		encodeURIComponent(text.toWellFormed()),
		...base64,
		...base64url
	];
	const forms = new Set(encoded.filter((form) => form.length >= shortestForm && form !== text));
	return [secret, ...Array.from(forms, (form) => new Secret(form))];
}
/** The Base64 digits that depend on these bytes alone, with so many other bytes before them and any behind them. */
function insideBase64(bytes, bytesBefore) {
	const digits = Buffer.concat([Buffer.alloc(bytesBefore), bytes]).toString("base64");
	const first = Math.ceil(bytesBefore * 8 / 6);
	const end = Math.floor((bytesBefore + bytes.length) * 8 / 6);
	return digits.slice(first, end);
}

// src/observe/evidence.ts
/** The most that is kept of one file, in bytes; the end of a log tells most. */
const fileLimit = 1048576;
/** The most that is kept of one sandbox besides the log that we wrote ourselves, in bytes. */
const folderLimit = 8 * fileLimit;
/** Evidence of sandboxes that failed: a folder each, readable by the operator alone (docs/evidence.md). */
var EvidenceStore = class {
	#folder;
	#alwaysSecret;
	constructor(stateDir, secrets) {
		this.#folder = evidenceFolder(stateDir);
		this.#alwaysSecret = secrets;
	}
	/** Keeps files about a sandbox, the most important first, and drops folders that are old or too many. */
	async keep(sandbox, files, secrets) {
		const folder = join(this.#folder, fileName(sandbox));
		const hidden = [...this.#alwaysSecret, ...secrets].flatMap(formsOf);
		await mkdir(folder, {
			recursive: true,
			mode: 448
		});
		let room = folderLimit;
		for (const [name, content] of files) {
			if (room <= 0) break;
			const kept = endOf(redact(cleanText$1(content), hidden), Math.min(fileLimit, room));
			await writeFile(join(folder, fileName(name)), kept, { mode: 384 });
			room -= kept.length;
		}
		await this.dropOld();
	}
	/** Drops folders that are old or too many. */
	async dropOld() {
		await dropOld(this.#folder);
	}
};
/** The end of a text in so many bytes of UTF-8, cut between two characters. */
function endOf(text, limit) {
	const bytes = Buffer.from(text);
	let start = Math.max(0, bytes.length - limit);
	while (start > 0 && isContinuation(bytes[start])) start += 1;
	return bytes.subarray(start);
}
function isContinuation(byte) {
	return byte !== void 0 && byte >= 128 && byte < 192;
}

// src/observe/complete-verdict.ts
/**
* Writes the verdict of a sandbox that failed and has none yet: its work was done, but not its undoing. The words of
* `error` are clean. Synchronous, like the log that it is kept with.
*/
function completeVerdict(file, record, error) {
	if (existsSync(file)) return;
	const { sandbox, pool, job, result, startedAt, phases } = record;
	const verdict = {
		sandbox,
		pool,
		job,
		result,
		error,
		startedAt: new Date(startedAt).toISOString(),
		endedAt: (/* @__PURE__ */ new Date()).toISOString(),
		phases
	};
	writeFileSync(file, JSON.stringify(verdict, void 0, 2), { mode: 384 });
}

// src/observe/rotating-file.ts
/**
* A file for its owner alone that keeps the last part of what is appended: when it is full it becomes the older part,
* in place of the older part before, and a new one begins. Synchronous: nothing is held in memory, and what was
* appended survives `kill -9`.
*/
var RotatingFile = class {
	#path;
	#limit;
	#file;
	#size;
	/** Goes on with the file that is there. `limit` is the size of each of the two parts, in bytes. */
	constructor(path, limit) {
		this.#path = path;
		this.#limit = limit;
		this.#file = openSync(path, "a", 384);
		this.#size = fstatSync(this.#file).size;
	}
	/** Whether nothing was written to it since it was last rotated. */
	get isEmpty() {
		return this.#size === 0;
	}
	append(text) {
		if (this.#size >= this.#limit) this.#rotate();
		this.#size += writeSync(this.#file, text);
	}
	[Symbol.dispose]() {
		closeSync(this.#file);
	}
	/** There is a file at the path all the time: to a follower a missing one means that the log has ended. */
	#rotate() {
		const older = olderPart(this.#path);
		const next = `${this.#path}.new`;
		rmSync(older, { force: true });
		linkSync(this.#path, older);
		rmSync(next, { force: true });
		const file = openSync(next, "a", 384);
		renameSync(next, this.#path);
		closeSync(this.#file);
		this.#file = file;
		this.#size = 0;
	}
};

// src/observe/runner-logs.ts
/** The size of each of a log's two parts, in bytes: of 5 MiB at least the last half is there. */
const partLimit = 2621440;
/** Characters of one line, as many as of a runner's. */
const longestLine = 16384;
/** Where a later process takes over: it follows the runner's log from its beginning. */
const adopted = "another process goes on from here; it may tell lines of the runner again";
/** Events that only a sandbox has that lives: what comes later must not begin a log again. */
const begins = /* @__PURE__ */ new Set([
	"adopting",
	"starting",
	"phase",
	"runner-started",
	"runner-line",
	"job-started"
]);
/**
* Writes what happens to each sandbox into a file of its own under `<stateDir>/logs`: the lines of its runner as they
* are, everything else as `# <time> <message> <fields>`. Kept as evidence when the sandbox failed, removed when it did
* its work, and left where it is when its job was left running. (docs/evidence.md)
*/
var RunnerLogs = class {
	#options;
	#folder;
	/** The logs of sandboxes that live. */
	#files = /* @__PURE__ */ new Map();
	/** Sandboxes that live, whose log could not be written. */
	#broken = /* @__PURE__ */ new Set();
	constructor(options) {
		this.#options = options;
		this.#folder = logFolder(options.stateDir);
	}
	/** Notes an event of a sandbox. Never throws. */
	see(event) {
		const sandbox = sandboxOf(event);
		if (sandbox === void 0) return;
		this.#try(sandbox, () => this.#fileOf(sandbox, event)?.append(`${this.#lineOf(event)}\n`));
		if (event.type === "reaped") this.#try(sandbox, () => this.#move(sandbox));
		if (event.type !== "finished") return;
		this.#try(sandbox, () => this.#end(event.record));
		this.#broken.delete(sandbox);
	}
	/** Drops old logs that nobody writes any more: their process died, and the time of their sandboxes is over. */
	async dropOld() {
		const now = Date.now() / 1e3;
		await dropOld(this.#folder, (name) => {
			const sandbox = name.split(".", 1)[0] ?? "";
			return !this.#files.has(sandbox) && (parseName(sandbox)?.deadline ?? 0) < now;
		});
	}
	#fileOf(sandbox, { type }) {
		if (!this.#files.has(sandbox) && !this.#broken.has(sandbox) && begins.has(type)) {
			mkdirSync(this.#folder, {
				recursive: true,
				mode: 448
			});
			const file = new RotatingFile(this.#pathOf(sandbox), partLimit);
			this.#files.set(sandbox, file);
			if (!file.isEmpty) file.append(`# ${(/* @__PURE__ */ new Date()).toISOString()} ${adopted}\n`);
		}
		return this.#files.get(sandbox);
	}
	#pathOf(sandbox) {
		return join(this.#folder, `${fileName(sandbox)}${logEnding}`);
	}
	#lineOf(event) {
		return this.#clean(event.type === "runner-line" ? event.text : ownLine(event));
	}
	#clean(text) {
		const line = cleanText$1(text).replaceAll(/[\n\u2028\u2029]/gu, " ");
		return redact(line, this.#options.secrets.flatMap(formsOf)).slice(0, longestLine);
	}
	#end(record) {
		const { sandbox, error, left } = record;
		if (!this.#files.has(sandbox) && !this.#broken.has(sandbox)) return;
		this.#close(sandbox);
		if (left) return;
		if (error !== void 0) this.#keep(record, error);
		for (const part of this.#partsOf(sandbox)) rmSync(part.path, { force: true });
	}
	#keep(record, { code, message, remedy }) {
		const folder = this.#makeEvidenceFolder(record.sandbox);
		completeVerdict(join(folder, "verdict.json"), record, {
			code,
			message: this.#clean(message),
			remedy
		});
		this.#move(record.sandbox);
	}
	/** Moves the log to the evidence, if there is one; to a follower it has ended then. */
	#move(sandbox) {
		for (const { path, kept } of this.#partsOf(sandbox)) if (existsSync(path)) renameSync(path, join(this.#makeEvidenceFolder(sandbox), kept));
	}
	#makeEvidenceFolder(sandbox) {
		const folder = join(evidenceFolder(this.#options.stateDir), fileName(sandbox));
		mkdirSync(folder, {
			recursive: true,
			mode: 448
		});
		return folder;
	}
	/** Where the parts of a log are, and what they are called in the evidence. */
	#partsOf(sandbox) {
		const path = this.#pathOf(sandbox);
		return [{
			path: olderPart(path),
			kept: olderPart("runner.log")
		}, {
			path,
			kept: "runner.log"
		}];
	}
	/** A log that cannot be written is told once, not tried again, and costs the sandbox nothing. */
	#try(sandbox, act) {
		try {
			act();
		} catch (cause) {
			this.#close(sandbox);
			const message = `cannot write the log of ${sandbox}: ${String(cause)}`;
			const error = new SandError("EVIDENCE_FAILED", message, { cause });
			if (!this.#broken.has(sandbox)) this.#options.onProblem(sandbox, error);
			this.#broken.add(sandbox);
		}
	}
	#close(sandbox) {
		const file = this.#files.get(sandbox);
		this.#files.delete(sandbox);
		file?.[Symbol.dispose]();
	}
};
function sandboxOf(event) {
	if (event.type === "finished") return event.record.sandbox;
	return "sandbox" in event ? event.sandbox : void 0;
}
function ownLine(event) {
	const { message, fields } = describeEvent(event);
	const { sandbox: _, ...others } = fields;
	return `# ${(/* @__PURE__ */ new Date()).toISOString()} ${message} ${JSON.stringify(others)}`;
}

// src/cli/keeping.ts
/** Begins to keep logs and evidence in `stateDir`, and drops what is old there. `secrets` are removed from all of it. */
async function keepIn(stateDir, secrets, emit) {
	const onProblem = (sandbox, error) => emit({
		type: "evidence-failed",
		sandbox,
		error
	});
	const logs = new RunnerLogs({
		stateDir,
		secrets,
		onProblem
	});
	const evidence = new EvidenceStore(stateDir, secrets);
	await Promise.all([logs.dropOld(), evidence.dropOld()]).catch((error) => emit({
		type: "warning",
		text: `cannot drop old logs and evidence: ${String(error)}`
	}));
	return {
		keepEvidence: async (...given) => await evidence.keep(...given),
		emit(event) {
			logs.see(event);
			emit(event);
		}
	};
}

// src/cli/poller.ts
/**
* Builds a poller from its configuration and checks what it stands on: token, GitHub, Tart. Rejects with the first
* thing that is wrong.
*/
async function createPoller(config, options, signal) {
	const { host } = config;
	checkScope(config);
	const { owner, tokens, client, scope, backend, registrations } = await standOn(config, options, signal);
	const { emit, keepEvidence } = await keepIn(host.stateDir, tokens.used, options.emit);
	const onSkip = (repository, error) => emit({
		type: "warning",
		text: `cannot look for jobs in ${repository}: ${String(error)}`
	});
	const { runnerGroup, allowPublic } = config.github;
	const admit = createAdmission({
		read: async (limit) => readAudience(client, scope, runnerGroup, limit),
		allowPublic,
		clock: wallClock,
		onAudience: (audience) => emit({
			type: "audience",
			audience
		}),
		onWarning: (text) => emit({
			type: "warning",
			text
		})
	});
	return new Fleet({
		owner,
		pools: await toPools(config, options.limits),
		slots: host.slots,
		memoryMiB: totalmem() / 2 ** 20 - hostReserveMiB,
		demand: createRestPoll(admitted(createJobs(client, scope, {
			onSkip,
			allowPublic
		}), admit)),
		intervalMs: config.demand.interval,
		emit,
		draining: options.draining ?? false,
		...options.strayRetryMs === void 0 ? {} : { strayRetryMs: options.strayRetryMs },
		world: {
			backend,
			registrations,
			reach: await createReach(config.guest, {
				...options,
				emit
			}),
			keepEvidence,
			clock: wallClock
		}
	});
}
/** Makes a poller's ways to GitHub and to the host, and checks them. Rejects with the first thing that is wrong. */
async function standOn(config, options, signal) {
	const { host, github } = config;
	const scope = parseScope(github.url, github.apiUrl);
	const bounds = options.requestMs === void 0 ? {} : { deadlineMs: options.requestMs };
	const { tokens, warning } = await readAuthentication({
		...github.auth,
		env: options.env
	}, scope, bounds);
	if (warning !== void 0) options.emit({
		type: "warning",
		text: warning
	});
	const client = createClient({
		scope,
		tokens,
		onWait: (wait) => options.emit({
			type: "waiting-for-github",
			...wait
		}),
		...bounds
	});
	const backend = createBackend(config, options);
	const [machine] = await Promise.all([
		hardwareId(signal),
		checkAccess({
			client,
			tokens,
			scope,
			jobs: true
		}, signal).catch((error) => {
			if (options.patient !== true || !isAway(error)) throw error;
			options.emit({
				type: "demand-failed",
				error: asSandError(error, "asking GitHub")
			});
		}),
		backend.check(signal)
	]);
	const registrations = createRegistrations(client, scope, { runnerGroup: github.runnerGroup });
	return {
		owner: ownerOf(machine, host.stateDir),
		tokens,
		client,
		scope,
		backend,
		registrations
	};
}
/** Throws `CONFIG_INVALID` when GitHub's side of the configuration is nothing that can be served. */
function checkScope({ github }) {
	const scope = parseScope(github.url, github.apiUrl);
	if (github.auth.app !== void 0) requireAppRunners(scope);
	requireListedJobs(scope);
}
/** Makes the backend that the configuration means; nothing is checked yet. */
function createBackend({ host }, { env, slotPatienceMs }) {
	const { tart: program, stateDir, slots, diskFloor, leaseFile } = host;
	const tartHome = host.tartHome ?? env["TART_HOME"] ?? join(homedir(), ".tart");
	return new TartBackend({
		tart: {
			program,
			tartHome,
			env
		},
		stateDir,
		slots,
		diskFloorBytes: diskFloor * 1e9,
		leaseFile,
		clock: wallClock,
		...slotPatienceMs === void 0 ? {} : { slotPatienceMs }
	});
}
/** Makes what reaches the guests with the configured login. Rejects with `CONFIG_INVALID` when there is no such login. */
async function createReach(guest, { emit, keepaliveMs }) {
	const { user, port, runner: runnerArchive } = guest;
	const credentials = {
		user,
		...await readLogin(guest)
	};
	const scriptsFolder = join(packageRoot, "runner-scripts");
	return async (running, deadlineMs, signal) => {
		const { name, macAddress, transports } = running;
		const onEvent = (event) => emit({
			type: "guest",
			sandbox: name,
			event
		});
		const place = {
			transports,
			macAddress,
			port,
			credentials,
			...keepaliveMs === void 0 ? {} : { keepaliveMs }
		};
		return await reachGuest({
			...place,
			runnerArchive,
			scriptsFolder,
			deadlineMs,
			signal,
			onEvent
		});
	};
}
/** The public images let `admin` in with the password `admin` (reference/tart.md §7). */
const imagePassword = "admin";
async function readLogin(guest) {
	const { keyFile, password } = guest;
	if (keyFile === void 0) return { password: new Secret(password ?? imagePassword) };
	const privateKey = new Secret(await readKey(keyFile));
	const problem = keyProblem(privateKey);
	if (problem === void 0) return { privateKey };
	throw new SandError("CONFIG_INVALID", `guest.keyFile: ${keyFile} is no key that can be used as it is: ${problem}`);
}
async function readKey(file) {
	try {
		return await readFile(file, "utf8");
	} catch (cause) {
		throw new SandError("CONFIG_INVALID", `guest.keyFile: cannot read ${file}`, { cause });
	}
}

export { standOn as a, execa as c, reconcileSandboxes as d, serves as f, createReach as i, ownerOf as l, packageRoot as m, createBackend as n, tryLockFile as o, asSandError as p, createPoller as r, hardwareId as s, checkScope as t, reconcileRunners as u };