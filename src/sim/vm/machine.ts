import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from 'ssh2';
import { writeArpEntry } from '../tart/mac/arp.ts';
import { grantLanAddress, grantLease, writeStaleLease } from '../tart/mac/dhcp.ts';
import type { LeaseRequest } from '../tart/mac/dhcp.ts';
import type { Settings } from '../tart/mac/settings.ts';
import { serveAgent } from './agent.ts';
import { bootGuest } from './guest.ts';
import type { Guest } from './guest.ts';
import type { BootOrder } from './order.ts';

/**
 * Boots the machine. Returns its guest at once (undefined when the disk is empty); its address, its SSH server and its
 * agent come up later, each in its time. Runs in the directory of the VM.
 */
export function boot(order: BootOrder, settings: Settings): Guest | undefined {
  const guest = bootGuest(order, settings);
  const machine: Machine = { order, settings };
  serveAgent(() =>
    guest !== undefined && machine.agentReady === true
      ? { guest, address: () => machine.address, connectTo: (port) => connect(machine, port) }
      : undefined,
  );
  if (guest !== undefined) void comeUp(machine, guest);
  return guest;
}

interface Machine {
  readonly order: BootOrder;
  readonly settings: Settings;
  address?: string;
  ssh?: Server;
  agentReady?: boolean;
}

async function comeUp(machine: Machine, guest: Guest): Promise<void> {
  const booted = delay(machine.settings.bootMs);
  await Promise.all([
    takeAddress(machine, booted).then(() => listen(machine)),
    startSsh(machine, guest, booted).then(() => listen(machine)),
    booted.then(() => delay(machine.settings.agentMs)).then(() => (machine.agentReady = true)),
  ]);
}

/** Every clone of an image calls itself the same. */
const hostName = 'admins-Virtual-Machine';

async function takeAddress(machine: Machine, booted: Promise<void>): Promise<void> {
  const { order, settings } = machine;
  const request = { name: hostName, macAddress: order.macAddress, seconds: settings.leaseSeconds };
  if (order.address === 'stale') await writeStaleLease(order.root, request);
  await booted;
  if (order.address === 'none') return;
  if (order.address === 'stale') {
    if (order.trueAddressMs === undefined) return;
    await delay(order.trueAddressMs);
  }
  const address = order.network === 'bridged' ? grantLanAddress() : await grantLease(order.root, request);
  if (address === undefined) return;
  machine.address = address;
  if (order.network !== 'softnet') writeArpEntry(order.root, address, order.macAddress);
  if (order.network !== 'bridged') renew(order.root, request);
}

/** A guest renews after half the time. */
function renew(root: string, request: LeaseRequest): void {
  setInterval(() => void grantLease(root, request), (request.seconds * 1000) / 2);
}

async function startSsh(machine: Machine, guest: Guest, booted: Promise<void>): Promise<void> {
  const loading = import('./sshd.ts'); // the slowest module: it loads while the guest boots
  await booted;
  const [{ createSshServer }] = await Promise.all([loading, delay(machine.settings.sshMs)]);
  if (!machine.order.sshRefused) machine.ssh = createSshServer(guest);
}

/**
 * Once there are an address and a server. Only Linux lets anyone listen on any 127/8 address: elsewhere, as with a
 * guest that TCP does not reach, `tart exec` is the way in.
 */
function listen({ ssh, address, order, settings }: Machine): void {
  if (ssh === undefined || address === undefined) return;
  if (order.tcpUnreachable || process.platform !== 'linux') return;
  const door = createServer({ noDelay: true }, (socket) => ssh.injectSocket(socket)); // as OpenSSH does
  door.listen(settings.guestPort, address);
}

/** A connection from inside the guest to its SSH server, on port 22 or the one that stands in for it outside. */
function connect({ ssh, settings }: Machine, port: number): Duplex | undefined {
  if (ssh === undefined || ![22, settings.guestPort].includes(port)) return undefined;
  const [outside, inside] = duplexPair();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server uses of a socket only what every stream has
  ssh.injectSocket(inside as unknown as Socket);
  return outside;
}
