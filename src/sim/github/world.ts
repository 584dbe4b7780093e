import { randomBytes } from 'node:crypto';
import type { SimulatedApp } from './app.ts';
import { Broker } from './broker.ts';
import { Credentials } from './credentials.ts';
import { enforceDeadlines } from './deadlines.ts';
import { Engine } from './engine.ts';
import { Faults } from './faults.ts';
import type { RunnerKey } from './jit-config.ts';
import { runContexts } from './job-message.ts';
import { RateLimit } from './rate-limit.ts';
import { RegistrationTokens } from './registration-tokens.ts';
import { Registrations } from './registrations.ts';
import type { ApiRequest, Reply } from './reply.ts';
import type { RequestRecord } from './request-record.ts';
import { answerRest } from './rest.ts';
import { appRoutes } from './rest-apps.ts';
import { applicationRoutes } from './rest-applications.ts';
import { groupRoutes } from './rest-groups.ts';
import { labelRoutes } from './rest-labels.ts';
import { runnerRoutes } from './rest-runners.ts';
import { runRoutes } from './rest-runs.ts';
import type { Route } from './routes.ts';
import type { Job, Repository, Run } from './run.ts';
import { registrationPath } from './scale-sets/registration.ts';
import { ScaleSetService } from './scale-sets/service.ts';
import type { Exchange } from './scale-sets/transcript.ts';
import { defaultSettings, type GitHubSettings } from './settings.ts';
import {
  viewJob,
  viewRunner,
  type JobView,
  type RunnerView,
  type SimulatedGitHub,
  type WorkflowRequest,
} from './simulated-github.ts';
import { sideOf, type Side } from './sides.ts';
import { fullName, type Links } from './views.ts';
import { parseWorkflow } from './workflow.ts';

const tokenBytes = 18;

/** Everything of the simulated GitHub but its HTTP server. */
export class World implements Omit<SimulatedGitHub, 'outage' | typeof Symbol.asyncDispose> {
  readonly url: string;
  readonly apiUrl: string;
  readonly token = `ghp_${randomBytes(tokenBytes).toString('hex')}`;
  readonly app: SimulatedApp;
  readonly faults = new Faults();
  readonly rateLimit = new RateLimit();
  readonly scaleSets: ScaleSetService;
  readonly #repositories: Repository[] = [];
  readonly #requests: RequestRecord[] = [];
  readonly #registrations: Registrations;
  readonly #engine: Engine;
  readonly #broker: Broker;
  readonly #routes: readonly Route[];
  readonly #credentials: Credentials;
  #settings: GitHubSettings = defaultSettings;

  constructor(links: Links, key: RunnerKey) {
    this.url = links.webUrl;
    this.apiUrl = links.apiUrl;
    const settings = (): GitHubSettings => this.#settings;
    this.app = {
      appId: 424_242,
      clientId: 'Iv23liSimulatedApp00',
      privateKey: key.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    };
    const { app, token } = this;
    const credentials = new Credentials({ token, app, publicKey: key.publicKey, settings });
    this.#credentials = credentials;
    this.#registrations = new Registrations((runner) => {
      this.#broker.removed(runner);
    });
    const registrations = this.#registrations;
    this.#broker = new Broker({ registrations, engine: () => this.#engine, settings, links, key });
    const contexts = (run: Run) => runContexts(run, links);
    const registrationTokens = new RegistrationTokens();
    const engine = () => this.#engine;
    this.scaleSets = new ScaleSetService({
      registrations,
      registrationTokens,
      engine,
      settings,
      links,
      key,
    });
    const { claims } = this.scaleSets;
    this.#engine = new Engine({ registrations, settings, contexts, events: this.#broker, claims });
    const repositories = this.#repositories;
    const runnerParts = { registrations, registrationTokens, settings, links, key, repositories };
    const runParts = { engine: this.#engine, settings, links, repositories: this.#repositories };
    this.#routes = [
      ...appRoutes({ ...runnerParts, app, credentials }),
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
    const side = sideOf(request.path);
    if (side === 'broker') return this.#broker.answer(request);
    if (side === 'service') return this.scaleSets.answer(request);
    if (isRegistration(request)) return this.#register(request);
    const parts = { routes: this.#routes, credentials: this.#credentials, rateLimit: this.rateLimit };
    return answerRest({ ...parts, settings: () => this.#settings }, request);
  }

  record(exchange: Exchange): void {
    const { side, method, path, status, at } = exchange;
    this.#requests.push({ side, method, path, status, at });
    if (side === 'service' || isRegistration(exchange)) this.scaleSets.record(exchange);
  }

  /** Applies every deadline that has passed. */
  sweep(): void {
    enforceDeadlines({
      engine: this.#engine,
      registrations: this.#registrations,
      settings: this.#settings,
      now: Date.now(),
    });
    this.scaleSets.sweep(Date.now());
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

  requestCounts(): Readonly<Record<Side, number>> {
    const counts = { rest: 0, broker: 0, service: 0 };
    for (const { side } of this.#requests) counts[side] += 1;
    return counts;
  }

  async whenIdle(signal: AbortSignal): Promise<void> {
    return this.#engine.whenIdle(signal);
  }

  changeSettings(settings: Partial<GitHubSettings>): void {
    const scaleSets = { ...this.#settings.scaleSets, ...settings.scaleSets };
    this.#settings = { ...this.#settings, ...settings, scaleSets };
    if (settings.faults !== undefined) this.faults.set(settings.faults);
    this.#engine.assign();
  }

  /** It has a token of its own kind, and counts as any REST call. */
  #register(request: ApiRequest): Reply {
    this.rateLimit.spend(this.#settings.rateLimit);
    return this.scaleSets.register(request);
  }

  #run(id: number): Run {
    const run = this.#engine.runs.find((one) => one.id === id);
    if (run === undefined) throw new Error(`there is no run ${String(id)}`);
    return run;
  }
}

function isRegistration({ method, path }: Pick<RequestRecord, 'method' | 'path'>): boolean {
  return method === 'POST' && path === registrationPath;
}
