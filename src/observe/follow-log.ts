import { watch, type FSWatcher } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { wallClock } from '../clock.ts';
import { LineCutter } from '../guest/runner-lines.ts';
import { olderPart } from './places.ts';

const chunkBytes = 64 * 1024;
/** A watcher can miss a change (a full queue, a file system without events); this look is the safety net. */
const safetyLookMs = 1000;

/** The lines of files that do not change any more, one file after the other, clean for a terminal. A missing file has none. */
export async function* readLogs(paths: readonly string[]): AsyncGenerator<string> {
  for (const path of paths) {
    await using log = await OpenLog.open(path);
    const lines = new LineCutter();
    if (log !== undefined) yield* log.rest(lines);
    yield* lines.end();
  }
}

/**
 * The lines of a log that a poller, in any process, is writing (see `RotatingFile`): from its beginning until it is
 * taken away, or until `signal` aborts. Whoever is more than one rotation late misses what came between.
 */
export async function* followLog(path: string, signal: AbortSignal): AsyncGenerator<string> {
  using changes = new Changes(path);
  const lines = new LineCutter();
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    await using log = await OpenLog.open(path);
    if (log === undefined) break;
    if (isFirst) yield* olderLines(path, log, lines);
    yield* followOne(path, log, { lines, changes, signal });
  }
  yield* lines.end();
}

/** What the log held before its last rotation. */
async function* olderLines(path: string, log: OpenLog, lines: LineCutter): AsyncGenerator<string> {
  await using older = await OpenLog.open(olderPart(path));
  // When it was rotated just now, what we have open has become the older part itself.
  if (older !== undefined && older.inode !== log.inode) yield* older.rest(lines);
}

interface Following {
  readonly lines: LineCutter;
  readonly changes: Changes;
  readonly signal: AbortSignal;
}

/** What is in the file and comes to it, until it is not the one at its path any more. */
async function* followOne(
  path: string,
  log: OpenLog,
  { lines, changes, signal }: Following,
): AsyncGenerator<string> {
  while (!signal.aborted) {
    // In this order: what is written before it is replaced is read.
    const isCurrent = await log.isAt(path);
    yield* log.rest(lines);
    if (!isCurrent) return;
    await changes.next(signal);
  }
}

/** A file, and how far it was read. */
class OpenLog implements AsyncDisposable {
  readonly inode: number;
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.alloc(chunkBytes);
  #offset = 0;

  private constructor(handle: FileHandle, inode: number) {
    this.#handle = handle;
    this.inode = inode;
  }

  /** Undefined when there is no such file. */
  static async open(path: string): Promise<OpenLog | undefined> {
    const handle = await ifThere(open(path));
    return handle && new OpenLog(handle, (await handle.stat()).ino);
  }

  /** Whether the file is still the one at that path. */
  async isAt(path: string): Promise<boolean> {
    return (await ifThere(stat(path)))?.ino === this.inode;
  }

  /** The lines from where the last call ended to the end. */
  async *rest(lines: LineCutter): AsyncGenerator<string> {
    for (;;) {
      const { bytesRead } = await this.#handle.read(this.#buffer, 0, chunkBytes, this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      yield* lines.push(this.#buffer.subarray(0, bytesRead));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

/** Tells when something may have happened to a file. */
class Changes implements Disposable {
  readonly #watcher: FSWatcher | undefined;
  #change = new AbortController();

  constructor(path: string) {
    try {
      const isIt = (name: string | null) => name === null || name === basename(path);
      this.#watcher = watch(dirname(path), (_, name) => {
        if (isIt(name)) this.#change.abort();
      });
      // The safety look remains.
      this.#watcher.on('error', () => undefined);
    } catch {
      this.#watcher = undefined;
    }
  }

  /** Resolves after a change since the last call, after a while without one, or when `signal` aborts. */
  async next(signal: AbortSignal): Promise<void> {
    const woken = AbortSignal.any([signal, this.#change.signal]);
    await wallClock.sleep(safetyLookMs, woken).catch(() => undefined);
    this.#change = new AbortController();
  }

  [Symbol.dispose](): void {
    this.#watcher?.close();
  }
}

async function ifThere<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
