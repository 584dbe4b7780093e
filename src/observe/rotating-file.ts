import { closeSync, fstatSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { olderPart } from './places.ts';

/**
 * A file for its owner alone that keeps the last part of what is appended: when it is full it becomes the older part,
 * in place of the older part before, and a new one begins. Synchronous: nothing is held in memory, and what was
 * appended survives `kill -9`.
 */
export class RotatingFile implements Disposable {
  readonly #path: string;
  readonly #limit: number;
  #file: number;
  #size: number;

  /** Goes on with the file that is there. `limit` is the size of each of the two parts, in bytes. */
  constructor(path: string, limit: number) {
    this.#path = path;
    this.#limit = limit;
    this.#file = openSync(path, 'a', 0o600);
    this.#size = fstatSync(this.#file).size;
  }

  /** Whether nothing was written to it since it was last rotated. */
  get isEmpty(): boolean {
    return this.#size === 0;
  }

  append(text: string): void {
    if (this.#size >= this.#limit) this.#rotate();
    this.#size += writeSync(this.#file, text);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  /** There is a file at the path all the time: to a follower a missing one means that the log has ended. */
  #rotate(): void {
    const older = olderPart(this.#path);
    const next = `${this.#path}.new`;
    rmSync(older, { force: true });
    linkSync(this.#path, older);
    rmSync(next, { force: true });
    const file = openSync(next, 'a', 0o600);
    renameSync(next, this.#path);
    closeSync(this.#file);
    this.#file = file;
    this.#size = 0;
  }
}
