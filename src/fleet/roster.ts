import type { WaitingJob } from '../demand/demand.ts';
import type { ErrorCode, SandError } from '../errors.ts';
import { asSandError } from '../lifecycle/failure.ts';
import type { Stops, World } from '../lifecycle/needs.ts';
import type { PhaseName } from '../lifecycle/phases.ts';
import type { SandboxEvent, SandboxPlan, SandboxRecord } from '../lifecycle/plan.ts';
import { serve } from '../lifecycle/serve.ts';
import { drawName, type Draw } from '../naming/draw.ts';
import type { LiveSandbox } from './decide.ts';
import { Entry, type EntryView } from './entry.ts';
import type { FleetEvent, ServiceRecord } from './events.ts';
import { Goldens } from './goldens.ts';
import { removedPool, type Pool } from './pool.ts';
import type { Held } from './reconcile.ts';
import { destroyAgain, removeStray } from './strays.ts';
import { WaitingTimes } from './waiting-times.ts';

/** What a roster needs of the world. */
export interface RosterOptions {
  readonly owner: string;
  readonly world: Omit<World, 'emit'>;
  readonly draw?: Draw | undefined;
  /** Pause between two tries to remove a registration that GitHub holds on to, in milliseconds. */
  readonly strayRetryMs: number;
  readonly emit: (event: FleetEvent) => void;
  /** Called when it shows what a found sandbox is: decisions may change. */
  readonly onChange: () => void;
  /** Called when a sandbox has ended. */
  readonly onEnd: (record: ServiceRecord) => void;
}

/** A guest that an earlier process has reached is looked for as long as GitHub waits for a silent runner (§5.3). */
const findMs = 10 * 60_000;
/** What is left of a found sandbox's deadline for its end. */
const endingMs = 5 * 60_000;

/** Room in a sandbox's deadline for everything besides boot, waiting and the job, in milliseconds. */
const deadlineMarginMs = 30 * 60_000;

/** Errors after which the golden is looked at anew. */
const imageTrouble = new Set<ErrorCode>(['IMAGE_MISSING', 'IMAGE_RUNNING']);

/** What is to be made: a sandbox for a job, or a standby. */
interface Order {
  readonly pool: Pool;
  readonly job: WaitingJob | undefined;
  readonly stops: Stops;
}

/** A sandbox that an earlier process left running. */
interface Found {
  readonly sandbox: string;
  /** Seconds since the epoch. */
  readonly deadline: number;
  /** Undefined when the configuration has no such pool any more. */
  readonly pool: Pool | undefined;
  readonly poolName: string;
  readonly stops: Stops;
}

/** The sandboxes of this process, from the decision to have one until its record. */
export class Roster {
  readonly #options: RosterOptions;
  readonly #entries = new Map<number, Entry>();
  readonly #goldens: Goldens;
  readonly #tasks = new Set<Promise<void>>();
  /** Registrations that are being removed. */
  readonly #strays = new Set<string>();
  readonly waitingTimes = new WaitingTimes();
  #lastId = 0;

  constructor(options: RosterOptions) {
    this.#options = options;
    this.#goldens = new Goldens(options.world.backend);
  }

  /** How many sandboxes there are, those on their way out too. */
  get size(): number {
    return this.#entries.size;
  }

