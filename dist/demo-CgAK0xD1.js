import { n as __require, r as __toESM, t as __commonJSMin } from "./rolldown-runtime-CoNq6U3z.js";
import { t as createLog } from "./log-DP5A2wgy.js";
import { a as loadConfig, n as exitCodes } from "./exit-codes-Ds2Idkdz.js";
import { t as SandError } from "./errors-BzRSwK9f.js";
import { i as require_dist } from "./yaml-C3uCX27i.js";
import { n as runnerModes, r as startModes, t as jobResults } from "./protocol-CAGPOtRz.js";
import { a as truthy, i as holds, n as expandDeep, r as expandText, t as expand } from "./expression-CAot3lB3.js";
import { t as defaultSettings } from "./settings-DqO3OA0Z.js";
import { i as leaseFile } from "./dhcp-Br7uC-Mk.js";
import { n as writeEmptyVm } from "./create-C_aEzN4X.js";
import { S as prettifyError, _ as unknown, a as boolean, d as object, g as union, h as string, i as array, n as _enum, p as record$1, r as _null, s as int, u as number } from "./schemas-BCdtrOfe.js";
import { t as copyFolder } from "./copy-DdXQo5S3.js";
import { r as registryFolder, t as digestFile } from "./registry-8w6Blqxc.js";
import { n as parseRemoteName } from "./remote-name-ytGLJnpS.js";
import { a as loginProfiles, i as loginProfile, n as guestPaths } from "./guest-files-BGRICdZ7.js";
import { i as readSettings, s as writeSettings } from "./settings-BZ7pR48r.js";
import { r as writeImageFacts } from "./image-facts-BGQrIMOH.js";
import { n as killMarked, r as markedProcesses, t as kill } from "./processes-DuZ5hmpe.js";
import { n as programFile, t as nodeOptions } from "./programs-DsYufbSt.js";
import { i as errnoOf } from "./lock-2Ygggebe.js";
import { i as pidFile, n as cutSignal } from "./order-73m3rWfv.js";
import { t as runnerPaths } from "./paths-Dqotyd-n.js";
import { m as packageRoot, r as createPoller } from "./poller-D7rWOzu2.js";
import { a as parseName } from "./warnings-B4em_F_V.js";
import { t as stopsOnSignal } from "./stops-Drfk5tW_.js";
import { chmodSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { createHash, createPublicKey, generateKeyPair, randomBytes, randomInt, randomUUID, verify } from "node:crypto";
import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { once } from "node:events";
import { createServer } from "node:net";
import { execFile } from "node:child_process";
import { createServer as createServer$1 } from "node:http";
import { promisify } from "node:util";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";

// src/sim/github/clock-skew.ts
var import_dist = require_dist();
/** The answer of a GitHub whose clock is ahead of ours: its date, the reset of the rate limit, and each `…_at`. */
function skewed(reply, skewMs) {
	const headers = {
		...reply.headers,
		date: new Date(Date.now() + skewMs).toUTCString()
	};
	const reset = headers[resetHeader];
	if (reset !== void 0) headers[resetHeader] = String(shiftedSeconds(Number(reset), skewMs));
	return skewMs === 0 ? {
		...reply,
		headers
	} : {
		...reply,
		headers,
		body: shifted(reply.body, skewMs)
	};
}
const resetHeader = "x-ratelimit-reset";
function shifted(body, skewMs) {
	if (body === void 0) return void 0;
	return JSON.parse(JSON.stringify(body), (key, value) => {
		if (key === "reset" && typeof value === "number") return shiftedSeconds(value, skewMs);
		if (!key.endsWith("_at") || typeof value !== "string") return value;
		return new Date(Date.parse(value) + skewMs).toISOString().replace(".000Z", "Z");
	});
}
function shiftedSeconds(seconds, skewMs) {
	return seconds + Math.round(skewMs / 1e3);
}

// src/sim/github/reply.ts
/** A refusal, thrown anywhere below a handler and answered as `{message, documentation_url, status}` (§0). */
var ApiError = class extends Error {
	name = "ApiError";
	status;
	errors;
	headers;
	constructor(status, message, options = {}) {
		super(message);
		this.status = status;
		this.errors = options.errors;
		this.headers = options.headers ?? {};
	}
};
/** Thrown below a handler: the connection is reset instead of an answer. */
var ConnectionDropped = class extends Error {
	name = "ConnectionDropped";
};
/** The answer to a refusal; one without a message has no body. */
function errorReply(error) {
	if (error.message === "") return {
		status: error.status,
		headers: error.headers
	};
	const body = {
		message: error.message,
		...error.errors === void 0 ? {} : { errors: error.errors },
		documentation_url: "https://docs.github.com/rest",
		status: String(error.status)
	};
	return {
		status: error.status,
		body,
		headers: error.headers
	};
}
/** GitHub's answer for things that are not there or must not be seen. */
function notFound() {
	return new ApiError(404, "Not Found");
}
const defaultPageSize = 30;
const largestPageSize = 100;
/** One page of a list with its `Link` header (§0). `name` is the key of the list in the body, absent for bare arrays. */
function page(request, list) {
	const size = Math.min(positive$1(request.query.get("per_page")) ?? defaultPageSize, largestPageSize);
	const number = positive$1(request.query.get("page")) ?? 1;
	const last = Math.max(1, Math.ceil(list.items.length / size));
	const items = list.items.slice((number - 1) * size, number * size);
	const body = list.name === void 0 ? items : {
		total_count: list.items.length,
		[list.name]: items
	};
	const link = links({
		request,
		url: list.url,
		number,
		last
	});
	return {
		status: 200,
		body,
		headers: link === "" ? {} : { link }
	};
}
function positive$1(text) {
	const value = Number(text);
	return Number.isInteger(value) && value > 0 ? value : void 0;
}
function links(at) {
	return [
		[
			"prev",
			at.number - 1,
			at.number > 1
		],
		[
			"next",
			at.number + 1,
			at.number < at.last
		],
		[
			"last",
			at.last,
			at.number < at.last
		],
		[
			"first",
			1,
			at.number > 1
		]
	].filter(([, , present]) => present).map(([relation, number]) => {
		const query = new URLSearchParams(at.request.query);
		query.set("page", String(number));
		return `<${at.url}?${query.toString()}>; rel="${relation}"`;
	}).join(", ");
}

// src/sim/github/http.ts
const largestBody = 4194304;
/** Reads a request. Throws `ApiError` for a body that is too large or no JSON. */
async function readRequest(incoming, at) {
	const { method = "GET", headers } = incoming;
	return {
		method,
		headers,
		params: {},
		body: parse$2(await readText(incoming)),
		...at
	};
}
/** A signal that aborts when the client has gone before it was answered. */
function closedSignal(outgoing) {
	const controller = new AbortController();
	outgoing.once("close", () => {
		controller.abort();
	});
	return controller.signal;
}
/** Sends an answer as the network lets it through. */
function send(outgoing, { reply, transport }) {
	if (transport === "reset") {
		outgoing.socket?.resetAndDestroy();
		return;
	}
	if (transport === "lost") {
		outgoing.destroy();
		return;
	}
	const mark = reply.marked === true ? "﻿" : "";
	const whole = reply.body === void 0 ? "" : mark + JSON.stringify(reply.body);
	const half = whole.slice(0, whole.length / 2);
	const text = transport === "malformed" ? half : whole;
	outgoing.writeHead(reply.status, {
		"content-type": "application/json; charset=utf-8",
		"x-github-request-id": randomUUID(),
		...text === "" ? {} : { "content-length": String(Buffer.byteLength(text)) },
		...reply.headers
	});
	if (transport === "whole" || transport === "malformed") {
		outgoing.end(text);
		return;
	}
	outgoing.write(half, () => {
		outgoing.destroy();
	});
}
async function readText(incoming) {
	const chunks = [];
	let size = 0;
	for await (const chunk of incoming) {
		size += chunk.length;
		if (size > largestBody) throw new ApiError(413, "Payload Too Large");
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}
function parse$2(text) {
	if (text === "") return void 0;
	try {
		return JSON.parse(text);
	} catch {
		throw new ApiError(400, "Problems parsing JSON");
	}
}

// src/sim/github/jit-config.ts
const modulusLength = 2048;
let shared;
/** The key of this process; made at the first call. */
async function runnerKey() {
	shared ??= promisify(generateKeyPair)("rsa", { modulusLength }).then(({ privateKey }) => ({
		privateKey,
		publicKey: createPublicKey(privateKey)
	}));
	return shared;
}
/**
* `encoded_jit_config`: base64 of a JSON object from file names to base64 of the files (§1.2). A mode that shows before
* the runner has connected is one more file, which GitHub does not know.
*/
function encodeJitConfig(runner, at) {
	const broker = `${at.webUrl}/_broker/`;
	const files = {
		".runner": {
			AgentId: String(runner.id),
			AgentName: runner.name,
			PoolId: String(runner.groupId),
			PoolName: at.group,
			ServerUrl: broker,
			ServerUrlV2: broker,
			UseV2Flow: true,
			Ephemeral: true,
			DisableUpdate: false,
			WorkFolder: runner.workFolder,
			SkipSessionRecover: true
		},
		".credentials": {
			scheme: "OAuth",
			data: {
				clientId: runner.clientId,
				authorizationUrl: `${broker}token`,
				requireFipsCryptography: "True"
			}
		},
		".credentials_rsaparams": rsaParameters(at.key.privateKey),
		...startModes.has(at.mode) ? { ".sim-mode": at.mode } : {}
	};
	return base64(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, base64(content)])));
}
function rsaParameters(key) {
	const jwk = key.export({ format: "jwk" });
	const parts = {
		d: jwk.d,
		dp: jwk.dp,
		dq: jwk.dq,
		exponent: jwk.e,
		inverseQ: jwk.qi,
		modulus: jwk.n,
		p: jwk.p,
		q: jwk.q
	};
	return Object.fromEntries(Object.entries(parts).map(([name, value = ""]) => [name, Buffer.from(value, "base64url").toString("base64")]));
}
function base64(content) {
	return Buffer.from(JSON.stringify(content)).toString("base64");
}

// src/sim/github/outage.ts
/**
* Lets a server be away: connections that are open are reset, and so is each new one. Not refused, because a port that
* nobody listens on might be given to somebody else meanwhile.
*/
var Outage = class {
	#open = /* @__PURE__ */ new Set();
	/** Milliseconds since the epoch. */
	#until = 0;
	constructor(server) {
		server.on("connection", (socket) => {
			if (Date.now() < this.#until) return void socket.resetAndDestroy();
			this.#open.add(socket);
			socket.once("close", () => this.#open.delete(socket));
		});
	}
	/** Away from now on for so many milliseconds; the last call counts, so 0 ends it. */
	start(ms) {
		this.#until = Date.now() + ms;
		if (ms > 0) for (const socket of this.#open) socket.resetAndDestroy();
	}
};

// src/sim/github/scale-sets/service-error.ts
/** The exceptions that clients tell apart (reference/github-scale-sets.md §8). The last two names are guesses. */
const typeNames = {
	AgentExistsException: "GitHub.DistributedTask.WebApi",
	AgentNotFoundException: "GitHub.DistributedTask.WebApi",
	JobStillRunningException: "GitHub.Actions.Runtime.WebApi",
	RunnerScaleSetSessionConflictException: "GitHub.Actions.Runtime.WebApi",
	RunnerScaleSetNotFoundException: "GitHub.Actions.Runtime.WebApi",
	RunnerAdminException: "GitHub.Actions.Runtime.WebApi",
	RunnerScaleSetExistsException: "GitHub.Actions.Runtime.WebApi",
	ArgumentException: "System"
};
/** A refusal of the scale-set service. */
var ServiceError = class extends ApiError {
	typeName;
	constructor(status, exception, message) {
		super(status, message);
		const namespace = typeNames[exception];
		this.typeName = `${namespace}.${exception}, ${namespace}`;
	}
};
/** The answer to a refusal of the service. 401 has no body, which is a guess; so is what faults answer. */
function serviceErrorReply(error) {
	const { status, message, headers } = error;
	if (status === 401 || message === "") return {
		status,
		headers
	};
	return {
		status,
		headers,
		body: {
			typeName: error instanceof ServiceError ? error.typeName : "System.Exception, System.Private.CoreLib",
			message
		}
	};
}
/** Reads a body; 400 when it is none. */
function parseBody(schema, body) {
	const result = schema.safeParse(body);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	throw new ServiceError(400, "ArgumentException", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong"}`);
}

// src/sim/github/sides.ts
/** Below the web address, whatever the base path of REST is. */
const tenantPath = "/tenant/123";
/** Which side a path of the server belongs to. */
function sideOf(path) {
	if (path.startsWith("/_broker/")) return "broker";
	return path.startsWith(`${"/tenant/123"}/_apis/`) ? "service" : "rest";
}

// src/sim/github/matrix.ts
/**
* The combinations of `strategy.matrix` as GitHub makes them: the product of the axes, without what `exclude` names;
* an `include` entry extends the combinations it contradicts in no axis, or becomes a combination of its own.
*/
function combinations(matrix) {
	const { include, exclude, ...axes } = asRecord(matrix);
	const product = multiply(Object.entries(axes)).filter((combination) => !asList(exclude).some((entry) => agrees(combination, entry, Object.keys(entry))));
	const extended = [...product];
	const added = [];
	for (const entry of asList(include)) {
		const shared = Object.keys(entry).filter((key) => key in axes);
		const hits = [...product.keys()].filter((index) => agrees(product[index] ?? {}, entry, shared));
		if (hits.length === 0) added.push(entry);
		for (const index of hits) extended[index] = {
			...extended[index],
			...entry
		};
	}
	return [...extended, ...added];
}
/** `build (1, macos)`: the name of a job and the values of its combination. */
function displayName(name, combination) {
	const values = leaves(combination);
	return values.length === 0 ? name : `${name} (${values.join(", ")})`;
}
function multiply(axes) {
	if (axes.length === 0) return [];
	return axes.reduce((product, [name, values]) => product.flatMap((combination) => (Array.isArray(values) ? values : [values]).map((value) => Object.assign({}, combination, { [name]: value }))), [{}]);
}
function agrees(combination, entry, keys) {
	return keys.every((key) => JSON.stringify(combination[key]) === JSON.stringify(entry[key]));
}
function leaves(value) {
	if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
	return [String(value)];
}
function asRecord(value) {
	return typeof value === "object" && value !== null ? { ...value } : {};
}
function asList(value) {
	return Array.isArray(value) ? value.map(asRecord) : [];
}

// src/sim/github/stage.ts
const defaultTimeoutMinutes = 360;
const largestMatrix = 256;
/** Decides what becomes of a stage whose needs are over. Throws an Error for an invalid expression. */
function planStage(run, stage, contexts) {
	const { definition, key } = stage;
	const base = {
		...contexts,
		needs: needsContext(run, stage)
	};
	const name = definition.name ?? key;
	if (!holds(definition.if, stageStatus(run, stage), { contexts: base })) return {
		jobs: [skippedJob(name)],
		failFast: true,
		maxParallel: void 0
	};
	const scope = { contexts: base };
	const { strategy } = definition;
	const matrix = expandDeep(strategy?.matrix ?? {}, scope);
	const found = combinations(matrix);
	if (found.length > largestMatrix) throw new Error(`the matrix has more than ${String(largestMatrix)} jobs`);
	const all = strategy?.matrix === void 0 ? [{}] : found;
	const failFast = truthy(expandFlag(strategy?.["fail-fast"] ?? "true", scope));
	const maxParallel = positive(strategy?.["max-parallel"], scope);
	const shared = {
		"fail-fast": failFast,
		"max-parallel": maxParallel ?? all.length,
		"job-total": all.length
	};
	return {
		jobs: all.map((combination, index) => planJob(stage, {
			...base,
			matrix: combination,
			strategy: {
				...shared,
				"job-index": index
			}
		})),
		failFast,
		maxParallel
	};
}
/** The result of a stage whose jobs are all over, as `needs.<job>.result` and `if:` see it. */
function stageResult(stage) {
	const results = (stage.jobs ?? []).map((job) => job.conclusion === "failure" && job.continueOnError ? "success" : job.conclusion);
	if (results.includes("failure")) return "failure";
	if (results.includes("cancelled")) return "cancelled";
	return results.length > 0 && results.every((result) => result === "skipped") ? "skipped" : "success";
}
/** Whether every job of a stage is over. */
function stageOver({ jobs }) {
	return jobs?.every(({ status }) => status === "completed") ?? false;
}
/** The `needs` context of a job. */
function needsContext(run, stage) {
	return Object.fromEntries(stage.definition.needs.map((need) => {
		const needed = run.stages.get(need);
		const outputs = Object.assign({}, ...(needed?.jobs ?? []).map((job) => job.outputs));
		return [need, {
			result: needed === void 0 ? "" : stageResult(needed),
			outputs
		}];
	}));
}
function stageStatus(run, stage) {
	const results = [...ancestors(run, stage)].map(stageResult);
	return {
		success: !run.cancelled && results.every((result) => result === "success"),
		failure: results.includes("failure"),
		cancelled: run.cancelled
	};
}
function ancestors(run, stage, found = /* @__PURE__ */ new Set()) {
	for (const need of stage.definition.needs) {
		const needed = run.stages.get(need);
		if (needed === void 0 || found.has(needed)) continue;
		found.add(needed);
		ancestors(run, needed, found);
	}
	return found;
}
function planJob(stage, contexts) {
	const { definition, key } = stage;
	const scope = { contexts };
	const given = definition.name;
	const expanded = given === void 0 ? key : expandText(given, scope);
	const { labels, group } = runsOn(expandDeep(definition["runs-on"], scope));
	return {
		name: given === expanded || given === void 0 ? displayName(expanded, contexts.matrix) : expanded,
		combination: contexts.matrix,
		strategy: { ...contexts.strategy },
		labels,
		group,
		continueOnError: truthy(expandFlag(definition["continue-on-error"] ?? "false", scope)),
		timeoutMinutes: positive(definition["timeout-minutes"], scope) ?? defaultTimeoutMinutes,
		environment: definition.environment === void 0 ? void 0 : expandText(definition.environment, scope),
		concurrency: concurrencyOf(definition, scope),
		skipped: false
	};
}
function concurrencyOf({ concurrency }, scope) {
	if (concurrency === void 0) return void 0;
	return {
		group: expandText(concurrency.group, scope),
		cancelInProgress: truthy(expandFlag(concurrency["cancel-in-progress"], scope))
	};
}
function skippedJob(name) {
	return {
		name,
		combination: {},
		strategy: {},
		labels: [],
		group: void 0,
		continueOnError: false,
		timeoutMinutes: defaultTimeoutMinutes,
		environment: void 0,
		concurrency: void 0,
		skipped: true
	};
}
/** A text, a list, or `{group, labels}`. */
function runsOn(value) {
	if (typeof value === "string") return {
		labels: [value],
		group: void 0
	};
	if (Array.isArray(value)) return {
		labels: value.map(String),
		group: void 0
	};
	if (typeof value !== "object" || value === null) throw new Error("runs-on is empty");
	const group = "group" in value ? String(value.group) : void 0;
	return {
		labels: "labels" in value ? runsOn(value.labels).labels : [],
		group
	};
}
function expandFlag(text, scope) {
	return expand(text, scope) === true || expandText(text, scope) === "true";
}
function positive(text, scope) {
	if (text === void 0) return void 0;
	const value = Number(expandText(text, scope));
	return value > 0 ? value : void 0;
}

// src/sim/github/registrations.ts
/** Registered runners of all scopes. */
var Registrations = class {
	#runners = /* @__PURE__ */ new Map();
	#removed;
	#lastId = 0;
	/** `removed` is told of every registration that goes. */
	constructor(removed) {
		this.#removed = removed;
	}
	/** Registers a runner; a name that is taken in the scope gives 409 (§1.1). */
	add(wanted) {
		if (this.in(wanted.scope).some(({ name }) => name === wanted.name)) throw nameTaken(wanted.name);
		const now = Date.now();
		const runner = {
			...wanted,
			id: this.#lastId += 1,
			clientId: randomUUID(),
			createdAt: now,
			os: "unknown",
			version: null,
			consumed: false,
			jobId: void 0,
			session: void 0,
			offlineSince: now
		};
		this.#runners.set(runner.id, runner);
		return runner;
	}
	/** Every runner of a scope, oldest first. */
	in(scope) {
		return this.all().filter((runner) => runner.scope === scope);
	}
	all() {
		return [...this.#runners.values()];
	}
	byId(id) {
		return this.#runners.get(id);
	}
	byClientId(clientId) {
		return this.all().find((runner) => runner.clientId === clientId);
	}
	/** Forgets a registration whose job is over or that nobody used. */
	remove(runner) {
		this.#runners.delete(runner.id);
		this.#removed(runner);
	}
};
/** Refuses a name (§1.1). */
function nameTaken(name) {
	return new ApiError(409, `Already exists - A runner with the name ${name} already exists.`);
}
/** Whether GitHub shows the runner as online. */
function isOnline(runner, offlineMs) {
	const { session } = runner;
	return session !== void 0 && (session.polling > 0 || Date.now() - session.lastSeen < offlineMs);
}
/** Whether a runner, or a scale set, has every label, ignoring case (§5.1, §5.2). */
function hasLabels(runner, labels) {
	const own = new Set(runner.labels.map((label) => label.toLowerCase()));
	return labels.every((label) => own.has(label.toLowerCase()));
}

// src/sim/github/assignment.ts
/** The group every runner is in unless it asks for another one. */
const defaultGroup = {
	id: 1,
	name: "Default"
};
/**
* The runner that gets the job: online, never used, all labels, the named group (§5.1, §5.2, §5.7). A job of a scale set
* goes to a runner of that set, which has no labels itself (reference/github-scale-sets.md §9).
*/
function chooseRunner(job, { registrations, settings }) {
	return registrations.all().filter((runner) => runner.scaleSetId === job.scaleSetId && !runner.consumed).filter((runner) => !jobless.has(runner.session?.mode) && isOnline(runner, settings.offlineMs)).filter((runner) => mayServe(runner, job, settings)).find((runner) => job.scaleSetId !== void 0 || hasLabels(runner, job.labels));
}
/** Whether runners of this scope and group may take the job at all (§1.4, §5.1). */
function mayServe(place, job, settings) {
	const { owner, name } = job.run.repository;
	const scopes = [repositoryScope(owner, name), organizationScope(owner)];
	const inGroup = job.group === void 0 || groupName(place.groupId, settings) === job.group;
	return scopes.includes(place.scope) && inGroup && admits(place, job.run.repository, settings);
}
/** Runners in these modes end before they would ask for a job. */
const jobless = /* @__PURE__ */ new Set([
	"deprecated",
	"update",
	"update-exit-3",
	"retryable-once",
	"retryable-always",
	"unknown-exit-code"
]);
/** Every runner group of an organization; an entry with the id of `Default` says how that one is set. */
function groupsOf({ runnerGroups }) {
	return [...runnerGroups.some(({ id }) => id === defaultGroup.id) ? [] : [defaultGroup], ...runnerGroups];
}
/** The name of a runner group; undefined when there is no such group. */
function groupName(id, settings) {
	return groupsOf(settings).find((group) => group.id === id)?.name;
}
/** Whether a group lets its runners work for a repository (§1.4); groups are of organizations only. */
function admits(runner, repository, settings) {
	if (runner.scope.startsWith("repos/")) return true;
	const group = groupsOf(settings).find(({ id }) => id === runner.groupId);
	const name = repositoryScope(repository.owner, repository.name);
	return (group?.repositories?.some((one) => `repos/${one.toLowerCase()}` === name) ?? true) && (repository.private || group?.allowsPublicRepositories === true);
}
/** The scope of runners of one repository. */
function repositoryScope(owner, name) {
	return `repos/${owner.toLowerCase()}/${name.toLowerCase()}`;
}
/** The scope of runners of a whole organization. */
function organizationScope(owner) {
	return `orgs/${owner.toLowerCase()}`;
}

// src/sim/github/run.ts
/** The jobs of a run that GitHub shows. */
function visibleJobs(run) {
	return [...run.stages.values()].flatMap(({ jobs }) => jobs ?? []).filter(({ status }) => status !== "held");
}

// src/sim/github/views.ts
/** `acme/app`. */
function fullName({ owner, name }) {
	return `${owner}/${name}`;
}
/** A runner as REST shows it (§1.1, §1.3). */
function runnerView(runner, settings) {
	return {
		id: runner.id,
		runner_group_id: runner.groupId,
		name: runner.name,
		os: runner.os,
		status: isOnline(runner, settings.offlineMs) ? "online" : "offline",
		busy: runner.jobId !== void 0,
		labels: labelViews(runner),
		ephemeral: true,
		version: runner.version
	};
}
/** The labels of a runner as REST shows them (§1.3). */
function labelViews({ labels }) {
	return labels.map((name, index) => {
		return {
			id: index + 1,
			name,
			type: isDefaultLabel(name) ? "read-only" : "custom"
		};
	});
}
/** Labels that `config.sh` would set by itself. That those of a JIT configuration are read-only, too, is a guess. */
function isDefaultLabel(label) {
	return /^(?:self-hosted|macos|linux|windows|x64|arm|arm64)$/i.test(label);
}
/** A repository as REST shows it. */
function repositoryView(repository, links) {
	return {
		id: repository.id,
		name: repository.name,
		full_name: fullName(repository),
		private: repository.private,
		visibility: repository.private ? "private" : "public",
		owner: {
			login: repository.owner,
			type: "Organization"
		},
		html_url: `${links.webUrl}/${fullName(repository)}`,
		url: `${links.apiUrl}/repos/${fullName(repository)}`,
		fork: false,
		allow_forking: false,
		archived: false,
		disabled: false,
		default_branch: "main",
		created_at: time$1(repository.createdAt),
		updated_at: time$1(repository.pushedAt),
		pushed_at: time$1(repository.pushedAt)
	};
}
/** A run as REST shows it (§1.5). */
function runView(run, links, settings) {
	const repository = repositoryView(run.repository, links);
	const url = `${links.apiUrl}/repos/${fullName(run.repository)}/actions/runs/${String(run.id)}`;
	return {
		id: run.id,
		name: run.workflow.name ?? run.path,
		path: run.path,
		event: "workflow_dispatch",
		status: shownStatus(run, settings),
		conclusion: run.conclusion,
		run_attempt: 1,
		run_number: run.number,
		workflow_id: run.workflowId,
		head_branch: "main",
		head_sha: headSha,
		head_repository: repository,
		repository,
		created_at: time$1(run.createdAt),
		run_started_at: time$1(run.createdAt),
		updated_at: time$1(run.updatedAt),
		url,
		jobs_url: `${url}/jobs`,
		html_url: `${links.webUrl}/${fullName(run.repository)}/actions/runs/${String(run.id)}`,
		triggering_actor: starter
	};
}
/** The status that REST tells. */
function shownStatus(run, { quirks }) {
	const live = visibleJobs(run).filter(({ status }) => status !== "completed");
	const queued = live.some(({ status }) => status === "queued");
	if (quirks.includes("runs-hidden-status") && queued) return "waiting";
	const alike = ["waiting", "pending"].find((wait) => live.every(({ status }) => status === wait));
	return live.length === 0 ? run.status : alike ?? run.status;
}
/** A job as REST shows it (§1.5). `started_at` is filled for queued jobs too. */
function jobView(job, links, settings) {
	const { run, runner } = job;
	const repository = `${links.apiUrl}/repos/${fullName(run.repository)}`;
	return {
		id: job.id,
		run_id: run.id,
		run_attempt: 1,
		run_url: `${repository}/actions/runs/${String(run.id)}`,
		url: `${repository}/actions/jobs/${String(job.id)}`,
		name: job.name,
		status: job.status,
		conclusion: job.conclusion,
		labels: job.labels,
		runner_id: runner?.id ?? null,
		runner_name: runner?.name ?? null,
		runner_group_id: runner?.groupId ?? null,
		runner_group_name: runner === void 0 ? null : groupName(runner.groupId, settings) ?? null,
		workflow_name: run.workflow.name ?? run.path,
		head_branch: "main",
		head_sha: headSha,
		created_at: time$1(job.createdAt),
		started_at: time$1(job.startedAt ?? job.createdAt),
		completed_at: job.completedAt === void 0 ? null : time$1(job.completedAt),
		steps: job.steps,
		html_url: `${links.webUrl}/${fullName(run.repository)}/actions/runs/${String(run.id)}/job/${String(job.id)}`,
		check_run_url: `${repository}/check-runs/${String(job.id)}`
	};
}
/** Who starts every run. */
const starter = {
	login: "octocat",
	type: "User"
};
/** The commit of every run: the simulation has no Git. */
const headSha = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
/** GitHub writes times without milliseconds. */
function time$1(ms) {
	return `${new Date(ms).toISOString().slice(0, -5)}Z`;
}

// src/sim/github/job-message.ts
/** The contexts of a run that every job of it sees. */
function runContexts(run, links) {
	return {
		github: {
			repository: fullName(run.repository),
			repository_owner: run.repository.owner,
			repository_id: String(run.repository.id),
			run_id: String(run.id),
			run_number: String(run.number),
			run_attempt: "1",
			workflow: run.workflow.name ?? run.path,
			workflow_ref: `${fullName(run.repository)}/${run.path}@refs/heads/main`,
			sha: headSha,
			ref: "refs/heads/main",
			ref_name: "main",
			ref_type: "branch",
			ref_protected: false,
			event_name: "workflow_dispatch",
			event: {
				inputs: run.inputs,
				repository: { full_name: fullName(run.repository) }
			},
			actor: starter.login,
			triggering_actor: starter.login,
			server_url: links.webUrl,
			api_url: links.apiUrl,
			graphql_url: `${links.apiUrl}/graphql`,
			retention_days: "90"
		},
		inputs: run.inputs,
		vars: run.vars
	};
}
/** What the runner that acquired the job gets. */
function jobMessage(job, settings, links) {
	const { run, stage } = job;
	const { definition } = stage;
	const contexts = runContexts(run, links);
	const token = `ghs_${randomBytes(tokenBytes$3).toString("hex")}`;
	return {
		jobId: job.id,
		name: job.name,
		repository: fullName(run.repository),
		steps: definition.steps,
		env: [run.workflow.env, definition.env],
		shell: definition.defaults.run.shell ?? run.workflow.defaults.run.shell,
		workingDirectory: definition.defaults.run["working-directory"] ?? run.workflow.defaults.run["working-directory"],
		outputs: definition.outputs,
		contexts: {
			...contexts,
			github: {
				...contexts.github,
				job: stage.key,
				token
			},
			needs: needsContext(run, stage),
			matrix: job.combination,
			strategy: job.strategy,
			secrets: {
				...run.secrets,
				GITHUB_TOKEN: token
			}
		},
		checkout: run.checkout,
		renewMs: settings.renewMs,
		reportRetryMs: settings.reportRetryMs,
		minuteMs: settings.minuteMs,
		stepInterruptMs: settings.stepInterruptMs,
		stepTerminateMs: settings.stepTerminateMs
	};
}
const tokenBytes$3 = 18;

// src/sim/github/mailbox.ts
/** Messages waiting for one runner. */
var Mailbox = class {
	#messages = [];
	#wake;
	put(message) {
		this.#messages.push(message);
		this.wake();
	}
	/** Ends a wait without a message. */
	wake() {
		this.#wake?.();
	}
	/** The next message; undefined when none came before the signal aborted or somebody called `wake`. */
	async take(signal) {
		if (this.#messages.length === 0 && !signal.aborted) {
			const { promise, resolve } = Promise.withResolvers();
			const wake = () => {
				resolve();
			};
			this.#wake = wake;
			signal.addEventListener("abort", wake, { once: true });
			await promise;
			signal.removeEventListener("abort", wake);
		}
		return signal.aborted ? void 0 : this.#messages.shift();
	}
};

// src/sim/github/broker-bodies.ts
/** What runners send to the broker. Kept apart from `protocol.ts`, which a runner loads without zod. */
const bodies = {
	token: object({ client_assertion: string() }),
	/** `iat` is in seconds since the epoch. */
	claims: object({
		sub: string(),
		iat: number()
	}),
	session: object({
		version: string(),
		os: string(),
		mode: _enum(runnerModes).optional()
	}),
	progress: object({
		steps: array(object({
			number: int(),
			name: string(),
			status: _enum([
				"queued",
				"in_progress",
				"completed"
			]),
			conclusion: _enum([
				"success",
				"failure",
				"cancelled",
				"skipped"
			]).nullable(),
			started_at: string().nullable(),
			completed_at: string().nullable()
		})),
		log: string(),
		summary: string()
	}),
	outcome: object({
		result: _enum(jobResults),
		outputs: record$1(string(), string())
	})
};

// src/sim/github/routes.ts
/** The route of a request and the values of its variables; undefined when nothing matches. */
function findRoute(routes, method, path) {
	for (const route of routes) {
		const params = route.method === method ? match(route.pattern, path) : void 0;
		if (params !== void 0) return {
			route,
			params
		};
	}
}
function match(pattern, path) {
	const wanted = pattern.split("/");
	const given = path.split("/");
	if (wanted.length !== given.length) return void 0;
	const params = {};
	for (const [index, part] of wanted.entries()) {
		const value = given[index] ?? "";
		if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
		else if (part !== value) return void 0;
	}
	return params;
}

// src/sim/github/broker.ts
const largestLog = 1048576;
/** How wrong a runner's clock may be (§4.3). */
const largestSkewMs = 3e5;
/** The side of GitHub that runners talk to, under `/_broker/`. */
var Broker = class {
	#parts;
	#tokens = /* @__PURE__ */ new Map();
	#mailboxes = /* @__PURE__ */ new Map();
	#routes;
	constructor(parts) {
		this.#parts = parts;
		this.#routes = [
			this.#route("POST", "/_broker/session", (runner, request) => this.#open(runner, request)),
			this.#route("DELETE", "/_broker/session", (runner) => this.#close(runner)),
			this.#route("GET", "/_broker/message", async (runner, request) => this.#message(runner, request)),
			this.#route("POST", "/_broker/jobs/:job/acquire", (runner, request) => this.#acquire(runner, request)),
			this.#route("POST", "/_broker/jobs/:job/renew", (runner, request) => {
				parts.engine().renew(this.#job(runner, request));
				return {
					status: 200,
					body: {}
				};
			}),
			this.#route("POST", "/_broker/jobs/:job/progress", (runner, request) => {
				record(this.#job(runner, request), bodies.progress.parse(request.body));
				return {
					status: 200,
					body: {}
				};
			}),
			this.#route("POST", "/_broker/jobs/:job/complete", (runner, request) => {
				parts.engine().complete(this.#job(runner, request), bodies.outcome.parse(request.body));
				return {
					status: 200,
					body: {}
				};
			})
		];
	}
	/** Answers a request of a runner. */
	async answer(request) {
		if (request.path === "/_broker/token") return this.#token(request);
		const found = findRoute(this.#routes, request.method, request.path);
		if (found === void 0) throw notFound();
		return found.route.handle({
			...request,
			params: found.params
		});
	}
	assigned(runner, job) {
		this.#send(runner, {
			type: "RunnerJobRequest",
			jobId: job.id
		});
	}
	cancelled(runner, job) {
		this.#send(runner, {
			type: "JobCancellation",
			jobId: job.id
		});
	}
	/** Lets a removed runner notice at once. */
	removed(runner) {
		this.#mailboxes.get(runner.id)?.wake();
		this.#mailboxes.delete(runner.id);
	}
	#route(method, pattern, handle) {
		return {
			method,
			pattern,
			handle: (request) => handle(this.#authenticate(request), request)
		};
	}
	/** Exchanges an assertion signed with the key of the JIT configuration for an access token. */
	#token({ body }) {
		const { client_assertion: assertion } = bodies.token.parse(body);
		const [header = "", payload = "", signature = ""] = assertion.split(".");
		const signed = Buffer.from(`${header}.${payload}`);
		const { publicKey } = this.#parts.key;
		if (!verify("RSA-SHA256", signed, publicKey, Buffer.from(signature, "base64url"))) throw new ApiError(400, "invalid_client");
		const { sub, iat } = bodies.claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
		if (Math.abs(Date.now() - iat * 1e3) > largestSkewMs) return {
			status: 400,
			body: { clockRetryForMs: this.#parts.settings().clockRetryMs }
		};
		if (this.#parts.registrations.byClientId(sub) === void 0) throw new ApiError(400, "invalid_client");
		const token = randomUUID();
		this.#tokens.set(token, sub);
		return {
			status: 200,
			body: {
				access_token: token,
				token_type: "Bearer"
			}
		};
	}
	#authenticate({ headers }) {
		const clientId = this.#tokens.get(headers.authorization?.replace(/^Bearer /, "") ?? "");
		if (clientId === void 0) throw new ApiError(401, "Unauthorized");
		const runner = this.#parts.registrations.byClientId(clientId);
		if (runner === void 0) throw new ApiError(404, "The runner registration has been deleted.");
		if (runner.session !== void 0) runner.session.lastSeen = Date.now();
		return runner;
	}
	#open(runner, { body }) {
		const wanted = bodies.session.parse(body);
		const settings = this.#parts.settings();
		const mode = modeOf(runner, wanted, settings);
		if (mode === "registration-deleted") {
			this.#parts.registrations.remove(runner);
			throw new ApiError(404, "The runner registration has been deleted.");
		}
		const taken = runner.jobId !== void 0 || isOnline(runner, settings.offlineMs);
		if (mode === "session-conflict" || taken) return {
			status: 409,
			body: { retryForMs: settings.sessionConflictMs }
		};
		runner.version = wanted.version;
		runner.os = wanted.os;
		const openedAt = Date.now();
		runner.session = {
			id: randomUUID(),
			mode,
			openedAt,
			polling: 0,
			lastSeen: openedAt
		};
		return {
			status: 200,
			body: {
				sessionId: runner.session.id,
				mode
			}
		};
	}
	#close(runner) {
		runner.session = void 0;
		return { status: 204 };
	}
	async #message(runner, request) {
		const { session } = runner;
		if (session === void 0 || session.id !== request.query.get("sessionId")) throw notFound();
		if (session.mode === "deprecated") {
			const version = `v${runner.version ?? ""}`;
			throw new ApiError(403, `Runner version ${version} is deprecated and cannot receive messages.`);
		}
		if (session.mode === "update" || session.mode === "update-exit-3") this.#send(runner, {
			type: "RunnerRefresh",
			targetVersion: this.#parts.settings().latestRunnerVersion
		});
		const message = await this.#wait(runner, session, request.closed);
		if (this.#parts.registrations.byId(runner.id) === void 0) throw notFound();
		return message === void 0 ? { status: 202 } : {
			status: 200,
			body: message
		};
	}
	async #wait(runner, session, closed) {
		session.polling += 1;
		try {
			this.#parts.engine().assign();
			const deadline = AbortSignal.timeout(this.#parts.settings().messageWaitMs);
			return await this.#mailbox(runner).take(AbortSignal.any([closed, deadline]));
		} finally {
			session.polling -= 1;
			session.lastSeen = Date.now();
		}
	}
	/** A ghost is refused what it was given (§5.7). */
	#acquire(runner, request) {
		if (runner.session?.mode === "ghost") throw new ApiError(409, "The job was already acquired.");
		const job = this.#parts.engine().acquire(runner, Number(request.params["job"]));
		if (job === void 0) throw notFound();
		return {
			status: 200,
			body: jobMessage(job, this.#parts.settings(), this.#parts.links)
		};
	}
	#job(runner, request) {
		const job = this.#parts.engine().job(Number(request.params["job"]));
		if (job === void 0 || runner.jobId !== job.id || job.status !== "in_progress") throw notFound();
		return job;
	}
	#send(runner, message) {
		this.#mailbox(runner).put(message);
	}
	#mailbox({ id }) {
		const mailbox = this.#mailboxes.get(id) ?? new Mailbox();
		this.#mailboxes.set(id, mailbox);
		return mailbox;
	}
};
/** What the runner itself says goes first. After its update, or its one failed start, a runner succeeds. */
function modeOf(runner, wanted, settings) {
	const mode = wanted.mode ?? settings.runnerMode;
	const updated = wanted.version === settings.latestRunnerVersion;
	if ((mode === "update" || mode === "update-exit-3") && updated) return "success";
	return mode === "retryable-once" && runner.version !== null ? "success" : mode;
}
function record(job, { steps, log, summary }) {
	job.steps = steps;
	job.log = (job.log + log).slice(0, largestLog);
	job.summary = (job.summary + summary).slice(0, largestLog);
}

