import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SandError } from '../errors.ts';
import type { ServiceRecord } from '../fleet/events.ts';
import { cleanText } from '../guest/text.ts';
import { parseName } from '../naming/name.ts';
import { redact, type Secret } from '../secret.ts';
import { completeVerdict } from './complete-verdict.ts';
import { describeEvent, type AppEvent } from './describe.ts';
import { dropOld } from './drop-old.ts';
import { evidenceFolder, fileName, logEnding, logFolder, olderPart } from './places.ts';
import { RotatingFile } from './rotating-file.ts';
import { formsOf } from './secret-forms.ts';

/** What the logs are told. */
export interface RunnerLogsOptions {
  readonly stateDir: string;
  /** Removed from every line; more may be added. Those of a single runner are not in its events any more. */
  readonly secrets: readonly Secret[];
  /** Called when the log of a sandbox cannot be written, or not be kept; its job goes on. */
  readonly onProblem: (sandbox: string, error: SandError) => void;
}

/** The size of each of a log's two parts, in bytes: of 5 MiB at least the last half is there. */
const partLimit = 2.5 * 1024 * 1024;
/** Characters of one line, as many as of a runner's. */
const longestLine = 16 * 1024;

/** Where a later process takes over: it follows the runner's log from its beginning. */
const adopted = 'another process goes on from here; it may tell lines of the runner again';

/** Events that only a sandbox has that lives: what comes later must not begin a log again. */
const begins = new Set<AppEvent['type']>([
  'adopting',
  'starting',
  'phase',
  'runner-started',
  'runner-line',
  'job-started',
]);

/**
 * Writes what happens to each sandbox into a file of its own under `<stateDir>/logs`: the lines of its runner as they
 * are, everything else as `# <time> <message> <fields>`. Kept as evidence when the sandbox failed, removed when it did
 * its work, and left where it is when its job was left running. (docs/evidence.md)
 */
export class RunnerLogs {
  readonly #options: RunnerLogsOptions;
  readonly #folder: string;
  /** The logs of sandboxes that live. */
  readonly #files = new Map<string, RotatingFile>();
  /** Sandboxes that live, whose log could not be written. */
  readonly #broken = new Set<string>();

  constructor(options: RunnerLogsOptions) {
    this.#options = options;
    this.#folder = logFolder(options.stateDir);
  }

  /** Notes an event of a sandbox. Never throws. */
  see(event: AppEvent): void {
    const sandbox = sandboxOf(event);
    if (sandbox === undefined) return;
    this.#try(sandbox, () => this.#fileOf(sandbox, event)?.append(`${this.#lineOf(event)}\n`));
    // One that an earlier process has left, and nobody goes on with.
    if (event.type === 'reaped') this.#try(sandbox, () => this.#move(sandbox));
    if (event.type !== 'finished') return;
    this.#try(sandbox, () => this.#end(event.record));
    this.#broken.delete(sandbox);
  }

  /** Drops old logs that nobody writes any more: their process died, and the time of their sandboxes is over. */
  async dropOld(): Promise<void> {
    const now = Date.now() / 1000;
    await dropOld(this.#folder, (name) => {
      const sandbox = name.split('.', 1)[0] ?? '';
      return !this.#files.has(sandbox) && (parseName(sandbox)?.deadline ?? 0) < now;
    });
  }

  #fileOf(sandbox: string, { type }: AppEvent): RotatingFile | undefined {
    if (!this.#files.has(sandbox) && !this.#broken.has(sandbox) && begins.has(type)) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      const file = new RotatingFile(this.#pathOf(sandbox), partLimit);
      this.#files.set(sandbox, file);
      if (!file.isEmpty) file.append(`# ${new Date().toISOString()} ${adopted}\n`);
    }
    return this.#files.get(sandbox);
  }

  #pathOf(sandbox: string): string {
    return join(this.#folder, `${fileName(sandbox)}${logEnding}`);
  }

  #lineOf(event: AppEvent): string {
    return this.#clean(event.type === 'runner-line' ? event.text : ownLine(event));
  }

  #clean(text: string): string {
    const line = cleanText(text).replaceAll(/[\n\u2028\u2029]/gu, ' ');
    return redact(line, this.#options.secrets.flatMap(formsOf)).slice(0, longestLine);
  }

  #end(record: ServiceRecord): void {
    const { sandbox, error, left } = record;
    if (!this.#files.has(sandbox) && !this.#broken.has(sandbox)) return;
    this.#close(sandbox);
    if (left) return;
    if (error !== undefined) this.#keep(record, error);
    for (const part of this.#partsOf(sandbox)) rmSync(part.path, { force: true });
  }

  #keep(record: ServiceRecord, { code, message, remedy }: SandError): void {
    const folder = this.#makeEvidenceFolder(record.sandbox);
    // Before the log goes: whoever followed it reads the verdict next.
    completeVerdict(join(folder, 'verdict.json'), record, { code, message: this.#clean(message), remedy });
    this.#move(record.sandbox);
  }

  /** Moves the log to the evidence, if there is one; to a follower it has ended then. */
  #move(sandbox: string): void {
    for (const { path, kept } of this.#partsOf(sandbox)) {
      if (existsSync(path)) renameSync(path, join(this.#makeEvidenceFolder(sandbox), kept));
    }
  }

  #makeEvidenceFolder(sandbox: string): string {
    const folder = join(evidenceFolder(this.#options.stateDir), fileName(sandbox));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Where the parts of a log are, and what they are called in the evidence. */
  #partsOf(sandbox: string): { path: string; kept: string }[] {
    const path = this.#pathOf(sandbox);
    return [
      { path: olderPart(path), kept: olderPart('runner.log') },
      { path, kept: 'runner.log' },
    ];
  }

  /** A log that cannot be written is told once, not tried again, and costs the sandbox nothing. */
  #try(sandbox: string, act: () => void): void {
    try {
      act();
    } catch (cause) {
      this.#close(sandbox);
      const message = `cannot write the log of ${sandbox}: ${String(cause)}`;
      const error = new SandError('EVIDENCE_FAILED', message, { cause });
      if (!this.#broken.has(sandbox)) this.#options.onProblem(sandbox, error);
      this.#broken.add(sandbox);
    }
  }

  #close(sandbox: string): void {
    const file = this.#files.get(sandbox);
    this.#files.delete(sandbox);
    file?.[Symbol.dispose]();
  }
}

function sandboxOf(event: AppEvent): string | undefined {
  if (event.type === 'finished') return event.record.sandbox;
  return 'sandbox' in event ? event.sandbox : undefined;
}

function ownLine(event: AppEvent): string {
  const { message, fields } = describeEvent(event);
  const { sandbox: _, ...others } = fields;
  return `# ${new Date().toISOString()} ${message} ${JSON.stringify(others)}`;
}
