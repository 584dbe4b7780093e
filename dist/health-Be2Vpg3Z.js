// src/observe/health.ts
/** Between two ticks, besides the pause that is configured: a request to GitHub or a `tart list` may take its time. */
const patienceMs = 12e4;
/** Tells whether a poller's loop turns, and whether it can do its work. Times in milliseconds since the epoch. */
var Health = class {
	#intervalMs;
	/** Until when silence means nothing. */
	#quietUntil;
	/** `intervalMs`: the pause between two looks at GitHub. */
	constructor(intervalMs, now) {
		this.#intervalMs = intervalMs;
		this.#quietUntil = now;
	}
	/** A rate limit of GitHub may stop the loop for an hour, and that is right. */
	see(event, now) {
		if (event.type === "waiting-for-github") this.#quietUntil = now + event.ms;
	}
	/** Why the loop seems to hang; empty when it turns. */
	whyHanging({ tickedAt = 0 }, now) {
		const heardAt = Math.max(tickedAt, this.#quietUntil);
		if (now < heardAt + this.#intervalMs + patienceMs) return [];
		return [`the last tick began ${String(Math.round((now - heardAt) / 1e3))} s ago`];
	}
};
/** Why no job could be served now; empty when GitHub and the host were asked with success. */
function whyNotReady({ lookedAt, demandError, troubles }) {
	const errors = [...demandError === void 0 ? [] : [demandError], ...troubles];
	if (errors.length === 0 && lookedAt === void 0) return ["GitHub was not asked yet"];
	return errors.map(({ code, message }) => `${code}: ${message}`);
}

export { Health, whyNotReady };