// src/sim/github/app.ts
/** What `exp` may be ahead at most, seconds (§3). */
const longestSeconds = 600;
const bad = (message) => new ApiError(401, message);
const undecodable = "A JSON web token could not be decoded";
/** Whether a bearer token has the shape of a JSON web token. */
function isWebToken(text) {
	return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}
/**
* Checks the JSON web token of an App at the time `now`, by GitHub's clock in seconds. That there are such checks is in
* §3; the words of the refusals are those that users of GitHub report, and their order is a guess. Throws `ApiError`.
*/
function checkWebToken(token, app, publicKey, now) {
	const [head = "", body = "", signature = ""] = token.split(".");
	const { alg } = decode(head);
	const { iss, iat, exp } = decode(body);
	if (![app.clientId, String(app.appId)].includes(String(iss))) throw new ApiError(404, "Integration not found");
	const signed = Buffer.from(`${head}.${body}`);
	const isOurs = verify("RSA-SHA256", signed, publicKey, Buffer.from(signature, "base64url"));
	if (alg !== "RS256" || !isOurs) throw bad(undecodable);
	if (typeof iat !== "number" || iat > now) throw bad("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
	if (typeof exp !== "number" || exp <= now) throw bad("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires");
	if (exp > now + longestSeconds) throw bad("'Expiration time' claim ('exp') is too far in the future");
}
function decode(part) {
	try {
		const value = JSON.parse(Buffer.from(part, "base64url").toString());
		if (typeof value === "object" && value !== null) return { ...value };
	} catch {}
	throw bad(undecodable);
}

// src/sim/github/credentials.ts
const tokenBytes$2 = 18;
/** Everything that authenticates a REST request (§3). */
var Credentials = class {
	#parts;
	/** By the token: which installation, and until when, by our clock in milliseconds. */
	#issued = /* @__PURE__ */ new Map();
	constructor(parts) {
		this.#parts = parts;
	}
	/** Makes a token of an installation. */
	issue(installation) {
		const token = `ghs_${randomBytes(tokenBytes$2).toString("hex")}`;
		const endsAt = Date.now() + this.#parts.settings().installationTokenMs;
		this.#issued.set(token, {
			installation: installation.id,
			endsAt
		});
		return {
			token,
			expires_at: `${new Date(endsAt).toISOString().slice(0, -5)}Z`
		};
	}
	/** Who asks; throws `ApiError` when it is nobody. */
	identify({ headers }) {
		if ((headers["user-agent"] ?? "") === "") throw new ApiError(403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.");
		const given = /^(?:bearer|token) (.+)$/i.exec(headers.authorization ?? "")?.[1];
		if (given === void 0) throw new ApiError(401, "Requires authentication");
		const { token, app, publicKey, settings } = this.#parts;
		if (given === token) return { kind: "token" };
		if (isWebToken(given)) {
			checkWebToken(given, app, publicKey, (Date.now() + settings().clockSkewMs) / 1e3);
			return { kind: "app" };
		}
		return {
			kind: "installation",
			installation: this.#installationOf(given)
		};
	}
	#installationOf(token) {
		const issued = this.#issued.get(token);
		const found = this.#parts.settings().installations.find(({ id }) => id === issued?.installation);
		if (issued === void 0 || found === void 0 || Date.now() >= issued.endsAt) throw new ApiError(401, "Bad credentials");
		if (found.suspended === true) throw suspended();
		return found;
	}
};
/** The answer to a suspended installation: known of requests for its token, a guess for those with one. */
function suspended() {
	return new ApiError(403, "This installation has been suspended");
}

// src/sim/github/deadlines.ts
/** Which deadline of a job has passed (§5.3–§5.6). Pure. */
function dueOf(job, settings, now) {
	const past = (since, ms) => since !== void 0 && now - since >= ms;
	if (job.status === "queued") {
		if (past(job.assignedAt, settings.pickUpMs)) return "requeue";
		return past(job.queuedAt, settings.queueMs) ? "expire" : void 0;
	}
	if (job.status === "waiting") return past(job.waitingSince, settings.approvalMs) ? "not-approved" : void 0;
	if (job.status !== "in_progress") return void 0;
	if (past(job.leasedUntil, 0)) return "lease-lost";
	if (past(job.cancelledAt, settings.forceCancelMs)) return "force-cancel";
	const limit = Math.min(job.timeoutMinutes * settings.minuteMs, settings.jobLimitMs);
	return job.cancelledAt === void 0 && past(job.startedAt, limit) ? "time-out" : void 0;
}
/** Applies every deadline that has passed. */
function enforceDeadlines(parts) {
	const { engine, registrations, settings, now } = parts;
	for (const job of engine.jobs()) enforce(engine, job, dueOf(job, settings, now));
	for (const runner of registrations.all()) {
		if (isOnline(runner, settings.offlineMs) || runner.jobId !== void 0) runner.offlineSince = now;
		if (isForgotten(runner, settings, now)) registrations.remove(runner);
	}
	for (const run of engine.runs) if (!(run.status === "completed" || run.cancelled) && now - run.createdAt >= settings.runLimitMs) engine.cancelRun(run);
}
/** A runner without a job that is offline too long, or idle too long (§5.8, §1.2). */
function isForgotten(runner, settings, now) {
	const idleSince = runner.consumed ? void 0 : runner.session?.openedAt;
	const idle = settings.forgetIdleMs !== void 0 && idleSince !== void 0;
	if (runner.jobId !== void 0) return false;
	return now - runner.offlineSince >= settings.forgetOfflineMs || idle && now - idleSince >= settings.forgetIdleMs;
}
function enforce(engine, job, due) {
	switch (due) {
		case void 0: return;
		case "requeue": return engine.requeue(job);
		case "expire":
		case "force-cancel": return engine.end(job, "cancelled");
		case "not-approved": return engine.end(job, "failure");
		case "lease-lost":
			job.log += `The self-hosted runner: ${job.runner?.name ?? ""} lost communication with the server.\n`;
			return engine.end(job, "failure");
		case "time-out":
			job.log += `The job has exceeded the maximum execution time of ${String(job.timeoutMinutes)}m0s\n`;
			return engine.cancel(job);
	}
}

// src/sim/github/admission.ts
/** What keeps a job that may start from being queued: an approval, or its concurrency group (§1.5). */
function admission(job, others, { protectedEnvironments }) {
	const { environment, approved } = job;
	if (environment !== void 0 && !approved && protectedEnvironments.includes(environment)) return "waiting";
	return rivals(job, others).some(({ status }) => status === "queued" || status === "in_progress") ? "pending" : "queued";
}
/**
* The jobs that a new job of a concurrency group ends: one that is pending, and with `cancel-in-progress` the one that
* has its turn. After GitHub's documentation of workflows; the reference only names the status.
*/
function displaced(job, others) {
	const taken = job.concurrency?.cancelInProgress === true ? [
		"pending",
		"queued",
		"in_progress"
	] : ["pending"];
	return rivals(job, others).filter(({ status }) => taken.includes(status));
}
function rivals(job, others) {
	if (job.concurrency === void 0) return [];
	const { group } = job.concurrency;
	return [...others].filter((other) => other !== job && other.run.repository === job.run.repository && other.concurrency?.group === group);
}

// src/sim/github/engine.ts
/** Of `Abandoned` a guess. */
const conclusions = {
	Succeeded: "success",
	SucceededWithIssues: "success",
	Failed: "failure",
	Canceled: "cancelled",
	Skipped: "skipped",
	Abandoned: "failure"
};
/** Runs and jobs: queues them, gives them to runners, ends them (§5). */
var Engine = class {
	runs = [];
	#jobs = /* @__PURE__ */ new Map();
	#registrations;
	#settings;
	#contexts;
	#events;
	#claims;
	#idleWaiters = [];
	constructor(parts) {
		this.#registrations = parts.registrations;
		this.#settings = parts.settings;
		this.#contexts = parts.contexts;
		this.#events = parts.events;
		this.#claims = parts.claims;
	}
	/** Every job that GitHub shows, oldest first. */
	jobs() {
		return [...this.#jobs.values()].filter(({ status }) => status !== "held");
	}
	job(id) {
		return this.#jobs.get(id);
	}
	/** Starts a run: its first jobs are queued when this returns. */
	start(request) {
		const now = Date.now();
		const stages = Object.entries(request.workflow.jobs).map(([key, definition]) => [key, {
			key,
			definition,
			jobs: void 0,
			failFast: true,
			maxParallel: void 0
		}]);
		const number = this.runs.length + 1;
		const run = {
			...request,
			id: firstRunId + number,
			number,
			workflowId: number,
			createdAt: now,
			updatedAt: now,
			stages: new Map(stages),
			status: "queued",
			conclusion: null,
			cancelled: false
		};
		this.runs.push(run);
		this.#advance(run);
		return run;
	}
	/** Gives queued jobs to scale sets and to idle runners, oldest job first (§5.1). */
	assign() {
		const choice = {
			registrations: this.#registrations,
			settings: this.#settings()
		};
		for (const job of this.#jobs.values()) {
			if (job.status !== "queued" || job.runner !== void 0) continue;
			this.#claims.offer(job);
			const runner = chooseRunner(job, choice);
			if (runner === void 0) continue;
			runner.consumed = true;
			runner.jobId = job.id;
			job.runner = {
				id: runner.id,
				name: runner.name,
				groupId: runner.groupId
			};
			job.assignedAt = Date.now();
			this.#events.assigned(runner, job);
		}
	}
	/** The runner takes the job it was given; undefined when it is no longer its job. */
	acquire(runner, jobId) {
		const job = this.job(jobId);
		if (job?.runner?.id !== runner.id || job.status !== "queued") return void 0;
		job.status = "in_progress";
		job.startedAt = Date.now();
		this.#touch(job.run, "in_progress");
		this.renew(job);
		this.#claims.started(job);
		return job;
	}
	/** Extends the lease of a running job (§5.3). */
	renew(job) {
		job.leasedUntil = Date.now() + this.#settings().leaseMs;
	}
	/** Puts an assigned job back into the queue; its runner stays consumed (§5.4, §5.7). */
	requeue(job) {
		this.#release(job, "keep");
		job.runner = void 0;
		job.assignedAt = void 0;
		this.assign();
	}
	/** Ends a job as its runner says. */
	complete(job, outcome) {
		job.outputs = outcome.outputs;
		this.end(job, conclusions[outcome.result]);
	}
	/**
	* Ends a job. The registration of the runner that ran it goes with it; a runner that was given the job but has not
	* taken it stays as a ghost (§5.7). Does nothing when it is over already.
	*/
	end(job, conclusion) {
		if (job.status === "completed") return;
		job.status = "completed";
		job.conclusion = conclusion;
		job.completedAt = Date.now();
		this.#claims.ended(job);
		this.#release(job, job.startedAt === void 0 ? "keep" : "remove");
		const { stage } = job;
		if (conclusion === "failure" && stage.failFast && !job.continueOnError) for (const other of stage.jobs ?? []) this.cancel(other);
		this.#admitWaiting();
		this.#advance(job.run);
	}
	/** Approves of every job of a run that waits for that. */
	approve(run) {
		for (const job of visibleJobs(run)) job.approved = true;
		this.#admitWaiting();
		this.assign();
	}
	/** Cancels a job: at once when nobody runs it, through its runner otherwise. */
	cancel(job) {
		if (job.status === "completed" || job.cancelledAt !== void 0) return;
		job.cancelledAt = Date.now();
		const runner = job.runner === void 0 ? void 0 : this.#registrations.byId(job.runner.id);
		if (job.status !== "in_progress" || runner === void 0) return this.end(job, "cancelled");
		this.#events.cancelled(runner, job);
	}
	/** Cancels a run with all its jobs. */
	cancelRun(run) {
		run.cancelled = true;
		for (const job of [...run.stages.values()].flatMap(({ jobs }) => jobs ?? [])) this.cancel(job);
	}
	/** Resolves when every run is over; rejects with the signal's reason when it aborts first. */
	async whenIdle(signal) {
		signal.throwIfAborted();
		if (this.#isIdle()) return;
		const { promise, resolve } = Promise.withResolvers();
		const wake = () => {
			resolve();
		};
		this.#idleWaiters.push(wake);
		signal.addEventListener("abort", wake, { once: true });
		await promise;
		signal.removeEventListener("abort", wake);
		signal.throwIfAborted();
	}
	#isIdle() {
		return this.runs.every(({ status }) => status === "completed");
	}
	/** Plans stages whose needs are over and queues what max-parallel lets through, until nothing changes. */
	#advance(run) {
		for (const stage of run.stages.values()) {
			const needs = stage.definition.needs.map((need) => run.stages.get(need));
			if (stage.jobs === void 0 && needs.every((need) => need !== void 0 && stageOver(need))) {
				this.#plan(run, stage);
				return this.#advance(run);
			}
		}
		for (const stage of run.stages.values()) this.#queue(stage);
		if ([...run.stages.values()].every(stageOver)) this.#finish(run);
		this.assign();
	}
	#plan(run, stage) {
		try {
			const plan = planStage(run, stage, this.#contexts(run));
			stage.failFast = plan.failFast;
			stage.maxParallel = plan.maxParallel;
			stage.jobs = plan.jobs.map((planned) => this.#add(run, stage, planned));
		} catch (error) {
			const job = this.#add(run, stage, {
				...unplanned,
				name: stage.key
			});
			job.log = `Error: ${error instanceof Error ? error.message : String(error)}\n`;
			job.conclusion = "failure";
			stage.jobs = [job];
		}
	}
	#add(run, stage, planned) {
		const now = Date.now();
		const job = {
			...planned,
			id: firstJobId + this.#jobs.size,
			run,
			stage,
			createdAt: now,
			status: planned.skipped ? "completed" : "held",
			conclusion: planned.skipped ? "skipped" : null,
			waitingSince: void 0,
			approved: false,
			queuedAt: void 0,
			assignedAt: void 0,
			startedAt: planned.skipped ? now : void 0,
			completedAt: planned.skipped ? now : void 0,
			leasedUntil: void 0,
			cancelledAt: void 0,
			scaleSetId: void 0,
			runner: void 0,
			steps: [],
			outputs: {},
			log: "",
			summary: ""
		};
		this.#jobs.set(job.id, job);
		return job;
	}
	#queue(stage) {
		const jobs = stage.jobs ?? [];
		const held = jobs.filter(({ status }) => status === "held");
		const active = jobs.filter(({ status }) => status !== "completed").length - held.length;
		for (const job of held.slice(0, Math.max(0, (stage.maxParallel ?? Infinity) - active))) {
			for (const other of displaced(job, this.#jobs.values())) this.cancel(other);
			this.#admit(job);
		}
	}
	/** Queues a job, or says what it waits for. */
	#admit(job) {
		job.status = admission(job, this.#jobs.values(), this.#settings());
		const now = Date.now();
		if (job.status === "waiting") job.waitingSince ??= now;
		if (job.status === "queued") job.queuedAt = now;
	}
	/** Looks again at the jobs that wait for an approval or their turn, oldest first. */
	#admitWaiting() {
		for (const job of this.#jobs.values()) if (job.status === "waiting" || job.status === "pending") this.#admit(job);
	}
	#finish(run) {
		if (run.status === "completed") return;
		const results = new Set([...run.stages.values()].map(stageResult));
		const worst = ["failure", "cancelled"].find((result) => results.has(result));
		const skipped = visibleJobs(run).every(({ conclusion }) => conclusion === "skipped");
		run.conclusion = run.cancelled ? "cancelled" : worst ?? (skipped ? "skipped" : "success");
		this.#touch(run, "completed");
		if (!this.#isIdle()) return;
		for (const resolve of this.#idleWaiters) resolve();
		this.#idleWaiters = [];
	}
	#touch(run, status) {
		run.status = status;
		run.updatedAt = Date.now();
	}
	#release(job, registration) {
		const runner = job.runner === void 0 ? void 0 : this.#registrations.byId(job.runner.id);
		if (runner?.jobId !== job.id) return;
		runner.jobId = void 0;
		if (registration === "keep") return;
		if (this.#settings().quirks.includes("keeps-registrations")) runner.session = void 0;
		else this.#registrations.remove(runner);
	}
};
const firstRunId = 17e9;
const firstJobId = 48e9;
const unplanned = {
	combination: {},
	strategy: {},
	labels: [],
	group: void 0,
	continueOnError: false,
	timeoutMinutes: 1,
	environment: void 0,
	concurrency: void 0,
	skipped: true
};

