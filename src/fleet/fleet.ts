import type { Demand, WaitingJob } from '../demand/demand.ts';
import { asSandError } from '../lifecycle/failure.ts';
import type { Stops, World } from '../lifecycle/needs.ts';
import type { Draw } from '../naming/draw.ts';
import { decide, type Decision, type Hold } from './decide.ts';
import type { FleetEvent, ServiceRecord } from './events.ts';
import { Patience } from './patience.ts';
import type { Pool } from './pool.ts';
import { reap } from './reap.ts';
import { Roster } from './roster.ts';

/** What a fleet is made of. */
export interface FleetOptions {
  readonly owner: string;
  readonly pools: readonly Pool[];
  /** How many sandboxes may exist on this host at once. */
  readonly slots: number;
  readonly demand: Demand;
  readonly world: Omit<World, 'emit'>;
  /** Pause between two looks at the demand, in milliseconds. */
  readonly intervalMs: number;
  /** Pause between two tries to remove a registration that GitHub holds on to; a minute unless a simulation is quicker. */
  readonly strayRetryMs?: number;
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
const reapEveryMs = 10 * minuteMs;

/** Keeps as many sandboxes as there is demand for, within the slots of the host. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #patience = new Patience();
  readonly #roster: Roster;
  /** What `once` collects; a daemon keeps no records here. */
  #records: ServiceRecord[] | undefined;
  #reapAt = 0;
  /** Why each waiting job was held at the last look, by its id. */
  #held = new Map<number, Hold>();
  /** Aborted and replaced when something happened that may change a decision. */
  #change = new AbortController();

  constructor(options: FleetOptions) {
    this.#options = options;
    const { owner, world, draw, emit, strayRetryMs = minuteMs } = options;
    this.#roster = new Roster({
      owner,
      world,
      draw,
      emit,
      strayRetryMs,
      onEnd: (record) => this.#ended(record),
    });
  }

  /** Serves the jobs that wait now, and those they release, then returns. Rejects when GitHub cannot be asked. */
  async once(stops: Stops): Promise<FleetReport> {
    const stop = AbortSignal.any([stops.end, stops.leave]);
    const records: ServiceRecord[] = [];
    this.#records = records;
    let unserved: readonly WaitingJob[] = [];
    try {
      await this.#reap(stop);
      do {
        const look = await this.#look(stop);
        unserved = look.waiting;
        const hopeful = this.#act(look, stops, this.#patience.exhausted(mostFailures));
        if (!hopeful && this.#roster.size === 0) break;
        await this.#untilChange(stop);
      } while (!stop.aborted);
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
    while (!stop.aborted) {
      try {
        await this.#reap(stop);
        this.#act(await this.#look(stop), stops);
      } catch (reason) {
        const error = asSandError(reason, 'asking GitHub for jobs');
        if (!stop.aborted) this.#options.emit({ type: 'demand-failed', error });
      }
      await this.#untilChange(stop);
    }
    await this.#roster.settled();
  }

  async #look(signal: AbortSignal): Promise<Look> {
    const askedAt = this.#options.world.clock.now();
    const waiting = await this.#options.demand.waiting(signal);
    this.#roster.waitingTimes.saw(waiting);
    return { waiting, askedAt };
  }

  /** Carries the decisions out; false when no waiting job has a chance with us any more. */
  #act({ waiting, askedAt }: Look, stops: Stops, givenUp: ReadonlySet<string> = new Set()): boolean {
    const { pools, slots, world } = this.#options;
    const paused = this.#patience.paused(world.clock.now()).union(givenUp);
    const decisions = decide({ waiting, pools, live: this.#roster.live(askedAt), slots, paused });
    const ids = new Set(waiting.map(({ id }) => id));
    this.#held = new Map([...this.#held].filter(([id]) => ids.has(id)));
    for (const decision of decisions) {
      if (decision.action === 'start') this.#roster.start(decision.pool, decision.job, stops);
      else this.#hold(decision);
    }
    return decisions.some(({ pool }) => pool !== undefined && !givenUp.has(pool.name));
  }

  /** Says once why a job is held, not at every look. */
  #hold({ job, pool, why }: Extract<Decision, { action: 'hold' }>): void {
    if (this.#held.get(job.id) === why) return;
    this.#held.set(job.id, why);
    this.#options.emit({ type: 'holding', job, pool: pool?.name, why });
  }

  #ended(record: ServiceRecord): void {
    const { pool, job, error, startedAt } = record;
    this.#records?.push(record);
    if (job !== undefined) this.#patience.succeeded(pool);
    else if (error !== undefined) {
      this.#patience.failed(pool, { startedAt, now: this.#options.world.clock.now() });
    }
    this.#change.abort();
  }

  async #untilChange(stop: AbortSignal): Promise<void> {
    const { world, intervalMs } = this.#options;
    const change = AbortSignal.any([stop, this.#change.signal]);
    await world.clock.sleep(intervalMs, change).catch(() => undefined);
    if (this.#change.signal.aborted) this.#change = new AbortController();
  }

  async #reap(signal: AbortSignal): Promise<void> {
    const { world, emit } = this.#options;
    if (world.clock.now() < this.#reapAt) return;
    this.#reapAt = world.clock.now() + reapEveryMs;
    const isLive = (sandbox: string) => this.#roster.has(sandbox);
    await reap({ backend: world.backend, now: () => world.clock.now(), emit, isLive }, signal);
  }
}
