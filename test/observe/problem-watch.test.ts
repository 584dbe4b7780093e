import { beforeEach, describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import type { FleetView } from '../../src/fleet/view.ts';
import type { AppEvent } from '../../src/observe/describe.ts';
import { ProblemWatch } from '../../src/observe/problem-watch.ts';
import type { Problem } from '../../src/observe/problems.ts';
import { FleetWorld } from '../fleet/fleet-world.ts';

const minuteMs = 60_000;
const away: AppEvent = { type: 'demand-failed', error: new SandError('GITHUB_UNREACHABLE', 'no answer') };

let now: number;
let view: FleetView;
let told: Problem[];
let watch: ProblemWatch;

beforeEach(() => {
  now = 0;
  view = new FleetWorld().fleet().view();
  told = [];
  watch = new ProblemWatch({ now: () => now, view: () => view, tell: (problem) => told.push(problem) });
});

function pause(failures: number): void {
  const error = new SandError('CLONE_FAILED', 'no space');
  view = {
    ...view,
    pools: view.pools.map((pool) => ({ ...pool, paused: { until: now + 1, failures, error } })),
  };
}

/** Tells of an event; the fleet takes note of it after that. */
async function see(event: AppEvent, noted: () => void = () => undefined): Promise<Problem[]> {
  watch.see(event);
  noted();
  await Promise.resolve();
  return told.splice(0);
}

const failed = { type: 'demand-failed', error: new SandError('INTERNAL', 'whatever') } as const;

describe('a problem is told', () => {
  it('of a pool that failed three times in a row, not before', async () => {
    expect(await see(failed, () => pause(2))).toEqual([]);
    expect(await see(failed, () => pause(3))).toMatchObject([{ code: 'CLONE_FAILED', pool: 'xcode' }]);
  });

  it('of GitHub when it was away for five minutes, not when only the last look failed', async () => {
    const error = new SandError('GITHUB_UNREACHABLE', 'no answer');
    view = { ...view, demandError: error, lookedAt: undefined };
    now = 5 * minuteMs;
    expect(await see(away)).toEqual([]);
    now += 1;
    view = { ...view, lookedAt: now - 1000 };
    expect(await see(away)).toEqual([]);
    now += 6 * minuteMs;
    expect(await see(away)).toMatchObject([{ code: 'GITHUB_UNREACHABLE' }]);
  });

  it('of a VM that stays', async () => {
    expect(await see({ type: 'sandbox-kept', sandbox: 'sand-x' })).toMatchObject([
      { code: 'DESTROY_INCOMPLETE', sandbox: 'sand-x' },
    ]);
  });

  it('at most once a minute for each code', async () => {
    pause(3);
    expect(await see(failed)).toHaveLength(1);
    now = minuteMs - 1;
    expect(await see(failed)).toEqual([]);
    expect(await see({ type: 'sandbox-kept', sandbox: 'sand-x' })).toHaveLength(1);
    now = minuteMs;
    expect(await see(failed)).toHaveLength(1);
  });
});
