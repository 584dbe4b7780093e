import type { RunnerMode } from '../runner/protocol.ts';
import type { ScaleSetSettings } from './scale-sets/settings.ts';

/** A fault of the REST side: matching requests suffer it. */
export interface Fault {
  readonly name: FaultName;
  /** How many matching requests suffer it; without it, all. */
  readonly times?: number;
  /** How many matching requests pass unharmed before the first one that suffers. Default 0. */
  readonly skip?: number;
  /**
   * A regular expression on `METHOD /path`, the base path left out. Without it every REST request matches; requests
   * of runners match only an expression that says `_broker`, those to the scale-set service one that says `_apis`.
   */
  readonly match?: string;
  /** Seconds for the rate limits: `retry-after`, or the distance to `x-ratelimit-reset`. Default 1. */
  readonly seconds?: number;
}

/** What can go wrong between a client and GitHub (reference/github-runners.md §1.1, §1.6, §8). */
export const faultNames = [
  'http-500',
  'http-502',
  'http-503',
  'timeout',
  'connection-reset',
  'cut-answer',
  'malformed-json',
  'rate-limit-429',
  'rate-limit-429-retry-after',
  'rate-limit-403',
  'rate-limit-403-retry-after',
  'unauthorized-401',
  'forbidden-403',
  'forbidden-403-empty',
  'lost-201',
  'jit-409',
  'jit-422',
] as const;

/** One of `faultNames`. */
export type FaultName = (typeof faultNames)[number];

/**
 * Each makes one belief of docs/assumptions.md false:
 * `keeps-registrations`: an ephemeral registration stays, offline, after its job.
 * `conflict-without-runner`: each request for a JIT configuration gets 409, though there is no such runner.
 * `delete-always-422`: deleting a runner gets 422, busy or not.
 * `runs-hidden-status`: a run with a queued job is listed as `waiting`.
 */
export const quirkNames = [
  'keeps-registrations',
  'conflict-without-runner',
  'delete-always-422',
  'runs-hidden-status',
] as const;

/** One of `quirkNames`. */
export type QuirkName = (typeof quirkNames)[number];

/** What a token may be allowed to use, as `x-accepted-github-permissions` names it. */
export const permissionNames = [
  'administration',
  'organization_self_hosted_runners',
  'actions',
  'metadata',
] as const;

/** One of `permissionNames`. */
export type Permission = (typeof permissionNames)[number];

/** A runner group of an organization (§1.4). */
export interface RunnerGroup {
  readonly id: number;
  readonly name: string;
  /** `owner/name` of the repositories that may use it; absent: all. */
  readonly repositories?: readonly string[];
  /** Default: false. */
  readonly allowsPublicRepositories?: boolean;
}

/** Where the App is installed (§3). */
export interface Installation {
  readonly id: number;
  /** The organization. */
  readonly account: string;
  /** `owner/name` of the repositories that were selected; absent: all. */
  readonly repositories?: readonly string[];
  /** What it may do; absent: all that a poller needs. */
  readonly permissions?: Readonly<Partial<Record<Permission, 'none' | 'read' | 'write'>>>;
  /** Default: false. */
  readonly suspended?: boolean;
}

/** When a runner version ends, ISO 8601 (§1, §4.4); null: no date is known. */
interface RunnerVersion {
  readonly registrationEnd: string | null;
  readonly runtimeEnd: string | null;
}

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
  /** How long a job waits for an approval; then it fails, which is a guess (§5.6). */
  readonly approvalMs: number;
  /** Environments whose jobs wait for an approval. */
  readonly protectedEnvironments: readonly string[];
  /** Ephemeral registrations that are online but get no job go after this; undefined: they stay (§1.2, an incident). */
  readonly forgetIdleMs: number | undefined;
  /** The longest a job may run, whatever its `timeout-minutes` (§5.6). */
  readonly jobLimitMs: number;
  /** The longest a run may last, waiting included (§5.6). */
  readonly runLimitMs: number;
  /** One `timeout-minutes` minute. */
  readonly minuteMs: number;
  /** How long a message request of a runner is held open. */
  readonly messageWaitMs: number;
  /** How long a runner retries a session conflict (§4.3). */
  readonly sessionConflictMs: number;
  /** How long a runner whose clock is wrong tries to connect (§4.3). */
  readonly clockRetryMs: number;
  /** How long a runner tries to tell the end of its job while GitHub is away; a guess. */
  readonly reportRetryMs: number;
  /** A cancelled step gets SIGINT, after the first wait SIGTERM, after the second SIGKILL; guessed figures. */
  readonly stepInterruptMs: number;
  readonly stepTerminateMs: number;
  /** A cancelled job whose runner does not answer is ended after this. */
  readonly forceCancelMs: number;
  /** How far GitHub's clock is ahead of ours: every time that REST tells is shifted. Runners do not notice. */
  readonly clockSkewMs: number;
  /** Primary rate limit, requests an hour (§1.6). */
  readonly rateLimit: number;
  /** The scopes that make the token a classic one; null: it is a fine-grained one. */
  readonly tokenScopes: readonly string[] | null;
  /** Where the App is installed. */
  readonly installations: readonly Installation[];
  /** How long a token of an installation is good. */
  readonly installationTokenMs: number;
  /** What the token may do; of a classic token, what its owner may do. */
  readonly permissions: Readonly<Record<Permission, 'none' | 'read' | 'write'>>;
  /** Runner groups of every organization besides `Default` (id 1), which an entry with that id describes anew. */
  readonly runnerGroups: readonly RunnerGroup[];
  /**
   * What happens to runners that connect; a file `sim-mode` in the runner's folder goes before it. A mode that shows
   * earlier (`startModes`) is fixed when the runner is registered.
   */
  readonly runnerMode: RunnerMode;
  /** The version that a runner in mode `update` becomes. */
  readonly latestRunnerVersion: string;
  /** The versions of which `…/runners/deprecations/{version}` knows when they end. */
  readonly runnerVersions: Readonly<Record<string, RunnerVersion>>;
  readonly faults: readonly Fault[];
  readonly quirks: readonly QuirkName[];
  /** The scale-set service; what is absent is as `defaultScaleSetSettings` has it. */
  readonly scaleSets?: Partial<ScaleSetSettings>;
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
  approvalMs: 30 * 24 * hour,
  protectedEnvironments: [],
  forgetIdleMs: undefined,
  jobLimitMs: 5 * 24 * hour,
  runLimitMs: 35 * 24 * hour,
  minuteMs: minute,
  messageWaitMs: 50 * second,
  sessionConflictMs: 240 * second,
  clockRetryMs: 30 * minute,
  reportRetryMs: 25 * second,
  stepInterruptMs: 7.5 * second,
  stepTerminateMs: 2.5 * second,
  forceCancelMs: 5 * minute,
  clockSkewMs: 0,
  rateLimit: 5000,
  tokenScopes: ['repo', 'admin:org'],
  installations: [],
  installationTokenMs: hour,
  permissions: {
    administration: 'write',
    organization_self_hosted_runners: 'write',
    actions: 'write',
    metadata: 'read',
  },
  runnerGroups: [],
  runnerMode: 'success',
  latestRunnerVersion: '2.337.0',
  runnerVersions: {
    '2.328.0': { registrationEnd: '2026-09-25T00:00:00Z', runtimeEnd: '2026-09-25T00:00:00Z' },
    '2.336.0': { registrationEnd: null, runtimeEnd: null },
    '2.337.0': { registrationEnd: null, runtimeEnd: null },
  },
  faults: [],
  quirks: [],
};
