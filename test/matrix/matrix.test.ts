import { describe, expect, it, vi } from 'vitest';
import { beliefs } from './beliefs.ts';
import { runCell } from './cell.ts';
import { places, type Fault } from './fault.ts';
import { githubFaults } from './github-faults.ts';
import { guestFaults } from './guest-faults.ts';
import { macFaults } from './mac-faults.ts';
import { page, type Row } from './table.ts';

const sections: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  'The Mac': macFaults,
  'The guest, its runner, and the way there': guestFaults,
  GitHub: githubFaults,
  'Beliefs that are false': beliefs,
};

const cells = Object.entries(sections).flatMap(([section, faults]) =>
  Object.entries(faults).flatMap(([name, fault]) =>
    places.filter((place) => fault.at[place] !== undefined).map((place) => ({ section, name, fault, place })),
  ),
);
const rows = new Map<(typeof cells)[number], Row>();

// Most of the time is spent waiting: for boots, deadlines, pauses.
vi.setConfig({ maxConcurrency: 6 });

describe.concurrent('one job on real simulated VMs, and', () => {
  it.for(cells)('$name at $place', async (cell) => {
    const { name, fault, place } = cell;
    const seen = await runCell(fault, place);
    rows.set(cell, { name, fault, place, seen });
    expect(seen).toEqual(fault.at[place]);
  });
});

it('the page of the documentation shows what was seen', async () => {
  const seen = cells.map((cell) => ({ section: cell.section, row: rows.get(cell) }));
  const bySection = Object.keys(sections).map((title): [string, Row[]] => [
    title,
    seen.flatMap(({ section, row }) => (section === title && row !== undefined ? [row] : [])),
  ]);
  await expect(page(new Map(bySection))).toMatchFileSnapshot('../../docs/fault-matrix.md');
});
