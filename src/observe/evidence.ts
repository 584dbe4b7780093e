import { lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redact, type Secret } from '../secret.ts';

const keptDays = 7;
const dayMs = 86_400_000;
/** A pool that keeps failing must not fill the disk within those days. */
const keptFolders = 100;
/** The most that is kept of one file, in characters; the end of a log tells most. */
const fileLimit = 1024 * 1024;
const longestName = 100;

/** Evidence of sandboxes that failed: a folder each, readable by the operator alone. */
export class EvidenceStore {
  readonly #folder: string;
  readonly #alwaysSecret: readonly Secret[];

  constructor(stateDir: string, secrets: readonly Secret[]) {
    this.#folder = join(stateDir, 'evidence');
    this.#alwaysSecret = secrets;
  }

  /** Keeps files about a sandbox, and drops folders that are old or too many. */
  async keep(sandbox: string, files: ReadonlyMap<string, string>, secrets: readonly Secret[]): Promise<void> {
    const folder = join(this.#folder, fileName(sandbox));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const [name, content] of files) {
      const clean = redact(content, [...this.#alwaysSecret, ...secrets]).slice(-fileLimit);
      await writeFile(join(folder, fileName(name)), clean, { mode: 0o600 });
    }
    await this.#dropOld();
  }

  async #dropOld(): Promise<void> {
    const folders = await Promise.all((await readdir(this.#folder)).map((name) => this.#measure(name)));
    const newestFirst = folders.toSorted((one, other) => other.changedAt - one.changedAt);
    const oldest = Date.now() - keptDays * dayMs;
    const dropped = newestFirst.filter(({ changedAt }, index) => index >= keptFolders || changedAt < oldest);
    await Promise.all(dropped.map(({ path }) => rm(path, { recursive: true, force: true })));
  }

  async #measure(name: string): Promise<{ path: string; changedAt: number }> {
    const path = join(this.#folder, name);
    // What another sandbox has just dropped counts as old.
    const changedAt = await lstat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return { path, changedAt };
  }
}

/** A name that is one file in its folder, whatever a guest has called it. */
function fileName(name: string): string {
  const plain = name.replaceAll(/[^\w.-]/gu, '_').slice(-longestName);
  return /^\.*$/u.test(plain) ? `_${plain}` : plain;
}
