/** Random faults and kills around real simulated VMs and the real command (docs/chaos.md); exit code 1 when a promise broke. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultSettings } from '../../src/sim/github/settings.ts';
import { createSimulatedWorld } from '../../src/sim/world.ts';
import { Jobs } from './jobs.ts';
import { cutOne, deadly, killOne, type Victim } from './killer.ts';
import { drawTurns, readOptions, type Turn } from './options.ts';
import { fingerprint, isOurs, moveIn, runningVms } from './others.ts';
import { KeptPoller } from './poller.ts';
import { codesIn, countBy, processesLeft, show, violations, whatIsLeft } from './summary.ts';
import { changeWeather, clearWeather } from './weather.ts';

/** Slots of ours: what is left of the Mac's when the VM of somebody else has its own. */
const slots = 2;
/** More jobs than slots, so that there is always one to take. */
const mostOpen = 4;
const stopMs = 60_000;

const options = readOptions();
const began = performance.now();
const deadline = AbortSignal.timeout(options.minutes * 60_000);
say(`seed ${String(options.seed)}: ${String(options.jobs)} jobs; victims: ${options.victims.join(', ')}`);
const notes = await mkdtemp(join(tmpdir(), 'sand-chaos-'));
await using world = await createSimulatedWorld({
  // The kernel runs more than the poller may: so its own count is what is tested.
  host: { cloneMs: 0, bootMs: 80, sshMs: 20, agentMs: 60, stopMs: 0, vmLimit: slots + 3 },
  // A lost runner is noticed soon, but not because GitHub was away: a lease lasts ten minutes there.
  github: {
    leaseMs: 5000 + 2 * (options.outageMs ?? 0),
    // How long a runner tries to tell what became of its job is a guess: longer than GitHub is away.
    reportRetryMs: defaultSettings.reportRetryMs + (options.outageMs ?? 0),
    renewMs: 700,
    offlineMs: 2500,
    pickUpMs: 5000,
    rateLimit: 1_000_000,
  },
  image: { name: 'golden' },
});
await configure(1);
await moveIn(world);
const before = await fingerprint(world);
const jobs = new Jobs(world, notes);
const poller = new KeptPoller(world);

const struck: Victim[] = [];
const weathers: string[] = [];
let peak = 0;
const over = new AbortController();
const watching = watchPeak();

let number = 0;
for (const turn of drawTurns(options)) {
  number += 1;
  if (options.faults && turn.weather !== undefined) weathers.push(changeWeather(world, turn.weather));
  await jobs.queue(number, turn.jobMs);
  await pause(turn.afterMs);
  if (await strikeOnce(turn)) struck.push(turn.victim);
  while (jobs.open > mostOpen && !deadline.aborted) await pause(50);
  if (process.stderr.isTTY) process.stderr.write(`\rjob ${String(number)}`);
  if (deadline.aborted) break;
}
clearWeather(world);
await world.github.whenIdle(deadline).catch(() => undefined);
// Its standby is to go as well: the next one is told that there is none.
await configure(0);
await poller.kill();
while ((await whatIsLeft(world)).length > 0 && !deadline.aborted) await pause(200);
const left = await whatIsLeft(world);
const inTime = !deadline.aborted;
const exitCode = await poller.stop(stopMs);
over.abort();
await watching;

const after = await fingerprint(world);
const broken = await violations({
  jobs,
  poller,
  exitCode,
  left,
  inTime,
  processes: await processesLeft(world),
  disturbed: [...new Set(before).symmetricDifference(new Set(after))],
  peak,
  slots,
  deadlyStrikes: struck.filter((victim) => deadly.has(victim)).length,
});
say(`killed or cut: ${show(countBy(struck))}`);
say(`faults, each for a while: ${show(countBy(weathers))}`);
say(`jobs: ${show(countBy([...jobs.fates().values()]))}`);
say(`VMs of ours at once, at most: ${String(peak)} of ${String(slots)}`);
say(`the poller told of: ${show(codesIn(poller.log))}`);
say(`the poller ended by itself: ${show(countBy(poller.deaths))}`);
say(`took ${((performance.now() - began) / 60_000).toFixed(1)} min`);
say(broken.length === 0 ? 'no promise was broken' : `BROKEN:\n  ${broken.join('\n  ')}`);
if (broken.length > 0) {
  process.exitCode = 1;
  const file = join(tmpdir(), `sand-chaos-${String(options.seed)}.log`);
  await (await import('node:fs/promises')).writeFile(file, poller.log);
  say(`the log of the poller: ${file}`);
}
await rm(notes, { recursive: true });

async function configure(standby: number): Promise<void> {
  await world.configure({ pools: [{ standby, idleTimeout: '15s' }], host: { slots: slots + 1 } });
}

/** Strikes at the first moment from now on in which there is something to strike; false when no job is left to be hurt. */
async function strikeOnce(turn: Turn): Promise<boolean> {
  while (!(await strike(turn))) {
    if (jobs.open === 0 || deadline.aborted) return false;
    await pause(20);
  }
  return true;
}

async function strike({ victim, which, outageMs }: Turn): Promise<boolean> {
  switch (victim) {
    case 'poller':
      return await poller.kill();
    case 'connection':
      return await cutOne(world, which);
    case 'github':
      world.github.outage(outageMs);
      return true;
    default:
      return await killOne(world, victim, which);
  }
}

/** Looks often enough to see every VM: each takes longer to boot. */
async function watchPeak(): Promise<void> {
  while (!over.signal.aborted) {
    peak = Math.max(peak, (await runningVms(world)).filter(isOurs).length);
    await delay(100);
  }
}

async function pause(ms: number): Promise<void> {
  await delay(ms, undefined, { signal: deadline }).catch(() => undefined);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
