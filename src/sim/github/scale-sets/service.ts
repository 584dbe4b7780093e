import { randomUUID } from 'node:crypto';
import type { RegistrationTokens } from '../registration-tokens.ts';
import { ApiError, ConnectionDropped, type ApiRequest, type Reply } from '../reply.ts';
import { findRoute, type Route } from '../routes.ts';
import type { Claims } from '../claims.ts';
import type { ScaleSetControl, ScaleSetView } from './control.ts';
import { JobClaims } from './job-claims.ts';
import type { ServiceParts } from './parts.ts';
import { register } from './registration.ts';
import { runnerRoutes } from './runner-routes.ts';
import { isActive, ScaleSets, type ScaleSet } from './scale-set.ts';
import { sessionRoutes } from './session-routes.ts';
import { endSession, removeSet } from './sessions.ts';
import { setRoutes } from './set-routes.ts';
import { setUrl, statisticsFor } from './service-views.ts';
import { scaleSetSettings } from './settings.ts';
import { Tokens } from './tokens.ts';
import { Transcript, type Exchange } from './transcript.ts';

/** The scale-set service of the simulated GitHub (reference/github-scale-sets.md §12). */
export class ScaleSetService implements ScaleSetControl {
  readonly #parts: ServiceParts;
  readonly #registrationTokens: RegistrationTokens;
  readonly #routes: readonly Route[];
  readonly #transcript = new Transcript();

  constructor(
    parts: Pick<ServiceParts, 'registrations' | 'engine' | 'settings' | 'links' | 'key'> & {
      readonly registrationTokens: RegistrationTokens;
    },
  ) {
    const sets = new ScaleSets();
    const { settings } = parts;
    const acquireUrl = (set: ScaleSet): string => `${setUrl(set, parts)}/acquirejobs`;
    const claims = new JobClaims({ sets, settings, acquireUrl });
    this.#parts = { ...parts, sets, claims, adminTokens: new Tokens(), queueTokens: new Tokens() };
    this.#registrationTokens = parts.registrationTokens;
    this.#routes = [...setRoutes(this.#parts), ...sessionRoutes(this.#parts), ...runnerRoutes(this.#parts)];
  }

  /** What the engine asks about its jobs. */
  get claims(): Claims {
    return this.#parts.claims;
  }

  /** Answers `POST …/actions/runner-registration`. */
  register(request: ApiRequest): Reply {
    return register(this.#parts, this.#registrationTokens, request);
  }

  /** Answers a call below `_apis`. */
  async answer(request: ApiRequest): Promise<Reply> {
    const { enabled } = scaleSetSettings(this.#parts.settings());
    const found = enabled ? findRoute(this.#routes, request.method, request.path) : undefined;
    if (found === undefined) throw new ApiError(404, 'Page not found.');
    return found.route.handle({ ...request, params: found.params });
  }

  /** What every answer of the service carries, refusals included (§4, §8). */
  dressed(reply: Reply): Reply {
    const marked = scaleSetSettings(this.#parts.settings()).quirks.includes('byte-order-mark');
    return { ...reply, marked, headers: { ...reply.headers, activityid: randomUUID() } };
  }

  record(exchange: Exchange): void {
    this.#transcript.add(exchange);
  }

  /** Applies every deadline that has passed. */
  sweep(now: number): void {
    if (this.#parts.claims.expire(now)) this.#parts.engine().assign();
  }

  sets(): ScaleSetView[] {
    const { sessionMs } = scaleSetSettings(this.#parts.settings());
    return this.#parts.sets.all().map((set) => {
      const { id, name, scope, session } = set;
      const labels = set.labels.map((label) => label.name);
      const shown = isActive(session, sessionMs)
        ? { id: session.id, owner: session.owner, polls: session.polls.size, capacity: session.capacity }
        : undefined;
      return { id, name, scope, labels, session: shown, statistics: statisticsFor(set, this.#parts) };
    });
  }

  transcript(): readonly Exchange[] {
    return this.#transcript.read();
  }

  evictSession(name: string): void {
    endSession(this.#parts, this.#named(name));
  }

  vanish(name: string): void {
    removeSet(this.#parts, this.#named(name));
  }

  expireQueueTokens(): void {
    this.#parts.queueTokens.revoke(() => true);
    this.#endPolls(new ApiError(401, 'Unauthorized'));
  }

  dropPolls(): void {
    this.#endPolls(new ConnectionDropped());
  }

  #endPolls(reason: Error): void {
    for (const { session } of this.#parts.sets.all()) {
      for (const poll of session?.polls ?? []) poll.abort(reason);
    }
  }

  #named(name: string): ScaleSet {
    const set = this.#parts.sets.all().find((one) => one.name === name);
    if (set === undefined) throw new Error(`there is no scale set ${name}`);
    return set;
  }
}
