import { statfs } from 'node:fs/promises';
import { SandError } from '../../errors.ts';

/**
 * Bytes free on the volume of a folder. The only honest measure for clones: APFS shows the full size for every
 * clone (reference/tart.md §6).
 */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Refuses with `DISK_FLOOR` when less than `floorBytes` are free. */
export async function requireFreeBytes(folder: string, floorBytes: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= floorBytes) return;
  throw new SandError(
    'DISK_FLOOR',
    `the volume of ${folder} has ${gigabytes(free)} GB free, less than the ${gigabytes(floorBytes)} GB of host.diskFloor`,
  );
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
