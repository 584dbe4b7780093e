import { withDeadline } from '../clock.ts';
import { SandError } from '../errors.ts';
import type { RunnerEvent } from '../guest/runner.ts';
import type { RunningSandbox } from '../sandbox/backend.ts';
import type { Secret } from '../secret.ts';
import { Enrolment } from './enrolment.ts';
import { collectEvidence } from './evidence.ts';
import { asSandError } from './failure.ts';
import type { Guest, Stops, World } from './needs.ts';
import { Phases } from './phases.ts';
import type { SandboxPlan, SandboxRecord } from './plan.ts';
import { Supervisor } from './supervise.ts';
import { together } from './together.ts';
import { Undo } from './undo.ts';
import { isFailure, withoutRunner, withReason, type RunnerVerdict } from './verdict.ts';

export type { Stops, World } from './needs.ts';

/** Serves one job with one fresh sandbox and leaves nothing behind. Never rejects: the record says what happened. */
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
  readonly #enrolment: Enrolment;
  /** What exists outside of this process. */
  readonly #made = new Undo();
  /** What only this process holds: let go also of a sandbox that is left alone. */
  readonly #held = new Undo();
  /** Aborts with the reason when the VM has ended under us. */
  readonly #vmEnd = new AbortController();
  #guest: Guest | undefined;
  #reclaimedBytes: number | undefined;
  /** From the moment when a VM may exist until it is surely gone. */
  #sandboxLeft = false;

  constructor(plan: SandboxPlan, world: World, stops: Stops) {
    this.#plan = plan;
    this.#world = world;
    this.#stops = stops;
    this.#name = plan.request.name;
    this.#enrolment = new Enrolment(this.#name, world.registrations);
    this.#phases = new Phases(world.clock, (phase) => {
      world.emit({ type: 'phase', sandbox: this.#name, pool: plan.pool, phase });
    });
  }

  async run(): Promise<SandboxRecord> {
    const startedAt = this.#world.clock.now();
    const verdict = await this.#work().catch((reason: unknown) => this.#failed(reason));
    const undoError = await (verdict.left ? this.#letGo() : this.#finish(verdict));
    return {
      sandbox: this.#name,
      pool: this.#plan.pool,
      startedAt,
      job: verdict.job,
      result: verdict.result,
      error: verdict.error ?? undoError,
      left: verdict.left,
      sandboxLeft: !verdict.left && this.#sandboxLeft,
      registrationLeft: this.#enrolment.left,
      phases: this.#phases.times,
      reclaimedBytes: this.#reclaimedBytes,
    };
  }

  /** The steps, each with its undo on the line before or after it. */
  async #work(): Promise<RunnerVerdict> {
    const { request, session, env, limits } = this.#plan;
    const { backend } = this.#world;
    const signal = AbortSignal.any([this.#stops.end, this.#stops.leave, this.#vmEnd.signal]);
    signal.throwIfAborted();

    // First in, last out: GitHub is asked once the VM is gone and its runner can no longer change its mind.
    this.#undoRegistration();

    this.#phases.enter('clone');
    await this.#create(signal);

    this.#phases.enter('boot');
    const running = await backend.start(request, signal);
    this.#watchVm(running);

    this.#phases.enter('ssh');
    const guest = await this.#world.reach(running, limits.guestMs, signal);
    this.#hold(guest);

    this.#phases.enter('register');
    const jitConfig = await together(
      signal,
      (both) => this.#register(both),
      (both) => guest.deliver(both),
    );
    const started = await guest.startRunner({ jitConfig, session, env }, signal);

    this.#phases.enter('idle');
    this.#world.emit({ type: 'runner-started', sandbox: this.#name, transport: guest.transport, ...started });
    return await this.#supervise(guest);
  }

  /** Makes the VM; whatever is there of it afterwards is deleted, unless it was there before. */
  async #create(signal: AbortSignal): Promise<void> {
    const { backend } = this.#world;
    let taken = false;
    this.#made.push({
      doing: `deleting ${this.#name}`,
      code: 'DESTROY_INCOMPLETE',
      undo: async (bounded) => {
        if (!taken) this.#reclaimedBytes = (await backend.destroy(this.#name, bounded)).reclaimedBytes;
        this.#sandboxLeft = false;
      },
    });
    this.#sandboxLeft = true;
    try {
      await backend.create(this.#plan.request, signal);
    } catch (reason) {
      taken = reason instanceof SandError && reason.code === 'NAME_TAKEN';
      throw reason;
    }
  }

  async #register(signal: AbortSignal): Promise<Secret> {
    const { labels, limits } = this.#plan;
    const bounded = withDeadline(signal, limits.registerMs);
    try {
      return await this.#enrolment.request(labels, bounded);
    } catch (reason) {
      if (signal.aborted || !bounded.aborted) throw reason;
      const late = `GitHub did not register ${this.#name} within ${String(limits.registerMs / 1000)} s`;
      throw new SandError('GITHUB_UNAVAILABLE', late, { cause: reason });
    }
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
      secrets: this.#enrolment.secrets,
      onEvent: (event) => this.#see(event),
      onEarlyEnd: (error) => this.#world.emit({ type: 'ending-early', sandbox: this.#name, error }),
    });
    return withReason(await supervisor.follow({ ...this.#stops, vmEnd: this.#vmEnd.signal }));
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
    return withoutRunner(asSandError(why, `serving a job with ${this.#name}`));
  }

  /** Undoes everything; returns what failed first. */
  async #finish(verdict: RunnerVerdict): Promise<SandError | undefined> {
    if (isFailure(verdict)) await this.#keepEvidence(verdict);
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
    const { backend, emit } = this.#world;
    const sandbox = this.#name;
    const phases = this.#phases.times;
    try {
      const failed = { sandbox, verdict, phases, backend, guest: this.#guest, vmEnd: this.#vmEnd.signal };
      await this.#world.keepEvidence(sandbox, await collectEvidence(failed), this.#enrolment.secrets);
    } catch (reason) {
      const error = asSandError(reason, `keeping evidence of ${sandbox}`, 'EVIDENCE_FAILED');
      emit({ type: 'evidence-failed', sandbox, error });
    }
  }
}