// src/sim/github/faults.ts
/** Faults with the times they are still to happen. */
var Faults = class {
	#left = [];
	/** Replaces the faults. */
	set(faults) {
		this.#left = faults.map((fault) => ({
			fault,
			times: fault.times ?? Infinity,
			skip: fault.skip ?? 0
		}));
	}
	/** Answers a request, with the fault that is due for it, if any. */
	async apply(request, answer) {
		const fault = this.#take(request);
		const refusal = fault === void 0 ? void 0 : refusalOf(fault);
		if (refusal !== void 0) throw refusal;
		if (fault?.name === "timeout") await silence(request.closed);
		if (fault?.name === "connection-reset") return {
			reply: { status: 0 },
			transport: "reset"
		};
		return {
			reply: await answer(),
			transport: transports[fault?.name ?? "http-500"] ?? "whole"
		};
	}
	#take(request) {
		const matching = this.#left.filter(({ fault, times }) => times > 0 && matches(fault, request));
		const entry = matching.find(({ skip }) => skip === 0);
		for (const waiting of matching) if (waiting.skip > 0) waiting.skip -= 1;
		if (entry !== void 0) entry.times -= 1;
		return entry?.fault;
	}
};
const transports = {
	"cut-answer": "cut",
	"lost-201": "lost",
	"malformed-json": "malformed"
};
/** Faults that speak of the JIT call happen there only. */
function matches(fault, { method, path }) {
	const side = sideOf(path);
	if (side === "service" && fault.match?.includes("_apis") !== true) return false;
	if (fault.match !== void 0) return new RegExp(fault.match).test(`${method} ${path}`);
	if (side === "broker") return false;
	return !jitOnly.has(fault.name) || path.endsWith("/generate-jitconfig");
}
const jitOnly = /* @__PURE__ */ new Set([
	"lost-201",
	"jit-409",
	"jit-422"
]);
function refusalOf({ name, seconds = 1 }) {
	const retryAfter = { "retry-after": String(seconds) };
	const secondary = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
	switch (name) {
		case "http-500": return new ApiError(500, "Internal Server Error");
		case "http-502": return new ApiError(502, "Server Error");
		case "http-503": return new ApiError(503, "Service Unavailable");
		case "rate-limit-429": return new ApiError(429, secondary);
		case "rate-limit-429-retry-after": return new ApiError(429, secondary, { headers: retryAfter });
		case "rate-limit-403": return new ApiError(403, "API rate limit exceeded.", { headers: exhausted(seconds) });
		case "rate-limit-403-retry-after": return new ApiError(403, secondary, { headers: retryAfter });
		case "unauthorized-401": return new ApiError(401, "Bad credentials");
		case "forbidden-403": return new ApiError(403, "Resource not accessible by personal access token");
		case "forbidden-403-empty": return new ApiError(403, "");
		case "jit-409": return new ApiError(409, "Already exists - A runner with the name already exists.");
		case "jit-422": return new ApiError(422, "Invalid input", { errors: ["Invalid input"] });
		case "timeout":
		case "connection-reset":
		case "cut-answer":
		case "malformed-json":
		case "lost-201": return;
	}
}
function exhausted(seconds) {
	const reset = Math.ceil(Date.now() / 1e3) + seconds;
	return {
		"x-ratelimit-remaining": "0",
		"x-ratelimit-reset": String(reset)
	};
}
/** Never answers: ends when the client has gone. */
async function silence(closed) {
	await setTimeout(longest$1, void 0, {
		signal: closed,
		ref: false
	});
	throw new Error("the client waited for ever");
}
const longest$1 = 2 ** 31 - 1;

// src/sim/github/rate-limit.ts
const hourMs$1 = 36e5;
/** The primary rate limit of one token (§1.6). */
var RateLimit = class {
	#used = 0;
	#resetAt = Date.now() + hourMs$1;
	/** Counts a request; 403 when the limit is used up. */
	spend(limit) {
		this.#roll();
		if (this.#used >= limit) throw new ApiError(403, "API rate limit exceeded.");
		this.#used += 1;
	}
	/** Takes a request back: 304 does not count. */
	refund() {
		this.#used -= 1;
	}
	/** `resources.core` of `GET /rate_limit`. */
	view(limit) {
		this.#roll();
		return {
			limit,
			used: this.#used,
			remaining: limit - this.#used,
			reset: Math.ceil(this.#resetAt / 1e3)
		};
	}
	/** The headers that every REST answer carries. */
	headers(limit) {
		const headers = { "x-ratelimit-resource": "core" };
		for (const [key, value] of Object.entries(this.view(limit))) headers[`x-ratelimit-${key}`] = String(value);
		return headers;
	}
	#roll() {
		if (Date.now() < this.#resetAt) return;
		this.#used = 0;
		this.#resetAt = Date.now() + hourMs$1;
	}
};

// src/sim/github/registration-tokens.ts
const hourMs = 36e5;
const tokenBytes$1 = 16;
/** Tokens of one scope that register runners and scale sets, or remove them: many times within their hour (§1). */
var RegistrationTokens = class {
	#issued = /* @__PURE__ */ new Map();
	issue(scope, use) {
		const token = randomBytes(tokenBytes$1).toString("hex").toUpperCase();
		const endsAt = Date.now() + hourMs;
		if (use === "register") this.#issued.set(token, {
			scope,
			endsAt
		});
		return {
			token,
			expires_at: new Date(endsAt).toISOString()
		};
	}
	/** The scope a token registers in; undefined when it does not, or is too old. */
	scopeOf(token) {
		const found = this.#issued.get(token);
		return found !== void 0 && Date.now() < found.endsAt ? found.scope : void 0;
	}
};

// src/sim/github/permit.ts
/** What an installation may do unless its settings say otherwise: all that a poller needs (§3). */
const installationPermissions = {
	administration: "write",
	organization_self_hosted_runners: "write",
	actions: "read",
	metadata: "read"
};
/** Which scopes of a classic token open what (§3). */
const scopesFor = {
	administration: ["repo", "public_repo"],
	organization_self_hosted_runners: ["admin:org", "manage_runners:org"],
	actions: ["repo", "public_repo"],
	metadata: [
		"repo",
		"public_repo",
		"read:org",
		"admin:org"
	]
};
/** Headers that say what is accepted; throws `ApiError` with them when the caller may not do this (§3). */
function permit(claim) {
	const { credential, route, settings } = claim;
	if (route.byApp === true && credential.kind !== "app") throw new ApiError(401, "A JSON web token could not be decoded");
	if (route.byApp !== true && credential.kind === "app") throw inaccessible("integration", {});
	const headers = {
		...scopeHeader(credential, settings),
		...acceptedHeader(route)
	};
	if (route.permission === void 0) return headers;
	if (credential.kind === "installation") permitInstallation(credential.installation, claim, headers);
	if (credential.kind === "token") permitToken(claim, headers);
	return headers;
}
function permitInstallation(installation, { request, route }, headers) {
	if (!covers(installation, request.params)) throw notFound();
	if (!allows(installation.permissions ?? installationPermissions, route)) throw inaccessible("integration", headers);
}
/** What a classic token may do is bounded by its scopes and by what its owner may do. */
function permitToken({ route, settings }, headers) {
	const { permissions, tokenScopes } = settings;
	if (!allows(permissions, route)) throw inaccessible("personal access token", headers);
	const subject = route.permission?.[0];
	if (tokenScopes === null || subject === void 0) return;
	if (scopesFor[subject].some((scope) => tokenScopes.includes(scope))) return;
	if (subject !== "organization_self_hosted_runners") throw new ApiError(404, "Not Found", { headers });
	throw new ApiError(403, "You must be an org admin or have the runners and runner groups fine-grained permission.", { headers });
}
function allows(levels, { permission }) {
	if (permission === void 0) return true;
	const granted = levels[permission[0]];
	return granted === "write" || granted === permission[1];
}
/** Whether an installation is for the account, and the repository, that a path speaks of. */
function covers({ account, repositories }, params) {
	const { owner, org, repo } = params;
	if ((org ?? owner)?.toLowerCase() !== account.toLowerCase()) return false;
	return repo === void 0 || (repositories?.some((name) => same$2(name, `${account}/${repo}`)) ?? true);
}
function acceptedHeader({ permission }) {
	return permission === void 0 ? {} : { "x-accepted-github-permissions": permission.join("=") };
}
/** Only classic tokens have scopes (A-28). */
function scopeHeader({ kind }, { tokenScopes }) {
	return kind === "token" && tokenScopes !== null ? { "x-oauth-scopes": tokenScopes.join(", ") } : {};
}
function inaccessible(by, headers) {
	return new ApiError(403, `Resource not accessible by ${by}`, { headers });
}
function same$2(name, other) {
	return name.toLowerCase() === other.toLowerCase();
}

// src/sim/github/rest.ts
/** Answers a REST request: authentication, permission, rate limit, the call, ETag. Throws `ApiError`. */
async function answerRest(parts, request) {
	const credential = parts.credentials.identify(request);
	if (request.path === "/rate_limit") return rateLimitReply(parts, request);
	parts.rateLimit.spend(parts.settings().rateLimit);
	const found = findRoute(parts.routes, request.method, request.path);
	if (found === void 0) throw notFound();
	const call = {
		...request,
		params: found.params
	};
	const accepted = permit({
		credential,
		route: found.route,
		request: call,
		settings: parts.settings()
	});
	const reply = await handle(found.route, call, accepted);
	const tagged = withEtag(request, {
		...reply,
		headers: {
			...reply.headers,
			...accepted
		}
	});
	if (tagged.status === notModified) parts.rateLimit.refund();
	return tagged;
}
/** A refusal tells the accepted permissions as well. */
async function handle({ handle: call }, request, accepted) {
	try {
		return await call(request);
	} catch (error) {
		if (!(error instanceof ApiError)) throw error;
		const { status, message, errors, headers } = error;
		throw new ApiError(status, message, {
			...errors === void 0 ? {} : { errors },
			headers: {
				...accepted,
				...headers
			}
		});
	}
}
const notModified = 304;
/** ETags vary by token and Accept (§1.6). */
function withEtag(request, reply) {
	if (request.method !== "GET" || reply.status !== 200) return reply;
	const { accept = "", authorization = "" } = request.headers;
	const etag = `W/"${createHash("sha256").update(JSON.stringify([
		accept,
		authorization,
		reply.body
	])).digest("hex")}"`;
	const headers = {
		...reply.headers,
		etag
	};
	return request.headers["if-none-match"] === etag ? {
		status: notModified,
		headers
	} : {
		...reply,
		headers
	};
}
/** `rate` is gone in API version 2026-03-10 (§0). */
function rateLimitReply({ rateLimit, settings }, { headers }) {
	const core = rateLimit.view(settings().rateLimit);
	const old = headers["x-github-api-version"] !== "2026-03-10";
	return {
		status: 200,
		body: {
			resources: { core },
			...old ? { rate: core } : {}
		}
	};
}

// src/sim/github/rest-scope.ts
/** The routes of calls that repositories and organizations have alike (§1, §3). */
function inBothScopes(calls) {
	return calls.flatMap(({ method, path, level, handle }) => [{
		method,
		pattern: `/repos/:owner/:repo/actions/runners${path}`,
		permission: ["administration", level],
		handle
	}, {
		method,
		pattern: `/orgs/:org/actions/runners${path}`,
		permission: ["organization_self_hosted_runners", level],
		handle
	}]);
}
/** The scope a path speaks of; 404 when the token cannot see it. */
function scopeOf({ repositories }, { params }) {
	const { owner = "", repo = "", org } = params;
	const scope = org === void 0 ? repositoryScope(owner, repo) : organizationScope(org);
	if (!repositories.some((one) => repositoryScope(one.owner, one.name) === scope || organizationScope(one.owner) === scope)) throw notFound();
	return scope;
}
/** The runner a path speaks of; 404 when it is not there. */
function runnerOf$1(parts, request) {
	const runner = parts.registrations.byId(Number(request.params["id"]));
	if (runner?.scope !== scopeOf(parts, request)) throw notFound();
	return runner;
}

// src/sim/github/rest-apps.ts
/** The calls that an App makes in its own name (§3). Enterprises have no App that could register runners. */
function appRoutes(parts) {
	const { settings } = parts;
	const list = "/app/installations";
	return [
		byApp("GET", "/app", () => ({
			status: 200,
			body: appView(parts.app)
		})),
		byApp("GET", list, (request) => {
			const items = settings().installations.map((each) => view$1(each, parts.app));
			return page(request, {
				url: parts.links.apiUrl + list,
				items
			});
		}),
		byApp("GET", `${list}/:installation`, (request) => shown$1(byId(settings(), request), parts.app)),
		byApp("POST", `${list}/:installation/access_tokens`, (request) => makeToken(parts, request)),
		byApp("GET", "/orgs/:org/installation", (request) => shown$1(covering(parts, request), parts.app)),
		byApp("GET", "/repos/:owner/:repo/installation", (request) => shown$1(covering(parts, request), parts.app))
	];
}
function byApp(method, pattern, handle) {
	return {
		method,
		pattern,
		byApp: true,
		handle
	};
}
function makeToken({ settings, credentials }, request) {
	const installation = byId(settings(), request);
	if (installation.suspended === true) throw suspended();
	const selection = installation.repositories === void 0 ? "all" : "selected";
	const permissions = installation.permissions ?? installationPermissions;
	return {
		status: 201,
		body: {
			...credentials.issue(installation),
			permissions,
			repository_selection: selection
		}
	};
}
function byId({ installations }, { params }) {
	const found = installations.find(({ id }) => String(id) === params["installation"]);
	if (found === void 0) throw notFound();
	return found;
}
function covering(parts, request) {
	scopeOf(parts, request);
	const found = parts.settings().installations.find((each) => covers(each, request.params));
	if (found === void 0) throw notFound();
	return found;
}
function shown$1(installation, app) {
	return {
		status: 200,
		body: view$1(installation, app)
	};
}
function view$1(installation, { appId, clientId }) {
	const { id, account, repositories, permissions = installationPermissions } = installation;
	return {
		id,
		account: {
			login: account,
			type: "Organization"
		},
		app_id: appId,
		client_id: clientId,
		target_type: "Organization",
		permissions,
		repository_selection: repositories === void 0 ? "all" : "selected",
		suspended_at: installation.suspended === true ? "2026-01-01T00:00:00Z" : null
	};
}
function appView({ appId, clientId }) {
	return {
		id: appId,
		client_id: clientId,
		slug: "sand",
		name: "sand",
		permissions: installationPermissions
	};
}

// src/sim/github/rest-applications.ts
/** Operating systems and architectures that there is a runner for; only `osx`, `arm64` is known from the reference. */
const builds = [
	"osx-x64",
	"osx-arm64",
	"linux-x64",
	"linux-arm",
	"linux-arm64",
	"win-x64",
	"win-arm64"
];
/** What a host needs to install a runner: tokens for `config.sh`, downloads, how long a version will do (§1). */
function applicationRoutes(parts) {
	return inBothScopes([
		{
			method: "POST",
			path: "/registration-token",
			level: "write",
			handle: (request) => token(parts, request, "register")
		},
		{
			method: "POST",
			path: "/remove-token",
			level: "write",
			handle: (request) => token(parts, request, "remove")
		},
		{
			method: "GET",
			path: "/downloads",
			level: "read",
			handle: (request) => downloads(parts, request)
		},
		{
			method: "GET",
			path: "/deprecations/:version",
			level: "read",
			handle: (request) => deprecation(parts, request)
		}
	]);
}
/** The simulated runner has no `config.sh` that could use it; the scale-set service takes it. */
function token(parts, request, use) {
	return {
		status: 201,
		body: parts.registrationTokens.issue(scopeOf(parts, request), use)
	};
}
/** Nothing is there to be downloaded: the checksum is that of the name. */
function downloads(parts, request) {
	scopeOf(parts, request);
	const version = parts.settings().latestRunnerVersion;
	return {
		status: 200,
		body: builds.map((build) => {
			const [os, architecture] = build.split("-");
			const filename = `actions-runner-${build}-${version}.${os === "win" ? "zip" : "tar.gz"}`;
			return {
				os,
				architecture,
				download_url: `https://github.com/actions/runner/releases/download/v${version}/${filename}`,
				filename,
				sha256_checksum: createHash("sha256").update(filename).digest("hex")
			};
		})
	};
}
/** That an unknown version gives 404 is not confirmed. */
function deprecation(parts, request) {
	scopeOf(parts, request);
	const version = request.params["version"] ?? "";
	const known = parts.settings().runnerVersions[version];
	if (known === void 0) throw notFound();
	return {
		status: 200,
		body: {
			runner_version: version,
			registration_deprecates_at: known.registrationEnd,
			runtime_deprecates_at: known.runtimeEnd
		}
	};
}

// src/sim/github/rest-groups.ts
/** Runner groups of organizations (§1.4), to be read only. */
function groupRoutes(parts) {
	const base = "/orgs/:org/actions/runner-groups";
	return [
		reading(base, (request) => list$1(parts, request)),
		reading(`${base}/:group`, (request) => ({
			status: 200,
			body: view(groupOf(parts, request), baseUrl(parts, request))
		})),
		reading(`${base}/:group/runners`, (request) => runners(parts, request)),
		reading(`${base}/:group/repositories`, (request) => repositories(parts, request))
	];
}
function reading(pattern, handle) {
	return {
		method: "GET",
		pattern,
		permission: ["organization_self_hosted_runners", "read"],
		handle
	};
}
function list$1(parts, request) {
	const org = scopeOf(parts, request).slice(5);
	const repository = request.query.get("visible_to_repository");
	const url = baseUrl(parts, request);
	const items = groupsOf(parts.settings()).filter((group) => repository === null || isVisible(group, `${org}/${repository}`)).map((group) => view(group, url));
	return page(request, {
		url,
		name: "runner_groups",
		items
	});
}
function runners(parts, request) {
	const group = groupOf(parts, request);
	const items = parts.registrations.in(scopeOf(parts, request)).filter(({ groupId }) => groupId === group.id).map((runner) => runnerView(runner, parts.settings()));
	return page(request, {
		url: parts.links.apiUrl + request.path,
		name: "runners",
		items
	});
}
function repositories(parts, request) {
	const { repositories: selected } = groupOf(parts, request);
	const items = parts.repositories.filter((one) => selected?.some((name) => same$1(name, fullName(one))) ?? false).map((one) => repositoryView(one, parts.links));
	return page(request, {
		url: parts.links.apiUrl + request.path,
		name: "repositories",
		items
	});
}
function groupOf(parts, request) {
	scopeOf(parts, request);
	const found = groupsOf(parts.settings()).find(({ id }) => id === Number(request.params["group"]));
	if (found === void 0) throw notFound();
	return found;
}
function baseUrl({ links }, { params }) {
	return `${links.apiUrl}/orgs/${params["org"] ?? ""}/actions/runner-groups`;
}
function view(group, base) {
	const url = `${base}/${String(group.id)}`;
	const selected = group.repositories !== void 0;
	return {
		id: group.id,
		name: group.name,
		visibility: selected ? "selected" : "all",
		default: group.id === 1,
		inherited: false,
		allows_public_repositories: group.allowsPublicRepositories ?? false,
		restricted_to_workflows: false,
		selected_workflows: [],
		workflow_restrictions_read_only: false,
		runners_url: `${url}/runners`,
		...selected ? { selected_repositories_url: `${url}/repositories` } : {}
	};
}
function isVisible({ repositories: selected }, repository) {
	return selected?.some((name) => same$1(name, repository)) ?? true;
}
function same$1(name, other) {
	return name.toLowerCase() === other.toLowerCase();
}

// src/sim/github/rest-labels.ts
const wanted$3 = object({ labels: array(string().min(1)).max(100) });
/** Labels of a runner (§1). What the calls do is known by their names; the words of the refusals are guesses. */
function labelRoutes(parts) {
	const path = "/:id/labels";
	const changing = (change) => {
		return (request) => {
			const runner = runnerOf$1(parts, request);
			runner.labels = change(runner, request);
			return shown(runner);
		};
	};
	return inBothScopes([
		{
			method: "GET",
			path,
			level: "read",
			handle: (request) => shown(runnerOf$1(parts, request))
		},
		{
			method: "POST",
			path,
			level: "write",
			handle: changing(({ labels }, { body }) => [.../* @__PURE__ */ new Set([...labels, ...labelsIn(body)])])
		},
		{
			method: "PUT",
			path,
			level: "write",
			handle: changing(({ labels }, { body }) => [...labels.filter(isDefaultLabel), ...labelsIn(body)])
		},
		{
			method: "DELETE",
			path,
			level: "write",
			handle: changing(({ labels }) => labels.filter(isDefaultLabel))
		},
		{
			method: "DELETE",
			path: `${path}/:name`,
			level: "write",
			handle: changing(({ labels }, { params }) => without(labels, params["name"] ?? ""))
		}
	]);
}
function shown(runner) {
	const labels = labelViews(runner);
	return {
		status: 200,
		body: {
			total_count: labels.length,
			labels
		}
	};
}
function labelsIn(body) {
	const result = wanted$3.safeParse(body);
	if (result.success) return result.data.labels;
	throw refused(prettifyError(result.error));
}
function without(labels, name) {
	const found = labels.find((label) => label.toLowerCase() === name.toLowerCase());
	if (found === void 0) throw notFound();
	if (isDefaultLabel(found)) throw refused(`${found} is a read-only label`);
	return labels.filter((label) => label !== found);
}
function refused(reason) {
	return new ApiError(422, `Invalid input: ${reason}`, { errors: [`Invalid input: ${reason}`] });
}

// src/sim/github/rest-runners.ts
const hostedGroup = 2;
const wantedRunner = object({
	name: string().min(1).max(64),
	runner_group_id: int(),
	labels: array(string().min(1)).min(1).max(100),
	work_folder: string().default("_work")
});
/** Registered runners of repositories and organizations (§1, §1.1, §1.3). */
function runnerRoutes$1(parts) {
	return inBothScopes([
		{
			method: "POST",
			path: "/generate-jitconfig",
			level: "write",
			handle: (request) => generate$1(parts, request)
		},
		{
			method: "GET",
			path: "",
			level: "read",
			handle: (request) => list(parts, request)
		},
		{
			method: "GET",
			path: "/:id",
			level: "read",
			handle: (request) => ({
				status: 200,
				body: runnerView(runnerOf$1(parts, request), parts.settings())
			})
		},
		{
			method: "DELETE",
			path: "/:id",
			level: "write",
			handle: (request) => remove$1(parts, request)
		}
	]);
}
function generate$1(parts, request) {
	const scope = scopeOf(parts, request);
	const wanted = validate(request.body);
	if (parts.settings().quirks.includes("conflict-without-runner")) throw nameTaken(wanted.name);
	const groupId = wanted.runner_group_id;
	if (groupId === hostedGroup) throw new ApiError(403, "Forbidden");
	const group = groupName(groupId, parts.settings());
	if (group === void 0 || scope.startsWith("repos/") && groupId !== defaultGroup.id) throw notFound();
	const { name, labels, work_folder: workFolder } = wanted;
	const runner = parts.registrations.add({
		name,
		labels,
		scope,
		groupId,
		workFolder
	});
	const { runnerMode: mode } = parts.settings();
	const { webUrl } = parts.links;
	return {
		status: 201,
		body: {
			runner: runnerView(runner, parts.settings()),
			encoded_jit_config: encodeJitConfig(runner, {
				webUrl,
				key: parts.key,
				group,
				mode
			})
		}
	};
}
function validate(body) {
	const missing = [
		"name",
		"runner_group_id",
		"labels"
	].find((key) => typeof body !== "object" || body === null || !(key in body));
	if (missing !== void 0) throw invalid(`object is missing required key: ${missing}`);
	const result = wantedRunner.safeParse(body);
	if (!result.success) throw invalid(prettifyError(result.error));
	return result.data;
}
function invalid(reason) {
	return new ApiError(422, `Invalid input: ${reason}`, { errors: [`Invalid input: ${reason}`] });
}
function list(parts, request) {
	const name = request.query.get("name");
	const items = parts.registrations.in(scopeOf(parts, request)).filter((runner) => name === null || runner.name === name).map((runner) => runnerView(runner, parts.settings()));
	return page(request, {
		url: `${parts.links.apiUrl}${request.path}`,
		name: "runners",
		items
	});
}
function remove$1(parts, request) {
	const runner = runnerOf$1(parts, request);
	if (parts.settings().quirks.includes("delete-always-422") || runner.jobId !== void 0) throw stillBusy(runner.name);
	parts.registrations.remove(runner);
	return { status: 204 };
}
/** §1.3; the stray quote is GitHub's. */
function stillBusy(name) {
	const message = `Bad request - Runner "${name}" is still running a job"`;
	return new ApiError(422, message, { errors: [message] });
}

