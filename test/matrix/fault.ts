import type { ErrorCode } from '../../src/errors.ts';
import type { SettingChanges } from '../../src/sim/host.ts';
import type { GitHubSettings } from '../../src/sim/github/settings.ts';
import type { SimulatedWorld, WorldOptions } from '../../src/sim/world.ts';

/** Where a fault strikes: while GitHub is asked for jobs, or in a phase of the first sandbox, in their order. */
export const places = ['look', 'clone', 'boot', 'ssh', 'register', 'idle', 'run', 'delete'] as const;

/** One of them. */
export type Place = (typeof places)[number];

/** What a fault comes to, as the workflow's author and the operator see it. */
export interface Outcome {
  /**
   * How the job ended at GitHub; `waits` when it never began and waits on. A job of a lost runner fails: GitHub does not
   * queue it again (reference/github-runners.md §5.3).
   */
  readonly job: 'success' | 'failure' | 'cancelled' | 'waits';
  /** The codes that the operator reads, of sandboxes that failed and of the command; empty when nothing shows. */
  readonly codes: readonly ErrorCode[];
}

/** One thing that goes wrong, and what it comes to wherever it can. */
export interface Fault {
  /** The section that names it. */
  readonly source: string;
  readonly mac?: SettingChanges;
  readonly github?: Partial<GitHubSettings>;
  readonly image?: WorldOptions['image'];
  readonly configuration?: Parameters<SimulatedWorld['configure']>[0];
  /** The step of the job. */
  readonly step?: string;
  /** Makes it happen when the first sandbox enters the phase (for `look`: before anything else). */
  readonly strike?: (world: SimulatedWorld, sandbox: string) => unknown;
  /** It goes on for ever: the job is taken back once its first sandbox has failed. */
  readonly lasting?: boolean;
  readonly at: Partial<Record<Place, Outcome>>;
}

/** The job ran to its end; sandboxes before failed with these codes. */
export function served(...codes: ErrorCode[]): Outcome {
  return { job: 'success', codes };
}

/** The job was lost with its runner. */
export function lost(...codes: ErrorCode[]): Outcome {
  return { job: 'failure', codes };
}

/** The job ended early, and GitHub knows. */
export function cancelled(...codes: ErrorCode[]): Outcome {
  return { job: 'cancelled', codes };
}

/** The job was never begun. */
export function waits(...codes: ErrorCode[]): Outcome {
  return { job: 'waits', codes };
}
