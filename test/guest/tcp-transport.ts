import { once } from 'node:events';
import { connect } from 'node:net';

import type { Transport } from '../../src/guest/dial.ts';

/** A transport to a port of this machine. */
export function tcpTransport(port: number, name = 'tcp'): Transport {
  return {
    name,
    async open(_port, signal) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      try {
        await once(socket, 'connect', { signal });
        return socket;
      } catch (error) {
        socket.destroy();
        throw error;
      }
    },
  };
}

/** A transport that always fails the same way. */
export function failingTransport(name: string, code: string): Transport & { attempts: number } {
  return {
    name,
    attempts: 0,
    async open() {
      this.attempts += 1;
      await Promise.resolve();
      throw Object.assign(new Error(`connect ${code} 192.168.64.2:22`), { code });
    },
  };
}
