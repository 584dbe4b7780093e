import { describe, expect, it } from 'vitest';
import { offerOf, type OfferSituation } from '../../src/fleet/offer.ts';
import { poolFor } from './fleet-world.ts';

const sandboxes = [
  { pool: 'a', state: 'free', sandbox: undefined },
  { pool: 'a', state: 'busy', sandbox: 'sand-busy' },
  { pool: 'b', state: 'ending', sandbox: 'sand-ending' },
  { pool: 'b', state: 'spare', sandbox: 'sand-spare' },
] as const;

function offer(changes: Partial<OfferSituation> = {}) {
  const pools = [poolFor({ name: 'a', max: 2 }), poolFor({ name: 'b', max: 3 })];
  const calm = { pools, live: sandboxes, slots: 6, foreign: 0, paused: new Set<string>(), draining: false };
  return offerOf({ ...calm, ...changes });
}

describe('an offer', () => {
  it('counts sandboxes for jobs as their pool’s, and standbys as free', () => {
    expect(offer()).toStrictEqual({
      pools: [
        { pool: 'a', own: 2, busy: ['sand-busy'], max: 2 },
        { pool: 'b', own: 1, busy: ['sand-ending'], max: 3 },
      ],
      freeSlots: 3,
    });
  });

  it.each([
    ['leaves the slots that VMs of others take', { foreign: 2 }, 1],
    ['is never less than nothing', { foreign: 9 }, 0],
    ['has no free slots while the host drains', { draining: true }, 0],
  ])('%s', (_what, changes, freeSlots) => {
    expect(offer(changes)).toMatchObject({ freeSlots, pools: [{ own: 2 }, { own: 1 }] });
  });

  it('is nothing new for a pool that is paused', () => {
    expect(offer({ paused: new Set(['b']) }).pools.map(({ max }) => max)).toEqual([2, 0]);
  });
});