// src/sim/github/rest-runs.ts
const mostFiltered = 1e3;
/** Repositories, runs and jobs (§1.5). A run has one attempt: running again is not simulated. */
function runRoutes(parts) {
	const base = "/repos/:owner/:repo";
	return [
		{
			method: "GET",
			pattern: "/orgs/:org/repos",
			permission: ["metadata", "read"],
			handle: (request) => organizationRepositories(parts, request)
		},
		{
			method: "GET",
			pattern: base,
			permission: ["metadata", "read"],
			handle: (request) => ({
				status: 200,
				body: repositoryView(repositoryOf(parts, request), parts.links)
			})
		},
		{
			method: "GET",
			pattern: `${base}/actions/runs`,
			permission: ["actions", "read"],
			handle: (request) => runs(parts, request)
		},
		{
			method: "GET",
			pattern: `${base}/actions/runs/:run`,
			permission: ["actions", "read"],
			handle: (request) => ({
				status: 200,
				body: runView(runOf(parts, request), parts.links, parts.settings())
			})
		},
		{
			method: "GET",
			pattern: `${base}/actions/runs/:run/jobs`,
			permission: ["actions", "read"],
			handle: (request) => jobs(parts, request)
		},
		{
			method: "GET",
			pattern: `${base}/actions/runs/:run/attempts/:attempt/jobs`,
			permission: ["actions", "read"],
			handle: (request) => jobs(parts, request)
		},
		{
			method: "POST",
			pattern: `${base}/actions/runs/:run/cancel`,
			permission: ["actions", "write"],
			handle(request) {
				parts.engine.cancelRun(runOf(parts, request));
				return {
					status: 202,
					body: {}
				};
			}
		},
		{
			method: "GET",
			pattern: `${base}/actions/jobs/:job`,
			permission: ["actions", "read"],
			handle: (request) => job$1(parts, request)
		}
	];
}
function organizationRepositories(parts, request) {
	const owned = parts.repositories.filter((one) => same(one.owner, request.params["org"]));
	if (owned.length === 0) throw notFound();
	const items = owned.map((one) => repositoryView(one, parts.links));
	return page(request, {
		url: parts.links.apiUrl + request.path,
		items
	});
}
function runs(parts, request) {
	const repository = repositoryOf(parts, request);
	const filtered = filters.some((name) => request.query.has(name));
	const items = parts.engine.runs.filter((run) => run.repository === repository).toReversed().map((run) => runView(run, parts.links, parts.settings())).filter((run) => isWanted(run, request.query)).slice(0, filtered ? mostFiltered : void 0);
	return page(request, {
		url: parts.links.apiUrl + request.path,
		name: "workflow_runs",
		items
	});
}
/** Of these `created` and `check_suite_id` have no effect: no test of ours needs them. */
const filters = [
	"status",
	"event",
	"branch",
	"actor",
	"head_sha",
	"created",
	"check_suite_id"
];
function isWanted(run, query) {
	return [
		["status", [run["status"], run["conclusion"]]],
		["event", [run["event"]]],
		["branch", [run["head_branch"]]],
		["actor", [starter.login]],
		["head_sha", [headSha]]
	].every(([name, values]) => !query.has(name) || values.includes(query.get(name)));
}
function jobs(parts, request) {
	if ((request.params["attempt"] ?? "1") !== "1") throw notFound();
	const items = visibleJobs(runOf(parts, request)).map((one) => jobView(one, parts.links, parts.settings()));
	return page(request, {
		url: parts.links.apiUrl + request.path,
		name: "jobs",
		items
	});
}
function job$1(parts, request) {
	const repository = repositoryOf(parts, request);
	const found = parts.engine.job(Number(request.params["job"]));
	if (found?.run.repository !== repository || found.status === "held") throw notFound();
	return {
		status: 200,
		body: jobView(found, parts.links, parts.settings())
	};
}
function runOf(parts, request) {
	const repository = repositoryOf(parts, request);
	const id = Number(request.params["run"]);
	const run = parts.engine.runs.find((one) => one.id === id && one.repository === repository);
	if (run === void 0) throw notFound();
	return run;
}
function repositoryOf({ repositories }, { params }) {
	const found = repositories.find((one) => same(one.owner, params["owner"]) && same(one.name, params["repo"]));
	if (found === void 0) throw notFound();
	return found;
}
function same(name, other) {
	return name.toLowerCase() === other?.toLowerCase();
}

// src/sim/github/scale-sets/settings.ts
const minute = 6e4;
/** The service as github.com has it. */
const defaultScaleSetSettings = {
	enabled: true,
	pollMs: 5e4,
	sessionMs: 10 * minute,
	adminTokenMs: 60 * minute,
	queueTokenMs: 60 * minute,
	jobAvailable: false,
	reassignMs: 10 * minute,
	quirks: []
};
/** The settings of the service, those that nobody gave included. */
function scaleSetSettings(given) {
	return {
		...defaultScaleSetSettings,
		...given.scaleSets
	};
}

