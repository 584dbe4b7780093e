import type { Limits, SandboxPlan } from '../lifecycle/plan.ts';
import type { SandboxRequest } from '../sandbox/backend.ts';

/** The unit of configuration and of demand: which jobs, served by which kind of sandbox. */
export interface Pool {
  readonly name: string;
  readonly labels: readonly string[];
  readonly image: string;
  /** How many of its sandboxes may exist at once. */
  readonly max: number;
  /** How many are kept booted before a job wants them. */
  readonly standby: number;
  /** After so long a standby is made anew, in milliseconds. */
  readonly standbyMaxAgeMs: number;
  /** How long a sandbox whose job failed is kept for a person to look at, in milliseconds; 0: not at all. */
  readonly holdMs: number;
  /** What all of its sandboxes have in common. */
  readonly sandbox: Omit<SandboxRequest, 'name' | 'golden'>;
  readonly session: SandboxPlan['session'];
  /** What its guests have besides ours. */
  readonly env: SandboxPlan['env'];
  readonly hooks?: SandboxPlan['hooks'];
  readonly warmup?: SandboxPlan['warmup'];
  readonly secrets?: SandboxPlan['secrets'];
  readonly limits: Limits;
}

const hourMs = 3_600_000;

/** Stands in for the pool of a sandbox that was found and whose pool is not configured any more: it is only finished. */
export function removedPool(name: string): Pool {
  return {
    name,
    labels: [],
    image: '',
    max: 0,
    standby: 0,
    standbyMaxAgeMs: 0,
    holdMs: 0,
    sandbox: { network: { kind: 'softnet', allow: [], block: [] }, mounts: [], nested: false },
    session: 'auto',
    env: {},
    limits: {
      guestMs: hourMs / 6,
      registerMs: 120_000,
      idleMs: hourMs / 6,
      jobMs: 6 * hourMs,
      graceMs: 45_000,
      undoMs: 60_000,
    },
  };
}
