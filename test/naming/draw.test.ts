import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawName, ownerOf } from '../../src/naming/draw.ts';
import { parseName } from '../../src/naming/name.ts';

describe('an owner', () => {
  it('is always the same for the same identity', () => {
    expect(ownerOf('4C4C4544-0042', '/Users/ci/.sand-poller')).toBe('2q7nsmxx');
  });

  it('has eight characters that a name may hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (identity) => {
        expect(ownerOf(...identity)).toMatch(/^[a-z0-9]{8}$/u);
      }),
    );
  });

  it('differs when a part of the identity differs, or is cut elsewhere', () => {
    const owners = [
      ownerOf('a', 'b'),
      ownerOf('ab'),
      ownerOf('a', 'c'),
      ownerOf('b', 'a'),
      ownerOf('a', 'b', ''),
    ];
    expect(new Set(owners).size).toBe(owners.length);
  });
});

describe('a drawn name', () => {
  it('says owner, pool and deadline, and holds what was drawn', () => {
    const drawn = [0, 1, 25, 26, 35, 9];
    const name = drawName('ownerabc', 'xcode', 1_800_000_000, () => drawn.shift() ?? 0);
    expect(parseName(name)).toStrictEqual({
      owner: 'ownerabc',
      pool: 'xcode',
      deadline: 1_800_000_000,
      nonce: 'abz09j',
    });
  });

  it('is another one each time', () => {
    const names = Array.from({ length: 1000 }, () => drawName('ownerabc', 'xcode', 1));
    expect(new Set(names).size).toBe(1000);
  });
});
