import { SandError } from '../../../src/errors.ts';
import type { SandboxEvent, SandboxPlan, SandboxRecord } from '../../../src/lifecycle/plan.ts';
import { serve, type World } from '../../../src/lifecycle/serve.ts';
import { redact } from '../../../src/secret.ts';
import { FakeGitHub } from './github.ts';
import { FakeGuest } from './guest.ts';
import { FakeHost } from './host.ts';
import type { RunnerWays } from './runner.ts';
import { Stage } from './stage.ts';

const minuteMs = 60_000;

/** A name of ours, long before its deadline. */
export const sandbox = 'sand-ownerabc-xcode-zzzzzzz-nonce1';

/** In-process fakes of everything that a sandbox touches. */
export class FakeWorld implements World {
  readonly stage = new Stage();
  readonly clock = this.stage.clock;
  readonly backend = new FakeHost(this.stage);
  readonly registrations = new FakeGitHub(this.stage);
  readonly ways: RunnerWays = {
    lines: [],
    onInterrupt: 'cancels',
    hangsAfterJob: false,
    afterJob: () => undefined,
  };
  readonly logs = new Map([['runner.log', 'what the runner wrote']]);
  readonly events: SandboxEvent[] = [];
  readonly guests: FakeGuest[] = [];
  /** Runs before a runner is followed; may reject. */
  follow: () => Promise<void> = () => Promise.resolve();
  /** What was kept: sandbox → file name → content, as the store would keep it. */
  readonly evidence = new Map<string, ReadonlyMap<string, string>>();
  readonly end = new AbortController();
  readonly leave = new AbortController();

  async reach(...[running, , signal]: Parameters<World['reach']>): Promise<FakeGuest> {
    const { stage, backend: host, registrations: github, ways, logs } = this;
    const act = () => {
      const follow = () => this.follow();
      const guest = new FakeGuest(running.name, { stage, host, github, ways, logs, follow });
      this.guests.push(guest);
      return guest;
    };
    try {
      return await stage.perform('reach', running.name, { signal, act });
    } catch (error) {
      for (const guest of this.guests) guest.closed = true;
      throw error;
    }
  }

  async keepEvidence(...[name, files, secrets]: Parameters<World['keepEvidence']>): Promise<void> {
    const act = () => {
      this.evidence.set(name, new Map([...files].map(([file, text]) => [file, redact(text, secrets)])));
    };
    await this.stage.perform('keepEvidence', name, { signal: this.stage.over, act });
  }

  readonly emit = (event: SandboxEvent): void => {
    this.events.push(event);
  };

  /** Serves one job with `plan`. */
  async serve(changes: Partial<SandboxPlan> = {}): Promise<SandboxRecord> {
    return await serve(planFor(changes), this, { end: this.end.signal, leave: this.leave.signal });
  }

  /** Tells to stop. */
  stop(way: 'end' | 'leave'): void {
    this[way].abort(new SandError('INTERRUPTED', 'told to stop'));
  }

  /** Does something at a time, in milliseconds from now. */
  after(ms: number, act: () => void): void {
    this.clock.sleep(ms, this.stage.over).then(act, () => undefined);
  }

  [Symbol.dispose](): void {
    this.stage.close();
  }
}

/** A plan for one sandbox. */
export function planFor(changes: Partial<SandboxPlan> = {}): SandboxPlan {
  return {
    pool: 'xcode',
    labels: ['self-hosted', 'macOS'],
    request: {
      name: sandbox,
      golden: 'golden-tahoe',
      network: { kind: 'softnet', allow: [], block: [] },
      mounts: [],
      nested: false,
    },
    session: 'auto',
    env: { LANG: 'C' },
    limits: {
      registerMs: 60_000,
      guestMs: 3 * minuteMs,
      idleMs: 10 * minuteMs,
      jobMs: 60 * minuteMs,
      graceMs: minuteMs,
      undoMs: minuteMs,
    },
    ...changes,
  };
}
