import type { Demand, WaitingJob } from '../demand/demand.ts';
import type { ErrorCode, SandError } from '../errors.ts';
import { asSandError } from '../lifecycle/failure.ts';
import type { Stops } from '../lifecycle/needs.ts';
import type { Draw } from '../naming/draw.ts';
import { Secret } from '../secret.ts';
import { decide, type JobDecision } from './decide.ts';
import type { FleetEvent, ServiceRecord } from './events.ts';
import { offerOf } from './offer.ts';
import { Patience } from './patience.ts';
import type { Pool } from './pool.ts';
import { Resync, type FleetWorld } from './resync.ts';
import { Roster } from './roster.ts';
import type { FleetView, HeldJob } from './view.ts';

/** What a fleet is made of. */
export interface FleetOptions {
  readonly owner: string;
  readonly pools: readonly Pool[];
  /** How many sandboxes may exist on this host at once. */
  readonly slots: number;
  /** How much memory they may have together, in MiB; as much as they want when left out. */
  readonly memoryMiB?: number;
  readonly demand: Demand;
  readonly world: FleetWorld;
  /** Pause between two looks at the demand, in milliseconds. */
  readonly intervalMs: number;
  /** Pause between two tries to remove a registration that GitHub holds on to; a minute unless a simulation is quicker. */
  readonly strayRetryMs?: number;
  /** Whether it starts without taking anything new. */
  readonly draining?: boolean;
  readonly emit: (event: FleetEvent) => void;
  readonly draw?: Draw;
}

/** What `once` did. */
export interface FleetReport {
  readonly records: readonly ServiceRecord[];
  /** Jobs that still wait: no pool serves them, or their pool kept failing. */
  readonly unserved: readonly WaitingJob[];
}

/** The jobs that waited when GitHub was asked. */
interface Look {
  readonly waiting: readonly WaitingJob[];
  /** When the request was sent: what happened since then is not in the list. Milliseconds since the epoch. */
  readonly askedAt: number;
}

/** A pool that failed so often in a row is given up by `once`. */
const mostFailures = 3;
const minuteMs = 60_000;
const closeDeadlineMs = 5000;

/** Ends without a job that say nothing against the pool: another host's runner was quicker, or somebody wanted the end. */
const blameless: ReadonlySet<ErrorCode> = new Set(['NO_JOB', 'INTERRUPTED']);

