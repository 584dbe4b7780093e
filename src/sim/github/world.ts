import { randomBytes } from 'node:crypto';
import { Broker } from './broker.ts';
import { enforceDeadlines } from './deadlines.ts';
import { Engine } from './engine.ts';
import { Faults } from './faults.ts';
import type { RunnerKey } from './jit-config.ts';
import { runContexts } from './job-message.ts';
import { RateLimit } from './rate-limit.ts';
import { Registrations } from './registrations.ts';
import type { ApiRequest, Reply } from './reply.ts';
import { answerRest } from './rest.ts';
import { applicationRoutes } from './rest-applications.ts';
import { groupRoutes } from './rest-groups.ts';
import { labelRoutes } from './rest-labels.ts';
import { runnerRoutes } from './rest-runners.ts';
import { runRoutes } from './rest-runs.ts';
import type { Route } from './routes.ts';
import type { Job, Repository, Run } from './run.ts';
import { defaultSettings, type GitHubSettings } from './settings.ts';
import {
  viewJob,
  viewRunner,
  type JobView,
  type RequestRecord,
  type RunnerView,
  type SimulatedGitHub,
  type WorkflowRequest,
} from './simulated-github.ts';
import { fullName, type Links } from './views.ts';
import { parseWorkflow } from './workflow.ts';

const tokenBytes = 18;

/** Everything of the simulated GitHub but its HTTP server. */
export class World implements Omit<SimulatedGitHub, 'outage' | typeof Symbol.asyncDispose> {
  readonly url: string;
  readonly apiUrl: string;
  readonly token = `ghp_${randomBytes(tokenBytes).toString('hex')}`;
  readonly faults = new Faults();
  readonly rateLimit = new RateLimit();
  readonly #repositories: Repository[] = [];
  readonly #requests: RequestRecord[] = [];
  readonly #registrations: Registrations;
  readonly #engine: Engine;
  readonly #broker: Broker;
  readonly #routes: readonly Route[];
  #settings: GitHubSettings = defaultSettings;

  constructor(links: Links, key: RunnerKey) {
    this.url = links.webUrl;
    this.apiUrl = links.apiUrl;
    const settings = (): GitHubSettings => this.#settings;
    this.#registrations = new Registrations((runner) => {
      this.#broker.removed(runner);
    });
    const registrations = this.#registrations;
    this.#broker = new Broker({ registrations, engine: () => this.#engine, settings, links, key });
    const contexts = (run: Run) => runContexts(run, links);
    this.#engine = new Engine({ registrations, settings, contexts, events: this.#broker });
    const runnerParts = { registrations, settings, links, key, repositories: this.#repositories };
    const runParts = { engine: this.#engine, settings, links, repositories: this.#repositories };
    this.#routes = [
      ...applicationRoutes(runnerParts),
      ...runnerRoutes(runnerParts),
      ...labelRoutes(runnerParts),
      ...groupRoutes(runnerParts),
      ...runRoutes(runParts),
    ];
  }

  get settings(): GitHubSettings {
    return this.#settings;
  }

  /** Answers a request of a client or of a runner. Throws `ApiError`. */
  async answer(request: ApiRequest): Promise<Reply> {
    if (request.path.startsWith('/_broker/')) return this.#broker.answer(request);
    const { token, rateLimit } = this;
    return answerRest({ routes: this.#routes, token, rateLimit, settings: () => this.#settings }, request);
  }

  record(request: RequestRecord): void {
    this.#requests.push(request);
  }

  /** Applies every deadline that has passed. */
  sweep(): void {
    enforceDeadlines({
      engine: this.#engine,
      registrations: this.#registrations,
      settings: this.#settings,
      now: Date.now(),
    });
  }

  addRepository(wanted: { readonly fullName: string; readonly private?: boolean }): void {
    const [owner, name] = wanted.fullName.split('/');
    if (owner === undefined || name === undefined) throw new Error(`not owner/name: ${wanted.fullName}`);
    const now = Date.now();
    this.#repositories.push({
      id: this.#repositories.length + 1,
      owner,
      name,
      private: wanted.private ?? true,
      createdAt: now,
      pushedAt: now,
    });
  }

  async runWorkflow(request: WorkflowRequest): Promise<{ readonly runId: number }> {
    const repository = this.#repositories.find((one) => fullName(one) === request.repository);
    if (repository === undefined) throw new Error(`there is no repository ${request.repository}`);
    repository.pushedAt = Date.now();
    const run = this.#engine.start({
      repository,
      path: request.path,
      workflow: parseWorkflow(request.workflow),
      inputs: request.inputs ?? {},
      secrets: request.secrets ?? {},
      vars: request.vars ?? {},
      checkout: request.checkout,
    });
    return { runId: run.id };
  }

  cancelRun(runId: number): void {
    this.#engine.cancelRun(this.#run(runId));
  }

  approveRun(runId: number): void {
    this.#engine.approve(this.#run(runId));
  }

  cancelJob(jobId: number): void {
    const job: Job | undefined = this.#engine.job(jobId);
    if (job === undefined) throw new Error(`there is no job ${String(jobId)}`);
    this.#engine.cancel(job);
  }

  jobs(): JobView[] {
    return this.#engine.jobs().map(viewJob);
  }

  runners(): RunnerView[] {
    return this.#registrations.all().map((runner) => viewRunner(runner, this.#settings));
  }

  requests(): readonly RequestRecord[] {
    return this.#requests;
  }

  async whenIdle(signal: AbortSignal): Promise<void> {
    return this.#engine.whenIdle(signal);
  }

  changeSettings(settings: Partial<GitHubSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    if (settings.faults !== undefined) this.faults.set(settings.faults);
    this.#engine.assign();
  }

  #run(id: number): Run {
    const run = this.#engine.runs.find((one) => one.id === id);
    if (run === undefined) throw new Error(`there is no run ${String(id)}`);
    return run;
  }
}
