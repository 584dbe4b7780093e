import { t as SandError } from "./errors-BzRSwK9f.js";
import { inspect } from "node:util";
import { readFile, stat } from "node:fs/promises";

// src/secret.ts
const hidden = "[secret]";
/** A string that shows itself only when asked: printing, logging or serialising it gives `[secret]`. */
var Secret = class {
	#text;
	constructor(text) {
		this.#text = text;
	}
	/** The secret itself, for the one place that needs it. */
	reveal() {
		return this.#text;
	}
	toString() {
		return hidden;
	}
	toJSON() {
		return hidden;
	}
	[inspect.custom]() {
		return hidden;
	}
};
/** Replaces every occurrence of the secrets in a text by `[secret]`. */
function redact(text, secrets) {
	const texts = Array.from(secrets, (secret) => secret.reveal()).filter((each) => each !== "");
	if (texts.length === 0) return text;
	const longestFirst = texts.toSorted((one, other) => other.length - one.length);
	return text.replaceAll(new RegExp(longestFirst.map((each) => RegExp.escape(each)).join("|"), "g"), hidden);
}

// src/config/operator-scripts.ts
/** A script for guests is text that people wrote: more is a file that was not meant. */
const mostBytes = 262144;
/**
* Reads the scripts that the pools name: path → text. Rejects with `CONFIG_INVALID` and all that cannot be used. They are
* read here and not when they are used, so that a job never meets half of a file that is being written.
*/
async function readOperatorScripts({ pools }) {
	const places = pools.flatMap(({ name, warmup, hooks }) => Object.entries({
		warmup,
		"hooks.jobStarted": hooks.jobStarted,
		"hooks.jobCompleted": hooks.jobCompleted
	}).flatMap(([key, path]) => path === void 0 ? [] : {
		key: `pool ${name}: ${key}`,
		path
	}));
	const read = await Promise.all(places.map(async (place) => ({
		...place,
		...await readScript(place.path)
	})));
	const problems = read.flatMap(({ key, path, problem }) => problem === void 0 ? [] : `${key}: ${path} ${problem}`);
	if (problems.length > 0) throw new SandError("CONFIG_INVALID", problems.join("\n  "));
	return new Map(read.map(({ path, text = "" }) => [path, text]));
}
async function readScript(path) {
	try {
		const { size, isFile } = await stat(path).then((found) => ({
			size: found.size,
			isFile: found.isFile()
		}));
		if (!isFile) return { problem: "is no file" };
		if (size > mostBytes) return { problem: `is larger than ${String(mostBytes / 1024)} KiB` };
		const text = await readFile(path, "utf8");
		if (text.trim() === "") return { problem: "is empty" };
		return text.includes("\0") ? { problem: "is no text" } : { text };
	} catch (error) {
		return { problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
	}
}

// src/config/proxy.ts
/** The variables that tell programs of their proxies, in lower and upper case: programs differ in what they look at. */
function proxyVariables({ http, https, noProxy }) {
	const values = {
		http_proxy: http,
		https_proxy: https,
		no_proxy: noProxy.join(",") || void 0
	};
	return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => value === void 0 ? [] : [name, name.toUpperCase()].map((each) => [each, value])));
}
/** The passwords in the addresses of proxies, as they are written there and as they are meant. */
function proxySecrets({ http, https }) {
	const passwords = [http, https].flatMap((address) => address === void 0 ? [] : new URL(address).password);
	return [...new Set(passwords.flatMap((password) => [password, decoded(password)]))].filter((form) => form !== "").map((form) => new Secret(form));
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

// src/cli/pools.ts
/** From SIGINT on: the runner waits up to 30 s for its job to stop. */
const graceMs = 45e3;
/** The pools of the configuration as the fleet wants them. Rejects with `CONFIG_INVALID` when a script cannot be read. */
async function toPools(config, limits = {}) {
	const scripts = await readOperatorScripts(config);
	return config.pools.map((pool) => ({
		...toPool(pool, config.debug, limits),
		...equipmentOf(pool, (path) => path === void 0 ? void 0 : scripts.get(path))
	}));
}
/** What the operator wants in the guests. Variables that are named outweigh those that follow from `proxy`. */
function equipmentOf({ env, proxy, hooks, warmup, warmupTimeout }, textOf) {
	const { jobStarted, jobCompleted } = hooks;
	const hasHooks = jobStarted !== void 0 || jobCompleted !== void 0;
	const script = textOf(warmup);
	return {
		env: proxy === void 0 ? env : {
			...proxyVariables(proxy),
			...env
		},
		secrets: proxy === void 0 ? [] : proxySecrets(proxy),
		hooks: hasHooks ? {
			jobStarted: textOf(jobStarted),
			jobCompleted: textOf(jobCompleted)
		} : void 0,
		warmup: script === void 0 ? void 0 : {
			script,
			timeoutMs: warmupTimeout
		}
	};
}
function toPool(pool, { holdOnFailure }, limits) {
	const { name, labels, image, max, standby, session } = pool;
	return {
		name,
		labels,
		image,
		max,
		standby,
		standbyMaxAgeMs: pool.standbyMaxAge,
		holdMs: holdOnFailure ?? 0,
		session,
		sandbox: {
			cpu: pool.cpu,
			memoryMiB: pool.memory,
			diskGb: pool.disk,
			network: pool.network,
			mounts: pool.mounts,
			nested: pool.nested
		},
		limits: {
			guestMs: pool.bootTimeout,
			registerMs: pool.registerTimeout,
			idleMs: pool.idleTimeout,
			jobMs: pool.jobTimeout,
			graceMs,
			undoMs: pool.deleteTimeout,
			...limits
		}
	};
}

export { Secret as n, redact as r, toPools as t };