import type { Demand, WaitingJob } from '../../../src/demand/demand.ts';
import { serves } from '../../../src/demand/labels.ts';
import { SandError } from '../../../src/errors.ts';
import type { Registration } from '../../../src/github/registration.ts';
import type { JobResult } from '../../../src/guest/runner.ts';
import type { Registrations } from '../../../src/lifecycle/needs.ts';
import { Secret } from '../../../src/secret.ts';
import type { Stage } from './stage.ts';

/** A job of the fake GitHub. */
export interface FakeJob extends WaitingJob {
  readonly durationMs: number;
  readonly result: JobResult;
  /** Jobs that wait once this one is done. */
  readonly releases: readonly FakeJob[];
}

/** A registered runner. */
export interface FakeRegistration {
  busy: boolean;
  readonly labels: readonly string[];
}

/** The secret of every registration; a test looks for it where it must not be. */
export const jitText = 'and0LXNlY3JldC10aGF0LW11c3Qtbm90LWxlYWs=';

/** A GitHub that has a queue of jobs and a list of registrations. */
export class FakeGitHub implements Registrations, Demand {
  readonly queue: FakeJob[] = [];
  readonly finished: { job: FakeJob; runner: string; result: JobResult }[] = [];
  /** Registered runners and whether GitHub believes that they have a job. */
  readonly runners = new Map<string, FakeRegistration>();
  readonly #stage: Stage;
  #lastId = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Lets a job wait. */
  offer(job: Partial<FakeJob> = {}): FakeJob {
    const offered = this.job(job);
    this.queue.push(offered);
    return offered;
  }

  /** A job that does not wait yet. */
  job(job: Partial<FakeJob> = {}): FakeJob {
    this.#lastId += 1;
    return {
      id: this.#lastId,
      name: `job ${String(this.#lastId)}`,
      repository: 'acme/app',
      labels: ['macOS'],
      queuedAt: this.#stage.clock.now(),
      url: 'https://github.com/acme/app/actions/runs/1/job/1',
      durationMs: 60_000,
      result: 'Succeeded',
      releases: [],
      ...job,
    };
  }

  /** Answers with what waited while the request was on its way, as a real list does. */
  async waiting(signal: AbortSignal): Promise<readonly WaitingJob[]> {
    return await this.#stage.perform('waiting', '', { signal, act: () => [...this.queue] });
  }

  async register(name: string, labels: readonly string[], signal: AbortSignal): Promise<Registration> {
    return await this.#stage.perform('register', name, {
      signal,
      act: () => {
        if (this.runners.has(name)) throw new SandError('GITHUB_CONFLICT', `${name} is taken`);
        this.runners.set(name, { busy: false, labels });
        return { runnerId: 1, jitConfig: new Secret(jitText) };
      },
    });
  }

  async remove(name: string, signal: AbortSignal): Promise<'removed' | 'absent' | 'busy'> {
    return await this.#stage.perform('remove', name, {
      signal,
      act: () => {
        if (this.runners.get(name)?.busy === true) return 'busy';
        return this.runners.delete(name) ? 'removed' : 'absent';
      },
    });
  }

  async find(name: string, signal: AbortSignal): Promise<{ readonly busy: boolean } | undefined> {
    return await this.#stage.perform('find', name, { signal, act: () => this.runners.get(name) });
  }

  async list(
    signal: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly online: boolean; readonly busy: boolean }[]> {
    const act = () => [...this.runners].map(([name, { busy }]) => ({ name, busy, online: true }));
    return await this.#stage.perform('listRunners', '', { signal, act });
  }

  /** Gives a listening runner its job, unless its registration was removed, even if another one has its name now. */
  take(runner: string, registration: FakeRegistration | undefined): FakeJob | undefined {
    if (registration === undefined || this.runners.get(runner) !== registration) return undefined;
    const job = this.queue.find(({ labels }) => serves(registration.labels, labels));
    if (job === undefined) return undefined;
    this.queue.splice(this.queue.indexOf(job), 1);
    registration.busy = true;
    return job;
  }

  /** A runner reports the end of its job: its registration is used up. */
  finish(runner: string, job: FakeJob, result: JobResult): void {
    this.runners.delete(runner);
    this.finished.push({ job, runner, result });
    this.queue.push(...job.releases);
  }
}
