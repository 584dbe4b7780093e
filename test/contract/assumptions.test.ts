import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { switches } from '../../src/sim/assumptions.ts';
import { assumptionsPage } from './assumptions-page.ts';
import { assumptions } from './assumptions.ts';
import { probes } from './probes/conform.ts';

const root = join(import.meta.dirname, '../..');

test('the page is made of the data: `vitest run test/contract/assumptions.test.ts -u` writes it anew', async () => {
  await expect(assumptionsPage()).toMatchFileSnapshot(join(root, 'docs/assumptions.md'));
});

test('each belief has an id of its own, a probe, and an owner that exists', () => {
  const ids = assumptions.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(probes).toSorted()).toEqual(ids.toSorted());
  expect(ids).toEqual(expect.arrayContaining(Object.keys(switches)));
  const owners = assumptions.flatMap(({ owners: files }) => files);
  expect(owners.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
