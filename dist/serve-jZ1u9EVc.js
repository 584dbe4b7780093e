import { a as loadConfig, n as exitCodes } from "./exit-codes-Ds2Idkdz.js";
import { t as createLog } from "./log-DP5A2wgy.js";
import { f as serves, r as createPoller } from "./poller-D7rWOzu2.js";
import { t as SandError } from "./errors-BzRSwK9f.js";
import { n as errorFields, t as describeError } from "./print-error-Cv9Ak1tv.js";
import { t as takeOwnership } from "./ownership-DNyJhtWV.js";
import { t as stopsOnSignal } from "./stops-Drfk5tW_.js";

// src/cli/once-report.ts
/** Why each job that `once` leaves behind was not served: no pool has its labels, or those that have kept failing. */
function explainUnserved(report, pools) {
	return report.unserved.map((job) => {
		const fitting = pools.filter(({ labels }) => serves(labels, job.labels)).map(({ name }) => name);
		return {
			job,
			error: fitting.length === 0 ? noPool(job) : poolFailed(job, fitting, report.records)
		};
	});
}
function noPool({ name, labels, url }) {
	const wanted = labels.length === 0 ? "it names no labels" : `labels: ${labels.join(", ")}`;
	return new SandError("NO_POOL", `no pool serves the job ${name} (${wanted}): ${url}`);
}
function poolFailed(job, pools, records) {
	const last = records.findLast(({ pool, error }) => pools.includes(pool) && error !== void 0)?.error;
	const message = `the pool ${pools.join(", ")} could not serve the job ${job.name} (${job.url})`;
	if (last === void 0) return new SandError("INTERNAL", message);
	return new SandError(last.code, `${message}: ${last.message}`, {
		cause: last.cause,
		remedy: last.remedy
	});
}
/** The document of `once --json`; times are milliseconds. */
function onceDocument(report, unserved) {
	return {
		sandboxes: report.records.map((record) => ({
			...record,
			error: record.error && errorFields(record.error)
		})),
		unserved: unserved.map(({ job: { name, labels, url }, error }) => {
			return {
				name,
				labels,
				url,
				error: errorFields(error)
			};
		})
	};
}
/** The exit code of `once`: whether every job that waited got its runner. */
function onceExitCode({ records, unserved }) {
	return unserved.length > 0 || records.some(isFailure) ? exitCodes.failed : exitCodes.done;
}
/**
* A job that failed by itself is the workflow's affair, and a job that never came is somebody else's; a sandbox that
* could not serve one, or that is still there, is ours.
*/
function isFailure({ error, result, sandboxLeft }) {
	return sandboxLeft || error !== void 0 && result === void 0 && error.code !== "NO_JOB";
}

// src/cli/serve.ts
/** `sand-poller once`: serves the jobs that wait now, then returns its exit code. */
async function once(options) {
	const emit = await createLog({
		readable: process.stderr.isTTY,
		verbose: options.verbose
	});
	using stops = stopsOnSignal("end", (name) => emit({
		type: "stopping",
		signal: name,
		way: "end"
	}));
	const { exitCode, document, problems } = await serveWaiting(options.config, {
		env: process.env,
		emit,
		stops
	});
	for (const problem of problems) process.stderr.write(`${problem}\n`);
	if (options.json) process.stdout.write(`${JSON.stringify(document)}\n`);
	return exitCode;
}
/** Serves the jobs that wait now; rejects when it cannot begin, or GitHub cannot be asked. */
async function serveWaiting(configFile, surroundings) {
	const { emit, stops, env, tuning } = surroundings;
	const { config, warnings } = await loadConfig(configFile);
	for (const text of warnings) emit({
		type: "warning",
		text
	});
	using held = new DisposableStack();
	held.use(await takeOwnership(config.host.stateDir, "once"));
	const report = await (await createPoller(config, {
		...tuning,
		env,
		emit
	}, stops.end)).once(stops);
	const unserved = stops.asked() ? [] : explainUnserved(report, config.pools);
	return {
		exitCode: stops.asked() ? exitCodes.interrupted : onceExitCode(report),
		document: onceDocument(report, unserved),
		problems: unserved.map(({ error }) => describeError(error))
	};
}

export { once };