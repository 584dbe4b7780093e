import type { Clock } from '../clock.ts';
import type { Registration } from '../github/registration.ts';
import type { Equipment } from '../guest/equipment.ts';
import type { RunnerEvent, RunnerStart } from '../guest/runner.ts';
import type { RunningSandbox, SandboxBackend } from '../sandbox/backend.ts';
import type { Secret } from '../secret.ts';
import type { SandboxEvent } from './plan.ts';

/** What `lifecycle` needs of GitHub's runner registrations. */
export interface Registrations {
  /** Registers an ephemeral runner. A stray registration of the same name is removed first. */
  register(name: string, labels: readonly string[], signal: AbortSignal): Promise<Registration>;
  /** Removes the registration of that name if GitHub still has it; `busy` means GitHub refused for now. */
  remove(name: string, signal: AbortSignal): Promise<'removed' | 'absent' | 'busy'>;
  /** The registration of that name as GitHub sees it, or undefined when there is none. */
  find(name: string, signal: AbortSignal): Promise<{ readonly busy: boolean } | undefined>;
}

/** What `lifecycle` needs of a guest that was reached and verified. */
export interface Guest extends AsyncDisposable {
  /** The transport that worked. */
  readonly transport: string;
  /** Whether a runner was started in it before it was reached: then it has a story to follow, over or not. */
  readonly runnerStarted: boolean;
  /** How long ago its runner had ended when it was last reached, in milliseconds; undefined when nobody knows. */
  readonly runnerEndedAgoMs: number | undefined;
  /** Asks whether it still answers; rejects with `GUEST_LOST` or `GUEST_COMMAND` when it does not. */
  probe(signal: AbortSignal): Promise<void>;
  /** Puts runner-scripts/ into the guest, and the runner itself when the image has none and an archive is configured. */
  deliver(signal: AbortSignal): Promise<void>;
  /** After `deliver`: brings the operator's hooks, and runs the operator's warmup once. Rejects with `WARMUP_FAILED`. */
  equip(equipment: Equipment, signal: AbortSignal): Promise<void>;
  /** Starts the runner detached from us; resolves when its process was started. `session` is the mode that was used. */
  startRunner(start: RunnerStart, signal: AbortSignal): Promise<{ readonly session: 'gui' | 'ssh' }>;
  /** Follows the runner until it has exited, across reconnects. Rejects with `GUEST_LOST` when the guest stays away. */
  followRunner(signal: AbortSignal): AsyncIterable<RunnerEvent>;
  /** Sends SIGINT to the runner, so that GitHub learns "canceled"; resolves when it was sent. */
  interruptRunner(signal: AbortSignal): Promise<void>;
  /** Logs worth keeping after a failure: file name → content, bounded in size. */
  collectLogs(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

/** The outside world of one sandbox. */
export interface World {
  readonly backend: SandboxBackend;
  readonly registrations: Registrations;
  /** Reaches and verifies the guest of a running sandbox within `deadlineMs`. */
  reach(running: RunningSandbox, deadlineMs: number, signal: AbortSignal): Promise<Guest>;
  /** Keeps files about a sandbox that failed: file name → content. The secrets are removed from it. */
  keepEvidence(
    sandbox: string,
    files: ReadonlyMap<string, string>,
    secrets: readonly Secret[],
  ): Promise<void>;
  readonly clock: Clock;
  readonly emit: (event: SandboxEvent) => void;
}

/** How a sandbox may be told to come to an end. The reasons are SandErrors. */
export interface Stops {
  /** End it now, its job too. */
  readonly end: AbortSignal;
  /** Undo what has no runner yet, leave a runner that may have a job alone (promise 2 of DESIGN.md). */
  readonly leave: AbortSignal;
}
