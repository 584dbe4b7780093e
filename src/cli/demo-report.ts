import Table from 'cli-table3';
import type { ServiceRecord } from '../fleet/events.ts';
import type { JobView } from '../sim/github/simulated-github.ts';
import type { Left } from './left.ts';

/** What the demo has to tell. */
export interface DemoReport {
  /** As GitHub saw them. */
  readonly jobs: readonly JobView[];
  /** As the poller saw its sandboxes. */
  readonly records: readonly ServiceRecord[];
  readonly left: Left;
}

/** The document of `demo --json`; times are milliseconds. */
export function demoDocument({ jobs, records, left }: DemoReport): unknown {
  return {
    jobs: jobs.map((job) => {
      const record = recordOf(job, records);
      return {
        name: job.name,
        conclusion: job.conclusion ?? null,
        pool: record?.pool ?? null,
        runner: job.runnerName ?? null,
        sandbox: record?.sandbox ?? null,
        phases: record === undefined ? {} : phasesOf(record),
        reclaimedBytes: record?.reclaimedBytes ?? null,
      };
    }),
    left,
  };
}

const columns = ['waited', 'clone', 'boot', 'ssh', 'register', 'run', 'delete'] as const;

/** The table at the end of the demo, and the proof that nothing is left. */
export function demoTable({ jobs, records, left }: DemoReport): string {
  const table = new Table({
    head: ['job', 'VM', ...columns, 'reclaimed', 'result'],
    style: { head: [], border: [] },
  });
  for (const job of jobs) {
    const record = recordOf(job, records);
    const phases = record === undefined ? {} : phasesOf(record);
    const times = columns.map((column) => seconds(phases[column]));
    const vm = record?.sandbox.slice(-6) ?? '–';
    table.push([job.name, vm, ...times, megabytes(record?.reclaimedBytes), job.conclusion ?? job.status]);
  }
  const problems = records.flatMap(({ sandbox, error }) =>
    error === undefined
      ? []
      : [`${sandbox}: ${error.code}: ${error.message}`, `  what to do: ${error.remedy}`],
  );
  const proof = `left: ${String(left.sandboxes)} clones, ${String(left.runners)} runner registrations, ${String(left.processes)} processes`;
  return [table.toString(), ...problems, proof].join('\n');
}

/** Runner and sandbox have one name, so the job's runner leads to its sandbox. */
function recordOf(job: JobView, records: readonly ServiceRecord[]): ServiceRecord | undefined {
  return records.find(({ sandbox }) => sandbox === job.runnerName);
}

function phasesOf({ phases, waitedMs }: ServiceRecord): Partial<Record<(typeof columns)[number], number>> {
  return { ...phases, ...(waitedMs === undefined ? {} : { waited: waitedMs }) };
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '–' : `${(ms / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '–' : `${(bytes / 1e6).toFixed(1)} MB`;
}
