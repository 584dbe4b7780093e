import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { guestMark } from './order.ts';
import type { BootOrder } from './order.ts';

/** A port of the guest that TCP reaches, or seems to. */
export interface Door {
  close(): void;
}

/** Hands over what connects, as OpenSSH's listener does. */
export function openDoor(port: number, address: string, admit: (socket: Socket) => void): Door {
  const server = createServer({ noDelay: true }, admit);
  server.on('error', () => undefined); // somebody else has the address: a stale one
  server.listen(port, address);
  return server;
}

/**
 * A port that never answers, not even with a refusal: a listener that nobody serves, its queue filled. Another process
 * keeps it, because Node takes in whatever connects.
 */
export async function openSilentDoor(port: number, address: string, order: BootOrder): Promise<Door> {
  const server = createServer();
  server.listen({ port, host: address, backlog: 1 });
  await once(server, 'listening');
  const [name = '', value = ''] = guestMark(order).split('=');
  const keeper = spawn('sleep', ['1000000'], {
    stdio: ['ignore', 'ignore', 'ignore', descriptorOf(server)],
    env: { [name]: value, SAND_SIM_ROOT: order.root, PATH: '/usr/bin:/bin' },
  });
  await once(keeper, 'spawn');
  server.close();
  for (let queued = 0; queued < 2; queued += 1) connect(port, address).on('error', () => undefined);
  return { close: () => void keeper.kill('SIGKILL') };
}

/** Node shows a server's descriptor nowhere else. */
function descriptorOf(server: Server): number {
  const handle: unknown = Reflect.get(server, '_handle');
  if (typeof handle === 'object' && handle !== null && 'fd' in handle && typeof handle.fd === 'number')
    return handle.fd;
  throw new Error('this Node does not tell the descriptor of a server');
}
