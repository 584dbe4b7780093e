import { expect, it } from 'vitest';
import { FleetWorld, nothing, poolFor } from './fleet-world.ts';

it('sandboxes that do not fit into the memory together come one after the other', async () => {
  using world = new FleetWorld();
  for (let jobs = 0; jobs < 3; jobs += 1) world.registrations.offer();
  const pools = [poolFor({ sandbox: { ...poolFor().sandbox, memoryMiB: 8000 } })];
  const { records, unserved } = await world.once({ pools, slots: 2, memoryMiB: 12_000 });
  expect(records.map(({ result }) => result)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
  expect(unserved).toEqual([]);
  expect(world.backend.runningPeak).toBe(1);
  expect(world.told('holding').map(({ why }) => why)).toContain('no-memory');
  expect(world.left()).toEqual(nothing);
});
