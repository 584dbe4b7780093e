import { randomUUID, verify } from 'node:crypto';
import type { Engine, EngineEvents } from './engine.ts';
import { jobMessage } from './job-message.ts';
import type { RunnerKey } from './jit-config.ts';
import { Mailbox } from './mailbox.ts';
import { bodies } from './broker-bodies.ts';
import type { BrokerMessage, ClockRefusal, Progress, SessionReply } from '../runner/protocol.ts';
import { isOnline, type Registrations, type Runner, type Session } from './registrations.ts';
import { ApiError, notFound, type ApiRequest, type Reply } from './reply.ts';
import type { Job } from './run.ts';
import { findRoute, type Route } from './routes.ts';
import type { GitHubSettings } from './settings.ts';
import type { RunnerMode } from '../runner/protocol.ts';
import type { Links } from './views.ts';

const largestLog = 1024 * 1024;
/** How wrong a runner's clock may be (§4.3). */
const largestSkewMs = 300_000;

/** The side of GitHub that runners talk to, under `/_broker/`. */
export class Broker implements EngineEvents {
  readonly #parts: BrokerParts;
  readonly #tokens = new Map<string, string>();
  readonly #mailboxes = new Map<number, Mailbox>();
  readonly #routes: readonly Route[];

  constructor(parts: BrokerParts) {
    this.#parts = parts;
    this.#routes = [
      this.#route('POST', '/_broker/session', (runner, request) => this.#open(runner, request)),
      this.#route('DELETE', '/_broker/session', (runner) => this.#close(runner)),
      this.#route('GET', '/_broker/message', async (runner, request) => this.#message(runner, request)),
      this.#route('POST', '/_broker/jobs/:job/acquire', (runner, request) => this.#acquire(runner, request)),
      this.#route('POST', '/_broker/jobs/:job/renew', (runner, request) => {
        parts.engine().renew(this.#job(runner, request));
        return { status: 200, body: {} };
      }),
      this.#route('POST', '/_broker/jobs/:job/progress', (runner, request) => {
        record(this.#job(runner, request), bodies.progress.parse(request.body));
        return { status: 200, body: {} };
      }),
      this.#route('POST', '/_broker/jobs/:job/complete', (runner, request) => {
        parts.engine().complete(this.#job(runner, request), bodies.outcome.parse(request.body));
        return { status: 200, body: {} };
      }),
    ];
  }

  /** Answers a request of a runner. */
  async answer(request: ApiRequest): Promise<Reply> {
    if (request.path === '/_broker/token') return this.#token(request);
    const found = findRoute(this.#routes, request.method, request.path);
    if (found === undefined) throw notFound();
    return found.route.handle({ ...request, params: found.params });
  }

  assigned(runner: Runner, job: Job): void {
    this.#send(runner, { type: 'RunnerJobRequest', jobId: job.id });
  }

  cancelled(runner: Runner, job: Job): void {
    this.#send(runner, { type: 'JobCancellation', jobId: job.id });
  }

  /** Lets a removed runner notice at once. */
  removed(runner: Runner): void {
    this.#mailboxes.get(runner.id)?.wake();
    this.#mailboxes.delete(runner.id);
  }

  #route(method: string, pattern: string, handle: RunnerHandler): Route {
    return { method, pattern, handle: (request) => handle(this.#authenticate(request), request) };
  }

  /** Exchanges an assertion signed with the key of the JIT configuration for an access token. */
  #token({ body }: ApiRequest): Reply {
    const { client_assertion: assertion } = bodies.token.parse(body);
    const [header = '', payload = '', signature = ''] = assertion.split('.');
    const signed = Buffer.from(`${header}.${payload}`);
    const { publicKey } = this.#parts.key;
    const genuine = verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'));
    if (!genuine) throw new ApiError(400, 'invalid_client');
    const { sub, iat } = bodies.claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    if (Math.abs(Date.now() - iat * 1000) > largestSkewMs) {
      const refusal: ClockRefusal = { clockRetryForMs: this.#parts.settings().clockRetryMs };
      return { status: 400, body: refusal };
    }
    if (this.#parts.registrations.byClientId(sub) === undefined) throw new ApiError(400, 'invalid_client');
    const token = randomUUID();
    this.#tokens.set(token, sub);
    return { status: 200, body: { access_token: token, token_type: 'Bearer' } };
  }

  #authenticate({ headers }: ApiRequest): Runner {
    const clientId = this.#tokens.get(headers.authorization?.replace(/^Bearer /, '') ?? '');
    if (clientId === undefined) throw new ApiError(401, 'Unauthorized');
    const runner = this.#parts.registrations.byClientId(clientId);
    if (runner === undefined) throw new ApiError(404, 'The runner registration has been deleted.');
    if (runner.session !== undefined) runner.session.lastSeen = Date.now();
    return runner;
  }

  #open(runner: Runner, { body }: ApiRequest): Reply {
    const wanted = bodies.session.parse(body);
    const settings = this.#parts.settings();
    const mode = modeOf(runner, wanted, settings);
    if (mode === 'registration-deleted') {
      this.#parts.registrations.remove(runner);
      throw new ApiError(404, 'The runner registration has been deleted.');
    }
    // The configuration of a VM that was lost: conflict until the lease has run out, then deleted (§5.9).
    const taken = runner.jobId !== undefined || isOnline(runner, settings.offlineMs);
    if (mode === 'session-conflict' || taken) {
      return { status: 409, body: { retryForMs: settings.sessionConflictMs } };
    }
    runner.version = wanted.version;
    runner.os = wanted.os;
    const openedAt = Date.now();
    runner.session = { id: randomUUID(), mode, openedAt, polling: 0, lastSeen: openedAt };
    const reply: SessionReply = { sessionId: runner.session.id, mode };
    return { status: 200, body: reply };
  }

  #close(runner: Runner): Reply {
    runner.session = undefined;
    return { status: 204 };
  }

  async #message(runner: Runner, request: ApiRequest): Promise<Reply> {
    const { session } = runner;
    if (session === undefined || session.id !== request.query.get('sessionId')) throw notFound();
    if (session.mode === 'deprecated') {
      const version = `v${runner.version ?? ''}`;
      throw new ApiError(403, `Runner version ${version} is deprecated and cannot receive messages.`);
    }
    if (session.mode === 'update' || session.mode === 'update-exit-3') {
      this.#send(runner, {
        type: 'RunnerRefresh',
        targetVersion: this.#parts.settings().latestRunnerVersion,
      });
    }
    const message = await this.#wait(runner, session, request.closed);
    if (this.#parts.registrations.byId(runner.id) === undefined) throw notFound();
    return message === undefined ? { status: 202 } : { status: 200, body: message };
  }

  async #wait(runner: Runner, session: Session, closed: AbortSignal): Promise<BrokerMessage | undefined> {
    session.polling += 1;
    try {
      this.#parts.engine().assign();
      const deadline = AbortSignal.timeout(this.#parts.settings().messageWaitMs);
      return await this.#mailbox(runner).take(AbortSignal.any([closed, deadline]));
    } finally {
      session.polling -= 1;
      session.lastSeen = Date.now();
    }
  }

  /** A ghost is refused what it was given (§5.7). */
  #acquire(runner: Runner, request: ApiRequest): Reply {
    if (runner.session?.mode === 'ghost') throw new ApiError(409, 'The job was already acquired.');
    const job = this.#parts.engine().acquire(runner, Number(request.params['job']));
    if (job === undefined) throw notFound();
    return { status: 200, body: jobMessage(job, this.#parts.settings(), this.#parts.links) };
  }

  #job(runner: Runner, request: ApiRequest): Job {
    const job = this.#parts.engine().job(Number(request.params['job']));
    if (job === undefined || runner.jobId !== job.id || job.status !== 'in_progress') throw notFound();
    return job;
  }

  #send(runner: Runner, message: BrokerMessage): void {
    this.#mailbox(runner).put(message);
  }

  #mailbox({ id }: Runner): Mailbox {
    const mailbox = this.#mailboxes.get(id) ?? new Mailbox();
    this.#mailboxes.set(id, mailbox);
    return mailbox;
  }
}

/** What the broker needs. The engine comes late because it tells the broker of its events. */
export interface BrokerParts {
  readonly registrations: Registrations;
  readonly engine: () => Engine;
  readonly settings: () => GitHubSettings;
  readonly links: Links;
  readonly key: RunnerKey;
}

type RunnerHandler = (runner: Runner, request: ApiRequest) => Reply | Promise<Reply>;

/** What the runner itself says goes first. After its update, or its one failed start, a runner succeeds. */
function modeOf(
  runner: Runner,
  wanted: { version: string; mode?: RunnerMode | undefined },
  settings: GitHubSettings,
): RunnerMode {
  const mode = wanted.mode ?? settings.runnerMode;
  const updated = wanted.version === settings.latestRunnerVersion;
  if ((mode === 'update' || mode === 'update-exit-3') && updated) return 'success';
  return mode === 'retryable-once' && runner.version !== null ? 'success' : mode;
}

function record(job: Job, { steps, log, summary }: Progress): void {
  job.steps = steps;
  job.log = (job.log + log).slice(0, largestLog);
  job.summary = (job.summary + summary).slice(0, largestLog);
}
