import type { Readable, Writable } from 'node:stream';

import type { ClientChannel } from 'ssh2';

import { abortable } from '../abortable.ts';

/** The size of a terminal, in characters. */
export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

/** A terminal that a program of the guest is to be shown on. */
export interface Terminal extends WindowSize {
  /** For the guest's `TERM`: `xterm-256color`. */
  readonly type: string;
  /** Calls back whenever its size has changed, until `signal` aborts. */
  readonly onResize: (listener: (size: WindowSize) => void, signal: AbortSignal) => void;
}

/** What a person wants to have run in a guest, and where its streams lead. They are not closed. */
export interface Program {
  /** For the user's shell; undefined is the shell itself, as at a login. */
  readonly command?: string | undefined;
  /** Undefined when nobody watches it: its streams stay apart and are not changed. */
  readonly terminal?: Terminal | undefined;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/**
 * Joins a program's streams to its channel until it has ended. Resolves with its exit code, with undefined when it has
 * none (a signal ended it, or nobody reads its output any more); rejects with the signal's reason.
 */
export async function relay(
  channel: ClientChannel,
  { stdin, stdout, stderr, terminal }: Program,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { promise: ended, resolve } = Promise.withResolvers<number | undefined>();
  const over = new AbortController();
  const giveUp = () => resolve(undefined);
  channel.once('close', (code: number | null | undefined) => resolve(code ?? undefined));
  channel.on('error', giveUp);
  stdout.once('error', giveUp);
  channel.pipe(stdout, { end: false });
  channel.stderr.pipe(stderr, { end: false });
  stdin.pipe(channel);
  terminal?.onResize(({ columns, rows }) => channel.setWindow(rows, columns, 0, 0), over.signal);
  try {
    return await abortable(ended, signal);
  } finally {
    over.abort();
    // A stream that is read no more does not keep this process alive.
    stdin.unpipe(channel).pause();
    channel.unpipe(stdout);
    channel.stderr.unpipe(stderr);
    channel.close();
  }
}
