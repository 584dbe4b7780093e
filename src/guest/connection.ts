import { PassThrough } from 'node:stream';
import type { Duplex, Readable } from 'node:stream';

import type { ClientCallback, ClientChannel, ConnectConfig } from 'ssh2';
import ssh2, { Client } from 'ssh2';

import type { Secret } from '../secret.ts';
import { abortable } from '../abortable.ts';
import { relay, type Program } from './relay.ts';

/** How to log in. With a key and a password the key is tried first. */
export interface Credentials {
  readonly user: string;
  readonly password?: Secret | undefined;
  /** PEM or OpenSSH format, without a passphrase. */
  readonly privateKey?: Secret | undefined;
}

/** What is wrong with a private key, or undefined when it can be used as it is. */
export function keyProblem(privateKey: Secret): string | undefined {
  const parsed = ssh2.utils.parseKey(privateKey.reveal());
  return parsed instanceof Error ? parsed.message : undefined;
}

/** How to make a connection out of a stream. */
export interface OpenOptions {
  readonly credentials: Credentials;
  /** How often the guest is asked whether it is still there. */
  readonly keepaliveMs?: number | undefined;
  readonly signal: AbortSignal;
}

/** The guest refused the credentials. */
export class LoginRefused extends Error {}

/** The connection broke, or never became one. Worth another try. */
export class ConnectionLost extends Error {}

/** What a command gave back. */
export interface CommandResult {
  /** Undefined when a signal ended it, or when it was left alone after `until`. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command for the guest. */
export interface CommandOptions {
  readonly stdin?: string;
  /** Hangs up, leaving the command to itself, as soon as its output matches. */
  readonly until?: RegExp;
  /** More output than this, in bytes, is dropped. */
  readonly outputLimit?: number;
  readonly signal: AbortSignal;
}

/** A half-open connection is noticed after the third unanswered question: 6 to 8 s. */
const defaultKeepaliveMs = 2_000;
const keepaliveCountMax = 3;
const handshakeDeadlineMs = 20_000;
const defaultOutputLimit = 1024 * 1024;

/** One SSH connection with a user logged in. */
export class Connection {
  /** Aborts with a `ConnectionLost` when the connection has ended for whatever reason. */
  readonly lost: AbortSignal;
  readonly #client: Client;
  readonly #stream: Duplex;

  private constructor(client: Client, stream: Duplex, lost: AbortSignal) {
    this.#client = client;
    this.#stream = stream;
    this.lost = lost;
  }

