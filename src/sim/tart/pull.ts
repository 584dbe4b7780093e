import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readImageFacts } from './mac/image-facts.ts';
import { lock, tryLock } from './mac/lock.ts';
import { printLine } from './command.ts';
import type { Context } from './command.ts';
import { copyVmFiles } from './copy.ts';
import { makeLocked, temporaryLock } from './home.ts';
import { cachedImage, cachePath, explicitFile, linkTag } from './oci-cache.ts';
import { makeRoom } from './prune.ts';
import { findInRegistry } from './registry.ts';
import { formatRemoteName } from './remote-name.ts';
import type { RemoteName } from './remote-name.ts';
import { isComplete } from './vm-directory.ts';

/** Pulls an image into the cache (reference/tart.md §2.12) and returns its directory. Progress goes to stdout. */
export async function pullImage(name: RemoteName, context: Context): Promise<string> {
  const { home, root } = context;
  printLine(`pulling ${formatRemoteName(name)}...`);
  printLine('pulling manifest...');
  const { folder, digest } = findInRegistry(root, name);
  const target = cachePath(home, name, digest);
  const byDigest = formatRemoteName(name, digest);
  if (cachedImage(home, name) !== undefined && isComplete(target)) {
    printLine(`${byDigest} image is already cached and linked!`);
    return target;
  }
  if (isComplete(target)) printLine(`${byDigest} image is already cached! creating a symlink...`);
  else await download({ name, folder, target, context });
  if (name.byDigest) writeFileSync(join(target, explicitFile), '');
  else linkTag(home, name, digest);
  return target;
}

interface Download {
  readonly name: RemoteName;
  readonly folder: string;
  readonly target: string;
  readonly context: Context;
}

async function download({ name, folder, target, context }: Download): Promise<void> {
  const { home, settings } = context;
  const turn = await takeTurn(join(home.root, `.pull-${md5(name.host)}.sim-lock`));
  makeRoom(context, readImageFacts(folder).allocatedBytes + 128 * 2 ** 20);
  const partial = join(home.tmp, md5(formatRemoteName(name)));
  const temporary = existsSync(partial) ? tryLock(temporaryLock(partial)) : makeLocked(partial);
  const gigabytes = (readImageFacts(folder).allocatedBytes / 2e9).toFixed(1);
  printLine(`pulling disk (${gigabytes} GB compressed)...`);
  await showProgress(settings.pullMs);
  printLine('pulling NVRAM...');
  copyVmFiles(folder, partial);
  copyFileSync(join(folder, 'config.json'), join(partial, 'config.json'));
  writeFileSync(join(partial, 'manifest.json'), '{}');
  mkdirSync(dirname(target), { recursive: true });
  const place = isComplete(target) ? partial : target;
  if (place === target) renameSync(partial, target);
  temporary?.release();
  rmSync(temporaryLock(place));
  turn.release();
}

/** One pull at a time for each registry host. */
async function takeTurn(file: string): Promise<{ release(): void }> {
  const taken = tryLock(file);
  if (taken !== undefined) return taken;
  printLine('waiting for lock...');
  return lock(file);
}

/** Rewrites one line again and again, or prints plain ones when `CI` is set (reference/tart.md §1.1). */
async function showProgress(ms: number): Promise<void> {
  const steps = 5;
  const rewind = process.env['CI'] === undefined ? '\u001B[1A\r\u001B[J' : '';
  printLine('0%');
  for (let step = 1; step <= steps; step += 1) {
    await delay(ms / steps);
    printLine(`${rewind}${(step * 100) / steps}%`);
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
