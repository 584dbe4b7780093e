import { withDeadline } from '../clock.ts';
import { SandError } from '../errors.ts';
import { asSandError } from '../lifecycle/failure.ts';
import type { Registrations, Stops, World } from '../lifecycle/needs.ts';
import { parseName } from '../naming/name.ts';
import type { ListedVm } from '../sandbox/backend.ts';
import type { FleetEvent } from './events.ts';
import type { Pool } from './pool.ts';
import { reconcileRunners, reconcileSandboxes, type Held, type SandboxAction } from './reconcile.ts';
import type { Roster } from './roster.ts';

/** A registration as GitHub's list shows it, ours or not. */
interface ListedRunner {
  readonly name: string;
  readonly online: boolean;
  readonly busy: boolean;
}

/** The outside world of a fleet. */
export interface FleetWorld extends Omit<World, 'emit'> {
  readonly registrations: Registrations & {
    list(signal: AbortSignal): Promise<readonly ListedRunner[]>;
  };
}

/** What resyncing needs. */
interface ResyncOptions {
  readonly owner: string;
  readonly world: FleetWorld;
  readonly roster: Roster;
  readonly poolOf: (name: string) => Pool | undefined;
  readonly emit: (event: FleetEvent) => void;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** One that hangs must not keep the others, nor the jobs that wait. */
const destroyDeadlineMs = minuteMs;

/**
 * Compares what this process believes with what the host and GitHub show, and mends the difference. A restart is just
 * the first time (DESIGN.md §4, Truth).
 */
export class Resync {
  readonly #options: ResyncOptions;
  /** VMs of others that run on this host, as of the last look. */
  foreign: readonly string[] = [];
  /** Until when the first list of the VMs is worth waiting for; undefined before it was asked for. */
  #blindUntil: number | undefined;
  #hostAt = 0;
  #githubAt = 0;
  /** What failed at the last look: it is told once. */
  readonly #told = new Map<string, SandError>();
  readonly #doomed = new Set<string>();
  /** Being deleted because nobody knows them. */
  readonly #leaving = new Set<string>();

  constructor(options: ResyncOptions) {
    this.#options = options;
  }