  /** Logs in over a stream. Rejects with `LoginRefused`, `ConnectionLost` or the signal's reason. */
  static async open(stream: Duplex, options: OpenOptions): Promise<Connection> {
    const client = new Client();
    const ending = new AbortController();
    const lose = (error: Error): void => {
      ending.abort(describeLoss(error));
      stream.destroy();
    };
    client.on('error', lose).on('close', () => {
      lose(new Error('it was closed'));
    });
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) => {
      answer(prompts.map(() => options.credentials.password?.reveal() ?? ''));
    });
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    client.once('ready', resolve);
    try {
      client.connect(connectConfig(stream, options));
      await abortable(ready, AbortSignal.any([options.signal, ending.signal]));
      return new Connection(client, stream, ending.signal);
    } catch (error) {
      lose(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  /** Runs a command through the user's shell. Rejects with `ConnectionLost` or the signal's reason. */
  async run(command: string, options: CommandOptions): Promise<CommandResult> {
    const channel = await this.#exec(command, options.signal);
    const limit = options.outputLimit ?? defaultOutputLimit;
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const stdout = collect(channel, limit, (text) => {
      if (options.until?.test(text) === true) resolve();
    });
    const stderr = collect(channel.stderr, limit);
    let code: number | undefined;
    // Not "exit", which may have passed before anyone could listen; "close" waits for the output to be read.
    channel.once('close', (status: number | null | undefined) => {
      code = status ?? undefined;
      resolve();
    });
    channel.end(options.stdin ?? '');
    try {
      await abortable(done, AbortSignal.any([options.signal, this.lost]));
      return { code, stdout: stdout(), stderr: stderr() };
    } finally {
      channel.close();
    }
  }

  /** What a command prints, as long as it prints. Ends when the command does; fails with the connection or the signal. */
  async *stream(command: string, signal: AbortSignal): AsyncGenerator<Buffer> {
    const channel = await this.#exec(command, signal);
    // ssh2's channel does not heed destroy(); a stream of our own can be given up at any moment.
    const bytes = new PassThrough();
    const give = AbortSignal.any([signal, this.lost]);
    const giveUp = (): void => {
      bytes.destroy(give.reason instanceof Error ? give.reason : new Error(String(give.reason)));
    };
    if (give.aborted) giveUp();
    give.addEventListener('abort', giveUp, { once: true });
    channel.stderr.resume();
    channel.pipe(bytes);
    try {
      yield* bytes as AsyncIterable<Buffer>;
    } finally {
      give.removeEventListener('abort', giveUp);
      channel.unpipe(bytes);
      channel.resume();
      channel.close();
      bytes.destroy();
    }
  }

  /** Runs a program for a person, see `relay`. Rejects with `ConnectionLost` or the signal's reason. */
  async interact(program: Program, signal: AbortSignal): Promise<number | undefined> {
    const { command, terminal } = program;
    const pty = terminal && { term: terminal.type, cols: terminal.columns, rows: terminal.rows };
    const channel = await this.#open((done) => {
      if (command === undefined) this.#client.shell(pty ?? false, done);
      else this.#client.exec(command, pty === undefined ? {} : { pty }, done);
    }, signal);
    return await relay(channel, program, AbortSignal.any([signal, this.lost]));
  }

  close(): void {
    this.#client.end();
    this.#stream.destroy();
  }

  async #exec(command: string, signal: AbortSignal): Promise<ClientChannel> {
    return await this.#open((done) => this.#client.exec(command, done), signal);
  }

  async #open(ask: (done: ClientCallback) => void, signal: AbortSignal): Promise<ClientChannel> {
    const { promise, resolve, reject } = Promise.withResolvers<ClientChannel>();
    const either = AbortSignal.any([signal, this.lost]);
    either.throwIfAborted();
    try {
      ask((error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(describeLoss(error));
      });
    } catch (error) {
      throw describeLoss(error);
    }
    try {
      return await abortable(promise, either);
    } catch (error) {
      promise.then((late) => late.destroy(), ignore);
      throw error;
    }
  }
}

function connectConfig(sock: Duplex, options: OpenOptions): ConnectConfig {
  const { user, password, privateKey } = options.credentials;
  return {
    sock,
    username: user,
    ...(password !== undefined && { password: password.reveal(), tryKeyboard: true }),
    ...(privateKey !== undefined && { privateKey: privateKey.reveal() }),
    // Named, so that no round trip is spent on asking without credentials.
    authHandler: [
      ...(privateKey === undefined ? [] : (['publickey'] as const)),
      ...(password === undefined ? [] : (['password', 'keyboard-interactive'] as const)),
    ],
    readyTimeout: handshakeDeadlineMs,
    keepaliveInterval: options.keepaliveMs ?? defaultKeepaliveMs,
    keepaliveCountMax,
  };
}

function describeLoss(error: unknown): Error {
  if (error instanceof ConnectionLost || error instanceof LoginRefused) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && 'level' in error && error.level === 'client-authentication') {
    return new LoginRefused(message, { cause: error });
  }
  return new ConnectionLost(`the SSH connection broke: ${message}`, { cause: error });
}

/** Gathers text up to a limit; returns what gives it. */
function collect(source: Readable, limit: number, onText?: (text: string) => void): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  const text = (): string => Buffer.concat(chunks).toString('utf8');
  source.on('data', (chunk: Buffer) => {
    chunks.push(chunk.subarray(0, Math.max(0, limit - length)));
    length += chunk.length;
    onText?.(text());
  });
  return text;
}

function ignore(): void {
  // Nothing was opened.
}
