import { a as timestamp, i as terminal, n as reportLost, r as reportRegained, t as openDiagnosticLog } from "./diagnostics-1Tbrb8iP.js";
import { t as runnerPaths } from "./paths-Dqotyd-n.js";
import { n as runnerModes } from "./protocol-CAGPOtRz.js";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createPrivateKey, sign } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { Agent, request } from "node:http";

// src/sim/runner/broker-client.ts
/** What the broker answered with a status of 400 or more. */
var BrokerRefusal = class extends Error {
	name = "BrokerRefusal";
	status;
	body;
	constructor(status, body) {
		super(`the broker answered ${String(status)}`);
		this.status = status;
		this.body = body;
	}
};
/** Talks to the broker. Uses `node:http` because its first request is quicker than the first `fetch`. */
var BrokerClient = class {
	#base;
	#agent = new Agent({ keepAlive: true });
	#token;
	constructor(base) {
		this.#base = base;
	}
	/** Exchanges the signed assertion for an access token, used from then on. */
	async signIn(assertion, signal) {
		const body = { client_assertion: assertion };
		const reply = await this.call({
			method: "POST",
			path: "token",
			body,
			signal
		});
		this.#token = reply?.access_token;
	}
	/**
	* Calls the broker; undefined for an empty answer. Rejects with `BrokerRefusal`, with an error of the connection, or
	* with an abort error.
	*/
	async call({ method, path, body, signal }) {
		const { promise, resolve, reject } = Promise.withResolvers();
		const text = body === void 0 ? "" : JSON.stringify(body);
		const headers = {
			"content-type": "application/json",
			"content-length": Buffer.byteLength(text),
			...this.#token === void 0 ? {} : { authorization: `Bearer ${this.#token}` }
		};
		const outgoing = request(new URL(path, this.#base), {
			method,
			headers,
			agent: this.#agent,
			signal
		});
		outgoing.once("error", reject);
		outgoing.once("response", (incoming) => {
			let answer = "";
			incoming.setEncoding("utf8");
			incoming.on("data", (chunk) => {
				answer += chunk;
			});
			incoming.once("error", reject);
			incoming.once("end", () => {
				const status = incoming.statusCode ?? 0;
				const json = answer === "" ? void 0 : JSON.parse(answer);
				if (status >= firstError) reject(new BrokerRefusal(status, json));
				else resolve(json);
			});
		});
		outgoing.end(text);
		return promise;
	}
	/** Closes idle connections, so that the process can end. */
	close() {
		this.#agent.destroy();
	}
};
const firstError = 400;

