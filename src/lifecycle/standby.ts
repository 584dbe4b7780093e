import { withDeadline, type Clock } from '../clock.ts';

/** How a sandbox waits before a job wants it. */
export interface Standby {
  /** Aborts when a job wants it. */
  readonly wanted: AbortSignal;
  /** Aborts when it is not needed any more. */
  readonly released: AbortSignal;
  /** After so long a fresh one is better, in milliseconds. */
  readonly maxAgeMs: number;
  /** When a job would not fit before the deadline of the sandbox any more, milliseconds since the epoch. */
  readonly endsBy: number;
}

/** What ended the wait of a standby. */
export type StandbyEnd = 'wanted' | 'released' | 'old';

const probeEveryMs = 30_000;
const probeDeadlineMs = 15_000;

/** What is asked whether it is still there. */
interface Probed {
  probe(signal: AbortSignal): Promise<void>;
}

/**
 * Waits until a job wants the standby, it is released or old. Asks the guest now and then whether it is still there, and
 * rejects as `probe` does when it is not; also rejects with the reason of `signal`.
 */
export async function standBy(
  guest: Probed,
  { wanted, released, maxAgeMs, endsBy }: Standby,
  clock: Clock,
  signal: AbortSignal,
): Promise<StandbyEnd> {
  const oldAt = Math.min(clock.now() + maxAgeMs, endsBy);
  const change = AbortSignal.any([signal, wanted, released]);
  for (;;) {
    signal.throwIfAborted();
    if (wanted.aborted) return 'wanted';
    if (released.aborted) return 'released';
    const leftMs = oldAt - clock.now();
    if (leftMs <= 0) return 'old';
    await clock.sleep(Math.min(probeEveryMs, leftMs), change).catch(() => undefined);
    if (!change.aborted && oldAt > clock.now()) await probe(guest, change);
  }
}

/** A job that comes while the guest is asked does not wait for the answer. */
async function probe(guest: Probed, change: AbortSignal): Promise<void> {
  try {
    await guest.probe(withDeadline(change, probeDeadlineMs));
  } catch (reason) {
    if (!change.aborted) throw reason;
  }
}
