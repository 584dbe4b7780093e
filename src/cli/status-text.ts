import { lineText } from './logs-report.ts';
import type { Status } from './status-document.ts';

/** Why a job has no sandbox, in words. */
const reasons: Readonly<Record<string, string>> = {
  covered: 'a sandbox is on its way',
  'no-pool': 'no pool has all its labels',
  paused: 'its pool is paused',
  'pool-full': 'its pool has as many sandboxes as it may',
  'no-slot': 'no slot is free',
  'no-memory': 'its VM does not fit into the free memory',
  draining: 'the poller is drained',
};

/** A status for people. */
export function statusText(status: Status): string {
  const parts = [head(status), pools(status), sandboxes(status), waiting(status), problems(status)];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function head({ version, pid, since, slots, draining, audience }: Status): string[] {
  const { total, ours, foreign } = slots;
  const others = foreign.length === 0 ? 'none' : foreign.map(lineText).join(', ');
  return [
    `sand-poller ${version}, process ${String(pid)}, since ${since}`,
    `slots: ${String(total)}, ours: ${String(ours)}, VMs of others: ${others}`,
    ...(audience === null ? [] : [`jobs may come from ${audienceText(audience)}`]),
    ...(draining ? ['drained: nothing new is taken until `sand-poller resume`'] : []),
  ];
}

/** More than this a line need not name. */
const mostNamed = 5;

function audienceText({ group, repositories, public: open }: NonNullable<Status['audience']>): string {
  const named = repositories?.slice(0, mostNamed) ?? [];
  const more = (repositories?.length ?? 0) - named.length;
  const names = repositories === null ? 'all repositories' : named.join(', ') || 'no repository';
  const all = more > 0 ? `${names} and ${String(more)} more` : names;
  const through = group === null ? '' : ` through the runner group ${group}`;
  return lineText(`${all}${through}${open ? ', PUBLIC ones included' : ''}`);
}

function pools(status: Status): string[] {
  const rows = status.pools.map(({ name, max, waiting: jobs, live, standby, paused }) => {
    const spares = `${String(standby.ready)}/${String(standby.wanted)}`;
    const state = paused === null ? 'ok' : `paused until ${paused.until}: ${paused.code}`;
    return [name, String(jobs), `${String(live)}/${String(max)}`, spares, state];
  });
  return columns([['POOL', 'WAITING', 'LIVE', 'STANDBY', 'STATE'], ...rows]);
}

function sandboxes(status: Status): string[] {
  const rows = status.sandboxes.map(({ sandbox, pool, state, phase, startedAt, phaseSince, job }) => [
    sandbox ?? `(an image for ${pool})`,
    state,
    phase ?? '–',
    age(phaseSince, status.at),
    age(startedAt, status.at),
    job ?? '–',
  ]);
  return rows.length === 0 ? [] : columns([['SANDBOX', 'STATE', 'PHASE', 'FOR', 'AGE', 'JOB'], ...rows]);
}

function waiting(status: Status): string[] {
  const rows = status.waiting.map(({ job, repository, queuedAt, pool, why }) => {
    return [job, repository, pool ?? '–', age(queuedAt, status.at), reasons[why] ?? why];
  });
  return rows.length === 0 ? [] : columns([['WAITING JOB', 'REPOSITORY', 'POOL', 'FOR', 'WHY'], ...rows]);
}

function problems(status: Status): string[] {
  return status.problems.flatMap(({ code, message, remedy }) =>
    [`${code}: ${message}`, `  what to do: ${remedy}`].map(lineText),
  );
}

/** Rows as lines with their cells below each other; the last cell is as long as it likes. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const clean = rows.map((row) => row.map(lineText));
  const widths = (clean[0] ?? []).map((_, column) =>
    Math.max(...clean.map((row) => (row[column] ?? '').length)),
  );
  return clean.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const minuteSeconds = 60;
const hourSeconds = 3600;

/** The time between two ISO times, as `42s`, `3m07s` or `5h02m`. */
function age(from: string, to: string): string {
  const seconds = Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < minuteSeconds) return `${String(seconds)}s`;
  if (seconds < hourSeconds)
    return `${String(Math.floor(seconds / minuteSeconds))}m${two(seconds % minuteSeconds)}s`;
  return `${String(Math.floor(seconds / hourSeconds))}h${two(Math.floor((seconds % hourSeconds) / minuteSeconds))}m`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
