import type { Limits, SandboxPlan } from '../lifecycle/plan.ts';
import type { SandboxRequest } from '../sandbox/backend.ts';

/** The unit of configuration and of demand: which jobs, served by which kind of sandbox. */
export interface Pool {
  readonly name: string;
  readonly labels: readonly string[];
  readonly image: string;
  /** How many of its sandboxes may exist at once. */
  readonly max: number;
  /** What all of its sandboxes have in common. */
  readonly sandbox: Omit<SandboxRequest, 'name' | 'golden'>;
  readonly session: SandboxPlan['session'];
  readonly env: Readonly<Record<string, string>>;
  readonly limits: Limits;
}
