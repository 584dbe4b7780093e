import { existsSync, writeFileSync } from 'node:fs';
import type { ServiceRecord } from '../fleet/events.ts';
import type { Verdict } from './kept-logs.ts';

/**
 * Writes the verdict of a sandbox that failed and has none yet: its work was done, but not its undoing. The words of
 * `error` are clean. Synchronous, like the log that it is kept with.
 */
export function completeVerdict(file: string, record: ServiceRecord, error: Verdict['error']): void {
  if (existsSync(file)) return;
  const { sandbox, pool, job, result, startedAt, phases } = record;
  const times = { startedAt: new Date(startedAt).toISOString(), endedAt: new Date().toISOString() };
  const verdict = { sandbox, pool, job, result, error, ...times, phases };
  writeFileSync(file, JSON.stringify(verdict, undefined, 2), { mode: 0o600 });
}
