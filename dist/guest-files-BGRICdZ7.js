import { mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

// src/sim/vm/guest-files.ts
/** The paths on the disk folder of a VM. */
function guestPaths(directory, user) {
	const disk = diskFolder(directory);
	const home = join(disk, "Users", user);
	return {
		home,
		temporary: join(disk, "private", "tmp"),
		programs: join(disk, "sim", "bin"),
		system: join(disk, "sim", "system"),
		hostKey: join(disk, "etc", "ssh", "ssh_host_ed25519_key"),
		authorizedKeys: join(home, ".ssh", "authorized_keys")
	};
}
/** The folder that is the disk of the VM in this directory. */
function diskFolder(directory) {
	return join(directory, "disk.sim");
}
/** Links all programs of the system but bash into a folder, which stands in for all folders of the system's PATH. */
function linkSystemWithoutBash(folder) {
	rmSync(folder, {
		recursive: true,
		force: true
	});
	mkdirSync(folder, { recursive: true });
	const missing = /* @__PURE__ */ new Set([
		"bash",
		"rbash",
		"bashbug"
	]);
	const seen = /* @__PURE__ */ new Set();
	for (const system of [
		"/usr/bin",
		"/bin",
		"/usr/sbin",
		"/sbin"
	]) for (const name of readdirSync(system)) {
		if (seen.has(name) || missing.has(name)) continue;
		seen.add(name);
		symlinkSync(join(system, name), join(folder, name));
	}
}
/** What the login shell reads, and only the login shell (reference/tart.md §7). */
const loginProfile = `export HOMEBREW_PREFIX=/opt/homebrew
export PATH="$(cd "$HOME/../.." && pwd)/sim/bin:/opt/homebrew/bin:/opt/homebrew/sbin:$PATH"
`;
/** The files of a home in which shells look for it. */
const loginProfiles = [
	".zprofile",
	".bash_profile",
	".profile"
];

export { loginProfiles as a, loginProfile as i, guestPaths as n, linkSystemWithoutBash as r, diskFolder as t };