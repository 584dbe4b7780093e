import { describe, expect, it } from 'vitest';
import { runCell } from './cell.ts';
import { places, type Fault } from './fault.ts';
import { page, type Row } from './table.ts';

/**
 * Tests each fault at each of its places, on real simulated VMs, and compares a page of docs/fault-matrix/ with what was
 * seen.
 */
export function describeMatrix(title: string, file: string, faults: Readonly<Record<string, Fault>>): void {
  const cells = Object.entries(faults).flatMap(([name, fault]) =>
    places.filter((place) => fault.at[place] !== undefined).map((place) => ({ name, fault, place })),
  );
  const rows = new Map<(typeof cells)[number], Row>();

  describe.concurrent('one job, and', () => {
    it.for(cells)('$name at $place', async (cell) => {
      const { name, fault, place } = cell;
      const seen = await runCell(fault, place);
      rows.set(cell, { name, fault, place, seen });
      expect(seen).toEqual(fault.at[place]);
    });
  });

  it('the page of the documentation shows what was seen', async () => {
    const seen = cells.map((cell) => rows.get(cell)).filter((row) => row !== undefined);
    await expect(page(title, seen)).toMatchFileSnapshot(`../../docs/fault-matrix/${file}.md`);
  });
}