  /** What failed at the last looks. */
  get troubles(): SandError[] {
    return [...this.#told.values()];
  }

  /** A sandbox whose way is over but that could not be deleted: it is deleted whenever it is seen, and never adopted. */
  doom(sandbox: string): void {
    this.#doomed.add(sandbox);
  }

  /** Whether nothing is known yet of what an earlier process has left, and will be soon. */
  get isBlind(): boolean {
    return this.#options.world.clock.now() < (this.#blindUntil ?? Infinity);
  }

  /** Looks at both again at the next run. */
  soon(): void {
    this.#hostAt = 0;
    this.#githubAt = 0;
  }

  /**
   * Looks at what is due. A failure is told, and the look repeated after a minute, in the beginning at the
   * next run; rejects only to stop.
   */
  async run(stops: Stops): Promise<void> {
    const now = this.#options.world.clock.now();
    if (now < this.#hostAt) return;
    const signal = AbortSignal.any([stops.end, stops.leave]);
    this.#blindUntil ??= now + minuteMs;
    this.#hostAt = now + minuteMs;
    const before = this.#options.roster.held();
    const vms = await this.#look(signal, 'listing the VMs', () => this.#options.world.backend.list(signal));
    if (vms === undefined) {
      if (this.isBlind) this.#hostAt = 0;
      return;
    }
    this.#blindUntil = 0;
    this.#compareSandboxes(vms, this.#heldWhileListed(before), stops);
    if (now >= this.#githubAt) await this.#lookAtGitHub(vms, stops);
  }

  /** Looks for registrations that have no VM any more, due or not. */
  async runStrays(stops: Stops): Promise<void> {
    const signal = AbortSignal.any([stops.end, stops.leave]);
    const { backend } = this.#options.world;
    const vms = await this.#look(signal, 'listing the VMs', () => backend.list(signal));
    if (vms !== undefined) await this.#lookAtGitHub(vms, stops);
  }

  async #lookAtGitHub(vms: readonly ListedVm[], stops: Stops): Promise<void> {
    const { registrations, clock } = this.#options.world;
    const signal = AbortSignal.any([stops.end, stops.leave]);
    this.#githubAt = clock.now() + minuteMs;
    const runners = await this.#look(signal, 'listing the runners', () => registrations.list(signal));
    if (runners === undefined) return;
    this.#githubAt = clock.now() + hourMs;
    this.#compareRunners(runners, vms, stops);
  }

  async #look<Seen>(
    signal: AbortSignal,
    doing: string,
    look: () => Promise<readonly Seen[]>,
  ): Promise<readonly Seen[] | undefined> {
    try {
      const seen = await look();
      this.#told.delete(doing);
      return seen;
    } catch (reason) {
      signal.throwIfAborted();
      const error = asSandError(reason, doing);
      if (this.#told.get(doing)?.message !== error.message)
        this.#options.emit({ type: 'reap-skipped', error });
      this.#told.set(doing, error);
      return undefined;
    }
  }

  /** The list is some moments old: what began or ended meanwhile may be in it, or not. */
  #heldWhileListed(before: ReadonlyMap<string, Held>): ReadonlyMap<string, Held> {
    const now = this.#options.roster.held();
    const held = new Map([...before.keys()].map((name): [string, Held] => [name, 'ending']));
    for (const name of this.#doomed) held.set(name, 'doomed');
    for (const [name, holding] of now)
      held.set(name, holding === 'using' && before.get(name) !== 'using' ? 'making' : holding);
    for (const name of this.#leaving) held.set(name, 'ending');
    return held;
  }

  #compareSandboxes(vms: readonly ListedVm[], held: ReadonlyMap<string, Held>, stops: Stops): void {
    const { owner, world } = this.#options;
    this.foreign = vms
      .filter(({ name, takesSlot }) => takesSlot && parseName(name)?.owner !== owner)
      .map(({ name }) => name);
    const actions = reconcileSandboxes({ owner, now: world.clock.now() / 1000, vms, held });
    for (const [name, action] of actions) this.#act(name, action, stops);
  }

  #act(sandbox: string, action: SandboxAction, stops: Stops): void {
    const { roster, poolOf } = this.#options;
    const parsed = parseName(sandbox);
    if (parsed === undefined) return;
    if (action === 'adopt') {
      const { pool: poolName, deadline } = parsed;
      roster.adopt({ sandbox, deadline, poolName, pool: poolOf(poolName), stops });
    }
    if (action === 'destroy') roster.track(this.#destroy(sandbox, stops));
    if (action === 'lost')
      roster.drop(sandbox, new SandError('VM_STOPPED', `the VM ${sandbox} is gone from the host's list`));
  }

  async #destroy(sandbox: string, { end, leave }: Stops): Promise<void> {
    const { world, emit } = this.#options;
    const signal = AbortSignal.any([end, leave]);
    this.#leaving.add(sandbox);
    try {
      await world.backend.destroy(sandbox, withDeadline(signal, destroyDeadlineMs));
      this.#doomed.delete(sandbox);
      // Its registration was not looked for as long as there was a VM.
      this.#githubAt = 0;
      emit({ type: 'reaped', sandbox });
    } catch (reason) {
      const error = asSandError(reason, `deleting ${sandbox}`, 'DESTROY_INCOMPLETE');
      if (!signal.aborted) emit({ type: 'reap-failed', sandbox, error });
    } finally {
      this.#leaving.delete(sandbox);
    }
  }

  #compareRunners(runners: readonly ListedRunner[], vms: readonly ListedVm[], stops: Stops): void {
    const { owner, roster } = this.#options;
    const sandboxes = new Set([...vms.map(({ name }) => name), ...roster.held().keys()]);
    const now = this.#options.world.clock.now() / 1000;
    for (const name of reconcileRunners({ owner, now, runners, sandboxes }).keys())
      roster.removeStray(name, stops);
  }
}
