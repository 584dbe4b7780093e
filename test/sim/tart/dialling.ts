import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A TCP connection from outside to a port of a guest, and what became of it so far. */
export interface Dialled extends Disposable {
  readonly socket: Socket;
  /** What came, byte for byte. */
  text(): string;
  state(): 'connecting' | 'open' | 'closed' | { readonly error: string };
}

/** Connects to a port. */
export function dial(host: string, port: number): Dialled {
  const socket = connect(port, host);
  let text = '';
  let state: ReturnType<Dialled['state']> = 'connecting';
  socket.on('data', (chunk) => (text += chunk.toString('latin1')));
  socket.on('connect', () => (state = 'open'));
  socket.on('error', (error: NodeJS.ErrnoException) => (state = { error: error.code ?? '' }));
  socket.on('close', () => {
    if (typeof state === 'string') state = 'closed';
  });
  return { socket, text: () => text, state: () => state, [Symbol.dispose]: () => socket.destroy() };
}