// src/sim/github/scale-sets/registration.ts
/** The REST call that leads to the service. */
const registrationPath = "/actions/runner-registration";
const wanted$2 = object({
	url: string().max(2048),
	runner_event: string()
});
/** Exchanges a registration token for the address of the service and a token for it (reference/github-scale-sets.md §3). */
function register(parts, tokens, { headers, body }) {
	const settings = parts.settings();
	const { enabled, adminTokenMs } = scaleSetSettings(settings);
	if (!enabled) throw notFound();
	const token = /^remoteauth (.+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
	const scope = tokens.scopeOf(token);
	if (scope === void 0) throw new ApiError(401, "Bad credentials");
	const given = wanted$2.safeParse(body);
	if (!given.success || scopeOfUrl(given.data.url) !== scope) throw notFound();
	const life = {
		ms: adminTokenMs,
		skewMs: settings.clockSkewMs
	};
	return {
		status: 201,
		body: {
			url: `${parts.links.webUrl}${tenantPath}/`,
			token: parts.adminTokens.issue(scope, life)
		}
	};
}
/** The scope of a configuration URL (§2). Enterprises are not simulated. */
function scopeOfUrl(url) {
	const [owner = "", name, ...more] = (URL.parse(url)?.pathname.replace(/^\/+|\/+$/g, "") ?? "").split("/");
	if (owner === "" || owner.toLowerCase() === "enterprises" || more.length > 0) return void 0;
	return name === void 0 ? organizationScope(owner) : repositoryScope(owner, name);
}

// src/sim/github/scale-sets/job-event.ts
/** The job was offered: `acquireJobUrl` is for clients that take one at a time. */
function jobAvailable(known, acquireJobUrl) {
	return {
		messageType: "JobAvailable",
		...common(known),
		acquireJobUrl
	};
}
/** The job belongs to the set, and to no runner yet. */
function jobAssigned(known) {
	return {
		messageType: "JobAssigned",
		...common(known)
	};
}
/** A runner of the set took the job. */
function jobStarted(known) {
	return {
		messageType: "JobStarted",
		...common(known),
		...runnerOf(known.job)
	};
}
/** The set has the job no more. */
function jobCompleted(known, result) {
	const finishTime = time(known.job.completedAt ?? Date.now());
	return {
		messageType: "JobCompleted",
		...common(known),
		finishTime,
		result,
		...runnerOf(known.job)
	};
}
/** Empty for a job that never started. */
function runnerOf({ startedAt, runner }) {
	if (startedAt === void 0 || runner === void 0) return {
		runnerId: 0,
		runnerName: ""
	};
	return {
		runnerId: runner.id,
		runnerName: runner.name
	};
}
/** What all messages tell; `acquirablejobs` has some of it, too. */
function common({ job, guid, assignedAt }) {
	const { run } = job;
	return {
		runnerRequestId: job.id,
		repositoryName: run.repository.name,
		ownerName: run.repository.owner,
		jobId: guid,
		jobWorkflowRef: `${fullName(run.repository)}/${run.path}@refs/heads/main`,
		jobDisplayName: job.name,
		workflowRunId: run.id,
		eventName: "workflow_dispatch",
		requestLabels: job.labels,
		queueTime: time(job.queuedAt),
		scaleSetAssignTime: time(assignedAt),
		runnerAssignTime: time(job.assignedAt),
		finishTime: time(void 0)
	};
}
/** A time that was not reached is that of the year 1. */
function time(ms) {
	return ms === void 0 ? "0001-01-01T00:00:00Z" : new Date(ms).toISOString();
}

// src/sim/github/scale-sets/claim.ts
/** A job that no set was ever given. */
function newClaim(job) {
	return {
		job,
		guid: randomUUID(),
		set: void 0,
		state: "free",
		since: 0,
		assignedAt: void 0,
		returns: 0,
		acquired: false
	};
}
/** Gives the job to a set, and tells it. */
function assign(claim, set) {
	claim.state = "assigned";
	claim.since = claim.assignedAt = Date.now();
	claim.job.scaleSetId = set.id;
	set.queue.put(jobAssigned(claim));
}
/** Takes the job from whatever set has it. */
function free(claim) {
	claim.set = void 0;
	claim.state = "free";
	claim.assignedAt = void 0;
	claim.acquired = false;
	claim.job.scaleSetId = void 0;
}
/** How `JobCompleted` calls the end of a job (reference/github-scale-sets.md §7). */
function resultOf({ conclusion }) {
	if (conclusion === "success") return "succeeded";
	return conclusion === "failure" ? "failed" : "canceled";
}

// src/sim/github/scale-sets/message-queue.ts
/** At most so many job messages come at once (reference/github-scale-sets.md §7). */
const mostEvents = 50;
/** The messages of one scale set, in order. They outlive its sessions, and so do their numbers (§6). */
var MessageQueue = class {
	#messages = [];
	#events = [];
	#lastId = 0;
	#waiting = /* @__PURE__ */ new Set();
	put(event) {
		this.#events.push(event);
		for (const wake of this.#waiting) wake();
	}
	/** The first message after `lastId` that is left; undefined when there was none before the signal aborted. */
	async next(lastId, signal) {
		while (!signal.aborted) {
			const message = this.#first(lastId);
			if (message !== void 0) return message;
			await this.#change(signal);
		}
	}
	/** Forgets a message. */
	acknowledge(id) {
		this.#messages = this.#messages.filter((message) => message.id !== id);
	}
	#first(lastId) {
		const left = this.#messages.find(({ id }) => id > lastId);
		if (left !== void 0 || this.#events.length === 0) return left;
		const message = {
			id: this.#lastId += 1,
			events: this.#events.splice(0, mostEvents)
		};
		this.#messages.push(message);
		return message.id > lastId ? message : this.#first(lastId);
	}
	async #change(signal) {
		const { promise, resolve } = Promise.withResolvers();
		const wake = () => {
			resolve();
		};
		this.#waiting.add(wake);
		signal.addEventListener("abort", wake, { once: true });
		await promise;
		signal.removeEventListener("abort", wake);
		this.#waiting.delete(wake);
	}
};

// src/sim/github/scale-sets/scale-set.ts
/** All scale sets of all scopes, oldest first. */
var ScaleSets = class {
	#sets = /* @__PURE__ */ new Map();
	#lastId = 0;
	add(scope, wish) {
		const set = {
			...wish,
			id: this.#lastId += 1,
			scope,
			createdAt: Date.now(),
			queue: new MessageQueue(),
			session: void 0
		};
		this.#sets.set(set.id, set);
		return set;
	}
	all() {
		return [...this.#sets.values()];
	}
	in(scope) {
		return this.all().filter((set) => set.scope === scope);
	}
	byId(id) {
		return this.#sets.get(id);
	}
	remove({ id }) {
		this.#sets.delete(id);
	}
};
/** Whether a session still keeps others away (§6). */
function isActive(session, sessionMs) {
	return session !== void 0 && (session.polls.size > 0 || Date.now() - session.lastSeen < sessionMs);
}

// src/sim/github/scale-sets/job-claims.ts
/** A job goes back into the queue so often, and no set gets it after that (reference/github-scale-sets.md §7). */
const mostReturns = 3;
/** Which jobs belong to which scale set, and what the sets are told of it (§7). */
var JobClaims = class {
	#sets;
	#github;
	#acquireUrl;
	#claims = /* @__PURE__ */ new Map();
	constructor(parts) {
		this.#sets = parts.sets;
		this.#github = parts.settings;
		this.#acquireUrl = parts.acquireUrl;
	}
	/** The first set with room gets the job: which one of several is arbitrary (§9). */
	offer(job) {
		const known = this.#claims.get(job.id);
		if (known !== void 0 && (known.set !== void 0 || known.returns > mostReturns)) return;
		const set = this.#sets.all().find((one) => this.matches(one, job) && this.#hasRoom(one));
		if (set === void 0) return;
		const claim = known ?? newClaim(job);
		this.#claims.set(job.id, claim);
		claim.set = set;
		claim.since = Date.now();
		if (!this.#settings().jobAvailable) return assign(claim, set);
		claim.state = "offered";
		set.queue.put(jobAvailable(claim, this.#acquireUrl(set)));
	}
	/** A job that an ordinary runner took while it was only offered is offered no more. */
	started(job) {
		const claim = this.#claims.get(job.id);
		if (claim?.state !== "assigned") return void this.#claims.delete(job.id);
		claim.set?.queue.put(jobStarted(claim));
		if (!this.#settings().quirks.includes("job-completed-early")) return;
		claim.state = "told-over";
		claim.set?.queue.put(jobCompleted(claim, "succeeded"));
	}
	ended(job) {
		const claim = this.#claims.get(job.id);
		this.#claims.delete(job.id);
		if (claim?.state !== "assigned") return;
		claim.set?.queue.put(jobCompleted(claim, resultOf(job)));
	}
	/** Takes the jobs of these ids for a set; returns the ids that it has now (§5). */
	acquire(set, ids) {
		return ids.filter((id) => {
			const claim = this.#claims.get(id);
			if (claim?.set !== set || claim.job.runner !== void 0) return false;
			if (claim.state === "offered") {
				claim.acquired = true;
				assign(claim, set);
			}
			return claim.state === "assigned";
		});
	}
	/** What a set was offered, has, or was told the end of. */
	of(set) {
		return [...this.#claims.values()].filter((claim) => claim.set === set);
	}
	/** Takes back what no runner has begun with in time. True: there are jobs to be given out again. */
	expire(now) {
		const late = [...this.#claims.values()].filter((claim) => this.#isLate(claim, now));
		for (const claim of late) {
			if (claim.state === "assigned") {
				claim.returns += 1;
				claim.set?.queue.put(jobCompleted(claim, "canceled"));
			}
			free(claim);
		}
		return late.length > 0;
	}
	/** A set is gone: what no runner has is everybody's again. */
	forget(set) {
		for (const claim of this.of(set)) if (claim.job.runner === void 0) free(claim);
		else claim.set = void 0;
	}
	/** Whether a job may go to a set: place, group, and every label, whatever its case (§9). */
	matches(set, job) {
		const labels = set.labels.map(({ name }) => name);
		return mayServe(set, job, this.#github()) && hasLabels({ labels }, job.labels);
	}
	/** A set gets jobs while somebody listens and it has fewer than it says it can run (§7). */
	#hasRoom(set) {
		const { session } = set;
		if (!isActive(session, this.#settings().sessionMs)) return false;
		return this.of(set).filter(({ state }) => state !== "told-over").length < session.capacity;
	}
	#isLate({ state, since, job }, now) {
		return (state === "offered" || state === "assigned") && job.runner === void 0 && now - since >= this.#settings().reassignMs;
	}
	#settings() {
		return scaleSetSettings(this.#github());
	}
};

// src/sim/github/scale-sets/parts.ts
/** `_apis/runtime/runnerscalesets` and `…/agents` (reference/github-scale-sets.md §5). */
const setsPath = `${tenantPath}/_apis/runtime/runnerscalesets`;
const agentsPath = `${tenantPath}/_apis/distributedtask/pools/0/agents`;
/** A call that the token of the service opens; it sees the scope of that token only. */
function adminRoute(parts, call, handle) {
	const [method = "", pattern = ""] = call.split(" ");
	return {
		method,
		pattern,
		handle: (request) => handle(parts.adminTokens.check(request.headers), request)
	};
}
/** The scale set a path speaks of. */
function setOf({ sets }, scope, { params }) {
	const set = sets.byId(Number(params["set"]));
	if (set?.scope === scope) return set;
	const message = `No runner scale set found with identifier ${String(Number(params["set"]))}.`;
	throw new ServiceError(404, "RunnerScaleSetNotFoundException", message);
}
/** A list as the service wraps it. */
function listOf(value) {
	return {
		status: 200,
		body: {
			count: value.length,
			value
		}
	};
}

// src/sim/github/scale-sets/statistics.ts
/**
* Counts. Assigned jobs include those that run (§7). That jobs beyond the capacity are available, and that acquired
* ones count until they run, are guesses.
*/
function statisticsOf(set, parts) {
	const { claims, registrations, jobs, settings } = parts;
	const own = claims.of(set).filter(({ state }) => state === "assigned");
	const running = own.filter(({ job }) => job.status === "in_progress");
	const runners = registrations.all().filter(({ scaleSetId }) => scaleSetId === set.id);
	const idle = runners.filter((one) => one.jobId === void 0 && isOnline(one, settings().offlineMs));
	return {
		totalAvailableJobs: jobs().filter((job) => job.status === "queued" && job.scaleSetId === void 0 && job.runner === void 0 && claims.matches(set, job)).length,
		totalAcquiredJobs: own.filter(({ acquired, job }) => acquired && job.status === "queued").length,
		totalAssignedJobs: own.length,
		totalRunningJobs: running.length,
		totalRegisteredRunners: runners.length,
		totalBusyRunners: runners.filter(({ jobId }) => jobId !== void 0).length,
		totalIdleRunners: idle.length
	};
}

// src/sim/github/scale-sets/service-views.ts
/** A scale set as the service shows it: `RunnerSetting` has its capital R (reference/github-scale-sets.md §5). */
function setView(set, parts) {
	const url = setUrl(set, parts);
	return {
		id: set.id,
		name: set.name,
		runnerGroupId: set.groupId,
		runnerGroupName: groupName(set.groupId, parts.settings()) ?? "",
		labels: set.labels,
		RunnerSetting: {
			ephemeral: true,
			isElastic: true,
			disableUpdate: set.disableUpdate
		},
		createdOn: new Date(set.createdAt).toISOString(),
		enabled: true,
		status: "online",
		runnerJitConfigUrl: `${url}/generatejitconfig`,
		getAcquirableJobsUrl: `${url}/acquirablejobs`,
		acquireJobsUrl: `${url}/acquirejobs`,
		statistics: statisticsFor(set, parts)
	};
}
/** The numbers of a set now. */
function statisticsFor(set, parts) {
	return statisticsOf(set, {
		...parts,
		jobs: () => parts.engine().jobs()
	});
}
/** Where the calls about a set are. */
function setUrl(set, { links }) {
	return `${links.webUrl}${setsPath}/${String(set.id)}`;
}
/** A `RunnerReference` (§5). */
function agentView(runner, settings) {
	return {
		id: runner.id,
		name: runner.name,
		runnerScaleSetId: runner.scaleSetId ?? 0,
		runnerGroupId: runner.groupId,
		runnerGroupName: groupName(runner.groupId, settings) ?? "",
		os: runner.os,
		version: runner.version ?? "",
		enabled: true,
		ephemeral: true,
		status: isOnline(runner, settings.offlineMs) ? "online" : "offline",
		busy: runner.jobId !== void 0,
		labels: runner.labels.map((name) => ({
			type: "user",
			name
		})),
		createdOn: new Date(runner.createdAt).toISOString()
	};
}

// src/sim/github/scale-sets/runner-routes.ts
const wanted$1 = object({
	name: string().min(1).max(64),
	workFolder: string().min(1).max(1024).default("_work")
});
/** JIT configurations for runners of a set, and the runners (`agents`) of a scope (reference/github-scale-sets.md §5). */
function runnerRoutes(parts) {
	return [
		adminRoute(parts, `POST ${setsPath}/:set/generatejitconfig`, (scope, request) => generate(parts, scope, request)),
		adminRoute(parts, `GET ${agentsPath}`, (scope, { query }) => {
			const name = query.get("agentName");
			const runners = parts.registrations.in(scope).filter((one) => name === null || one.name === name);
			return listOf(runners.map((runner) => agentView(runner, parts.settings())));
		}),
		adminRoute(parts, `GET ${agentsPath}/:agent`, (scope, request) => get(parts, scope, request)),
		adminRoute(parts, `DELETE ${agentsPath}/:agent`, (scope, request) => remove(parts, scope, request))
	];
}
function generate(parts, scope, request) {
	const set = setOf(parts, scope, request);
	const { name, workFolder } = parseBody(wanted$1, request.body);
	if (parts.registrations.in(scope).some((runner) => runner.name === name)) throw new ServiceError(409, "AgentExistsException", `A runner with the name ${name} already exists.`);
	const { groupId, id: scaleSetId } = set;
	const runner = parts.registrations.add({
		name,
		scope,
		groupId,
		labels: [],
		workFolder,
		scaleSetId
	});
	const { runnerMode: mode } = parts.settings();
	const group = groupName(groupId, parts.settings()) ?? "";
	const encodedJITConfig = encodeJitConfig(runner, {
		webUrl: parts.links.webUrl,
		key: parts.key,
		group,
		mode
	});
	return {
		status: 200,
		body: {
			runner: agentView(runner, parts.settings()),
			encodedJITConfig
		}
	};
}
function get({ registrations, settings }, scope, { params }) {
	const runner = registrations.byId(Number(params["agent"]));
	if (runner?.scope === scope) return {
		status: 200,
		body: agentView(runner, settings())
	};
	throw new ServiceError(404, "AgentNotFoundException", "The agent was not found.");
}
/** 204 for one that is not there, too (§5). */
function remove({ registrations }, scope, { params }) {
	const runner = registrations.byId(Number(params["agent"]));
	if (runner?.scope !== scope) return { status: 204 };
	if (runner.jobId !== void 0) {
		const message = `The job of the runner ${runner.name} is still running.`;
		throw new ServiceError(400, "JobStillRunningException", message);
	}
	registrations.remove(runner);
	return { status: 204 };
}

// src/sim/github/scale-sets/sessions.ts
/** Opens a session; 409 while another one is active (reference/github-scale-sets.md §6). */
function openSession(parts, set, owner) {
	const { sessionMs } = scaleSetSettings(parts.settings());
	if (isActive(set.session, sessionMs)) {
		const message = `The runner scale set ${set.name} already has an active session for owner ${set.session.owner}.`;
		throw new ServiceError(409, "RunnerScaleSetSessionConflictException", message);
	}
	endSession(parts, set);
	set.session = {
		id: randomUUID(),
		owner,
		polls: /* @__PURE__ */ new Set(),
		capacity: 0,
		lastSeen: Date.now()
	};
	return set.session;
}
/** The session of this id; 404 when it was closed or evicted (§6). */
function sessionOf(set, id) {
	if (set.session !== void 0 && set.session.id === id) return set.session;
	throw new ServiceError(404, "RunnerAdminException", "The request contains a session ID that does not exist in redis.");
}
/** Ends the session of a set: its polls and its token are worth nothing any more. */
function endSession({ queueTokens }, set) {
	const { session } = set;
	if (session === void 0) return;
	set.session = void 0;
	queueTokens.revoke((grant) => grant.session === session);
	for (const poll of session.polls) poll.abort(new ApiError(401, "Unauthorized"));
}
/** Removes a scale set with its session; its jobs are queued for whoever else there is. */
function removeSet(parts, set) {
	endSession(parts, set);
	parts.sets.remove(set);
	parts.claims.forget(set);
	parts.engine().assign();
}
/** What opening and refreshing answer: a new queue token takes the place of the old one (§5, §6). */
function sessionView(parts, set, session) {
	const { quirks, queueTokenMs } = scaleSetSettings(parts.settings());
	parts.queueTokens.revoke((grant) => grant.session === session);
	const life = {
		ms: queueTokenMs,
		skewMs: parts.settings().clockSkewMs
	};
	const queueUrl = `${setUrl(set, parts)}/messages?sessionId=${session.id}`;
	return {
		sessionId: session.id,
		ownerName: session.owner,
		runnerScaleSet: setView(set, parts),
		messageQueueUrl: quirks.includes("empty-queue-url") ? "" : queueUrl,
		messageQueueAccessToken: parts.queueTokens.issue({
			set,
			session
		}, life),
		statistics: statisticsFor(set, parts)
	};
}

// src/sim/github/scale-sets/poll.ts
/** Waits for a message of a scale set; 202 when none comes (reference/github-scale-sets.md §7). */
async function pollQueue(parts, { set, session }, request) {
	sessionOf(set, request.query.get("sessionId") ?? void 0);
	session.capacity = capacityOf(request);
	const poll = new AbortController();
	session.polls.add(poll);
	try {
		parts.engine().assign();
		const held = AbortSignal.timeout(scaleSetSettings(parts.settings()).pollMs);
		const lastId = Number(request.query.get("lastMessageId") ?? 0);
		const message = await set.queue.next(lastId, AbortSignal.any([
			request.closed,
			poll.signal,
			held
		]));
		poll.signal.throwIfAborted();
		if (message === void 0) return { status: 202 };
		const body = JSON.stringify(message.events);
		const statistics = statisticsFor(set, parts);
		return {
			status: 200,
			body: {
				messageId: message.id,
				messageType: "RunnerScaleSetJobMessages",
				body,
				statistics
			}
		};
	} finally {
		session.polls.delete(poll);
		session.lastSeen = Date.now();
	}
}
/** How many runners the listener can have in all. Listeners of old do not say it: they have room without end. */
function capacityOf({ headers }) {
	const given = headers["x-scalesetmaxcapacity"];
	if (given === void 0) return Infinity;
	const capacity = Number(given);
	if (Number.isInteger(capacity) && capacity >= 0) return capacity;
	throw new ServiceError(400, "ArgumentException", "X-ScaleSetMaxCapacity is no number of runners.");
}

// src/sim/github/scale-sets/session-routes.ts
const longestOwner = 256;
const mostIds = 1e3;
const opening = object({ ownerName: string().min(1).max(longestOwner) });
const requestIds = array(int()).max(mostIds);
/** Sessions, the message queue, and acquiring jobs (reference/github-scale-sets.md §5–§7). */
function sessionRoutes(parts) {
	const sessions = `${setsPath}/:set/sessions`;
	const messages = `${setsPath}/:set/messages`;
	return [
		adminRoute(parts, `POST ${sessions}`, (scope, request) => {
			const set = setOf(parts, scope, request);
			const session = openSession(parts, set, parseBody(opening, request.body).ownerName);
			return {
				status: 200,
				body: sessionView(parts, set, session)
			};
		}),
		adminRoute(parts, `PATCH ${sessions}/:session`, (scope, request) => {
			const set = setOf(parts, scope, request);
			const session = sessionOf(set, request.params["session"]);
			session.lastSeen = Date.now();
			return {
				status: 200,
				body: sessionView(parts, set, session)
			};
		}),
		adminRoute(parts, `DELETE ${sessions}/:session`, (scope, request) => {
			const set = setOf(parts, scope, request);
			sessionOf(set, request.params["session"]);
			endSession(parts, set);
			return { status: 204 };
		}),
		adminRoute(parts, `GET ${setsPath}/:set/acquirablejobs`, (scope, request) => acquirable(parts, setOf(parts, scope, request))),
		queueRoute(parts, `GET ${messages}`, (grant, request) => pollQueue(parts, grant, request)),
		queueRoute(parts, `DELETE ${messages}/:message`, ({ set }, { params }) => {
			set.queue.acknowledge(Number(params["message"]));
			return { status: 204 };
		}),
		queueRoute(parts, `POST ${setsPath}/:set/acquirejobs`, ({ set }, { body }) => {
			const ids = parts.claims.acquire(set, parseBody(requestIds, body));
			parts.engine().assign();
			return listOf(ids);
		})
	];
}
/** A call that the token of a message queue opens, for the set of that queue only. */
function queueRoute(parts, call, handle) {
	const [method = "", pattern = ""] = call.split(" ");
	return {
		method,
		pattern,
		handle(request) {
			const grant = parts.queueTokens.check(request.headers);
			if (grant.set.id !== Number(request.params["set"])) throw new ServiceError(404, "RunnerScaleSetNotFoundException", "No such runner scale set.");
			grant.session.lastSeen = Date.now();
			return handle(grant, request);
		}
	};
}
/** What was offered and not acquired; 204 when that is nothing (§5). */
function acquirable(parts, set) {
	const acquireJobUrl = `${setUrl(set, parts)}/acquirejobs`;
	const offered = parts.claims.of(set).filter(({ state }) => state === "offered").map((claim) => ({
		messageType: "JobAvailable",
		acquireJobUrl,
		...common(claim)
	}));
	return offered.length === 0 ? { status: 204 } : listOf(offered);
}

// src/sim/github/scale-sets/set-routes.ts
const longestName = 256;
const mostLabels = 100;
const name = string().min(1).max(longestName);
const label = object({
	type: string().max(longestName).default("System"),
	name
});
const setting = object({ disableUpdate: boolean().optional() });
const wanted = object({
	name,
	runnerGroupId: int().default(defaultGroup.id),
	labels: array(label).max(mostLabels).nullish(),
	RunnerSetting: setting.optional()
});
const changed = wanted.extend({ runnerGroupId: int() }).partial();
/** Runner groups and scale sets: find, list, get, create, change, delete (reference/github-scale-sets.md §5). */
function setRoutes(parts) {
	const groups = `GET ${tenantPath}/_apis/runtime/runnergroups`;
	const view = (set) => ({
		status: 200,
		body: setView(set, parts)
	});
	return [
		...[groups, `${groups}/`].map((call) => adminRoute(parts, call, (scope, request) => findGroups(parts, scope, request))),
		adminRoute(parts, `GET ${setsPath}`, (scope, request) => findSets(parts, scope, request)),
		adminRoute(parts, `POST ${setsPath}`, (scope, { body }) => view(create(parts, scope, body))),
		adminRoute(parts, `GET ${setsPath}/:set`, (scope, request) => view(setOf(parts, scope, request))),
		adminRoute(parts, `PATCH ${setsPath}/:set`, (scope, request) => view(change(parts, scope, request))),
		adminRoute(parts, `DELETE ${setsPath}/:set`, (scope, request) => {
			removeSet(parts, setOf(parts, scope, request));
			return { status: 204 };
		})
	];
}
/** Repositories have the default group only. */
function findGroups({ settings }, scope, { query }) {
	const asked = query.get("groupName");
	return listOf(groupsOf(settings()).filter((group) => hasGroup(scope, group.id)).filter((group) => asked === null || group.name.toLowerCase() === asked.toLowerCase()).map((group) => ({
		id: group.id,
		name: group.name,
		size: 0,
		isDefaultGroup: group.id === defaultGroup.id
	})));
}
function findSets(parts, scope, { query }) {
	const [group, asked] = [query.get("runnerGroupId"), query.get("name")];
	return listOf(parts.sets.in(scope).filter((set) => group === null || set.groupId === Number(group)).filter((set) => asked === null || set.name === asked).map((set) => setView(set, parts)));
}
/** Without labels a set has one, its name (§9). */
function create(parts, scope, body) {
	const given = parseBody(wanted, body);
	const labels = given.labels ?? [];
	const wish = {
		name: given.name,
		groupId: given.runnerGroupId,
		labels: labels.length > 0 ? labels : [{
			type: "System",
			name: given.name
		}],
		disableUpdate: given.RunnerSetting?.disableUpdate ?? false
	};
	checkPlace(parts, scope, wish);
	return parts.sets.add(scope, wish);
}
/** What is not said stays. That changed labels count at once is not confirmed (§9). */
function change(parts, scope, request) {
	const set = setOf(parts, scope, request);
	const given = parseBody(changed, request.body);
	const place = {
		name: given.name ?? set.name,
		groupId: given.runnerGroupId ?? set.groupId
	};
	checkPlace(parts, scope, place, set);
	Object.assign(set, place);
	set.labels = given.labels ?? set.labels;
	set.disableUpdate = given.RunnerSetting?.disableUpdate ?? set.disableUpdate;
	return set;
}
/** Names are unique within a group (§9); a duplicate gives 400 (§5). That an unknown group does, too, is a guess. */
function checkPlace({ sets, settings }, scope, place, self) {
	if (!hasGroup(scope, place.groupId) || groupName(place.groupId, settings()) === void 0) throw new ServiceError(400, "ArgumentException", `There is no runner group ${String(place.groupId)}.`);
	const rival = sets.in(scope).find((set) => set.name === place.name && set.groupId === place.groupId);
	if (rival === void 0 || rival === self) return;
	const message = `A runner scale set with the name ${place.name} already exists.`;
	throw new ServiceError(400, "RunnerScaleSetExistsException", message);
}
function hasGroup(scope, groupId) {
	return scope.startsWith("orgs/") || groupId === defaultGroup.id;
}

// src/sim/github/scale-sets/tokens.ts
const signatureBytes = 32;
/** Bearer tokens that look like the JWTs of the service: whoever wants can read `exp`, nobody can check the signature. */
var Tokens = class {
	#issued = /* @__PURE__ */ new Map();
	/** `skewMs`: how far the clock is ahead that `exp` is told by. */
	issue(grant, life) {
		const endsAt = Date.now() + life.ms;
		const token = jwt({
			jti: randomUUID(),
			nbf: seconds$1(Date.now() + life.skewMs),
			exp: seconds$1(endsAt + life.skewMs)
		});
		this.#issued.set(token, {
			grant,
			endsAt
		});
		return token;
	}
	/** What the token of a request is for; 401 when it is none, was taken back, or is too old. */
	check({ authorization = "" }) {
		const found = this.#issued.get(/^bearer (.+)$/i.exec(authorization)?.[1] ?? "");
		if (found === void 0 || Date.now() >= found.endsAt) throw new ApiError(401, "Unauthorized");
		return found.grant;
	}
	/** Takes back the tokens for what `ended` says. */
	revoke(ended) {
		for (const [token, { grant }] of this.#issued) if (ended(grant)) this.#issued.delete(token);
	}
};
function jwt(claims) {
	return `${[{
		alg: "RS256",
		typ: "JWT"
	}, claims].map((json) => Buffer.from(JSON.stringify(json)).toString("base64url")).join(".")}.${randomBytes(signatureBytes).toString("base64url")}`;
}
function seconds$1(ms) {
	return Math.floor(ms / 1e3);
}

// src/sim/github/scale-sets/transcript.ts
const longest = 1e4;
/** The last calls to the service, `runner-registration` among them, in the order they were answered. */
var Transcript = class {
	#exchanges = [];
	add(exchange) {
		this.#exchanges.push(exchange);
		if (this.#exchanges.length > longest) this.#exchanges.shift();
	}
	read() {
		return this.#exchanges;
	}
};

// src/sim/github/scale-sets/service.ts
/** The scale-set service of the simulated GitHub (reference/github-scale-sets.md §12). */
var ScaleSetService = class {
	#parts;
	#registrationTokens;
	#routes;
	#transcript = new Transcript();
	constructor(parts) {
		const sets = new ScaleSets();
		const { settings } = parts;
		const acquireUrl = (set) => `${setUrl(set, parts)}/acquirejobs`;
		const claims = new JobClaims({
			sets,
			settings,
			acquireUrl
		});
		this.#parts = {
			...parts,
			sets,
			claims,
			adminTokens: new Tokens(),
			queueTokens: new Tokens()
		};
		this.#registrationTokens = parts.registrationTokens;
		this.#routes = [
			...setRoutes(this.#parts),
			...sessionRoutes(this.#parts),
			...runnerRoutes(this.#parts)
		];
	}
	/** What the engine asks about its jobs. */
	get claims() {
		return this.#parts.claims;
	}
	/** Answers `POST …/actions/runner-registration`. */
	register(request) {
		return register(this.#parts, this.#registrationTokens, request);
	}
	/** Answers a call below `_apis`. */
	async answer(request) {
		const { enabled } = scaleSetSettings(this.#parts.settings());
		const found = enabled ? findRoute(this.#routes, request.method, request.path) : void 0;
		if (found === void 0) throw new ApiError(404, "Page not found.");
		return found.route.handle({
			...request,
			params: found.params
		});
	}
	/** What every answer of the service carries, refusals included (§4, §8). */
	dressed(reply) {
		const marked = scaleSetSettings(this.#parts.settings()).quirks.includes("byte-order-mark");
		return {
			...reply,
			marked,
			headers: {
				...reply.headers,
				activityid: randomUUID()
			}
		};
	}
	record(exchange) {
		this.#transcript.add(exchange);
	}
	/** Applies every deadline that has passed. */
	sweep(now) {
		if (this.#parts.claims.expire(now)) this.#parts.engine().assign();
	}
	sets() {
		const { sessionMs } = scaleSetSettings(this.#parts.settings());
		return this.#parts.sets.all().map((set) => {
			const { id, name, scope, session } = set;
			return {
				id,
				name,
				scope,
				labels: set.labels.map((label) => label.name),
				session: isActive(session, sessionMs) ? {
					id: session.id,
					owner: session.owner,
					polls: session.polls.size,
					capacity: session.capacity
				} : void 0,
				statistics: statisticsFor(set, this.#parts)
			};
		});
	}
	transcript() {
		return this.#transcript.read();
	}
	evictSession(name) {
		endSession(this.#parts, this.#named(name));
	}
	vanish(name) {
		removeSet(this.#parts, this.#named(name));
	}
	expireQueueTokens() {
		this.#parts.queueTokens.revoke(() => true);
		this.#endPolls(new ApiError(401, "Unauthorized"));
	}
	dropPolls() {
		this.#endPolls(new ConnectionDropped());
	}
	#endPolls(reason) {
		for (const { session } of this.#parts.sets.all()) for (const poll of session?.polls ?? []) poll.abort(reason);
	}
	#named(name) {
		const set = this.#parts.sets.all().find((one) => one.name === name);
		if (set === void 0) throw new Error(`there is no scale set ${name}`);
		return set;
	}
};

// src/sim/github/simulated-github.ts
/** The plain view of a job. */
function viewJob(job) {
	const { id, name, labels, queuedAt, assignedAt, startedAt, completedAt, steps, outputs, log, summary } = job;
	return {
		id,
		runId: job.run.id,
		repository: fullName(job.run.repository),
		name,
		labels,
		status: job.status === "held" ? "queued" : job.status,
		conclusion: job.conclusion ?? void 0,
		runnerName: job.runner?.name,
		queuedAt,
		assignedAt,
		startedAt,
		completedAt,
		steps,
		outputs,
		log,
		summary
	};
}
/** The plain view of a runner. */
function viewRunner(runner, settings) {
	const { id, name, scope, labels, consumed } = runner;
	return {
		id,
		name,
		scope,
		labels,
		online: isOnline(runner, settings.offlineMs),
		busy: runner.jobId !== void 0,
		consumed,
		version: runner.version ?? void 0
	};
}

// src/sim/github/workflow.ts
const scalar = union([
	string(),
	number(),
	boolean(),
	_null()
]).transform((value) => String(value ?? ""));
const variables = record$1(string(), scalar).default({});
const defaults = object({ run: object({
	shell: string().optional(),
	"working-directory": string().optional()
}).default({}) }).default({ run: {} });
const step = object({
	id: string().optional(),
	name: scalar.optional(),
	if: scalar.optional(),
	run: string().optional(),
	uses: string().optional(),
	with: record$1(string(), unknown()).default({}),
	env: variables,
	shell: string().optional(),
	"working-directory": string().optional(),
	"continue-on-error": scalar.optional(),
	"timeout-minutes": scalar.optional()
}).refine((value) => value.run === void 0 !== (value.uses === void 0), "a step has either run or uses");
/** Of the jobs of one group one runs, and one is `pending`. */
const concurrency = union([scalar.transform((group) => ({
	group,
	"cancel-in-progress": "false"
})), object({
	group: scalar,
	"cancel-in-progress": scalar.default("false")
})]).optional();
const job = object({
	name: scalar.optional(),
	needs: union([string().transform((name) => [name]), array(string())]).default([]),
	if: scalar.optional(),
	"runs-on": unknown().refine((value) => value !== void 0, "runs-on is missing"),
	strategy: object({
		matrix: unknown(),
		"fail-fast": scalar.optional(),
		"max-parallel": scalar.optional()
	}).optional(),
	/** One that is protected makes the job wait for an approval. */
	environment: union([scalar, object({ name: scalar }).transform(({ name }) => name)]).optional(),
	concurrency,
	env: variables,
	defaults,
	outputs: record$1(string(), scalar).default({}),
	"timeout-minutes": scalar.optional(),
	"continue-on-error": scalar.optional(),
	steps: array(step).min(1)
});
const workflow = object({
	name: scalar.optional(),
	env: variables,
	defaults,
	jobs: record$1(string(), job)
});
/** Reads a workflow file. Throws an Error that names each wrong place, as GitHub's "Invalid workflow file". */
function parseWorkflow(yaml) {
	const result = workflow.safeParse((0, import_dist.parse)(yaml));
	if (!result.success) throw new Error(`Invalid workflow file: ${prettifyError(result.error)}`);
	const names = Object.keys(result.data.jobs);
	for (const [name, { needs }] of Object.entries(result.data.jobs)) {
		const unknown = needs.find((need) => !names.includes(need));
		if (unknown !== void 0) throw new Error(`Invalid workflow file: Job '${name}' depends on unknown job '${unknown}'.`);
	}
	return result.data;
}

// src/sim/github/world.ts
const tokenBytes = 18;
/** Everything of the simulated GitHub but its HTTP server. */
var World = class {
	url;
	apiUrl;
	token = `ghp_${randomBytes(tokenBytes).toString("hex")}`;
	app;
	faults = new Faults();
	rateLimit = new RateLimit();
	scaleSets;
	#repositories = [];
	#requests = [];
	#registrations;
	#engine;
	#broker;
	#routes;
	#credentials;
	#settings = defaultSettings;
	constructor(links, key) {
		this.url = links.webUrl;
		this.apiUrl = links.apiUrl;
		const settings = () => this.#settings;
		this.app = {
			appId: 424242,
			clientId: "Iv23liSimulatedApp00",
			privateKey: key.privateKey.export({
				type: "pkcs1",
				format: "pem"
			}).toString()
		};
		const { app, token } = this;
		const credentials = new Credentials({
			token,
			app,
			publicKey: key.publicKey,
			settings
		});
		this.#credentials = credentials;
		this.#registrations = new Registrations((runner) => {
			this.#broker.removed(runner);
		});
		const registrations = this.#registrations;
		this.#broker = new Broker({
			registrations,
			engine: () => this.#engine,
			settings,
			links,
			key
		});
		const contexts = (run) => runContexts(run, links);
		const registrationTokens = new RegistrationTokens();
		const engine = () => this.#engine;
		this.scaleSets = new ScaleSetService({
			registrations,
			registrationTokens,
			engine,
			settings,
			links,
			key
		});
		const { claims } = this.scaleSets;
		this.#engine = new Engine({
			registrations,
			settings,
			contexts,
			events: this.#broker,
			claims
		});
		const runnerParts = {
			registrations,
			registrationTokens,
			settings,
			links,
			key,
			repositories: this.#repositories
		};
		const runParts = {
			engine: this.#engine,
			settings,
			links,
			repositories: this.#repositories
		};
		this.#routes = [
			...appRoutes({
				...runnerParts,
				app,
				credentials
			}),
			...applicationRoutes(runnerParts),
			...runnerRoutes$1(runnerParts),
			...labelRoutes(runnerParts),
			...groupRoutes(runnerParts),
			...runRoutes(runParts)
		];
	}
	get settings() {
		return this.#settings;
	}
	/** Answers a request of a client or of a runner. Throws `ApiError`. */
	async answer(request) {
		const side = sideOf(request.path);
		if (side === "broker") return this.#broker.answer(request);
		if (side === "service") return this.scaleSets.answer(request);
		if (isRegistration(request)) return this.#register(request);
		const parts = {
			routes: this.#routes,
			credentials: this.#credentials,
			rateLimit: this.rateLimit
		};
		return answerRest({
			...parts,
			settings: () => this.#settings
		}, request);
	}
	record(exchange) {
		const { side, method, path, status, at } = exchange;
		this.#requests.push({
			side,
			method,
			path,
			status,
			at
		});
		if (side === "service" || isRegistration(exchange)) this.scaleSets.record(exchange);
	}
	/** Applies every deadline that has passed. */
	sweep() {
		enforceDeadlines({
			engine: this.#engine,
			registrations: this.#registrations,
			settings: this.#settings,
			now: Date.now()
		});
		this.scaleSets.sweep(Date.now());
	}
	addRepository(wanted) {
		const [owner, name] = wanted.fullName.split("/");
		if (owner === void 0 || name === void 0) throw new Error(`not owner/name: ${wanted.fullName}`);
		const now = Date.now();
		this.#repositories.push({
			id: this.#repositories.length + 1,
			owner,
			name,
			private: wanted.private ?? true,
			createdAt: now,
			pushedAt: now
		});
	}
	async runWorkflow(request) {
		const repository = this.#repositories.find((one) => fullName(one) === request.repository);
		if (repository === void 0) throw new Error(`there is no repository ${request.repository}`);
		repository.pushedAt = Date.now();
		return { runId: this.#engine.start({
			repository,
			path: request.path,
			workflow: parseWorkflow(request.workflow),
			inputs: request.inputs ?? {},
			secrets: request.secrets ?? {},
			vars: request.vars ?? {},
			checkout: request.checkout
		}).id };
	}
	cancelRun(runId) {
		this.#engine.cancelRun(this.#run(runId));
	}
	approveRun(runId) {
		this.#engine.approve(this.#run(runId));
	}
	cancelJob(jobId) {
		const job = this.#engine.job(jobId);
		if (job === void 0) throw new Error(`there is no job ${String(jobId)}`);
		this.#engine.cancel(job);
	}
	jobs() {
		return this.#engine.jobs().map(viewJob);
	}
	runners() {
		return this.#registrations.all().map((runner) => viewRunner(runner, this.#settings));
	}
	requests() {
		return this.#requests;
	}
	requestCounts() {
		const counts = {
			rest: 0,
			broker: 0,
			service: 0
		};
		for (const { side } of this.#requests) counts[side] += 1;
		return counts;
	}
	async whenIdle(signal) {
		return this.#engine.whenIdle(signal);
	}
	changeSettings(settings) {
		const scaleSets = {
			...this.#settings.scaleSets,
			...settings.scaleSets
		};
		this.#settings = {
			...this.#settings,
			...settings,
			scaleSets
		};
		if (settings.faults !== void 0) this.faults.set(settings.faults);
		this.#engine.assign();
	}
	/** It has a token of its own kind, and counts as any REST call. */
	#register(request) {
		this.rateLimit.spend(this.#settings.rateLimit);
		return this.scaleSets.register(request);
	}
	#run(id) {
		const run = this.#engine.runs.find((one) => one.id === id);
		if (run === void 0) throw new Error(`there is no run ${String(id)}`);
		return run;
	}
};
function isRegistration({ method, path }) {
	return method === "POST" && path === "/actions/runner-registration";
}

// src/sim/github/server.ts
/** How often deadlines are looked at, in milliseconds. */
const sweepMs = 25;
/**
* Starts a simulated GitHub on 127.0.0.1: the REST calls of reference/github-runners.md §1 that concern runners and
* their jobs, a job engine that keeps to §5, and a broker for the simulated runner. `basePath` `/api/v3` makes it look
* like GitHub Enterprise Server.
*/
async function startSimulatedGitHub(options = {}) {
	const key = await runnerKey();
	const server = createServer$1();
	const outage = new Outage(server);
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the server has no port");
	const webUrl = `http://127.0.0.1:${String(address.port)}`;
	const basePath = options.basePath ?? "";
	const world = new World({
		webUrl,
		apiUrl: webUrl + basePath
	}, key);
	world.changeSettings(options.settings ?? {});
	server.on("request", (incoming, outgoing) => {
		serve(world, basePath, incoming, outgoing);
	});
	const sweep = setInterval(() => {
		world.sweep();
	}, sweepMs).unref();
	return Object.assign(world, {
		outage(ms) {
			outage.start(ms);
		},
		async [Symbol.asyncDispose]() {
			clearInterval(sweep);
			const closed = once(server, "close");
			server.close();
			server.closeAllConnections();
			await closed;
		}
	});
}
/** Answers one request; never rejects. */
async function serve(world, basePath, incoming, outgoing) {
	const url = URL.parse(incoming.url ?? "/", world.url) ?? new URL(world.url);
	const side = sideOf(url.pathname);
	const path = side === "rest" ? withoutBase(url.pathname, basePath) : url.pathname;
	const closed = closedSignal(outgoing);
	const at = Date.now();
	const { asked, delivery } = await deliver(world, incoming, {
		path,
		query: url.searchParams,
		closed
	});
	const answered = delivery !== void 0 && !unheard.has(delivery.transport) && !closed.aborted;
	const status = answered ? delivery.reply.status : 0;
	const { method = "GET", headers: said } = incoming;
	const replyBody = answered ? delivery.reply.body : void 0;
	const call = {
		side,
		method,
		path: path + url.search,
		status,
		at
	};
	world.record({
		...call,
		headers: said,
		requestBody: asked?.body,
		replyBody
	});
	if (delivery === void 0 || closed.aborted) return;
	if (side === "broker") return send(outgoing, delivery);
	if (side === "service") return send(outgoing, {
		...delivery,
		reply: world.scaleSets.dressed(delivery.reply)
	});
	const headers = {
		...world.rateLimit.headers(world.settings.rateLimit),
		...delivery.reply.headers
	};
	const reply = skewed({
		...delivery.reply,
		headers
	}, world.settings.clockSkewMs);
	send(outgoing, {
		...delivery,
		reply
	});
}
/** What of a delivery no client hears. */
const unheard = /* @__PURE__ */ new Set(["lost", "reset"]);
/** Undefined: the client went away before there was an answer. */
async function deliver(world, incoming, at) {
	let asked;
	try {
		const request = asked = await readRequest(incoming, at);
		if (world.settings.latencyMs > 0) await setTimeout(world.settings.latencyMs);
		const delivery = await world.faults.apply(request, async () => world.answer(request));
		return {
			asked,
			delivery
		};
	} catch (error) {
		return {
			...asked === void 0 ? {} : { asked },
			...at.closed.aborted ? {} : { delivery: refusal(error, at.path) }
		};
	}
}
function refusal(error, path) {
	if (error instanceof ConnectionDropped) return {
		reply: { status: 0 },
		transport: "reset"
	};
	const refused = error instanceof ApiError ? error : new ApiError(500, String(error));
	return {
		reply: sideOf(path) === "service" ? serviceErrorReply(refused) : errorReply(refused),
		transport: "whole"
	};
}
/** The path below the API; a path outside it becomes one that no route has. */
function withoutBase(pathname, basePath) {
	return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : notFound().message;
}

// src/sim/tart/mac/image.ts
const diskGb = 50;
const allocatedBytes = 25312e6;
/** Makes the image, with an SSH host key of its own that all its clones share. */
async function writeImage(folders, request) {
	const remote = parseRemoteName(request.name);
	const directory = remote === void 0 ? join(folders.tartHome, "vms", request.name) : registryFolder(folders.root, remote);
	writeEmptyVm(directory, {
		os: request.os ?? "darwin",
		diskGb,
		quirks: readSettings(folders.root).quirks
	});
	if (remote !== void 0) writeFileSync(join(directory, digestFile), `sha256:${randomBytes(32).toString("hex")}`);
	writeImageFacts(directory, {
		loginShell: request.loginShell ?? "/bin/bash",
		allocatedBytes
	});
	await install(directory, folders.guestUser, request.runnerFolder);
}
async function install(directory, user, runnerFolder) {
	const paths = guestPaths(directory, user);
	mkdirSync(paths.home, { recursive: true });
	for (const file of loginProfiles) writeFileSync(join(paths.home, file), loginProfile);
	mkdirSync(dirname(paths.hostKey), { recursive: true });
	writeFileSync(paths.hostKey, await newHostKey(), { mode: 384 });
	if (runnerFolder !== void 0) copyFolder(runnerFolder, join(paths.home, "actions-runner"));
}
async function newHostKey() {
	const { makeSshKey } = await import("./ssh-key-YWz9ii6V.js");
	return makeSshKey().private;
}

// src/sim/tart/mac/shims.ts
/**
* Writes `tart` and `softnet`. They start this very Node, say which simulation it belongs to, and keep Node's own
* variables of the caller away, which a real Tart would not heed either.
*/
function writeShims({ root, binDir, tartHome }) {
	mkdirSync(binDir, { recursive: true });
	for (const program of ["tart", "softnet"]) {
		const command = [
			process.execPath,
			...nodeOptions,
			programFile("tart"),
			program
		].map(quote$1).join(" ");
		const lines = [
			"#!/bin/sh",
			"unset NODE_OPTIONS NODE_V8_COVERAGE",
			`export SAND_SIM_ROOT=${quote$1(root)} NODE_COMPILE_CACHE=${quote$1(compileCache$1(root))}`,
			`[ -n "\${TART_HOME+set}" ] || export TART_HOME=${quote$1(tartHome)}`,
			`exec ${command} "$@"`
		];
		writeFileSync(join(binDir, program), `${lines.join("\n")}\n`);
		chmodSync(join(binDir, program), 493);
	}
}
/** Compiled code makes programs start quickly; whoever keeps a cache already (our tests) shares it between simulations. */
function compileCache$1(root) {
	return process.env["NODE_COMPILE_CACHE"] ?? join(root, "compile-cache");
}
function quote$1(text) {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

// src/sim/host.ts
/** Makes a simulated Mac in a folder, which it then owns. Disposing kills all its processes and removes the folder. */
async function createSimulatedHost(options) {
	mkdirSync(options.root, { recursive: true });
	const root = realpathSync(options.root);
	const binDir = join(root, "bin");
	const tartHome = join(root, "tart-home");
	const guestPort = await freePort();
	mkdirSync(join(tartHome, "vms"), { recursive: true });
	writeSettings(root, {
		...options.settings,
		guestPort
	});
	writeShims({
		root,
		binDir,
		tartHome
	});
	const { guestUser, guestPassword } = readSettings(root);
	const mark = {
		variable: `SAND_SIM_ROOT=${root}`,
		argument: root
	};
	return {
		root,
		binDir,
		tartHome,
		leaseFile: leaseFile(root),
		guestPort,
		guestUser,
		guestPassword,
		addImage: (request) => writeImage({
			root,
			tartHome,
			guestUser
		}, request),
		changeSettings: (changes) => writeSettings(root, changes),
		cutConnections: (vm) => cutConnections(join(tartHome, "vms", vm), root),
		processes: () => Promise.resolve(markedProcesses(mark)),
		[Symbol.asyncDispose]: () => {
			killMarked(mark);
			rmSync(root, {
				recursive: true,
				force: true,
				maxRetries: 5
			});
			return Promise.resolve();
		}
	};
}
/** The note of the process may be older than the process that has its number now. */
function cutConnections(directory, root) {
	const noted = notedPid(directory);
	const mark = {
		variable: `SAND_SIM_ROOT=${root}`,
		argument: directory
	};
	const machine = markedProcesses(mark).find(({ pid, command }) => pid === noted && command.endsWith(directory));
	return machine !== void 0 && kill(machine.pid, "SIGHUP");
}
/** 0 when the VM is not running, or is deleted in this moment. */
function notedPid(directory) {
	try {
		return Number(readFileSync(join(directory, pidFile)));
	} catch (error) {
		if (errnoOf(error) === "ENOENT") return 0;
		throw error;
	}
}
/** Below the ports that systems hand out by themselves, and free on every address of this machine. */
async function freePort() {
	for (;;) {
		const port = randomInt(2e4, 32e3);
		if (await isFree(port)) return port;
	}
}
function isFree(port) {
	return new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(false));
		server.listen(port, "0.0.0.0", () => server.close(() => resolve(true)));
	});
}

