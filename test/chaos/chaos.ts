import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { whatIsLeft } from '../../src/cli/left.ts';
import { createPoller } from '../../src/cli/poller.ts';
import { loadConfig } from '../../src/config/load.ts';
import { SandError } from '../../src/errors.ts';
import { createSimulatedWorld } from '../../src/sim/world.ts';
import { killOne, kill, type Victim } from './killer.ts';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '10' },
  },
});
const jobs = Number(values.jobs);
const deadline = AbortSignal.timeout(Number(values.minutes) * 60_000);
/** More jobs than slots, so that there is always one to take. */
const mostWaiting = 3;

process.stdout.write(
  `seed ${values.seed}: ${String(jobs)} jobs, a process killed at a random moment of each\n`,
);
const notes = await mkdtemp(join(tmpdir(), 'sand-chaos-'));
await using world = await createSimulatedWorld({
  host: { cloneMs: 0, bootMs: 80, sshMs: 20, stopMs: 0 },
  // A lost runner is noticed soon, so that a killed job ends as GitHub's rules say: failed, not run again.
  github: { leaseMs: 1500, renewMs: 400, offlineMs: 1500, pickUpMs: 2500 },
});
await world.configure({ pools: [{ idleTimeout: '20s' }] });
const { config } = await loadConfig(world.configFile);
const end = new AbortController();
const errors = new Map<string, number>();
const poller = await createPoller(
  config,
  {
    env: world.env,
    strayRetryMs: 500,
    limits: { guestMs: 20_000, graceMs: 5000 },
    emit(event) {
      if (event.type !== 'finished' || event.record.error === undefined) return;
      errors.set(event.record.error.code, (errors.get(event.record.error.code) ?? 0) + 1);
    },
  },
  end.signal,
);
const running = poller.run({ end: end.signal, leave: new AbortController().signal });

const kills = new Map<Victim, number>();
let number = 0;
for (const { victim, which, afterMs } of fc.sample(kill, { numRuns: jobs, seed: Number(values.seed) })) {
  number += 1;
  await queueJob(number);
  await delay(afterMs);
  if (await killOne(world.host, victim, which)) kills.set(victim, (kills.get(victim) ?? 0) + 1);
  while (world.github.jobs().filter(({ status }) => status !== 'completed').length > mostWaiting)
    await delay(50);
  if (deadline.aborted) break;
}
await world.github.whenIdle(deadline);
await settled();
end.abort(new SandError('INTERRUPTED', 'the chaos is over'));
await running;

const left = await whatIsLeft(world);
const conclusions = countBy(world.github.jobs().map(({ conclusion }) => conclusion ?? 'none'));
const starts = countBy((await readdir(notes)).map((name) => name.split('.')[0] ?? ''));
const twice = [...starts].filter(([, times]) => times > 1);
await rm(notes, { recursive: true });

process.stdout.write(
  `killed: ${show(kills)}\njobs: ${show(conclusions)}\nsandboxes that failed: ${show(errors)}\n`,
);
process.stdout.write(`left: ${JSON.stringify(left)}\njobs run twice: ${String(twice.length)}\n`);
const clean = left.sandboxes + left.runners + left.processes === 0;
if (!clean || twice.length > 0 || conclusions.has('none')) process.exitCode = 1;

async function queueJob(id: number): Promise<void> {
  const run = `touch ${notes}/${String(id)}.$$; exec sleep 0.3`;
  const job = { 'runs-on': ['self-hosted'], steps: [{ run }] };
  const workflow = JSON.stringify({ on: 'push', jobs: { [`job${String(id)}`]: job } });
  await world.github.runWorkflow({
    repository: world.repository,
    path: '.github/workflows/ci.yml',
    workflow,
  });
}

/** GitHub holds on to the registration of a lost runner until its lease is over. */
async function settled(): Promise<void> {
  for (;;) {
    const { sandboxes, runners } = await whatIsLeft(world);
    if ((sandboxes === 0 && runners === 0) || deadline.aborted) return;
    await delay(200);
  }
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function show(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${String(count)}`).join(', ') || 'none';
}
