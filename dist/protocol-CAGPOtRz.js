// src/sim/runner/protocol.ts
/**
* What the simulated GitHub and the simulated runner say to each other under `/_broker/`. GitHub's own protocol is not
* documented; this one is ours and only keeps the order of events of reference/github-runners.md §4.3 and §5.
*/
/**
* How a runner fares (reference/github-runners.md §4.2, §4.3, §8 item 4). `fail` to `abandoned` end each job with that
* result, whatever its steps say. `hang` stands still in its job and renews no lease; `deaf` works, but heeds no signal.
* `clock-skew` means the clock of the guest. `ignores-jit-env` and `other-words` make of
* docs/assumptions.md false, `deaf` makes A-16 false.
*/
const runnerModes = [
	"success",
	"fail",
	"canceled",
	"succeeded-with-issues",
	"skipped",
	"abandoned",
	"ghost",
	"hang",
	"deaf",
	"deprecated",
	"session-conflict",
	"registration-deleted",
	"update",
	"update-exit-3",
	"retryable-once",
	"retryable-always",
	"unknown-exit-code",
	"not-configured",
	"clock-skew",
	"ignores-jit-env",
	"other-words"
];
/** Modes that show before the runner has a session: its JIT configuration carries them. */
const startModes = /* @__PURE__ */ new Set([
	"deaf",
	"not-configured",
	"clock-skew",
	"ignores-jit-env",
	"other-words"
]);
/** How a job ended, in the runner's words (§4.3). */
const jobResults = [
	"Succeeded",
	"SucceededWithIssues",
	"Failed",
	"Canceled",
	"Skipped",
	"Abandoned"
];

export { runnerModes as n, startModes as r, jobResults as t };