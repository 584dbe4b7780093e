import { switches } from '../../src/sim/assumptions.ts';
import { assumptions, type Assumption } from './assumptions.ts';

const introduction = `# Assumptions

Nobody here has a Mac. Each belief that the product rests on and that nobody here has seen is listed once: where it
comes from, the file to change when it is wrong, what an operator sees then, how \`npm run conformance\` probes it on a
Mac ([how to run it](conformance.md)), and what makes it false in the simulation (\`src/sim/assumptions.ts\`). "tart" is
\`reference/tart.md\`, "runners" is \`reference/github-runners.md\`. This page is made of \`test/contract/assumptions.ts\`.
`;

const head = ['Id', 'Belief', 'Source', 'Owner', 'Shows as', 'Probe on a Mac', 'False in the simulation'];

/** The text of docs/assumptions.md. */
export function assumptionsPage(): string {
  return `${introduction}\n${table([head, ...assumptions.map(row)])}\n`;
}

function row({ id, belief, source, owners, shows, probe }: Assumption): string[] {
  return [id, belief, source, owners.map((file) => `\`${file}\``).join(', '), shows, probe, switchOf(id)];
}

/** As `quirk list-other-keys`, or the setting. */
function switchOf(id: string): string {
  const settings = Object.values(switches[id] ?? {}).flatMap((part: object) => Object.entries(part));
  const texts = settings.map(([name, value]: [string, unknown]) =>
    name === 'quirks' ? `quirk \`${String(value)}\`` : `\`${name}: ${String(value)}\``,
  );
  return texts.length === 0 ? '–' : texts.join(', ');
}

/** A table as our formatter wants it: the columns in line. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  const [first = [], ...others] = rows;
  return [first, rule, ...others].map(line).join('\n');
}
