import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { Health, whyNotReady } from '../../src/observe/health.ts';

const minuteMs = 60_000;
const error = new SandError('GITHUB_RATE_LIMITED', 'limit');

describe('a poller', () => {
  it('hangs when it has not ticked for two minutes besides its interval, from its start on', () => {
    const health = new Health(minuteMs, 1000);
    expect(health.whyHanging({ tickedAt: undefined }, 1000 + 3 * minuteMs - 1)).toEqual([]);
    expect(health.whyHanging({ tickedAt: undefined }, 1000 + 3 * minuteMs)).toHaveLength(1);
    expect(health.whyHanging({ tickedAt: 5 * minuteMs }, 8 * minuteMs - 1)).toEqual([]);
    expect(health.whyHanging({ tickedAt: 5 * minuteMs }, 8 * minuteMs)).toEqual([
      'the last tick began 180 s ago',
    ]);
  });

  it('does not hang while GitHub makes it wait', () => {
    const health = new Health(minuteMs, 0);
    health.see({ type: 'waiting-for-github', error, ms: 60 * minuteMs }, minuteMs);
    expect(health.whyHanging({ tickedAt: minuteMs }, 63 * minuteMs)).toEqual([]);
    expect(health.whyHanging({ tickedAt: minuteMs }, 64 * minuteMs)).toHaveLength(1);
  });

  it('is ready once GitHub and the host were asked with success', () => {
    const fine = { lookedAt: 1, demandError: undefined, troubles: [] };
    expect(whyNotReady(fine)).toEqual([]);
    expect(whyNotReady({ ...fine, lookedAt: undefined })).toEqual(['GitHub was not asked yet']);
    expect(whyNotReady({ ...fine, demandError: error })).toEqual(['GITHUB_RATE_LIMITED: limit']);
    expect(whyNotReady({ ...fine, troubles: [new SandError('TART_MISSING', 'no tart')] })).toEqual([
      'TART_MISSING: no tart',
    ]);
  });
});
