import { fileURLToPath } from 'node:url';
import { wallClock, withDeadline } from '../../../src/clock.ts';
import { createJobs, type QueuedJob } from '../../../src/github/jobs.ts';
import type { RunnerRegistrations } from '../../../src/github/runners.ts';
import { reachGuest, type ReachedGuest } from '../../../src/guest/reach.ts';
import type { RunnerEvent } from '../../../src/guest/runner.ts';
import type { Lab } from './lab.ts';

/** The label of the job that the probes take when it waits (docs/conformance.md). */
export const probeLabel = 'sand-conformance';

/** What a runner did that we started, gave a job if one waited, and interrupted. */
export interface RunnerStory {
  readonly job: QueuedJob | undefined;
  /** Everything its listener said that we understood, in order. */
  readonly events: readonly RunnerEvent[];
  /** Whether GitHub showed it online, whatever its listener said. */
  readonly online: boolean;
  /** What GitHub answered when it was to be removed in the middle of its job. */
  readonly removedWhileBusy: 'removed' | 'absent' | 'busy' | undefined;
  /** Whether it was asked to end. */
  readonly interrupted: boolean;
  /** Milliseconds from there to its end; undefined when it did not end in time. */
  readonly endedMs: number | undefined;
  /** Whether its registration went by itself. */
  readonly registrationGone: boolean;
}

const scriptsFolder = fileURLToPath(new URL('../../../runner-scripts', import.meta.url));
const lookMs = 500;
/** After each deadline of a job that is over, GitHub has this long to forget its runner. */
const forgetTimes = 2;

/** Lets a runner come up in the shared VM, by the product's own code, and tells what happened. */
export async function observeRunner(lab: Lab, signal: AbortSignal): Promise<RunnerStory> {
  const { client, scope, registrations } = lab.github();
  const { pace } = lab.options;
  const limit = withDeadline(signal, pace.guestMs);
  const waiting = await createJobs(client, scope).waiting(limit);
  const job = waiting.find(({ labels }) => labels.includes(probeLabel));
  await using guest = await reach(lab, limit);
  await guest.deliver(limit);
  const name = lab.runnerName();
  const labels = job === undefined ? ['self-hosted', probeLabel] : job.labels;
  const { jitConfig } = await registrations.register(name, labels, limit);
  await guest.startRunner({ jitConfig, session: 'auto', env: {} }, limit);

  const ending = new AbortController();
  const events: RunnerEvent[] = [];
  const following = collect(guest, events, AbortSignal.any([signal, ending.signal]));
  try {
    const seen = await untilAtWork({ registrations, name, events, wantsJob: job !== undefined, pace }, limit);
    const removedWhileBusy = seen.busy ? await registrations.remove(name, limit) : undefined;
    const interrupted = !hasExited(events);
    if (interrupted) await guest.interruptRunner(limit);
    const askedAt = Date.now();
    const ended = await until(pace.interruptMs, signal, async () => hasExited(events));
    const endedMs = ended ? Date.now() - askedAt : undefined;
    const gone = async () => (await registrations.find(name, signal)) === undefined;
    const registrationGone =
      job !== undefined && ended && (await until(forgetTimes * pace.quietMs, signal, gone));
    return { job, events, online: seen.online, removedWhileBusy, interrupted, endedMs, registrationGone };
  } finally {
    ending.abort();
    await following;
  }
}

async function reach(lab: Lab, signal: AbortSignal): Promise<ReachedGuest> {
  const { macAddress, transports } = await lab.running();
  const { credentials, guestPort: port, pace } = lab.options;
  const deadlineMs = pace.guestMs;
  return await reachGuest({ transports, macAddress, port, credentials, scriptsFolder, deadlineMs, signal });
}

async function collect(guest: ReachedGuest, events: RunnerEvent[], signal: AbortSignal): Promise<void> {
  try {
    for await (const event of guest.followRunner(signal)) events.push(event);
  } catch {
    // Ended by us, or the guest is gone: what was seen counts.
  }
}

interface Watched {
  readonly registrations: RunnerRegistrations;
  readonly name: string;
  readonly events: readonly RunnerEvent[];
  readonly wantsJob: boolean;
  readonly pace: Lab['options']['pace'];
}

/** Waits until the runner listens, or has its job, or has ended. GitHub's word and the listener's are both heard. */
async function untilAtWork(
  { registrations, name, events, wantsJob, pace }: Watched,
  signal: AbortSignal,
): Promise<{ readonly online: boolean; readonly busy: boolean }> {
  let online = false;
  let busy = false;
  await until(pace.interruptMs, signal, async () => {
    const runner = await registrations.find(name, signal);
    online ||= runner?.online === true;
    busy ||= runner?.busy === true;
    return hasExited(events) || (wantsJob ? busy : online);
  });
  // GitHub may know before the log has come.
  const expected = wantsJob ? 'job-started' : 'listening';
  await until(
    pace.quietMs,
    signal,
    async () => hasExited(events) || events.some(({ type }) => type === expected),
  );
  return { online, busy: busy && !hasExited(events) };
}

function hasExited(events: readonly RunnerEvent[]): boolean {
  return events.some(({ type }) => type === 'exited');
}

/** Looks again and again; false when it did not become true within `ms` milliseconds. */
async function until(ms: number, signal: AbortSignal, look: () => Promise<boolean>): Promise<boolean> {
  const giveUpAt = Date.now() + ms;
  for (;;) {
    if (await look()) return true;
    if (Date.now() > giveUpAt) return false;
    await wallClock.sleep(lookMs, signal);
  }
}
