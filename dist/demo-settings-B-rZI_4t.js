import { n as wording, r as describeProblems, t as readYaml } from "./yaml-C3uCX27i.js";
import { t as SandError } from "./errors-BzRSwK9f.js";
import { a as boolean, b as toJSONSchema, f as partialRecord, h as string, i as array, m as strictObject, n as _enum, p as record, s as int } from "./schemas-BCdtrOfe.js";
import { t as datetime } from "./iso--j3fPEgK.js";
import { i as quirkNames, n as faultNames, r as permissionNames } from "./settings-DqO3OA0Z.js";
import { n as runnerModes } from "./protocol-CAGPOtRz.js";
import { o as tartVersions, r as quirkNames$1, t as faultNames$1 } from "./settings-BZ7pR48r.js";
import { readFile } from "node:fs/promises";

// src/cli/demo-settings.ts
const amount = int().nonnegative().exactOptional();
const text = string().min(1).exactOptional();
const macSettings = strictObject({
	tartVersion: _enum(tartVersions).exactOptional(),
	cloneMs: amount,
	bootMs: amount,
	sshMs: amount,
	agentMs: amount,
	stopMs: amount,
	vmLimit: amount,
	slotReleaseMs: amount,
	pullMs: amount,
	leaseSeconds: amount,
	guestUser: text,
	guestPassword: text,
	passwordLateMs: amount,
	volumeGb: amount,
	quirks: array(_enum(quirkNames$1)).exactOptional(),
	faults: array(strictObject({
		name: _enum(faultNames$1),
		times: amount,
		vm: text,
		ms: amount
	})).exactOptional()
});
const access$1 = _enum([
	"none",
	"read",
	"write"
]);
const date = datetime().nullable();
const githubSettings = strictObject({
	latencyMs: amount,
	pickUpMs: amount,
	leaseMs: amount,
	renewMs: amount,
	queueMs: amount,
	offlineMs: amount,
	forgetOfflineMs: amount,
	approvalMs: amount,
	protectedEnvironments: array(string()).exactOptional(),
	forgetIdleMs: amount,
	jobLimitMs: amount,
	runLimitMs: amount,
	minuteMs: amount,
	messageWaitMs: amount,
	sessionConflictMs: amount,
	clockRetryMs: amount,
	reportRetryMs: amount,
	stepInterruptMs: amount,
	stepTerminateMs: amount,
	forceCancelMs: amount,
	clockSkewMs: int().exactOptional(),
	rateLimit: amount,
	tokenScopes: array(string()).nullable().exactOptional(),
	installations: array(strictObject({
		id: int(),
		account: string(),
		repositories: array(string()).exactOptional(),
		permissions: partialRecord(_enum(permissionNames), access$1).exactOptional(),
		suspended: boolean().exactOptional()
	})).exactOptional(),
	installationTokenMs: amount,
	permissions: record(_enum(permissionNames), access$1).exactOptional(),
	runnerGroups: array(strictObject({
		id: int(),
		name: string(),
		repositories: array(string()).exactOptional(),
		allowsPublicRepositories: boolean().exactOptional()
	})).exactOptional(),
	runnerMode: _enum(runnerModes).exactOptional(),
	latestRunnerVersion: text,
	runnerVersions: record(string(), strictObject({
		registrationEnd: date,
		runtimeEnd: date
	})).exactOptional(),
	quirks: array(_enum(quirkNames)).exactOptional(),
	faults: array(strictObject({
		name: _enum(faultNames),
		times: amount,
		skip: amount,
		match: string().refine(isExpression, "is no regular expression").exactOptional(),
		seconds: amount
	})).exactOptional()
});
/** What a world file may hold: settings of the simulated Mac and of the simulated GitHub (docs/simulation.md). */
const worldSchema = strictObject({
	mac: macSettings.exactOptional(),
	github: githubSettings.exactOptional()
});
/** Reads a world file. Rejects with `CONFIG_MISSING` or `CONFIG_INVALID`, with all problems and their lines. */
async function readWorldFile(file) {
	let content;
	try {
		content = await readFile(file, "utf8");
	} catch (cause) {
		throw new SandError("CONFIG_MISSING", `cannot read the world file ${file}`, { cause });
	}
	const source = readYaml(content);
	if ("problems" in source) throw invalid(file, source.problems);
	const parsed = worldSchema.safeParse(source.value ?? {}, { error: wording });
	if (parsed.success) return parsed.data;
	const schema = toJSONSchema(worldSchema, { io: "input" });
	throw invalid(file, describeProblems(parsed.error.issues, {
		...source,
		schema
	}));
}
function invalid(file, problems) {
	return new SandError("CONFIG_INVALID", [`the world file ${file} is wrong (docs/simulation.md):`, ...problems].join("\n  "));
}
function isExpression(source) {
	try {
		return new RegExp(source) instanceof RegExp;
	} catch {
		return false;
	}
}

export { readWorldFile };