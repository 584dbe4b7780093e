import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serves } from '../../src/demand/labels.ts';

const label = fc.string({ minLength: 1, maxLength: 20 });

describe('a pool serves a job', () => {
  it('when it has every wanted label, in any case', () => {
    expect(serves(['self-hosted', 'macOS', 'ARM64', 'xcode26'], ['SELF-HOSTED', 'macos', 'Xcode26'])).toBe(
      true,
    );
  });

  it('not when one is missing, nor when the job names none', () => {
    expect(serves(['self-hosted', 'macOS'], ['self-hosted', 'macOS', 'gpu'])).toBe(false);
    expect(serves(['self-hosted', 'macOS'], [])).toBe(false);
  });

  it('whenever the wanted labels are some of its own', () => {
    fc.assert(
      fc.property(fc.uniqueArray(label, { minLength: 1 }), fc.nat(), fc.boolean(), (pool, cut, upper) => {
        const wanted = pool.slice(cut % pool.length).map((each) => (upper ? each.toUpperCase() : each));
        fc.pre(
          wanted.every(
            (each, index) => each.toLowerCase() === pool[index + (cut % pool.length)]?.toLowerCase(),
          ),
        );
        expect(serves(pool, wanted)).toBe(true);
      }),
    );
  });

  it('never when it lacks a wanted label, whatever else is wanted', () => {
    fc.assert(
      fc.property(fc.array(label), fc.array(label), label, (pool, wanted, missing) => {
        fc.pre(!pool.some((each) => each.toLowerCase() === missing.toLowerCase()));
        expect(serves(pool, [...wanted, missing])).toBe(false);
      }),
    );
  });
});
