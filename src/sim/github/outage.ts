import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Lets a server be away: connections that are open are reset, and so is each new one. Not refused, because a port that
 * nobody listens on might be given to somebody else meanwhile.
 */
export class Outage {
  readonly #open = new Set<Socket>();
  /** Milliseconds since the epoch. */
  #until = 0;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      if (Date.now() < this.#until) return void socket.resetAndDestroy();
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
  }

  /** Away from now on for so many milliseconds; the last call counts, so 0 ends it. */
  start(ms: number): void {
    this.#until = Date.now() + ms;
    if (ms > 0) for (const socket of this.#open) socket.resetAndDestroy();
  }
}
