// src/sim/github/settings.ts
/** What can go wrong between a client and GitHub (reference/github-runners.md §1.1, §1.6, §8). */
const faultNames = [
	"http-500",
	"http-502",
	"http-503",
	"timeout",
	"connection-reset",
	"cut-answer",
	"malformed-json",
	"rate-limit-429",
	"rate-limit-429-retry-after",
	"rate-limit-403",
	"rate-limit-403-retry-after",
	"unauthorized-401",
	"forbidden-403",
	"forbidden-403-empty",
	"lost-201",
	"jit-409",
	"jit-422"
];
/**
* Each makes one belief of docs/assumptions.md false:
* `keeps-registrations`: an ephemeral registration stays, offline, after its job.
* `conflict-without-runner`: each request for a JIT configuration gets 409, though there is no such runner.
* `delete-always-422`: deleting a runner gets 422, busy or not.
* `runs-hidden-status`: a run with a queued job is listed as `waiting`.
*/
const quirkNames = [
	"keeps-registrations",
	"conflict-without-runner",
	"delete-always-422",
	"runs-hidden-status"
];
/** What a token may be allowed to use, as `x-accepted-github-permissions` names it. */
const permissionNames = [
	"administration",
	"organization_self_hosted_runners",
	"actions",
	"metadata"
];
const second = 1e3;
const minute = 60 * second;
const hour = 60 * minute;
/** GitHub as it is. */
const defaultSettings = {
	latencyMs: 0,
	pickUpMs: minute,
	leaseMs: 10 * minute,
	renewMs: minute,
	queueMs: 24 * hour,
	offlineMs: minute,
	forgetOfflineMs: 24 * hour,
	approvalMs: 720 * hour,
	protectedEnvironments: [],
	forgetIdleMs: void 0,
	jobLimitMs: 120 * hour,
	runLimitMs: 840 * hour,
	minuteMs: minute,
	messageWaitMs: 50 * second,
	sessionConflictMs: 240 * second,
	clockRetryMs: 30 * minute,
	reportRetryMs: 25 * second,
	stepInterruptMs: 7.5 * second,
	stepTerminateMs: 2.5 * second,
	forceCancelMs: 5 * minute,
	clockSkewMs: 0,
	rateLimit: 5e3,
	tokenScopes: ["repo", "admin:org"],
	installations: [],
	installationTokenMs: hour,
	permissions: {
		administration: "write",
		organization_self_hosted_runners: "write",
		actions: "write",
		metadata: "read"
	},
	runnerGroups: [],
	runnerMode: "success",
	latestRunnerVersion: "2.337.0",
	runnerVersions: {
		"2.328.0": {
			registrationEnd: "2026-09-25T00:00:00Z",
			runtimeEnd: "2026-09-25T00:00:00Z"
		},
		"2.336.0": {
			registrationEnd: null,
			runtimeEnd: null
		},
		"2.337.0": {
			registrationEnd: null,
			runtimeEnd: null
		}
	},
	faults: [],
	quirks: []
};

export { quirkNames as i, faultNames as n, permissionNames as r, defaultSettings as t };