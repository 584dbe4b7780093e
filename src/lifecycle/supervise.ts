import { withDeadline, type Clock } from '../clock.ts';
import { SandError } from '../errors.ts';
import type { JobResult, RunnerEvent } from '../guest/runner.ts';
import { redact, type Secret } from '../secret.ts';
import { asSandError } from './failure.ts';
import type { Guest, Stops } from './needs.ts';
import type { Limits } from './plan.ts';
import type { RunnerVerdict } from './verdict.ts';

/** What may come between a runner and its own end. The reasons are SandErrors. */
interface Interruptions extends Stops {
  /** Aborts when the VM has ended: there is nobody left to ask. */
  readonly vmEnd: AbortSignal;
}

/** What a supervisor is given. */
export interface SupervisorOptions {
  readonly guest: Guest;
  readonly limits: Limits;
  readonly clock: Clock;
  /** Removed from every line. */
  readonly secrets: readonly Secret[];
  /** Whether GitHub says that the runner has a job. */
  readonly isBusy: (signal: AbortSignal) => Promise<boolean>;
  readonly onEvent: (event: RunnerEvent) => void;
  readonly onEarlyEnd: (error: SandError) => void;
}

const keptLines = 50;
const askDeadlineMs = 15_000;
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
  #job: string | undefined;
  #result: JobResult | undefined;
  #exitCode: number | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Resolves when the runner has ended, was given up or left; rejects only for a bug. */
  async follow({ end, leave, vmEnd }: Interruptions): Promise<RunnerVerdict> {
    const followed = new AbortController();
    whenAborted(vmEnd, followed.signal, () => this.#over.abort(vmEnd.reason));
    whenAborted(end, followed.signal, () => this.#endEarly(asSandError(end.reason, 'stopping')));
    whenAborted(leave, followed.signal, () => this.#leave(leave.reason));
    if (this.#early === undefined) this.#awaitJob();
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
    const { idleMs } = this.#options.limits;
    const late = new SandError('NO_JOB', `no job came within ${seconds(idleMs)}`);
    if (this.#early === undefined) this.#watch(idleMs, () => void this.#endUnlessBusy(late));
  }

  /** A runner whose words we do not know may have a job for all that it says: GitHub knows. */
  async #endUnlessBusy(late: SandError): Promise<void> {
    const { signal } = this.#over;
    const isBusy = await this.#options.isBusy(withDeadline(signal, askDeadlineMs)).catch(() => false);
    if (this.#job !== undefined || signal.aborted) return;
    if (isBusy) this.#see({ type: 'job-started', job: unknownJob });
    else this.#endEarly(late);
  }

  #awaitJobEnd(job: string): void {
    const { jobMs } = this.#options.limits;
    this.#job = job;
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
    if (this.#early === undefined) this.#watch(ms, () => this.#endEarly(late));
  }

  /** Replaces the deadline that is running by another one. */
  #watch(ms: number, onLate: () => void): void {
    this.#watchdog.abort();
    const watchdog = new AbortController();
    this.#watchdog = watchdog;
    this.#options.clock.sleep(ms, watchdog.signal).then(
      () => (watchdog.signal.aborted ? undefined : onLate()),
      () => undefined,
    );
  }

  #endEarly(error: SandError): void {
    if (this.#early !== undefined || this.#over.signal.aborted) return;
    this.#early = error;
    this.#options.onEarlyEnd(error);
    const giveUp = () => this.#over.abort(error);
    this.#watch(this.#options.limits.graceMs, giveUp);
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

function seconds(ms: number): string {
  return `${String(Math.round(ms / 1000))} s`;
}
