import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SandError } from '../../errors.ts';
import { clone } from './clone.ts';
import type { TartVm } from './listing.ts';
import type { HostLock } from './lock.ts';
import type { Tart } from './program.ts';
import { exists, vmFolder } from './vm-files.ts';

/** A pull of 60 GB over a slow line, in milliseconds (reference/tart.md §8). */
const pullDeadlineMs = 3 * 60 * 60_000;

/** An image that has a slash is in a registry; anything else is a local VM (reference/tart.md §1.5). */
function isRemote(image: string): boolean {
  return image.includes('/');
}

/** The local VM that stands for a registry image: readable, and distinct for each reference. */
export function goldenName(image: string): string {
  if (!isRemote(image)) return image;
  const slug = (image.split('/').at(-1) ?? '').replaceAll(/[^a-zA-Z0-9]+/g, '-').slice(0, 40);
  return `golden-${slug}-${createHash('sha256').update(image).digest('hex').slice(0, 8)}`;
}

/**
 * Makes the golden of an image: a local VM is its own golden; a registry image is pulled outside the lock and cloned
 * once, with a MAC address of its own (reference/tart.md §2.2, §6).
 */
export async function prepareGolden(
  image: string,
  host: { tart: Tart; lock: HostLock; list: (signal: AbortSignal) => Promise<readonly TartVm[]> },
  signal: AbortSignal,
): Promise<string> {
  const golden = goldenName(image);
  const find = async () => (await host.list(signal)).find((vm) => vm.name === golden);
  let vm = await find();
  if (vm === undefined && isRemote(image)) {
    await host.tart.succeed(['pull', image], signal, { deadlineMs: pullDeadlineMs, registry: true });
    vm = await host.lock.hold(
      signal,
      async () => (await find()) ?? (await cloneOnce(image, golden, host.tart, signal)),
    );
  }
  if (vm === undefined) throw new SandError('IMAGE_MISSING', `there is no local VM called ${golden}`);
  if (vm.running) throw new SandError('IMAGE_RUNNING', `the VM ${golden} is running, so it cannot be cloned`);
  // Its clones would all have its MAC address and wake up in the middle of its work (reference/tart.md §2.2, §3.2).
  if (await exists(join(vmFolder(host.tart.settings.tartHome, golden), 'state.vzvmsave')))
    throw new SandError('IMAGE_RUNNING', `the VM ${golden} is suspended, so it cannot be cloned`);
  return golden;
}

async function cloneOnce(image: string, golden: string, tart: Tart, signal: AbortSignal): Promise<TartVm> {
  await clone(tart, { from: image, to: golden }, signal);
  await tart.succeed(['set', golden, '--random-mac'], signal);
  return { name: golden, running: false };
}
