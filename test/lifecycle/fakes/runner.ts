import type { RunnerEvent } from '../../../src/guest/runner.ts';
import type { FakeGitHub, FakeJob, FakeRegistration } from './github.ts';
import type { Stage } from './stage.ts';

/** How runners behave here. */
export interface RunnerWays {
  /** Ends at once with this exit code instead of listening. */
  exitsAtOnce?: number;
  /** Lines that it prints at its start. */
  readonly lines: string[];
  /** What it does when it is interrupted. */
  onInterrupt: 'cancels' | 'ignores' | 'cancels and hangs';
  /** Never ends after its job. */
  hangsAfterJob: boolean;
  /** Says nothing of its job. */
  isMute?: boolean;
  /** What it does in the moment its job ends, before it exits. */
  afterJob: () => void;
}

/** A runner inside a fake VM: lives as long as the VM does, whoever follows it. */
export class FakeRunner {
  /** When it exited, in milliseconds since the epoch. */
  endedAt: number | undefined;
  readonly #name: string;
  readonly #stage: Stage;
  readonly #github: FakeGitHub;
  readonly #ways: RunnerWays;
  readonly #registration: FakeRegistration | undefined;
  readonly #interrupted = new AbortController();
  readonly #log: RunnerEvent[] = [];
  #more = Promise.withResolvers<undefined>();

  constructor(name: string, given: { stage: Stage; github: FakeGitHub; ways: RunnerWays }) {
    this.#name = name;
    this.#stage = given.stage;
    this.#github = given.github;
    this.#ways = given.ways;
    this.#registration = given.github.runners.get(name);
  }

  /** Runs until it has exited or `life`, that of the VM, ends. */
  async run(life: AbortSignal): Promise<void> {
    for (const text of this.#ways.lines) this.#print({ type: 'line', text });
    const code = this.#ways.exitsAtOnce ?? (await this.#serve(life));
    this.endedAt = this.#stage.clock.now();
    this.#print({ type: 'exited', code });
  }

  interrupt(): void {
    if (this.#ways.onInterrupt !== 'ignores') this.#interrupted.abort(new Error('SIGINT'));
  }

  /** Yields the log from its start, and what comes until `signal` aborts. */
  async *follow(signal: AbortSignal): AsyncGenerator<RunnerEvent> {
    const aborted = Promise.withResolvers<undefined>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort);
    aborted.promise.catch(() => undefined);
    signal.throwIfAborted();
    for (let seen = 0; ; seen += 1) {
      while (seen >= this.#log.length) await Promise.race([this.#more.promise, aborted.promise]);
      const event = this.#log[seen];
      if (event !== undefined) yield event;
      if (event?.type === 'exited') return;
    }
  }

  async #serve(life: AbortSignal): Promise<number> {
    const { clock } = this.#stage;
    const patience = AbortSignal.any([life, this.#interrupted.signal]);
    await clock.sleep(2000, life);
    this.#print({ type: 'listening' });
    let job = this.#github.take(this.#name, this.#registration);
    while (job === undefined && !patience.aborted) {
      await clock.sleep(500, patience).catch(() => undefined);
      if (!patience.aborted) job = this.#github.take(this.#name, this.#registration);
    }
    life.throwIfAborted();
    if (job !== undefined) await this.#do(job, life, patience);
    if (job !== undefined && this.#ways.hangsAfterJob) await forever(life);
    await clock.sleep(200, life);
    return 0;
  }

  async #do(job: FakeJob, life: AbortSignal, patience: AbortSignal): Promise<void> {
    this.#print({ type: 'job-started', job: job.name });
    await this.#stage.clock.sleep(job.durationMs, patience).catch(() => undefined);
    life.throwIfAborted();
    if (patience.aborted) await this.#stage.clock.sleep(3000, life);
    const result = patience.aborted ? 'Canceled' : job.result;
    this.#github.finish(this.#name, job, result);
    this.#print({ type: 'job-ended', job: job.name, result });
    this.#ways.afterJob();
    if (patience.aborted && this.#ways.onInterrupt === 'cancels and hangs') await forever(life);
  }

  #print(event: RunnerEvent): void {
    if (this.#ways.isMute === true && event.type !== 'exited') return;
    this.#log.push(event);
    this.#more.resolve(undefined);
    this.#more = Promise.withResolvers();
  }
}

async function forever(life: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  life.addEventListener('abort', () => reject(life.reason));
  life.throwIfAborted();
  return await promise;
}
