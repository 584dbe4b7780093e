import type { Clock } from '../clock.ts';
import { wallClock, withDeadline } from '../clock.ts';
import { SandError } from '../errors.ts';
import { abortable } from '../abortable.ts';
import type { CommandOptions, CommandResult, Credentials } from './connection.ts';
import { Connection, ConnectionLost, LoginRefused } from './connection.ts';
import type { Transport } from './dial.ts';
import { dial } from './dial.ts';
import type { GuestEvent } from './events.ts';
import type { GuestFacts } from './facts.ts';
import { parseFacts } from './facts.ts';
import { quote } from './text.ts';

/** Whom to reach, and how. */
export interface LinkOptions {
  /** Best first. */
  readonly transports: readonly Transport[];
  readonly port: number;
  readonly credentials: Credentials;
  /** Of the guest that is meant: lower case, two digits a byte. */
  readonly macAddress: string;
  /** How long a lost guest is looked for. */
  readonly reconnectMs?: number;
  /** How often the guest is asked whether it is still there; it is lost after three questions without an answer. */
  readonly keepaliveMs?: number;
  readonly clock?: Clock;
  readonly onEvent?: (event: GuestEvent) => void;
}

/** A verified connection. */
interface Established {
  readonly connection: Connection;
  readonly transport: Transport;
  readonly facts: GuestFacts;
}

/** While it boots, a Mac may refuse right credentials for a moment: the pauses before it is asked again. */
const loginPausesMs = [250, 750, 1_500];
const longestLoginPauseMs = 1_500;
/** Between two attempts when something answered that was of no use. */
const pauseMs = 250;
/** As long as GitHub waits for a silent runner (reference/github-runners.md §5.3); the VM's own end is told by others. */
const defaultReconnectMs = 10 * 60_000;
const defaultCommandMs = 30_000;
/** How often a command is repeated when the connection breaks under it. */
const commandTries = 4;

/** The way to one guest: connects, verifies whom it reached, and connects again when the connection broke. */
export class Link {
  readonly #options: LinkOptions;
  readonly #clock: Clock;
  readonly #factsScript: string;
  readonly #over = new AbortController();
  #transports: readonly Transport[];
  #established: Established | undefined;
  #establishing: Promise<Established> | undefined;

  constructor(options: LinkOptions, factsScript: string) {
    this.#options = options;
    this.#clock = options.clock ?? wallClock;
    this.#factsScript = factsScript;
    this.#transports = options.transports;
  }

  /** The transport in use, or the last one that was. */
  get transport(): string {
    return this.#established?.transport.name ?? 'none';
  }

  /** What the guest said of itself when it was last verified. */
  get facts(): GuestFacts | undefined {
    return this.#established?.facts;
  }

  /** The first connection. Rejects with `GUEST_UNREACHABLE`, `GUEST_AUTH`, `GUEST_FOREIGN` or the signal's reason. */
  async reach(deadlineMs: number, signal: AbortSignal): Promise<void> {
    this.#established = await this.#establish(deadlineMs, signal);
  }

