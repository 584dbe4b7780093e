import { abortLater } from './abort-later.ts';
import { codeOf, SandError } from '../errors.ts';
import type { RunnerEvent } from '../guest/runner.ts';
import type { Network, RunningSandbox } from '../sandbox/backend.ts';
import type { Secret } from '../secret.ts';
import { Enrolment } from './enrolment.ts';
import { collectEvidence } from './evidence.ts';
import { asSandError } from './failure.ts';
import { holdTimeMs } from './hold.ts';
import type { Guest, Stops, World } from './needs.ts';
import { Phases } from './phases.ts';
import type { SandboxPlan, SandboxRecord } from './plan.ts';
import { Preparation } from './preparation.ts';
import { Supervisor } from './supervise.ts';
import { Undo } from './undo.ts';
import { isFailure, unused, withoutRunner, withReason, type RunnerVerdict } from './verdict.ts';

export type { Stops, World } from './needs.ts';

/** Pause between two tries to find out about a sandbox that was found, in milliseconds. */
const attachEveryMs = 5000;

/**
 * Serves one job with one sandbox, a fresh one or one that was found, and leaves nothing behind but what it was told to
 * leave. Never rejects: the record says what happened.
 */
export async function serve(plan: SandboxPlan, world: World, stops: Stops): Promise<SandboxRecord> {
  return await new Service(plan, world, stops).run();
}

/** The way of one sandbox (DESIGN.md §4). */
class Service {
  readonly #plan: SandboxPlan;
  readonly #world: World;
  readonly #stops: Stops;
  readonly #name: string;
  readonly #phases: Phases;
  readonly #startedAt: number;
  readonly #enrolment: Enrolment;
  /** What exists outside of this process. */
  readonly #made = new Undo();
  /** What only this process holds: let go also of a sandbox that is left alone. */
  readonly #held = new Undo();
  /** Aborts with the reason when the VM has ended under us. */
  readonly #vmEnd = new AbortController();
  #guest: Guest | undefined;
  #preparation: Preparation | undefined;
  /** From the moment when its runner may have been started. */
  #mayHaveRunner = false;
  #reclaimedBytes: number | undefined;
  /** From the moment when a VM may exist until it is surely gone. */
  #sandboxLeft = false;

  constructor(plan: SandboxPlan, world: World, stops: Stops) {
    this.#plan = plan;
    this.#world = world;
    this.#stops = stops;
    this.#name = plan.request.name;
    this.#startedAt = world.clock.now();
    this.#enrolment = new Enrolment(this.#name, world.registrations);
    this.#phases = new Phases(world.clock, (phase) => {
      world.emit({ type: 'phase', sandbox: this.#name, pool: plan.pool, phase });
    });
  }

