import { a as loadConfig, n as exitCodes } from "./exit-codes-Ds2Idkdz.js";
import { i as createReach, l as ownerOf, n as createBackend, s as hardwareId } from "./poller-D7rWOzu2.js";
import { a as parseName } from "./warnings-B4em_F_V.js";
import { t as findSandbox } from "./sandbox-name-DfW7SkmR.js";
import { t as stopsOnSignal } from "./stops-Drfk5tW_.js";

// src/cli/ssh.ts
/** The guest is up: it answers soon or never. */
const reachDeadlineMs = 6e4;
/** As `ssh` has it for a program that a signal ended. */
const noExitCode = 255;
/**
* `sand-poller ssh`: a shell in the guest of a sandbox, or a command. Needs no poller. Returns the exit code of what ran,
* 255 when it has none. Rejects with `SANDBOX_UNKNOWN`, `VM_STOPPED`, or why the guest was not reached.
*/
async function ssh(wanted, command, options, seat = process) {
	const { config } = await loadConfig(options.config);
	using stops = stopsOnSignal("end", () => void 0);
	try {
		await using guest = await reachSandbox(wanted, config, seat.env, stops.end);
		return await sit(guest, command, seat, stops.end) ?? noExitCode;
	} catch (error) {
		if (!stops.asked()) throw error;
		return exitCodes.interrupted;
	}
}
async function reachSandbox(wanted, config, env, signal) {
	const backend = createBackend(config, { env });
	const [machine, vms] = await Promise.all([hardwareId(signal), backend.list(signal)]);
	const owner = ownerOf(machine, config.host.stateDir);
	const ours = vms.filter(({ name }) => parseName(name)?.owner === owner).map(({ name }) => name);
	const name = findSandbox(wanted, ours);
	const pool = config.pools.find((each) => each.name === parseName(name)?.pool);
	const running = await backend.attach(name, pool?.network, signal);
	return await (await createReach(config.guest, { emit: () => void 0 }))(running, reachDeadlineMs, signal);
}
/** Gives the person the guest, through a terminal when there is one and no command. */
async function sit(guest, command, { stdin, stdout, stderr, env }, signal) {
	const streams = {
		stdin,
		stdout,
		stderr
	};
	if (command.length > 0) return await guest.interact({
		...streams,
		command: command.join(" ")
	}, signal);
	if (stdin.isTTY !== true || stdout.isTTY !== true) return await guest.interact(streams, signal);
	stdin.setRawMode?.(true);
	try {
		return await guest.interact({
			...streams,
			terminal: terminalOf(stdout, env)
		}, signal);
	} finally {
		stdin.setRawMode?.(false);
	}
}
function terminalOf(screen, env) {
	const size = () => ({
		columns: screen.columns ?? 80,
		rows: screen.rows ?? 24
	});
	return {
		...size(),
		type: env["TERM"] ?? "xterm-256color",
		onResize: (listener, signal) => {
			const tell = () => listener(size());
			screen.on("resize", tell);
			signal.addEventListener("abort", () => screen.off("resize", tell), { once: true });
		}
	};
}

export { ssh };