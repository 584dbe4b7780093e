import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '../../eventually.ts';
import { createSimulatedHost } from '../../../src/sim/host.ts';
import type { SettingChanges, SimulatedHost } from '../../../src/sim/host.ts';
import { parseLeases, sameMac } from '../../../src/sim/tart/mac/leases.ts';
import { ownerOf } from '../../../src/sim/tart/vm-directory.ts';

/** How a program ended. */
interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that was started. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A simulated Mac with the local image `base`. */
export interface Simulation extends AsyncDisposable {
  readonly host: SimulatedHost;
  start(args: readonly string[], env?: Record<string, string>): Started;
  tart(...args: string[]): Promise<Ended>;
  /** Clones `base` unless the VM exists, and runs it: resolves when it counts as running, or has ended already. */
  run(name: string, ...flags: string[]): Promise<Started>;
  /** Resolves when the VM has its lease. */
  leased(name: string): Promise<void>;
  /** Resolves when the agent of the VM answers, which is after its SSH server. */
  ready(name: string): Promise<void>;
  configOf(name: string): { macAddress: string; cpuCount: number; os: string };
}

/** Makes the Mac; disposing it ends everything. */
export async function simulate(settings: SettingChanges = {}): Promise<Simulation> {
  const host = await createSimulatedHost({ root: mkdtempSync(join(tmpdir(), 'sim-tart-')), settings });
  await host.addImage({ name: 'base' });

  const start: Simulation['start'] = (args, env = {}) => {
    const variables = { PATH: `${host.binDir}:/usr/bin:/bin`, TART_HOME: host.tartHome, ...env };
    return follow(
      spawn(join(host.binDir, 'tart'), args, { env: variables, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  };
  const tart: Simulation['tart'] = (...args) => start(args).ended;
  const configOf: Simulation['configOf'] = (name) =>
    JSON.parse(readFileSync(join(directory(name), 'config.json'), 'utf8'));
  const directory = (name: string): string => join(host.tartHome, 'vms', name);
  return {
    host,
    start,
    tart,
    run: async (name, ...flags) => {
      if (!existsSync(directory(name))) await tart('clone', 'base', name);
      const started = start(['run', name, '--no-graphics', ...flags]);
      // Whoever just looks at a lock makes it seem taken for a moment: only the owner tells that this run has it.
      await until(() => ownerOf(directory(name)) === started.child.pid || started.child.exitCode !== null);
      return started;
    },
    leased: (name) =>
      until(() => {
        const text = existsSync(host.leaseFile) ? readFileSync(host.leaseFile, 'utf8') : '';
        return parseLeases(text).some(({ macAddress }) => sameMac(macAddress, configOf(name).macAddress));
      }),
    ready: (name) => until(async () => (await tart('exec', name, 'true')).code === 0),
    configOf,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** Waits for a condition. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  await eventually(async () => assert.ok(await condition()));
}

/** Collects what a child prints until it has ended. */
export function follow(child: ChildProcess): Started {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}
