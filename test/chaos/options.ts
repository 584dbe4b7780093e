import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { victims, type Victim } from './killer.ts';

/** What a run of the chaos is told. */
export interface ChaosOptions {
  readonly jobs: number;
  readonly seed: number;
  /** When it is given up. */
  readonly minutes: number;
  readonly victims: readonly Victim[];
  /** How long GitHub is away each time it is struck, in milliseconds; one to three seconds when left out. */
  readonly outageMs: number | undefined;
  /** Whether the Mac and GitHub have faults of their own, too. */
  readonly faults: boolean;
}

/** Reads the command line; throws for a victim that does not exist. */
export function readOptions(args = process.argv.slice(2)): ChaosOptions {
  const { values } = parseArgs({
    args,
    options: {
      jobs: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      minutes: { type: 'string', default: '12' },
      victims: { type: 'string', default: victims.join(',') },
      outage: { type: 'string' },
      faults: { type: 'boolean' },
    },
  });
  const chosen = values.victims.split(',').map((text) => {
    const victim = victims.find((each) => each === text);
    if (victim === undefined) throw new Error(`--victims: ${text} is none of ${victims.join(', ')}`);
    return victim;
  });
  return {
    jobs: Number(values.jobs),
    seed: Number(values.seed),
    minutes: Number(values.minutes),
    victims: chosen,
    outageMs: values.outage === undefined ? undefined : Number(values.outage) * 1000,
    faults: values.faults ?? chosen.length === victims.length,
  };
}

/** What comes with one job: how long it lasts, and what strikes when. */
export interface Turn {
  readonly jobMs: number;
  readonly afterMs: number;
  readonly victim: Victim;
  /** Which of several. */
  readonly which: number;
  /** How long GitHub is away when it is the victim. */
  readonly outageMs: number;
  /** Which faults are there from now on; undefined: as before. */
  readonly weather: number | undefined;
}

/** The whole run, from its seed. */
export function drawTurns({ jobs, seed, victims: chosen, outageMs }: ChaosOptions): Turn[] {
  const turn = fc.record({
    jobMs: fc.integer({ min: 50, max: 1500 }),
    afterMs: fc.integer({ min: 0, max: 1200 }),
    victim: fc.constantFrom(...chosen),
    which: fc.nat(),
    outageMs: outageMs === undefined ? fc.integer({ min: 1000, max: 3000 }) : fc.constant(outageMs),
    weather: fc.option(fc.nat(), { nil: undefined, freq: 2 }),
  });
  return fc.sample(turn, { numRuns: jobs, seed });
}
