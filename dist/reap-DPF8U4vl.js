import { _ as unknown } from "./schemas-BCdtrOfe.js";
import { i as withDeadline } from "./text-I6yS1NEv.js";
import { a as loadConfig, n as exitCodes } from "./exit-codes-Ds2Idkdz.js";
import { n as codeOf } from "./errors-BzRSwK9f.js";
import { t as createLog } from "./log-DP5A2wgy.js";
import { r as askPoller, t as readStatus } from "./status-DVQZXYHD.js";
import { t as takeOwnership } from "./ownership-DNyJhtWV.js";
import { a as standOn, d as reconcileSandboxes, u as reconcileRunners } from "./poller-D7rWOzu2.js";
import { n as errorFields } from "./print-error-Cv9Ak1tv.js";
import { i as lineText } from "./logs-report-CwOE2kX_.js";
import { t as stopsOnSignal } from "./stops-Drfk5tW_.js";

// src/cli/reap-findings.ts
/** What has no future, and what only seems so, by the same tables as in the poller: VMs first, then registrations. */
function findings({ owner, now, vms, runners, held }) {
	const holds = new Map(held.map((name) => [name, "ending"]));
	const actions = reconcileSandboxes({
		owner,
		now,
		vms,
		held: holds
	});
	const lasting = vms.filter(({ name }) => actions.get(name) !== "destroy").map(({ name }) => name);
	const strays = reconcileRunners({
		owner,
		now,
		runners,
		sandboxes: /* @__PURE__ */ new Set([...lasting, ...held])
	});
	return [...Array.from(actions, ([name, action]) => {
		return {
			kind: "vm",
			name,
			outcome: action === "destroy" ? "to-delete" : "may-have-a-job"
		};
	}), ...Array.from(strays, ([name, action]) => {
		return {
			kind: "registration",
			name,
			outcome: action === "remove" ? "to-delete" : "busy-at-github"
		};
	})];
}

// src/cli/reap-report.ts
/** Whether something that was to be deleted is still there. */
function reapedFailed({ found }) {
	return found.some(({ outcome }) => outcome === "failed");
}
/** The same for people. */
function reapText({ poller, dryRun, found }) {
	if (found.length === 0) return "nothing to delete";
	const words = {
		"to-delete": dryRun || !poller ? "would be deleted" : "the poller deletes it now",
		deleted: "deleted",
		failed: "could not be deleted",
		"may-have-a-job": "left alone: a job may run in it; the next poller takes it over",
		"busy-at-github": "left alone: GitHub believes in a job of it, for some minutes"
	};
	return found.flatMap(({ kind, name, outcome, error }) => [`${kind} ${name}: ${words[outcome]}`, ...error === void 0 ? [] : [`  ${error.code}: ${error.message}`, `  what to do: ${error.remedy}`]]).map(lineText).join("\n");
}

// src/cli/reap.ts
/** For deleting one VM or registration, in milliseconds. */
const removalMs = 6e4;
/**
* `sand-poller reap`: deletes the VMs and registrations without a future, and names what may have a job. A running poller
* is asked to do it; without one this process is the owner meanwhile. Returns the exit code.
*/
async function reap(options) {
	const { config, json, dryRun } = options;
	const { config: loaded } = await loadConfig(config);
	using stops = stopsOnSignal("end", () => void 0);
	const reaped = await reapWith(loaded, dryRun, stops.end);
	process.stdout.write(`${json ? JSON.stringify(reaped) : reapText(reaped)}\n`);
	if (stops.asked()) return exitCodes.interrupted;
	return reapedFailed(reaped) ? exitCodes.failed : exitCodes.done;
}
async function reapWith(config, dryRun, signal) {
	const { stateDir } = config.host;
	const emit = await createLog({
		readable: process.stderr.isTTY,
		verbose: false
	});
	const held = await heldByPoller(stateDir, signal);
	using owned = new DisposableStack();
	if (held === void 0) owned.use(await takeOwnership(stateDir, "reap"));
	const ground = await standOn(config, {
		env: process.env,
		emit
	}, signal);
	const found = await find(ground, () => heldByPoller(stateDir, signal), signal);
	if (!dryRun && held === void 0) for (const thing of found) await remove(thing, ground, signal);
	else if (!dryRun) await askPoller({
		stateDir,
		call: "POST /reap",
		signal
	}, unknown());
	return {
		poller: held !== void 0,
		dryRun,
		found
	};
}
/** The sandboxes of a running poller; undefined when there is none. */
async function heldByPoller(stateDir, signal) {
	try {
		const { sandboxes } = await readStatus(stateDir, signal);
		return sandboxes.flatMap(({ sandbox }) => sandbox ?? []);
	} catch (error) {
		if (codeOf(error) === "POLLER_NOT_RUNNING") return void 0;
		throw error;
	}
}
/** In this order: what is made meanwhile is seen with the poller that makes it. */
async function find({ owner, backend, registrations }, readHeld, signal) {
	const runners = await registrations.list(signal);
	const vms = await backend.list(signal);
	const held = await readHeld() ?? [];
	return findings({
		owner,
		now: Date.now() / 1e3,
		vms,
		runners,
		held
	});
}
async function remove(thing, { backend, registrations }, signal) {
	const { kind, name } = thing;
	if (thing.outcome !== "to-delete" || signal.aborted) return;
	const bounded = withDeadline(signal, removalMs);
	try {
		thing.outcome = (kind === "vm" ? await backend.destroy(name, bounded) : await registrations.remove(name, bounded)) === "busy" ? "busy-at-github" : "deleted";
	} catch (error) {
		thing.outcome = "failed";
		thing.error = errorFields(error);
	}
}

export { reap };