import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WaitingJob } from '../../src/demand/demand.ts';
import { serves } from '../../src/demand/labels.ts';
import { decide, type LiveSandbox, type Situation } from '../../src/fleet/decide.ts';
import { poolFor } from './fleet-world.ts';

const mac = poolFor({ name: 'mac', labels: ['macOS', 'ARM64'], max: 2 });
const linux = poolFor({ name: 'linux', labels: ['linux'], max: 9 });

function job(id: number, ...labels: string[]): WaitingJob {
  return {
    id,
    name: `job ${String(id)}`,
    repository: 'acme/app',
    labels,
    queuedAt: id,
    url: 'https://github.com',
  };
}

function situation(changes: Partial<Situation>): Situation {
  return { waiting: [], pools: [mac, linux], live: [], slots: 4, paused: new Set(), ...changes };
}

/** Decisions in short: `start mac`, or why not. */
function inShort(given: Situation): string[] {
  return decide(given).map((decision) =>
    decision.action === 'start' ? `start ${decision.pool.name}` : decision.why,
  );
}

const macJobs = [job(1, 'macOS'), job(2, 'macOS'), job(3, 'macOS')];
const free: LiveSandbox = { pool: 'mac', state: 'free' };
const busy: LiveSandbox = { pool: 'mac', state: 'busy' };
const ending: LiveSandbox = { pool: 'mac', state: 'ending' };

describe('a decision', () => {
  it.each<[string, Partial<Situation>, string[]]>([
    ['nothing waits', {}, []],
    ['a job waits', { waiting: [job(1, 'macOS')] }, ['start mac']],
    ['labels are in another case', { waiting: [job(1, 'MACOS', 'arm64')] }, ['start mac']],
    ['no pool has the labels', { waiting: [job(1, 'windows')] }, ['no-pool']],
    ['the pool is full', { waiting: macJobs }, ['start mac', 'start mac', 'pool-full']],
    [
      'a busy one counts for the maximum',
      { waiting: macJobs, live: [busy] },
      ['start mac', 'pool-full', 'pool-full'],
    ],
    ['an ending one, too', { waiting: macJobs, live: [ending] }, ['start mac', 'pool-full', 'pool-full']],
    ['a free one covers one job', { waiting: macJobs, live: [free] }, ['covered', 'start mac', 'pool-full']],
    ['slots are fewer than jobs', { waiting: macJobs, slots: 1 }, ['start mac', 'no-slot', 'no-slot']],
    [
      'sandboxes of other pools take slots',
      { waiting: [job(1, 'linux')], live: [busy], slots: 1 },
      ['no-slot'],
    ],
    [
      'the first of two pools that fit is full, the second takes over',
      { pools: [poolFor({ ...mac, max: 1 }), poolFor({ ...mac, name: 'spare' })], waiting: macJobs },
      ['start mac', 'start spare', 'start spare'],
    ],
    [
      'the pool is paused',
      { waiting: [job(1, 'macOS'), job(2, 'linux')], paused: new Set(['mac']) },
      ['paused', 'start linux'],
    ],
    [
      'a free one of a paused pool still covers',
      { waiting: [job(1, 'macOS')], live: [free], paused: new Set(['mac']) },
      ['covered'],
    ],
  ])('when %s', (_, changes, expected) => {
    expect(inShort(situation(changes))).toStrictEqual(expected);
  });
});

const label = fc.constantFrom('macOS', 'ARM64', 'linux', 'gpu', 'windows');
const pool = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c'),
    labels: fc.uniqueArray(label, { minLength: 1 }),
    max: fc.integer({ min: 1, max: 5 }),
  })
  .map(poolFor);
const anySituation: fc.Arbitrary<Situation> = fc.record({
  waiting: fc
    .array(fc.uniqueArray(label, { minLength: 1, maxLength: 2 }), { maxLength: 12 })
    .map((wanted) => wanted.map((labels, index) => job(index, ...labels))),
  pools: fc.uniqueArray(pool, { selector: ({ name }) => name }),
  live: fc.array(
    fc.record({
      pool: fc.constantFrom('a', 'b', 'c', 'gone'),
      state: fc.constantFrom('free', 'busy', 'ending'),
    }),
    { maxLength: 6 },
  ),
  slots: fc.nat(6),
  paused: fc.subarray(['a', 'b', 'c']).map((names) => new Set(names)),
});

describe('decisions', () => {
  it('are one for each waiting job, in its order', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        expect(decide(given).map((decision) => decision.job)).toStrictEqual(given.waiting);
      }),
    );
  });

  it('never start more than slots and pools allow', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const started = decide(given).flatMap((decision) =>
          decision.action === 'start' ? [decision.pool] : [],
        );
        expect(started.length).toBeLessThanOrEqual(Math.max(0, given.slots - given.live.length));
        for (const { name, max } of given.pools) {
          const existing = given.live.filter((sandbox) => sandbox.pool === name).length;
          const more = started.filter((chosen) => chosen.name === name).length;
          expect(more).toBeLessThanOrEqual(Math.max(0, max - existing));
        }
      }),
    );
  });

  it('start only a pool that serves the job and is not paused', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const started = decide(given).filter((decision) => decision.action === 'start');
        expect(started.every((each) => serves(each.pool.labels, each.job.labels))).toBe(true);
        expect(started.some((each) => given.paused.has(each.pool.name))).toBe(false);
      }),
    );
  });

  it('cover as many jobs of a pool as it has free sandboxes, the longest waiting ones', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const decisions = decide(given);
        for (const { name } of given.pools) {
          const idle = given.live.filter(
            (sandbox) => sandbox.pool === name && sandbox.state === 'free',
          ).length;
          const mine = decisions.filter((decision) => decision.pool?.name === name);
          const covered = mine.map((decision) => decision.action === 'hold' && decision.why === 'covered');
          expect(covered).toStrictEqual(covered.map((_each, index) => index < idle));
        }
      }),
    );
  });

  it('let no job wait that a later one of its pool overtakes', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const decisions = decide(given);
        for (const { name } of given.pools) {
          const mine = decisions.filter((decision) => decision.pool?.name === name);
          const lastStart = mine.findLastIndex(({ action }) => action === 'start');
          const before = mine.slice(0, Math.max(0, lastStart));
          expect(before.every((each) => each.action === 'start' || each.why === 'covered')).toBe(true);
        }
      }),
    );
  });

  it('hold a job back for a reason that holds', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const decisions = decide(given);
        const starts = (name?: string) =>
          decisions.filter(
            (each) => each.action === 'start' && (name === undefined || each.pool.name === name),
          ).length;
        for (const decision of decisions) {
          if (decision.action === 'start') continue;
          const { why, pool: chosen } = decision;
          const name = chosen?.name ?? '';
          const existing = given.live.filter((sandbox) => sandbox.pool === name);
          const holds = {
            'no-pool': !given.pools.some(({ labels }) => serves(labels, decision.job.labels)),
            covered: existing.some(({ state }) => state === 'free'),
            paused: given.paused.has(name),
            'pool-full': existing.length + starts(name) >= (chosen?.max ?? 0),
            'no-slot': given.live.length + starts() >= given.slots,
          };
          expect(holds[why]).toBe(true);
        }
      }),
    );
  });
});
