import { describe, expect, it } from 'vitest';
import { wallClock, withDeadline } from '../src/clock.ts';

const yearMs = 365 * 86_400_000;
const never = new AbortController().signal;

describe('the clock on the wall', () => {
  it('tells the time and sleeps', async () => {
    const before = wallClock.now();
    await wallClock.sleep(20, never);
    expect(wallClock.now() - before).toBeGreaterThanOrEqual(19);
  });

  it('is woken by a signal, with its reason', async () => {
    const wake = new AbortController();
    const sleeping = wallClock.sleep(60_000, wake.signal);
    wake.abort('wake up');
    await expect(sleeping).rejects.toBe('wake up');
    await expect(wallClock.sleep(60_000, wake.signal)).rejects.toBe('wake up');
  });

  it('sleeps longer than a timer of Node can', async () => {
    const end = new AbortController();
    const sleeping = wallClock.sleep(yearMs, end.signal);
    await wallClock.sleep(30, never);
    end.abort('enough');
    await expect(sleeping).rejects.toBe('enough');
  });
});

describe('a deadline', () => {
  it('aborts with a TimeoutError when it has passed', async () => {
    const signal = withDeadline(never, 10);
    await expect(wallClock.sleep(60_000, signal)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the reason of its signal when that comes first', () => {
    expect(withDeadline(AbortSignal.abort('stop'), 60_000).reason).toBe('stop');
  });

  it('may be longer than a timer of Node can be', async () => {
    const signal = withDeadline(never, yearMs);
    await wallClock.sleep(30, never);
    expect(signal.aborted).toBe(false);
  });
});
