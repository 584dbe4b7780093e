import { i as holds, r as expandText } from "./expression-CAot3lB3.js";
import { t as openDiagnosticLog } from "./diagnostics-1Tbrb8iP.js";
import { accessSync, constants, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, join, resolve } from "node:path";
import { createHash, randomUUID } from "node:crypto";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { cp, readFile, readdir } from "node:fs/promises";
import { createInterface } from "node:readline";

// src/sim/runner/job-log.ts
const uploadMs = 100;
const largestLog = 1048576;
const hidden = "***";
/** The log and the steps of a job, uploaded while it runs. Masks secrets; stops when the log is too long. */
var JobLog = class {
	#upload;
	#masks = /* @__PURE__ */ new Set();
	#steps = [];
	#text = "";
	#summary = "";
	#size = 0;
	#timer;
	#uploading = Promise.resolve();
	/** `upload` tells whether it arrived, and must not reject. */
	constructor(upload) {
		this.#upload = upload;
	}
	/** Hides a text from here on. */
	mask(secret) {
		for (const line of secret.split("\n")) if (line.trim() !== "") this.#masks.add(line);
	}
	/** Adds a line of ours. */
	line(text) {
		let clean = text;
		for (const mask of this.#masks) clean = clean.replaceAll(mask, hidden);
		if (this.#size > largestLog) return;
		this.#size += clean.length + 1;
		this.#text += `${clean}\n`;
		this.#timer ??= setTimeout(() => void this.#send(), uploadMs);
	}
	/** Adds a line of a step; workflow commands in it become what GitHub shows (reference §6.1). */
	output(text) {
		const [, command = "", value = ""] = /^\s*::([a-z-]+)(?: [^:]*)?::(.*)$/i.exec(text) ?? [];
		const name = command.toLowerCase();
		if (name === "add-mask") return this.mask(value);
		this.line(shown.has(name) ? `##[${name}]${value}` : text);
	}
	summary(text) {
		this.#summary += text;
	}
	/** Starts a step; returns what ends it. */
	step(name) {
		const index = this.#steps.length;
		const report = {
			number: index + 1,
			name,
			status: "in_progress",
			conclusion: null,
			started_at: (/* @__PURE__ */ new Date()).toISOString(),
			completed_at: null
		};
		this.#steps.push(report);
		return (conclusion) => {
			const completed_at = (/* @__PURE__ */ new Date()).toISOString();
			this.#steps[index] = {
				...report,
				status: "completed",
				conclusion,
				completed_at
			};
		};
	}
	/** Uploads what has gathered, again and again until it has arrived or so many milliseconds have passed. */
	async flush(retryMs) {
		const deadline = Date.now() + retryMs;
		while (!await this.#send() && Date.now() < deadline) await setTimeout$1(uploadMs);
	}
	/** One upload after the other; what did not arrive goes with the next one. */
	async #send() {
		clearTimeout(this.#timer);
		this.#timer = void 0;
		const sending = this.#uploading.then(async () => this.#uploadAll());
		this.#uploading = sending;
		return sending;
	}
	async #uploadAll() {
		const progress = {
			steps: [...this.#steps],
			log: this.#text,
			summary: this.#summary
		};
		this.#text = "";
		this.#summary = "";
		if (await this.#upload(progress)) return true;
		this.#text = progress.log + this.#text;
		this.#summary = progress.summary + this.#summary;
		return false;
	}
};
const shown = /* @__PURE__ */ new Set([
	"error",
	"warning",
	"notice",
	"debug",
	"group",
	"endgroup"
]);

// src/sim/runner/job-places.ts
/** Makes the folders of a job. */
function makePlaces(workRoot, message) {
	const name = basename(message.repository);
	const temp = join(workRoot, "_temp");
	const places = {
		workspace: join(workRoot, name, name),
		temp,
		toolCache: join(workRoot, "_tool"),
		event: join(temp, "_github_workflow", "event.json")
	};
	for (const folder of [
		places.workspace,
		join(temp, "_github_workflow"),
		places.toolCache
	]) mkdirSync(folder, { recursive: true });
	writeFileSync(places.event, JSON.stringify(githubOf(message)["event"] ?? {}));
	return places;
}
/** The `github` context of a job message. */
function githubOf(message) {
	const { github } = message.contexts;
	return typeof github === "object" && github !== null ? { ...github } : {};
}
/** `macOS`, `Linux`, `Windows`: `runner.os`. */
function runnerOs() {
	return {
		darwin: "macOS",
		win32: "Windows"
	}[process.platform] ?? "Linux";
}
/** `ARM64`, `X64`: `runner.arch`. */
function runnerArch() {
	return process.arch.toUpperCase();
}

// src/sim/runner/process-tracking.ts
/** The variable that marks every process of a job; a child inherits it. */
const trackingVariable = "RUNNER_TRACKING_ID";
/** Ends every process that still carries the job's tracking id. Works where there is a /proc, elsewhere it does nothing. */
async function killTracked(trackingId) {
	const pids = await tracked(trackingId);
	for (const pid of pids) signalQuietly(pid, "SIGKILL");
	return pids;
}
/** Sends a signal; a process that is gone is no error. */
function signalQuietly(pid, signal) {
	try {
		process.kill(pid, signal);
	} catch {}
}
async function tracked(trackingId) {
	const pids = (await readdir("/proc").catch(() => [])).map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
	const marked = await Promise.all(pids.map(async (pid) => carries(pid, trackingId)));
	return pids.filter((_, index) => marked[index] === true);
}
async function carries(pid, trackingId) {
	return (await readFile(`/proc/${String(pid)}/environ`, "utf8").catch(() => "")).split("\0").includes(`${trackingVariable}=${trackingId}`);
}

// src/sim/runner/job-state.ts
/** What the steps of a job share and change. */
var JobState = class {
	message;
	places;
	/** Marks every process of the job. */
	trackingId = `github_${randomUUID()}`;
	steps = {};
	/** Folders that steps put before PATH, last one first. */
	paths = [];
	status = "success";
	/** Environment of the workflow and the job, and what steps wrote to `GITHUB_ENV`. */
	env = {};
	#base;
	#runnerName;
	constructor(parts) {
		this.message = parts.message;
		this.places = parts.places;
		this.#base = parts.base;
		this.#runnerName = parts.runnerName;
	}
	/** Evaluates the environment of the workflow and the job. */
	expandEnvironment() {
		for (const layer of this.message.env) this.env = {
			...this.env,
			...this.expandAll(layer)
		};
	}
	/** Evaluates each value. */
	expandAll(values) {
		const scope = this.scope();
		return Object.fromEntries(Object.entries(values).map(([key, text]) => [key, expandText(text, scope)]));
	}
	/** What `if:` asks. */
	conditions() {
		return {
			success: this.status === "success",
			failure: this.status === "failure",
			cancelled: this.status === "cancelled"
		};
	}
	/** All contexts as they are now; `env` are a step's own variables. */
	scope(env = {}) {
		return {
			contexts: {
				...this.message.contexts,
				github: {
					...githubOf(this.message),
					workspace: this.places.workspace,
					event_path: this.places.event
				},
				env: {
					...this.env,
					...env
				},
				job: { status: this.status },
				runner: {
					name: this.#runnerName,
					os: runnerOs(),
					arch: runnerArch(),
					temp: this.places.temp,
					tool_cache: this.places.toolCache,
					environment: "self-hosted"
				},
				steps: this.steps
			},
			functions: this.#functions()
		};
	}
	/** The environment of a step's process. */
	processEnvironment(own) {
		const env = {
			...this.#base,
			CI: "true",
			...this.env,
			...own,
			...this.#githubVariables(),
			RUNNER_NAME: this.#runnerName,
			RUNNER_OS: runnerOs(),
			RUNNER_ARCH: runnerArch(),
			RUNNER_TEMP: this.places.temp,
			RUNNER_TOOL_CACHE: this.places.toolCache,
			RUNNER_WORKSPACE: join(this.places.workspace, ".."),
			RUNNER_ENVIRONMENT: "self-hosted",
			[trackingVariable]: this.trackingId
		};
		return {
			...env,
			PATH: [...this.paths, env["PATH"] ?? ""].join(delimiter)
		};
	}
	/** The `github` context as variables, without its token. */
	#githubVariables() {
		const texts = Object.entries(githubOf(this.message)).filter((entry) => typeof entry[1] === "string" && entry[0] !== "token");
		return {
			...Object.fromEntries(texts.map(([key, text]) => [`GITHUB_${key.toUpperCase()}`, text])),
			GITHUB_ACTIONS: "true",
			GITHUB_WORKSPACE: this.places.workspace,
			GITHUB_EVENT_PATH: this.places.event
		};
	}
	#functions() {
		return { hashFiles: (...patterns) => hashFiles(this.places.workspace, patterns) };
	}
};
/** SHA-256 of the SHA-256 sums of all matching files; empty without a match. */
function hashFiles(workspace, patterns) {
	const files = globSync(patterns, {
		cwd: workspace,
		withFileTypes: true
	}).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted();
	if (files.length === 0) return "";
	const whole = createHash("sha256");
	for (const file of files) whole.update(createHash("sha256").update(readFileSync(file)).digest());
	return whole.digest("hex");
}

// src/sim/runner/shell.ts
/** The shells GitHub knows by name; `{0}` is the script. */
const templates = {
	bash: "bash --noprofile --norc -eo pipefail {0}",
	sh: "sh -e {0}",
	python: "python {0}",
	pwsh: "pwsh -command . {0}"
};
const extensions = {
	python: ".py",
	pwsh: ".ps1"
};
/** A step's shell: a known name, a template with `{0}`, or nothing (`bash -e`, else `sh -e`). */
function findShell(shell, path) {
	const template = shell === void 0 ? unspecified(path) : templates[shell] ?? shell;
	if (!template.includes("{0}")) throw new Error(`Invalid shell option '${template}': it must contain {0}`);
	return {
		extension: extensions[shell ?? "sh"] ?? ".sh",
		template,
		command(script) {
			const words = template.split(/\s+/).map((word) => word.replaceAll("{0}", script));
			return {
				program: words[0] ?? "",
				args: words.slice(1)
			};
		}
	};
}
function unspecified(path) {
	return path.split(delimiter).some((folder) => isExecutable(join(folder, "bash"))) ? "bash -e {0}" : "sh -e {0}";
}
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

// src/sim/runner/file-commands.ts
/**
* The content of a `GITHUB_ENV` or `GITHUB_OUTPUT` file: `name=value` lines and `name<<DELIMITER` blocks. Throws an
* Error for a line that is neither, or a block without an end, as the runner fails the step then.
*/
function parseKeyValueFile(text) {
	const values = /* @__PURE__ */ new Map();
	const lines = text.split(/\r?\n/);
	for (let index = 0; index < lines.length; index += 1) {
		const line = lines[index] ?? "";
		if (line === "") continue;
		const equals = line.indexOf("=");
		const block = line.indexOf("<<");
		if (block > 0 && (equals < 0 || block < equals)) {
			const end = lines.indexOf(line.slice(block + 2), index + 1);
			if (end < 0) throw new Error(`Matching delimiter not found '${line.slice(block + 2)}'`);
			values.set(line.slice(0, block), lines.slice(index + 1, end).join("\n"));
			index = end;
		} else if (equals > 0) values.set(line.slice(0, equals), line.slice(equals + 1));
		else throw new Error(`Invalid format '${line}'`);
	}
	return values;
}

// src/sim/runner/step-files.ts
const names = {
	GITHUB_ENV: "set_env",
	GITHUB_OUTPUT: "set_output",
	GITHUB_PATH: "add_path",
	GITHUB_STEP_SUMMARY: "step_summary",
	GITHUB_STATE: "save_state"
};
/** Makes the empty files of one step. */
function makeStepFiles(temp) {
	const folder = join(temp, "_runner_file_commands");
	const id = randomUUID();
	mkdirSync(folder, { recursive: true });
	const entries = Object.entries(names).map(([variable, name]) => [variable, join(folder, `${name}_${id}`)]);
	for (const [, path] of entries) writeFileSync(path, "");
	const paths = new Map(entries);
	const read = (variable) => readFileSync(paths.get(variable) ?? "", "utf8");
	return {
		variables: Object.fromEntries(entries),
		collect(state) {
			try {
				state.env = {
					...state.env,
					...Object.fromEntries(parseKeyValueFile(read("GITHUB_ENV")))
				};
				const added = read("GITHUB_PATH").split(/\r?\n/).filter((line) => line !== "");
				state.paths.unshift(...added.toReversed());
				return {
					outputs: Object.fromEntries(parseKeyValueFile(read("GITHUB_OUTPUT"))),
					summary: read("GITHUB_STEP_SUMMARY")
				};
			} finally {
				for (const path of paths.values()) rmSync(path, { force: true });
			}
		}
	};
}

// src/sim/runner/step-process.ts
/** How long a background process may hold the output of a step that has ended, in milliseconds; a guess. */
const drainMs = 500;
/** Runs the program to its end; resolves with its exit code, 128 when a signal ended it. Rejects when it cannot start. */
async function runStepProcess(step) {
	const { program, args, cwd, env } = step;
	const child = spawn(program, args, {
		cwd,
		env,
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		]
	});
	const closed = Promise.all([readLines(child.stdout, step.onLine), readLines(child.stderr, step.onLine)]);
	const ended = new AbortController();
	const stop = () => {
		escalate(child.pid, step, ended.signal);
	};
	step.signal.addEventListener("abort", stop, { once: true });
	try {
		const exited = once(child, "exit");
		if (step.signal.aborted) stop();
		const [code] = await exited;
		await Promise.race([closed, pause(drainMs, ended.signal)]);
		return code ?? killedCode;
	} finally {
		step.signal.removeEventListener("abort", stop);
		ended.abort();
		child.stdout.destroy();
		child.stderr.destroy();
	}
}
const killedCode = 128;
async function escalate(pid, step, ended) {
	if (pid === void 0) return;
	signalQuietly(pid, "SIGINT");
	await pause(step.interruptMs, ended);
	if (ended.aborted) return;
	signalQuietly(pid, "SIGTERM");
	await pause(step.terminateMs, ended);
	if (ended.aborted) return;
	signalQuietly(pid, "SIGKILL");
	await killTracked(step.env["RUNNER_TRACKING_ID"] ?? "");
}
async function readLines(stream, onLine) {
	const lines = createInterface({ input: stream });
	lines.on("line", onLine);
	await once(lines, "close");
}
/** Resolves after `ms`, or at once when the signal aborts. */
async function pause(ms, signal) {
	const { promise, resolve } = Promise.withResolvers();
	const timer = setTimeout(resolve, ms);
	const wake = () => {
		resolve();
	};
	signal.addEventListener("abort", wake, { once: true });
	await promise;
	clearTimeout(timer);
	signal.removeEventListener("abort", wake);
}

