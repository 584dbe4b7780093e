import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";

// src/sim/tart/mac/settings.ts
/** What can be made to go wrong, one call at a time (reference/tart.md §2.2, §3.3, §9, §12; docs/simulation.md). */
const faultNames = [
	"clone-disk-full",
	"clone-gc-race",
	"clone-hangs",
	"clone-slow",
	"list-hangs",
	"list-hides",
	"set-fails",
	"gc-noise",
	"run-limit",
	"run-vz-error",
	"softnet-missing",
	"softnet-unprivileged",
	"softnet-dies",
	"guest-shutdown",
	"guest-error-exit-0",
	"network-detached",
	"vm-overwritten",
	"stop-hangs",
	"boot-hangs",
	"no-address",
	"stale-address",
	"address-changes",
	"tcp-unreachable",
	"ssh-refused",
	"ssh-late",
	"ssh-banner-garbage",
	"ssh-drops",
	"ssh-half-open"
];
/** Each makes one belief of docs/assumptions.md false, for the whole Mac (docs/simulation.md). */
const quirkNames = [
	"other-messages",
	"list-other-keys",
	"config-other-keys",
	"lease-other-format",
	"lease-unreadable",
	"clone-keeps-mac",
	"control-socket-early",
	"run-dies-with-starter",
	"exec-adds-noise",
	"tcp-silent",
	"guest-other-mac",
	"no-gui-session",
	"guest-without-bash",
	"space-returns-late",
	"run-closes-descriptors",
	"password-late"
];
/** The releases that can be imitated. */
const tartVersions = [
	"2.30.0",
	"2.32.1",
	"2.33.0",
	"2.35.0",
	"next"
];
/** A Mac without quirks, quicker than a real one. */
const defaultSettings = {
	tartVersion: "2.35.0",
	cloneMs: 0,
	bootMs: 100,
	sshMs: 50,
	agentMs: 100,
	stopMs: 20,
	vmLimit: 2,
	slotReleaseMs: 0,
	pullMs: 50,
	leaseSeconds: 600,
	guestPort: 2222,
	guestUser: "admin",
	guestPassword: "admin",
	passwordLateMs: 5e3,
	volumeGb: 1e3,
	quirks: [],
	faults: [],
	faultsId: "none"
};
/** The folder of the simulation this process belongs to: the shims put it into the environment. */
function simulationRoot() {
	const root = process.env["SAND_SIM_ROOT"];
	if (root === void 0) throw new Error("SAND_SIM_ROOT is not set: start the program of the simulation by its shim");
	return root;
}
/** Reads the settings; what the file does not name has its default. */
function readSettings(root) {
	const written = JSON.parse(readFileSync(settingsFile(root), "utf8"));
	return {
		...defaultSettings,
		...written
	};
}
/** Whether this quirk of the Mac is on. */
function hasQuirk(root, quirk) {
	return readSettings(root).quirks.includes(quirk);
}
/** Writes settings over the present ones; a reader sees the old file or the new one. */
function writeSettings(root, changes) {
	const fresh = changes.faults === void 0 ? {} : { faultsId: randomUUID() };
	const settings = {
		...presentSettings(root),
		...changes,
		...fresh
	};
	const draft = `${settingsFile(root)}.${randomUUID()}`;
	writeFileSync(draft, JSON.stringify(settings, void 0, 2));
	renameSync(draft, settingsFile(root));
}
function presentSettings(root) {
	try {
		return readSettings(root);
	} catch {
		return defaultSettings;
	}
}
function settingsFile(root) {
	return join(root, "settings.json");
}

export { simulationRoot as a, readSettings as i, hasQuirk as n, tartVersions as o, quirkNames as r, writeSettings as s, faultNames as t };