import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { formatName, parseName } from '../../src/naming/name.ts';
import type { SimulatedWorld } from '../../src/sim/world.ts';

const inAWeek = Math.ceil(Date.now() / 1000) + 7 * 24 * 3600;
const anHourAgo = Math.ceil(Date.now() / 1000) - 3600;

/** Another poller of this Mac, or an action. */
const neighbour = 'neighbor';
const theirs = (deadline: number, nonce: string) =>
  formatName({ owner: neighbour, pool: 'macos', deadline, nonce });

/** It runs, and takes one of the slots of this Mac. */
const running = theirs(inAWeek, 'nonce1');
/** Nobody may touch these: VMs of people, and of another owner before their deadline (DESIGN.md §4). */
const others = ['sand', 'sand-castle', 'somebodys-vm', theirs(inAWeek, 'nonce2'), running];
/** Anyone may delete it. */
export const expired = theirs(anHourAgo, 'nonce3');

/** Whether a VM is of the poller under test. */
export function isOurs(name: string): boolean {
  const parsed = parseName(name);
  return parsed !== undefined && parsed.owner !== neighbour;
}

/** Puts the VMs of others on the Mac, and a registration of theirs to GitHub. */
export async function moveIn(world: SimulatedWorld): Promise<void> {
  for (const name of [...others, expired]) await world.host.addImage({ name });
  const env = { ...world.env, TART_HOME: world.host.tartHome };
  spawn('tart', ['run', running, '--no-graphics'], { env, stdio: 'ignore', detached: true }).unref();
  // Its own files do not change any more once it has an address.
  while (!existsSync(world.host.leaseFile)) await delay(50);
  const { apiUrl, token } = world.github;
  await fetch(`${apiUrl}/repos/${world.repository}/actions/runners/generate-jitconfig`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: running, runner_group_id: 1, labels: ['others'] }),
  });
}

/** Names, sizes and times of the files of the VMs of others, which of them run, and their registrations. */
export async function fingerprint(world: SimulatedWorld): Promise<string[]> {
  const files = (await Promise.all(others.map(async (name) => filesOf(world, name)))).flat();
  const alive = (await runningVms(world)).filter((name) => !isOurs(name));
  const registered = world.github.runners().filter(({ name }) => !isOurs(name));
  return [...files, ...alive, ...registered.map(({ id, name }) => `${String(id)} ${name}`)].toSorted();
}

async function filesOf({ host }: SimulatedWorld, name: string): Promise<string[]> {
  const folder = join(host.tartHome, 'vms', name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        const { ino, size, mtimeMs } = await stat(file);
        return [file, ino, size, mtimeMs].join(' ');
      }),
  );
}

/** The VMs that run, as Tart sees them: their machine is on, and its `tart run` was not killed a moment ago. */
export async function runningVms({ host }: SimulatedWorld): Promise<string[]> {
  const commands = (await host.processes()).map(({ command }) => command);
  const machines = commands
    .filter((command) => /sim.vm\S* \S*\/vms\/\S+$/.test(command))
    .map((each) => basename(each));
  const runs = new Set(commands.flatMap((command) => /sim.tart.* run (\S+)/.exec(command)?.[1] ?? []));
  // A process that is about to become another one shows the command of its parent.
  return [...new Set(machines)].filter((name) => runs.has(name));
}

/** Processes that are there for the VMs of others. */
export async function processesOfOthers({ host }: SimulatedWorld): Promise<number> {
  return (await host.processes()).filter(({ command }) => others.some((name) => command.includes(name)))
    .length;
}
