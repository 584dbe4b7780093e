import { d as object, h as string, i as array } from "./schemas-BCdtrOfe.js";

// src/cli/reload.ts
const reloadedSchema = object({
	/** Names of pools. */
	added: array(string()),
	changed: array(string()),
	removed: array(string()),
	/** Keys that changed, and whose change needs a restart. */
	restart: array(string()),
	warnings: array(string())
});
/** Keys that a running poller takes over. */
const live = /* @__PURE__ */ new Set(["pools", "debug"]);
/** Names of the pools that differ between two configurations. */
function comparePools({ pools: before }, { pools: after }) {
	const old = new Map(before.map((pool) => [pool.name, JSON.stringify(pool)]));
	const names = after.map(({ name }) => name);
	return {
		added: names.filter((name) => !old.has(name)),
		changed: after.filter((pool) => old.has(pool.name) && old.get(pool.name) !== JSON.stringify(pool)).map(({ name }) => name),
		removed: [...old.keys()].filter((name) => !names.includes(name))
	};
}
/** The keys that differ from those the process was started with, and that only a restart applies. */
function keysToRestartFor(started, now) {
	return [.../* @__PURE__ */ new Set([...Object.keys(started), ...Object.keys(now)])].filter((key) => !live.has(key) && textOf(started, key) !== textOf(now, key));
}
function textOf(config, key) {
	return JSON.stringify(Object.entries(config).find(([name]) => name === key));
}

export { keysToRestartFor as n, reloadedSchema as r, comparePools as t };