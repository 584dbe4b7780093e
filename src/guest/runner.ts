import type { Secret } from '../secret.ts';
import type { Hooks } from './equipment.ts';

/** How a job ended, in the runner's own words (reference/github-runners.md §4.3). */
export type JobResult = 'Succeeded' | 'SucceededWithIssues' | 'Failed' | 'Canceled' | 'Skipped' | 'Abandoned';

/** What the runner inside a guest did, in order. */
export type RunnerEvent =
  | { readonly type: 'listening' }
  | { readonly type: 'job-started'; readonly job: string }
  | { readonly type: 'job-ended'; readonly job: string; readonly result: JobResult }
  | { readonly type: 'line'; readonly text: string }
  /** Always the last one: the listener's exit code (reference/github-runners.md §4.2). */
  | { readonly type: 'exited'; readonly code: number };

/** How to start the runner (DESIGN.md §4, "Bringing the runner to life"). */
export interface RunnerStart {
  readonly jitConfig: Secret;
  readonly session: 'auto' | 'gui' | 'ssh';
  /** Variables for the job, on top of the login shell's. */
  readonly env: Readonly<Record<string, string>>;
  /** Those that `equip` brought into the guest. */
  readonly hooks?: Hooks | undefined;
}
