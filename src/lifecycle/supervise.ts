import type { Clock } from '../clock.ts';
import { SandError } from '../errors.ts';
import type { JobResult, RunnerEvent } from '../guest/runner.ts';
import { redact, type Secret } from '../secret.ts';
import { asSandError } from './failure.ts';
import { watchIdle, type IdleEnd, type RegistrationState } from './idle-watch.ts';
import type { Guest, Stops } from './needs.ts';
import type { Limits } from './plan.ts';
import { seconds } from './seconds.ts';
import type { RunnerVerdict } from './verdict.ts';

/** What may come between a runner and its own end. The reasons are SandErrors. */
interface Interruptions extends Stops {
  /** Aborts when the VM has ended: there is nobody left to ask. */
  readonly vmEnd: AbortSignal;
  /** Aborts when GitHub says that the job is over. */
  readonly jobOver?: AbortSignal | undefined;
}

/** What a supervisor is given. */
export interface SupervisorOptions {
  readonly guest: Guest;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Removed from every line. */
  readonly secrets: readonly Secret[];
  /** Asks how GitHub sees the runner. */
  readonly ask: (signal: AbortSignal) => Promise<RegistrationState>;
  readonly onEvent: (event: RunnerEvent) => void;
  readonly onEarlyEnd: (error: SandError) => void;
}

const keptLines = 50;
/** From GitHub's word that a job is over to giving up on its runner: it has logs to upload, and hooks to run. */
const jobOverMs = 5 * 60_000;
/** What a job is called that only GitHub told of. */
const unknownJob = '(a job that the runner did not name)';

/**
 * Follows a runner to its own end, which is what ends a job. A deadline, or `end`, ends it early through SIGINT, so
 * that GitHub learns "canceled"; only when that does not help within the grace time is it given up. `leave` lets it go
 * on alone, unless it is about to end anyway.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #over = new AbortController();
  readonly #lines: string[] = [];
  #watchdog = new AbortController();
  #early: SandError | undefined;
  #left = false;
  #jobIsOver = false;
  #job: string | undefined;
  #result: JobResult | undefined;
  #exitCode: number | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Resolves when the runner has ended, was given up or left; rejects only for a bug. */
  async follow({ end, leave, vmEnd, jobOver }: Interruptions): Promise<RunnerVerdict> {
    const followed = new AbortController();
    whenAborted(vmEnd, followed.signal, () => this.#over.abort(vmEnd.reason));
    whenAborted(end, followed.signal, () => this.#endEarly(asSandError(end.reason, 'stopping')));
    whenAborted(leave, followed.signal, () => this.#leave(leave.reason));
    if (this.#early === undefined) this.#awaitJob();
    if (jobOver !== undefined) whenAborted(jobOver, followed.signal, () => this.#endAfterJob());
    const failure = await this.#followToEnd();
    followed.abort();
    this.#watchdog.abort();
    return {
      job: this.#job,
      result: this.#result,
      exitCode: this.#exitCode,
      error: this.#early ?? failure,
      unused: false,
      // The last events may have come while we were turning away.
      left: this.#left && this.#result === undefined,
      lastLines: this.#lines,
    };
  }

  /** Why the end of the runner was not seen, or undefined when it was, or when it was left. */
  async #followToEnd(): Promise<SandError | undefined> {
    const { signal } = this.#over;
    try {
      for await (const event of this.#options.guest.followRunner(signal)) this.#see(event);
      return undefined;
    } catch (error) {
      if (this.#left) return undefined;
      return asSandError(signal.aborted ? signal.reason : error, 'following the runner');
    }
  }

  #see(raw: RunnerEvent): void {
    const event = raw.type === 'line' ? { ...raw, text: redact(raw.text, this.#options.secrets) } : raw;
    if (event.type === 'line') this.#keepLine(event.text);
    if (event.type === 'job-started') this.#awaitJobEnd(event.job);
    if (event.type === 'job-ended') this.#awaitExit(event.job, event.result);
    if (event.type === 'exited') this.#exitCode = event.code;
    this.#options.onEvent(event);
  }

  #keepLine(text: string): void {
    this.#lines.push(text);
    if (this.#lines.length > keptLines) this.#lines.shift();
  }

  #awaitJob(): void {
    const { clock, ask, limits } = this.#options;
    const onEnd = (end: IdleEnd) => {
      // A runner whose words we do not know may have a job for all that it says: GitHub knows.
      if (end === 'busy') this.#see({ type: 'job-started', job: unknownJob });
      else this.#endEarly(end);
    };
    this.#watch((signal) => watchIdle({ idleMs: limits.idleMs, clock, ask }, signal), onEnd);
  }

  /** GitHub has ended the job already. The runner is believed more than GitHub, but not for ever. */
  #endAfterJob(): void {
    this.#jobIsOver = true;
    if (this.#job !== undefined && this.#result === undefined) this.#awaitJobEnd(this.#job);
  }

  #awaitJobEnd(job: string): void {
    const { jobMs } = this.#options.limits;
    this.#job = job;
    if (this.#jobIsOver) {
      const over = `GitHub says that the job ${job} is over, but after ${seconds(jobOverMs)} its runner still works`;
      return this.#expect(jobOverMs, new SandError('JOB_OVER', over));
    }
    this.#expect(jobMs, new SandError('JOB_DEADLINE', `the job ${job} ran longer than ${seconds(jobMs)}`));
  }

  #awaitExit(job: string, result: JobResult): void {
    this.#result = result;
    const hanging = new SandError('RUNNER_FAILED', `the runner did not end after its job ${job}`);
    this.#expect(this.#options.limits.graceMs, hanging);
  }

  /** Waits for the next thing that the runner does; it is ended early for `late` when that takes too long. */
  #expect(ms: number, late: SandError): void {
    // A runner that is being ended has its grace time, whatever it does meanwhile.
    if (this.#early === undefined) this.#watchFor(ms, () => this.#endEarly(late));
  }

  #watchFor(ms: number, onLate: () => void): void {
    this.#watch((signal) => this.#options.clock.sleep(ms, signal), onLate);
  }

  /** Replaces what is being watched for by something else. */
  #watch<Seen>(wait: (signal: AbortSignal) => Promise<Seen>, onSeen: (seen: Seen) => void): void {
    this.#watchdog.abort();
    const watchdog = new AbortController();
    this.#watchdog = watchdog;
    wait(watchdog.signal).then(
      (seen) => (watchdog.signal.aborted ? undefined : onSeen(seen)),
      () => undefined,
    );
  }

  #endEarly(error: SandError): void {
    if (this.#early !== undefined || this.#over.signal.aborted) return;
    this.#early = error;
    this.#options.onEarlyEnd(error);
    const giveUp = () => this.#over.abort(error);
    this.#watchFor(this.#options.limits.graceMs, giveUp);
    this.#options.guest.interruptRunner(this.#over.signal).catch(giveUp);
  }

  #leave(reason: unknown): void {
    const isEnding = this.#early !== undefined || this.#result !== undefined || this.#exitCode !== undefined;
    if (isEnding || this.#over.signal.aborted) return;
    this.#left = true;
    this.#over.abort(reason);
  }
}

/** Calls back when `signal` aborts, at once when it has; not any more after `until`. */
function whenAborted(signal: AbortSignal, until: AbortSignal, call: () => void): void {
  if (signal.aborted) call();
  else signal.addEventListener('abort', call, { once: true, signal: until });
}
