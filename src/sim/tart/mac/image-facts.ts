import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the simulation remembers of an image that Tart itself would find on the disk. */
export interface ImageFacts {
  readonly loginShell: string;
  /** What APFS reports as allocated; a clone reports as much as its source (reference/tart.md §6). */
  readonly allocatedBytes: number;
}

/** The file of these facts in the directory of a VM. */
export const imageFactsFile = 'image.sim.json';

/** Reads the facts; an empty disk has the defaults. */
export function readImageFacts(directory: string): ImageFacts {
  try {
    const facts: ImageFacts = JSON.parse(readFileSync(join(directory, imageFactsFile), 'utf8'));
    return facts;
  } catch {
    return { loginShell: '/bin/bash', allocatedBytes: 0 };
  }
}

/** Writes the facts of a new image. */
export function writeImageFacts(directory: string, facts: ImageFacts): void {
  writeFileSync(join(directory, imageFactsFile), JSON.stringify(facts));
}