  /** What each of them looks like. */
  views(): EntryView[] {
    return [...this.#entries.values()].map((entry) => entry.view());
  }

  /**
   * The sandboxes as a list of jobs knows them that was asked for at `askedAt`: one that took its job since then
   * counts as free, for that job may still be in the list.
   */
  live(
    askedAt: number,
  ): (LiveSandbox & { readonly sandbox: string | undefined; readonly tookJob: boolean })[] {
    return [...this.#entries.values()].map(({ id, sandbox, pool, state, takenAt, tookJob, ready }) => ({
      id,
      sandbox,
      tookJob,
      pool,
      ready,
      state: takenAt !== undefined && takenAt >= askedAt ? 'free' : state,
    }));
  }

  /** The sandboxes by name, with what is done about each. */
  held(): Map<string, Held> {
    return new Map(
      [...this.#entries.values()].flatMap(({ sandbox, phase, state }) =>
        sandbox === undefined ? [] : [[sandbox, holdingOf(phase, state)] as const],
      ),
    );
  }

  /** Starts a sandbox for a job, or a standby; returns at once. */
  start(order: Order): void {
    const entry = this.#add(order.pool.name, order.job === undefined ? 'standby' : 'job');
    this.#track(this.#serve(entry, order.stops, () => this.#attempt(entry, order)));
  }

  /** Gives a standby to a job. */
  take(id: number, job: WaitingJob): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.take();
    const { sandbox = '', pool } = entry;
    this.#options.emit({ type: 'taking', sandbox, pool, job });
  }

  /** A standby is not needed any more. */
  release(id: number): void {
    this.#entries.get(id)?.release();
  }

  /** None of the standbys of a pool is needed any more. */
  releaseSpares(pool: string): void {
    for (const entry of this.#entries.values())
      if (entry.pool === pool && entry.state === 'spare') entry.release();
  }

  /** Ends one sandbox, or lets it go when it is held for a person; false when there is none of that name. */
  drop(sandbox: string, reason: SandError): boolean {
    const entry = [...this.#entries.values()].find((each) => each.sandbox === sandbox);
    entry?.end(reason);
    return entry !== undefined;
  }

  /** GitHub says that the jobs of these sandboxes are over. */
  jobsOver(sandboxes: ReadonlySet<string>): void {
    for (const entry of this.#entries.values())
      if (entry.sandbox !== undefined && sandboxes.has(entry.sandbox)) entry.endJob();
  }

  /** Takes over a sandbox that an earlier process left running; returns at once. */
  adopt(found: Found): void {
    const entry = this.#add(found.poolName, 'found');
    entry.sandbox = found.sandbox;
    this.#options.emit({ type: 'adopting', sandbox: found.sandbox, pool: found.poolName });
    this.#track(this.#serve(entry, found.stops, () => this.#continue(entry, found)));
  }

  /** Does something until it is done; `settled` waits for it. */
  track(task: Promise<void>): void {
    this.#track(task);
  }

  /** Removes the registration of a sandbox that is gone, as often as it takes; returns at once. */
  removeStray(name: string, stops: Stops): void {
    if (this.#strays.has(name)) return;
    this.#strays.add(name);
    this.#track(this.#removeStray(name, stops).finally(() => this.#strays.delete(name)));
  }

  async #removeStray(name: string, stops: Stops): Promise<void> {
    const { world, strayRetryMs, emit } = this.#options;
    const { registrations, clock } = world;
    const signal = AbortSignal.any([stops.end, stops.leave]);
    try {
      const gone = await removeStray(name, { registrations, clock, retryMs: strayRetryMs }, signal);
      emit({ type: gone ? 'stray-removed' : 'stray-kept', sandbox: name });
    } catch {
      // We were told to stop: GitHub drops a registration without a runner after a day (github-runners.md §5.8).
      emit({ type: 'stray-kept', sandbox: name });
    }
  }

  /** Resolves when nothing of what was started is left to wait for. */
  async settled(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  #add(pool: string, origin: 'job' | 'standby' | 'found'): Entry {
    this.#lastId += 1;
    const entry = new Entry(this.#lastId, pool, origin, this.#options.world.clock.now());
    this.#entries.set(entry.id, entry);
    return entry;
  }

  #track(task: Promise<void>): void {
    const tracked = task.finally(() => this.#tasks.delete(tracked));
    this.#tasks.add(tracked);
  }

  async #serve(entry: Entry, stops: Stops, attempt: () => Promise<SandboxRecord>): Promise<void> {
    const record = await attempt();
    if (record.registrationLeft) this.removeStray(record.sandbox, stops);
    const sandboxLeft = record.sandboxLeft && !(await this.#destroyAgain(record.sandbox));
    this.#entries.delete(entry.id);
    const finished = { ...record, sandboxLeft, waitedMs: entry.waitedMs };
    this.#options.emit({ type: 'finished', record: finished });
    this.#options.onEnd(finished);
  }

  async #attempt(entry: Entry, { pool, job, stops }: Order): Promise<SandboxRecord> {
    const { emit } = this.#options;
    const signal = AbortSignal.any([stops.end, stops.leave]);
    let golden: string;
    try {
      if (!this.#goldens.isReady(pool.image)) emit({ type: 'preparing', pool: pool.name, image: pool.image });
      golden = await this.#goldens.of(pool.image, signal);
    } catch (reason) {
      return notStarted(this.#drawName(pool), pool, entry.startedAt, reason);
    }
    // Not before: the time that a sandbox may live is in its name, and an image may take hours to come.
    const sandbox = this.#drawName(pool);
    entry.sandbox = sandbox;
    emit({ type: 'starting', sandbox, pool: pool.name, job });
    const record = await this.#run(entry, stops, {
      ...planOf(pool, { ...pool.sandbox, name: sandbox, golden }),
      standby: entry.standby(pool.standbyMaxAgeMs),
    });
    if (record.error !== undefined && imageTrouble.has(record.error.code)) this.#goldens.forget(pool.image);
    return record;
  }

  async #continue(entry: Entry, { sandbox, deadline, pool, stops }: Found): Promise<SandboxRecord> {
    const { clock } = this.#options.world;
    const endsAt = deadline * 1000 - endingMs;
    const known = pool ?? removedPool(entry.pool);
    const plan = planOf(known, { ...known.sandbox, name: sandbox, golden: '' });
    const { limits } = plan;
    const jobMs = Math.max(1000, Math.min(limits.jobMs, endsAt - clock.now()));
    const standbyEndsBy = endsAt - limits.registerMs - limits.idleMs - limits.jobMs - known.holdMs;
    return await this.#run(entry, stops, {
      ...plan,
      limits: { ...limits, guestMs: findMs, jobMs },
      standby: entry.standby(known.standbyMaxAgeMs, standbyEndsBy),
      // A pool that is gone may have had any network.
      found: { network: pool?.sandbox.network },
    });
  }

  async #run(entry: Entry, stops: Stops, plan: SandboxPlan): Promise<SandboxRecord> {
    const emit = (event: SandboxEvent) => this.#see(entry, event);
    return await serve(
      { ...plan, jobOver: entry.jobOver },
      { ...this.#options.world, emit },
      entry.stops(stops),
    );
  }

  #see(entry: Entry, event: SandboxEvent): void {
    const before = entry.state;
    entry.see(event, this.#options.world.clock.now());
    if (event.type === 'job-started') entry.waitedMs = this.waitingTimes.until(entry.startedAt, event.job);
    this.#options.emit(event);
    // Only now does the next decision know what it was.
    if (before === 'joining' && entry.state !== before) this.#options.onChange();
  }

  async #destroyAgain(sandbox: string): Promise<boolean> {
    const { world, emit } = this.#options;
    const gone = await destroyAgain(sandbox, world);
    emit({ type: gone ? 'sandbox-removed' : 'sandbox-kept', sandbox });
    return gone;
  }

  /** The deadline covers standby, job and hold time together (DESIGN.md §4). */
  #drawName(pool: Pool): string {
    const { guestMs, registerMs, idleMs, jobMs } = pool.limits;
    const standbyMs = pool.standby > 0 ? pool.standbyMaxAgeMs : 0;
    const readyMs = guestMs + (pool.warmup?.timeoutMs ?? 0);
    const lifeMs = readyMs + standbyMs + registerMs + idleMs + jobMs + pool.holdMs + deadlineMarginMs;
    const deadline = Math.ceil((this.#options.world.clock.now() + lifeMs) / 1000);
    return drawName(this.#options.owner, pool.name, deadline, this.#options.draw);
  }
}

function holdingOf(phase: PhaseName | undefined, state: LiveSandbox['state']): Held {
  if (phase === undefined || phase === 'clone' || phase === 'boot') return 'making';
  return phase === 'delete' || state === 'ending' ? 'ending' : 'using';
}

function planOf(pool: Pool, request: SandboxPlan['request']): SandboxPlan {
  const { name, labels, session, env, hooks, warmup, secrets, limits, holdMs } = pool;
  return { pool: name, labels, session, env, hooks, warmup, secrets, limits, holdMs, request };
}

/** The record of a sandbox that was never begun. */
function notStarted(sandbox: string, pool: Pool, startedAt: number, reason: unknown): SandboxRecord {
  return {
    sandbox,
    pool: pool.name,
    startedAt,
    job: undefined,
    result: undefined,
    error: asSandError(reason, `making the image ${pool.image} ready`),
    unused: false,
    left: false,
    sandboxLeft: false,
    registrationLeft: false,
    phases: {},
    reclaimedBytes: undefined,
  };
}
