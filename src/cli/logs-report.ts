import { cleanText } from '../guest/text.ts';
import type { KeptLog, Verdict } from '../observe/kept-logs.ts';

/** What is told when a log is over. */
export interface End {
  readonly sandbox: string;
  /** Empty when nothing went wrong: nothing is kept then. */
  readonly verdict: Verdict;
  /** Where everything about a failure is. */
  readonly folder: string;
}

/** The document of `logs --json`: what there is, the newest first. */
export function listDocument(kept: readonly KeptLog[]): string {
  const sandboxes = kept.map(({ sandbox, state, at, verdict }) => {
    const { error, job } = verdict;
    return { sandbox, state, at: new Date(at).toISOString(), code: error?.code ?? null, job: job ?? null };
  });
  return JSON.stringify({ sandboxes });
}

/** The same for people: a line each. */
export function listText(kept: readonly KeptLog[]): string {
  if (kept.length === 0) return 'Nothing is kept: no sandbox runs, and none has failed lately.';
  const rows = kept.map(({ sandbox, state, at, verdict: { error, job } }) => {
    return [sandbox, seconds(at), error?.code ?? state, job ?? '–'].map(lineText);
  });
  const table = [['SANDBOX', 'WHEN', 'CODE', 'JOB'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .join('\n');
}

/** A line of a log as a program reads it. */
export function lineDocument(sandbox: string, line: string): string {
  return JSON.stringify({ sandbox, line });
}

/** Text of a guest or of GitHub for a terminal: one line, nothing that moves the cursor or turns the direction of writing. */
export function lineText(text: string): string {
  return cleanText(text).replaceAll(/[\n\u2028\u2029\p{Bidi_Control}]/gu, ' ');
}

/** The last document of a log; `verdict` is null when nothing is kept. */
export function endDocument({ sandbox, verdict, folder }: End): string {
  const kept = Object.keys(verdict).length > 0;
  return JSON.stringify({ sandbox, verdict: kept ? verdict : null, evidence: kept ? folder : null });
}

/** The same for people. */
export function endText({ sandbox, verdict, folder }: End): string {
  const { error, job, result, exitCode, startedAt, endedAt } = verdict;
  if (Object.keys(verdict).length === 0)
    return `${sandbox} has ended; no verdict is kept: its work was done, or nobody saw its end.`;
  const facts = Object.entries({ job, result, 'exit code': exitCode, started: startedAt, ended: endedAt });
  return [
    '',
    ...(error === undefined ? [] : [`${error.code}: ${error.message}`, `  what to do: ${error.remedy}`]),
    ...facts.flatMap(([what, value]) => (value === undefined ? [] : [`  ${what}: ${String(value)}`])),
    `  evidence: ${folder}`,
  ]
    .map(lineText)
    .join('\n');
}

function seconds(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/u, 'Z');
}
