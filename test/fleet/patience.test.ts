import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { Patience } from '../../src/fleet/patience.ts';

const error = new SandError('BOOT_FAILED', 'no boot');

const secondMs = 1000;

function pauseAfter(failures: number): number {
  const patience = new Patience();
  for (let now = 1; now <= failures; now += 1) patience.failed('a', { startedAt: now, now, error });
  let pause = failures;
  while (patience.paused(pause).has('a')) pause += secondMs;
  return (pause - failures) / secondMs;
}

describe('patience with a pool', () => {
  it('is complete as long as nothing failed', () => {
    expect(new Patience().paused(0)).toStrictEqual(new Set());
    expect(new Patience().exhausted(1)).toStrictEqual(new Set());
  });

  it('makes longer and longer pauses, up to five minutes', () => {
    expect([1, 2, 3, 4, 9, 10, 50].map(pauseAfter)).toStrictEqual([1, 2, 4, 8, 256, 300, 300]);
  });

  it('is for each pool its own', () => {
    const patience = new Patience();
    patience.failed('a', { startedAt: 0, now: 0, error });
    expect(patience.paused(500)).toStrictEqual(new Set(['a']));
  });

  it('is exhausted by failures in a row only', () => {
    const patience = new Patience();
    for (const now of [1, 2]) patience.failed('a', { startedAt: now, now, error });
    patience.succeeded('a');
    patience.failed('a', { startedAt: 3, now: 3, error });
    expect(patience.exhausted(2)).toStrictEqual(new Set());
    patience.failed('a', { startedAt: 4, now: 4, error });
    expect(patience.exhausted(2)).toStrictEqual(new Set(['a']));
  });

  it('takes what was started before the last failure as part of it', () => {
    const patience = new Patience();
    for (const now of [100, 110, 120]) patience.failed('a', { startedAt: 50, now, error });
    expect(patience.exhausted(2)).toStrictEqual(new Set());
    expect(patience.paused(1099)).toStrictEqual(new Set(['a']));
    expect(patience.paused(1100)).toStrictEqual(new Set());
  });
});
