import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withDeadline } from '../clock.ts';
import { loadConfig } from '../config/load.ts';
import { followLog } from '../observe/follow-log.ts';
import {
  deadlineOf,
  endedLines,
  evidenceOf,
  keptLogs,
  openLogOf,
  readVerdict,
  type KeptLog,
} from '../observe/kept-logs.ts';
import { exitCodes } from './exit-codes.ts';
import { endDocument, endText, lineDocument, lineText, listDocument, listText } from './logs-report.ts';
import { findSandbox } from './sandbox-name.ts';
import { stopsOnSignal } from './stops.ts';

/** Options of `logs`. */
export interface LogsOptions {
  readonly config: string;
  readonly json: boolean;
}

/**
 * `sand-poller logs`: lists what is kept, or shows the log of one sandbox and its verdict; the log of one that lives is
 * followed until its end. Needs no poller. Returns the exit code; rejects with `SANDBOX_UNKNOWN`.
 */
export async function logs(
  wanted: string | undefined,
  { config: file, json }: LogsOptions,
  output: Writable = process.stdout,
): Promise<number> {
  const { stateDir } = (await loadConfig(file)).config.host;
  using stops = stopsOnSignal('end', () => undefined);
  const kept = await keptLogs(stateDir, Date.now());
  const texts =
    wanted === undefined
      ? [json ? listDocument(kept) : listText(kept)]
      : show(stateDir, find(wanted, kept), { json, signal: stops.end });
  await write(texts, output);
  return stops.asked() ? exitCodes.interrupted : exitCodes.done;
}

function find(wanted: string, kept: readonly KeptLog[]): KeptLog | undefined {
  const name = findSandbox(
    wanted,
    kept.map(({ sandbox }) => sandbox),
  );
  return kept.find(({ sandbox }) => sandbox === name);
}

/** What is printed of one sandbox, as it comes. */
async function* show(
  stateDir: string,
  kept: KeptLog | undefined,
  { json, signal }: { readonly json: boolean; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  if (kept === undefined) return;
  const { sandbox } = kept;
  for await (const line of linesOf(stateDir, kept, signal)) {
    if (signal.aborted) return;
    yield json ? lineDocument(sandbox, line) : lineText(line);
  }
  if (signal.aborted) return;
  const end = {
    sandbox,
    verdict: await readVerdict(stateDir, sandbox),
    folder: evidenceOf(stateDir, sandbox),
  };
  yield json ? endDocument(end) : endText(end);
}

/** The lines of a sandbox; when it lives, those to come as well, but not longer than it may live. */
async function* linesOf(
  stateDir: string,
  { sandbox, state }: KeptLog,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let came = false;
  if (state === 'running') {
    const bounded = withDeadline(signal, deadlineOf(sandbox) - Date.now());
    for await (const line of followLog(openLogOf(stateDir, sandbox), bounded)) {
      came = true;
      yield line;
    }
  }
  // One that ended while we looked for it has its log in the evidence.
  if (!came) yield* endedLines(stateDir, sandbox);
}

/** Prints each text with a line feed. That nobody reads on (`| head`) is no error. */
async function write(texts: Iterable<string> | AsyncIterable<string>, output: Writable): Promise<void> {
  const withEnds = async function* () {
    for await (const text of texts) yield `${text}\n`;
  };
  try {
    await pipeline(Readable.from(withEnds()), output, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}
