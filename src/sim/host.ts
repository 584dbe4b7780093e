import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { leaseFile } from './tart/mac/dhcp.ts';
import { writeImage } from './tart/mac/image.ts';
import type { ImageRequest } from './tart/mac/image.ts';
import { kill, killMarked, markedProcesses } from './tart/mac/processes.ts';
import type { LiveProcess } from './tart/mac/processes.ts';
import { readSettings, writeSettings } from './tart/mac/settings.ts';
import type { Settings } from './tart/mac/settings.ts';
import { writeShims } from './tart/mac/shims.ts';
import { errnoOf } from './tart/mac/thrown.ts';
import { cutSignal, pidFile } from './vm/order.ts';

/** Settings of a simulation that may be changed at any time. */
export type SettingChanges = Partial<Omit<Settings, 'faultsId' | 'guestPort'>>;

/** A simulated Mac: `tart` and `softnet` for the PATH, and VMs that are processes with an SSH server. */
export interface SimulatedHost extends AsyncDisposable {
  /** The folder with everything of it. */
  readonly root: string;
  /** To be put into PATH. */
  readonly binDir: string;
  /** The TART_HOME that its `tart` uses by default. */
  readonly tartHome: string;
  /** Stands in for `/var/db/dhcpd_leases`; missing until the first VM got a lease. */
  readonly leaseFile: string;
  /** Stands in for port 22 of every guest. */
  readonly guestPort: number;
  readonly guestUser: string;
  readonly guestPassword: string;
  /** Puts an image on the Mac, or into its registry when the name is an OCI reference. */
  addImage(request: ImageRequest): Promise<void>;
  /** Takes effect in every process that starts afterwards; a new list of faults replaces the old one. */
  changeSettings(changes: SettingChanges): void;
  /** Cuts all SSH connections that a VM has now; new ones are fine. False when the VM does not run. */
  cutConnections(vm: string): boolean;
  /** What is alive of this simulation, never the caller. */
  processes(): Promise<readonly LiveProcess[]>;
}

/** Makes a simulated Mac in a folder, which it then owns. Disposing kills all its processes and removes the folder. */
export async function createSimulatedHost(options: {
  readonly root: string;
  readonly settings?: SettingChanges;
}): Promise<SimulatedHost> {
  mkdirSync(options.root, { recursive: true });
  const root = realpathSync(options.root);
  const binDir = join(root, 'bin');
  const tartHome = join(root, 'tart-home');
  const guestPort = await freePort();
  mkdirSync(join(tartHome, 'vms'), { recursive: true });
  writeSettings(root, { ...options.settings, guestPort });
  writeShims({ root, binDir, tartHome });
  const { guestUser, guestPassword } = readSettings(root);
  const mark = { variable: `SAND_SIM_ROOT=${root}`, argument: root };
  return {
    root,
    binDir,
    tartHome,
    leaseFile: leaseFile(root),
    guestPort,
    guestUser,
    guestPassword,
    addImage: (request) => writeImage({ root, tartHome, guestUser }, request),
    changeSettings: (changes) => writeSettings(root, changes),
    cutConnections: (vm) => cutConnections(join(tartHome, 'vms', vm), root),
    processes: () => Promise.resolve(markedProcesses(mark)),
    [Symbol.asyncDispose]: () => {
      killMarked(mark);
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
      return Promise.resolve();
    },
  };
}

/** The note of the process may be older than the process that has its number now. */
function cutConnections(directory: string, root: string): boolean {
  const noted = notedPid(directory);
  const mark = { variable: `SAND_SIM_ROOT=${root}`, argument: directory };
  const machine = markedProcesses(mark).find(
    ({ pid, command }) => pid === noted && command.endsWith(directory),
  );
  return machine !== undefined && kill(machine.pid, cutSignal);
}

/** 0 when the VM is not running, or is deleted in this moment. */
function notedPid(directory: string): number {
  try {
    return Number(readFileSync(join(directory, pidFile)));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** Below the ports that systems hand out by themselves, and free on every address of this machine. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}