// src/sim/runner/configuration.ts
/** The files of a JIT configuration, in the order the runner says it removed them (§1.2, §4.3). */
const fileNames = [
	".credentials",
	".credentials_rsaparams",
	".runner"
];
const ownerOnly = 384;
const assertionSeconds = 300;
/** Writes the files of a JIT configuration into the runner's root. Throws for a blob that is none. */
function writeConfiguration(root, encodedJitConfig) {
	const files = JSON.parse(decode(encodedJitConfig));
	for (const name of fileNames) {
		const content = files[name];
		if (typeof content !== "string") throw new Error(`the JIT configuration has no ${name}`);
		writeFileSync(join(root, name), decode(content), { mode: ownerOnly });
	}
}
/** Reads the configuration; undefined when the runner is not configured. `clockMs`: how far its clock is ahead. */
function readConfiguration(root, clockMs = 0) {
	if (!existsSync(join(root, ".runner")) || !existsSync(join(root, ".credentials"))) return void 0;
	const read = (name) => readFileSync(join(root, name), "utf8");
	const runner = JSON.parse(read(".runner"));
	const { data } = JSON.parse(read(".credentials"));
	return {
		agentName: runner.AgentName,
		brokerUrl: runner.ServerUrlV2,
		tokenUrl: data.authorizationUrl,
		workFolder: runner.WorkFolder,
		assertion: assert(data.clientId, JSON.parse(read(".credentials_rsaparams")), Date.now() + clockMs)
	};
}
/** Deletes the files; returns what the runner says about it. */
function removeConfiguration(root) {
	for (const name of fileNames) rmSync(join(root, name), { force: true });
	return ["√ Removed .credentials", "√ Removed .runner"];
}
function assert(clientId, parameters, now) {
	const part = (name) => Buffer.from(parameters[name] ?? "", "base64").toString("base64url");
	const key = createPrivateKey({
		format: "jwk",
		key: {
			kty: "RSA",
			d: part("d"),
			dp: part("dp"),
			dq: part("dq"),
			e: part("exponent"),
			qi: part("inverseQ"),
			n: part("modulus"),
			p: part("p"),
			q: part("q")
		}
	});
	const seconds = Math.floor(now / 1e3);
	const text = [{
		alg: "RS256",
		typ: "JWT"
	}, {
		sub: clientId,
		iss: clientId,
		iat: seconds,
		exp: seconds + assertionSeconds
	}].map((json) => Buffer.from(JSON.stringify(json)).toString("base64url")).join(".");
	return `${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}
function decode(base64) {
	return Buffer.from(base64, "base64").toString();
}

// src/sim/runner/job-calls.ts
const callMs = 2e4;
const reconnectMs$2 = 500;
/** How often the runner tries to take its job while GitHub is away; a guess. */
const acquireTries = 5;
/** Undefined when the job is not ours, or GitHub is away too long: the runner listens on as a ghost (§5.7). */
async function acquire(runner, jobId, triesLeft = acquireTries) {
	const { client, shutdown: signal } = runner;
	try {
		return await client.call({
			method: "POST",
			path: `jobs/${String(jobId)}/acquire`,
			body: {},
			signal
		});
	} catch (error) {
		signal.throwIfAborted();
		if (isRefusal(error) || triesLeft === 0) {
			runner.diagnostics.info("Runner", `Skipping message Job. ${String(error)}`);
			return;
		}
	}
	await setTimeout(reconnectMs$2, void 0, { signal });
	return acquire(runner, jobId, triesLeft - 1);
}
/** Extends the lease; a job whose lease is lost is stopped. */
async function renew(runner, job, cancel) {
	if (await post(runner, job, "renew", {}) === "refused") cancel.abort();
}
/** Uploads a part of the log; false: it did not arrive, but may later. */
async function upload(runner, job, progress) {
	return await post(runner, job, "progress", progress) !== "failed";
}
/** Tells how the job ended, again and again while GitHub is away, until it is too late. */
async function complete(runner, job, outcome) {
	const deadline = Date.now() + job.reportRetryMs;
	while (await post(runner, job, "complete", outcome) === "failed" && Date.now() < deadline) await setTimeout(reconnectMs$2);
}
/** Tells GitHub something about the job; a failure is only noted. `refused`: the job is no longer ours. */
async function post(runner, { jobId }, what, body) {
	const path = `jobs/${String(jobId)}/${what}`;
	try {
		await runner.client.call({
			method: "POST",
			path,
			body,
			signal: AbortSignal.timeout(callMs)
		});
		return "arrived";
	} catch (error) {
		runner.diagnostics.info("JobServer", `${path}: ${String(error)}`);
		return isRefusal(error) ? "refused" : "failed";
	}
}
/** GitHub answered, and meant it. */
function isRefusal(error) {
	return error instanceof BrokerRefusal && error.status < serverError;
}
const serverError = 500;

// src/sim/runner/session.ts
const reconnectMs$1 = 500;
const conflictRetryMs = 3e4;
const conflictTries = 8;
const clockTries = 60;
/** Opens a session, or says why not: then the exit code of the listener (§4.2, §4.3). */
async function openSession(request) {
	terminal.line("");
	terminal.line("√ Connected to GitHub");
	terminal.line("");
	const trouble = {
		lost: false,
		conflictSince: void 0,
		wrongClockSince: void 0
	};
	for (;;) try {
		const session = await create(request);
		reportRegained(trouble);
		return session;
	} catch (error) {
		request.shutdown.throwIfAborted();
		const next = answerTo(error, trouble);
		if ("exit" in next) return next.exit;
		await setTimeout(next.waitMs, void 0, { signal: request.shutdown });
	}
}
/** Says what went wrong, and whether to try again. */
function answerTo(error, trouble) {
	const refusal = error instanceof BrokerRefusal ? error : void 0;
	const clock = Object.assign({}, refusal?.body);
	if (clock.clockRetryForMs !== void 0) return answerToWrongClock(clock.clockRetryForMs, trouble);
	if (refusal?.status === 400 || refusal?.status === 404) return { exit: deleted() };
	if (refusal?.status === 409) return answerToConflict(refusal.body, trouble);
	reportLost(trouble, error);
	return { waitMs: reconnectMs$1 };
}
function answerToConflict(body, trouble) {
	const { retryForMs } = Object.assign({ retryForMs: 0 }, body);
	if (trouble.conflictSince === void 0) terminal.error("A session for this runner already exists.");
	trouble.conflictSince ??= Date.now();
	if (Date.now() - trouble.conflictSince >= retryForMs) return { exit: conflict(retryForMs) };
	return { waitMs: Math.min(conflictRetryMs, retryForMs / conflictTries) };
}
/** That it ends with "terminated error" after the retries is a guess. */
function answerToWrongClock(retryForMs, trouble) {
	if (trouble.wrongClockSince === void 0) terminal.error("The local machine's clock may be out of sync with the server time by more than five minutes. Please sync your clock with your domain or internet time and try again.");
	trouble.wrongClockSince ??= Date.now();
	if (Date.now() - trouble.wrongClockSince >= retryForMs) return { exit: exitCodes.terminatedError };
	return { waitMs: retryForMs / clockTries };
}
async function create({ mode, version, configuration, client, shutdown }) {
	await client.signIn(configuration.assertion, shutdown);
	const body = {
		version,
		os: process.platform === "darwin" ? "macos" : process.platform,
		...mode === void 0 ? {} : { mode }
	};
	const session = await client.call({
		method: "POST",
		path: "session",
		body,
		signal: shutdown
	});
	if (session === void 0) throw new Error("the broker gave no session");
	return session;
}
function deleted() {
	terminal.error("Failed to create a session. The runner registration has been deleted from the server, please re-configure. Runner registrations are automatically deleted for runners that have not connected to the service recently.");
	return exitCodes.terminatedError;
}
function conflict(retriedForMs) {
	const seconds = String(Math.round(retriedForMs / 1e3));
	terminal.error(`Stop retry on SessionConflictException after retried for ${seconds} seconds.`);
	return exitCodes.sessionConflict;
}
/** Exit codes of the listener (§4.2). Code 6 never leaves it: it begins a new session by itself. */
const exitCodes = {
	done: 0,
	terminatedError: 1,
	retryableError: 2,
	updating: 3,
	runOnceUpdating: 4,
	sessionConflict: 5,
	versionDeprecated: 7
};

// src/sim/runner/messages.ts
const reconnectMs = 500;
/** The next message, undefined when there was none, or the exit code that ends the listener. */
async function nextMessage({ client, connection, session, version, root, env }, signal) {
	const query = new URLSearchParams({
		sessionId: session.sessionId,
		status: "Online",
		runnerVersion: version,
		os: process.platform,
		architecture: process.arch,
		disableUpdate: "false"
	});
	try {
		const path = `message?${query.toString()}`;
		const message = await client.call({
			method: "GET",
			path,
			signal
		});
		reportRegained(connection);
		return message;
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof BrokerRefusal && error.status === 404) {
			terminal.error("The runner no longer exists on the server. Cleaning up local configuration.");
			for (const line of removeConfiguration(root)) terminal.line(line);
			return exitCodes.done;
		}
		if (error instanceof BrokerRefusal && error.status === 403) {
			terminal.error(`An error occurred: Runner version v${version} is deprecated and cannot receive messages.`);
			return env["ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE"] === "1" ? exitCodes.versionDeprecated : exitCodes.terminatedError;
		}
		reportLost(connection, error);
		await setTimeout(reconnectMs, void 0, { signal });
		return;
	}
}

// src/sim/runner/job-dispatcher.ts
const hangMs = 2e4;
/** Exit codes for hosted runners: 100 + result (§4.1); the results that are not named there are guesses. */
const hostedCodes = {
	Succeeded: 100,
	SucceededWithIssues: 101,
	Failed: 102,
	Canceled: 103,
	Skipped: 104,
	Abandoned: 105
};
/** Modes that know how every job ends. */
const forcedResults = {
	fail: "Failed",
	canceled: "Canceled",
	"succeeded-with-issues": "SucceededWithIssues",
	skipped: "Skipped",
	abandoned: "Abandoned"
};
/** Runs the job that was acquired, cleans up, and returns the exit code of the listener. */
async function dispatch(runner, job) {
	terminal.line(`${timestamp()}: Running job: ${job.name}`);
	runner.diagnostics.info("JobDispatcher", `Start renew job request for job ${String(job.jobId)}.`);
	if (runner.session.mode === "hang") return hang();
	const cancel = new AbortController();
	const ended = new AbortController();
	const renewal = setInterval(() => void renew(runner, job, cancel), job.renewMs);
	const watching = watchForCancellation(runner, cancel, ended.signal);
	const outcome = await run$1(runner, job, cancel.signal).finally(() => {
		clearInterval(renewal);
		ended.abort();
	});
	await watching;
	const result = forcedResults[runner.session.mode] ?? outcome.result;
	await complete(runner, job, {
		...outcome,
		result
	});
	terminal.line(`${timestamp()}: Job ${job.name} completed with result: ${result}`);
	if (runner.shutdown.aborted) return exitCodes.done;
	for (const line of removeConfiguration(runner.root)) terminal.line(line);
	return runner.env["ACTIONS_RUNNER_RETURN_JOB_RESULT_FOR_HOSTED"] === void 0 ? exitCodes.done : hostedCodes[result];
}
async function run$1(runner, job, cancel) {
	const { runJob } = await import("./job-hAmYC78Y.js");
	return runJob(job, {
		root: runner.root,
		workFolder: runner.configuration.workFolder,
		runnerName: runner.configuration.agentName,
		env: runner.env,
		cancel,
		shutdown: runner.shutdown,
		upload: async (progress) => upload(runner, job, progress)
	});
}
/** Goes on asking for messages while the job runs, because a cancellation is one. */
async function watchForCancellation(runner, cancel, ended) {
	while (!ended.aborted) try {
		const message = await nextMessage(runner, ended);
		if (typeof message === "number") return cancel.abort();
		if (message?.type === "JobCancellation") cancel.abort();
	} catch {}
}
/** Stands still for ever, renews nothing, heeds no signal but SIGKILL. */
async function hang() {
	setInterval(() => void 0, hangMs);
	return new Promise(() => void 0);
}

// src/sim/runner/message-loop.ts
/** Waits for the one job, runs it, cleans up; returns the exit code of the listener. */
async function takeOneJob(runner) {
	for (;;) {
		const message = await nextMessage(runner, runner.shutdown);
		if (typeof message === "number") return message;
		if (message?.type === "RunnerRefresh") return update(runner, message.targetVersion);
		if (message?.type !== "RunnerJobRequest") continue;
		const job = await acquire(runner, message.jobId);
		if (job !== void 0) return dispatch(runner, job);
	}
}
/** Updating replaces the program; here it is the version number only, and the mark of a finished update (§4.2). */
function update({ root, session }, targetVersion) {
	terminal.line("Runner update in progress, do not shutdown runner.");
	terminal.line(`Downloading ${targetVersion} runner`);
	writeFileSync(runnerPaths.version(root), `${targetVersion}\n`);
	writeFileSync(runnerPaths.updateFinished(root), "");
	terminal.line("Runner will exit shortly for update, should be back online within 10 seconds.");
	return session.mode === "update-exit-3" ? exitCodes.updating : exitCodes.runOnceUpdating;
}

// src/sim/runner/mode.ts
/**
* The mode that is known before the runner has connected: of the file `sim-mode` in its folder, else of the JIT
* configuration. Throws for a file with an unknown mode.
*/
function startMode(root, blob) {
	const path = runnerPaths.mode(root);
	if (!existsSync(path)) return modeIn(blob);
	const text = readFileSync(path, "utf8").trim();
	const mode = runnerModes.find((one) => one === text);
	if (mode === void 0) throw new Error(`${path}: there is no runner mode ${text}`);
	return mode;
}
function modeIn(blob = "") {
	try {
		const files = JSON.parse(Buffer.from(blob, "base64").toString());
		const text = JSON.parse(Buffer.from(files[".sim-mode"] ?? "", "base64").toString());
		return runnerModes.find((one) => one === text);
	} catch {
		return;
	}
}

// src/sim/runner/listener.ts
/** The `Runner.Listener` of the simulation. Its shim gives its own path first, then what the user said. */
const [shim = "", command = "--help", ...options] = process.argv.slice(2);
const root = dirname(dirname(resolve(shim)));
const commitDigits = 40;
const closeMs = 5e3;
/** No code of the table: anything else a program may end with (§4.2). */
const unknownExit = 42;
const wrongClockMs = 36e5;
process.exitCode = await main();
async function main() {
	const version = readFileSync(runnerPaths.version(root), "utf8").trim();
	switch (command) {
		case "--version":
			terminal.line(version);
			return exitCodes.done;
		case "--commit":
			terminal.line("0".repeat(commitDigits));
			return exitCodes.done;
		case "warmup":
			await import("./job-hAmYC78Y.js");
			return exitCodes.done;
		case "run": return run(version);
		default:
			terminal.error(`The simulated runner knows run, warmup, --version and --commit, not ${command}.`);
			return exitCodes.terminatedError;
	}
}
async function run(version) {
	loadEnvironmentFile();
	const { blob, mode } = takeJitConfig();
	if (mode === "other-words") terminal.useOtherWords();
	const diagnostics = openDiagnosticLog(root, "Runner");
	diagnostics.info("Listener", `Runner version ${version}, root folder ${root}`);
	const configuration = configure(blob, mode);
	if (configuration === void 0) return exitCodes.terminatedError;
	const shutdown = listenForSignals(mode);
	const client = new BrokerClient(configuration.brokerUrl);
	try {
		const session = await openSession({
			mode,
			version,
			configuration,
			client,
			shutdown
		});
		if (typeof session === "number") return session;
		terminal.line(`Current runner version: '${version}'`);
		terminal.line(`${timestamp()}: Listening for Jobs`);
		diagnostics.info("MessageListener", "Session created.");
		const broken = brokenExit(session.mode);
		if (broken !== void 0) return await closeSession(client).then(() => broken);
		import("./job-hAmYC78Y.js");
		const env = stepEnvironment();
		const runner = {
			root,
			version,
			configuration,
			client,
			connection: { lost: false },
			session,
			env,
			shutdown,
			diagnostics
		};
		try {
			return await takeOneJob(runner);
		} finally {
			await closeSession(client);
		}
	} catch (error) {
		if (shutdown.aborted) return exitCodes.done;
		terminal.error(`An error occurred: ${error instanceof Error ? error.message : String(error)}`);
		return exitCodes.retryableError;
	} finally {
		client.close();
	}
}
/** The exit code of a listener that breaks for another reason than the ones it knows; undefined: it does not. */
function brokenExit(mode) {
	if (mode === "unknown-exit-code") return unknownExit;
	if (mode !== "retryable-once" && mode !== "retryable-always") return void 0;
	terminal.error("An error occurred: The operation was canceled.");
	return exitCodes.retryableError;
}
function configure(blob, mode) {
	try {
		if (blob !== void 0) writeConfiguration(root, mode === "not-configured" ? "broken" : blob);
		const configuration = readConfiguration(root, mode === "clock-skew" ? wrongClockMs : 0);
		if (configuration === void 0) terminal.error("Not configured. Run config.(sh/cmd) to configure the runner.");
		return configuration;
	} catch {
		terminal.error("An error occurred: the JIT configuration could not be read.");
		return;
	}
}
/** The JIT configuration, which is gone from the environment afterwards (§4.1), and the mode that comes with it. */
function takeJitConfig() {
	const variable = "ACTIONS_RUNNER_INPUT_JITCONFIG";
	const index = options.indexOf("--jitconfig");
	const given = (index < 0 ? process.env[variable] : options[index + 1])?.trim();
	const blob = given === "" ? void 0 : given;
	const mode = startMode(root, blob);
	if (mode === "ignores-jit-env" && index < 0) return {
		blob: void 0,
		mode
	};
	Reflect.deleteProperty(process.env, variable);
	return {
		blob,
		mode
	};
}
/** `KEY=VALUE` lines of `.env` in the runner's root (§4.1). */
function loadEnvironmentFile() {
	const path = join(root, ".env");
	if (!existsSync(path)) return;
	for (const line of readFileSync(path, "utf8").split(/\r?\n/)) {
		const equals = line.indexOf("=");
		if (equals > 0) process.env[line.slice(0, equals)] = line.slice(equals + 1);
	}
}
/** What steps see of the listener's environment: no arguments of the runner, nothing of Node's. */
function stepEnvironment() {
	return Object.fromEntries(Object.entries(process.env).filter((entry) => entry[1] !== void 0 && !entry[0].startsWith("ACTIONS_RUNNER_INPUT_") && entry[0] !== "NODE_COMPILE_CACHE"));
}
function listenForSignals(mode) {
	const controller = new AbortController();
	const exit = () => {
		if (mode === "deaf") return;
		if (!controller.signal.aborted) terminal.line("Exiting...");
		controller.abort(/* @__PURE__ */ new Error("the runner was asked to end"));
	};
	process.on("SIGINT", exit);
	process.on("SIGTERM", exit);
	return controller.signal;
}
/** A session that cannot be closed goes by itself. */
async function closeSession(client) {
	const signal = AbortSignal.timeout(closeMs);
	await client.call({
		method: "DELETE",
		path: "session",
		signal
	}).catch(() => void 0);
}

export {  };