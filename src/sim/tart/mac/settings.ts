import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** What can be made to go wrong, one call at a time (reference/tart.md §2.2, §3.3, §9, §12; docs/simulation.md). */
export const faultNames = [
  'clone-disk-full',
  'clone-gc-race',
  'clone-hangs',
  'clone-slow',
  'list-hangs',
  'list-hides',
  'set-fails',
  'gc-noise',
  'run-limit',
  'run-vz-error',
  'softnet-missing',
  'softnet-unprivileged',
  'softnet-dies',
  'guest-shutdown',
  'guest-error-exit-0',
  'network-detached',
  'vm-overwritten',
  'stop-hangs',
  'boot-hangs',
  'no-address',
  'stale-address',
  'address-changes',
  'tcp-unreachable',
  'ssh-refused',
  'ssh-late',
  'ssh-banner-garbage',
  'ssh-drops',
  'ssh-half-open',
] as const;

/** The name of a fault. */
export type FaultName = (typeof faultNames)[number];

/** Each makes one belief of docs/assumptions.md false, for the whole Mac (docs/simulation.md). */
export const quirkNames = [
  'other-messages',
  'list-other-keys',
  'config-other-keys',
  'lease-other-format',
  'lease-unreadable',
  'clone-keeps-mac',
  'control-socket-early',
  'run-dies-with-starter',
  'exec-adds-noise',
  'tcp-silent',
  'guest-other-mac',
  'no-gui-session',
  'guest-without-bash',
  'space-returns-late',
  'run-closes-descriptors',
  'password-late',
] as const;

/** The name of a quirk. */
export type QuirkName = (typeof quirkNames)[number];

/** One thing that goes wrong. */
export interface Fault {
  readonly name: FaultName;
  /** How many calls it spoils; without it, all. */
  readonly times?: number;
  /** Only VMs whose name matches this pattern, `*` standing for any text. */
  readonly vm?: string;
  /** When it happens, in milliseconds: see the fault's own place. */
  readonly ms?: number;
}

/** The releases that can be imitated. */
export const tartVersions = ['2.30.0', '2.32.1', '2.33.0', '2.35.0', 'next'] as const;

/** How the simulated Mac behaves. Every command reads the settings anew when it starts. */
export interface Settings {
  /**
   * The release that is imitated; `2.30.0` has the older shape of `tart list`, the kernel kills `2.33.0` at its start,
   * `next` is upstream's main branch.
   */
  readonly tartVersion: (typeof tartVersions)[number];
  /** How long a clone holds the global lock. */
  readonly cloneMs: number;
  /** From the start of the VM to its DHCP lease. */
  readonly bootMs: number;
  /** From the lease to the SSH server answering. */
  readonly sshMs: number;
  /** From the lease to the guest agent answering (`tart exec`, agent resolver); later than SSH on a real Mac. */
  readonly agentMs: number;
  /** How long a power cut takes. */
  readonly stopMs: number;
  /** How many macOS guests the kernel runs at once. */
  readonly vmLimit: number;
  /** How long the kernel counts a macOS guest that has ended already. */
  readonly slotReleaseMs: number;
  /** How long a pull takes. */
  readonly pullMs: number;
  /** Lifetime of a DHCP lease; Softnet sets 600. */
  readonly leaseSeconds: number;
  /** Stands in for port 22, because only root may listen there. */
  readonly guestPort: number;
  readonly guestUser: string;
  readonly guestPassword: string;
  /** How long the guest refuses the right password when the quirk `password-late` says so. */
  readonly passwordLateMs: number;
  /** Room for images on the volume of TART_HOME, in decimal gigabytes: only Tart's automatic pruning looks at it. */
  readonly volumeGb: number;
  /** Those of the lease file must not change while VMs run. */
  readonly quirks: readonly QuirkName[];
  readonly faults: readonly Fault[];
  /** Names the present list of faults: a new list starts counting from zero. */
  readonly faultsId: string;
}

/** A Mac without quirks, quicker than a real one. */
export const defaultSettings: Settings = {
  tartVersion: '2.35.0',
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
  guestUser: 'admin',
  guestPassword: 'admin',
  passwordLateMs: 5000,
  volumeGb: 1000,
  quirks: [],
  faults: [],
  faultsId: 'none',
};

/** The folder of the simulation this process belongs to: the shims put it into the environment. */
export function simulationRoot(): string {
  const root = process.env['SAND_SIM_ROOT'];
  if (root === undefined)
    throw new Error('SAND_SIM_ROOT is not set: start the program of the simulation by its shim');
  return root;
}

/** Reads the settings; what the file does not name has its default. */
export function readSettings(root: string): Settings {
  const written: Partial<Settings> = JSON.parse(readFileSync(settingsFile(root), 'utf8'));
  return { ...defaultSettings, ...written };
}

/** Whether this quirk of the Mac is on. */
export function hasQuirk(root: string, quirk: QuirkName): boolean {
  return readSettings(root).quirks.includes(quirk);
}

/** Writes settings over the present ones; a reader sees the old file or the new one. */
export function writeSettings(root: string, changes: Partial<Omit<Settings, 'faultsId'>>): void {
  const fresh = changes.faults === undefined ? {} : { faultsId: randomUUID() };
  const settings = { ...presentSettings(root), ...changes, ...fresh };
  const draft = `${settingsFile(root)}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(settings, undefined, 2));
  renameSync(draft, settingsFile(root));
}

function presentSettings(root: string): Settings {
  try {
    return readSettings(root);
  } catch {
    return defaultSettings;
  }
}

function settingsFile(root: string): string {
  return join(root, 'settings.json');
}