// src/sim/runner/stage.ts
const defaultVersion = "2.336.0";
const warmupMs = 3e4;
const executable = 493;
/**
* Writes a runner folder as an image has it: `run.sh`, `config.sh` and `bin/Runner.Listener`, which runs the simulated
* listener with this Node. The folder may be copied anywhere afterwards.
*/
async function stageRunner(folder, options = {}) {
	await mkdir(join(folder, "bin"), { recursive: true });
	await mkdir(join(folder, "externals"), { recursive: true });
	await writeFile(runnerPaths.version(folder), `${options.version ?? defaultVersion}\n`);
	await writeScript(runnerPaths.listener(folder), listenerScript());
	await writeScript(join(folder, "run.sh"), runScript);
	await writeScript(join(folder, "config.sh"), configScript);
	if (process.env["NODE_COMPILE_CACHE"] !== void 0) return;
	await promisify(execFile)(runnerPaths.listener(folder), ["warmup"], { timeout: warmupMs });
}
async function writeScript(path, text) {
	await writeFile(path, text);
	await chmod(path, executable);
}
function listenerScript() {
	return `#!/bin/sh
NODE_COMPILE_CACHE=${compileCache()}
export NODE_COMPILE_CACHE
exec ${quote(process.execPath)} --disable-warning=ExperimentalWarning ${quote(programFile("runner"))} "$0" "$@"
`;
}
/** In the image, and so in every clone, unless our tests share one. */
function compileCache() {
	const shared = process.env["NODE_COMPILE_CACHE"];
	return shared === void 0 ? "\"${0%/*}/.compile-cache\"" : quote(shared);
}
function quote(text) {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
const refuseRoot = `if [ "$(id -u)" -eq 0 ] && [ -z "$RUNNER_ALLOW_RUNASROOT" ]; then
  echo "Must not run interactively with sudo"
  exit 1
fi
`;
/** What becomes of each exit code of the listener: reference/github-runners.md §4.2. */
const runScript = `#!/bin/sh
${refuseRoot}root=$(cd "$(dirname "$0")" && pwd)
while :; do
  "$root/bin/Runner.Listener" run "$@"
  code=$?
  case $code in
    0) echo "Runner listener exit with 0 return code, stop the service, no retry needed."; break ;;
    1) echo "Runner listener exit with terminated error, stop the service, no retry needed."; break ;;
    2) echo "Runner listener exit with retryable error, re-launch runner in 5 seconds."; sleep 5 ;;
    3 | 4) echo "Runner listener exit because of updating, re-launch runner after successful update" ;;
    5) echo "Runner listener exit with Session Conflict error, stop the service, no retry needed."; break ;;
    7) echo "Runner listener exit with deprecated version exit code: 7."; exit 7 ;;
    *) echo "Exiting with unknown error code: $code"; break ;;
  esac
  echo "Restarting runner..."
done
echo "Exiting runner..."
exit 0
`;
const configScript = `#!/bin/sh
${refuseRoot}exec "$(dirname "$0")/bin/Runner.Listener" configure "$@"
`;

// src/sim/world.ts
/** The image that a world has unless it is told otherwise. */
const worldImage = "ghcr.io/cirruslabs/macos-tahoe-base:latest";
const repository = "acme/app";
/** Builds a world in a temporary folder; disposing it ends all its processes and removes the folder. */
async function createSimulatedWorld(options = {}) {
	await using undo = new AsyncDisposableStack();
	const root = await mkdtemp(join(tmpdir(), "sand-world-"));
	undo.defer(() => rm(root, {
		recursive: true,
		force: true,
		maxRetries: 5
	}));
	const host = undo.use(await createSimulatedHost({
		root: join(root, "mac"),
		settings: options.host ?? {}
	}));
	const runnerFolder = join(root, "actions-runner");
	await stageRunner(runnerFolder);
	const { name = worldImage, runner = true } = options.image ?? {};
	await host.addImage({
		name,
		...runner ? { runnerFolder } : {}
	});
	const github = undo.use(await startSimulatedGitHub({ settings: options.github ?? {} }));
	github.addRepository({
		fullName: repository,
		private: true
	});
	const tokenFile = join(root, "token");
	await writeFile(tokenFile, github.token, { mode: 384 });
	const kept = undo.move();
	const world = {
		host,
		github,
		repository,
		stateDir: join(host.root, "state"),
		configFile: join(root, "config.yaml"),
		env: {
			...process.env,
			PATH: `${host.binDir}${delimiter}${process.env["PATH"] ?? ""}`
		},
		configure: (changes) => writeFile(world.configFile, (0, import_dist.stringify)(configuration(world, {
			image: name,
			tokenFile
		}, changes))),
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
	await world.configure({});
	return world;
}
function configuration(world, { image, tokenFile }, changes) {
	const { host, github, stateDir } = world;
	const places = {
		stateDir,
		tartHome: host.tartHome,
		leaseFile: host.leaseFile,
		diskFloor: 0
	};
	return {
		github: {
			url: `https://github.com/${repository}`,
			apiUrl: github.apiUrl,
			auth: { tokenFile },
			...changes.github
		},
		demand: {
			interval: "1s",
			...changes.demand
		},
		pools: (changes.pools ?? [{}]).map((pool) => ({
			name: "macos",
			labels: [
				"self-hosted",
				"macOS",
				"ARM64"
			],
			image,
			...pool
		})),
		guest: {
			port: host.guestPort,
			user: host.guestUser,
			password: host.guestPassword,
			...changes.guest
		},
		host: {
			...places,
			...changes.host
		}
	};
}

// src/cli/demo-world.ts
/** Quicker than a real Mac (which boots in about 15 s, reference/tart.md §8), in the same order. */
const hostTimings = {
	cloneMs: 50,
	bootMs: 600,
	sshMs: 200,
	agentMs: 600,
	stopMs: 100,
	pullMs: 500
};
const githubTimings = { latencyMs: 30 };
/**
* A simulated Mac and a simulated GitHub, where the jobs of the workflows wait.
* Rejects with `USAGE` when a workflow cannot be run.
*/
async function createDemoWorld(workflows, { checkout, mac, github }) {
	await using undo = new AsyncDisposableStack();
	const world = undo.use(await createSimulatedWorld({
		host: {
			...hostTimings,
			...mac
		},
		github: {
			...githubTimings,
			...github
		}
	}));
	for (const workflow of workflows) await queue(world, workflow, checkout);
	undo.move();
	return world;
}
/** Labels that no runner of the demo has had yet. Jobs that need others show theirs only when those are done. */
function newLabels({ github }, known) {
	const waiting = github.jobs().filter(({ status }) => status === "queued");
	return [...new Set(waiting.flatMap(({ labels }) => labels))].filter((label) => !known.has(label));
}
/** Reads workflow files; `USAGE` when one is not there. */
async function readWorkflows(files) {
	return await Promise.all(files.map(async (file) => {
		try {
			return {
				file,
				text: await readFile(file, "utf8")
			};
		} catch (cause) {
			throw new SandError("USAGE", `cannot read the workflow ${file}`, { cause });
		}
	}));
}
async function queue({ github, repository }, { file, text }, checkout) {
	const path = `.github/workflows/${basename(file)}`;
	try {
		await github.runWorkflow({
			repository,
			path,
			workflow: text,
			checkout
		});
	} catch (cause) {
		throw new SandError("USAGE", `the workflow ${file} cannot be run: ${String(cause)}`, { cause });
	}
}

// node_modules/cli-table3/src/debug.js
var require_debug = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	let messages = [];
	let level = 0;
	const debug = (msg, min) => {
		if (level >= min) messages.push(msg);
	};
	debug.WARN = 1;
	debug.INFO = 2;
	debug.DEBUG = 3;
	debug.reset = () => {
		messages = [];
	};
	debug.setDebugLevel = (v) => {
		level = v;
	};
	debug.warn = (msg) => debug(msg, debug.WARN);
	debug.info = (msg) => debug(msg, debug.INFO);
	debug.debug = (msg) => debug(msg, debug.DEBUG);
	debug.debugMessages = () => messages;
	module.exports = debug;
}));

// node_modules/string-width/node_modules/ansi-regex/index.js
var require_ansi_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = ({ onlyFirst = false } = {}) => {
		const pattern = ["[\\u001B\\u009B][[\\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]*)*)?\\u0007)", "(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-ntqry=><~]))"].join("|");
		return new RegExp(pattern, onlyFirst ? void 0 : "g");
	};
}));

// node_modules/string-width/node_modules/strip-ansi/index.js
var require_strip_ansi = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const ansiRegex = require_ansi_regex();
	module.exports = (string) => typeof string === "string" ? string.replace(ansiRegex(), "") : string;
}));

// node_modules/string-width/node_modules/is-fullwidth-code-point/index.js
var require_is_fullwidth_code_point = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const isFullwidthCodePoint = (codePoint) => {
		if (Number.isNaN(codePoint)) return false;
		if (codePoint >= 4352 && (codePoint <= 4447 || codePoint === 9001 || codePoint === 9002 || 11904 <= codePoint && codePoint <= 12871 && codePoint !== 12351 || 12880 <= codePoint && codePoint <= 19903 || 19968 <= codePoint && codePoint <= 42182 || 43360 <= codePoint && codePoint <= 43388 || 44032 <= codePoint && codePoint <= 55203 || 63744 <= codePoint && codePoint <= 64255 || 65040 <= codePoint && codePoint <= 65049 || 65072 <= codePoint && codePoint <= 65131 || 65281 <= codePoint && codePoint <= 65376 || 65504 <= codePoint && codePoint <= 65510 || 110592 <= codePoint && codePoint <= 110593 || 127488 <= codePoint && codePoint <= 127569 || 131072 <= codePoint && codePoint <= 262141)) return true;
		return false;
	};
	module.exports = isFullwidthCodePoint;
	module.exports.default = isFullwidthCodePoint;
}));

// node_modules/emoji-regex/index.js
var require_emoji_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function() {
		return /\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62(?:\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67|\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74|\uDB40\uDC77\uDB40\uDC6C\uDB40\uDC73)\uDB40\uDC7F|\uD83D\uDC68(?:\uD83C\uDFFC\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68\uD83C\uDFFB|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFE])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFE\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFD])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFC])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83D\uDC68|(?:\uD83D[\uDC68\uDC69])\u200D(?:\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67]))|\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67])|(?:\uD83D[\uDC68\uDC69])\u200D(?:\uD83D[\uDC66\uDC67])|[\u2695\u2696\u2708]\uFE0F|\uD83D[\uDC66\uDC67]|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|(?:\uD83C\uDFFB\u200D[\u2695\u2696\u2708]|\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708])\uFE0F|\uD83C\uDFFB\u200D(?:\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C[\uDFFB-\uDFFF])|(?:\uD83E\uDDD1\uD83C\uDFFB\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFC\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)\uD83C\uDFFB|\uD83E\uDDD1(?:\uD83C\uDFFF\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1(?:\uD83C[\uDFFB-\uDFFF])|\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1)|(?:\uD83E\uDDD1\uD83C\uDFFE\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFF\u200D\uD83E\uDD1D\u200D(?:\uD83D[\uDC68\uDC69]))(?:\uD83C[\uDFFB-\uDFFE])|(?:\uD83E\uDDD1\uD83C\uDFFC\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFD\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)(?:\uD83C[\uDFFB\uDFFC])|\uD83D\uDC69(?:\uD83C\uDFFE\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFD\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFC\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFD-\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFB\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFC-\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFC\uDFFE\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D(?:\uD83D[\uDC68\uDC69])|\uD83D[\uDC68\uDC69])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD]))|\uD83D\uDC69\u200D\uD83D\uDC69\u200D(?:\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67]))|(?:\uD83E\uDDD1\uD83C\uDFFD\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFE\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)(?:\uD83C[\uDFFB-\uDFFD])|\uD83D\uDC69\u200D\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC69\u200D\uD83D\uDC69\u200D(?:\uD83D[\uDC66\uDC67])|(?:\uD83D\uDC41\uFE0F\u200D\uD83D\uDDE8|\uD83D\uDC69(?:\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708]|\uD83C\uDFFB\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\u200D[\u2695\u2696\u2708])|(?:(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)\uFE0F|\uD83D\uDC6F|\uD83E[\uDD3C\uDDDE\uDDDF])\u200D[\u2640\u2642]|(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)(?:\uD83C[\uDFFB-\uDFFF])\u200D[\u2640\u2642]|(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD6-\uDDDD])(?:(?:\uD83C[\uDFFB-\uDFFF])\u200D[\u2640\u2642]|\u200D[\u2640\u2642])|\uD83C\uDFF4\u200D\u2620)\uFE0F|\uD83D\uDC69\u200D\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67])|\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08|\uD83D\uDC15\u200D\uD83E\uDDBA|\uD83D\uDC69\u200D\uD83D\uDC66|\uD83D\uDC69\u200D\uD83D\uDC67|\uD83C\uDDFD\uD83C\uDDF0|\uD83C\uDDF4\uD83C\uDDF2|\uD83C\uDDF6\uD83C\uDDE6|[#\*0-9]\uFE0F\u20E3|\uD83C\uDDE7(?:\uD83C[\uDDE6\uDDE7\uDDE9-\uDDEF\uDDF1-\uDDF4\uDDF6-\uDDF9\uDDFB\uDDFC\uDDFE\uDDFF])|\uD83C\uDDF9(?:\uD83C[\uDDE6\uDDE8\uDDE9\uDDEB-\uDDED\uDDEF-\uDDF4\uDDF7\uDDF9\uDDFB\uDDFC\uDDFF])|\uD83C\uDDEA(?:\uD83C[\uDDE6\uDDE8\uDDEA\uDDEC\uDDED\uDDF7-\uDDFA])|\uD83E\uDDD1(?:\uD83C[\uDFFB-\uDFFF])|\uD83C\uDDF7(?:\uD83C[\uDDEA\uDDF4\uDDF8\uDDFA\uDDFC])|\uD83D\uDC69(?:\uD83C[\uDFFB-\uDFFF])|\uD83C\uDDF2(?:\uD83C[\uDDE6\uDDE8-\uDDED\uDDF0-\uDDFF])|\uD83C\uDDE6(?:\uD83C[\uDDE8-\uDDEC\uDDEE\uDDF1\uDDF2\uDDF4\uDDF6-\uDDFA\uDDFC\uDDFD\uDDFF])|\uD83C\uDDF0(?:\uD83C[\uDDEA\uDDEC-\uDDEE\uDDF2\uDDF3\uDDF5\uDDF7\uDDFC\uDDFE\uDDFF])|\uD83C\uDDED(?:\uD83C[\uDDF0\uDDF2\uDDF3\uDDF7\uDDF9\uDDFA])|\uD83C\uDDE9(?:\uD83C[\uDDEA\uDDEC\uDDEF\uDDF0\uDDF2\uDDF4\uDDFF])|\uD83C\uDDFE(?:\uD83C[\uDDEA\uDDF9])|\uD83C\uDDEC(?:\uD83C[\uDDE6\uDDE7\uDDE9-\uDDEE\uDDF1-\uDDF3\uDDF5-\uDDFA\uDDFC\uDDFE])|\uD83C\uDDF8(?:\uD83C[\uDDE6-\uDDEA\uDDEC-\uDDF4\uDDF7-\uDDF9\uDDFB\uDDFD-\uDDFF])|\uD83C\uDDEB(?:\uD83C[\uDDEE-\uDDF0\uDDF2\uDDF4\uDDF7])|\uD83C\uDDF5(?:\uD83C[\uDDE6\uDDEA-\uDDED\uDDF0-\uDDF3\uDDF7-\uDDF9\uDDFC\uDDFE])|\uD83C\uDDFB(?:\uD83C[\uDDE6\uDDE8\uDDEA\uDDEC\uDDEE\uDDF3\uDDFA])|\uD83C\uDDF3(?:\uD83C[\uDDE6\uDDE8\uDDEA-\uDDEC\uDDEE\uDDF1\uDDF4\uDDF5\uDDF7\uDDFA\uDDFF])|\uD83C\uDDE8(?:\uD83C[\uDDE6\uDDE8\uDDE9\uDDEB-\uDDEE\uDDF0-\uDDF5\uDDF7\uDDFA-\uDDFF])|\uD83C\uDDF1(?:\uD83C[\uDDE6-\uDDE8\uDDEE\uDDF0\uDDF7-\uDDFB\uDDFE])|\uD83C\uDDFF(?:\uD83C[\uDDE6\uDDF2\uDDFC])|\uD83C\uDDFC(?:\uD83C[\uDDEB\uDDF8])|\uD83C\uDDFA(?:\uD83C[\uDDE6\uDDEC\uDDF2\uDDF3\uDDF8\uDDFE\uDDFF])|\uD83C\uDDEE(?:\uD83C[\uDDE8-\uDDEA\uDDF1-\uDDF4\uDDF6-\uDDF9])|\uD83C\uDDEF(?:\uD83C[\uDDEA\uDDF2\uDDF4\uDDF5])|(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD6-\uDDDD])(?:\uD83C[\uDFFB-\uDFFF])|(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)(?:\uD83C[\uDFFB-\uDFFF])|(?:[\u261D\u270A-\u270D]|\uD83C[\uDF85\uDFC2\uDFC7]|\uD83D[\uDC42\uDC43\uDC46-\uDC50\uDC66\uDC67\uDC6B-\uDC6D\uDC70\uDC72\uDC74-\uDC76\uDC78\uDC7C\uDC83\uDC85\uDCAA\uDD74\uDD7A\uDD90\uDD95\uDD96\uDE4C\uDE4F\uDEC0\uDECC]|\uD83E[\uDD0F\uDD18-\uDD1C\uDD1E\uDD1F\uDD30-\uDD36\uDDB5\uDDB6\uDDBB\uDDD2-\uDDD5])(?:\uD83C[\uDFFB-\uDFFF])|(?:[\u231A\u231B\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26D4\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2705\u270A\u270B\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u27BF\u2B1B\u2B1C\u2B50\u2B55]|\uD83C[\uDC04\uDCCF\uDD8E\uDD91-\uDD9A\uDDE6-\uDDFF\uDE01\uDE1A\uDE2F\uDE32-\uDE36\uDE38-\uDE3A\uDE50\uDE51\uDF00-\uDF20\uDF2D-\uDF35\uDF37-\uDF7C\uDF7E-\uDF93\uDFA0-\uDFCA\uDFCF-\uDFD3\uDFE0-\uDFF0\uDFF4\uDFF8-\uDFFF]|\uD83D[\uDC00-\uDC3E\uDC40\uDC42-\uDCFC\uDCFF-\uDD3D\uDD4B-\uDD4E\uDD50-\uDD67\uDD7A\uDD95\uDD96\uDDA4\uDDFB-\uDE4F\uDE80-\uDEC5\uDECC\uDED0-\uDED2\uDED5\uDEEB\uDEEC\uDEF4-\uDEFA\uDFE0-\uDFEB]|\uD83E[\uDD0D-\uDD3A\uDD3C-\uDD45\uDD47-\uDD71\uDD73-\uDD76\uDD7A-\uDDA2\uDDA5-\uDDAA\uDDAE-\uDDCA\uDDCD-\uDDFF\uDE70-\uDE73\uDE78-\uDE7A\uDE80-\uDE82\uDE90-\uDE95])|(?:[#\*0-9\xA9\xAE\u203C\u2049\u2122\u2139\u2194-\u2199\u21A9\u21AA\u231A\u231B\u2328\u23CF\u23E9-\u23F3\u23F8-\u23FA\u24C2\u25AA\u25AB\u25B6\u25C0\u25FB-\u25FE\u2600-\u2604\u260E\u2611\u2614\u2615\u2618\u261D\u2620\u2622\u2623\u2626\u262A\u262E\u262F\u2638-\u263A\u2640\u2642\u2648-\u2653\u265F\u2660\u2663\u2665\u2666\u2668\u267B\u267E\u267F\u2692-\u2697\u2699\u269B\u269C\u26A0\u26A1\u26AA\u26AB\u26B0\u26B1\u26BD\u26BE\u26C4\u26C5\u26C8\u26CE\u26CF\u26D1\u26D3\u26D4\u26E9\u26EA\u26F0-\u26F5\u26F7-\u26FA\u26FD\u2702\u2705\u2708-\u270D\u270F\u2712\u2714\u2716\u271D\u2721\u2728\u2733\u2734\u2744\u2747\u274C\u274E\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27A1\u27B0\u27BF\u2934\u2935\u2B05-\u2B07\u2B1B\u2B1C\u2B50\u2B55\u3030\u303D\u3297\u3299]|\uD83C[\uDC04\uDCCF\uDD70\uDD71\uDD7E\uDD7F\uDD8E\uDD91-\uDD9A\uDDE6-\uDDFF\uDE01\uDE02\uDE1A\uDE2F\uDE32-\uDE3A\uDE50\uDE51\uDF00-\uDF21\uDF24-\uDF93\uDF96\uDF97\uDF99-\uDF9B\uDF9E-\uDFF0\uDFF3-\uDFF5\uDFF7-\uDFFF]|\uD83D[\uDC00-\uDCFD\uDCFF-\uDD3D\uDD49-\uDD4E\uDD50-\uDD67\uDD6F\uDD70\uDD73-\uDD7A\uDD87\uDD8A-\uDD8D\uDD90\uDD95\uDD96\uDDA4\uDDA5\uDDA8\uDDB1\uDDB2\uDDBC\uDDC2-\uDDC4\uDDD1-\uDDD3\uDDDC-\uDDDE\uDDE1\uDDE3\uDDE8\uDDEF\uDDF3\uDDFA-\uDE4F\uDE80-\uDEC5\uDECB-\uDED2\uDED5\uDEE0-\uDEE5\uDEE9\uDEEB\uDEEC\uDEF0\uDEF3-\uDEFA\uDFE0-\uDFEB]|\uD83E[\uDD0D-\uDD3A\uDD3C-\uDD45\uDD47-\uDD71\uDD73-\uDD76\uDD7A-\uDDA2\uDDA5-\uDDAA\uDDAE-\uDDCA\uDDCD-\uDDFF\uDE70-\uDE73\uDE78-\uDE7A\uDE80-\uDE82\uDE90-\uDE95])\uFE0F|(?:[\u261D\u26F9\u270A-\u270D]|\uD83C[\uDF85\uDFC2-\uDFC4\uDFC7\uDFCA-\uDFCC]|\uD83D[\uDC42\uDC43\uDC46-\uDC50\uDC66-\uDC78\uDC7C\uDC81-\uDC83\uDC85-\uDC87\uDC8F\uDC91\uDCAA\uDD74\uDD75\uDD7A\uDD90\uDD95\uDD96\uDE45-\uDE47\uDE4B-\uDE4F\uDEA3\uDEB4-\uDEB6\uDEC0\uDECC]|\uD83E[\uDD0F\uDD18-\uDD1F\uDD26\uDD30-\uDD39\uDD3C-\uDD3E\uDDB5\uDDB6\uDDB8\uDDB9\uDDBB\uDDCD-\uDDCF\uDDD1-\uDDDD])/g;
	};
}));

// node_modules/string-width/index.js
var require_string_width = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const stripAnsi = require_strip_ansi();
	const isFullwidthCodePoint = require_is_fullwidth_code_point();
	const emojiRegex = require_emoji_regex();
	const stringWidth = (string) => {
		if (typeof string !== "string" || string.length === 0) return 0;
		string = stripAnsi(string);
		if (string.length === 0) return 0;
		string = string.replace(emojiRegex(), "  ");
		let width = 0;
		for (let i = 0; i < string.length; i++) {
			const code = string.codePointAt(i);
			if (code <= 31 || code >= 127 && code <= 159) continue;
			if (code >= 768 && code <= 879) continue;
			if (code > 65535) i++;
			width += isFullwidthCodePoint(code) ? 2 : 1;
		}
		return width;
	};
	module.exports = stringWidth;
	module.exports.default = stringWidth;
}));