  async run(): Promise<SandboxRecord> {
    const verdict = await this.#work()
      .catch((reason: unknown) => this.#failed(reason))
      .then((ended) => this.#showToPerson(ended));
    const undoError = await (verdict.left ? this.#letGo() : this.#finish(verdict));
    return {
      sandbox: this.#name,
      pool: this.#plan.pool,
      startedAt: this.#startedAt,
      job: verdict.job,
      result: verdict.result,
      error: verdict.error ?? undoError,
      unused: verdict.unused,
      left: verdict.left,
      sandboxLeft: !verdict.left && this.#sandboxLeft,
      registrationLeft: this.#enrolment.left,
      phases: this.#phases.times,
      reclaimedBytes: this.#reclaimedBytes,
    };
  }

  /** The steps, each with its undo on the line before or after it. */
  async #work(): Promise<RunnerVerdict> {
    const { end, leave } = this.#stops;
    const signal = AbortSignal.any([end, leave, this.#vmEnd.signal]);
    signal.throwIfAborted();

    // First in, last out: GitHub is asked once the VM is gone and its runner can no longer change its mind.
    this.#undoRegistration();
    const guest = await (this.#plan.found === undefined ? this.#make(signal) : this.#find(this.#plan.found));
    if (this.#plan.found !== undefined && guest.runnerStarted) {
      this.#phases.enter('idle');
      return await this.#supervise(guest);
    }
    this.#preparation = new Preparation({
      plan: this.#plan,
      clock: this.#world.clock,
      enrolment: this.#enrolment,
      phases: this.#phases,
      guest,
    });
    const jitConfig = await this.#preparation.run(signal);
    return jitConfig === undefined ? unused : await this.#serveJob(guest, jitConfig, signal);
  }

  async #make(signal: AbortSignal): Promise<Guest> {
    const { request } = this.#plan;
    this.#phases.enter('clone');
    await this.#create(signal);
    this.#phases.enter('boot');
    return await this.#reach(await this.#world.backend.start(request, signal), signal);
  }

  /**
   * A job may run in it: whoever is told to end it is patient for a moment, so that it ends through its runner and GitHub
   * learns of it (DESIGN.md §4, 5).
   */
  async #find({ network }: NonNullable<SandboxPlan['found']>): Promise<Guest> {
    const { clock } = this.#world;
    const { end, leave } = this.#stops;
    const found = new AbortController();
    const patientEnd = abortLater(end, { ms: this.#plan.limits.graceMs, clock, until: found.signal });
    const signal = AbortSignal.any([patientEnd, leave, this.#vmEnd.signal]);
    this.#enrolment.mayExist();
    try {
      return await this.#reach(await this.#attach(network, signal), signal);
    } finally {
      found.abort();
    }
  }

  /** The sandbox is there already: it is deleted in the end like one that we made. */
  async #attach(network: Network | undefined, signal: AbortSignal): Promise<RunningSandbox> {
    this.#undoSandbox();
    const { backend, clock } = this.#world;
    const giveUpAt = clock.now() + this.#plan.limits.guestMs;
    for (;;) {
      try {
        return await backend.attach(this.#name, network, signal);
      } catch (reason) {
        // A job may run in it: that the host does not tell for once is no reason to end it.
        if (codeOf(reason) === 'VM_STOPPED' || clock.now() >= giveUpAt) throw reason;
      }
      await clock.sleep(attachEveryMs, signal);
    }
  }

  async #reach(running: RunningSandbox, signal: AbortSignal): Promise<Guest> {
    this.#watchVm(running);
    this.#phases.enter('ssh');
    const guest = await this.#world.reach(running, this.#plan.limits.guestMs, signal);
    this.#hold(guest);
    return guest;
  }

  async #serveJob(guest: Guest, jitConfig: Secret, signal: AbortSignal): Promise<RunnerVerdict> {
    const { session, env, hooks } = this.#plan;
    this.#mayHaveRunner = true;
    const started = await guest.startRunner({ jitConfig, session, env, hooks }, signal);
    this.#phases.enter('idle');
    this.#world.emit({ type: 'runner-started', sandbox: this.#name, transport: guest.transport, ...started });
    return await this.#supervise(guest);
  }

  /** Makes the VM; whatever is there of it afterwards is deleted, unless it was there before. */
  async #create(signal: AbortSignal): Promise<void> {
    const undo = this.#undoSandbox();
    try {
      await this.#world.backend.create(this.#plan.request, signal);
    } catch (reason) {
      undo.isOurs = !(reason instanceof SandError && reason.code === 'NAME_TAKEN');
      throw reason;
    }
  }

  #undoSandbox(): { isOurs: boolean } {
    const { backend } = this.#world;
    const sandbox = { isOurs: true };
    this.#made.push({
      doing: `deleting ${this.#name}`,
      code: 'DESTROY_INCOMPLETE',
      undo: async (bounded) => {
        if (sandbox.isOurs)
          this.#reclaimedBytes = (await backend.destroy(this.#name, bounded)).reclaimedBytes;
        this.#sandboxLeft = false;
      },
    });
    this.#sandboxLeft = true;
    return sandbox;
  }

  #undoRegistration(): void {
    this.#made.push({
      doing: `removing the registration of ${this.#name}`,
      code: 'GITHUB_UNREACHABLE',
      undo: (bounded) => this.#enrolment.remove(bounded),
    });
  }

  /** Lets `#vmEnd` abort when the VM ends. */
  #watchVm(running: RunningSandbox): void {
    const watching = new AbortController();
    running.ended(watching.signal).then(
      (error) => this.#vmEnd.abort(error),
      (reason: unknown) => (watching.signal.aborted ? undefined : this.#vmEnd.abort(reason)),
    );
    this.#held.push({ doing: `watching ${this.#name}`, code: 'INTERNAL', undo: () => watching.abort() });
  }

  #hold(guest: Guest): void {
    this.#guest = guest;
    this.#held.push({
      doing: `closing the connection to ${this.#name}`,
      code: 'GUEST_LOST',
      undo: async () => await guest[Symbol.asyncDispose](),
    });
  }

  async #supervise(guest: Guest): Promise<RunnerVerdict> {
    const supervisor = new Supervisor({
      guest,
      limits: this.#plan.limits,
      clock: this.#world.clock,
      secrets: this.#secrets,
      ask: async (signal) => {
        const registration = await this.#world.registrations.find(this.#name, signal);
        if (registration === undefined) return 'gone';
        return registration.busy ? 'busy' : 'free';
      },
      onEvent: (event) => this.#see(event),
      onEarlyEnd: (error) => this.#world.emit({ type: 'ending-early', sandbox: this.#name, error }),
    });
    return withReason(
      await supervisor.follow({ ...this.#stops, vmEnd: this.#vmEnd.signal, jobOver: this.#plan.jobOver }),
    );
  }

  /** What may be in no line and no file. */
  get #secrets(): readonly Secret[] {
    return [...this.#enrolment.secrets, ...(this.#plan.secrets ?? [])];
  }

  #see(event: RunnerEvent): void {
    const { emit } = this.#world;
    const sandbox = this.#name;
    if (event.type === 'line') emit({ type: 'runner-line', sandbox, text: event.text });
    if (event.type === 'job-started') {
      this.#phases.enter('run');
      emit({ type: 'job-started', sandbox, job: event.job });
    }
    if (event.type === 'job-ended') {
      this.#enrolment.usedUp();
      emit({ type: 'job-ended', sandbox, job: event.job, result: event.result });
    }
  }

  #failed(reason: unknown): RunnerVerdict {
    const { end, leave } = this.#stops;
    const stopped = [end, leave, this.#vmEnd.signal].find((signal) => signal.aborted);
    const why: unknown = reason instanceof SandError ? reason : (stopped?.reason ?? reason);
    const error = asSandError(why, `serving a job with ${this.#name}`);
    return { ...withoutRunner(error), left: this.#staysAfter(error) };
  }

  /** Whether it is left for the next poller: one that is ready, or one that may have a job for all that we know. */
  #staysAfter({ code }: SandError): boolean {
    if (this.#stops.end.aborted || this.#vmEnd.signal.aborted) return false;
    if (this.#stops.leave.aborted)
      return this.#preparation?.isStandby === true || this.#mayHaveRunner || this.#plan.found !== undefined;
    // Other credentials than it was made with: its job goes on without us, at most until its deadline.
    return this.#plan.found !== undefined && this.#guest === undefined && code === 'GUEST_AUTH';
  }

  /** Keeps a sandbox whose job failed for a person to look at, if that is wanted; its slot stays taken. */
  async #showToPerson(verdict: RunnerVerdict): Promise<RunnerVerdict> {
    const { clock } = this.#world;
    const { end, leave } = this.#stops;
    const gone = AbortSignal.any([end, this.#vmEnd.signal]);
    const ms = holdTimeMs(verdict, {
      sandbox: this.#name,
      holdMs: this.#plan.holdMs ?? 0,
      endedAgoMs: this.#guest?.runnerEndedAgoMs,
      now: clock.now(),
    });
    if (ms === 0 || gone.aborted) return verdict;
    this.#phases.enter('held');
    await clock.sleep(ms, AbortSignal.any([gone, leave])).catch(() => undefined);
    return { ...verdict, left: leave.aborted && !gone.aborted };
  }

  /** Undoes everything; returns what failed first. */
  async #finish(verdict: RunnerVerdict): Promise<SandError | undefined> {
    this.#phases.finish();
    if (isFailure(verdict) && !verdict.unused) await this.#keepEvidence(verdict);
    this.#phases.enter('delete');
    const { undoMs } = this.#plan.limits;
    const errors = [...(await this.#held.run(undoMs)), ...(await this.#made.run(undoMs))];
    this.#phases.finish();
    return this.#report(errors);
  }

  /** The sandbox stays, with its job. */
  async #letGo(): Promise<undefined> {
    this.#phases.finish();
    this.#report(await this.#held.run(this.#plan.limits.undoMs));
  }

  #report(errors: readonly SandError[]): SandError | undefined {
    for (const error of errors) this.#world.emit({ type: 'undo-failed', sandbox: this.#name, error });
    return errors[0];
  }

  async #keepEvidence(verdict: RunnerVerdict): Promise<void> {
    const { backend, emit, clock } = this.#world;
    const sandbox = this.#name;
    const times = { phases: this.#phases.times, startedAt: this.#startedAt, endedAt: clock.now() };
    const place = { sandbox, pool: this.#plan.pool, backend, guest: this.#guest };
    try {
      const files = await collectEvidence({ ...place, ...times, verdict, vmEnd: this.#vmEnd.signal });
      await this.#world.keepEvidence(sandbox, files, this.#secrets);
    } catch (reason) {
      const error = asSandError(reason, `keeping evidence of ${sandbox}`, 'EVIDENCE_FAILED');
      emit({ type: 'evidence-failed', sandbox, error });
    }
  }
}