// src/sim/runner/step.ts
/** Runs one step and notes its result in the state. A failure is a result, not an error. */
async function runStep(step, context) {
	const { state, log } = context;
	const finish = log.step(displayName(step, state));
	const { outcome, outputs } = await attempt(step, context);
	const conclusion = outcome === "failure" && forgives(step, context) ? "success" : outcome;
	if (step.id !== void 0) state.steps[step.id] = {
		outputs,
		outcome,
		conclusion
	};
	if (conclusion === "failure" && state.status === "success") state.status = "failure";
	if (context.cancel.aborted) state.status = "cancelled";
	finish(conclusion);
}
async function attempt(step, context) {
	const { state, log } = context;
	try {
		const env = state.expandAll(step.env);
		if (!holds(step.if, state.conditions(), state.scope(env))) return {
			outcome: "skipped",
			outputs: {}
		};
		if (step.run !== void 0) return await runScript({
			...step,
			run: step.run
		}, env, context);
		return {
			outcome: await useAction(step, context),
			outputs: {}
		};
	} catch (error) {
		log.line(`##[error]${error instanceof Error ? error.message : String(error)}`);
		return {
			outcome: "failure",
			outputs: {}
		};
	}
}
async function runScript(step, env, context) {
	const { state, log, cancel } = context;
	const { message, places } = state;
	const files = makeStepFiles(places.temp);
	const processEnv = {
		...state.processEnvironment(env),
		...files.variables,
		GITHUB_ACTION: step.id ?? "__run"
	};
	const { command, folder, minutes } = prepare(step, env, processEnv["PATH"] ?? "", context);
	const timer = deadline(minutes * message.minuteMs);
	const cancellable = !cancel.aborted;
	const code = await runStepProcess({
		...command,
		cwd: resolve(places.workspace, folder),
		env: processEnv,
		onLine: (line) => {
			log.output(line);
		},
		signal: cancellable ? AbortSignal.any([timer.signal, cancel]) : timer.signal,
		interruptMs: message.stepInterruptMs,
		terminateMs: message.stepTerminateMs
	}).finally(timer.clear);
	const { outputs, summary } = files.collect(state);
	log.summary(summary);
	if (cancellable && cancel.aborted) {
		log.line("##[error]The operation was canceled.");
		return {
			outcome: "cancelled",
			outputs
		};
	}
	const failure = timer.signal.aborted ? `The action '${displayName(step, state)}' has timed out after ${String(minutes)} minutes.` : `Process completed with exit code ${String(code)}.`;
	if (code === 0 && !timer.signal.aborted) return {
		outcome: "success",
		outputs
	};
	log.line(`##[error]${failure}`);
	return {
		outcome: "failure",
		outputs
	};
}
/** Evaluates what a `run:` step says, writes its script and announces it in the log. */
function prepare(step, env, path, { state, log }) {
	const { message, places } = state;
	const scope = state.scope(env);
	const expanded = (text) => text === void 0 ? void 0 : expandText(text, scope);
	const shell = findShell(expanded(step.shell ?? message.shell), path);
	const script = join(places.temp, `${randomUUID()}${shell.extension}`);
	const text = expandText(step.run, scope);
	writeFileSync(script, `${text}\n`);
	announce(log, text, shell.template);
	return {
		command: shell.command(script),
		folder: expanded(step["working-directory"] ?? message.workingDirectory) ?? ".",
		minutes: Number(expanded(step["timeout-minutes"]) ?? Infinity)
	};
}
/** `actions/checkout` copies a folder; other actions are noted and left out. */
async function useAction(step, { state, log }) {
	const uses = step.uses ?? "";
	log.line(`##[group]Run ${uses}`);
	log.line("##[endgroup]");
	if (!/^actions\/checkout(?:@|$)/.test(uses)) {
		log.line(`[simulation] ${uses} was not run: the simulated runner runs only run: steps and actions/checkout.`);
		return "success";
	}
	const { checkout } = state.message;
	const given = step.with["path"];
	const path = typeof given === "string" ? expandText(given, state.scope()) : ".";
	if (checkout === void 0) log.line("[simulation] nothing to check out: the run has no folder.");
	else await copyTree(checkout, resolve(state.places.workspace, path));
	return "success";
}
async function copyTree(from, to) {
	const skipped = /* @__PURE__ */ new Set(["node_modules", ".git"]);
	await cp(from, to, {
		recursive: true,
		filter: (source) => source === from || !skipped.has(basename(source))
	});
}
function announce(log, text, template) {
	const [first = ""] = text.split("\n");
	log.line(`##[group]Run ${first}`);
	for (const line of text.trimEnd().split("\n")) log.line(line);
	log.line(`shell: ${template}`);
	log.line("##[endgroup]");
}
function displayName(step, state) {
	const given = step.name ?? `Run ${step.uses ?? step.run?.split("\n")[0] ?? ""}`;
	try {
		return expandText(given, state.scope());
	} catch {
		return given;
	}
}
function forgives(step, { state }) {
	try {
		return expandText(step["continue-on-error"] ?? "false", state.scope()) === "true";
	} catch {
		return false;
	}
}
/** Aborts after `ms`; infinite means never. */
function deadline(ms) {
	const controller = new AbortController();
	const timer = Number.isFinite(ms) ? setTimeout(() => {
		controller.abort();
	}, ms) : void 0;
	return {
		signal: controller.signal,
		clear: () => {
			clearTimeout(timer);
		}
	};
}

