import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseName } from '../naming/name.ts';
import { namesIn } from './drop-old.ts';
import { readLogs } from './follow-log.ts';
import { evidenceFolder, logEnding, logFolder, olderPart } from './places.ts';

const verdictSchema = z.object({
  job: z.string().optional(),
  result: z.string().optional(),
  exitCode: z.number().optional(),
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
});

/** What `verdict.json` of a sandbox says. */
export type Verdict = z.infer<typeof verdictSchema>;

/** A sandbox of which something can be read. */
export interface KeptLog {
  readonly sandbox: string;
  /** `lost`: its time is over, and the process that wrote its log is not there any more. */
  readonly state: 'running' | 'ended' | 'lost';
  /** When it ended, or last said something: milliseconds since the epoch. */
  readonly at: number;
  readonly verdict: Verdict;
}

/** Everything that there is to read, the newest first. Needs no poller. */
export async function keptLogs(stateDir: string, now: number): Promise<KeptLog[]> {
  const ended = (await namesIn(evidenceFolder(stateDir))).filter(isOurs);
  const logs = (await namesIn(logFolder(stateDir))).filter((name) => name.endsWith(logEnding));
  const open = logs.map((name) => name.slice(0, -logEnding.length)).filter(isOurs);
  const found = await Promise.all([
    ...ended.map((sandbox) => describeEnded(stateDir, sandbox)),
    ...open.filter((sandbox) => !ended.includes(sandbox)).map((name) => describeOpen(stateDir, name, now)),
  ]);
  return found.filter((each) => each !== undefined).toSorted((one, other) => other.at - one.at);
}

/** The verdict of a sandbox; empty when there is none, or one that cannot be read. */
export async function readVerdict(stateDir: string, sandbox: string): Promise<Verdict> {
  try {
    const text = await readFile(join(evidenceOf(stateDir, sandbox), 'verdict.json'), 'utf8');
    return verdictSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The folder with everything about a sandbox that failed. */
export function evidenceOf(stateDir: string, sandbox: string): string {
  return join(evidenceFolder(stateDir), sandbox);
}

/** The log of a sandbox that has not ended. */
export function openLogOf(stateDir: string, sandbox: string): string {
  return join(logFolder(stateDir), `${sandbox}${logEnding}`);
}

/** The lines of a sandbox that nobody writes about any more, wherever its poller has left them. */
export async function* endedLines(stateDir: string, sandbox: string): AsyncGenerator<string> {
  const kept = join(evidenceOf(stateDir, sandbox), 'runner.log');
  const open = openLogOf(stateDir, sandbox);
  yield* readLogs([olderPart(kept), kept, olderPart(open), open]);
}

async function describeEnded(stateDir: string, sandbox: string): Promise<KeptLog | undefined> {
  const verdict = await readVerdict(stateDir, sandbox);
  const at = Date.parse(verdict.endedAt ?? '') || (await changedAt(evidenceOf(stateDir, sandbox)));
  return at === undefined ? undefined : { sandbox, state: 'ended', at, verdict };
}

async function describeOpen(stateDir: string, sandbox: string, now: number): Promise<KeptLog | undefined> {
  const log = openLogOf(stateDir, sandbox);
  const at = await changedAt(log);
  if (at === undefined) return undefined;
  const job = await jobIn(log);
  const state = deadlineOf(sandbox) > now ? 'running' : 'lost';
  return { sandbox, state, at, verdict: job === undefined ? {} : { job } };
}

/** The end of a sandbox's time, in milliseconds since the epoch: it is in its name. */
export function deadlineOf(sandbox: string): number {
  return (parseName(sandbox)?.deadline ?? 0) * 1000;
}

const ownFields = z.object({ job: z.string().optional() });
/** What comes before a job runs is told in far fewer lines. */
const firstLines = 50;

/** The job that a sandbox was started for, or has begun, as our first lines in its log say. */
async function jobIn(log: string): Promise<string | undefined> {
  let job: string | undefined;
  let seen = 0;
  for await (const line of readLogs([olderPart(log), log])) {
    const [, fields] = /^# \S+ [^{]*(\{.*\})$/u.exec(line) ?? [];
    if (fields !== undefined) job = jobOf(fields) ?? job;
    seen += 1;
    if (seen === firstLines) break;
  }
  return job;
}

function jobOf(fields: string): string | undefined {
  try {
    return ownFields.parse(JSON.parse(fields)).job;
  } catch {
    return undefined;
  }
}

async function changedAt(path: string): Promise<number | undefined> {
  // It may have ended since we saw its name.
  return await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/** What is called otherwise was not put there by us. */
function isOurs(name: string): boolean {
  return parseName(name) !== undefined;
}
