import { _ as unknown, a as boolean, b as toJSONSchema, c as literal, h as string, i as array, l as looseObject, m as strictObject, n as _enum, o as discriminatedUnion, p as record, s as int, v as url } from "./schemas-BCdtrOfe.js";
import { n as wording, r as describeProblems, t as readYaml } from "./yaml-C3uCX27i.js";
import { n as codeOf, t as SandError } from "./errors-BzRSwK9f.js";
import { n as sizeWarnings, o as poolNamePattern, r as warningsOf } from "./warnings-B4em_F_V.js";
import { join, resolve } from "node:path";
import { cpus, homedir, totalmem } from "node:os";
import { readFile } from "node:fs/promises";

// src/config/duration.ts
const units = /* @__PURE__ */ new Map([
	["s", 1e3],
	["m", 6e4],
	["h", 36e5],
	["d", 864e5]
]);
/** No job of GitHub runs longer than 5 days (reference/github-runners.md §5.6). */
const longestDays = 7;
/** A duration as people write it (`90s`, `20m`, `6h`, `2d`); parsed to milliseconds. */
const duration = string().regex(/^[1-9]\d{0,5}[smhd]$/, {
	error: "is no duration: write a whole number and a unit, such as 90s, 20m, 6h or 2d",
	abort: true
}).refine((text) => milliseconds(text) <= longestDays * 864e5, {
	error: `is too long: at most ${String(longestDays)}d`,
	abort: true
}).transform(milliseconds);
function milliseconds(text) {
	return Number.parseInt(text, 10) * (units.get(text.slice(-1)) ?? 0);
}

