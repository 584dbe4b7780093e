import * as fc from 'fast-check';
import { effects, type Effect } from '../lifecycle/fakes/stage.ts';

/** The kinds of jobs: what `runs-on` asks for. */
export const kinds = [['macOS'], ['macOS', 'xcode'], ['gpu']] as const;

/** What happens to the modelled world. Times in milliseconds. */
export type Act =
  | {
      readonly type: 'offer';
      readonly jobs: readonly { readonly kind: number; readonly ms: number; readonly fails: boolean }[];
    }
  /** SIGKILL of the poller, and another one after a while. */
  | { readonly type: 'kill'; readonly gapMs: number }
  /** SIGTERM, and another one after a while. */
  | { readonly type: 'terminate'; readonly gapMs: number }
  | { readonly type: 'drain'; readonly ms: number }
  /** Other numbers of standbys and sandboxes for a while; a pool may be gone. */
  | {
      readonly type: 'reconfigure';
      readonly standby: number;
      readonly max: number;
      readonly gone: boolean;
      readonly ms: number;
    }
  | { readonly type: 'resync' }
  /** A VM ends by itself. */
  | { readonly type: 'crash'; readonly which: number }
  /** The next calls of an effect fail. */
  | {
      readonly type: 'fault';
      readonly effect: Effect;
      readonly when: 'before' | 'after';
      readonly times: number;
    }
  /** GitHub answers no calls of ours for a while. */
  | { readonly type: 'away'; readonly ms: number };

/** One act, and how long after the one before. */
export interface Step {
  readonly afterMs: number;
  readonly act: Act;
}

const minuteMs = 60_000;
const upTo = (max: number) => fc.integer({ min: 0, max });

const job = fc.record({
  kind: fc.constantFrom(0, 0, 0, 1, 1, 2),
  ms: fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: 3000, max: 90_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: minuteMs, max: 50 * minuteMs }) },
  ),
  fails: fc.boolean(),
});
const offer: fc.Arbitrary<Act> = fc.record({
  type: fc.constant('offer'),
  jobs: fc.oneof(
    { weight: 9, arbitrary: fc.array(job, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(job, { minLength: 3, maxLength: 10 }) },
  ),
});

const trouble: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('kill'), gapMs: upTo(5000) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('terminate'), gapMs: upTo(minuteMs) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('drain'), ms: upTo(30 * minuteMs) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('reconfigure'),
      standby: upTo(2),
      max: fc.constantFrom(1, 2),
      gone: fc.boolean(),
      ms: upTo(30 * minuteMs),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('resync') }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('crash'), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('away'), ms: upTo(20 * minuteMs) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('fault'),
      effect: fc.constantFrom(...effects),
      when: fc.constantFrom('before', 'after'),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
);

/** Seconds apart, so that acts fall into the middle of others. */
const soon = fc.integer({ min: 0, max: 20_000 });

/** Some steps in any order, for a property. */
export const someSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    afterMs: soon,
    act: fc.oneof({ weight: 2, arbitrary: offer }, { weight: 3, arbitrary: trouble }),
  }),
  { minLength: 1, maxLength: 25 },
);

const stretch = 40;

/** So many jobs, hours of trouble between hours without any. */
export function longScript(jobs: number, seed: number): Step[] {
  const rest = fc.integer({ min: 0, max: 5 * minuteMs });
  const offers = fc.sample(fc.record({ afterMs: rest, act: offer }), { numRuns: jobs, seed });
  const troubles = fc.sample(fc.record({ afterMs: rest, act: trouble }), { numRuns: jobs, seed });
  const steps: Step[] = [];
  let offered = 0;
  for (const [index, step] of offers.entries()) {
    const isCalm = Math.floor(index / stretch) % 2 === 0;
    if (step.act.type === 'offer') offered += step.act.jobs.length;
    steps.push(step, ...(isCalm ? [] : troubles.slice(index, index + 1)));
    if (offered >= jobs) break;
  }
  return steps;
}
