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

/**
 * The floor of a cold start (DESIGN.md §9): the same `tart` commands, the SSH banner, a command; nothing else and no
 * sleeping. Returns milliseconds.
 */
export async function measureFloor(world: SimulatedWorld, name: string): Promise<number> {
  const env = { ...world.env, TART_HOME: world.host.tartHome };
  const tart = promisify((args: string[], done: (error: Error | null) => void) =>
    execFile('tart', args, { env }, (error) => done(error)),
  );
  const startedAt = performance.now();
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
  await startRunner(world, await connectWhenReady(address, world.host.guestPort));
  const took = performance.now() - startedAt;
  await tart(['stop', name, '--timeout', '5']);
  if (run.exitCode === null) await once(run, 'exit');
  await tart(['delete', name]);
  return took;
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

async function startRunner(world: SimulatedWorld, sock: Socket): Promise<void> {
  const client = new Client();
  client.connect({ sock, username: world.host.guestUser, password: world.host.guestPassword });
  await once(client, 'ready');
  const command = 'nohup "$HOME/actions-runner/bin/Runner.Listener" --version >/dev/null 2>&1 & echo started';
  await new Promise<void>((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error !== undefined) reject(error);
      else channel.once('data', () => resolve());
    });
  });
  client.destroy();
}
