import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WaitingJob } from '../../src/demand/demand.ts';
import { serves } from '../../src/demand/labels.ts';
import { decide, type LiveSandbox, type Situation } from '../../src/fleet/decide.ts';
import type { Pool } from '../../src/fleet/pool.ts';
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
  return {
    waiting: [],
    pools: [mac, linux],
    live: [],
    slots: 4,
    foreign: 0,
    paused: new Set(),
    draining: false,
    ...changes,
  };
}

/** Decisions in short: `start mac`, or why not. */
function inShort(given: Situation): string[] {
  return decide(given).jobs.map((decision) =>
    decision.action === 'hold' ? decision.why : `${decision.action} ${decision.pool.name}`,
  );
}

const macJobs = [job(1, 'macOS'), job(2, 'macOS'), job(3, 'macOS')];
const free: LiveSandbox = { id: 0, pool: 'mac', state: 'free', ready: false };
const busy: LiveSandbox = { id: 0, pool: 'mac', state: 'busy', ready: false };
const ending: LiveSandbox = { id: 0, pool: 'mac', state: 'ending', ready: false };

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

function withMemory(memoryMiB: number | undefined, changes: Partial<Pool> = {}): Pool {
  return poolFor({ ...changes, sandbox: { ...poolFor().sandbox, memoryMiB } });
}

function memoryOf(pool: Pool | undefined): number {
  return pool?.sandbox.memoryMiB ?? 0;
}

/** The memory of all that is there. */
function usedMemory({ live, pools }: Situation): number {
  return live.reduce((sum, { pool }) => sum + memoryOf(pools.find(({ name }) => name === pool)), 0);
}

const large = withMemory(12_000, { ...mac, name: 'large', labels: ['large'] });
const small = withMemory(4000, { ...mac, name: 'small', labels: ['small'] });
const unsized = poolFor({ ...mac, name: 'unsized', labels: ['unsized'] });
const sized = { pools: [large, small, unsized], memoryMiB: 14_000 };
const busySmall: LiveSandbox = { ...busy, pool: 'small' };
const spareSmall: LiveSandbox = { id: 5, pool: 'small', state: 'spare', ready: true };

describe('memory', () => {
  it.each<[string, Partial<Situation>, string[], string[]]>([
    ['that is enough is given', { waiting: [job(1, 'large')] }, ['start large'], []],
    ['that others have is waited for', { waiting: [job(1, 'large')], live: [busySmall] }, ['no-memory'], []],
    ['is not given twice', { waiting: [job(1, 'small'), job(2, 'large')] }, ['start small', 'no-memory'], []],
    [
      'that the longest waiting job needs is not given to a smaller one',
      { waiting: [job(1, 'large'), job(2, 'small'), job(3, 'unsized')], live: [busySmall] },
      ['no-memory', 'no-memory', 'start unsized'],
      [],
    ],
    [
      'which the host does not have at all keeps nobody else waiting',
      { waiting: [job(1, 'large'), job(2, 'small')], memoryMiB: 6000 },
      ['no-memory', 'start small'],
      [],
    ],
    ['is not known of every pool', { waiting: [job(1, 'unsized')], memoryMiB: 0 }, ['start unsized'], []],
    [
      'that a standby has is given up for a job',
      { pools: [large, poolFor({ ...small, standby: 1 })], waiting: [job(1, 'large')], live: [spareSmall] },
      ['no-memory'],
      ['release 5'],
    ],
    [
      'that no standby could give up releases none',
      {
        pools: [large, poolFor({ ...small, standby: 1 })],
        memoryMiB: 6000,
        waiting: [job(1, 'large')],
        live: [spareSmall],
      },
      ['no-memory'],
      [],
    ],
    [
      'is not taken by a standby that does not fit',
      { pools: [poolFor({ ...large, standby: 1 })], live: [{ ...busy, pool: 'large' }] },
      [],
      [],
    ],
  ])('%s', (_, changes, jobs, about) => {
    const given = situation({ ...sized, ...changes });
    expect(inShort(given)).toStrictEqual(jobs);
    expect(
      decide(given).spares.map((each) =>
        each.action === 'prepare' ? `prepare ${each.pool.name}` : `release ${String(each.id)}`,
      ),
    ).toStrictEqual(about);
  });
});

