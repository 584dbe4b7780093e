import { wallClock, withDeadline } from '../../../src/clock.ts';
import { Connection, LoginRefused } from '../../../src/guest/connection.ts';
import { dial } from '../../../src/guest/dial.ts';
import type { GuestTransport } from '../../../src/sandbox/backend.ts';
import type { LabOptions } from './lab.ts';

/** A login and what it took. */
export interface Login {
  readonly connection: Connection;
  readonly transport: string;
  /** From the first refusal of the credentials to the login, in milliseconds; 0 when there was none. */
  readonly refusedMs: number;
}

/** The credentials were refused until the end. */
export class NeverLetIn extends Error {}

const pauseMs = 500;

/** Logs in as soon as the guest lets us, and notes for how long it did not. Rejects with `NeverLetIn`, `GUEST_UNREACHABLE` or the signal's reason. */
export async function logIn(
  transports: readonly GuestTransport[],
  { guestPort: port, credentials, pace, signal }: LabOptions,
): Promise<Login> {
  const limit = withDeadline(signal, pace.guestMs);
  let refusedAt: number | undefined;
  for (;;) {
    const options = { transports, port, deadlineMs: pace.guestMs, signal: limit, clock: wallClock };
    const { stream, transport } = await dial(options);
    try {
      const connection = await Connection.open(stream, { credentials, signal: limit });
      const refusedMs = refusedAt === undefined ? 0 : Date.now() - refusedAt;
      return { connection, transport: transport.name, refusedMs };
    } catch (error) {
      limit.throwIfAborted();
      if (error instanceof LoginRefused) refusedAt ??= Date.now();
      // Long enough to tell a late password from a wrong one.
      if (refusedAt !== undefined && Date.now() - refusedAt > patienceWithRefusals(pace.quietMs))
        throw new NeverLetIn(`refused for ${String(Date.now() - refusedAt)} ms: ${String(error)}`);
    }
    await wallClock.sleep(pauseMs, limit);
  }
}

function patienceWithRefusals(quietMs: number): number {
  return 2 * quietMs;
}
