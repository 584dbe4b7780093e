import { SandError, type ErrorCode } from '../../src/errors.ts';
import type { Pool } from '../../src/fleet/pool.ts';
import { serves } from '../../src/demand/labels.ts';
import type { FakeJob } from '../lifecycle/fakes/github.ts';
import type { Effect } from '../lifecycle/fakes/stage.ts';
import { FleetWorld, PollerProcess, poolFor } from './fleet-world.ts';
import { kinds, type Act, type Step } from './model-script.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
export const slots = 2;

/** GitHub drops the job of a silent runner (reference/github-runners.md §5.3), and a registration without one (§5.8). */
const leaseMs = 10 * minuteMs;
const forgetMs = 24 * hourMs;
/** Long before that a registration without a VM is removed: the list is looked at every hour. */
const strayMs = 3 * hourMs;
/** A runner that no job comes for gives its slot back after so long. */
const idleMs = 2 * minuteMs;
/** The longest pause of a pool that failed is over, and what it had tried is undone. */
const calmMs = 12 * minuteMs;
/** Then a job that could run does after so long: one that idles goes, another one boots. */
const wasteMs = 2 * idleMs;

/** VMs of people, and of another owner before their deadline. */
const foreign = ['sand', 'sand-castle', 'somebodys-vm', 'sand-neighbor-xcode-zzzzzzz-nonce1'];

const codes: Partial<Record<Effect, ErrorCode>> = {
  prepare: 'IMAGE_PULL_FAILED',
  create: 'CLONE_FAILED',
  start: 'BOOT_FAILED',
  reach: 'GUEST_UNREACHABLE',
  probe: 'GUEST_LOST',
  deliver: 'GUEST_COMMAND',
  startRunner: 'GUEST_LOST',
  interrupt: 'GUEST_LOST',
  close: 'GUEST_LOST',
  register: 'GITHUB_UNAVAILABLE',
  remove: 'GITHUB_UNREACHABLE',
  waiting: 'GITHUB_UNREACHABLE',
  listRunners: 'GITHUB_UNREACHABLE',
  find: 'GITHUB_UNREACHABLE',
  destroy: 'DESTROY_INCOMPLETE',
};
const githubEffects = new Set<Effect>(['register', 'remove', 'waiting', 'listRunners', 'find']);
/** A guest that cannot be reached for so long that this fails has lost its job, as on a Mac. */
const deadlyFaults = new Set<Effect>(['reach', 'startRunner', 'interrupt']);

/** What became of a job. */
interface Story {
  readonly job: FakeJob;
  startedAt?: number;
  runner?: string;
  end?: 'own' | 'lost';
}

/** What a run of the model came to. */
export interface ModelReport {
  readonly violations: readonly string[];
  readonly jobs: number;
  readonly lost: number;
  readonly hours: number;
  readonly sandboxes: number;
  readonly adopted: number;
  /** How many starts found no slot. */
  readonly refusals: number;
  /** For each job: how many of the same labels were queued later and started before it. */
  readonly overtaken: readonly number[];
  /** The same, whatever the labels: a pool has its own limit, and a standby goes to whoever fits. */
  readonly overtakenByAny: readonly number[];
  /** For each job: milliseconds from its queueing to its start. */
  readonly waits: readonly number[];
}

/** Lets a poller live through a script on the in-process fakes, where time is simulated; says what was wrong. */
export async function runModel(steps: readonly Step[]): Promise<ModelReport> {
  using world = new FleetWorld();
  return await new Model(world).run(steps);
}

class Model {
  readonly #world: FleetWorld;
  readonly #stories = new Map<number, Story>();
  readonly #violations = new Set<string>();
  /** VMs whose job may be lost: we did that. */
  readonly #doomed = new Set<string>();
  /** Faults that are to come. */
  readonly #faults: { effect: Effect; when: 'before' | 'after'; times: number }[] = [];
  /** Since when registrations have had no VM. */
  readonly #lonely = new Map<string, number>();
  #awayUntil = 0;
  /** How often a start found no slot. */
  #refusals = 0;
  #pools: readonly Pool[] = usualPools;
  #isDrained = false;
  #poller: PollerProcess | undefined;
  /** When something last went wrong. */
  #troubledAt = 0;
  /** Since when a job could have run and did not. */
  #wastedSince: number | undefined;