// src/config/schema.ts
const nonEmpty = string().min(1, "must not be empty");
const app = strictObject({
	clientId: nonEmpty.optional().describe("Client ID of the App, such as Iv23li…"),
	appId: int().min(1).optional().describe("App ID, when there is no client ID."),
	installationId: int().min(1).optional().describe("Found by url when left out."),
	privateKeyFile: nonEmpty.describe("Private key of the App as downloaded, mode 0600.")
}).refine((given) => hasOne([given.clientId, given.appId]), { message: "needs exactly one of clientId and appId" });
const auth = strictObject({
	tokenFile: nonEmpty.optional().describe("File that holds a GitHub token, mode 0600."),
	tokenEnv: nonEmpty.optional().describe("Name of the environment variable that holds a GitHub token."),
	app: app.optional().describe("A GitHub App that is installed on the organization or repository.")
}).refine((given) => hasOne([
	given.tokenFile,
	given.tokenEnv,
	given.app
]), { message: "needs exactly one of tokenFile, tokenEnv and app" });
const github = strictObject({
	url: url().describe("Organization or repository: https://github.com/acme or https://github.com/acme/app."),
	apiUrl: url().optional().describe("Base of the REST API; follows from url when left out."),
	auth,
	runnerGroup: nonEmpty.optional().describe("Runner group of an organization; its default group when left out."),
	allowPublic: boolean().default(false).describe("Take jobs also where everybody could send some: of public repositories.")
});
/** What a rule of Softnet speaks of (reference/tart.md §5.3). */
const target = string().regex(/^(?:@host|(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2})$/, "must be an IPv4 network such as 10.0.0.0/8, or @host");
const network = discriminatedUnion("kind", [
	strictObject({
		kind: literal("softnet"),
		allow: array(target).default([]).describe("IPv4 networks that the guest may reach besides the internet."),
		block: array(target).default([]).describe("IPv4 networks that the guest may not reach.")
	}),
	strictObject({ kind: literal("nat") }),
	strictObject({
		kind: literal("bridged"),
		interface: nonEmpty.refine((name) => name !== "list", "is no interface: `list` makes Tart print them")
	})
]).default({
	kind: "softnet",
	allow: [],
	block: []
});
const mount = strictObject({
	name: string().regex(/^[\w-]+$/, "may hold letters, digits, - and _"),
	path: string().regex(/^\/[^:]*$/, "must be an absolute path without a colon"),
	readOnly: boolean().default(true)
});
const label = string().regex(/^[^\s,](?:[^,]{0,254}[^\s,])?$/, "can never match: a label has 1 to 256 characters and no comma");
const proxyAddress = url({
	protocol: /^https?$/,
	error: "must be an address such as http://proxy.example:3128"
});
const pool = strictObject({
	name: string().regex(poolNamePattern, "may hold 1 to 24 of a-z, 0-9 and -"),
	labels: array(label).min(1, "can never match: needs at least one label"),
	image: nonEmpty.describe("Registry reference, or the name of a local Tart VM."),
	max: int().min(1).default(2).describe("How many VMs of this pool may exist at once."),
	standby: int().min(0).default(0).describe("How many VMs are kept booted before a job wants them; each takes a slot."),
	standbyMaxAge: duration.prefault("4h").describe("After so long a standby is made anew."),
	os: _enum(["darwin", "linux"]).default("darwin"),
	cpu: int().min(1).optional(),
	memory: int().min(512).optional().describe("Memory in MiB."),
	disk: int().min(1).optional().describe("Disk size in GB; disks only grow."),
	network,
	mounts: array(mount).default([]),
	nested: boolean().default(false),
	env: record(string().regex(/^[A-Za-z_]\w*$/, "is not a variable name"), string()).default({}),
	warmup: nonEmpty.optional().describe("Script of this host that sh runs in each guest before the guest may have a job."),
	warmupTimeout: duration.prefault("10m").describe("How long the warmup may take."),
	hooks: strictObject({
		jobStarted: nonEmpty.optional().describe("Script of this host that the runner calls before the job."),
		jobCompleted: nonEmpty.optional().describe("Script of this host that the runner calls after the job.")
	}).prefault({}),
	proxy: strictObject({
		http: proxyAddress.optional(),
		https: proxyAddress.optional().describe("Proxy for https addresses, such as those of GitHub."),
		noProxy: array(string().regex(/^[^\s,]+$/, "must be a host without spaces and commas")).default([]).describe("Hosts that are reached without a proxy.")
	}).optional().describe("Proxies for the runner, its job and the warmup; jobs can read the password."),
	session: _enum([
		"auto",
		"gui",
		"ssh"
	]).default("auto"),
	bootTimeout: duration.prefault("3m").describe("How long a VM may take from its start until its guest is reached over SSH."),
	registerTimeout: duration.prefault("2m").describe("How long GitHub may take to register a runner."),
	jobTimeout: duration.prefault("6h"),
	idleTimeout: duration.prefault("10m").describe("How long a runner waits for its job."),
	deleteTimeout: duration.prefault("1m").describe("How long deleting a VM may take before it is told and tried again later.")
});
const guest = strictObject({
	user: nonEmpty.default("admin"),
	password: string().optional().describe("Password for SSH; \"admin\" when neither password nor keyFile is given."),
	keyFile: nonEmpty.optional().describe("Private SSH key, mode 0600."),
	port: int().min(1).max(65535).default(22),
	runner: strictObject({
		url: url(),
		sha256: string().regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits").transform((hex) => hex.toLowerCase())
	}).optional().describe("Runner archive for images that have none.")
});
const host = strictObject({
	stateDir: nonEmpty.default("~/.sand-poller"),
	tartHome: nonEmpty.optional().describe("TART_HOME; that of the environment, or ~/.tart, when left out."),
	tart: nonEmpty.default("tart").describe("The tart program: a name on the PATH, or a path."),
	slots: int().min(1).default(2).describe("macOS VMs that may run at once; a Mac allows two."),
	diskFloor: int().min(0).default(20).describe("GB that must stay free on the volume of tartHome."),
	leaseFile: nonEmpty.default("/var/db/dhcpd_leases").describe("macOS's DHCP lease file.")
});
const demand = strictObject({ interval: duration.prefault("15s").describe("Pause between two looks at GitHub.") });
const debug = strictObject({ holdOnFailure: duration.optional().describe("How long the VM of a failed job is kept for a person to look at; its slot stays taken.") });
const http = strictObject({ listen: string().regex(/^(?:\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/iu, {
	error: "must be an address and a port, such as 127.0.0.1:9180",
	abort: true
}).refine((text) => Number(text.slice(text.lastIndexOf(":") + 1)) <= 65535, "has no such port").default("127.0.0.1:9180").describe("Where /healthz, /readyz and /metrics are served.") });
const pools = array(pool).min(1, "needs at least one pool").refine((given) => repeatedNames(given).length === 0, {
	when: ({ value }) => Array.isArray(value),
	error: ({ input }) => `uses a name twice: ${repeatedNames(input).join(", ")}`
});
/** The configuration file (DESIGN.md §6). Every key that has a default may be left out. */
const configSchema = strictObject({
	github,
	demand: demand.prefault({}),
	pools,
	guest: guest.prefault({}),
	host: host.prefault({}),
	debug: debug.prefault({}),
	http: http.optional().describe("Health and metrics over HTTP; off when left out."),
	onProblem: string().regex(/^(?:\/|~\/)./u, "must be the absolute path of a program").optional().describe("A program that is given each problem as JSON on its standard input.")
});
function hasOne(given) {
	return given.filter((each) => each !== void 0).length === 1;
}
function repeatedNames(given) {
	const seen = array(looseObject({ name: unknown() })).catch([]).parse(given).map(({ name }) => String(name));
	return [...new Set(seen.filter((name, index) => seen.indexOf(name) !== index))];
}

// src/config/load.ts
/** More than anybody reads at once. */
const mostProblems = 30;
/** Where the configuration is looked for when no file is named. */
const defaultConfigFile = "~/.sand-poller/config.yaml";
/** `~` and `~/…` as the shell would expand them. */
function expandHome(path) {
	if (path === "~") return homedir();
	return path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}
/** Reads a configuration file. Rejects with `CONFIG_MISSING` or `CONFIG_INVALID`. */
async function loadConfig(file) {
	const path = expandHome(file);
	let text;
	try {
		text = await readFile(path, "utf8");
	} catch (cause) {
		throw new SandError("CONFIG_MISSING", `cannot read the configuration file ${path}`, { cause });
	}
	const { config, warnings } = parseConfig(text, path);
	const machine = {
		cpus: cpus().length,
		memoryMiB: totalmem() / 2 ** 20
	};
	return {
		config,
		warnings: [...warnings, ...sizeWarnings(config, machine)]
	};
}
/** The JSON Schema of the configuration file, for editors and for `config schema`. */
function configJsonSchema() {
	return toJSONSchema(configSchema, { io: "input" });
}
/** Parses the text of a configuration; throws `CONFIG_INVALID` with all problems and their lines. */
function parseConfig(text, file) {
	const source = readYaml(text);
	if ("problems" in source) throw invalid(file, source.problems);
	const parsed = configSchema.safeParse(source.value, { error: wording });
	if (!parsed.success) throw invalid(file, describeProblems(parsed.error.issues, {
		...source,
		schema: configJsonSchema()
	}));
	return {
		config: withPaths(parsed.data),
		warnings: warningsOf(parsed.data)
	};
}
function invalid(file, problems) {
	const more = problems.length - mostProblems;
	const shown = [...problems.slice(0, mostProblems), ...more > 0 ? [`and ${String(more)} more`] : []];
	return new SandError("CONFIG_INVALID", [`the configuration ${file} is wrong:`, ...shown].join("\n  "));
}
function withPaths(config) {
	const { github, guest, host, onProblem, pools } = config;
	const { tokenFile, app } = github.auth;
	const auth = {
		...github.auth,
		tokenFile: expandOptional(tokenFile),
		app: app === void 0 ? void 0 : {
			...app,
			privateKeyFile: expandHome(app.privateKeyFile)
		}
	};
	const { keyFile } = guest;
	return {
		...config,
		github: {
			...github,
			auth
		},
		pools: pools.map((pool) => ({
			...pool,
			warmup: expandOptional(pool.warmup),
			hooks: {
				jobStarted: expandOptional(pool.hooks.jobStarted),
				jobCompleted: expandOptional(pool.hooks.jobCompleted)
			}
		})),
		guest: keyFile === void 0 ? guest : {
			...guest,
			keyFile: expandHome(keyFile)
		},
		onProblem: onProblem === void 0 ? void 0 : expandHome(onProblem),
		host: {
			...host,
			stateDir: resolve(expandHome(host.stateDir)),
			tartHome: host.tartHome === void 0 ? void 0 : resolve(expandHome(host.tartHome)),
			tart: expandHome(host.tart)
		}
	};
}
function expandOptional(path) {
	return path === void 0 ? void 0 : expandHome(path);
}

// src/cli/exit-codes.ts
/** The exit codes of every command (DESIGN.md §7). */
const exitCodes = {
	done: 0,
	failed: 1,
	usage: 2,
	notReady: 3,
	interrupted: 130
};
const usageErrors = /* @__PURE__ */ new Set([
	"CONFIG_INVALID",
	"CONFIG_MISSING",
	"TOKEN_MISSING",
	"USAGE"
]);
/** The exit code for an error that ended a command. */
function exitCodeOf(error) {
	const code = codeOf(error);
	if (code === "INTERRUPTED") return exitCodes.interrupted;
	return usageErrors.has(code) ? exitCodes.usage : exitCodes.failed;
}

export { loadConfig as a, defaultConfigFile as i, exitCodes as n, duration as o, configJsonSchema as r, exitCodeOf as t };