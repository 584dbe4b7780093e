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

const head = `# What happens when something goes wrong

Made by \`test/matrix/\` from what it saw; \`vitest run test/matrix -u\` writes it anew. In every line one job waits, the
fault strikes at one place of the first sandbox's way, and besides the outcome it was checked that no clone,
registration, process or folder is left, that the VMs of other people are as they were, that the token shows nowhere,
that every failure has a code and a remedy, and that no wait outlives its deadline. "Look" is the question for waiting
jobs; the other places are the phases of a sandbox. A fault that strikes once costs one sandbox at most; one that lasts
is told until it is mended. Sources are sections of the reference pages on Tart and on GitHub's runners.

Not here, because it takes long: an outage of 20 minutes and rate limits without a time, both on simulated time in
\`test/fleet/\` and \`test/github/client.test.ts\`.
`;

/** The page of the documentation. */
export function page(sections: ReadonlyMap<string, readonly Row[]>): string {
  return [head, ...[...sections].map(([title, rows]) => section(title, rows))].join('\n');
}

function section(title: string, rows: readonly Row[]): string {
  const lines = rows.map(({ name, fault, place, seen }) =>
    line([name, place, `the job ${jobs[seen.job]}`, seen.codes.join(', ') || '–', fault.source]),
  );
  const columns = ['Fault', 'Strikes at', 'The job', 'The operator reads', 'Source'];
  return [`## ${title}\n`, line(columns), line(columns.map(() => '---')), ...lines, ''].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