const label = fc.constantFrom('macOS', 'ARM64', 'linux', 'gpu', 'windows');
const pool = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c'),
    labels: fc.uniqueArray(label, { minLength: 1 }),
    max: fc.integer({ min: 1, max: 5 }),
    standby: fc.nat(3),
    memoryMiB: fc.constantFrom(undefined, 1, 2, 5),
  })
  .map(({ memoryMiB, ...rest }) => withMemory(memoryMiB, rest));
const anySituation: fc.Arbitrary<Situation> = fc.record({
  waiting: fc
    .array(fc.uniqueArray(label, { minLength: 1, maxLength: 2 }), { maxLength: 12 })
    .map((wanted) => wanted.map((labels, index) => job(index, ...labels))),
  pools: fc.uniqueArray(pool, { selector: ({ name }) => name }),
  live: fc
    .array(
      fc.record({
        pool: fc.constantFrom('a', 'b', 'c', 'gone'),
        state: fc.constantFrom('joining', 'spare', 'free', 'busy', 'ending'),
        ready: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    .map((live) => live.map((each, id) => ({ ...each, id }))),
  slots: fc.nat(6),
  memoryMiB: fc.option(fc.nat(8), { nil: undefined }),
  foreign: fc.nat(2),
  draining: fc.boolean(),
  paused: fc.subarray(['a', 'b', 'c']).map((names) => new Set(names)),
});

describe('decisions', () => {
  it('are one for each waiting job, in its order', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        expect(decide(given).jobs.map((decision) => decision.job)).toStrictEqual(given.waiting);
      }),
    );
  });

  it('never start more than slots and pools allow', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const started = decide(given).jobs.flatMap((decision) =>
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

  it('never take more memory than there is', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const { jobs, spares: about } = decide(given);
        const taken = [...jobs, ...about].reduce(
          (sum, each) =>
            sum + (each.action === 'start' || each.action === 'prepare' ? memoryOf(each.pool) : 0),
          0,
        );
        const { memoryMiB = Infinity } = given;
        expect(taken).toBeLessThanOrEqual(Math.max(0, memoryMiB - usedMemory(given)));
      }),
    );
  });

  it('start only a pool that serves the job and is not paused', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const started = decide(given).jobs.filter((decision) => decision.action !== 'hold');
        expect(started.every((each) => serves(each.pool.labels, each.job.labels))).toBe(true);
        const cold = started.filter(({ action }) => action === 'start');
        expect(cold.some((each) => given.paused.has(each.pool.name))).toBe(false);
      }),
    );
  });

  it('cover as many jobs of a pool as it has free sandboxes, the longest waiting ones', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const { jobs: decisions } = decide(given);
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
        const { jobs: decisions } = decide(given);
        for (const { name } of given.pools) {
          const mine = decisions.filter((decision) => decision.pool?.name === name);
          const lastStart = mine.findLastIndex(({ action }) => action === 'start');
          const before = mine.slice(0, Math.max(0, lastStart));
          expect(before.every((each) => each.action !== 'hold' || each.why === 'covered')).toBe(true);
        }
      }),
    );
  });

  it('hold a job back for a reason that holds', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const { jobs: decisions } = decide(given);
        const starts = (name?: string) =>
          decisions.filter(
            (each) => each.action === 'start' && (name === undefined || each.pool.name === name),
          ).length;
        const startedMemory = () =>
          decisions.reduce((sum, each) => sum + (each.action === 'start' ? memoryOf(each.pool) : 0), 0);
        // What the longest waiting one waits for is not given to others.
        let hasWaitedForMemory = false;
        for (const decision of decisions) {
          if (decision.action !== 'hold') continue;
          const { why, pool: chosen } = decision;
          const name = chosen?.name ?? '';
          const existing = given.live.filter((sandbox) => sandbox.pool === name);
          const holds = {
            'no-pool': !given.pools.some(({ labels }) => serves(labels, decision.job.labels)),
            covered: existing.some(({ state }) => state === 'free'),
            paused: given.paused.has(name),
            'pool-full': existing.length + starts(name) >= (chosen?.max ?? 0),
            'no-slot': given.live.length + starts() >= given.slots,
            'no-memory':
              hasWaitedForMemory ||
              usedMemory(given) + startedMemory() + memoryOf(chosen) > (given.memoryMiB ?? Infinity),
            draining: given.draining,
          };
          expect(holds[why]).toBe(true);
          hasWaitedForMemory ||= why === 'no-memory';
        }
      }),
    );
  });
});