// src/sim/runner/job.ts
const results = {
	success: "Succeeded",
	failure: "Failed",
	cancelled: "Canceled"
};
/** Runs the steps of a job. A failed step is a result, not an error. */
async function runJob(message, setting) {
	const log = new JobLog(setting.upload);
	maskSecrets(log, message);
	const places = makePlaces(join(setting.root, setting.workFolder), message);
	const { env: base, runnerName } = setting;
	const state = new JobState({
		message,
		places,
		base,
		runnerName
	});
	const diagnostics = openDiagnosticLog(setting.root, "Worker");
	diagnostics.info("Worker", `Job message: ${String(message.jobId)} with ${String(message.steps.length)} steps.`);
	setUp(log, state);
	for (const step of withHooks(message.steps, base)) {
		if (setting.shutdown.aborted) break;
		const cancel = AbortSignal.any([setting.cancel, setting.shutdown]);
		if (cancel.aborted) state.status = "cancelled";
		await runStep(step, {
			state,
			log,
			cancel
		});
	}
	if (setting.cancel.aborted || setting.shutdown.aborted) state.status = "cancelled";
	const outputs = jobOutputs(log, state);
	await cleanUp(log, state);
	diagnostics.info("JobRunner", `Job result after all job steps finish: ${results[state.status]}`);
	return {
		result: results[state.status],
		outputs
	};
}
function maskSecrets(log, message) {
	const { secrets } = message.contexts;
	for (const secret of Object.values(typeof secrets === "object" && secrets !== null ? secrets : {})) log.mask(String(secret));
}
function setUp(log, state) {
	const finish = log.step("Set up job");
	log.line(`Job: ${state.message.name}`);
	try {
		state.expandEnvironment();
		finish("success");
	} catch (error) {
		log.line(`##[error]${error instanceof Error ? error.message : String(error)}`);
		state.status = "failure";
		finish("failure");
	}
}
/** Hooks are steps of their own before and after the job's (§4.1). */
function withHooks(steps, env) {
	const started = env["ACTIONS_RUNNER_HOOK_JOB_STARTED"] ?? "";
	const completed = env["ACTIONS_RUNNER_HOOK_JOB_COMPLETED"] ?? "";
	const before = {
		name: "Set up runner",
		run: `'${started}'`,
		env: {},
		with: {}
	};
	const after = {
		name: "Complete runner",
		run: `'${completed}'`,
		env: {},
		with: {},
		if: "always()"
	};
	return [
		...started === "" ? [] : [before],
		...steps,
		...completed === "" ? [] : [after]
	];
}
function jobOutputs(log, state) {
	const outputs = {};
	for (const [name, text] of Object.entries(state.message.outputs)) try {
		outputs[name] = expandText(text, state.scope());
	} catch (error) {
		log.line(`##[error]${String(error)}`);
		state.status = state.status === "success" ? "failure" : state.status;
	}
	return outputs;
}
async function cleanUp(log, state) {
	const finish = log.step("Complete job");
	log.line("Cleaning up orphan processes");
	for (const pid of await killTracked(state.trackingId)) log.line(`Terminate orphan process: pid (${String(pid)})`);
	finish("success");
	await log.flush(state.message.reportRetryMs);
}

export { runJob };