import { once } from 'node:events';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { execa } from 'execa';
import type { GuestTransport } from '../backend.ts';
import { findAddress, type Resolver } from './addresses.ts';
import { tartEnvironment } from './environment.ts';
import type { TartSettings } from './program.ts';

/** TCP to the VM's address, looked up anew each time: it may change while the VM runs. */
export function tcpTransport(resolvers: readonly Resolver[]): GuestTransport {
  return {
    name: 'tcp',
    async open(port, signal) {
      const host = await findAddress(resolvers, signal);
      const socket = connect({ host, port, noDelay: true });
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

/**
 * A byte stream through Tart's control socket: needs neither DHCP nor the Local Network permission, but the guest
 * agent of a logged-in session (reference/tart.md §2.11, §9.1).
 */
export function tartExecTransport(vm: string, settings: TartSettings): GuestTransport {
  return {
    name: 'tart-exec',
    async open(port, signal) {
      signal.throwIfAborted();
      const child = execa(settings.program, ['exec', '-i', vm, '/usr/bin/nc', '127.0.0.1', String(port)], {
        env: tartEnvironment(settings.env, { tartHome: settings.tartHome }),
        extendEnv: false,
        reject: false,
        buffer: false,
        stderr: 'ignore',
      });
      const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
      // Its holder sees it close; an error of a stream that was given up is nobody's.
      stream.on('error', () => undefined);
      stream.once('close', () => child.kill());
      return stream;
    },
  };
}
