import { expect, it } from 'vitest';
import { SandError } from '../../../src/errors.ts';
import { waitForSlot } from '../../../src/sandbox/tart/slots.ts';
import { FakeClock } from '../../lifecycle/fakes/clock.ts';

const noSlot = new SandError('NO_SLOT', 'taken');
const limit = new SandError('VM_LIMIT', 'limit');
const { signal } = new AbortController();

/** Fails until the given time, and notes when it was tried. */
function attempts(clock: FakeClock, freeAfterMs: number, error: SandError) {
  const startedAt = clock.now();
  const tried: number[] = [];
  const attempt = async () => {
    tried.push(clock.now() - startedAt);
    await Promise.resolve();
    if (clock.now() < startedAt + freeAfterMs) throw error;
    return 'booted';
  };
  return { tried, attempt };
}

it.each([noSlot, limit])('a start refused with $code is tried again, quickly at first', async (error) => {
  const clock = new FakeClock();
  const { tried, attempt } = attempts(clock, 650, error);

  expect(await waitForSlot(attempt, { clock, patienceMs: 120_000, signal })).toBe('booted');
  expect(tried).toEqual([0, 100, 300, 700]);
});

it('the last refusal is given back when patience is over, not later', async () => {
  const clock = new FakeClock();
  const { tried, attempt } = attempts(clock, Number.POSITIVE_INFINITY, limit);

  await expect(waitForSlot(attempt, { clock, patienceMs: 20_000, signal })).rejects.toBe(limit);
  expect(tried.at(-1)).toBeGreaterThan(14_000);
  expect(tried.at(-1)).toBeLessThanOrEqual(20_000);
  expect(tried.length).toBeLessThan(15);
});

it('any other failure is given back at once', async () => {
  const clock = new FakeClock();
  const { tried, attempt } = attempts(clock, 1000, new SandError('KEYCHAIN_LOCKED', 'locked'));

  await expect(waitForSlot(attempt, { clock, patienceMs: 20_000, signal })).rejects.toThrow('locked');
  expect(tried).toEqual([0]);
});

it('waiting ends with the signal', async () => {
  const clock = new FakeClock();
  const abort = new AbortController();
  const attempt = () => {
    abort.abort(new Error('enough'));
    return Promise.reject(noSlot);
  };

  await expect(waitForSlot(attempt, { clock, patienceMs: 20_000, signal: abort.signal })).rejects.toThrow(
    'enough',
  );
});
