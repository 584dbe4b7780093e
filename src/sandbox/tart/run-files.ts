import { constants, watch, type FSWatcher } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { exists } from './vm-files.ts';

/** What a finished `tart run` left behind. */
export interface RunRecord {
  /** undefined when nobody was left to note it: power cut, everything killed, or the sandbox was destroyed. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Every text of a file that we read at most, in bytes; the last part of a longer one. */
const tailBytes = 64 * 1024;
/** A watcher can miss a change (the folder replaced, a full queue); this look is the safety net. */
const safetyLookMs = 1000;

/**
 * What runs a program and keeps its output and exit code in files, because whoever adopts the VM is not its parent.
 * `$0` is the folder of the files. The pipe `alive` is held by the run and this shell, so that the kernel tells when
 * both are gone, however they went; it has its name only once somebody holds it.
 */
export const runWrapper = `mkfifo "$0/alive.new" && exec 3<>"$0/alive.new" && mv "$0/alive.new" "$0/alive"
"$@" </dev/null >"$0/tart.out" 2>"$0/tart.err"
echo $? >"$0/exit.new" && mv "$0/exit.new" "$0/exit"`;

/**
 * The files of one `tart run` under stateDir/sandboxes/<name>: its output and its exit code. The poller that started
 * it and one that adopts it later read the same files (DESIGN.md §4).
 */
export class RunFiles {
  readonly folder: string;

  constructor(stateDir: string, name: string) {
    this.folder = join(stateDir, 'sandboxes', name);
  }

  /** Empties the folder for a new run. */
  async prepare(): Promise<void> {
    await this.remove();
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** What the run has printed so far. */
  async output(): Promise<{ stdout: string; stderr: string }> {
    const [stdout, stderr] = await Promise.all([
      readTail(join(this.folder, 'tart.out')),
      readTail(join(this.folder, 'tart.err')),
    ]);
    return { stdout, stderr };
  }

  /** Whether a run was ever started here. */
  async started(): Promise<boolean> {
    return await exists(join(this.folder, 'tart.out'));
  }

  /** Waits until the run is over, also when its files are removed. Rejects with the signal's reason when it aborts first. */
  async ended(clock: Clock, signal: AbortSignal): Promise<RunRecord> {
    for (;;) {
      const change = new AbortController();
      const watcher = watchIfThere(this.folder, () => change.abort());
      try {
        const record = await this.#record();
        if (record !== undefined) return record;
        await clock.sleep(safetyLookMs, AbortSignal.any([signal, change.signal])).catch(() => undefined);
      } finally {
        watcher?.close();
      }
      signal.throwIfAborted();
    }
  }

  /** The record of a run that is over; undefined while it goes on. */
  async #record(): Promise<RunRecord | undefined> {
    // In this order: the code is noted before the pipe is let go.
    const goesOn = await this.#goesOn();
    const code = await readIfThere(join(this.folder, 'exit'));
    if (code === undefined && goesOn) return undefined;
    return { exitCode: code === undefined ? undefined : Number(code), ...(await this.output()) };
  }

  async #goesOn(): Promise<boolean> {
    const pipe = join(this.folder, 'alive');
    // The shell is on its way, or was killed on it: only a deadline can tell.
    return (await exists(pipe)) ? await isHeld(pipe) : await exists(this.folder);
  }
}

/** Whether a process has a pipe open for writing; a pipe that could not be made proves nothing. */
async function isHeld(pipe: string): Promise<boolean> {
  try {
    await using handle = await open(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const { bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, null);
    return bytesRead > 0;
  } catch (error) {
    if (isErrno(error, 'EAGAIN') || isErrno(error, 'ENOENT')) return true;
    throw error;
  }
}

function watchIfThere(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    return watch(folder, onChange).on('error', onChange);
  } catch {
    // The folder is gone, or the system has no watch left: the safety look has to do.
    return undefined;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function readTail(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    const length = Math.min(size, tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return '';
    throw error;
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
