import { a as boolean, d as object, h as string, i as array, s as int } from "./schemas-BCdtrOfe.js";
import { t as datetime } from "./iso--j3fPEgK.js";
import { t as SandError } from "./errors-BzRSwK9f.js";
import { join } from "node:path";

// src/cli/control-socket.ts
/** macOS keeps a socket's path in 104 bytes, the last of which is a zero; Linux has four more. */
const longestPath = 103;
/** Where the poller of a state folder can be spoken to. Throws `CONFIG_INVALID` when that is too long for a socket. */
function controlSocket(stateDir) {
	const path = join(stateDir, "control.sock");
	const length = Buffer.byteLength(path);
	if (length <= longestPath) return path;
	throw new SandError("CONFIG_INVALID", `host.stateDir: ${path} has ${String(length)} bytes, and a socket's path ${String(longestPath)} at most`, { remedy: "Choose a shorter host.stateDir." });
}

// src/observe/problems.ts
/** What is wrong now. Text comes from GitHub and guests, bounded and clean. */
function problemsOf({ pools, demandError, troubles }) {
	return [...pools.flatMap(({ name, paused: pause }) => {
		if (pause === void 0) return [];
		const { error, failures, until } = pause;
		const times = failures === 1 ? "a failure" : `${String(failures)} failures in a row`;
		const what = `the pool ${name} is paused until ${new Date(until).toISOString()} after ${times}`;
		return [{
			...fields(error),
			message: `${what}: ${error.message}`,
			pool: name
		}];
	}), ...[...demandError === void 0 ? [] : [demandError], ...troubles].map(fields)];
}
function fields({ code, message, remedy }) {
	return {
		code,
		message,
		remedy
	};
}

// src/cli/status-document.ts
const time = datetime();
/** What a poller tells of itself; the document of `status --json`. Times are ISO 8601. */
const statusSchema = object({
	pid: int(),
	version: string(),
	since: time,
	at: time,
	draining: boolean(),
	slots: object({
		total: int(),
		ours: int(),
		foreign: array(string())
	}),
	/** Who can let jobs run here; null until GitHub was asked. */
	audience: object({
		group: string().nullable(),
		/** Null: all of the organization. */
		repositories: array(string()).nullable(),
		public: boolean()
	}).nullable().default(null),
	pools: array(object({
		name: string(),
		image: string(),
		max: int(),
		/** Jobs that wait for it and have no sandbox yet. */
		waiting: int(),
		/** Its sandboxes, standbys and those on their way out included. */
		live: int(),
		standby: object({
			wanted: int(),
			ready: int()
		}),
		paused: object({
			until: time,
			failures: int(),
			code: string()
		}).nullable()
	})),
	sandboxes: array(object({
		/** Null until its image is there. */
		sandbox: string().nullable(),
		pool: string(),
		state: string(),
		phase: string().nullable(),
		startedAt: time,
		phaseSince: time,
		job: string().nullable()
	})),
	waiting: array(object({
		job: string(),
		repository: string(),
		url: string(),
		queuedAt: time,
		pool: string().nullable(),
		/** See `Hold` in fleet/decide.ts. */
		why: string()
	})),
	problems: array(object({
		code: string(),
		message: string(),
		remedy: string(),
		pool: string().optional()
	}))
});
/** Describes a poller. `now` in milliseconds since the epoch. */
function statusOf(view, { pid, version, startedAt, audience }, now) {
	const { sandboxes, slots, foreign, draining } = view;
	return {
		pid,
		version,
		since: iso(startedAt),
		at: iso(now),
		draining,
		slots: {
			total: slots,
			ours: sandboxes.length,
			foreign: [...foreign]
		},
		audience: audience === void 0 ? null : describeAudience(audience),
		pools: view.pools.map((pool) => describePool(pool, view)),
		sandboxes: sandboxes.map((each) => ({
			...each,
			sandbox: each.sandbox ?? null,
			phase: each.phase ?? null,
			job: each.job ?? null,
			startedAt: iso(each.startedAt),
			phaseSince: iso(each.phaseSince)
		})),
		waiting: view.waiting.map(({ job: { name, repository, url, queuedAt }, pool, why }) => {
			return {
				job: name,
				repository,
				url,
				queuedAt: iso(queuedAt),
				pool: pool ?? null,
				why
			};
		}),
		problems: problemsOf(view)
	};
}
function describeAudience({ group, repositories, public: open }) {
	return {
		group: group ?? null,
		repositories: repositories === void 0 ? null : [...repositories],
		public: open
	};
}
function describePool({ name, image, max, standby, paused }, { sandboxes, waiting }) {
	const own = sandboxes.filter(({ pool }) => pool === name);
	return {
		name,
		image,
		max,
		waiting: waiting.filter(({ pool, why }) => pool === name && why !== "covered").length,
		live: own.length,
		standby: {
			wanted: standby,
			ready: own.filter(({ phase }) => phase === "standby").length
		},
		paused: paused === void 0 ? null : {
			until: iso(paused.until),
			failures: paused.failures,
			code: paused.error.code
		}
	};
}
function iso(ms) {
	return new Date(ms).toISOString();
}

export { controlSocket as i, statusSchema as n, problemsOf as r, statusOf as t };