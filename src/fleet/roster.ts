import type { WaitingJob } from '../demand/demand.ts';
import type { ErrorCode } from '../errors.ts';
import { asSandError } from '../lifecycle/failure.ts';
import type { Stops, World } from '../lifecycle/needs.ts';
import type { SandboxEvent, SandboxPlan, SandboxRecord } from '../lifecycle/plan.ts';
import { serve } from '../lifecycle/serve.ts';
import { drawName, type Draw } from '../naming/draw.ts';
import type { LiveSandbox } from './decide.ts';
import type { FleetEvent, ServiceRecord } from './events.ts';
import { Goldens } from './goldens.ts';
import type { Pool } from './pool.ts';
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
  /** Called when a sandbox has ended: decisions may change. */
  readonly onEnd: (record: ServiceRecord) => void;
}

/** Room in a sandbox's deadline for everything besides boot, waiting and the job, in milliseconds. */
const deadlineMarginMs = 30 * 60_000;

/** Errors after which the golden is looked at anew. */
const imageTrouble = new Set<ErrorCode>(['IMAGE_MISSING', 'IMAGE_RUNNING']);

/** A job for which a sandbox is wanted. */
interface Order {
  readonly pool: Pool;
  readonly job: WaitingJob;
  readonly stops: Stops;
}

/** One sandbox, from the decision to start it. Times in milliseconds since the epoch. */
interface Entry {
  readonly pool: string;
  readonly startedAt: number;
  /** Its name, once that was drawn. */
  sandbox: string | undefined;
  state: LiveSandbox['state'];
  /** When it took its job. */
  takenAt: number | undefined;
  waitedMs: number | undefined;
}

/** The sandboxes of this process, from the decision to start one until its record. */
export class Roster {
  readonly #options: RosterOptions;
  readonly #entries = new Set<Entry>();
  readonly #goldens: Goldens;
  readonly #tasks = new Set<Promise<void>>();
  readonly waitingTimes = new WaitingTimes();

  constructor(options: RosterOptions) {
    this.#options = options;
    this.#goldens = new Goldens(options.world.backend);
  }

  /** How many sandboxes there are, those on their way out too. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * The sandboxes as a list of jobs knows them that was asked for at `askedAt`: one that took its job since then
   * counts as free, for that job may still be in the list.
   */
  live(askedAt: number): LiveSandbox[] {
    return [...this.#entries].map(({ pool, state, takenAt }) => ({
      pool,
      state: takenAt !== undefined && takenAt >= askedAt ? 'free' : state,
    }));
  }

  /** Whether a sandbox is one of these. */
  has(sandbox: string): boolean {
    return [...this.#entries].some((entry) => entry.sandbox === sandbox);
  }

  /** Starts a sandbox for a job; returns at once. */
  start(pool: Pool, job: WaitingJob, stops: Stops): void {
    const startedAt = this.#options.world.clock.now();
    const entry: Entry = {
      pool: pool.name,
      startedAt,
      sandbox: undefined,
      state: 'free',
      takenAt: undefined,
      waitedMs: undefined,
    };
    this.#entries.add(entry);
    this.#track(this.#serve(entry, { pool, job, stops }));
  }

  /** Resolves when nothing of what was started is left to wait for. */
  async settled(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  #track(task: Promise<void>): void {
    const tracked = task.finally(() => this.#tasks.delete(tracked));
    this.#tasks.add(tracked);
  }

  async #serve(entry: Entry, order: Order): Promise<void> {
    const { pool, stops } = order;
    const record = await this.#attempt(entry, order);
    if (record.error !== undefined && imageTrouble.has(record.error.code)) this.#goldens.forget(pool.image);
    if (record.registrationLeft) this.#track(this.#removeStray(record.sandbox, stops));
    const sandboxLeft = record.sandboxLeft && !(await this.#destroyAgain(record.sandbox));
    this.#entries.delete(entry);
    const finished = { ...record, sandboxLeft, waitedMs: entry.waitedMs };
    this.#options.emit({ type: 'finished', record: finished });
    this.#options.onEnd(finished);
  }

  async #attempt(entry: Entry, { pool, job, stops }: Order): Promise<SandboxRecord> {
    const { world, emit } = this.#options;
    const signal = AbortSignal.any([stops.end, stops.leave]);
    let golden: string;
    try {
      if (!this.#goldens.isReady(pool.image))
        emit({ type: 'preparing', pool: pool.name, image: pool.image, job });
      golden = await this.#goldens.of(pool.image, signal);
    } catch (reason) {
      return notStarted(this.#drawName(pool), pool, entry.startedAt, reason);
    }
    // Not before: the time that a sandbox may live is in its name, and an image may take hours to come.
    const sandbox = this.#drawName(pool);
    entry.sandbox = sandbox;
    emit({ type: 'starting', sandbox, pool: pool.name, job });
    const see = (event: SandboxEvent) => this.#see(entry, event);
    return await serve(planOf(pool, sandbox, golden), { ...world, emit: see }, stops);
  }

  #see(entry: Entry, event: SandboxEvent): void {
    // One that ends without a job covers its job until its failure is known: the next try belongs to Patience.
    if (event.type === 'phase' && event.phase === 'delete' && entry.takenAt !== undefined)
      entry.state = 'ending';
    if (event.type === 'job-started') {
      entry.state = 'busy';
      entry.takenAt = this.#options.world.clock.now();
      entry.waitedMs = this.waitingTimes.until(entry.startedAt, event.job);
    }
    this.#options.emit(event);
  }

  async #destroyAgain(sandbox: string): Promise<boolean> {
    const { world, emit } = this.#options;
    const gone = await destroyAgain(sandbox, world);
    emit({ type: gone ? 'sandbox-removed' : 'sandbox-kept', sandbox });
    return gone;
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

  #drawName(pool: Pool): string {
    const { guestMs, registerMs, idleMs, jobMs } = pool.limits;
    const now = this.#options.world.clock.now();
    const deadline = Math.ceil((now + guestMs + registerMs + idleMs + jobMs + deadlineMarginMs) / 1000);
    return drawName(this.#options.owner, pool.name, deadline, this.#options.draw);
  }
}

function planOf(pool: Pool, name: string, golden: string): SandboxPlan {
  const { labels, session, env, limits } = pool;
  return { pool: pool.name, labels, session, env, limits, request: { ...pool.sandbox, name, golden } };
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
    left: false,
    sandboxLeft: false,
    registrationLeft: false,
    phases: {},
    reclaimedBytes: undefined,
  };
}
