import { FakeClock } from './clock.ts';

/** Every effect that the world offers. */
export const effects = [
  'prepare',
  'list',
  'create',
  'start',
  'attach',
  'reach',
  'probe',
  'register',
  'deliver',
  'equip',
  'startRunner',
  'interrupt',
  'collectLogs',
  'output',
  'keepEvidence',
  'close',
  'destroy',
  'remove',
  'waiting',
  'listRunners',
  'find',
] as const;

export type Effect = (typeof effects)[number];

/** What goes wrong in an effect: before anything happened, or after (an answer that was lost). */
export interface Fault {
  readonly error: unknown;
  readonly when: 'before' | 'after';
  /** How often; every time when left out. */
  times?: number;
}

/** Where the fakes act: keeps time, writes down what was done, and lets it fail. */
export class Stage {
  readonly clock = new FakeClock();
  /** What was done, in order: `create sand-…`. */
  readonly journal: string[] = [];
  readonly faults = new Map<Effect, Fault>();
  /** Milliseconds of an effect; a second when left out. */
  readonly durations = new Map<Effect, number>();
  /** Called when an effect begins. */
  onEffect: (effect: Effect, name: string) => void = () => undefined;
  readonly #over = new AbortController();

  /** Ends everything that still sleeps or waits on this stage. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Does something that takes time; what `act` does happens in the middle of it. */
  async perform<Result>(
    effect: Effect,
    name: string,
    given: { signal: AbortSignal; act: () => Result },
  ): Promise<Result> {
    const signal = AbortSignal.any([given.signal, this.over]);
    const half = (this.durations.get(effect) ?? 1000) / 2;
    this.journal.push(name === '' ? effect : `${effect} ${name}`);
    this.onEffect(effect, name);
    await this.clock.sleep(half, signal);
    const fault = this.#fault(effect);
    if (fault?.when === 'before') throw fault.error;
    const result = given.act();
    await this.clock.sleep(half, signal);
    if (fault?.when === 'after') throw fault.error;
    return result;
  }

  /** The effects that were performed, without names. */
  get done(): readonly string[] {
    return this.journal.map((entry) => entry.split(' ')[0] ?? '');
  }

  /** Clears the stage. */
  close(): void {
    this.#over.abort(new Error('the stage was cleared'));
  }

  #fault(effect: Effect): Fault | undefined {
    const fault = this.faults.get(effect);
    if (fault?.times === undefined) return fault;
    if (fault.times === 0) return undefined;
    fault.times -= 1;
    return fault;
  }
}
