import { SandError } from '../errors.ts';
import type { Stops } from '../lifecycle/needs.ts';
import type { PhaseName } from '../lifecycle/phases.ts';
import type { SandboxEvent } from '../lifecycle/plan.ts';
import type { Standby } from '../lifecycle/standby.ts';
import type { LiveSandbox } from './decide.ts';

/** How a sandbox comes to be in the roster. */
type Origin = 'job' | 'standby' | 'found';

/** What a sandbox looks like to the operator. Times in milliseconds since the epoch. */
export interface EntryView {
  readonly sandbox: string | undefined;
  readonly pool: string;
  readonly state: LiveSandbox['state'];
  readonly phase: PhaseName | undefined;
  readonly startedAt: number;
  readonly phaseSince: number;
  /** The job that runs in it. */
  readonly job: string | undefined;
}

/** One sandbox of this process, from the decision to have it until its record. */
export class Entry {
  readonly id: number;
  readonly pool: string;
  readonly startedAt: number;
  /** Its name, once that was drawn. */
  sandbox: string | undefined;
  /** When it took its job. */
  takenAt: number | undefined;
  waitedMs: number | undefined;
  state: LiveSandbox['state'];
  phase: PhaseName | undefined;
  #phaseSince: number;
  #job: string | undefined;
  readonly #wanted = new AbortController();
  readonly #released = new AbortController();
  readonly #jobOver = new AbortController();
  readonly #ended = new AbortController();

  constructor(id: number, pool: string, origin: Origin, now: number) {
    this.id = id;
    this.pool = pool;
    this.startedAt = now;
    this.#phaseSince = now;
    this.state = ({ job: 'free', standby: 'spare', found: 'joining' } as const)[origin];
    if (origin === 'job') this.#wanted.abort();
  }

  /** Whether a job has, or had, it. */
  get tookJob(): boolean {
    return this.takenAt !== undefined;
  }

  /** Whether it is a standby whose guest answers. */
  get ready(): boolean {
    return this.phase === 'standby';
  }

  /** What `lifecycle` is to wait for before it asks for a registration. */
  standby(maxAgeMs: number, endsBy = Infinity): Standby {
    return { wanted: this.#wanted.signal, released: this.#released.signal, maxAgeMs, endsBy };
  }

  /** The stops of this sandbox: those of everybody, and its own. */
  stops({ end, leave }: Stops): Stops {
    return { end: AbortSignal.any([end, this.#ended.signal]), leave };
  }

  /** A job wants it. */
  take(): void {
    this.state = 'free';
    this.#wanted.abort();
  }

  /** It is not needed any more; one that has a job goes on. */
  release(): void {
    if (this.state === 'spare') this.state = 'ending';
    this.#released.abort();
  }

  /** Aborts when GitHub says that its job is over. */
  get jobOver(): AbortSignal {
    return this.#jobOver.signal;
  }

  /** GitHub says that its job is over. */
  endJob(): void {
    this.#jobOver.abort();
  }

  /** It has no future, whatever it does. */
  end(reason: SandError): void {
    this.#ended.abort(reason);
  }

  /** Follows what happens to it. */
  see(event: SandboxEvent, now: number): void {
    if (event.type === 'phase') this.#enter(event.phase, now);
    if (event.type === 'job-started') {
      this.state = 'busy';
      this.takenAt = now;
      this.#job = event.job;
    }
  }

  view(): EntryView {
    const { sandbox, pool, state, phase, startedAt } = this;
    return { sandbox, pool, state, phase, startedAt, phaseSince: this.#phaseSince, job: this.#job };
  }

  #enter(phase: PhaseName, now: number): void {
    this.phase = phase;
    this.#phaseSince = now;
    // A found one shows only now what it is.
    if (this.state === 'joining' && phase === 'idle') this.state = 'free';
    if (this.state === 'joining' && phase === 'standby') this.state = 'spare';
    if (phase === 'held') this.state = 'busy';
    // One that ends without a job covers its job until its failure is known: the next try belongs to Patience.
    if (phase === 'delete' && (this.takenAt !== undefined || this.state !== 'free')) this.state = 'ending';
  }
}
