import type { Fault, Outcome, Place } from './fault.ts';

/** What was seen of one fault at one place. */
export interface Row {
  readonly name: string;
  readonly fault: Fault;
  readonly place: Place;
  readonly seen: Outcome;
}

const jobs: Readonly<Record<Outcome['job'], string>> = {
  success: 'runs to its end',
  failure: 'fails with its runner',
  cancelled: 'is cancelled',
  waits: 'waits on',
};

const columns = ['Fault', 'Strikes at', 'The job', 'The operator reads', 'Source'];

/** A page of the documentation. */
export function page(title: string, rows: readonly Row[]): string {
  const lines = rows.map(({ name, fault, place, seen }) =>
    line([name, place, `the job ${jobs[seen.job]}`, seen.codes.join(', ') || '–', fault.source]),
  );
  const head = `# What happens when something goes wrong: ${title}\n\nSee [the fault matrix](../fault-matrix.md).\n`;
  return [head, line(columns), line(columns.map(() => '---')), ...lines, ''].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
