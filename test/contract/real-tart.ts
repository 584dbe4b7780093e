import { accessSync, constants } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { wallClock } from '../../src/clock.ts';
import { TartBackend, type TartBackendOptions } from '../../src/sandbox/tart/backend.ts';
import { goldenName } from '../../src/sandbox/tart/golden.ts';
import { contractOwner, type ContractHost } from './sandbox-backend.ts';

const { env } = process;
const image = env['SAND_CONFORMANCE_IMAGE'] ?? 'ghcr.io/cirruslabs/macos-tahoe-base:latest';
const tartHome = env['TART_HOME'] ?? join(homedir(), '.tart');
/** A first boot on a slow host, with its login (reference/tart.md §8). */
const patienceMs = 300_000;

/** Why the real Tart is not tried here, or undefined when it is. */
export function whyNoRealTart(): string | undefined {
  if (env['SAND_CONFORMANCE'] !== '1') return 'SAND_CONFORMANCE=1 is not set';
  return (env['PATH'] ?? '').split(delimiter).some((folder) => isExecutable(join(folder, 'tart')))
    ? undefined
    : 'there is no tart on the PATH';
}

/**
 * The Tart of this Mac, behind Softnet. Touches VMs of `contractOwner` only, and the golden when it was not there
 * before; the image stays in Tart's cache.
 */
export async function realTart(): Promise<ContractHost> {
  const stateDir = await mkdtemp(join(tmpdir(), 'sand-contract-'));
  const hadGolden = (await namesIn(join(tartHome, 'vms'))).includes(goldenName(image));
  const options: TartBackendOptions = {
    tart: { program: 'tart', tartHome, env },
    stateDir,
    slots: 2,
    diskFloorBytes: 20e9,
    leaseFile: '/var/db/dhcpd_leases',
    clock: wallClock,
  };
  const ownVms = async () =>
    (await namesIn(join(tartHome, 'vms'))).filter((name) => name.startsWith(`sand-${contractOwner}-`));
  return {
    image,
    network: { kind: 'softnet', allow: [], block: [] },
    guestPort: 22,
    patienceMs,
    prepareMs: { first: 4 * 3600_000, again: 5000 },
    backend: (changes) => new TartBackend({ ...options, ...changes }),
    shutDownGuest: async (name) => {
      await execa('tart', ['exec', name, 'sudo', 'shutdown', '-h', 'now'], {
        timeout: patienceMs,
        reject: false, // the connection is cut while it shuts down
        stdin: 'ignore',
      });
    },
    leftovers: async () => [
      ...(await ownVms()),
      ...(await namesIn(join(stateDir, 'sandboxes'))).map((name) => `files of ${name}`),
      ...(await ownProcesses()),
    ],
    [Symbol.asyncDispose]: async () => {
      const backend = new TartBackend(options);
      for (const name of await ownVms()) await backend.destroy(name, AbortSignal.timeout(patienceMs));
      if (!hadGolden) await execa('tart', ['delete', goldenName(image)], { reject: false });
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

async function ownProcesses(): Promise<string[]> {
  const { stdout } = await execa('ps', ['-axww', '-o', 'command=']);
  return stdout.split('\n').filter((command) => command.includes(`sand-${contractOwner}-`));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