const standbyPool = poolFor({ ...mac, standby: 1 });
const ready: LiveSandbox = { id: 7, pool: 'mac', state: 'spare', ready: true };
const booting: LiveSandbox = { ...ready, id: 8, ready: false };
const joining: LiveSandbox = { ...ready, id: 9, state: 'joining' };

/** Decisions about standbys in short. */
function spares(changes: Partial<Situation>): string[] {
  return decide(situation({ pools: [standbyPool, linux], ...changes })).spares.map((decision) =>
    decision.action === 'prepare' ? `prepare ${decision.pool.name}` : `release ${String(decision.id)}`,
  );
}

describe('a standby', () => {
  it.each<[string, Partial<Situation>, string[], string[]]>([
    ['is prepared when nobody waits', {}, [], ['prepare mac']],
    ['is enough', { live: [booting] }, [], []],
    [
      'goes to a job, and another one is prepared',
      { waiting: [job(1, 'macOS')], live: [ready] },
      ['take mac'],
      ['prepare mac'],
    ],
    [
      'that is ready goes before one that boots',
      { waiting: [job(1, 'macOS')], live: [booting, ready] },
      ['take mac'],
      [],
    ],
    [
      'that boots goes to a job, too',
      { waiting: [job(1, 'macOS')], live: [booting] },
      ['take mac'],
      ['prepare mac'],
    ],
    [
      'does not serve the labels of another pool',
      { waiting: [job(1, 'linux')], live: [ready] },
      ['start linux'],
      [],
    ],
    [
      'gives up its slot for a job that needs it',
      { waiting: [job(1, 'linux')], live: [ready], slots: 1 },
      ['no-slot'],
      ['release 7'],
    ],
    [
      'stays when a slot is about to become free',
      { waiting: [job(1, 'linux')], live: [ready, ending], slots: 2 },
      ['no-slot'],
      [],
    ],
    ['too many is released', { live: [ready, { ...ready, id: 6 }] }, [], ['release 6']],
    [
      'of a pool that is gone is released',
      { live: [{ ...ready, pool: 'gone' }] },
      [],
      ['release 7', 'prepare mac'],
    ],
    ['is not prepared in a pool that is paused', { paused: new Set(['mac']) }, [], []],
    ['is not prepared where VMs of others take the slots', { slots: 2, foreign: 2 }, [], []],
    [
      'is released when nothing new is taken',
      { live: [ready], draining: true, waiting: [job(1, 'macOS')] },
      ['draining'],
      ['release 7'],
    ],
    [
      'may be what a found sandbox turns out to be: it keeps its slot',
      { live: [joining], slots: 1, waiting: [job(1, 'macOS')] },
      ['no-slot'],
      [],
    ],
  ])('%s', (_, changes, jobs, about) => {
    expect(inShort(situation({ pools: [standbyPool, linux], ...changes }))).toEqual(jobs);
    expect(spares(changes)).toEqual(about);
  });

  it('never takes more than the host and its pool have room for', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const { jobs, spares: about } = decide(given);
        const made = [...jobs, ...about].filter(({ action }) => action === 'start' || action === 'prepare');
        expect(made.length).toBeLessThanOrEqual(Math.max(0, given.slots - given.live.length));
      }),
    );
  });

  it('is decided about once', () => {
    fc.assert(
      fc.property(anySituation, (given) => {
        const { jobs, spares: about } = decide(given);
        const ids = [...jobs, ...about].flatMap((each) => ('id' in each ? [each.id] : []));
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => given.live[id]?.state === 'spare')).toBe(true);
      }),
    );
  });
});
