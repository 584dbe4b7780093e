import { rmSync, statSync } from 'node:fs';
import type { Context } from './command.ts';
import { cachedDigests } from './oci-cache.ts';
import { sizesOf } from './vm-directory.ts';

/**
 * Automatic pruning (reference/tart.md §2.13): deletes images of the cache, those first that were not accessed for the
 * longest time, until so many bytes are free. Does nothing when all of them would not be enough. Never touches local VMs.
 */
export function makeRoom({ home, settings }: Context, bytes: number, kept?: string): void {
  if (process.env['TART_NO_AUTO_PRUNE'] !== undefined) return; // present is enough
  const images = byAccess(cachedDigests(home));
  let missing = bytes - (settings.volumeGb * 1e9 - totalSize(images));
  const candidates = images.filter((image) => image !== kept);
  if (missing > totalSize(candidates)) return;
  for (const image of candidates) {
    if (missing <= 0) return;
    missing -= sizesOf(image).allocated;
    rmSync(image, { recursive: true, force: true }); // a tag that pointed to it dangles
  }
}

/** What `tart prune` looks for. */
export interface Criteria {
  readonly olderThanDays: number | undefined;
  /** Bytes that may stay; those that were accessed last do. */
  readonly budget: number | undefined;
}

/** The VMs or images among these directories that a criterion wants gone. */
export function prunable(directories: readonly string[], { olderThanDays, budget }: Criteria): string[] {
  const limit = Date.now() - (olderThanDays ?? Infinity) * 86_400_000;
  let left = budget ?? Infinity;
  return byAccess(directories)
    .toReversed()
    .filter((directory) => {
      left -= sizesOf(directory).allocated;
      return statSync(directory).atimeMs < limit || left < 0;
    });
}

function byAccess(directories: readonly string[]): string[] {
  return directories.toSorted((one, other) => statSync(one).atimeMs - statSync(other).atimeMs);
}

function totalSize(directories: readonly string[]): number {
  return directories.reduce((sum, directory) => sum + sizesOf(directory).allocated, 0);
}
