import { once } from 'node:events';
import type { Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A TCP proxy on 127.0.0.1 whose connections a test can break. */
export class CuttableProxy implements AsyncDisposable {
  readonly #server = createServer((near) => {
    this.#forward(near);
  });
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #target: number;

  constructor(target: number) {
    this.#target = target;
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return portOf(this.#server);
  }

  /** Resets all connections. */
  cut(): void {
    for (const [near, far] of this.#pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  }

  /** Forwards nothing any more on the connections there are, and closes nothing. */
  freeze(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe().pause();
      far.unpipe().pause();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #forward(near: Socket): void {
    const far = connect(this.#target, '127.0.0.1');
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    near.pipe(far).pipe(near);
    for (const socket of pair) {
      socket
        .on('error', () => undefined)
        .on('close', () => {
          this.#pairs.delete(pair);
          near.destroy();
          far.destroy();
        });
    }
  }
}

/** The TCP port a server listens on. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('this server listens on no TCP port');
  return address.port;
}