// node_modules/cli-table3/src/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const stringWidth = require_string_width();
	function codeRegex(capture) {
		return capture ? /\u001b\[((?:\d*;){0,5}\d*)m/g : /\u001b\[(?:\d*;){0,5}\d*m/g;
	}
	function strlen(str) {
		let code = codeRegex();
		return ("" + str).replace(code, "").split("\n").reduce(function(memo, s) {
			return stringWidth(s) > memo ? stringWidth(s) : memo;
		}, 0);
	}
	function repeat(str, times) {
		return Array(times + 1).join(str);
	}
	function pad(str, len, pad, dir) {
		let length = strlen(str);
		if (len + 1 >= length) {
			let padlen = len - length;
			switch (dir) {
				case "right":
					str = repeat(pad, padlen) + str;
					break;
				case "center": {
					let right = Math.ceil(padlen / 2);
					str = repeat(pad, padlen - right) + str + repeat(pad, right);
					break;
				}
				default: str = str + repeat(pad, padlen);
			}
		}
		return str;
	}
	let codeCache = {};
	function addToCodeCache(name, on, off) {
		on = "\x1B[" + on + "m";
		off = "\x1B[" + off + "m";
		codeCache[on] = {
			set: name,
			to: true
		};
		codeCache[off] = {
			set: name,
			to: false
		};
		codeCache[name] = {
			on,
			off
		};
	}
	addToCodeCache("bold", 1, 22);
	addToCodeCache("italics", 3, 23);
	addToCodeCache("underline", 4, 24);
	addToCodeCache("inverse", 7, 27);
	addToCodeCache("strikethrough", 9, 29);
	function updateState(state, controlChars) {
		let controlCode = controlChars[1] ? parseInt(controlChars[1].split(";")[0]) : 0;
		if (controlCode >= 30 && controlCode <= 39 || controlCode >= 90 && controlCode <= 97) {
			state.lastForegroundAdded = controlChars[0];
			return;
		}
		if (controlCode >= 40 && controlCode <= 49 || controlCode >= 100 && controlCode <= 107) {
			state.lastBackgroundAdded = controlChars[0];
			return;
		}
		if (controlCode === 0) {
			for (let i in state)
 /* istanbul ignore else */
			if (Object.prototype.hasOwnProperty.call(state, i)) delete state[i];
			return;
		}
		let info = codeCache[controlChars[0]];
		if (info) state[info.set] = info.to;
	}
	function readState(line) {
		let code = codeRegex(true);
		let controlChars = code.exec(line);
		let state = {};
		while (controlChars !== null) {
			updateState(state, controlChars);
			controlChars = code.exec(line);
		}
		return state;
	}
	function unwindState(state, ret) {
		let lastBackgroundAdded = state.lastBackgroundAdded;
		let lastForegroundAdded = state.lastForegroundAdded;
		delete state.lastBackgroundAdded;
		delete state.lastForegroundAdded;
		Object.keys(state).forEach(function(key) {
			if (state[key]) ret += codeCache[key].off;
		});
		if (lastBackgroundAdded && lastBackgroundAdded != "\x1B[49m") ret += "\x1B[49m";
		if (lastForegroundAdded && lastForegroundAdded != "\x1B[39m") ret += "\x1B[39m";
		return ret;
	}
	function rewindState(state, ret) {
		let lastBackgroundAdded = state.lastBackgroundAdded;
		let lastForegroundAdded = state.lastForegroundAdded;
		delete state.lastBackgroundAdded;
		delete state.lastForegroundAdded;
		Object.keys(state).forEach(function(key) {
			if (state[key]) ret = codeCache[key].on + ret;
		});
		if (lastBackgroundAdded && lastBackgroundAdded != "\x1B[49m") ret = lastBackgroundAdded + ret;
		if (lastForegroundAdded && lastForegroundAdded != "\x1B[39m") ret = lastForegroundAdded + ret;
		return ret;
	}
	function truncateWidth(str, desiredLength) {
		if (str.length === strlen(str)) return str.substr(0, desiredLength);
		while (strlen(str) > desiredLength) str = str.slice(0, -1);
		return str;
	}
	function truncateWidthWithAnsi(str, desiredLength) {
		let code = codeRegex(true);
		let split = str.split(codeRegex());
		let splitIndex = 0;
		let retLen = 0;
		let ret = "";
		let myArray;
		let state = {};
		while (retLen < desiredLength) {
			myArray = code.exec(str);
			let toAdd = split[splitIndex];
			splitIndex++;
			if (retLen + strlen(toAdd) > desiredLength) toAdd = truncateWidth(toAdd, desiredLength - retLen);
			ret += toAdd;
			retLen += strlen(toAdd);
			if (retLen < desiredLength) {
				if (!myArray) break;
				ret += myArray[0];
				updateState(state, myArray);
			}
		}
		return unwindState(state, ret);
	}
	function truncate(str, desiredLength, truncateChar) {
		truncateChar = truncateChar || "…";
		if (strlen(str) <= desiredLength) return str;
		desiredLength -= strlen(truncateChar);
		let ret = truncateWidthWithAnsi(str, desiredLength);
		ret += truncateChar;
		const hrefTag = "\x1B]8;;\x07";
		if (str.includes(hrefTag) && !ret.includes(hrefTag)) ret += hrefTag;
		return ret;
	}
	function defaultOptions() {
		return {
			chars: {
				top: "─",
				"top-mid": "┬",
				"top-left": "┌",
				"top-right": "┐",
				bottom: "─",
				"bottom-mid": "┴",
				"bottom-left": "└",
				"bottom-right": "┘",
				left: "│",
				"left-mid": "├",
				mid: "─",
				"mid-mid": "┼",
				right: "│",
				"right-mid": "┤",
				middle: "│"
			},
			truncate: "…",
			colWidths: [],
			rowHeights: [],
			colAligns: [],
			rowAligns: [],
			style: {
				"padding-left": 1,
				"padding-right": 1,
				head: ["red"],
				border: ["grey"],
				compact: false
			},
			head: []
		};
	}
	function mergeOptions(options, defaults) {
		options = options || {};
		defaults = defaults || defaultOptions();
		let ret = Object.assign({}, defaults, options);
		ret.chars = Object.assign({}, defaults.chars, options.chars);
		ret.style = Object.assign({}, defaults.style, options.style);
		return ret;
	}
	function wordWrap(maxLength, input) {
		let lines = [];
		let split = input.split(/(\s+)/g);
		let line = [];
		let lineLength = 0;
		let whitespace;
		for (let i = 0; i < split.length; i += 2) {
			let word = split[i];
			let newLength = lineLength + strlen(word);
			if (lineLength > 0 && whitespace) newLength += whitespace.length;
			if (newLength > maxLength) {
				if (lineLength !== 0) lines.push(line.join(""));
				line = [word];
				lineLength = strlen(word);
			} else {
				line.push(whitespace || "", word);
				lineLength = newLength;
			}
			whitespace = split[i + 1];
		}
		if (lineLength) lines.push(line.join(""));
		return lines;
	}
	function textWrap(maxLength, input) {
		let lines = [];
		let line = "";
		function pushLine(str, ws) {
			if (line.length && ws) line += ws;
			line += str;
			while (line.length > maxLength) {
				lines.push(line.slice(0, maxLength));
				line = line.slice(maxLength);
			}
		}
		let split = input.split(/(\s+)/g);
		for (let i = 0; i < split.length; i += 2) pushLine(split[i], i && split[i - 1]);
		if (line.length) lines.push(line);
		return lines;
	}
	function multiLineWordWrap(maxLength, input, wrapOnWordBoundary = true) {
		let output = [];
		input = input.split("\n");
		const handler = wrapOnWordBoundary ? wordWrap : textWrap;
		for (let i = 0; i < input.length; i++) output.push.apply(output, handler(maxLength, input[i]));
		return output;
	}
	function colorizeLines(input) {
		let state = {};
		let output = [];
		for (let i = 0; i < input.length; i++) {
			let line = rewindState(state, input[i]);
			state = readState(line);
			let temp = Object.assign({}, state);
			output.push(unwindState(temp, line));
		}
		return output;
	}
	/**
	* Credit: Matheus Sampaio https://github.com/matheussampaio
	*/
	function hyperlink(url, text) {
		const OSC = "\x1B]";
		const BEL = "\x07";
		const SEP = ";";
		return [
			OSC,
			"8",
			SEP,
			SEP,
			url || text,
			BEL,
			text,
			OSC,
			"8",
			SEP,
			SEP,
			BEL
		].join("");
	}
	module.exports = {
		strlen,
		repeat,
		pad,
		truncate,
		mergeOptions,
		wordWrap: multiLineWordWrap,
		colorizeLines,
		hyperlink
	};
}));

// node_modules/@colors/colors/lib/styles.js
var require_styles = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var styles = {};
	module["exports"] = styles;
	var codes = {
		reset: [0, 0],
		bold: [1, 22],
		dim: [2, 22],
		italic: [3, 23],
		underline: [4, 24],
		inverse: [7, 27],
		hidden: [8, 28],
		strikethrough: [9, 29],
		black: [30, 39],
		red: [31, 39],
		green: [32, 39],
		yellow: [33, 39],
		blue: [34, 39],
		magenta: [35, 39],
		cyan: [36, 39],
		white: [37, 39],
		gray: [90, 39],
		grey: [90, 39],
		brightRed: [91, 39],
		brightGreen: [92, 39],
		brightYellow: [93, 39],
		brightBlue: [94, 39],
		brightMagenta: [95, 39],
		brightCyan: [96, 39],
		brightWhite: [97, 39],
		bgBlack: [40, 49],
		bgRed: [41, 49],
		bgGreen: [42, 49],
		bgYellow: [43, 49],
		bgBlue: [44, 49],
		bgMagenta: [45, 49],
		bgCyan: [46, 49],
		bgWhite: [47, 49],
		bgGray: [100, 49],
		bgGrey: [100, 49],
		bgBrightRed: [101, 49],
		bgBrightGreen: [102, 49],
		bgBrightYellow: [103, 49],
		bgBrightBlue: [104, 49],
		bgBrightMagenta: [105, 49],
		bgBrightCyan: [106, 49],
		bgBrightWhite: [107, 49],
		blackBG: [40, 49],
		redBG: [41, 49],
		greenBG: [42, 49],
		yellowBG: [43, 49],
		blueBG: [44, 49],
		magentaBG: [45, 49],
		cyanBG: [46, 49],
		whiteBG: [47, 49]
	};
	Object.keys(codes).forEach(function(key) {
		var val = codes[key];
		var style = styles[key] = [];
		style.open = "\x1B[" + val[0] + "m";
		style.close = "\x1B[" + val[1] + "m";
	});
}));

// node_modules/@colors/colors/lib/system/has-flag.js
var require_has_flag = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function(flag, argv) {
		argv = argv || process.argv;
		var terminatorPos = argv.indexOf("--");
		var prefix = /^-{1,2}/.test(flag) ? "" : "--";
		var pos = argv.indexOf(prefix + flag);
		return pos !== -1 && (terminatorPos === -1 ? true : pos < terminatorPos);
	};
}));

// node_modules/@colors/colors/lib/system/supports-colors.js
var require_supports_colors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var os = __require("os");
	var hasFlag = require_has_flag();
	var env = process.env;
	var forceColor = void 0;
	if (hasFlag("no-color") || hasFlag("no-colors") || hasFlag("color=false")) forceColor = false;
	else if (hasFlag("color") || hasFlag("colors") || hasFlag("color=true") || hasFlag("color=always")) forceColor = true;
	if ("FORCE_COLOR" in env) forceColor = env.FORCE_COLOR.length === 0 || parseInt(env.FORCE_COLOR, 10) !== 0;
	function translateLevel(level) {
		if (level === 0) return false;
		return {
			level,
			hasBasic: true,
			has256: level >= 2,
			has16m: level >= 3
		};
	}
	function supportsColor(stream) {
		if (forceColor === false) return 0;
		if (hasFlag("color=16m") || hasFlag("color=full") || hasFlag("color=truecolor")) return 3;
		if (hasFlag("color=256")) return 2;
		if (stream && !stream.isTTY && forceColor !== true) return 0;
		var min = forceColor ? 1 : 0;
		if (process.platform === "win32") {
			var osRelease = os.release().split(".");
			if (Number(process.versions.node.split(".")[0]) >= 8 && Number(osRelease[0]) >= 10 && Number(osRelease[2]) >= 10586) return Number(osRelease[2]) >= 14931 ? 3 : 2;
			return 1;
		}
		if ("CI" in env) {
			if ([
				"TRAVIS",
				"CIRCLECI",
				"APPVEYOR",
				"GITLAB_CI"
			].some(function(sign) {
				return sign in env;
			}) || env.CI_NAME === "codeship") return 1;
			return min;
		}
		if ("TEAMCITY_VERSION" in env) return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 1 : 0;
		if ("TERM_PROGRAM" in env) {
			var version = parseInt((env.TERM_PROGRAM_VERSION || "").split(".")[0], 10);
			switch (env.TERM_PROGRAM) {
				case "iTerm.app": return version >= 3 ? 3 : 2;
				case "Hyper": return 3;
				case "Apple_Terminal": return 2;
			}
		}
		if (/-256(color)?$/i.test(env.TERM)) return 2;
		if (/^screen|^xterm|^vt100|^rxvt|color|ansi|cygwin|linux/i.test(env.TERM)) return 1;
		if ("COLORTERM" in env) return 1;
		if (env.TERM === "dumb") return min;
		return min;
	}
	function getSupportLevel(stream) {
		return translateLevel(supportsColor(stream));
	}
	module.exports = {
		supportsColor: getSupportLevel,
		stdout: getSupportLevel(process.stdout),
		stderr: getSupportLevel(process.stderr)
	};
}));

// node_modules/@colors/colors/lib/custom/trap.js
var require_trap = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function runTheTrap(text, options) {
		var result = "";
		text = text || "Run the trap, drop the bass";
		text = text.split("");
		var trap = {
			a: [
				"@",
				"Ą",
				"Ⱥ",
				"Ʌ",
				"Δ",
				"Λ",
				"Д"
			],
			b: [
				"ß",
				"Ɓ",
				"Ƀ",
				"ɮ",
				"β",
				"฿"
			],
			c: [
				"©",
				"Ȼ",
				"Ͼ"
			],
			d: [
				"Ð",
				"Ɗ",
				"Ԁ",
				"ԁ",
				"Ԃ",
				"ԃ"
			],
			e: [
				"Ë",
				"ĕ",
				"Ǝ",
				"ɘ",
				"Σ",
				"ξ",
				"Ҽ",
				"੬"
			],
			f: ["Ӻ"],
			g: ["ɢ"],
			h: [
				"Ħ",
				"ƕ",
				"Ң",
				"Һ",
				"Ӈ",
				"Ԋ"
			],
			i: ["༏"],
			j: ["Ĵ"],
			k: [
				"ĸ",
				"Ҡ",
				"Ӄ",
				"Ԟ"
			],
			l: ["Ĺ"],
			m: [
				"ʍ",
				"Ӎ",
				"ӎ",
				"Ԡ",
				"ԡ",
				"൩"
			],
			n: [
				"Ñ",
				"ŋ",
				"Ɲ",
				"Ͷ",
				"Π",
				"Ҋ"
			],
			o: [
				"Ø",
				"õ",
				"ø",
				"Ǿ",
				"ʘ",
				"Ѻ",
				"ם",
				"۝",
				"๏"
			],
			p: ["Ƿ", "Ҏ"],
			q: ["্"],
			r: [
				"®",
				"Ʀ",
				"Ȑ",
				"Ɍ",
				"ʀ",
				"Я"
			],
			s: [
				"§",
				"Ϟ",
				"ϟ",
				"Ϩ"
			],
			t: [
				"Ł",
				"Ŧ",
				"ͳ"
			],
			u: ["Ʊ", "Ս"],
			v: ["ט"],
			w: [
				"Ш",
				"Ѡ",
				"Ѽ",
				"൰"
			],
			x: [
				"Ҳ",
				"Ӿ",
				"Ӽ",
				"ӽ"
			],
			y: [
				"¥",
				"Ұ",
				"Ӌ"
			],
			z: ["Ƶ", "ɀ"]
		};
		text.forEach(function(c) {
			c = c.toLowerCase();
			var chars = trap[c] || [" "];
			var rand = Math.floor(Math.random() * chars.length);
			if (typeof trap[c] !== "undefined") result += trap[c][rand];
			else result += c;
		});
		return result;
	};
}));

// node_modules/@colors/colors/lib/custom/zalgo.js
var require_zalgo = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function zalgo(text, options) {
		text = text || "   he is here   ";
		var soul = {
			"up": [
				"̍",
				"̎",
				"̄",
				"̅",
				"̿",
				"̑",
				"̆",
				"̐",
				"͒",
				"͗",
				"͑",
				"̇",
				"̈",
				"̊",
				"͂",
				"̓",
				"̈",
				"͊",
				"͋",
				"͌",
				"̃",
				"̂",
				"̌",
				"͐",
				"̀",
				"́",
				"̋",
				"̏",
				"̒",
				"̓",
				"̔",
				"̽",
				"̉",
				"ͣ",
				"ͤ",
				"ͥ",
				"ͦ",
				"ͧ",
				"ͨ",
				"ͩ",
				"ͪ",
				"ͫ",
				"ͬ",
				"ͭ",
				"ͮ",
				"ͯ",
				"̾",
				"͛",
				"͆",
				"̚"
			],
			"down": [
				"̖",
				"̗",
				"̘",
				"̙",
				"̜",
				"̝",
				"̞",
				"̟",
				"̠",
				"̤",
				"̥",
				"̦",
				"̩",
				"̪",
				"̫",
				"̬",
				"̭",
				"̮",
				"̯",
				"̰",
				"̱",
				"̲",
				"̳",
				"̹",
				"̺",
				"̻",
				"̼",
				"ͅ",
				"͇",
				"͈",
				"͉",
				"͍",
				"͎",
				"͓",
				"͔",
				"͕",
				"͖",
				"͙",
				"͚",
				"̣"
			],
			"mid": [
				"̕",
				"̛",
				"̀",
				"́",
				"͘",
				"̡",
				"̢",
				"̧",
				"̨",
				"̴",
				"̵",
				"̶",
				"͜",
				"͝",
				"͞",
				"͟",
				"͠",
				"͢",
				"̸",
				"̷",
				"͡",
				" ҉"
			]
		};
		var all = [].concat(soul.up, soul.down, soul.mid);
		function randomNumber(range) {
			return Math.floor(Math.random() * range);
		}
		function isChar(character) {
			var bool = false;
			all.filter(function(i) {
				bool = i === character;
			});
			return bool;
		}
		function heComes(text, options) {
			var result = "";
			var counts;
			var l;
			options = options || {};
			options["up"] = typeof options["up"] !== "undefined" ? options["up"] : true;
			options["mid"] = typeof options["mid"] !== "undefined" ? options["mid"] : true;
			options["down"] = typeof options["down"] !== "undefined" ? options["down"] : true;
			options["size"] = typeof options["size"] !== "undefined" ? options["size"] : "maxi";
			text = text.split("");
			for (l in text) {
				if (isChar(l)) continue;
				result = result + text[l];
				counts = {
					"up": 0,
					"down": 0,
					"mid": 0
				};
				switch (options.size) {
					case "mini":
						counts.up = randomNumber(8);
						counts.mid = randomNumber(2);
						counts.down = randomNumber(8);
						break;
					case "maxi":
						counts.up = randomNumber(16) + 3;
						counts.mid = randomNumber(4) + 1;
						counts.down = randomNumber(64) + 3;
						break;
					default:
						counts.up = randomNumber(8) + 1;
						counts.mid = randomNumber(6) / 2;
						counts.down = randomNumber(8) + 1;
				}
				var arr = [
					"up",
					"mid",
					"down"
				];
				for (var d in arr) {
					var index = arr[d];
					for (var i = 0; i <= counts[index]; i++) if (options[index]) result = result + soul[index][randomNumber(soul[index].length)];
				}
			}
			return result;
		}
		return heComes(text, options);
	};
}));

// node_modules/@colors/colors/lib/maps/america.js
var require_america = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		return function(letter, i, exploded) {
			if (letter === " ") return letter;
			switch (i % 3) {
				case 0: return colors.red(letter);
				case 1: return colors.white(letter);
				case 2: return colors.blue(letter);
			}
		};
	};
}));

// node_modules/@colors/colors/lib/maps/zebra.js
var require_zebra = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		return function(letter, i, exploded) {
			return i % 2 === 0 ? letter : colors.inverse(letter);
		};
	};
}));

// node_modules/@colors/colors/lib/maps/rainbow.js
var require_rainbow = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		var rainbowColors = [
			"red",
			"yellow",
			"green",
			"blue",
			"magenta"
		];
		return function(letter, i, exploded) {
			if (letter === " ") return letter;
			else return colors[rainbowColors[i++ % rainbowColors.length]](letter);
		};
	};
}));

// node_modules/@colors/colors/lib/maps/random.js
var require_random = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		var available = [
			"underline",
			"inverse",
			"grey",
			"yellow",
			"red",
			"green",
			"blue",
			"white",
			"cyan",
			"magenta",
			"brightYellow",
			"brightRed",
			"brightGreen",
			"brightBlue",
			"brightWhite",
			"brightCyan",
			"brightMagenta"
		];
		return function(letter, i, exploded) {
			return letter === " " ? letter : colors[available[Math.round(Math.random() * (available.length - 2))]](letter);
		};
	};
}));

// node_modules/@colors/colors/lib/colors.js
var require_colors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var colors = {};
	module["exports"] = colors;
	colors.themes = {};
	var util = __require("util");
	var ansiStyles = colors.styles = require_styles();
	var defineProps = Object.defineProperties;
	var newLineRegex = /* @__PURE__ */ new RegExp(/[\r\n]+/g);
	colors.supportsColor = require_supports_colors().supportsColor;
	if (typeof colors.enabled === "undefined") colors.enabled = colors.supportsColor() !== false;
	colors.enable = function() {
		colors.enabled = true;
	};
	colors.disable = function() {
		colors.enabled = false;
	};
	colors.stripColors = colors.strip = function(str) {
		return ("" + str).replace(/\x1B\[\d+m/g, "");
	};
	colors.stylize = function stylize(str, style) {
		if (!colors.enabled) return str + "";
		var styleMap = ansiStyles[style];
		if (!styleMap && style in colors) return colors[style](str);
		return styleMap.open + str + styleMap.close;
	};
	var matchOperatorsRe = /[|\\{}()[\]^$+*?.]/g;
	var escapeStringRegexp = function(str) {
		if (typeof str !== "string") throw new TypeError("Expected a string");
		return str.replace(matchOperatorsRe, "\\$&");
	};
	function build(_styles) {
		var builder = function builder() {
			return applyStyle.apply(builder, arguments);
		};
		builder._styles = _styles;
		builder.__proto__ = proto;
		return builder;
	}
	var styles = (function() {
		var ret = {};
		ansiStyles.grey = ansiStyles.gray;
		Object.keys(ansiStyles).forEach(function(key) {
			ansiStyles[key].closeRe = new RegExp(escapeStringRegexp(ansiStyles[key].close), "g");
			ret[key] = { get: function() {
				return build(this._styles.concat(key));
			} };
		});
		return ret;
	})();
	var proto = defineProps(function colors() {}, styles);
	function applyStyle() {
		var str = Array.prototype.slice.call(arguments).map(function(arg) {
			if (arg != null && arg.constructor === String) return arg;
			else return util.inspect(arg);
		}).join(" ");
		if (!colors.enabled || !str) return str;
		var newLinesPresent = str.indexOf("\n") != -1;
		var nestedStyles = this._styles;
		var i = nestedStyles.length;
		while (i--) {
			var code = ansiStyles[nestedStyles[i]];
			str = code.open + str.replace(code.closeRe, code.open) + code.close;
			if (newLinesPresent) str = str.replace(newLineRegex, function(match) {
				return code.close + match + code.open;
			});
		}
		return str;
	}
	colors.setTheme = function(theme) {
		if (typeof theme === "string") {
			console.log("colors.setTheme now only accepts an object, not a string.  If you are trying to set a theme from a file, it is now your (the caller's) responsibility to require the file.  The old syntax looked like colors.setTheme(__dirname + '/../themes/generic-logging.js'); The new syntax looks like colors.setTheme(require(__dirname + '/../themes/generic-logging.js'));");
			return;
		}
		for (var style in theme) (function(style) {
			colors[style] = function(str) {
				if (typeof theme[style] === "object") {
					var out = str;
					for (var i in theme[style]) out = colors[theme[style][i]](out);
					return out;
				}
				return colors[theme[style]](str);
			};
		})(style);
	};
	function init() {
		var ret = {};
		Object.keys(styles).forEach(function(name) {
			ret[name] = { get: function() {
				return build([name]);
			} };
		});
		return ret;
	}
	var sequencer = function sequencer(map, str) {
		var exploded = str.split("");
		exploded = exploded.map(map);
		return exploded.join("");
	};
	colors.trap = require_trap();
	colors.zalgo = require_zalgo();
	colors.maps = {};
	colors.maps.america = require_america()(colors);
	colors.maps.zebra = require_zebra()(colors);
	colors.maps.rainbow = require_rainbow()(colors);
	colors.maps.random = require_random()(colors);
	for (var map in colors.maps) (function(map) {
		colors[map] = function(str) {
			return sequencer(colors.maps[map], str);
		};
	})(map);
	defineProps(colors, init());
}));

// node_modules/@colors/colors/safe.js
var require_safe = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var colors = require_colors();
	module["exports"] = colors;
}));

