import type { Clock } from '../clock.ts';

/** The phases of a sandbox that take noticeable time, in their order. */
export type PhaseName =
  'clone' | 'boot' | 'ssh' | 'warmup' | 'standby' | 'register' | 'idle' | 'run' | 'held' | 'delete';

/** Milliseconds spent in each phase that was reached. */
export type PhaseTimes = Partial<Record<PhaseName, number>>;

/** Measures the phases of one sandbox: each lasts from its `enter` to the next one. */
export class Phases {
  readonly #clock: Clock;
  readonly #onEnter: (phase: PhaseName) => void;
  readonly #times: PhaseTimes = {};
  #current: { phase: PhaseName; since: number } | undefined;

  constructor(clock: Clock, onEnter: (phase: PhaseName) => void) {
    this.#clock = clock;
    this.#onEnter = onEnter;
  }

  /** Ends the phase before and begins this one. */
  enter(phase: PhaseName): void {
    this.finish();
    this.#current = { phase, since: this.#clock.now() };
    this.#onEnter(phase);
  }

  /** Ends the current phase. */
  finish(): void {
    if (this.#current === undefined) return;
    const { phase, since } = this.#current;
    this.#times[phase] = (this.#times[phase] ?? 0) + this.#clock.now() - since;
    this.#current = undefined;
  }

  /** The times so far. */
  get times(): PhaseTimes {
    return { ...this.#times };
  }
}
