import { withDeadline } from '../clock.ts';
import { SandError } from '../errors.ts';
import { isAway } from '../github/away.ts';
import type { Secret } from '../secret.ts';
import type { Enrolment } from './enrolment.ts';
import type { Guest, World } from './needs.ts';
import type { Phases } from './phases.ts';
import type { SandboxPlan } from './plan.ts';
import { standBy, type Standby } from './standby.ts';
import { together } from './together.ts';

/** What a preparation works with. */
export interface PreparationOptions {
  readonly plan: SandboxPlan;
  readonly clock: World['clock'];
  readonly guest: Guest;
  readonly enrolment: Enrolment;
  readonly phases: Phases;
}

const clearEveryMs = 15_000;

/** From a guest that was reached to the JIT config of its runner: scripts, warmup, the wait of a standby, registration. */
export class Preparation {
  readonly #options: PreparationOptions;
  #isStandby = false;

  constructor(options: PreparationOptions) {
    this.#options = options;
  }

  /** Whether it waits for a job to want it. */
  get isStandby(): boolean {
    return this.#isStandby;
  }

  /** Resolves with the JIT config once a job wants it, and with undefined when none does. */
  async run(signal: AbortSignal): Promise<Secret | undefined> {
    const { plan, phases } = this.#options;
    const { standby, found, warmup } = plan;
    // Whoever left it may have registered its runner, but never started it.
    if (found !== undefined) await this.#clearRegistration(signal);
    const isWanted = standby === undefined || standby.wanted.aborted;
    // A warmup takes long and may fail: GitHub is not asked for a runner before it is through.
    if (isWanted && warmup === undefined) {
      phases.enter('register');
      return await together(
        signal,
        (both) => this.#register(both),
        (both) => this.#equip(both),
      );
    }
    if (!(await this.#equipUnlessReleased(signal))) return undefined;
    if (!isWanted && !(await this.#standBy(standby, signal))) return undefined;
    phases.enter('register');
    return await this.#register(signal);
  }

  /** While GitHub is away no job wants the sandbox: it waits, at most as long as a standby may. */
  async #clearRegistration(signal: AbortSignal): Promise<void> {
    const { plan, enrolment, clock } = this.#options;
    const { maxAgeMs = 0, endsBy = Infinity } = plan.standby ?? {};
    const giveUpAt = Math.min(clock.now() + maxAgeMs, endsBy);
    for (;;) {
      try {
        return await enrolment.clear(signal);
      } catch (reason) {
        if (!isAway(reason) || clock.now() >= giveUpAt) throw reason;
      }
      await clock.sleep(clearEveryMs, signal);
    }
  }

  async #equip(signal: AbortSignal): Promise<void> {
    const { plan, guest, phases } = this.#options;
    await guest.deliver(signal);
    if (plan.warmup !== undefined) phases.enter('warmup');
    if (plan.warmup !== undefined || plan.hooks !== undefined) await guest.equip(plan, signal);
  }

  /** False when nobody needs the sandbox any more: its slot is wanted before a long warmup is through. */
  async #equipUnlessReleased(signal: AbortSignal): Promise<boolean> {
    const released = this.#options.plan.standby?.released;
    try {
      await this.#equip(released === undefined ? signal : AbortSignal.any([signal, released]));
      return true;
    } catch (reason) {
      if (released?.aborted === true && !signal.aborted) return false;
      throw reason;
    }
  }

  /** False when no job wanted it. */
  async #standBy(standby: Standby, signal: AbortSignal): Promise<boolean> {
    const { guest, clock, phases } = this.#options;
    phases.enter('standby');
    this.#isStandby = true;
    if ((await standBy(guest, standby, clock, signal)) !== 'wanted') return false;
    this.#isStandby = false;
    return true;
  }

  async #register(signal: AbortSignal): Promise<Secret> {
    const { enrolment, plan } = this.#options;
    const { labels, limits, request } = plan;
    const bounded = withDeadline(signal, limits.registerMs);
    try {
      return await enrolment.request(labels, bounded);
    } catch (reason) {
      if (signal.aborted || !bounded.aborted) throw reason;
      const late = `GitHub did not register ${request.name} within ${String(limits.registerMs / 1000)} s`;
      throw new SandError('GITHUB_UNAVAILABLE', late, { cause: reason });
    }
  }
}
