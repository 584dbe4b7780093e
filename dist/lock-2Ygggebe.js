import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";

// src/sim/tart/mac/thrown.ts
/** The system's code of a thrown value (`ENOENT`), if it has one. */
function errnoOf(thrown) {
	return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : void 0;
}
/** The text of a thrown value. */
function messageOf(thrown) {
	return thrown instanceof Error ? thrown.message : String(thrown);
}

// src/sim/tart/mac/lock.ts
const busyCode = 5;
const cannotOpenCode = 14;
/** A short pause: the real locks wake their waiters at once. */
const retryMs = 2;
/** A database that nobody refers to is closed, and its lock is gone. */
const held = /* @__PURE__ */ new Set();
/** Takes the lock, or undefined when somebody holds it. The kernel keeps it: a file nobody holds means nothing. */
function tryLock(file) {
	for (;;) {
		const database = new DatabaseSync(file, { timeout: 0 });
		if (isGranted(() => database.exec("BEGIN EXCLUSIVE"))) return keep(database);
		database.close();
		if (isLocked(file)) return void 0;
	}
}
/** Waits for the lock, however long it takes, as the real global lock does. */
async function lock(file, signal) {
	for (;;) {
		const taken = tryLock(file);
		if (taken !== void 0) return taken;
		await setTimeout(retryMs, void 0, signal === void 0 ? {} : { signal });
	}
}
/** Whether somebody holds the lock; never takes it. */
function isLocked(file) {
	if (!existsSync(file)) return false;
	try {
		using database = closing(new DatabaseSync(file, {
			timeout: 0,
			readOnly: true
		}));
		return !isGranted(() => database.value.exec("SELECT count(*) FROM sqlite_master"));
	} catch (error) {
		if (codeOf(error) === cannotOpenCode) return false;
		throw error;
	}
}
function keep(database) {
	held.add(database);
	return { release: () => {
		if (held.delete(database)) database.close();
	} };
}
function closing(database) {
	return {
		value: database,
		[Symbol.dispose]: () => database.close()
	};
}
function isGranted(attempt) {
	try {
		attempt();
		return true;
	} catch (error) {
		if (codeOf(error) === busyCode) return false;
		throw error;
	}
}
function codeOf(error) {
	return error instanceof Error && "errcode" in error ? error.errcode : void 0;
}

export { messageOf as a, errnoOf as i, lock as n, tryLock as r, isLocked as t };