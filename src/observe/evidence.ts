import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanText } from '../guest/text.ts';
import { redact, type Secret } from '../secret.ts';
import { dropOld } from './drop-old.ts';
import { evidenceFolder, fileName } from './places.ts';
import { formsOf } from './secret-forms.ts';

/** The most that is kept of one file, in bytes; the end of a log tells most. */
const fileLimit = 1024 * 1024;
/** The most that is kept of one sandbox besides the log that we wrote ourselves, in bytes. */
const folderLimit = 8 * fileLimit;

/** Evidence of sandboxes that failed: a folder each, readable by the operator alone (docs/evidence.md). */
export class EvidenceStore {
  readonly #folder: string;
  readonly #alwaysSecret: readonly Secret[];

  constructor(stateDir: string, secrets: readonly Secret[]) {
    this.#folder = evidenceFolder(stateDir);
    this.#alwaysSecret = secrets;
  }

  /** Keeps files about a sandbox, the most important first, and drops folders that are old or too many. */
  async keep(sandbox: string, files: ReadonlyMap<string, string>, secrets: readonly Secret[]): Promise<void> {
    const folder = join(this.#folder, fileName(sandbox));
    const hidden = [...this.#alwaysSecret, ...secrets].flatMap(formsOf);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    let room = folderLimit;
    for (const [name, content] of files) {
      if (room <= 0) break;
      const kept = endOf(redact(cleanText(content), hidden), Math.min(fileLimit, room));
      await writeFile(join(folder, fileName(name)), kept, { mode: 0o600 });
      room -= kept.length;
    }
    await this.dropOld();
  }

  /** Drops folders that are old or too many. */
  async dropOld(): Promise<void> {
    await dropOld(this.#folder);
  }
}

/** The end of a text in so many bytes of UTF-8, cut between two characters. */
function endOf(text: string, limit: number): Buffer {
  const bytes = Buffer.from(text);
  let start = Math.max(0, bytes.length - limit);
  while (start > 0 && isContinuation(bytes[start])) start += 1;
  return bytes.subarray(start);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}
