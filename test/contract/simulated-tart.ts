import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { wallClock } from '../../src/clock.ts';
import { parseName } from '../../src/naming/name.ts';
import { TartBackend, type TartBackendOptions } from '../../src/sandbox/tart/backend.ts';
import { createSimulatedHost, type SettingChanges, type SimulatedHost } from '../../src/sim/host.ts';
import type { ContractHost } from './sandbox-backend.ts';

/** A simulated Mac with Tart backends on it. */
export interface SimulatedTart extends ContractHost {
  readonly mac: SimulatedHost;
  readonly stateDir: string;
  /** A backend with other options than the usual ones. */
  backend(changes?: Partial<TartBackendOptions>): TartBackend;
  /** The environment of its backends. */
  readonly env: NodeJS.ProcessEnv;
}

/** The image in the registry of the simulated Mac. */
const image = 'ghcr.io/cirruslabs/macos-tahoe-base:latest';
/** As quick as it goes: how long things take is no part of the contract. */
const quick: SettingChanges = { bootMs: 20, sshMs: 10, agentMs: 20, stopMs: 0, pullMs: 10 };

/** Makes the Mac in a temporary folder; disposing it ends everything. */
export async function simulateTart(settings: SettingChanges = {}): Promise<SimulatedTart> {
  const mac = await createSimulatedHost({
    root: await mkdtemp(join(tmpdir(), 'sand-contract-')),
    settings: { ...quick, ...settings },
  });
  await mac.addImage({ name: image });
  const stateDir = join(mac.root, 'state');
  const env = { PATH: [mac.binDir, '/usr/bin', '/bin'].join(delimiter) };
  const options = (): TartBackendOptions => ({
    tart: { program: 'tart', tartHome: mac.tartHome, env },
    stateDir,
    slots: 2,
    diskFloorBytes: 0,
    leaseFile: mac.leaseFile,
    clock: wallClock,
  });
  return {
    mac,
    stateDir,
    env,
    image,
    network: { kind: 'softnet', allow: [], block: [] },
    guestPort: mac.guestPort,
    patienceMs: 20_000,
    prepareMs: { first: 20_000, again: 1500 },
    backend: (changes) => new TartBackend({ ...options(), ...changes }),
    shutDownGuest: async (name) => {
      const shutDown = () => execa('tart', ['exec', name, 'sudo', 'shutdown', '-h', 'now'], { env });
      await retried(shutDown);
    },
    leftovers: async () => {
      const vms = await namesIn(join(mac.tartHome, 'vms'));
      const folders = await namesIn(join(stateDir, 'sandboxes'));
      const processes = await mac.processes();
      return [
        ...vms.filter((name) => parseName(name) !== undefined),
        ...folders.map((name) => `files of ${name}`),
        ...processes.map(({ command }) => command),
      ];
    },
    [Symbol.asyncDispose]: () => mac[Symbol.asyncDispose](),
  };
}

/** The guest agent answers later than SSH. */
async function retried(call: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await call();
      return;
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
