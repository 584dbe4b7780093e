import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runModel } from './model.ts';
import { longScript, someSteps } from './model-script.ts';

describe('whatever happens to a poller', () => {
  it('no promise is broken, in any order of events', async () => {
    await fc.assert(
      fc.asyncProperty(someSteps, async (steps) => {
        expect((await runModel(steps)).violations).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('every job of a long day is run once, in its turn', async () => {
    const { violations, jobs, overtaken } = await runModel(longScript(150, 1));
    expect(violations).toEqual([]);
    expect(jobs).toBeGreaterThanOrEqual(150);
    expect(Math.max(...overtaken)).toBe(0);
  });
});
