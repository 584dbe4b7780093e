import { describe, expect, it } from 'vitest';
import { offerOf, type OfferSituation } from '../../src/fleet/offer.ts';
import { poolFor } from './fleet-world.ts';

const sandboxes = [
  { pool: 'a', state: 'free', sandbox: undefined, tookJob: false },
  { pool: 'a', state: 'busy', sandbox: 'sand-busy', tookJob: true },
  { pool: 'b', state: 'ending', sandbox: 'sand-done', tookJob: true },
  // A standby that is let go of, or a start that failed.
  { pool: 'b', state: 'ending', sandbox: 'sand-unused', tookJob: false },
  { pool: 'b', state: 'spare', sandbox: 'sand-spare', tookJob: false },
] as const;

function offer(changes: Partial<OfferSituation> = {}) {
  const pools = [poolFor({ name: 'a', max: 2 }), poolFor({ name: 'b', max: 3 })];
  const calm = { pools, live: sandboxes, slots: 7, foreign: 0, paused: new Set<string>(), draining: false };
  return offerOf({ ...calm, ...changes });
}

describe('an offer', () => {
  it('counts sandboxes for jobs as their pool’s, and standbys as free', () => {
    expect(offer()).toStrictEqual({
      pools: [
        { pool: 'a', own: 2, busy: ['sand-busy'], max: 2 },
        { pool: 'b', own: 2, busy: ['sand-done'], max: 3 },
      ],
      freeSlots: 3,
    });
  });

  it.each([
    ['leaves the slots that VMs of others take', { foreign: 2 }, 1],
    ['is never less than nothing', { foreign: 9 }, 0],
    ['has no free slots while the host drains', { draining: true }, 0],
  ])('%s', (_what, changes, freeSlots) => {
    expect(offer(changes)).toMatchObject({ freeSlots, pools: [{ own: 2 }, { own: 2 }] });
  });

  it('is nothing new for a pool that is paused', () => {
    expect(offer({ paused: new Set(['b']) }).pools.map(({ max }) => max)).toEqual([2, 0]);
  });
});
