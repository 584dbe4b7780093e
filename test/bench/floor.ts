import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, watch } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'ssh2';
import type { SimulatedWorld } from '../../src/sim/world.ts';
import { golden } from './world.ts';

/** A VM that was made by hand. */
export interface FloorVm {
  /** Logged in. */
  readonly client: Client;
  tart(args: readonly string[]): Promise<void>;
  /** Resolves when its `tart run` has ended. */
  stop(): Promise<void>;
  delete(): Promise<void>;
  /** Stops and deletes it. */
  end(): Promise<void>;
}

/**
 * The floor of a cold start (DESIGN.md §9): the same `tart` commands, the SSH banner, a command; nothing else and no
 * sleeping. Returns milliseconds.
 */
export async function measureFloor(world: SimulatedWorld, name: string): Promise<number> {
  const startedAt = performance.now();
  const vm = await bootFloor(world, name);
  await startFloorRunner(vm.client);
  const took = performance.now() - startedAt;
  await vm.end();
  return took;
}

/** Makes and boots a VM by hand, and logs in. */
export async function bootFloor(world: SimulatedWorld, name: string): Promise<FloorVm> {
  const env = { ...world.env, TART_HOME: world.host.tartHome };
  const tart = promisify((args: readonly string[], done: (error: Error | null) => void) =>
    execFile('tart', args, { env }, (error) => done(error)),
  );
  await tart(['clone', golden, name]);
  await tart(['list', '--source', 'local', '--format', 'json']);
  const run = spawn('tart', ['run', name, '--no-graphics', '--net-softnet'], {
    env,
    stdio: 'ignore',
  });
  const died = once(run, 'exit').then(() =>
    Promise.reject(new Error('tart run of the floor ended too early')),
  );
  const address = await Promise.race([leasedAddress(world, name), died]);
  died.catch(() => undefined);
  const client = await logIn(world, await connectWhenReady(address, world.host.guestPort));
  const vm: FloorVm = {
    client,
    tart,
    async stop() {
      client.destroy();
      await tart(['stop', name, '--timeout', '5']);
      if (run.exitCode === null) await once(run, 'exit');
    },
    delete: () => tart(['delete', name]),
    async end() {
      await vm.stop();
      await vm.delete();
    },
  };
  return vm;
}

async function leasedAddress(world: SimulatedWorld, name: string): Promise<string> {
  const config: unknown = JSON.parse(
    readFileSync(join(world.host.tartHome, 'vms', name, 'config.json'), 'utf8'),
  );
  const mac = String(Object.entries(config ?? {}).find(([key]) => key === 'macAddress')?.[1]);
  const short = mac
    .split(':')
    .map((byte) => byte.replace(/^0(?=.)/, ''))
    .join(':');
  const look = (): string | undefined => {
    if (!existsSync(world.host.leaseFile)) return undefined;
    const block = readFileSync(world.host.leaseFile, 'utf8')
      .split('}')
      .find((text) => text.includes(`1,${short}\n`));
    return /ip_address=(\S+)/.exec(block ?? '')?.[1];
  };
  const watcher = watch(dirname(world.host.leaseFile));
  try {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await once(watcher, 'change');
    }
  } finally {
    watcher.close();
  }
}

async function connectWhenReady(host: string, port: number): Promise<Socket> {
  for (;;) {
    const socket = connect({ host, port, noDelay: true });
    try {
      await once(socket, 'connect');
      return socket;
    } catch {
      socket.destroy();
      await nextTurn();
    }
  }
}

async function logIn(world: SimulatedWorld, sock: Socket): Promise<Client> {
  const client = new Client();
  client.connect({ sock, username: world.host.guestUser, password: world.host.guestPassword });
  await once(client, 'ready');
  // The VM goes away under it.
  client.on('error', () => undefined);
  return client;
}

/** Starts something like a runner; resolves when the guest says so. */
export async function startFloorRunner(client: Client): Promise<void> {
  const command = 'nohup "$HOME/actions-runner/bin/Runner.Listener" --version >/dev/null 2>&1 & echo started';
  await new Promise<void>((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error !== undefined) reject(error);
      else channel.once('data', () => resolve());
    });
  });
}
