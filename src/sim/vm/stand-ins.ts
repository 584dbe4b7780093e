import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QuirkName } from '../tart/mac/settings.ts';

/** Names of the programs that stand in for the system's. */
type StandIn = 'ifconfig' | 'ip' | 'sw_vers' | 'sudo' | 'launchctl' | 'defaults' | 'stat' | 'id' | 'shutdown';

/** What the stand-ins of one boot have to know. */
export interface GuestFacts {
  readonly os: 'darwin' | 'linux';
  readonly user: string;
  readonly macAddress: string;
  /** The process that shuts the guest down when it gets SIGUSR2. */
  readonly vmPid: number;
  readonly quirks: readonly QuirkName[];
}

/** Writes the stand-ins for one boot: the MAC address changes from clone to clone. */
export function writeStandIns(folder: string, facts: GuestFacts): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, body] of Object.entries(standIns(facts))) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${body}`);
    chmodSync(file, 0o755);
  }
}

function standIns(facts: GuestFacts): Partial<Record<StandIn, string>> {
  const anywhere = { sudo, id: id(facts.user), shutdown: shutdown(facts.vmPid) };
  const macAddress = facts.quirks.includes('guest-other-mac') ? '02:0b:ad:0b:ad:01' : facts.macAddress;
  if (facts.os === 'linux') return { ...anywhere, ip: ip(macAddress) };
  return {
    ...anywhere,
    ifconfig: ifconfig(macAddress),
    sw_vers: swVers,
    launchctl: launchctl(facts.quirks.includes('no-gui-session')),
    defaults: defaults(facts.user),
    stat: stat(facts.user),
  };
}

/**
 * Passwordless, as in the images; stays the user it is, and never asks the real one. As on macOS the command gets an
 * environment of its own, but HOME stays (sudoers' defaults; not in the reference).
 */
const sudo = `while [ $# -gt 0 ]; do
  case $1 in
    -u | -g | -p | -C | -h | -U | -r | -t) shift 2 ;;
    --) shift; break ;;
    -*) shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || exit 0
exec env -i HOME="$HOME" USER="$USER" LOGNAME="$LOGNAME" SHELL="$SHELL" TMPDIR="$TMPDIR" PATH="$PATH" \\
  SAND_SIM_ROOT="$SAND_SIM_ROOT" SAND_SIM_VM="$SAND_SIM_VM" "$@"
`;

/** `asuser` needs a session that is logged in; without one it says what macOS says to somebody who may not enter. */
function launchctl(refuses: boolean): string {
  const asuser = refuses
    ? 'echo "Could not switch to audit session 0x186a5: 1: Operation not permitted" >&2; exit 1'
    : 'shift 2; exec "$@"';
  return `case $1 in
  asuser) ${asuser} ;;
  print | managername) echo Aqua ;;
  *) echo "Unrecognized subcommand: $1" >&2; exit 64 ;;
esac
`;
}

/** Knows one thing only: who is logged in automatically. */
function defaults(user: string): string {
  return `case "$*" in
  'read /Library/Preferences/com.apple.loginwindow autoLoginUser') echo ${user} ;;
  *) echo "The domain/default pair of ($2, $3) does not exist" >&2; exit 1 ;;
esac
`;
}

const swVers = `case $1 in
  -productName | --productName) echo macOS ;;
  -productVersion | --productVersion) echo 26.1 ;;
  -buildVersion | --buildVersion) echo 25B78 ;;
  *) printf 'ProductName:\\t\\tmacOS\\nProductVersion:\\t\\t26.1\\nBuildVersion:\\t\\t25B78\\n' ;;
esac
`;

function ifconfig(macAddress: string): string {
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

function ip(macAddress: string): string {
  return `echo '2: enp0s1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP mode DEFAULT'
echo '    link/ether ${macAddress} brd ff:ff:ff:ff:ff:ff'
`;
}

/** The console belongs to the user who was logged in automatically. */
function stat(user: string): string {
  return `case "$*" in
  *%Su*/dev/console) echo ${user} ;;
  *%u*/dev/console) exec id -u ;;
  *) exec /usr/bin/stat "$@" ;;
esac
`;
}

/** The guest's user exists only inside: it is who asks, and asking for it means asking for oneself. */
function id(user: string): string {
  return `case "$*" in
  -un | -nu | '-u -n' | '-n -u') echo ${user} ;;
  ${user}) exec /usr/bin/id ;;
  *' ${user}') option=$1; exec /usr/bin/id "$option" ;;
  *) exec /usr/bin/id "$@" ;;
esac
`;
}

function shutdown(vmPid: number): string {
  return `case "$1 $2" in
  '-h now') kill -USR2 ${vmPid} ;;
  *) echo 'usage: shutdown -h now (no more is simulated)' >&2; exit 1 ;;
esac
`;
}