// node_modules/cli-table3/src/cell.js
var require_cell = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { info, debug } = require_debug();
	const utils = require_utils();
	var Cell = class Cell {
		/**
		* A representation of a cell within the table.
		* Implementations must have `init` and `draw` methods,
		* as well as `colSpan`, `rowSpan`, `desiredHeight` and `desiredWidth` properties.
		* @param options
		* @constructor
		*/
		constructor(options) {
			this.setOptions(options);
			/**
			* Each cell will have it's `x` and `y` values set by the `layout-manager` prior to
			* `init` being called;
			* @type {Number}
			*/
			this.x = null;
			this.y = null;
		}
		setOptions(options) {
			if ([
				"boolean",
				"number",
				"bigint",
				"string"
			].indexOf(typeof options) !== -1) options = { content: "" + options };
			options = options || {};
			this.options = options;
			let content = options.content;
			if ([
				"boolean",
				"number",
				"bigint",
				"string"
			].indexOf(typeof content) !== -1) this.content = String(content);
			else if (!content) this.content = this.options.href || "";
			else throw new Error("Content needs to be a primitive, got: " + typeof content);
			this.colSpan = options.colSpan || 1;
			this.rowSpan = options.rowSpan || 1;
			if (this.options.href) Object.defineProperty(this, "href", { get() {
				return this.options.href;
			} });
		}
		mergeTableOptions(tableOptions, cells) {
			this.cells = cells;
			let optionsChars = this.options.chars || {};
			let tableChars = tableOptions.chars;
			let chars = this.chars = {};
			CHAR_NAMES.forEach(function(name) {
				setOption(optionsChars, tableChars, name, chars);
			});
			this.truncate = this.options.truncate || tableOptions.truncate;
			let style = this.options.style = this.options.style || {};
			let tableStyle = tableOptions.style;
			setOption(style, tableStyle, "padding-left", this);
			setOption(style, tableStyle, "padding-right", this);
			this.head = style.head || tableStyle.head;
			this.border = style.border || tableStyle.border;
			this.fixedWidth = tableOptions.colWidths[this.x];
			this.lines = this.computeLines(tableOptions);
			this.desiredWidth = utils.strlen(this.content) + this.paddingLeft + this.paddingRight;
			this.desiredHeight = this.lines.length;
		}
		computeLines(tableOptions) {
			const tableWordWrap = tableOptions.wordWrap || tableOptions.textWrap;
			const { wordWrap = tableWordWrap } = this.options;
			if (this.fixedWidth && wordWrap) {
				this.fixedWidth -= this.paddingLeft + this.paddingRight;
				if (this.colSpan) {
					let i = 1;
					while (i < this.colSpan) {
						this.fixedWidth += tableOptions.colWidths[this.x + i];
						i++;
					}
				}
				const { wrapOnWordBoundary: tableWrapOnWordBoundary = true } = tableOptions;
				const { wrapOnWordBoundary = tableWrapOnWordBoundary } = this.options;
				return this.wrapLines(utils.wordWrap(this.fixedWidth, this.content, wrapOnWordBoundary));
			}
			return this.wrapLines(this.content.split("\n"));
		}
		wrapLines(computedLines) {
			const lines = utils.colorizeLines(computedLines);
			if (this.href) return lines.map((line) => utils.hyperlink(this.href, line));
			return lines;
		}
		/**
		* Initializes the Cells data structure.
		*
		* @param tableOptions - A fully populated set of tableOptions.
		* In addition to the standard default values, tableOptions must have fully populated the
		* `colWidths` and `rowWidths` arrays. Those arrays must have lengths equal to the number
		* of columns or rows (respectively) in this table, and each array item must be a Number.
		*
		*/
		init(tableOptions) {
			let x = this.x;
			let y = this.y;
			this.widths = tableOptions.colWidths.slice(x, x + this.colSpan);
			this.heights = tableOptions.rowHeights.slice(y, y + this.rowSpan);
			this.width = this.widths.reduce(sumPlusOne, -1);
			this.height = this.heights.reduce(sumPlusOne, -1);
			this.hAlign = this.options.hAlign || tableOptions.colAligns[x];
			this.vAlign = this.options.vAlign || tableOptions.rowAligns[y];
			this.drawRight = x + this.colSpan == tableOptions.colWidths.length;
		}
		/**
		* Draws the given line of the cell.
		* This default implementation defers to methods `drawTop`, `drawBottom`, `drawLine` and `drawEmpty`.
		* @param lineNum - can be `top`, `bottom` or a numerical line number.
		* @param spanningCell - will be a number if being called from a RowSpanCell, and will represent how
		* many rows below it's being called from. Otherwise it's undefined.
		* @returns {String} The representation of this line.
		*/
		draw(lineNum, spanningCell) {
			if (lineNum == "top") return this.drawTop(this.drawRight);
			if (lineNum == "bottom") return this.drawBottom(this.drawRight);
			let content = utils.truncate(this.content, 10, this.truncate);
			if (!lineNum) info(`${this.y}-${this.x}: ${this.rowSpan - lineNum}x${this.colSpan} Cell ${content}`);
			let padLen = Math.max(this.height - this.lines.length, 0);
			let padTop;
			switch (this.vAlign) {
				case "center":
					padTop = Math.ceil(padLen / 2);
					break;
				case "bottom":
					padTop = padLen;
					break;
				default: padTop = 0;
			}
			if (lineNum < padTop || lineNum >= padTop + this.lines.length) return this.drawEmpty(this.drawRight, spanningCell);
			let forceTruncation = this.lines.length > this.height && lineNum + 1 >= this.height;
			return this.drawLine(lineNum - padTop, this.drawRight, forceTruncation, spanningCell);
		}
		/**
		* Renders the top line of the cell.
		* @param drawRight - true if this method should render the right edge of the cell.
		* @returns {String}
		*/
		drawTop(drawRight) {
			let content = [];
			if (this.cells) this.widths.forEach(function(width, index) {
				content.push(this._topLeftChar(index));
				content.push(utils.repeat(this.chars[this.y == 0 ? "top" : "mid"], width));
			}, this);
			else {
				content.push(this._topLeftChar(0));
				content.push(utils.repeat(this.chars[this.y == 0 ? "top" : "mid"], this.width));
			}
			if (drawRight) content.push(this.chars[this.y == 0 ? "topRight" : "rightMid"]);
			return this.wrapWithStyleColors("border", content.join(""));
		}
		_topLeftChar(offset) {
			let x = this.x + offset;
			let leftChar;
			if (this.y == 0) leftChar = x == 0 ? "topLeft" : offset == 0 ? "topMid" : "top";
			else if (x == 0) leftChar = "leftMid";
			else {
				leftChar = offset == 0 ? "midMid" : "bottomMid";
				if (this.cells) {
					if (this.cells[this.y - 1][x] instanceof Cell.ColSpanCell) leftChar = offset == 0 ? "topMid" : "mid";
					if (offset == 0) {
						let i = 1;
						while (this.cells[this.y][x - i] instanceof Cell.ColSpanCell) i++;
						if (this.cells[this.y][x - i] instanceof Cell.RowSpanCell) leftChar = "leftMid";
					}
				}
			}
			return this.chars[leftChar];
		}
		wrapWithStyleColors(styleProperty, content) {
			if (this[styleProperty] && this[styleProperty].length) try {
				let colors = require_safe();
				for (let i = this[styleProperty].length - 1; i >= 0; i--) colors = colors[this[styleProperty][i]];
				return colors(content);
			} catch (e) {
				return content;
			}
			else return content;
		}
		/**
		* Renders a line of text.
		* @param lineNum - Which line of text to render. This is not necessarily the line within the cell.
		* There may be top-padding above the first line of text.
		* @param drawRight - true if this method should render the right edge of the cell.
		* @param forceTruncationSymbol - `true` if the rendered text should end with the truncation symbol even
		* if the text fits. This is used when the cell is vertically truncated. If `false` the text should
		* only include the truncation symbol if the text will not fit horizontally within the cell width.
		* @param spanningCell - a number of if being called from a RowSpanCell. (how many rows below). otherwise undefined.
		* @returns {String}
		*/
		drawLine(lineNum, drawRight, forceTruncationSymbol, spanningCell) {
			let left = this.chars[this.x == 0 ? "left" : "middle"];
			if (this.x && spanningCell && this.cells) {
				let cellLeft = this.cells[this.y + spanningCell][this.x - 1];
				while (cellLeft instanceof ColSpanCell) cellLeft = this.cells[cellLeft.y][cellLeft.x - 1];
				if (!(cellLeft instanceof RowSpanCell)) left = this.chars["rightMid"];
			}
			let leftPadding = utils.repeat(" ", this.paddingLeft);
			let right = drawRight ? this.chars["right"] : "";
			let rightPadding = utils.repeat(" ", this.paddingRight);
			let line = this.lines[lineNum];
			let len = this.width - (this.paddingLeft + this.paddingRight);
			if (forceTruncationSymbol) line += this.truncate || "…";
			let content = utils.truncate(line, len, this.truncate);
			content = utils.pad(content, len, " ", this.hAlign);
			content = leftPadding + content + rightPadding;
			return this.stylizeLine(left, content, right);
		}
		stylizeLine(left, content, right) {
			left = this.wrapWithStyleColors("border", left);
			right = this.wrapWithStyleColors("border", right);
			if (this.y === 0) content = this.wrapWithStyleColors("head", content);
			return left + content + right;
		}
		/**
		* Renders the bottom line of the cell.
		* @param drawRight - true if this method should render the right edge of the cell.
		* @returns {String}
		*/
		drawBottom(drawRight) {
			let left = this.chars[this.x == 0 ? "bottomLeft" : "bottomMid"];
			let content = utils.repeat(this.chars.bottom, this.width);
			let right = drawRight ? this.chars["bottomRight"] : "";
			return this.wrapWithStyleColors("border", left + content + right);
		}
		/**
		* Renders a blank line of text within the cell. Used for top and/or bottom padding.
		* @param drawRight - true if this method should render the right edge of the cell.
		* @param spanningCell - a number of if being called from a RowSpanCell. (how many rows below). otherwise undefined.
		* @returns {String}
		*/
		drawEmpty(drawRight, spanningCell) {
			let left = this.chars[this.x == 0 ? "left" : "middle"];
			if (this.x && spanningCell && this.cells) {
				let cellLeft = this.cells[this.y + spanningCell][this.x - 1];
				while (cellLeft instanceof ColSpanCell) cellLeft = this.cells[cellLeft.y][cellLeft.x - 1];
				if (!(cellLeft instanceof RowSpanCell)) left = this.chars["rightMid"];
			}
			let right = drawRight ? this.chars["right"] : "";
			let content = utils.repeat(" ", this.width);
			return this.stylizeLine(left, content, right);
		}
	};
	var ColSpanCell = class {
		/**
		* A Cell that doesn't do anything. It just draws empty lines.
		* Used as a placeholder in column spanning.
		* @constructor
		*/
		constructor() {}
		draw(lineNum) {
			if (typeof lineNum === "number") debug(`${this.y}-${this.x}: 1x1 ColSpanCell`);
			return "";
		}
		init() {}
		mergeTableOptions() {}
	};
	var RowSpanCell = class {
		/**
		* A placeholder Cell for a Cell that spans multiple rows.
		* It delegates rendering to the original cell, but adds the appropriate offset.
		* @param originalCell
		* @constructor
		*/
		constructor(originalCell) {
			this.originalCell = originalCell;
		}
		init(tableOptions) {
			let y = this.y;
			let originalY = this.originalCell.y;
			this.cellOffset = y - originalY;
			this.offset = findDimension(tableOptions.rowHeights, originalY, this.cellOffset);
		}
		draw(lineNum) {
			if (lineNum == "top") return this.originalCell.draw(this.offset, this.cellOffset);
			if (lineNum == "bottom") return this.originalCell.draw("bottom");
			debug(`${this.y}-${this.x}: 1x${this.colSpan} RowSpanCell for ${this.originalCell.content}`);
			return this.originalCell.draw(this.offset + 1 + lineNum);
		}
		mergeTableOptions() {}
	};
	function firstDefined(...args) {
		return args.filter((v) => v !== void 0 && v !== null).shift();
	}
	function setOption(objA, objB, nameB, targetObj) {
		let nameA = nameB.split("-");
		if (nameA.length > 1) {
			nameA[1] = nameA[1].charAt(0).toUpperCase() + nameA[1].substr(1);
			nameA = nameA.join("");
			targetObj[nameA] = firstDefined(objA[nameA], objA[nameB], objB[nameA], objB[nameB]);
		} else targetObj[nameB] = firstDefined(objA[nameB], objB[nameB]);
	}
	function findDimension(dimensionTable, startingIndex, span) {
		let ret = dimensionTable[startingIndex];
		for (let i = 1; i < span; i++) ret += 1 + dimensionTable[startingIndex + i];
		return ret;
	}
	function sumPlusOne(a, b) {
		return a + b + 1;
	}
	let CHAR_NAMES = [
		"top",
		"top-mid",
		"top-left",
		"top-right",
		"bottom",
		"bottom-mid",
		"bottom-left",
		"bottom-right",
		"left",
		"left-mid",
		"mid",
		"mid-mid",
		"right",
		"right-mid",
		"middle"
	];
	module.exports = Cell;
	module.exports.ColSpanCell = ColSpanCell;
	module.exports.RowSpanCell = RowSpanCell;
}));

// node_modules/cli-table3/src/layout-manager.js
var require_layout_manager = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { warn, debug } = require_debug();
	const Cell = require_cell();
	const { ColSpanCell, RowSpanCell } = Cell;
	(function() {
		function next(alloc, col) {
			if (alloc[col] > 0) return next(alloc, col + 1);
			return col;
		}
		function layoutTable(table) {
			let alloc = {};
			table.forEach(function(row, rowIndex) {
				let col = 0;
				row.forEach(function(cell) {
					cell.y = rowIndex;
					cell.x = rowIndex ? next(alloc, col) : col;
					const rowSpan = cell.rowSpan || 1;
					const colSpan = cell.colSpan || 1;
					if (rowSpan > 1) for (let cs = 0; cs < colSpan; cs++) alloc[cell.x + cs] = rowSpan;
					col = cell.x + colSpan;
				});
				Object.keys(alloc).forEach((idx) => {
					alloc[idx]--;
					if (alloc[idx] < 1) delete alloc[idx];
				});
			});
		}
		function maxWidth(table) {
			let mw = 0;
			table.forEach(function(row) {
				row.forEach(function(cell) {
					mw = Math.max(mw, cell.x + (cell.colSpan || 1));
				});
			});
			return mw;
		}
		function maxHeight(table) {
			return table.length;
		}
		function cellsConflict(cell1, cell2) {
			let yMin1 = cell1.y;
			let yMax1 = cell1.y - 1 + (cell1.rowSpan || 1);
			let yMin2 = cell2.y;
			let yConflict = !(yMin1 > cell2.y - 1 + (cell2.rowSpan || 1) || yMin2 > yMax1);
			let xMin1 = cell1.x;
			let xMax1 = cell1.x - 1 + (cell1.colSpan || 1);
			let xMin2 = cell2.x;
			let xConflict = !(xMin1 > cell2.x - 1 + (cell2.colSpan || 1) || xMin2 > xMax1);
			return yConflict && xConflict;
		}
		function conflictExists(rows, x, y) {
			let i_max = Math.min(rows.length - 1, y);
			let cell = {
				x,
				y
			};
			for (let i = 0; i <= i_max; i++) {
				let row = rows[i];
				for (let j = 0; j < row.length; j++) if (cellsConflict(cell, row[j])) return true;
			}
			return false;
		}
		function allBlank(rows, y, xMin, xMax) {
			for (let x = xMin; x < xMax; x++) if (conflictExists(rows, x, y)) return false;
			return true;
		}
		function addRowSpanCells(table) {
			table.forEach(function(row, rowIndex) {
				row.forEach(function(cell) {
					for (let i = 1; i < cell.rowSpan; i++) {
						let rowSpanCell = new RowSpanCell(cell);
						rowSpanCell.x = cell.x;
						rowSpanCell.y = cell.y + i;
						rowSpanCell.colSpan = cell.colSpan;
						insertCell(rowSpanCell, table[rowIndex + i]);
					}
				});
			});
		}
		function addColSpanCells(cellRows) {
			for (let rowIndex = cellRows.length - 1; rowIndex >= 0; rowIndex--) {
				let cellColumns = cellRows[rowIndex];
				for (let columnIndex = 0; columnIndex < cellColumns.length; columnIndex++) {
					let cell = cellColumns[columnIndex];
					for (let k = 1; k < cell.colSpan; k++) {
						let colSpanCell = new ColSpanCell();
						colSpanCell.x = cell.x + k;
						colSpanCell.y = cell.y;
						cellColumns.splice(columnIndex + 1, 0, colSpanCell);
					}
				}
			}
		}
		function insertCell(cell, row) {
			let x = 0;
			while (x < row.length && row[x].x < cell.x) x++;
			row.splice(x, 0, cell);
		}
		function fillInTable(table) {
			let h_max = maxHeight(table);
			let w_max = maxWidth(table);
			debug(`Max rows: ${h_max}; Max cols: ${w_max}`);
			for (let y = 0; y < h_max; y++) for (let x = 0; x < w_max; x++) if (!conflictExists(table, x, y)) {
				let opts = {
					x,
					y,
					colSpan: 1,
					rowSpan: 1
				};
				x++;
				while (x < w_max && !conflictExists(table, x, y)) {
					opts.colSpan++;
					x++;
				}
				let y2 = y + 1;
				while (y2 < h_max && allBlank(table, y2, opts.x, opts.x + opts.colSpan)) {
					opts.rowSpan++;
					y2++;
				}
				let cell = new Cell(opts);
				cell.x = opts.x;
				cell.y = opts.y;
				warn(`Missing cell at ${cell.y}-${cell.x}.`);
				insertCell(cell, table[y]);
			}
		}
		function generateCells(rows) {
			return rows.map(function(row) {
				if (!Array.isArray(row)) {
					let key = Object.keys(row)[0];
					row = row[key];
					if (Array.isArray(row)) {
						row = row.slice();
						row.unshift(key);
					} else row = [key, row];
				}
				return row.map(function(cell) {
					return new Cell(cell);
				});
			});
		}
		function makeTableLayout(rows) {
			let cellRows = generateCells(rows);
			layoutTable(cellRows);
			fillInTable(cellRows);
			addRowSpanCells(cellRows);
			addColSpanCells(cellRows);
			return cellRows;
		}
		module.exports = {
			makeTableLayout,
			layoutTable,
			addRowSpanCells,
			maxWidth,
			fillInTable,
			computeWidths: makeComputeWidths("colSpan", "desiredWidth", "x", 1),
			computeHeights: makeComputeWidths("rowSpan", "desiredHeight", "y", 1)
		};
	})();
	function makeComputeWidths(colSpan, desiredWidth, x, forcedMin) {
		return function(vals, table) {
			let result = [];
			let spanners = [];
			let auto = {};
			table.forEach(function(row) {
				row.forEach(function(cell) {
					if ((cell[colSpan] || 1) > 1) spanners.push(cell);
					else result[cell[x]] = Math.max(result[cell[x]] || 0, cell[desiredWidth] || 0, forcedMin);
				});
			});
			vals.forEach(function(val, index) {
				if (typeof val === "number") result[index] = val;
			});
			for (let k = spanners.length - 1; k >= 0; k--) {
				let cell = spanners[k];
				let span = cell[colSpan];
				let col = cell[x];
				let existingWidth = result[col];
				let editableCols = typeof vals[col] === "number" ? 0 : 1;
				if (typeof existingWidth === "number") for (let i = 1; i < span; i++) {
					existingWidth += 1 + result[col + i];
					if (typeof vals[col + i] !== "number") editableCols++;
				}
				else {
					existingWidth = desiredWidth === "desiredWidth" ? cell.desiredWidth - 1 : 1;
					if (!auto[col] || auto[col] < existingWidth) auto[col] = existingWidth;
				}
				if (cell[desiredWidth] > existingWidth) {
					let i = 0;
					while (editableCols > 0 && cell[desiredWidth] > existingWidth) {
						if (typeof vals[col + i] !== "number") {
							let dif = Math.round((cell[desiredWidth] - existingWidth) / editableCols);
							existingWidth += dif;
							result[col + i] += dif;
							editableCols--;
						}
						i++;
					}
				}
			}
			Object.assign(vals, result, auto);
			for (let j = 0; j < vals.length; j++) vals[j] = Math.max(forcedMin, vals[j] || 0);
		};
	}
}));

// node_modules/cli-table3/src/table.js
var require_table = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const debug = require_debug();
	const utils = require_utils();
	const tableLayout = require_layout_manager();
	var Table = class extends Array {
		constructor(opts) {
			super();
			const options = utils.mergeOptions(opts);
			Object.defineProperty(this, "options", {
				value: options,
				enumerable: options.debug
			});
			if (options.debug) {
				switch (typeof options.debug) {
					case "boolean":
						debug.setDebugLevel(debug.WARN);
						break;
					case "number":
						debug.setDebugLevel(options.debug);
						break;
					case "string":
						debug.setDebugLevel(parseInt(options.debug, 10));
						break;
					default:
						debug.setDebugLevel(debug.WARN);
						debug.warn(`Debug option is expected to be boolean, number, or string. Received a ${typeof options.debug}`);
				}
				Object.defineProperty(this, "messages", { get() {
					return debug.debugMessages();
				} });
			}
		}
		toString() {
			let array = this;
			let headersPresent = this.options.head && this.options.head.length;
			if (headersPresent) {
				array = [this.options.head];
				if (this.length) array.push.apply(array, this);
			} else this.options.style.head = [];
			let cells = tableLayout.makeTableLayout(array);
			cells.forEach(function(row) {
				row.forEach(function(cell) {
					cell.mergeTableOptions(this.options, cells);
				}, this);
			}, this);
			tableLayout.computeWidths(this.options.colWidths, cells);
			tableLayout.computeHeights(this.options.rowHeights, cells);
			cells.forEach(function(row) {
				row.forEach(function(cell) {
					cell.init(this.options);
				}, this);
			}, this);
			let result = [];
			for (let rowIndex = 0; rowIndex < cells.length; rowIndex++) {
				let row = cells[rowIndex];
				let heightOfRow = this.options.rowHeights[rowIndex];
				if (rowIndex === 0 || !this.options.style.compact || rowIndex == 1 && headersPresent) doDraw(row, "top", result);
				for (let lineNum = 0; lineNum < heightOfRow; lineNum++) doDraw(row, lineNum, result);
				if (rowIndex + 1 == cells.length) doDraw(row, "bottom", result);
			}
			return result.join("\n");
		}
		get width() {
			return this.toString().split("\n")[0].length;
		}
	};
	Table.reset = () => debug.reset();
	function doDraw(row, lineNum, result) {
		let line = [];
		row.forEach(function(cell) {
			line.push(cell.draw(lineNum));
		});
		let str = line.join("");
		if (str.length) result.push(str);
	}
	module.exports = Table;
}));

// node_modules/cli-table3/index.js
var require_cli_table3 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = require_table();
}));

// src/cli/demo-report.ts
var import_cli_table3 = /* @__PURE__ */ __toESM(require_cli_table3(), 1);
/** The document of `demo --json`; times are milliseconds. */
function demoDocument({ jobs, records, left }) {
	return {
		jobs: jobs.map((job) => {
			const record = recordOf(job, records);
			return {
				name: job.name,
				conclusion: job.conclusion ?? null,
				pool: record?.pool ?? null,
				runner: job.runnerName ?? null,
				sandbox: record?.sandbox ?? null,
				phases: record === void 0 ? {} : phasesOf(record),
				reclaimedBytes: record?.reclaimedBytes ?? null
			};
		}),
		left
	};
}
const columns = [
	"waited",
	"clone",
	"boot",
	"ssh",
	"register",
	"run",
	"delete"
];
/** The table at the end of the demo, and the proof that nothing is left. */
function demoTable({ jobs, records, left }) {
	const table = new import_cli_table3.default({
		head: [
			"job",
			"VM",
			...columns,
			"reclaimed",
			"result"
		],
		style: {
			head: [],
			border: []
		}
	});
	for (const job of jobs) {
		const record = recordOf(job, records);
		const phases = record === void 0 ? {} : phasesOf(record);
		const times = columns.map((column) => seconds(phases[column]));
		const vm = record?.sandbox.slice(-6) ?? "–";
		table.push([
			job.name,
			vm,
			...times,
			megabytes(record?.reclaimedBytes),
			job.conclusion ?? job.status
		]);
	}
	const problems = records.flatMap(({ sandbox, error }) => error === void 0 ? [] : [`${sandbox}: ${error.code}: ${error.message}`, `  what to do: ${error.remedy}`]);
	const proof = `left: ${String(left.sandboxes)} clones, ${String(left.runners)} runner registrations, ${String(left.processes)} processes`;
	return [
		table.toString(),
		...problems,
		proof
	].join("\n");
}
/** Runner and sandbox have one name, so the job's runner leads to its sandbox. */
function recordOf(job, records) {
	return records.find(({ sandbox }) => sandbox === job.runnerName);
}
function phasesOf({ phases, waitedMs }) {
	return {
		...phases,
		...waitedMs === void 0 ? {} : { waited: waitedMs }
	};
}
function seconds(ms) {
	return ms === void 0 ? "–" : `${(ms / 1e3).toFixed(2)} s`;
}
function megabytes(bytes) {
	return bytes === void 0 ? "–" : `${(bytes / 1e6).toFixed(1)} MB`;
}

// src/cli/left.ts
/** Counts in the simulation itself, not in what the poller believes. */
async function whatIsLeft({ host, github }) {
	const folders = await readdir(join(host.tartHome, "vms"));
	const processes = await host.processes();
	return {
		sandboxes: folders.filter((name) => parseName(name) !== void 0).length,
		runners: github.runners().length,
		processes: processes.length
	};
}

// src/cli/demo.ts
/** The simulated GitHub lets go of a lost runner soon. */
const strayRetryMs = 1e3;
/** An example that has something to say on a Mac only. */
const forRealGuests = "conformance.yml";
/** `sand-poller demo`: the real poller on a simulated Mac and a simulated GitHub. Returns the exit code. */
async function demo(options) {
	const examples = join(packageRoot, "examples");
	const workflows = await readWorkflows(options.workflow ?? await exampleFiles(examples));
	const settings = options.world === void 0 ? {} : await (await import("./demo-settings-B-rZI_4t.js")).readWorldFile(options.world);
	using view = await createView(options);
	using stops = stopsOnSignal("end", (name) => view.emit({
		type: "stopping",
		signal: name,
		way: "end"
	}));
	await using world = await createDemoWorld(workflows, {
		...settings,
		checkout: options.checkout ?? examples
	});
	const records = stops.asked() ? [] : await serveAll(world, stops, view.emit);
	view[Symbol.dispose]();
	const report = {
		jobs: world.github.jobs(),
		records,
		left: await whatIsLeft(world)
	};
	const text = options.json ? JSON.stringify(demoDocument(report)) : demoTable(report);
	process.stdout.write(`${text}\n`);
	if (stops.asked()) return exitCodes.interrupted;
	return isClean(report) ? exitCodes.done : exitCodes.failed;
}
/** Serves job after job with one pool that takes them all, whatever label they ask for. */
async function serveAll(world, stops, emit) {
	const labels = /* @__PURE__ */ new Set([
		"self-hosted",
		"macOS",
		"ARM64"
	]);
	const records = [];
	let more = newLabels(world, labels);
	do {
		for (const label of more) labels.add(label);
		await world.configure({ pools: [{
			labels: [...labels],
			idleTimeout: "30s",
			jobTimeout: "1h"
		}] });
		const { config } = await loadConfig(world.configFile);
		const poller = await createPoller(config, {
			env: world.env,
			emit,
			strayRetryMs
		}, stops.end);
		records.push(...(await poller.once(stops)).records);
		more = newLabels(world, labels);
	} while (more.length > 0 && !stops.asked());
	return records;
}
async function exampleFiles(folder) {
	return (await readdir(folder)).filter((name) => name.endsWith(".yml") && name !== forRealGuests).map((name) => join(folder, name));
}
function isClean({ jobs, left }) {
	return jobs.every(({ status }) => status === "completed") && left.sandboxes + left.runners + left.processes === 0;
}
/** A live view on a terminal, plain lines elsewhere, nothing for a program. */
async function createView({ json, verbose }) {
	if (json && !verbose) return {
		emit: () => void 0,
		[Symbol.dispose]: () => void 0
	};
	if (process.stdout.isTTY && !json && !verbose) return (await import("./live-view-rKUFBXbb.js")).createLiveView();
	return {
		emit: await createLog({
			readable: true,
			verbose
		}),
		[Symbol.dispose]: () => void 0
	};
}

export { demo };