/**
 * How the scale-set service can be different:
 * `job-completed-early`: `JobCompleted` comes while the runner still works (reference/github-scale-sets.md §11).
 * `empty-queue-url`: a session has an empty `messageQueueUrl`, as in incidents (§6).
 * `byte-order-mark`: every body begins with one (§3).
 */
export const scaleSetQuirkNames = ['job-completed-early', 'empty-queue-url', 'byte-order-mark'] as const;

/** One of `scaleSetQuirkNames`. */
type ScaleSetQuirk = (typeof scaleSetQuirkNames)[number];

/** What can be set of the scale-set service. Times are milliseconds. */
export interface ScaleSetSettings {
  /** False: the server has no such service, and `runner-registration` answers 404. */
  readonly enabled: boolean;
  /** How long a poll without a message is held (§7). */
  readonly pollMs: number;
  /** A session that was not heard of for so long no longer blocks a new one (§6); the figure is a guess. */
  readonly sessionMs: number;
  /** How long the token of the service is good (§3). */
  readonly adminTokenMs: number;
  /** How long the token of a message queue is good (§6). */
  readonly queueTokenMs: number;
  /** Jobs are offered with `JobAvailable` first, and assigned when they are acquired, as GHES does (§1, §7). */
  readonly jobAvailable: boolean;
  /** A job that no runner of its set has begun with is taken from the set after this (§7); a guess. */
  readonly reassignMs: number;
  readonly quirks: readonly ScaleSetQuirk[];
}

const minute = 60_000;

/** The service as github.com has it. */
export const defaultScaleSetSettings: ScaleSetSettings = {
  enabled: true,
  pollMs: 50_000,
  sessionMs: 10 * minute,
  adminTokenMs: 60 * minute,
  queueTokenMs: 60 * minute,
  jobAvailable: false,
  reassignMs: 10 * minute,
  quirks: [],
};

/** The settings of the service, those that nobody gave included. */
export function scaleSetSettings(given: {
  readonly scaleSets?: Partial<ScaleSetSettings>;
}): ScaleSetSettings {
  return { ...defaultScaleSetSettings, ...given.scaleSets };
}
