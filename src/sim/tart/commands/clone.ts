import { existsSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Lock } from '../mac/lock.ts';
import { takeFault } from '../mac/faults.ts';
import { uint64 } from '../arguments.ts';
import type { Command, Context } from '../command.ts';
import { macAddressOf, randomMac, readConfig, writeConfig } from '../config.ts';
import type { VmConfig } from '../config.ts';
import { copyVmFiles } from '../copy.ts';
import { foreignFailure, UsageFailure, vmIsRunning } from '../failure.ts';
import { lockHome, makeLocked, moveIntoPlace } from '../home.ts';
import { cachedImage } from '../oci-cache.ts';
import { makeRoom } from '../prune.ts';
import { pullImage } from '../pull.ts';
import { parseRemoteName } from '../remote-name.ts';
import { isRunning, localNames, openVm, sizesOf, snapshotFile, touch, vmDirectory } from '../vm-directory.ts';

/** `tart clone` (reference/tart.md §2.2): an existing target is silently replaced. */
export const command: Command = {
  grammar: {
    command: 'clone',
    operands: ['source-name', 'new-name'],
    options: {
      insecure: { value: 'flag' },
      concurrency: { value: uint64 },
      deduplicate: { value: 'flag', hidden: true },
      'prune-limit': { value: uint64 },
    },
  },
  validate: (args) => {
    if (args.operand(1).includes('/')) throw new UsageFailure('<new-name> should be a local name');
    if (args.value('concurrency') === '0')
      throw new UsageFailure('network concurrency cannot be less than 1');
  },
  execute: async (args, context) => {
    const newName = args.operand(1);
    const source = await openSource(args.operand(0), context);
    if (context.settings.tartVersion === 'next' && isRunning(vmDirectory(context.home, newName))) {
      throw vmIsRunning(newName);
    }
    const folder = join(context.home.tmp, randomUUID().toUpperCase());
    const interrupt = interruption();
    try {
      await cloneInto({ source, folder, newName, context, signal: interrupt });
      const { logical, allocated } = sizesOf(source);
      const limit = Number(args.value('prune-limit') ?? 100) * 2 ** 30;
      makeRoom(context, Math.min(logical - allocated, limit), source);
    } catch (error) {
      if (!interrupt.aborted) throw error;
      rmSync(folder, { recursive: true, force: true });
      throw foreignFailure('CancellationError()');
    }
    return 0;
  },
};

interface Clone {
  readonly source: string;
  /** In `tmp`: what is there when the clone dies. */
  readonly folder: string;
  readonly newName: string;
  readonly context: Context;
  readonly signal: AbortSignal;
}

async function openSource(name: string, context: Context): Promise<string> {
  const remote = parseRemoteName(name);
  if (remote === undefined) return openVm(context.home, name);
  const image = cachedImage(context.home, remote) ?? (await pullImage(remote, context));
  touch(image);
  return image;
}

async function cloneInto({ source, folder, newName, context, signal }: Clone): Promise<void> {
  const { home, root, settings } = context;
  const target = vmDirectory(home, newName);
  const temporary = lockTemporary(folder, newName, root);
  const global = await lockHome(home, signal);
  writeConfig(folder, cloneConfig(source, context), settings.quirks);
  if (takeFault(root, 'clone-disk-full', newName) !== undefined) {
    throw foreignFailure(`“disk.img” couldn’t be copied to “${newName}” because there isn’t enough space.`);
  }
  copyVmFiles(source, folder);
  await delay(copyTime(newName, context), undefined, { signal });
  moveIntoPlace(folder, temporary, target);
  if (takeFault(root, 'list-hides', newName) !== undefined) rmSync(join(target, 'config.json'));
  global.release();
}

/** Milliseconds, all of them under the global lock. */
function copyTime(newName: string, { root, settings }: Context): number {
  if (takeFault(root, 'clone-hangs', newName) !== undefined) return longest;
  return settings.cloneMs + (takeFault(root, 'clone-slow', newName)?.ms ?? 0);
}

/** The longest time that a timer takes. */
const longest = 2 ** 31 - 1;

function lockTemporary(folder: string, newName: string, root: string): Lock {
  const lost = takeFault(root, 'clone-gc-race', newName) !== undefined;
  const lock = lost ? undefined : makeLocked(folder);
  if (lock !== undefined) return lock;
  throw foreignFailure(`Failed("failed to lock file://${folder}/: No such file or directory")`);
}

/** A new MAC address when a local VM, perhaps the source itself, has the source's. */
function cloneConfig(source: string, { home, settings }: Context): VmConfig {
  const config = readConfig(source);
  if (settings.quirks.includes('clone-keeps-mac')) return config;
  const suspended = existsSync(join(source, snapshotFile));
  const taken = localNames(home).some((name) => macAddressOf(vmDirectory(home, name)) === config.macAddress);
  return taken && !suspended ? { ...config, macAddress: randomMac() } : config;
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
