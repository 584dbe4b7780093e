import { _ as unknown } from "./schemas-BCdtrOfe.js";
import { r as wallClock } from "./text-I6yS1NEv.js";
import { a as loadConfig, n as exitCodes, o as duration } from "./exit-codes-Ds2Idkdz.js";
import { t as SandError } from "./errors-BzRSwK9f.js";
import { i as stopPoller, r as askPoller, t as readStatus } from "./status-DVQZXYHD.js";
import { r as reloadedSchema } from "./reload-C7tiOsyr.js";
import { t as findSandbox } from "./sandbox-name-DfW7SkmR.js";
import { t as stopsOnSignal } from "./stops-Drfk5tW_.js";

// src/cli/operate.ts
const lookMs = 500;
/** `sand-poller drain`: nothing new is taken from now on; with `wait` it returns when no sandbox is left. */
async function drain(options) {
	const withinMs = readTimeout(options.timeout);
	return await operate(options, async (stateDir, signal) => {
		await askPoller({
			stateDir,
			call: "POST /drain",
			signal
		}, unknown());
		if (options.wait) await untilEmpty(stateDir, withinMs, signal);
		return {
			document: { draining: true },
			text: "drained: nothing new is taken until `sand-poller resume`"
		};
	});
}
/** `sand-poller resume`: jobs are taken again. */
async function resume(options) {
	return await operate(options, async (stateDir, signal) => {
		await askPoller({
			stateDir,
			call: "POST /resume",
			signal
		}, unknown());
		return {
			document: { draining: false },
			text: "jobs are taken again"
		};
	});
}
/** `sand-poller stop`: ends the poller, with `now` its VMs too, and returns when it is gone. */
async function stop(options) {
	const { now, timeout } = options;
	const withinMs = readTimeout(timeout);
	return await operate(options, async (stateDir, signal) => {
		await stopPoller(stateDir, {
			now,
			withinMs,
			signal
		});
		return {
			document: { stopped: true },
			text: now ? "stopped; its VMs were ended" : "stopped; jobs that run are left to the next poller"
		};
	});
}
/** `sand-poller config reload`: the running poller reads its configuration again. */
async function reload(options) {
	return await operate(options, async (stateDir, signal) => {
		const reloaded = await askPoller({
			stateDir,
			call: "POST /reload",
			signal
		}, reloadedSchema);
		return {
			document: reloaded,
			text: reloadedText(reloaded)
		};
	});
}
/** `sand-poller drop`: ends one sandbox, its job too. Rejects with `SANDBOX_UNKNOWN`. */
async function drop(wanted, options) {
	return await operate(options, async (stateDir, signal) => {
		const { sandboxes } = await readStatus(stateDir, signal);
		const sandbox = findSandbox(wanted, sandboxes.flatMap((each) => each.sandbox ?? []));
		await askPoller({
			stateDir,
			call: "POST /drop",
			body: { sandbox },
			signal
		}, unknown());
		return {
			document: { dropped: sandbox },
			text: `${sandbox} is being ended`
		};
	});
}
async function operate({ config, json }, act) {
	const { stateDir } = (await loadConfig(config)).config.host;
	using stops = stopsOnSignal("end", () => void 0);
	try {
		const { document, text } = await act(stateDir, stops.end);
		process.stdout.write(`${json ? JSON.stringify(document) : text}\n`);
		return exitCodes.done;
	} catch (error) {
		if (!stops.asked()) throw error;
		return exitCodes.interrupted;
	}
}
async function untilEmpty(stateDir, withinMs, signal) {
	const deadline = wallClock.now() + withinMs;
	for (;;) {
		const { sandboxes } = await readStatus(stateDir, signal);
		if (sandboxes.length === 0) return;
		if (wallClock.now() >= deadline) {
			const names = sandboxes.map(({ sandbox, pool }) => sandbox ?? pool).join(", ");
			throw new SandError("WAIT_TIMEOUT", `the poller is drained, but there still is ${names}`);
		}
		await wallClock.sleep(lookMs, signal);
	}
}
function readTimeout(text) {
	const parsed = duration.safeParse(text);
	if (parsed.success) return parsed.data;
	throw new SandError("USAGE", `--timeout ${parsed.error.issues.map(({ message }) => message).join(", ")}`);
}
function reloadedText({ restart, warnings, ...pools }) {
	const changes = Object.entries(pools).flatMap(([what, names]) => names.length === 0 ? [] : [`pools ${what}: ${names.join(", ")}`]);
	return [
		...warnings.map((text) => `warning: ${text}`),
		...restart.length === 0 ? [] : [`restart to apply: ${restart.join(", ")}`],
		...changes.length === 0 ? ["no pool has changed"] : changes
	].join("\n");
}

export { drain, drop, reload, resume, stop };