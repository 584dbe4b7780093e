import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ServerChannel, Session } from 'ssh2';
import { kill } from '../tart/mac/processes.ts';
import type { Guest } from './guest.ts';

/** One session of a connection: a command or a shell, with its streams. A terminal is granted but is none. */
export function serveSession(session: Session, guest: Guest): void {
  let child: ChildProcessWithoutNullStreams | undefined;
  session.on('pty', (accept: unknown) => answer(accept));
  session.on('window-change', (accept: unknown) => answer(accept));
  session.on('exec', (accept, _reject, { command }) => {
    child = guest.startShell(command);
    relay(accept(), child);
  });
  session.on('shell', (accept) => {
    child = guest.startShell(undefined);
    relay(accept(), child);
  });
  session.on('signal', (accept: unknown, _reject, { name }) => {
    if (child?.pid !== undefined) kill(-child.pid, signalOf(name));
    answer(accept);
  });
}

/** A request that wants no answer comes without a way to give one. */
function answer(accept: unknown): void {
  if (typeof accept === 'function') accept();
}

/**
 * Joins a channel to a process as OpenSSH does: the exit is told when the process ends, the channel closes when nobody
 * holds its output any more, and a client that leaves takes the pipes away but not the process.
 */
function relay(channel: ServerChannel, child: ChildProcessWithoutNullStreams): void {
  channel.on('error', () => channel.destroy());
  child.stdin.on('error', () => child.stdin.destroy()); // the process reads no more
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.once('error', () => channel.exit(127));
  child.once('exit', (code, signal) => {
    if (signal === null) channel.exit(code ?? 0);
    else channel.exit(signal.replace('SIG', ''), false, '');
  });
  child.once('close', () => channel.end());
  channel.once('close', () => {
    for (const stream of child.stdio) stream?.destroy();
  });
}

function signalOf(name: string): NodeJS.Signals {
  const known = ['HUP', 'INT', 'QUIT', 'TERM', 'KILL', 'USR1', 'USR2'] as const;
  const signal = known.find((one) => one === name) ?? 'TERM';
  return `SIG${signal}`;
}
