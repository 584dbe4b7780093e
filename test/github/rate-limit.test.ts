import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRateLimited, rateLimitWait } from '../../src/github/rate-limit.ts';

const now = Date.UTC(2026, 0, 1);
const inTenSeconds = String(now / 1000 + 10);

describe('a rate limit', () => {
  it.each([
    [429, {}, {}, true],
    [403, { 'retry-after': '5' }, {}, true],
    [403, { 'x-ratelimit-remaining': '0' }, {}, true],
    [403, {}, { message: 'You have exceeded a secondary rate limit.' }, true],
    [403, { 'x-ratelimit-remaining': '17' }, { message: 'Resource not accessible' }, false],
    [404, { 'x-ratelimit-remaining': '0' }, {}, false],
  ])('of %i with %j and %j is one: %s', (status, headers, data, limited) => {
    expect(isRateLimited({ status, headers, data })).toBe(limited);
  });

  it.each([
    ['retry-after before all else', { 'retry-after': '7', 'x-ratelimit-remaining': '0' }, 1, 7000],
    ['retry-after as a date', { 'retry-after': new Date(now + 9000).toUTCString() }, 1, 9000],
    ['the reset', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inTenSeconds }, 1, 11_000],
    ['a minute without headers', { 'x-ratelimit-reset': inTenSeconds }, 1, 60_000],
    ['twice that at the second attempt', {}, 2, 120_000],
    ['a minute when the header is nonsense', { 'retry-after': 'soon' }, 1, 60_000],
    ['never more than an hour', { 'retry-after': '99999999999' }, 1, 3_600_000],
    ['at least a second', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' }, 1, 1000],
  ])('waits for %s', (_, headers, attempt, wait) => {
    expect(rateLimitWait(headers, attempt, now)).toBe(wait);
  });

  it('is waited out between a second and an hour, whatever the headers say', () => {
    const names = ['retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
    const value = fc.oneof(fc.string(), fc.integer().map(String), fc.constant(undefined));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 3, maxLength: 3 }),
        fc.integer({ min: 1, max: 60 }),
        (values, attempt) => {
          const headers = Object.fromEntries(names.map((name, index) => [name, values[index]]));
          const wait = rateLimitWait(headers, attempt, now);
          expect(wait).toBeGreaterThanOrEqual(1000);
          expect(wait).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });
});
