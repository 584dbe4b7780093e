import { randomUUID } from 'node:crypto';
import { ApiError } from './reply.ts';
import type { RunnerMode } from '../runner/protocol.ts';

/** Where a runner is registered: `repos/acme/app` or `orgs/acme`, in lower case. */
export type RunnerScope = `repos/${string}` | `orgs/${string}`;

/** A session: the runner is there and asks for messages. */
export interface Session {
  readonly id: string;
  readonly mode: RunnerMode;
  readonly openedAt: number;
  /** How many message requests are open now. */
  polling: number;
  /** When the runner was last heard of, milliseconds since the epoch. */
  lastSeen: number;
}

/** A registered runner. All are ephemeral: nothing else can be made from a JIT configuration. */
export interface Runner {
  readonly id: number;
  readonly name: string;
  readonly scope: RunnerScope;
  readonly groupId: number;
  labels: readonly string[];
  readonly workFolder: string;
  /** The scale set whose jobs alone it takes; undefined: none, it goes by its labels. */
  readonly scaleSetId?: number;
  /** Identifies the runner to the broker; only its JIT configuration says it. */
  readonly clientId: string;
  readonly createdAt: number;
  os: string;
  version: string | null;
  /** Set at assignment and never cleared: the registration is good for one job (§5.7). */
  consumed: boolean;
  /** The job it is assigned to; makes it busy. */
  jobId: number | undefined;
  session: Session | undefined;
  /** When it was last online. */
  offlineSince: number;
}

/** What a registration asks for. */
export type NewRunner = Pick<Runner, 'name' | 'scope' | 'groupId' | 'labels' | 'workFolder' | 'scaleSetId'>;

/** Registered runners of all scopes. */
export class Registrations {
  readonly #runners = new Map<number, Runner>();
  readonly #removed: (runner: Runner) => void;
  #lastId = 0;

  /** `removed` is told of every registration that goes. */
  constructor(removed: (runner: Runner) => void) {
    this.#removed = removed;
  }

  /** Registers a runner; a name that is taken in the scope gives 409 (§1.1). */
  add(wanted: NewRunner): Runner {
    if (this.in(wanted.scope).some(({ name }) => name === wanted.name)) throw nameTaken(wanted.name);
    const now = Date.now();
    const runner: Runner = {
      ...wanted,
      id: (this.#lastId += 1),
      clientId: randomUUID(),
      createdAt: now,
      os: 'unknown',
      version: null,
      consumed: false,
      jobId: undefined,
      session: undefined,
      offlineSince: now,
    };
    this.#runners.set(runner.id, runner);
    return runner;
  }

  /** Every runner of a scope, oldest first. */
  in(scope: RunnerScope): Runner[] {
    return this.all().filter((runner) => runner.scope === scope);
  }

  all(): Runner[] {
    return [...this.#runners.values()];
  }

  byId(id: number): Runner | undefined {
    return this.#runners.get(id);
  }

  byClientId(clientId: string): Runner | undefined {
    return this.all().find((runner) => runner.clientId === clientId);
  }

  /** Forgets a registration whose job is over or that nobody used. */
  remove(runner: Runner): void {
    this.#runners.delete(runner.id);
    this.#removed(runner);
  }
}

/** Refuses a name (§1.1). */
export function nameTaken(name: string): ApiError {
  return new ApiError(409, `Already exists - A runner with the name ${name} already exists.`);
}

/** Whether GitHub shows the runner as online. */
export function isOnline(runner: Runner, offlineMs: number): boolean {
  const { session } = runner;
  return session !== undefined && (session.polling > 0 || Date.now() - session.lastSeen < offlineMs);
}

/** Whether a runner, or a scale set, has every label, ignoring case (§5.1, §5.2). */
export function hasLabels(runner: Pick<Runner, 'labels'>, labels: readonly string[]): boolean {
  const own = new Set(runner.labels.map((label) => label.toLowerCase()));
  return labels.every((label) => own.has(label.toLowerCase()));
}
