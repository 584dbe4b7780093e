import { SandError } from '../../../src/errors.ts';
import type { Equipment } from '../../../src/guest/equipment.ts';
import type { RunnerEvent, RunnerStart } from '../../../src/guest/runner.ts';
import type { Guest } from '../../../src/lifecycle/needs.ts';
import type { FakeGitHub } from './github.ts';
import type { FakeHost } from './host.ts';
import { FakeRunner, type RunnerWays } from './runner.ts';
import type { Stage } from './stage.ts';

/** What a guest is made of. */
export interface GuestParts {
  readonly stage: Stage;
  readonly host: FakeHost;
  readonly github: FakeGitHub;
  readonly ways: RunnerWays;
  readonly logs: Map<string, string>;
  readonly follow: () => Promise<void>;
}

/** A connection to the guest of a fake VM. */
export class FakeGuest implements Guest {
  readonly transport = 'fake';
  started: RunnerStart | undefined;
  closed = false;
  readonly #name: string;
  readonly #parts: GuestParts;
  readonly #reachedAt: number;

  constructor(name: string, parts: GuestParts) {
    this.#name = name;
    this.#parts = parts;
    this.#reachedAt = parts.stage.clock.now();
  }

  get runnerStarted(): boolean {
    return this.#parts.host.runnerOf(this.#name) !== undefined;
  }

  get runnerEndedAgoMs(): number | undefined {
    const endedAt = this.#parts.host.runnerOf(this.#name)?.endedAt;
    return endedAt === undefined ? undefined : this.#reachedAt - endedAt;
  }

  async probe(signal: AbortSignal): Promise<void> {
    await this.#parts.stage.perform('probe', this.#name, { signal, act: () => undefined });
  }

  async deliver(signal: AbortSignal): Promise<void> {
    await this.#parts.stage.perform('deliver', this.#name, { signal, act: () => undefined });
  }

  /** As in a real guest, a warmup that was cut off is not begun again. */
  async equip({ warmup }: Equipment, signal: AbortSignal): Promise<void> {
    const vm = this.#parts.host.vms.get(this.#name);
    if (vm?.warmup === 'begun') throw new SandError('WARMUP_FAILED', 'an earlier warmup was cut off');
    if (vm !== undefined && warmup !== undefined) vm.warmup ??= 'begun';
    const act = () => {
      if (vm !== undefined && warmup !== undefined) vm.warmup = 'done';
    };
    await this.#parts.stage.perform('equip', this.#name, { signal, act });
  }

  async startRunner(start: RunnerStart, signal: AbortSignal): Promise<{ readonly session: 'gui' | 'ssh' }> {
    return await this.#parts.stage.perform('startRunner', this.#name, {
      signal,
      act: () => {
        this.started = start;
        this.#parts.host.run(this.#name, new FakeRunner(this.#name, this.#parts));
        return { session: 'gui' as const };
      },
    });
  }

  async *followRunner(signal: AbortSignal): AsyncGenerator<RunnerEvent> {
    await this.#parts.follow();
    const runner = this.#parts.host.runnerOf(this.#name);
    if (runner === undefined) throw new SandError('RUNNER_FAILED', 'no runner was started');
    yield* runner.follow(signal);
  }

  async interruptRunner(signal: AbortSignal): Promise<void> {
    const act = () => this.#parts.host.runnerOf(this.#name)?.interrupt();
    await this.#parts.stage.perform('interrupt', this.#name, { signal, act });
  }

  async collectLogs(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    return await this.#parts.stage.perform('collectLogs', this.#name, {
      signal,
      act: () => this.#parts.logs,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { stage } = this.#parts;
    const act = () => {
      this.closed = true;
    };
    await stage.perform('close', this.#name, { signal: stage.over, act });
  }
}
