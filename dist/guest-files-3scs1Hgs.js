import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
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
		hostKey: join(disk, "etc", "ssh", "ssh_host_ed25519_key"),
		authorizedKeys: join(home, ".ssh", "authorized_keys")
	};
}
/** The folder that is the disk of the VM in this directory. */
function diskFolder(directory) {
	return join(directory, "disk.sim");
}
/** Writes the stand-ins for one boot: the MAC address changes from clone to clone. */
function writeStandIns(folder, facts) {
	mkdirSync(folder, { recursive: true });
	for (const [name, body] of Object.entries(standIns(facts))) {
		const file = join(folder, name);
		writeFileSync(file, `#!/bin/sh\n${body}`);
		chmodSync(file, 493);
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
function standIns(facts) {
	const anywhere = {
		sudo,
		id: id(facts.user),
		shutdown: shutdown(facts.vmPid)
	};
	if (facts.os === "linux") return {
		...anywhere,
		ip: ip(facts.macAddress)
	};
	return {
		...anywhere,
		ifconfig: ifconfig(facts.macAddress),
		sw_vers: swVers,
		launchctl,
		stat: stat(facts.user)
	};
}
/** Passwordless, as in the images; stays the user it is. */
const sudo = `while [ $# -gt 0 ]; do
  case $1 in
    -u | -g | -p | -C | -h | -U | -r | -t) shift 2 ;;
    --) shift; break ;;
    -*) shift ;;
    [A-Za-z_]*=*) export "$1"; shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || exit 0
exec "$@"
`;
const launchctl = `case $1 in
  asuser) shift 2; exec "$@" ;;
  print | managername) echo Aqua ;;
  *) echo "Unrecognized subcommand: $1" >&2; exit 64 ;;
esac
`;
const swVers = `case $1 in
  -productName | --productName) echo macOS ;;
  -productVersion | --productVersion) echo 26.1 ;;
  -buildVersion | --buildVersion) echo 25B78 ;;
  *) printf 'ProductName:\\t\\tmacOS\\nProductVersion:\\t\\t26.1\\nBuildVersion:\\t\\t25B78\\n' ;;
esac
`;
function ifconfig(macAddress) {
	return `lo0() {
  printf 'lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384\\n\\tinet 127.0.0.1 netmask 0xff000000\\n'
}
en0() {
  printf 'en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\\n'
  printf '\\tether ${macAddress}\\n\\tmedia: autoselect\\n\\tstatus: active\\n'
}
case $1 in
  '' | -a) lo0; en0 ;;
  -l) echo lo0 en0 ;;
  lo0) lo0 ;;
  en0) en0 ;;
  *) echo "ifconfig: interface $1 does not exist" >&2; exit 1 ;;
esac
`;
}
function ip(macAddress) {
	return `echo '2: enp0s1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP mode DEFAULT'
echo '    link/ether ${macAddress} brd ff:ff:ff:ff:ff:ff'
`;
}
/** The console belongs to the user who was logged in automatically. */
function stat(user) {
	return `case "$*" in
  *%Su*/dev/console) echo ${user} ;;
  *%u*/dev/console) exec id -u ;;
  *) exec /usr/bin/stat "$@" ;;
esac
`;
}
/** The guest's user exists only inside: it is who asks, and asking for it means asking for oneself. */
function id(user) {
	return `case "$*" in
  -un | -nu | '-u -n' | '-n -u') echo ${user} ;;
  ${user}) exec /usr/bin/id ;;
  *' ${user}') option=$1; exec /usr/bin/id "$option" ;;
  *) exec /usr/bin/id "$@" ;;
esac
`;
}
function shutdown(vmPid) {
	return `case "$1 $2" in
  '-h now') kill -USR2 ${vmPid} ;;
  *) echo 'usage: shutdown -h now (no more is simulated)' >&2; exit 1 ;;
esac
`;
}

export { writeStandIns as a, loginProfiles as i, guestPaths as n, loginProfile as r, diskFolder as t };