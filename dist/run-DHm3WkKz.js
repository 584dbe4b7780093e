import { a as boolean, d as object, h as string, y as ZodError } from "./schemas-BCdtrOfe.js";
import { a as loadConfig, n as exitCodes } from "./exit-codes-Ds2Idkdz.js";
import { t as createLog } from "./log-DP5A2wgy.js";
import { t as SandError } from "./errors-BzRSwK9f.js";
import { n as errorFields } from "./print-error-Cv9Ak1tv.js";
import { i as controlSocket, r as problemsOf, t as statusOf } from "./status-document-BqzKtITT.js";
import { t as version } from "./package-AzD9mjMA.js";
import { t as toPools } from "./pools-DNrmOLNh.js";
import { n as keysToRestartFor, t as comparePools } from "./reload-C7tiOsyr.js";
import { t as takeOwnership } from "./ownership-DNyJhtWV.js";
import { c as execa, p as asSandError, r as createPoller } from "./poller-D7rWOzu2.js";
import { t as stopsOnSignal } from "./stops-Drfk5tW_.js";
import { r as wallClock } from "./text-I6yS1NEv.js";
import { join } from "node:path";
import { createServer } from "node:http";
import { access, chmod, rm, writeFile } from "node:fs/promises";

// src/cli/control-server.ts
/** Bytes of a question; each is far shorter. */
const longestBody = 16384;
const stopBody = object({ now: boolean() });
const dropBody = object({ sandbox: string() });
/** Every question that is answered. */
const acts = /* @__PURE__ */ new Map([
	["GET /status", (controls) => controls.status()],
	["POST /drain", async (controls) => await controls.drain()],
	["POST /resume", async (controls) => await controls.resume()],
	["POST /reap", (controls) => controls.reap()],
	["POST /stop", (controls, body) => controls.stop(stopBody.parse(body).now)],
	["POST /reload", async (controls) => await controls.reload()],
	["POST /drop", (controls, body) => ({ dropped: controls.drop(dropBody.parse(body).sandbox) })]
]);
/**
* Answers the commands of an operator on a Unix socket, for the user of the poller alone. Whoever owns the state folder
* calls it: a socket that is there already is left of a dead process. Disposing it takes the socket away; an answer to
* `/stop` ends with the process.
*/
async function serveControl(file, controls) {
	await rm(file, { force: true });
	const sockets = /* @__PURE__ */ new Set();
	const server = createServer((request, response) => {
		answer(request, response, controls).catch((error) => refuse(response, error));
	});
	server.on("connection", (socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	await new Promise((resolve, reject) => {
		server.on("error", (cause) => reject(new SandError("CONFIG_INVALID", `host.stateDir: cannot make the socket ${file}`, { cause })));
		server.listen(file, resolve);
	});
	await chmod(file, 384);
	return { async [Symbol.asyncDispose]() {
		server.close();
		for (const socket of sockets) socket.unref();
		await rm(file, { force: true });
	} };
}
async function answer(request, response, controls) {
	const call = `${request.method ?? ""} ${request.url ?? ""}`;
	const act = acts.get(call);
	if (act === void 0) throw new SandError("USAGE", `this sand-poller does not know ${call}`);
	const result = JSON.stringify(await act(controls, await readBody(request)) ?? {});
	response.writeHead(200, { "content-type": "application/json" });
	if (call === "POST /stop") response.write(result);
	else response.end(result);
}
async function readBody(request) {
	const chunks = [];
	let size = 0;
	for await (const chunk of request) {
		const bytes = chunk;
		if (!(bytes instanceof Uint8Array)) continue;
		size += bytes.length;
		if (size > longestBody) throw new SandError("USAGE", "the question is too long");
		chunks.push(bytes);
	}
	return size === 0 ? void 0 : JSON.parse(Buffer.concat(chunks).toString());
}
function refuse(response, reason) {
	const error = reason instanceof ZodError || reason instanceof SyntaxError ? new SandError("USAGE", "the question is not understood", { cause: reason }) : reason;
	const status = error instanceof SandError ? 400 : 500;
	response.writeHead(status, {
		"content-type": "application/json",
		connection: "close"
	});
	response.end(JSON.stringify({ error: errorFields(error) }));
}

// src/cli/drain-file.ts
/** Whether the poller of a state folder is drained. A file that exists is the whole state: it outlives restarts. */
async function isDrained(stateDir) {
	return await access(fileIn(stateDir)).then(() => true, () => false);
}
/** Notes that it is drained, or that it is not any more. */
async function noteDrained(stateDir, drained) {
	const file = fileIn(stateDir);
	if (drained) await writeFile(file, "", { mode: 384 });
	else await rm(file, { force: true });
}
function fileIn(stateDir) {
	return join(stateDir, "drained");
}

// src/cli/create-controls.ts
/** What an operator can do to a poller. */
function createControls(poller) {
	const { fleet, config, stops, emit, audience } = poller;
	const { stateDir } = config.host;
	const self = {
		pid: process.pid,
		version,
		startedAt: Date.now()
	};
	return {
		status: () => statusOf(fleet.view(), {
			...self,
			audience: audience()
		}, Date.now()),
		async drain() {
			await noteDrained(stateDir, true);
			fleet.drain();
			emit({ type: "drained" });
		},
		async resume() {
			await noteDrained(stateDir, false);
			fleet.resume();
			emit({ type: "resumed" });
		},
		reap: () => fleet.resyncNow(),
		stop: (now) => stops.ask(now ? "end" : "leave", "sand-poller stop"),
		reload: createReload(poller),
		drop: (sandbox) => fleet.drop(sandbox, dropped)
	};
}
const dropped = new SandError("INTERRUPTED", "it was ended by `sand-poller drop`", { remedy: "Nothing to do: the operator wanted it." });
/** Reads the configuration again and gives the fleet its pools; a broken one changes nothing. */
function createReload({ fleet, config: started, configFile, emit }) {
	let current = started;
	return async () => {
		try {
			const { config, warnings } = await loadConfig(configFile);
			const pools = await toPools(config);
			const reloaded = {
				...comparePools(current, config),
				restart: keysToRestartFor(started, config),
				warnings: [...warnings]
			};
			fleet.reconfigure(pools);
			current = config;
			emit({
				type: "reloaded",
				...reloaded
			});
			return reloaded;
		} catch (error) {
			if (error instanceof SandError) emit({
				type: "reload-failed",
				error
			});
			throw error;
		}
	};
}

// src/host/notify.ts
const deadlineMs = 3e4;
/** Names that may pass from our environment to the operator's program (DESIGN.md §10). */
const passed = [
	"HOME",
	"PATH",
	"USER",
	"LOGNAME",
	"TMPDIR",
	"LANG",
	"TZ"
];
/** Runs the operator's program with a JSON document on its standard input; rejects with `NOTIFY_FAILED`. */
async function notify(program, document) {
	const env = Object.fromEntries(passed.map((name) => [name, process.env[name]]));
	try {
		await execa(program, [], {
			input: `${JSON.stringify(document)}\n`,
			env,
			extendEnv: false,
			stdout: "ignore",
			stderr: "ignore",
			timeout: deadlineMs
		});
	} catch (cause) {
		throw new SandError("NOTIFY_FAILED", `the program ${program} failed`, { cause });
	}
}

// src/observe/problem-watch.ts
/** A pool that fails once or twice mends itself often enough. */
const fewestFailures = 3;
/** GitHub may be away for some minutes. */
const unreachableMs = 3e5;
/** Of each code no more than one problem is told in this time. */
const quietMs = 6e4;
/** Tells the problems that a person should look at: a broken pool, a VM that cannot be deleted, GitHub away for long. */
var ProblemWatch = class {
	#options;
	#startedAt;
	#toldAt = /* @__PURE__ */ new Map();
	constructor(options) {
		this.#options = options;
		this.#startedAt = options.now();
	}
	/** Looks for problems after what may bring one. */
	see(event) {
		if (event.type === "sandbox-kept") this.#tell(kept(event.sandbox));
		if (event.type === "finished" || event.type === "demand-failed") queueMicrotask(() => this.#look());
	}
	#look() {
		const view = this.#options.view();
		const { lookedAt = this.#startedAt, demandError } = view;
		const isLong = this.#options.now() - lookedAt > unreachableMs;
		const lasting = {
			...view,
			pools: view.pools.filter(({ paused }) => (paused?.failures ?? 0) >= fewestFailures),
			demandError: isLong ? demandError : void 0,
			troubles: []
		};
		for (const problem of problemsOf(lasting)) this.#tell(problem);
	}
	#tell(problem) {
		const now = this.#options.now();
		if (now - (this.#toldAt.get(problem.code) ?? -Infinity) < quietMs) return;
		this.#toldAt.set(problem.code, now);
		this.#options.tell(problem);
	}
};
function kept(sandbox) {
	const { code, message, remedy } = new SandError("DESTROY_INCOMPLETE", `the VM ${sandbox} is still there`);
	return {
		code,
		message,
		remedy,
		sandbox
	};
}

// src/cli/watching.ts
/** Health and metrics over HTTP, and the operator's program: each only when it is configured. */
function createWatching({ http, demand, onProblem }, log) {
	const watchers = [log];
	const emit = (event) => {
		for (const watcher of watchers) watcher(event);
	};
	return {
		emit,
		async begin(fleet) {
			await using undo = new AsyncDisposableStack();
			if (onProblem !== void 0) watchers.push(watchProblems(onProblem, fleet, emit));
			if (http !== void 0) {
				const { see, server } = await serve(http.listen, demand.interval, fleet);
				undo.use(server);
				watchers.push(see);
				emit({
					type: "listening",
					url: server.url
				});
			}
			return undo.move();
		}
	};
}
function watchProblems(program, fleet, emit) {
	const watch = new ProblemWatch({
		now: () => wallClock.now(),
		view: () => fleet.view(),
		tell: (problem) => {
			notify(program, problem).catch((reason) => emit({
				type: "notify-failed",
				error: asSandError(reason, "telling a problem")
			}));
		}
	});
	return (event) => watch.see(event);
}
/** Most pollers serve none of it: its modules are loaded when they are needed. */
async function serve(listen, intervalMs, fleet) {
	const [{ Metrics }, { Health, whyNotReady }, { serveHttp }] = await Promise.all([
		import("./metrics-B13z0UcB.js"),
		import("./health-Be2Vpg3Z.js"),
		import("./http-DxvMNYSf.js")
	]);
	const metrics = new Metrics(version);
	const health = new Health(intervalMs, wallClock.now());
	const server = await serveHttp(listen, {
		whyHanging: () => health.whyHanging(fleet.view(), wallClock.now()),
		whyNotReady: () => whyNotReady(fleet.view()),
		metrics: () => metrics.render(fleet.view())
	});
	const see = (event) => {
		metrics.see(event);
		health.see(event, wallClock.now());
	};
	return {
		server,
		see
	};
}

// src/cli/run.ts
/** `sand-poller run`: serves jobs until it is told to stop; running jobs stay alone then. Returns the exit code. */
async function run({ config: configFile, verbose }) {
	const interactive = process.stderr.isTTY;
	const log = await createLog({
		readable: interactive,
		verbose
	});
	const onStop = (signal, way) => log({
		type: "stopping",
		signal,
		way
	});
	using stops = stopsOnSignal("leave", onStop, interactive ? void 0 : ["SIGINT", "SIGTERM"]);
	const { config, warnings } = await loadConfig(configFile);
	const watching = createWatching(config, log);
	const { emit } = watching;
	for (const text of warnings) emit({
		type: "warning",
		text
	});
	const { stateDir } = config.host;
	const socket = controlSocket(stateDir);
	await using held = new AsyncDisposableStack();
	held.use(await takeOwnership(stateDir, "run"));
	const draining = await isDrained(stateDir);
	if (draining) emit({ type: "drained" });
	let audience;
	const note = (event) => {
		if (event.type === "audience") ({audience} = event);
		emit(event);
	};
	const options = {
		env: process.env,
		emit: note,
		draining,
		patient: true
	};
	const fleet = await createPoller(config, options, stops.leave);
	const controls = createControls({
		fleet,
		config,
		configFile,
		stops,
		emit,
		audience: () => audience
	});
	if (!interactive) held.use(onHangup(() => void controls.reload().catch(() => void 0)));
	held.use(await serveControl(socket, controls));
	held.use(await watching.begin(fleet));
	await fleet.run(stops);
	return exitCodes.done;
}
function onHangup(act) {
	process.on("SIGHUP", act);
	return { [Symbol.dispose]: () => void process.off("SIGHUP", act) };
}

export { run };