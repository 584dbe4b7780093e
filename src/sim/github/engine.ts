import { admission, displaced } from './admission.ts';
import { chooseRunner, type RunnerChoice } from './assignment.ts';
import type { Claims } from './claims.ts';
import type { Contexts } from '../runner/expression.ts';
import type { JobOutcome, JobResult } from '../runner/protocol.ts';
import type { Registrations, Runner } from './registrations.ts';
import { visibleJobs, type Conclusion, type Job, type Repository, type Run, type Stage } from './run.ts';
import type { GitHubSettings } from './settings.ts';
import { planStage, stageOver, stageResult, type PlannedJob } from './stage.ts';
import type { Workflow } from './workflow.ts';

/** What starts a run. */
export interface RunRequest {
  readonly repository: Repository;
  readonly path: string;
  readonly workflow: Workflow;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly checkout: string | undefined;
}

/** What the engine tells the broker. */
export interface EngineEvents {
  /** The runner shall fetch the job. */
  assigned(runner: Runner, job: Job): void;
  /** The runner shall stop the job. */
  cancelled(runner: Runner, job: Job): void;
}

/** Of `Abandoned` a guess. */
const conclusions: Record<JobResult, Conclusion> = {
  Succeeded: 'success',
  SucceededWithIssues: 'success',
  Failed: 'failure',
  Canceled: 'cancelled',
  Skipped: 'skipped',
  Abandoned: 'failure',
};

/** Runs and jobs: queues them, gives them to runners, ends them (§5). */
export class Engine {
  readonly runs: Run[] = [];
  readonly #jobs = new Map<number, Job>();
  readonly #registrations: Registrations;
  readonly #settings: () => GitHubSettings;
  readonly #contexts: (run: Run) => Contexts;
  readonly #events: EngineEvents;
  readonly #claims: Claims;
  #idleWaiters: (() => void)[] = [];

  constructor(parts: {
    registrations: Registrations;
    settings: () => GitHubSettings;
    contexts: (run: Run) => Contexts;
    events: EngineEvents;
    claims: Claims;
  }) {
    this.#registrations = parts.registrations;
    this.#settings = parts.settings;
    this.#contexts = parts.contexts;
    this.#events = parts.events;
    this.#claims = parts.claims;
  }

  /** Every job that GitHub shows, oldest first. */
  jobs(): Job[] {
    return [...this.#jobs.values()].filter(({ status }) => status !== 'held');
  }

  job(id: number): Job | undefined {
    return this.#jobs.get(id);
  }

  /** Starts a run: its first jobs are queued when this returns. */
  start(request: RunRequest): Run {
    const now = Date.now();
    const stages = Object.entries(request.workflow.jobs).map(([key, definition]): [string, Stage] => [
      key,
      { key, definition, jobs: undefined, failFast: true, maxParallel: undefined },
    ]);
    const number = this.runs.length + 1;
    const run: Run = {
      ...request,
      id: firstRunId + number,
      number,
      workflowId: number,
      createdAt: now,
      updatedAt: now,
      stages: new Map(stages),
      status: 'queued',
      conclusion: null,
      cancelled: false,
    };
    this.runs.push(run);
    this.#advance(run);
    return run;
  }

  /** Gives queued jobs to scale sets and to idle runners, oldest job first (§5.1). */
  assign(): void {
    const choice: RunnerChoice = { registrations: this.#registrations, settings: this.#settings() };
    for (const job of this.#jobs.values()) {
      if (job.status !== 'queued' || job.runner !== undefined) continue;
      this.#claims.offer(job);
      const runner = chooseRunner(job, choice);
      if (runner === undefined) continue;
      runner.consumed = true;
      runner.jobId = job.id;
      job.runner = { id: runner.id, name: runner.name, groupId: runner.groupId };
      job.assignedAt = Date.now();
      this.#events.assigned(runner, job);
    }
  }

  /** The runner takes the job it was given; undefined when it is no longer its job. */
  acquire(runner: Runner, jobId: number): Job | undefined {
    const job = this.job(jobId);
    if (job?.runner?.id !== runner.id || job.status !== 'queued') return undefined;
    job.status = 'in_progress';
    job.startedAt = Date.now();
    this.#touch(job.run, 'in_progress');
    this.renew(job);
    this.#claims.started(job);
    return job;
  }

  /** Extends the lease of a running job (§5.3). */
  renew(job: Job): void {
    job.leasedUntil = Date.now() + this.#settings().leaseMs;
  }

  /** Puts an assigned job back into the queue; its runner stays consumed (§5.4, §5.7). */
  requeue(job: Job): void {
    this.#release(job, 'keep');
    job.runner = undefined;
    job.assignedAt = undefined;
    this.assign();
  }

  /** Ends a job as its runner says. */
  complete(job: Job, outcome: JobOutcome): void {
    job.outputs = outcome.outputs;
    this.end(job, conclusions[outcome.result]);
  }

  /**
   * Ends a job. The registration of the runner that ran it goes with it; a runner that was given the job but has not
   * taken it stays as a ghost (§5.7). Does nothing when it is over already.
   */
  end(job: Job, conclusion: Conclusion): void {
    if (job.status === 'completed') return;
    job.status = 'completed';
    job.conclusion = conclusion;
    job.completedAt = Date.now();
    this.#claims.ended(job);
    this.#release(job, job.startedAt === undefined ? 'keep' : 'remove');
    const { stage } = job;
    if (conclusion === 'failure' && stage.failFast && !job.continueOnError) {
      for (const other of stage.jobs ?? []) this.cancel(other);
    }
    this.#admitWaiting();
    this.#advance(job.run);
  }

  /** Approves of every job of a run that waits for that. */
  approve(run: Run): void {
    for (const job of visibleJobs(run)) job.approved = true;
    this.#admitWaiting();
    this.assign();
  }

  /** Cancels a job: at once when nobody runs it, through its runner otherwise. */
  cancel(job: Job): void {
    if (job.status === 'completed' || job.cancelledAt !== undefined) return;
    job.cancelledAt = Date.now();
    const runner = job.runner === undefined ? undefined : this.#registrations.byId(job.runner.id);
    if (job.status !== 'in_progress' || runner === undefined) return this.end(job, 'cancelled');
    this.#events.cancelled(runner, job);
  }

  /** Cancels a run with all its jobs. */
  cancelRun(run: Run): void {
    run.cancelled = true;
    for (const job of [...run.stages.values()].flatMap(({ jobs }) => jobs ?? [])) this.cancel(job);
  }

  /** Resolves when every run is over; rejects with the signal's reason when it aborts first. */
  async whenIdle(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#isIdle()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => {
      resolve();
    };
    this.#idleWaiters.push(wake);
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
    signal.throwIfAborted();
  }

  #isIdle(): boolean {
    return this.runs.every(({ status }) => status === 'completed');
  }

