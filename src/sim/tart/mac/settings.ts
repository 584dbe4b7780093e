import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { errnoOf } from './thrown.ts';

/** What can be made to go wrong, one call at a time (reference/tart.md §9, §12). */
export type FaultName =
  | 'clone-disk-full'
  | 'clone-gc-race'
  | 'gc-noise'
  | 'run-limit'
  | 'run-vz-error'
  | 'softnet-unprivileged'
  | 'softnet-dies'
  | 'guest-shutdown'
  | 'guest-error-exit-0'
  | 'network-detached'
  | 'stop-hangs'
  | 'no-address'
  | 'stale-address'
  | 'ssh-refused'
  | 'tcp-unreachable';

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

/** How the simulated Mac behaves. Every process of the simulation reads the settings anew when it starts. */
export interface Settings {
  /** The release that is imitated; `2.30.0` has the older shape of `tart list`, `next` is upstream's main branch. */
  readonly tartVersion: '2.30.0' | '2.32.1' | '2.35.0' | 'next';
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
  readonly faults: readonly Fault[];
  /** Names the present list of faults: a new list starts counting from zero. */
  readonly faultsId: string;
}

const defaults: Settings = {
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
  return { ...defaults, ...written };
}

/** Writes settings over the present ones; a reader sees the old file or the new one. */
export function writeSettings(root: string, changes: Partial<Omit<Settings, 'faultsId'>>): void {
  const fresh = changes.faults === undefined ? {} : { faultsId: randomUUID() };
  const settings = { ...presentSettings(root), ...changes, ...fresh };
  const draft = `${settingsFile(root)}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(settings, undefined, 2));
  renameSync(draft, settingsFile(root));
}

/** Takes one of the faults that are waiting for this VM, or undefined. No two processes get the same one. */
export function takeFault(root: string, name: FaultName, vm: string): Fault | undefined {
  const { faults, faultsId } = readSettings(root);
  return faults.find((fault, index) => {
    if (fault.name !== name || !matches(vm, fault.vm ?? '*')) return false;
    return fault.times === undefined || takeToken(join(root, 'faults'), `${faultsId}-${index}`, fault.times);
  });
}

function presentSettings(root: string): Settings {
  try {
    return readSettings(root);
  } catch {
    return defaults;
  }
}

function settingsFile(root: string): string {
  return join(root, 'settings.json');
}

function matches(name: string, glob: string): boolean {
  const pattern = glob
    .split('*')
    .map((part) => RegExp.escape(part))
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(name);
}

/** A token is a file that only one process can make. */
function takeToken(folder: string, prefix: string, times: number): boolean {
  mkdirSync(folder, { recursive: true });
  for (let used = 0; used < times; used += 1) {
    try {
      writeFileSync(join(folder, `${prefix}-${used}`), '', { flag: 'wx' });
      return true;
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }
  return false;
}
