import { parseName } from '../naming/name.ts';

/** What this process does with a sandbox of its own. */
export type Held = 'making' | 'using' | 'ending' | 'doomed';
/** What the host shows of it. */
type Shown = 'absent' | 'stopped' | 'running';

/**
 * What to do about one sandbox of ours. `adopt`: a job may run in it; `destroy`: it has no future; `lost`: we use it,
 * but it is gone.
 */
export type SandboxAction = 'nothing' | 'adopt' | 'destroy' | 'lost';

/** Wanted × seen → action; a cell that is missing does not compile. */
const sandboxTable: Readonly<Record<Held | 'nothing', Readonly<Record<Shown, SandboxAction>>>> = {
  // Half made, or its run has ended while nobody looked: there is no job in it.
  nothing: { absent: 'nothing', stopped: 'destroy', running: 'adopt' },
  // Not cloned yet, cloned, booting: the steps themselves know what is wrong.
  making: { absent: 'nothing', stopped: 'nothing', running: 'nothing' },
  using: { absent: 'lost', stopped: 'lost', running: 'nothing' },
  ending: { absent: 'nothing', stopped: 'nothing', running: 'nothing' },
  // Its way is over, but it could not be deleted.
  doomed: { absent: 'nothing', stopped: 'destroy', running: 'destroy' },
};

/** What GitHub shows of a registration. */
type Registered = 'offline' | 'online' | 'busy';

/**
 * What to do about one registration of ours. `remove`: its VM is gone; `later`: GitHub still believes in a job of it
 * (reference/github-runners.md §1.3).
 */
type RunnerAction = 'nothing' | 'remove' | 'later';

/** Whether it has a sandbox × what GitHub shows → action. */
const runnerTable: Readonly<Record<'sandbox' | 'none', Readonly<Record<Registered, RunnerAction>>>> = {
  sandbox: { offline: 'nothing', online: 'nothing', busy: 'nothing' },
  // Online without a VM: it was there a moment ago.
  none: { offline: 'remove', online: 'remove', busy: 'later' },
};

/** What is known when VMs are compared. */
export interface SandboxesSeen {
  readonly owner: string;
  /** Seconds since the epoch. */
  readonly now: number;
  readonly vms: readonly { readonly name: string; readonly running: boolean }[];
  /** The sandboxes of this process. */
  readonly held: ReadonlyMap<string, Held>;
}

/** What to do about each sandbox, those without anything to do left out. VMs of others appear only after their deadline. */
export function reconcileSandboxes({ owner, now, vms, held }: SandboxesSeen): Map<string, SandboxAction> {
  const shown = new Map(
    vms.map(({ name, running }): [string, Shown] => [name, running ? 'running' : 'stopped']),
  );
  const actions = new Map<string, SandboxAction>();
  for (const name of new Set([...shown.keys(), ...held.keys()])) {
    const action = actionFor(name, { owner, now, shown, held });
    if (action !== 'nothing') actions.set(name, action);
  }
  return actions;
}

function actionFor(
  name: string,
  seen: Omit<SandboxesSeen, 'vms'> & { readonly shown: ReadonlyMap<string, Shown> },
): SandboxAction {
  const parsed = parseName(name);
  if (parsed === undefined) return 'nothing';
  const holding = seen.held.get(name) ?? 'nothing';
  // After its deadline anyone may delete it (DESIGN.md §4); before, only its owner.
  if (holding === 'nothing' && parsed.deadline < seen.now) return 'destroy';
  if (parsed.owner !== seen.owner) return 'nothing';
  return sandboxTable[holding][seen.shown.get(name) ?? 'absent'];
}

/** What is known when registrations are compared. */
export interface RunnersSeen {
  readonly owner: string;
  /** Seconds since the epoch. */
  readonly now: number;
  readonly runners: readonly { readonly name: string; readonly online: boolean; readonly busy: boolean }[];
  /** Names of the sandboxes that exist or are in use. */
  readonly sandboxes: ReadonlySet<string>;
}

/** Registrations without a sandbox, ours or past their deadline: those to be removed now, and those that GitHub holds on to. */
export function reconcileRunners({
  owner,
  now,
  runners,
  sandboxes,
}: RunnersSeen): Map<string, 'remove' | 'later'> {
  const actions = new Map<string, 'remove' | 'later'>();
  for (const { name, online, busy } of runners) {
    const parsed = parseName(name);
    // After its deadline anyone may remove it, as with its VM.
    if (parsed === undefined || (parsed.owner !== owner && parsed.deadline >= now)) continue;
    const registered = busy ? 'busy' : online ? 'online' : 'offline';
    const action = runnerTable[sandboxes.has(name) ? 'sandbox' : 'none'][registered];
    if (action !== 'nothing') actions.set(name, action);
  }
  return actions;
}
