import type { RunnerMode } from '../runner/protocol.ts';

/** A fault of the REST side: the next `times` matching requests suffer it. */
export interface Fault {
  readonly name: FaultName;
  readonly times: number;
  /**
   * A regular expression on `METHOD /path`, the base path left out. Without it every REST request matches; requests
   * of runners match only an expression that says `_broker`.
   */
  readonly match?: string;
  /** Seconds for the rate limits: `retry-after`, or the distance to `x-ratelimit-reset`. Default 1. */
  readonly seconds?: number;
}

/** What can go wrong between a client and GitHub (reference/github-runners.md §1.1, §1.6, §8). */
export type FaultName =
  | 'http-500'
  | 'http-502'
  | 'timeout'
  | 'cut-answer'
  | 'malformed-json'
  | 'rate-limit-429'
  | 'rate-limit-429-retry-after'
  | 'rate-limit-403'
  | 'rate-limit-403-retry-after'
  | 'unauthorized-401'
  | 'forbidden-403'
  | 'lost-201'
  | 'jit-422';

/** What a token may do, as `x-accepted-github-permissions` names it. */
export type Permission = 'administration' | 'organization_self_hosted_runners' | 'actions' | 'metadata';

/** Everything about the simulated GitHub that can be set. Times are milliseconds. */
export interface GitHubSettings {
  /** Added to every answer. */
  readonly latencyMs: number;
  /** Assigned but not picked up: queued again (§5.4). */
  readonly pickUpMs: number;
  /** How long a job's lease lasts after each renewal; lost means failed (§5.3). */
  readonly leaseMs: number;
  /** How often the runner renews the lease (§5.3). */
  readonly renewMs: number;
  /** How long a job may wait in the queue (§5.5). */
  readonly queueMs: number;
  /** A runner that was not heard of for so long is `offline`; the figure is a guess. */
  readonly offlineMs: number;
  /** Ephemeral registrations that stay offline go after this (§5.8). */
  readonly forgetOfflineMs: number;
  /** One `timeout-minutes` minute. */
  readonly minuteMs: number;
  /** How long a message request of a runner is held open. */
  readonly messageWaitMs: number;
  /** How long a runner retries a session conflict (§4.3). */
  readonly sessionConflictMs: number;
  /** A cancelled step gets SIGINT, after the first wait SIGTERM, after the second SIGKILL; guessed figures. */
  readonly stepInterruptMs: number;
  readonly stepTerminateMs: number;
  /** A cancelled job whose runner does not answer is ended after this. */
  readonly forceCancelMs: number;
  /** Primary rate limit, requests an hour (§1.6). */
  readonly rateLimit: number;
  /** What the token may do. */
  readonly permissions: Readonly<Record<Permission, 'none' | 'read' | 'write'>>;
  /** Runner groups of every organization besides `Default` (id 1). */
  readonly runnerGroups: readonly { readonly id: number; readonly name: string }[];
  /** What happens to runners that connect; a file `sim-mode` in the runner's folder goes before it. */
  readonly runnerMode: RunnerMode;
  /** The version that a runner in mode `update` becomes. */
  readonly latestRunnerVersion: string;
  readonly faults: readonly Fault[];
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** GitHub as it is. */
export const defaultSettings: GitHubSettings = {
  latencyMs: 0,
  pickUpMs: minute,
  leaseMs: 10 * minute,
  renewMs: minute,
  queueMs: 24 * hour,
  offlineMs: minute,
  forgetOfflineMs: 24 * hour,
  minuteMs: minute,
  messageWaitMs: 50 * second,
  sessionConflictMs: 240 * second,
  stepInterruptMs: 7.5 * second,
  stepTerminateMs: 2.5 * second,
  forceCancelMs: 5 * minute,
  rateLimit: 5000,
  permissions: {
    administration: 'write',
    organization_self_hosted_runners: 'write',
    actions: 'write',
    metadata: 'read',
  },
  runnerGroups: [],
  runnerMode: 'success',
  latestRunnerVersion: '2.337.0',
  faults: [],
};
