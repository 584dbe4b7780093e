import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Settings } from '../tart/mac/settings.ts';
import { serveAgent } from './agent.ts';
import { createConnections } from './connections.ts';
import type { Connections } from './connections.ts';
import { openDoor, openSilentDoor } from './door.ts';
import type { Door } from './door.ts';
import { bootGuest } from './guest.ts';
import type { Guest } from './guest.ts';
import { takeAddress } from './network.ts';
import type { BootOrder } from './order.ts';

/** A machine that is switched on. */
export interface Machine {
  /** Undefined when the disk is empty. */
  readonly guest: Guest | undefined;
  /** Cuts every SSH connection that is open now; new ones are fine. */
  cutConnections(): void;
}

/**
 * Boots the machine. Its address, its SSH server and its agent come up later, each in its time. Runs in the directory
 * of the VM. `failed` is called when there can be no control socket.
 */
export function boot(order: BootOrder, failed: () => void): Machine {
  const { settings } = order;
  const guest = bootGuest(order, settings);
  const parts: Parts = { order, settings };
  serveAgent(
    () =>
      guest !== undefined && parts.agentReady === true
        ? { guest, address: () => parts.address, connectTo: (port) => connect(parts, port) }
        : undefined,
    failed,
  );
  if (guest !== undefined && order.faults['boot-hangs'] === undefined) void comeUp(parts, guest);
  const overwritten = order.faults['vm-overwritten'];
  if (overwritten !== undefined) void overwrite(order, overwritten.ms ?? 0);
  return { guest, cutConnections: () => parts.connections?.cut() };
}

/** What is up by now. */
interface Parts {
  readonly order: BootOrder;
  readonly settings: Settings;
  address?: string;
  connections?: Connections;
  door?: Door;
  agentReady?: boolean;
}

async function comeUp(parts: Parts, guest: Guest): Promise<void> {
  const booted = delay(parts.settings.bootMs);
  await Promise.all([
    takeAddress(parts, booted, (address) => void moveTo(parts, address)),
    startSsh(parts, guest, booted),
    booted.then(() => delay(parts.settings.agentMs)).then(() => (parts.agentReady = true)),
  ]);
}

/**
 * The former address answers no more. New connections to it are refused here, because the address is one of this
 * machine; on a Mac they find no host.
 */
async function moveTo(parts: Parts, address: string): Promise<void> {
  const { order, settings } = parts;
  parts.door?.close();
  delete parts.door;
  parts.connections?.silenceTcp();
  parts.address = address;
  if (hasDoor(parts) && isSilent(parts))
    parts.door = await openSilentDoor(settings.guestPort, address, order);
  else listen(parts);
}

async function startSsh(parts: Parts, guest: Guest, booted: Promise<void>): Promise<void> {
  const { order, settings } = parts;
  const loading = import('./sshd.ts'); // the slowest module: it loads while the guest boots
  await booted;
  const late = order.faults['ssh-late']?.ms ?? 0;
  const [{ createSshServer }] = await Promise.all([loading, delay(settings.sshMs + late)]);
  if (order.faults['ssh-refused'] !== undefined) return;
  const server = createSshServer(guest);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server uses of a socket only what every stream has
  parts.connections = createConnections(order.faults, (stream) => server.injectSocket(stream as Socket));
  listen(parts);
}

/** Once there are an address and a server. */
function listen(parts: Parts): void {
  const { connections, address, settings } = parts;
  if (connections === undefined || address === undefined || !hasDoor(parts) || isSilent(parts)) return;
  parts.door = openDoor(settings.guestPort, address, (socket) => connections.admit(socket, 'tcp'));
}

/**
 * Only Linux lets anyone listen on any 127/8 address: elsewhere, as with a guest that TCP does not reach, `tart exec` is
 * the way in.
 */
function hasDoor({ order }: Parts): boolean {
  return process.platform === 'linux' && order.faults['tcp-unreachable'] === undefined;
}

function isSilent({ order, settings }: Parts): boolean {
  return settings.quirks.includes('tcp-silent') || !order.answersHost;
}

/** A connection from inside the guest to its SSH server, on port 22 or the one that stands in for it outside. */
function connect({ connections, settings }: Parts, port: number): Duplex | undefined {
  if (connections === undefined || ![22, settings.guestPort].includes(port)) return undefined;
  const [outside, inside] = duplexPair();
  connections.admit(inside, 'vsock');
  return outside;
}

async function overwrite(order: BootOrder, ms: number): Promise<void> {
  await delay(ms);
  const { overwriteVm } = await import('./overwrite.ts');
  overwriteVm(order.directory, order.settings.quirks);
}
