import type { Duplex } from 'node:stream';

import type { Clock } from '../clock.ts';
import { withDeadline } from '../clock.ts';
import { SandError } from '../errors.ts';
import { abortable } from '../abortable.ts';
import { awaitBanner } from './banner.ts';

/** One way to the guest's SSH port. */
export interface Transport {
  /** `tcp`, `tart-exec`, …: shown to the operator. */
  readonly name: string;
  /** Opens a byte stream; rejects when this way does not work now. */
  open(port: number, signal: AbortSignal): Promise<Duplex>;
}

/** A stream on which an SSH server has shown itself. */
export interface Dialled {
  readonly transport: Transport;
  readonly stream: Duplex;
}

/** What to dial and for how long. */
export interface DialOptions {
  /** Best first. */
  readonly transports: readonly Transport[];
  readonly port: number;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** How long the next transport waits for the one before it, unless that one has no route at all. */
const staggerMs = 250;
/** Between two attempts of the first transport: port 22 is probed, for nothing tells when it opens (DESIGN.md §9). */
const pauseMs = 75;
/** Fallbacks may start a program for every attempt: their pauses double up to this. */
const longestFallbackPauseMs = 500;
/** A transport that opens is open quickly: the guest is next door. */
const openDeadlineMs = 2_000;
/** A booting Mac starts its first sshd slowly. */
const bannerDeadlineMs = 5_000;

/**
 * Tries all transports, each joining a little later than the one before, again and again until one of them shows an
 * SSH banner. Rejects with `GUEST_UNREACHABLE`, naming the last error of each, or with the signal's reason.
 */
export async function dial(options: DialOptions): Promise<Dialled> {
  const { clock, port, transports } = options;
  const over = new AbortController();
  const signal = AbortSignal.any([withDeadline(options.signal, options.deadlineMs), over.signal]);
  const errors = new Map<string, unknown>();
  const joining = transports.map(() => Promise.withResolvers<void>());

  const keepTrying = async (transport: Transport, place: number): Promise<Dialled> => {
    await Promise.race([joining[place]?.promise, clock.sleep(place * staggerMs, signal)]);
    for (let pause = pauseMs; ; pause = place === 0 ? pauseMs : Math.min(2 * pause, longestFallbackPauseMs)) {
      try {
        return { transport, stream: await attempt(transport, port, signal) };
      } catch (error) {
        signal.throwIfAborted();
        errors.set(transport.name, error);
        if (hasNoRoute(error)) joining[place + 1]?.resolve();
      }
      await clock.sleep(pause, signal);
    }
  };

  const attempts = transports.map(keepTrying);
  try {
    const winner = await abortable(Promise.race(attempts), signal);
    discardOthers(attempts, winner);
    return winner;
  } catch {
    options.signal.throwIfAborted();
    discardOthers(attempts);
    throw unreachable(options, errors);
  } finally {
    over.abort();
  }
}

async function attempt(transport: Transport, port: number, signal: AbortSignal): Promise<Duplex> {
  const stream = await open(transport, port, withDeadline(signal, openDeadlineMs));
  stream.on('error', ignore);
  try {
    await awaitBanner(stream, withDeadline(signal, bannerDeadlineMs));
    signal.throwIfAborted();
    return stream;
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

/** Holds the deadline even when the transport does not; a stream that comes too late is destroyed. */
async function open(transport: Transport, port: number, signal: AbortSignal): Promise<Duplex> {
  const opening = transport.open(port, signal);
  try {
    return await abortable(opening, signal);
  } catch (error) {
    opening.then((late) => late.on('error', ignore).destroy(), ignore);
    throw error;
  }
}

/** Two may win in the same moment; the second one's stream has no use. */
function discardOthers(attempts: readonly Promise<Dialled>[], winner?: Dialled): void {
  for (const each of attempts) {
    each.then((dialled) => dialled === winner || dialled.stream.destroy(), ignore);
  }
}

/** What macOS's Local Network privacy looks like, too (reference/tart.md §9.1). */
function hasNoRoute(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || hasNoRoute(error.cause);
}

function unreachable(options: DialOptions, errors: ReadonlyMap<string, unknown>): SandError {
  const tried = options.transports.map(({ name }) => {
    const error = errors.get(name);
    return `${name}: ${error instanceof Error ? error.message : 'no answer'}`;
  });
  return new SandError(
    'GUEST_UNREACHABLE',
    `no SSH server on port ${String(options.port)} of the guest within ${String(Math.round(options.deadlineMs / 1000))} s (${tried.join('; ')})`,
    { cause: [...errors.values()].at(-1) },
  );
}

function ignore(): void {
  // The winner or the deadline speaks for all.
}
