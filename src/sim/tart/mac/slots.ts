import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from './lock.ts';

/** One of the macOS guests that the kernel runs at once (reference/tart.md §3.4), for all users and TART_HOMEs alike. */
export interface Slot {
  /** Gives it back, after `ms` milliseconds: the kernel counts a guest that has ended a little longer. */
  releaseAfter(ms: number): void;
}

/** Takes a slot until it is given back or this process dies; undefined when `limit` guests run. */
export function takeSlot(root: string, limit: number): Slot | undefined {
  const folder = join(root, 'slots');
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < limit; index += 1) {
    const file = join(folder, String(index));
    const lock = tryLock(file);
    if (lock === undefined) continue;
    if (busyUntil(file) <= Date.now()) {
      return {
        releaseAfter: (ms) => {
          if (ms > 0) writeFileSync(`${file}.until`, String(Date.now() + ms));
          lock.release();
        },
      };
    }
    lock.release();
  }
  return undefined;
}

function busyUntil(file: string): number {
  try {
    return Number(readFileSync(`${file}.until`, 'utf8'));
  } catch {
    return 0;
  }
}
