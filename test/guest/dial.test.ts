import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { Duplex } from 'node:stream';

import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';

import { type Clock, wallClock } from '../../src/clock.ts';
import type { Dialled, DialOptions, Transport } from '../../src/guest/dial.ts';
import { dial } from '../../src/guest/dial.ts';
import { portOf } from './cuttable-proxy.ts';
import { failingTransport, tcpTransport } from './tcp-transport.ts';

let stack: AsyncDisposableStack;

beforeEach(() => {
  stack = new AsyncDisposableStack();
});

afterEach(async () => {
  await stack.disposeAsync();
});

/** A server that greets every connection with these pieces. */
async function serve(...pieces: readonly string[]): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    for (const piece of pieces) socket.write(piece);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: portOf(server), sockets };
}

async function dialled(
  transports: readonly Transport[],
  options: Partial<DialOptions> = {},
): Promise<Dialled> {
  const result = await dial({
    transports,
    port: 22,
    deadlineMs: 30_000,
    signal: AbortSignal.timeout(60_000),
    clock: wallClock,
    ...options,
  });
  stack.defer(() => {
    result.stream.destroy();
  });
  return result;
}

/** Time stands still: only what needs no pause happens. */
const stopped: Clock = {
  now: () => 0,
  sleep: async (ms, signal) => {
    if (ms === 0) return;
    await once(signal, 'abort');
    signal.throwIfAborted();
  },
};

it.each(['EHOSTUNREACH', 'ENETUNREACH'])('%s makes the next transport join at once', async (code) => {
  const { port } = await serve('SSH-2.0-x\r\n');
  const transports = [failingTransport('tcp', code), tcpTransport(port, 'tart-exec')];

  const { transport } = await dialled(transports, { clock: stopped });

  expect(transport.name).toBe('tart-exec');
});

it('the first transport wins when it works, and the next one is not even tried', async () => {
  const { port } = await serve('SSH-2.0-x\r\n');
  const fallback = failingTransport('tart-exec', 'ECONNREFUSED');

  const { transport } = await dialled([tcpTransport(port), fallback]);

  expect(transport.name).toBe('tcp');
  expect(fallback.attempts).toBe(0);
});

it('the banner is left for the one who gets the stream, however it came', async () => {
  const { port } = await serve('S', 'SH-2.0-Open', 'SSH_9.8\r\n');

  const { stream } = await dialled([tcpTransport(port)]);

  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await eventually(() => {
    expect(text).toBe('SSH-2.0-OpenSSH_9.8\r\n');
  });
});

it('a port that is silent does not keep the next transport from winning, and its connection is closed', async () => {
  const silent = await serve();
  const { port } = await serve('SSH-2.0-x\r\n');

  const { transport } = await dialled([tcpTransport(silent.port, 'tcp'), tcpTransport(port, 'tart-exec')]);

  expect(transport.name).toBe('tart-exec');
  await eventually(() => {
    expect(silent.sockets[0]?.destroyed || silent.sockets[0]?.readableEnded).toBe(true);
  });
});

it('whatever is no SSH server does not count, and the deadline names each transport with its last error', async () => {
  const web = await serve('HTTP/1.1 400 Bad Request\r\n\r\n');

  const dialling = dialled([tcpTransport(web.port, 'tcp'), failingTransport('tart-exec', 'ECONNREFUSED')], {
    deadlineMs: 2000,
  });

  await expect(dialling).rejects.toMatchObject({ code: 'GUEST_UNREACHABLE' });
  await expect(dialling).rejects.toThrow(/tcp: no SSH server .*HTTP\/1.*; tart-exec: connect ECONNREFUSED/u);
});

it('is tried again until the port opens', async () => {
  const { port } = await serve('SSH-2.0-x\r\n');
  let attempts = 0;
  const late: Transport = {
    name: 'tcp',
    async open(...parameters) {
      attempts += 1;
      if (attempts < 5) throw new Error('connect ECONNREFUSED');
      return tcpTransport(port).open(...parameters);
    },
  };

  await dialled([late]);

  expect(attempts).toBe(5);
});

it('an abort ends it with its reason and closes what was open', async () => {
  const silent = await serve();
  const stop = new AbortController();
  const dialling = dialled([tcpTransport(silent.port)], { signal: stop.signal });
  await eventually(() => {
    expect(silent.sockets).toHaveLength(1);
  });

  stop.abort(new Error('the VM has ended'));

  await expect(dialling).rejects.toThrow('the VM has ended');
  await eventually(() => {
    expect(silent.sockets[0]?.destroyed).toBe(true);
  });
});

it('a transport that heeds no signal cannot hold the deadline, and its late stream is destroyed', async () => {
  const late = Promise.withResolvers<Duplex>();
  const stream = new Duplex({ read: () => undefined, write: () => undefined });

  const dialling = dialled([{ name: 'tcp', open: async () => late.promise }], { deadlineMs: 100 });
  await expect(dialling).rejects.toMatchObject({ code: 'GUEST_UNREACHABLE' });
  late.resolve(stream);

  await eventually(() => {
    expect(stream.destroyed).toBe(true);
  });
});

it('no transport at all is unreachable, not forever', async () => {
  await expect(dialled([], { deadlineMs: 50 })).rejects.toMatchObject({ code: 'GUEST_UNREACHABLE' });
});
