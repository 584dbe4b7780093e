import { setTimeout } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

// src/clock.ts
/** Node's timers hold 31 bits, about 24 days; one that is set for longer goes off at once. */
const longestTimerMs = 2 ** 31 - 1;
/** The clock on the wall. */
const wallClock = {
	now: () => Date.now(),
	async sleep(ms, signal) {
		try {
			let left = ms;
			for (; left > longestTimerMs; left -= longestTimerMs) await setTimeout(longestTimerMs, void 0, { signal });
			await setTimeout(left, void 0, { signal });
		} catch {
			signal.throwIfAborted();
		}
	}
};
/** A signal that aborts with `signal`, or after `ms` milliseconds (at most 24 days) with a `TimeoutError` as its reason. */
function withDeadline(signal, ms) {
	const whole = Math.ceil(Math.min(Math.max(0, ms), longestTimerMs));
	return AbortSignal.any([signal, AbortSignal.timeout(whole)]);
}

// src/guest/text.ts
/** Text of a guest for people: no terminal sequences and no control characters besides tab and line feed. */
function cleanText(text) {
	return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\t\n]/gu, "");
}
const longestQuote = 500;
/** The same, short enough for a message. */
function quote(text) {
	return cleanText(text).trim().slice(0, longestQuote);
}

export { withDeadline as i, quote as n, wallClock as r, cleanText as t };