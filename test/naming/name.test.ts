import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatName, latestDeadline, parseName, poolNamePattern } from '../../src/naming/name.ts';

const lower = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');
const text = (characters: readonly string[], lengths: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...characters), ...lengths });
const exactly = (length: number) => text(lower, { minLength: length, maxLength: length });

/** Pools with dashes in every place, and pools that look like parts of names or like whole ones. */
const pool = fc.oneof(
  text([...lower, '-'], { minLength: 1, maxLength: 24 }),
  fc.constantFrom('-', '--', '-a-', 'a--b', 'sand', 'sand-ownerabc', '0000000-nonce1', 'a-0000000-abcdef'),
  fc.tuple(exactly(7), exactly(6)).map((parts) => parts.join('-')),
  fc.tuple(exactly(8), text(lower, { minLength: 1, maxLength: 15 })).map((parts) => parts.join('-')),
);
const deadlines = fc.oneof(fc.nat(latestDeadline), fc.constantFrom(0, latestDeadline));
const parts = fc.record(
  { owner: exactly(8), pool, deadline: deadlines, nonce: exactly(6) },
  { noNullPrototype: true },
);

const good = { owner: 'ownerabc', pool: 'xcode', deadline: 1_800_000_000, nonce: 'nonce1' };

describe('a name', () => {
  it('that was printed is parsed to what it was made of', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(parseName(formatName(given))).toStrictEqual(given);
      }),
    );
  });

  it('has at most 54 characters, all of them fit for a VM, a runner and a folder', () => {
    fc.assert(
      fc.property(parts, (given) => {
        expect(formatName(given)).toMatch(/^[a-z0-9-]{28,54}$/u);
      }),
    );
  });

  it('belongs to no other parts', () => {
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(formatName(one)).not.toBe(formatName(other));
      }),
    );
  });

  it.each([
    ['a short owner', { owner: 'abc' }],
    ['an owner in upper case', { owner: 'OWNERABC' }],
    ['no pool', { pool: '' }],
    ['a pool of 25 characters', { pool: 'a'.repeat(25) }],
    ['a pool with a space', { pool: 'a b' }],
    ['a pool that ends its line', { pool: 'a\n' }],
    ['a negative deadline', { deadline: -1 }],
    ['a deadline with a fraction', { deadline: 1.5 }],
    ['a deadline that is no number', { deadline: Number.NaN }],
    ['a deadline beyond seven digits', { deadline: latestDeadline + 1 }],
    ['a long nonce', { nonce: 'abcdefg' }],
  ])('is not printed with %s', (_, change) => {
    expect(() => formatName({ ...good, ...change })).toThrow(RangeError);
  });

  it('sorts by its deadline within a pool', () => {
    const names = [2, 35, 100_000].map((deadline) => formatName({ ...good, deadline }));
    expect(names.toReversed().toSorted()).toStrictEqual(names);
  });
});

const ours = formatName(good);

describe('foreign', () => {
  it.each([
    '',
    'sand',
    'sand-',
    'sand-vm',
    'sand----',
    'golden-tahoe',
    ours.toUpperCase(),
    ours.replace('sand', 'Sand'),
    ` ${ours}`,
    `${ours} `,
    `${ours}\n`,
    `${ours}x`,
    `x${ours}`,
    ours.slice(0, -1),
    ours.replace('-xcode-', '-'),
    ours.replace('-xcode-', '--'),
    ours.replace('xcode', 'x_code'),
    ours.replace('xcode', 'xcöde'),
    ours.replace('xcode', 'a'.repeat(25)),
    `../${ours}`,
  ])('is %j', (name) => {
    expect(parseName(name)).toBeUndefined();
  });

  it('is every text that is not printed by the codec', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (name) => {
        expect(parseName(name)).toBeUndefined();
        expect(parseName(`sand-${name}`.slice(0, 27))).toBeUndefined();
      }),
    );
  });

  it('is a name with one wrong character, or it is one that prints itself', () => {
    const character = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
    fc.assert(
      fc.property(parts, fc.nat(53), character, (given, at, wrong) => {
        const name = formatName(given);
        const near = name.slice(0, at) + wrong + name.slice(at + 1);
        const parsed = parseName(near);
        expect(parsed === undefined ? near : formatName(parsed)).toBe(near);
      }),
    );
  });
});

describe('the rule for pool names', () => {
  it('is that of the codec', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), pool), (given) => {
        expect(poolNamePattern.test(given)).toBe(isPrinted(given));
      }),
    );
  });
});

function isPrinted(name: string): boolean {
  try {
    return formatName({ ...good, pool: name }).includes(name);
  } catch {
    return false;
  }
}