  constructor(world: FleetWorld) {
    this.#world = world;
    for (const name of foreign) world.backend.add(name);
    this.#injectFaults();
    this.#followJobs();
  }

  async run(steps: readonly Step[]): Promise<ModelReport> {
    const startedAt = this.#now;
    this.#start();
    const watching = this.#watch();
    for (const { afterMs, act } of steps) {
      await this.#pass(afterMs);
      await this.#do(act);
    }
    await this.#calmDown();
    await this.#expectEnd();
    this.#world.stage.close();
    await watching;
    return this.#report(startedAt);
  }

  get #now(): number {
    return this.#world.clock.now();
  }

  async #pass(ms: number): Promise<void> {
    await this.#world.clock.sleep(ms, this.#world.stage.over);
  }

  #start(): void {
    this.#poller = new PollerProcess(this.#world, { pools: this.#pools, slots, draining: this.#isDrained });
  }

  async #do(act: Act): Promise<void> {
    const { registrations, backend, stage } = this.#world;
    if (act.type !== 'offer') this.#troubledAt = this.#now;
    switch (act.type) {
      case 'offer':
        for (const { kind, ms, fails } of act.jobs) {
          const labels = kinds[kind] ?? [];
          const job = registrations.offer({ labels, durationMs: ms, result: fails ? 'Failed' : 'Succeeded' });
          this.#stories.set(job.id, { job });
        }
        return;
      case 'kill':
        this.#poller?.kill();
        this.#poller = undefined;
        await this.#pass(act.gapMs);
        return this.#start();
      case 'terminate':
        await this.#poller?.stop();
        this.#poller = undefined;
        await this.#pass(act.gapMs);
        return this.#start();
      case 'drain':
        this.#isDrained = true;
        this.#poller?.fleet.drain();
        this.#world.after(act.ms, () => this.#resume());
        return;
      case 'reconfigure':
        this.#reconfigure(poolsOf(act));
        this.#world.after(act.ms, () => this.#reconfigure(usualPools));
        return;
      case 'resync':
        return this.#poller?.fleet.resyncNow();
      case 'crash': {
        const running = [...backend.vms].filter(([, vm]) => vm.running).map(([name]) => name);
        const name = running[act.which % running.length];
        if (name === undefined) return;
        this.#doomed.add(name);
        return backend.crash(name);
      }
      case 'fault':
        this.#faults.push({ ...act });
        return;
      case 'away':
        this.#awayUntil = stage.clock.now() + act.ms;
    }
  }

  #reconfigure(pools: readonly Pool[]): void {
    this.#pools = pools;
    this.#troubledAt = this.#now;
    this.#poller?.fleet.reconfigure(pools);
  }

  #resume(): void {
    this.#isDrained = false;
    this.#troubledAt = this.#now;
    this.#poller?.fleet.resume();
  }

  /** Each call of an effect may fail, before or after it did something. */
  #injectFaults(): void {
    const { stage } = this.#world;
    const perform = stage.perform.bind(stage);
    stage.perform = async (effect, name, given) => {
      const fault = this.#takeFault(effect);
      const admitted = effect === 'start' ? this.#admission(name, given) : given;
      if (fault === undefined) return await perform(effect, name, admitted);
      if (deadlyFaults.has(effect)) this.#doomed.add(name);
      if (fault === 'after') await perform(effect, name, admitted);
      else await stage.clock.sleep(secondMs, AbortSignal.any([given.signal, stage.over]));
      throw new SandError(codes[effect] ?? 'TART_FAILED', `${effect} was made to fail`);
    };
  }

  /** As `SandboxBackend` has it: no more VMs run than there are slots. That should be no surprise to a fleet. */
  #admission<Given extends { act: () => unknown }>(name: string, given: Given): Given {
    const act = () => {
      const running = [...this.#world.backend.vms].filter(([, vm]) => vm.running).map(([other]) => other);
      if (running.length < slots) return given.act();
      this.#refusals += 1;
      const [first = ''] = running;
      if (this.#isCalm())
        this.#violate(`${name} was started without a slot, ${first}: ${this.#storyOf(first)}`);
      throw new SandError('NO_SLOT', `all slots are taken by ${running.join(' ')}`);
    };
    return { ...given, act };
  }

  #takeFault(effect: Effect): 'before' | 'after' | undefined {
    if (githubEffects.has(effect) && this.#now < this.#awayUntil) {
      this.#troubledAt = this.#now;
      return 'before';
    }
    const fault = this.#faults.find((each) => each.effect === effect);
    if (fault === undefined) return undefined;
    this.#troubledAt = this.#now;
    fault.times -= 1;
    if (fault.times === 0) this.#faults.splice(this.#faults.indexOf(fault), 1);
    return fault.when;
  }

  /** Writes down what GitHub does with the jobs. */
  #followJobs(): void {
    const { registrations: github } = this.#world;
    const take = github.take.bind(github);
    github.take = (runner, registration) => {
      const job = take(runner, registration);
      const story = job === undefined ? undefined : this.#stories.get(job.id);
      if (story === undefined) return job;
      if (story.startedAt !== undefined) this.#violate(`${story.job.name} was run twice`);
      story.startedAt = this.#now;
      story.runner = runner;
      return job;
    };
    const finish = github.finish.bind(github);
    github.finish = (runner, job, result) => {
      const story = this.#stories.get(job.id);
      if (story !== undefined) story.end = 'own';
      if (result !== job.result && !this.#doomed.has(runner))
        this.#violate(`${job.name} ended as ${result}, not as ${job.result}`);
      finish(runner, job, result);
    };
  }

  /** What GitHub and an onlooker see, now and then. */
  async #watch(): Promise<void> {
    const { stage } = this.#world;
    while (!stage.over.aborted) {
      await this.#world.clock.sleep(30 * secondMs, stage.over).catch(() => undefined);
      this.#dropSilentRunners();
      this.#expectDemandMet();
      this.#expectForeignUntouched();
    }
  }

  #dropSilentRunners(): void {
    const { registrations, backend } = this.#world;
    for (const [name, { busy }] of registrations.runners) {
      if (backend.vms.get(name)?.running === true) {
        this.#lonely.delete(name);
        continue;
      }
      const since = this.#lonely.get(name) ?? this.#now;
      this.#lonely.set(name, since);
      if (!busy && this.#now - since > strayMs)
        this.#violate(`the registration ${name} outlived its VM: ${this.#storyOf(name)}`);
      if (this.#now - since < (busy ? leaseMs : forgetMs)) continue;
      registrations.runners.delete(name);
      this.#lonely.delete(name);
      if (busy) this.#lose(name);
    }
  }

  #lose(runner: string): void {
    for (const story of this.#stories.values()) {
      if (story.runner !== runner || story.end !== undefined) continue;
      story.end = 'lost';
      if (!this.#doomed.has(runner))
        this.#violate(`${story.job.name} was lost with ${runner}: ${this.#storyOf(runner)}`);
    }
  }

  /** What was done with a sandbox, for whoever has to understand a violation. */
  #storyOf(sandbox: string): string {
    const done = this.#world.stage.journal.filter((entry) => entry.endsWith(` ${sandbox}`));
    const codesOf = this.#world
      .told('finished')
      .flatMap(({ record }) => (record.sandbox === sandbox ? [record.error?.message ?? 'no error'] : []));
    return [...done.map((entry) => entry.split(' ')[0]), ...codesOf].join(', ');
  }

  #expectDemandMet(): void {
    const { registrations, backend, clock } = this.#world;
    const busy = [...registrations.runners].filter(
      ([name, { busy: has }]) => has && backend.vms.get(name)?.running === true,
    ).length;
    const waits = registrations.queue.some((job) => this.#couldRun(job));
    if (!this.#isCalm() || busy >= slots || !waits) this.#wastedSince = undefined;
    else this.#wastedSince ??= clock.now();
    if (this.#wastedSince !== undefined && clock.now() - this.#wastedSince > wasteMs)
      this.#violate(`a job waits while only ${String(busy)} run`);
  }

  /** Whether nothing has gone wrong for so long that everything must be as it should. */
  #isCalm(): boolean {
    return !this.#isDrained && this.#now - this.#troubledAt > calmMs;
  }

  #couldRun({ labels }: FakeJob): boolean {
    const sandboxes = this.#poller?.fleet.view().sandboxes ?? [];
    return this.#pools.some(
      ({ name, labels: offered, max }) =>
        serves(offered, labels) &&
        sandboxes.filter(({ pool, state }) => pool === name && state === 'busy').length < max,
    );
  }

  #expectForeignUntouched(): void {
    for (const name of foreign) if (!this.#world.backend.vms.has(name)) this.#violate(`${name} was deleted`);
  }

  /** Nothing goes wrong any more; jobs get the time that they need. */
  async #calmDown(): Promise<void> {
    this.#faults.length = 0;
    this.#awayUntil = 0;
    this.#reconfigure(usualPools);
    this.#resume();
    const giveUpAt = this.#now + 48 * hourMs;
    while (this.#open().length > 0 && this.#now < giveUpAt) await this.#pass(minuteMs);
    for (const { job } of this.#open()) this.#violate(`${job.name} has no end`);
  }

  #open(): Story[] {
    return [...this.#stories.values()].filter(({ end }) => end === undefined);
  }

  async #expectEnd(): Promise<void> {
    const { backend, registrations } = this.#world;
    // The next comparison with GitHub is an hour away at most, and what it finds is given a lease's time.
    await this.#pass(2 * hourMs);
    const ours = () => [...backend.vms.keys()].filter((name) => !foreign.includes(name));
    const states = (this.#poller?.fleet.view().sandboxes ?? []).map(({ state }) => state);
    if (states.join() !== 'spare') this.#violate(`in the end there are sandboxes: ${states.join()}`);
    if (ours().length !== 1) this.#violate(`in the end there are VMs: ${ours().join(' ')}`);
    this.#poller?.end.abort(new SandError('INTERRUPTED', 'the model is over'));
    await this.#poller?.done;
    for (const name of ours()) this.#violate(`left: the VM ${name}`);
    for (const name of registrations.runners.keys()) this.#violate(`left: the registration ${name}`);
    this.#expectForeignUntouched();
    for (const entry of this.#world.stage.journal)
      if (foreign.some((name) => entry.endsWith(` ${name}`))) this.#violate(`touched: ${entry}`);
  }

  #violate(what: string): void {
    this.#violations.add(what);
  }

  #report(startedAt: number): ModelReport {
    const stories = [...this.#stories.values()];
    return {
      violations: [...this.#violations],
      jobs: stories.length,
      lost: stories.filter(({ end }) => end === 'lost').length,
      hours: (this.#now - startedAt) / hourMs,
      sandboxes: this.#world.told('starting').length,
      adopted: this.#world.told('adopting').length,
      refusals: this.#refusals,
      overtaken: overtakings(stories, ({ job }, other) => job.labels === other.job.labels),
      overtakenByAny: overtakings(stories, () => true),
      waits: stories.flatMap(({ job, startedAt: at }) => (at === undefined ? [] : [at - job.queuedAt])),
    };
  }
}

/** Three pools that two slots have to do for; the first one serves most jobs, and so do the others. */
function poolsOf({ standby, max, gone }: { standby: number; max: number; gone: boolean }): Pool[] {
  const limits = { ...poolFor().limits, idleMs };
  return [
    poolFor({ name: 'base', labels: ['self-hosted', 'macOS'], max, standby, limits }),
    poolFor({ name: 'xcode', labels: ['self-hosted', 'macOS', 'xcode'], max, limits }),
    ...(gone ? [] : [poolFor({ name: 'gpu', labels: ['self-hosted', 'gpu'], max: 1, limits })]),
  ];
}

/** For each job, how many comparable ones were queued later and started earlier; given in the order of queueing. */
function overtakings(
  stories: readonly Story[],
  isComparable: (story: Story, other: Story) => boolean,
): number[] {
  return stories.map((story, index) => {
    const { startedAt = Infinity, job } = story;
    let count = 0;
    for (const other of stories.slice(index + 1)) {
      if (other.job.queuedAt >= startedAt) break;
      const isLater = other.job.queuedAt > job.queuedAt;
      if (isLater && isComparable(story, other) && (other.startedAt ?? Infinity) < startedAt) count += 1;
    }
    return count;
  });
}

const usualPools = poolsOf({ standby: 1, max: 2, gone: false });
