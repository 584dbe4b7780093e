import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../eventually.ts';
import { wallClock } from '../../../src/clock.ts';
import { dial } from '../../../src/guest/dial.ts';
import type { Resolver } from '../../../src/sandbox/tart/addresses.ts';
import { tartExecTransport, tcpTransport } from '../../../src/sandbox/tart/transports.ts';
import { portOf } from '../../guest/cuttable-proxy.ts';
import { scriptTart } from './scripted-tart.ts';

let undo: AsyncDisposableStack;
beforeEach(() => {
  undo = new AsyncDisposableStack();
});
afterEach(() => undo.disposeAsync());

const limit = () => AbortSignal.timeout(60_000);
const here: Resolver = { name: 'here', resolve: () => Promise.resolve('127.0.0.1') };
/** A guest agent that does what `nc` would: it greets, then echoes. */
const agent = 'exec) echo $$ >"$root/pid"; echo SSH-2.0-sim; exec cat;;';

async function serve() {
  const server = createServer((socket) => void socket.end('SSH-2.0-test\r\n'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.defer(() => void server.close());
  return portOf(server);
}

/** A port where nobody listens any more. */
async function refusing() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

describe('TCP', () => {
  it('carries the bytes of the port at the address', async () => {
    const stream = await tcpTransport([here]).open(await serve(), limit());

    expect(await text(stream)).toBe('SSH-2.0-test\r\n');
  });

  it('rejects when nobody listens there', async () => {
    await expect(tcpTransport([here]).open(await refusing(), limit())).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('rejects with the signal while there is no address', async () => {
    const never: Resolver = {
      name: 'never',
      resolve: async (signal) => {
        await wallClock.sleep(60_000, signal);
        return '';
      },
    };

    await expect(tcpTransport([never]).open(22, AbortSignal.timeout(50))).rejects.toThrow('timeout');
  });
});

describe('tart exec', () => {
  it('asks nc inside the guest for its own port', async () => {
    const scripted = undo.use(await scriptTart(agent));
    const stream = await tartExecTransport('vm', scripted.settings).open(22, limit());
    stream.end('hello\n');

    expect(await text(stream)).toBe('SSH-2.0-sim\nhello\n');
    expect(await scripted.calls()).toEqual(['exec -i vm /usr/bin/nc 127.0.0.1 22']);
  });

  it('ends its program when the stream is destroyed, even one that does not heed the end of its input', async () => {
    const scripted = undo.use(
      await scriptTart('exec) echo $$ >"$root/pid"; echo SSH-2.0-sim; exec sleep 60;;'),
    );
    const stream = await tartExecTransport('vm', scripted.settings).open(22, limit());
    await once(stream, 'readable');
    const pid = Number(await readFile(`${scripted.root}/pid`, 'utf8'));

    stream.destroy();

    await eventually(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
  });

  it.each([
    ['the agent is not ready', 'exec) echo "Failed to connect" >&2; exit 1;;', {}],
    ['there is no tart', '*) ;;', { program: 'no-such-tart' }],
  ])('closes its stream when %s', async (_, cases, changes) => {
    const scripted = undo.use(await scriptTart(cases));
    const stream = await tartExecTransport('vm', { ...scripted.settings, ...changes }).open(22, limit());
    stream.resume();

    await eventually(() => expect(stream.closed).toBe(true));
  });

  it('is not opened when it was given up before', async () => {
    const scripted = undo.use(await scriptTart(agent));

    await expect(tartExecTransport('vm', scripted.settings).open(22, AbortSignal.abort())).rejects.toThrow(
      'aborted',
    );
    expect(await scripted.calls()).toEqual([]);
  });

  it('reaches the guest where TCP is refused, and stays open', async () => {
    const scripted = undo.use(await scriptTart(agent));
    const transports = [tcpTransport([here]), tartExecTransport('vm', scripted.settings)];
    const port = await refusing();

    const dialled = await dial({ transports, port, deadlineMs: 5000, signal: limit(), clock: wallClock });
    dialled.stream.end('still here\n');

    expect(dialled.transport.name).toBe('tart-exec');
    expect(await text(dialled.stream)).toBe('SSH-2.0-sim\nstill here\n');
  });
});