  /** Plans stages whose needs are over and queues what max-parallel lets through, until nothing changes. */
  #advance(run: Run): void {
    for (const stage of run.stages.values()) {
      const needs = stage.definition.needs.map((need) => run.stages.get(need));
      if (stage.jobs === undefined && needs.every((need) => need !== undefined && stageOver(need))) {
        this.#plan(run, stage);
        return this.#advance(run);
      }
    }
    for (const stage of run.stages.values()) this.#queue(stage);
    if ([...run.stages.values()].every(stageOver)) this.#finish(run);
    this.assign();
  }

  #plan(run: Run, stage: Stage): void {
    try {
      const plan = planStage(run, stage, this.#contexts(run));
      stage.failFast = plan.failFast;
      stage.maxParallel = plan.maxParallel;
      stage.jobs = plan.jobs.map((planned) => this.#add(run, stage, planned));
    } catch (error) {
      const job = this.#add(run, stage, { ...unplanned, name: stage.key });
      job.log = `Error: ${error instanceof Error ? error.message : String(error)}\n`;
      job.conclusion = 'failure';
      stage.jobs = [job];
    }
  }

  #add(run: Run, stage: Stage, planned: PlannedJob): Job {
    const now = Date.now();
    const job: Job = {
      ...planned,
      id: firstJobId + this.#jobs.size,
      run,
      stage,
      createdAt: now,
      status: planned.skipped ? 'completed' : 'held',
      conclusion: planned.skipped ? 'skipped' : null,
      waitingSince: undefined,
      approved: false,
      queuedAt: undefined,
      assignedAt: undefined,
      startedAt: planned.skipped ? now : undefined,
      completedAt: planned.skipped ? now : undefined,
      leasedUntil: undefined,
      cancelledAt: undefined,
      scaleSetId: undefined,
      runner: undefined,
      steps: [],
      outputs: {},
      log: '',
      summary: '',
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  #queue(stage: Stage): void {
    const jobs = stage.jobs ?? [];
    const held = jobs.filter(({ status }) => status === 'held');
    const active = jobs.filter(({ status }) => status !== 'completed').length - held.length;
    for (const job of held.slice(0, Math.max(0, (stage.maxParallel ?? Infinity) - active))) {
      for (const other of displaced(job, this.#jobs.values())) this.cancel(other);
      this.#admit(job);
    }
  }

  /** Queues a job, or says what it waits for. */
  #admit(job: Job): void {
    job.status = admission(job, this.#jobs.values(), this.#settings());
    const now = Date.now();
    if (job.status === 'waiting') job.waitingSince ??= now;
    if (job.status === 'queued') job.queuedAt = now;
  }

  /** Looks again at the jobs that wait for an approval or their turn, oldest first. */
  #admitWaiting(): void {
    for (const job of this.#jobs.values()) {
      if (job.status === 'waiting' || job.status === 'pending') this.#admit(job);
    }
  }

  #finish(run: Run): void {
    if (run.status === 'completed') return;
    const results = new Set([...run.stages.values()].map(stageResult));
    const worst = (['failure', 'cancelled'] as const).find((result) => results.has(result));
    const skipped = visibleJobs(run).every(({ conclusion }) => conclusion === 'skipped');
    run.conclusion = run.cancelled ? 'cancelled' : (worst ?? (skipped ? 'skipped' : 'success'));
    this.#touch(run, 'completed');
    if (!this.#isIdle()) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters = [];
  }

  #touch(run: Run, status: Run['status']): void {
    run.status = status;
    run.updatedAt = Date.now();
  }

  #release(job: Job, registration: 'keep' | 'remove'): void {
    const runner = job.runner === undefined ? undefined : this.#registrations.byId(job.runner.id);
    if (runner?.jobId !== job.id) return;
    runner.jobId = undefined;
    if (registration === 'keep') return;
    if (this.#settings().quirks.includes('keeps-registrations')) runner.session = undefined;
    else this.#registrations.remove(runner);
  }
}

const firstRunId = 17_000_000_000;
const firstJobId = 48_000_000_000;
const unplanned: Omit<PlannedJob, 'name'> = {
  combination: {},
  strategy: {},
  labels: [],
  group: undefined,
  continueOnError: false,
  timeoutMinutes: 1,
  environment: undefined,
  concurrency: undefined,
  skipped: true,
};
