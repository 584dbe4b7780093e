// src/naming/name.ts
const pattern = /^sand-([a-z0-9]{8})-([a-z0-9-]{1,24})-([0-9a-z]{7})-([a-z0-9]{6})$/;
const deadlineDigits = 7;
const base = 36;
/** The largest deadline that seven base-36 digits hold, in seconds. */
const latestDeadline = base ** deadlineDigits - 1;
/** The rule for pool names, shared with the configuration. */
const poolNamePattern = /^[a-z0-9-]{1,24}$/;
/** Prints a name. Throws a RangeError when a part does not fit the codec: callers validate their input before. */
function formatName(parts) {
	const name = [
		"sand",
		parts.owner,
		parts.pool,
		encodeDeadline(parts.deadline),
		parts.nonce
	].join("-");
	if (!pattern.test(name)) throw new RangeError(`cannot be part of a sandbox name: ${JSON.stringify(parts)}`);
	return name;
}
/** Parses a name; undefined means it is not ours. */
function parseName(name) {
	const [, owner, pool, deadline, nonce] = pattern.exec(name) ?? [];
	if (owner === void 0 || pool === void 0 || deadline === void 0 || nonce === void 0) return void 0;
	return {
		owner,
		pool,
		deadline: Number.parseInt(deadline, base),
		nonce
	};
}
function encodeDeadline(seconds) {
	if (!Number.isSafeInteger(seconds) || seconds < 0 || seconds > latestDeadline) throw new RangeError(`cannot be a deadline: ${String(seconds)} seconds`);
	return seconds.toString(base).padStart(deadlineDigits, "0");
}

// src/config/warnings.ts
/** macOS guests with fewer cores freeze (reference/tart.md §9, row 17). */
const fewestMacCpus = 4;
/** Labels of GitHub's own runners: a job that asks for one of them alone goes to GitHub. */
const hosted = /^(?:macos|ubuntu|windows)-(?:latest|\d[\w.-]*)$/i;
const macSlots = 2;
/** What is allowed but probably not meant. */
function warningsOf(config) {
	return [...config.host.slots > macSlots ? [`host.slots is ${String(config.host.slots)}, but a Mac runs ${String(macSlots)} macOS VMs at once`] : [], ...config.pools.flatMap(poolWarnings)];
}
/** Memory that the host itself needs: VMs of the pools never get more than the rest. MiB. */
const hostReserveMiB = 4096;
/** Pools of which not even one VM fits into the host. Only warned of: the file may be meant for another machine. */
function sizeWarnings({ pools }, { cpus, memoryMiB }) {
	const room = Math.floor(memoryMiB) - hostReserveMiB;
	return pools.flatMap(({ name, cpu = 0, memory = 0 }) => [...cpu > cpus ? [`pool ${name}: a VM with ${String(cpu)} CPUs does not boot on this host, which has ${String(cpus)}`] : [], ...memory > room ? [`pool ${name}: no VM is started: ${String(memory)} MiB do not fit into the memory of this host, of which ${String(hostReserveMiB)} MiB stay free and ${String(Math.max(0, room))} MiB are left`] : []]);
}
function poolWarnings(pool) {
	return [
		...pool.os === "darwin" && pool.cpu !== void 0 && pool.cpu < fewestMacCpus ? [`pool ${pool.name}: macOS guests with fewer than ${String(fewestMacCpus)} CPUs tend to freeze`] : [],
		...networkWarnings(pool),
		...pool.labels.every((label) => hosted.test(label)) ? [`pool ${pool.name}: jobs with the label ${pool.labels.join(", ")} go to GitHub's own runners`] : []
	];
}
/** What Softnet does without a word (reference/tart.md §5.3). */
function networkWarnings({ name, network }) {
	if (network.kind !== "softnet") return [];
	const { allow, block } = network;
	const open = allow.includes(everywhere);
	const shut = block.some((target) => target === everywhere || target === "@host") && !allow.includes("@host");
	return [...open ? [`pool ${name}: allowing ${everywhere} also lets its VMs reach each other`] : [], ...shut ? [`pool ${name}: blocking the host without allowing @host also blocks SSH to the guest`] : []];
}
const everywhere = "0.0.0.0/0";

export { parseName as a, formatName as i, sizeWarnings as n, poolNamePattern as o, warningsOf as r, hostReserveMiB as t };