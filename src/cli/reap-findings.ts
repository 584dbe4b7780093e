import {
  reconcileRunners,
  reconcileSandboxes,
  type RunnersSeen,
  type SandboxesSeen,
} from '../fleet/reconcile.ts';
import type { ReapedThing } from './reap-report.ts';

/** What `reap` looks at. `held`: names of the sandboxes of a running poller; they are its own affair. */
interface Seen extends Omit<SandboxesSeen, 'held'>, Pick<RunnersSeen, 'runners'> {
  readonly held: readonly string[];
}

/** What has no future, and what only seems so, by the same tables as in the poller: VMs first, then registrations. */
export function findings({ owner, now, vms, runners, held }: Seen): ReapedThing[] {
  const holds = new Map(held.map((name) => [name, 'ending'] as const));
  const actions = reconcileSandboxes({ owner, now, vms, held: holds });
  const lasting = vms.filter(({ name }) => actions.get(name) !== 'destroy').map(({ name }) => name);
  const strays = reconcileRunners({ owner, now, runners, sandboxes: new Set([...lasting, ...held]) });
  return [
    ...Array.from(actions, ([name, action]): ReapedThing => {
      return { kind: 'vm', name, outcome: action === 'destroy' ? 'to-delete' : 'may-have-a-job' };
    }),
    ...Array.from(strays, ([name, action]): ReapedThing => {
      return { kind: 'registration', name, outcome: action === 'remove' ? 'to-delete' : 'busy-at-github' };
    }),
  ];
}