  /** A live connection, the old one or a new one. Rejects with `GUEST_LOST` or the signal's reason. */
  async connection(signal: AbortSignal): Promise<Connection> {
    const now = this.#established?.connection;
    if (now !== undefined && !now.lost.aborted) return now;
    this.#establishing ??= this.#reconnect(now?.lost.reason);
    return (await abortable(this.#establishing, signal)).connection;
  }

  /**
   * Runs a command; one that may be repeated is, when the connection broke under it. Rejects with `GUEST_COMMAND` when
   * it takes longer than `deadlineMs`, with `GUEST_LOST`, or with the signal's reason.
   */
  async run(
    command: string,
    options: CommandOptions & { readonly deadlineMs?: number | undefined; readonly tries?: number },
  ): Promise<CommandResult> {
    const deadlineMs = options.deadlineMs ?? defaultCommandMs;
    for (let tries = 1; ; tries += 1) {
      const connection = await this.connection(options.signal);
      const signal = withDeadline(options.signal, deadlineMs);
      try {
        return await connection.run(command, { ...options, signal });
      } catch (error) {
        options.signal.throwIfAborted();
        if (error instanceof ConnectionLost && tries < (options.tries ?? commandTries)) continue;
        throw new SandError('GUEST_COMMAND', `${command}: ${describe(error)}`, { cause: error });
      }
    }
  }

  close(): void {
    this.#over.abort(new SandError('GUEST_LOST', 'the connection to the guest was closed by us'));
    this.#established?.connection.close();
  }

  async #reconnect(reason: unknown): Promise<Established> {
    try {
      this.#over.signal.throwIfAborted();
      this.#options.onEvent?.({ type: 'reconnecting', reason: describe(reason) });
      const deadlineMs = this.#options.reconnectMs ?? defaultReconnectMs;
      this.#established = await this.#establish(deadlineMs, this.#over.signal, 'patient');
      return this.#established;
    } catch (error) {
      this.#over.signal.throwIfAborted();
      throw new SandError('GUEST_LOST', `the guest did not come back: ${describe(error)}`, { cause: error });
    } finally {
      this.#establishing = undefined;
    }
  }

  /** A guest that let us in before is asked until the deadline, whatever it says in between. */
  async #establish(
    deadlineMs: number,
    signal: AbortSignal,
    mood: 'brisk' | 'patient' = 'brisk',
  ): Promise<Established> {
    const end = this.#clock.now() + deadlineMs;
    const pauses = [...loginPausesMs];
    let last: SandError | undefined;
    for (;;) {
      const left = Math.max(0, end - this.#clock.now());
      try {
        return await this.#attempt(left, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof SandError && error.code === 'GUEST_UNREACHABLE') throw last ?? error;
        const failure = explain(error, this.#options.credentials);
        if (error instanceof LoginRefused && pauses.length === 0 && mood === 'brisk') throw failure;
        // The deadline may cut off an attempt: what an earlier one found out says more than that.
        if (failure.code !== 'GUEST_UNREACHABLE' || last === undefined) last = failure;
        await this.#clock.sleep(
          error instanceof LoginRefused ? (pauses.shift() ?? longestLoginPauseMs) : pauseMs,
          signal,
        );
      }
    }
  }

  async #attempt(deadlineMs: number, signal: AbortSignal): Promise<Established> {
    const { port, credentials, keepaliveMs } = this.#options;
    const { transport, stream } = await dial({
      transports: this.#transports,
      clock: this.#clock,
      port,
      deadlineMs,
      signal,
    });
    const ownSignal = withDeadline(signal, deadlineMs);
    const connection = await Connection.open(stream, { credentials, keepaliveMs, signal: ownSignal });
    try {
      const facts = await this.#verify(connection, transport, ownSignal);
      this.#prefer(transport, 'first');
      this.#options.onEvent?.({
        type: 'connected',
        transport: transport.name,
        runnerVersion: facts.runnerVersion,
      });
      return { connection, transport, facts };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #verify(connection: Connection, transport: Transport, signal: AbortSignal): Promise<GuestFacts> {
    const { stdout } = await connection.run('exec /bin/sh -s', { stdin: this.#factsScript, signal });
    const facts = parseFacts(stdout);
    if (facts === undefined) throw new ConnectionLost('the guest did not tell its facts');
    if (facts.macAddresses.includes(this.#options.macAddress)) return facts;
    const { macAddresses } = facts;
    this.#options.onEvent?.({ type: 'foreign', transport: transport.name, macAddresses });
    // A stale lease leads astray for a while, but another transport may lead home.
    this.#prefer(transport, 'last');
    throw new SandError(
      'GUEST_FOREIGN',
      `wanted the guest with MAC address ${this.#options.macAddress}, but over ${transport.name} one with ${quote(macAddresses.join(', ')) || 'none'} answered`,
    );
  }

  #prefer(transport: Transport, place: 'first' | 'last'): void {
    const others = this.#transports.filter((other) => other !== transport);
    this.#transports = place === 'first' ? [transport, ...others] : [...others, transport];
  }
}

/** What a failed attempt is called when there is no time for another one. */
function explain(error: unknown, credentials: Credentials): SandError {
  if (error instanceof SandError) return error;
  if (error instanceof LoginRefused) {
    const means = credentials.privateKey === undefined ? 'password' : 'key';
    return new SandError('GUEST_AUTH', `the guest does not let ${credentials.user} in with this ${means}`, {
      cause: error,
    });
  }
  const message = `an SSH server answered, but was of no use: ${describe(error)}`;
  return new SandError('GUEST_UNREACHABLE', message, { cause: error });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
