import { expect } from 'vitest';
import { serveWaiting } from '../../src/cli/serve.ts';
import type { Tuning } from '../../src/cli/poller.ts';
import { codeOf, type ErrorCode } from '../../src/errors.ts';
import type { Limits, SandboxRecord } from '../../src/lifecycle/plan.ts';
import type { PhaseName } from '../../src/lifecycle/phases.ts';
import { describeEvent, type AppEvent } from '../../src/observe/describe.ts';
import { describeError } from '../../src/cli/print-error.ts';
import { cancelAll, createWorld, expectNoTrace, workflow, type SharedWorld } from '../e2e/operator.ts';
import type { Fault, Outcome, Place } from './fault.ts';

/** Long enough for a machine that is as busy as it can be. */
const patient: Limits = {
  guestMs: 90_000,
  registerMs: 90_000,
  idleMs: 90_000,
  jobMs: 90_000,
  graceMs: 30_000,
  undoMs: 60_000,
};

/** Where a deadline is what ends it, it comes soon. */
const impatient: Partial<Record<ErrorCode, Partial<Limits>>> = {
  GUEST_UNREACHABLE: { guestMs: 15_000 },
  NO_JOB: { idleMs: 15_000, graceMs: 3000 },
  JOB_DEADLINE: { jobMs: 15_000, graceMs: 3000 },
};

function limitsFor(outcome: Outcome | undefined): Limits {
  return Object.assign({ ...patient }, ...(outcome?.codes ?? []).map((code) => impatient[code]));
}
/** What a step may take beyond its deadline: it has to be noticed, and the machine may be busy. */
const slackMs = 10_000;

const lostRunner = {
  leaseMs: 5000,
  renewMs: 500,
  offlineMs: 4000,
  pickUpMs: 6000,
  sessionConflictMs: 300,
  clockRetryMs: 300,
};

/** What was seen of one cell. */
interface Seen {
  readonly records: readonly SandboxRecord[];
  readonly lines: readonly string[];
  readonly error: unknown;
}

/** Serves one job while a fault strikes at a place; checks what must hold in every cell, and returns what came of it. */
export async function runCell(fault: Fault, place: Place): Promise<Outcome> {
  // A job that is to be lost is still there when that happens.
  const step = fault.at[place]?.job === 'failure' ? 'exec sleep 30' : 'sleep 0.1';
  await using world = await createWorld({
    host: { agentMs: 50, ...fault.mac },
    github: { ...lostRunner, ...fault.github },
    ...(fault.image === undefined ? {} : { image: fault.image }),
    job: workflow(fault.step ?? step),
  });
  if (fault.configuration !== undefined) await world.configure(fault.configuration);

  const limits = limitsFor(fault.at[place]);
  const seen = await serveUnderFault(world, { fault, place, limits });

  expectWithinDeadlines(seen.records, limits);
  await expectNoTrace(world, { stdout: JSON.stringify(seen.records), stderr: seen.lines.join('\n') });
  return { job: jobOf(world), codes: codesOf(seen) };
}

async function serveUnderFault(
  world: SharedWorld,
  { fault, place, limits }: { readonly fault: Fault; readonly place: Place; readonly limits: Limits },
): Promise<Seen> {
  const tuning: Tuning = {
    strayRetryMs: 300,
    slotPatienceMs: 8000,
    requestMs: 1500,
    keepaliveMs: 400,
    limits,
  };
  const records: SandboxRecord[] = [];
  const lines: string[] = [];
  const strikes: unknown[] = [];
  const struck = { is: false };
  const strike = (sandbox: string): void => {
    if (struck.is) return;
    struck.is = true;
    strikes.push(fault.strike?.(world, sandbox));
  };
  const emit = (event: AppEvent): void => {
    lines.push(JSON.stringify(describeEvent(event)));
    if (event.type === 'phase' && event.phase === place) strike(event.sandbox);
    if (event.type !== 'finished') return;
    records.push(event.record);
    if (fault.lasting === true && event.record.job === undefined) cancelAll(world);
  };
  if (place === 'look') strike('');
  const never = new AbortController().signal;
  const stops = { end: never, leave: never, asked: () => false };
  let error: unknown;
  try {
    const { problems } = await serveWaiting(world.configFile, { env: world.env, emit, stops, tuning });
    lines.push(...problems);
  } catch (reason) {
    error = reason;
    lines.push(describeError(reason));
  }
  await Promise.all(strikes);
  return { records, lines, error };
}

/** No phase outlives its deadline: what has to be undone afterwards has its own. */
function expectWithinDeadlines(records: readonly SandboxRecord[], limits: Limits): void {
  const bounds: readonly (readonly [PhaseName, number])[] = [
    ['ssh', limits.guestMs],
    ['register', limits.registerMs],
    ['idle', limits.idleMs + limits.graceMs],
    ['run', limits.jobMs + limits.graceMs],
    ['delete', 2 * limits.undoMs],
  ];
  const late = records.flatMap(({ phases }) =>
    bounds.filter(([phase, ms]) => (phases[phase] ?? 0) > ms + slackMs).map(([phase]) => phase),
  );
  expect(late).toEqual([]);
}

function jobOf({ github }: SharedWorld): Outcome['job'] {
  const [job] = github.jobs();
  const begun = job?.runnerName !== null && job?.runnerName !== undefined && job.runnerName !== '';
  if (job?.conclusion === 'success' || job?.conclusion === 'failure') return job.conclusion;
  return begun ? 'cancelled' : 'waits';
}

function codesOf({ records, error }: Seen): ErrorCode[] {
  const codes = [...records.map((record) => record.error?.code), codeOf(error)];
  if (error !== undefined) expect(codeOf(error)).toBeDefined();
  return [...new Set(codes.filter((code) => code !== undefined))];
}