/** Keeps as many sandboxes as there is demand for, within the slots of the host. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #patience = new Patience();
  readonly #roster: Roster;
  readonly #resync: Resync;
  #pools: readonly Pool[];
  #draining: boolean;
  /** What `once` collects; a daemon keeps no records here. */
  #records: ServiceRecord[] | undefined;
  #demandError: SandError | undefined;
  #tickedAt: number | undefined;
  #lookedAt: number | undefined;
  /** Why each waiting job was held at the last look, by its id. */
  #held = new Map<number, HeldJob>();
  /** Aborted and replaced when something happened that may change a decision. */
  #change = new AbortController();

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#pools = options.pools;
    this.#draining = options.draining ?? false;
    const { owner, world, draw, emit, strayRetryMs = minuteMs } = options;
    this.#roster = new Roster({
      owner,
      world,
      draw,
      emit,
      strayRetryMs,
      onChange: () => this.#wake(),
      onEnd: (record) => this.#ended(record),
    });
    const poolOf = (name: string) => this.#pools.find((pool) => pool.name === name);
    this.#resync = new Resync({ owner, world, emit, roster: this.#roster, poolOf });
  }

  /** Serves the jobs that wait now, and those they release, then returns. Rejects when GitHub cannot be asked. */
  async once(stops: Stops): Promise<FleetReport> {
    const stop = AbortSignal.any([stops.end, stops.leave]);
    const records: ServiceRecord[] = [];
    this.#records = records;
    // Nobody is there to use them later.
    this.#pools = this.#pools.map((pool) => ({ ...pool, standby: 0 }));
    let unserved: readonly WaitingJob[] = [];
    try {
      do {
        await this.#resync.run(stops);
        const look = await this.#look(stop);
        unserved = look.waiting;
        const hopeful = this.#act(look, stops, this.#patience.exhausted(mostFailures));
        if (!hopeful && this.#roster.size === 0) break;
        await this.#untilChange(stop);
      } while (!stop.aborted);
      await this.#roster.settled();
      // Registrations that their jobs should have used up: nobody is there to look for them later.
      if (records.length > 0) await this.#resync.runStrays(stops);
    } catch (error) {
      if (!stop.aborted) throw error;
    } finally {
      await this.#roster.settled();
    }
    return { records, unserved };
  }

  /** Serves jobs until it is told to stop; GitHub being away is reported and waited out. */
  async run(stops: Stops): Promise<void> {
    const stop = AbortSignal.any([stops.end, stops.leave]);
    const keepingUp = this.#keepUp(stops, stop);
    while (!stop.aborted) {
      await this.#tick(stops, stop);
      await this.#untilChange(stop);
    }
    await keepingUp;
    await this.#closeDemand();
    await this.#roster.settled();
  }

  /** GitHub may hand out at once what it holds for us; it would notice by itself that we are gone. */
  async #closeDemand(): Promise<void> {
    const { demand, emit } = this.#options;
    await demand.close?.(AbortSignal.timeout(closeDeadlineMs)).catch((reason: unknown) => {
      emit({ type: 'demand-failed', error: asSandError(reason, 'saying goodbye to GitHub') });
    });
  }

  /** Takes nothing new; what runs is finished. */
  drain(): void {
    this.#draining = true;
    this.#wake();
  }

  /** Takes jobs again. */
  resume(): void {
    this.#draining = false;
    this.#wake();
  }

  /** Other pools from now on: sandboxes of removed ones are finished, standbys of changed ones are made anew. */
  reconfigure(pools: readonly Pool[]): void {
    const changed = new Set(this.#pools.filter((pool) => !pools.some((other) => isSame(pool, other))));
    this.#pools = pools;
    for (const { name } of changed) this.#roster.releaseSpares(name);
    this.#wake();
  }

  /** Ends one sandbox, its job too; false when there is none of that name. */
  drop(sandbox: string, reason: SandError): boolean {
    return this.#roster.drop(sandbox, reason);
  }

  /** Compares with the host and GitHub at the next tick, which comes at once. */
  resyncNow(): void {
    this.#resync.soon();
    this.#wake();
  }

  /** What it looks like now. */
  view(): FleetView {
    const paused = this.#patience.pauses(this.#options.world.clock.now());
    return {
      pools: this.#pools.map(({ name, labels, image, max, standby }) => ({
        name,
        labels,
        image,
        max,
        standby,
        paused: paused.get(name),
      })),
      sandboxes: this.#roster.views(),
      waiting: [...this.#held.values()],
      slots: this.#options.slots,
      foreign: this.#resync.foreign,
      draining: this.#draining,
      demandError: this.#demandError,
      troubles: this.#resync.troubles,
      tickedAt: this.#tickedAt,
      lookedAt: this.#lookedAt,
    };
  }

  /** GitHub may let us wait for an hour, or be asked once a day: the host, and standbys, are looked after every minute. */
  async #keepUp(stops: Stops, stop: AbortSignal): Promise<void> {
    const { clock } = this.#options.world;
    while (!stop.aborted) {
      await clock.sleep(minuteMs, stop).catch(() => undefined);
      if (stop.aborted || clock.now() - (this.#tickedAt ?? 0) < minuteMs) continue;
      await this.#resync.run(stops).catch(() => undefined); // rejects only to stop
      if (!stop.aborted && !this.#resync.isBlind) this.#act({ waiting: [], askedAt: clock.now() }, stops);
    }
  }

  /** Looks at the host and at the demand, and acts. What fails is told, and tried again at the next tick. */
  async #tick(stops: Stops, stop: AbortSignal): Promise<void> {
    this.#tickedAt = this.#options.world.clock.now();
    try {
      await this.#resync.run(stops);
      // Sandboxes that nobody has found yet may have all the slots, and the jobs.
      if (!this.#resync.isBlind) this.#act(await this.#look(stop), stops);
    } catch (reason) {
      if (stop.aborted) return;
      const error = asSandError(reason, 'asking GitHub for jobs');
      this.#demandError = error;
      this.#options.emit({ type: 'demand-failed', error });
      // Standbys need no GitHub.
      this.#act({ waiting: [], askedAt: this.#options.world.clock.now() }, stops);
    }
  }

  async #look(signal: AbortSignal): Promise<Look> {
    const askedAt = this.#options.world.clock.now();
    const { demand } = this.#options;
    this.#announce();
    const waiting = await demand.waiting(signal);
    if (demand.over !== undefined) this.#roster.jobsOver(demand.over);
    const ids = new Set(waiting.map(({ id }) => id));
    this.#held = new Map([...this.#held].filter(([id]) => ids.has(id)));
    this.#demandError = undefined;
    this.#lookedAt = askedAt;
    this.#roster.waitingTimes.saw(waiting);
    return { waiting, askedAt };
  }

  /** Carries the decisions out; false when no waiting job has a chance with us any more. */
  #act({ waiting, askedAt }: Look, stops: Stops, givenUp: ReadonlySet<string> = new Set()): boolean {
    const { slots, memoryMiB, world } = this.#options;
    const paused = this.#patience.paused(world.clock.now()).union(givenUp);
    const { jobs, spares } = decide({
      waiting,
      pools: this.#pools,
      live: this.#roster.live(askedAt),
      slots,
      memoryMiB,
      foreign: this.#resync.foreign.length,
      paused,
      draining: this.#draining,
    });
    for (const decision of jobs) this.#carryOut(decision, stops);
    for (const decision of spares) {
      if (decision.action === 'release') this.#roster.release(decision.id);
      else this.#roster.start({ pool: decision.pool, job: undefined, stops });
    }
    this.#announce();
    return jobs.some(({ pool }) => pool !== undefined && !givenUp.has(pool.name));
  }

  #announce(): void {
    const { demand, slots, world } = this.#options;
    const now = world.clock.now();
    demand.announce?.(
      offerOf({
        pools: this.#pools,
        live: this.#roster.live(Infinity),
        slots,
        foreign: this.#resync.foreign.length,
        paused: this.#patience.paused(now),
        draining: this.#draining || this.#resync.isBlind,
      }),
    );
  }

  #carryOut(decision: JobDecision, stops: Stops): void {
    const { job } = decision;
    if (decision.action === 'hold') return this.#hold(decision);
    this.#held.delete(job.id);
    if (decision.action === 'take') this.#roster.take(decision.id, job);
    else this.#roster.start({ pool: decision.pool, job, stops });
  }

  /** Says once why a job is held, not at every look. */
  #hold({ job, pool, why }: Extract<JobDecision, { action: 'hold' }>): void {
    if (this.#held.get(job.id)?.why === why) return;
    this.#held.set(job.id, { job, pool: pool?.name, why });
    this.#options.emit({ type: 'holding', job, pool: pool?.name, why });
  }

  #ended(record: ServiceRecord): void {
    const { pool, job, error, startedAt } = record;
    this.#records?.push(record);
    if (job !== undefined || error?.code === 'RUNNER_MUTE') this.#patience.succeeded(pool);
    else if (error !== undefined && !record.left && !blameless.has(error.code)) {
      this.#patience.failed(pool, { startedAt, now: this.#options.world.clock.now(), error });
    }
    if (record.sandboxLeft) this.#resync.doom(record.sandbox);
    this.#wake();
  }

  #wake(): void {
    this.#change.abort();
  }

  async #untilChange(stop: AbortSignal): Promise<void> {
    const { world, demand, intervalMs } = this.#options;
    const change = AbortSignal.any([stop, this.#change.signal]);
    const over = new AbortController();
    const signal = AbortSignal.any([change, over.signal]);
    const news = demand.changed?.(signal);
    const pause = world.clock.sleep(intervalMs, signal);
    await (news === undefined ? pause : Promise.race([pause, news])).catch(() => undefined);
    over.abort();
    if (this.#change.signal.aborted) this.#change = new AbortController();
  }
}

function isSame(one: Pool, other: Pool): boolean {
  return printed(one) === printed(other);
}

/** A pool as text, secrets too: they print as `[secret]` anywhere else. */
function printed(pool: Pool): string {
  return JSON.stringify(pool, function reveal(this: Readonly<Record<string, unknown>>, key, value: unknown) {
    const raw = this[key];
    return raw instanceof Secret ? raw.reveal() : value;
  });
}
