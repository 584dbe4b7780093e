import { stripVTControlCharacters } from 'node:util';

import type { JobResult, RunnerEvent } from './runner.ts';

const lineFeed = 0x0a;
/** Bytes kept of one line. */
const longestLine = 16 * 1024;

/**
 * Cuts a hostile byte stream into clean lines: whatever the chunks, it never holds more than one line of bounded
 * length; what is longer loses its end. Only LF ends a line: a job's name may hold a CR, and what follows it must not
 * look like a line of the runner.
 */
export class LineCutter {
  #pending: Buffer[] = [];
  #length = 0;

  /** The lines that this chunk completed. */
  *push(chunk: Uint8Array): Generator<string> {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      this.#keep(chunk.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** What the stream ended with, when its last line had no end. */
  *end(): Generator<string> {
    if (this.#length > 0) yield this.#take();
  }

  #keep(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, longestLine - this.#length);
    if (kept.length === 0) return;
    this.#pending.push(Buffer.from(kept));
    this.#length += kept.length;
  }

  #take(): string {
    const line = cleanLine(Buffer.concat(this.#pending).toString('utf8'));
    this.#pending = [];
    this.#length = 0;
    return line;
  }
}

/** Takes out terminal sequences and control characters, the tab excepted. */
function cleanLine(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\t]|[\u2028\u2029]/gu, '');
}

const stamped = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ: (?<said>.*)$/u;
/** Greedy up to the last one: job names are chosen by users (reference/github-runners.md §4.3). */
const jobEnded = /^Job (?<job>.*) completed with result: (?<result>\w+)$/u;
const jobStarted = /^Running job: (?<job>.*)$/u;
const results: ReadonlySet<string> = new Set<JobResult>([
  'Succeeded',
  'SucceededWithIssues',
  'Failed',
  'Canceled',
  'Skipped',
  'Abandoned',
]);

/** What one line of the listener says: always a `line` event (unless it is blank), and what it means before it. */
export function eventsOfLine(text: string): RunnerEvent[] {
  if (text.trim() === '') return [];
  const meaning = meaningOf(text);
  return [...(meaning === undefined ? [] : [meaning]), { type: 'line', text }];
}

function meaningOf(text: string): RunnerEvent | undefined {
  const said = stamped.exec(text)?.groups?.['said'];
  if (said === undefined) return undefined;
  if (said === 'Listening for Jobs') return { type: 'listening' };
  const started = jobStarted.exec(said)?.groups?.['job'];
  if (started !== undefined) return { type: 'job-started', job: started };
  const { job, result } = jobEnded.exec(said)?.groups ?? {};
  if (job === undefined || !isJobResult(result)) return undefined;
  return { type: 'job-ended', job, result };
}

function isJobResult(word: string | undefined): word is JobResult {
  return word !== undefined && results.has(word);
}
