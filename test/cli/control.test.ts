import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { askPoller, stopPoller } from '../../src/cli/control-client.ts';
import { serveControl } from '../../src/cli/control-server.ts';
import { controlSocket } from '../../src/cli/control-socket.ts';
import type { Controls } from '../../src/cli/controls.ts';
import { reloadedSchema } from '../../src/cli/reload.ts';
import { statusSchema } from '../../src/cli/status-document.ts';
import { SandError } from '../../src/errors.ts';
import { busyStatus, fakeControls } from './fake-controls.ts';

const { signal } = new AbortController();
let stateDir: string;
let undo: AsyncDisposableStack;

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sand-control-'));
  undo = new AsyncDisposableStack();
  undo.defer(() => rm(stateDir, { recursive: true, force: true }));
});
afterEach(async () => {
  await undo.disposeAsync();
});

async function serve(controls: Controls): Promise<AsyncDisposable> {
  return undo.use(await serveControl(controlSocket(stateDir), controls));
}

function ask(call: string, body?: object): Promise<unknown> {
  return askPoller({ stateDir, call, signal, ...(body === undefined ? {} : { body }) }, z.unknown());
}

describe('the control socket', () => {
  it('is for its user alone, takes the place of one that a dead process left, and goes with its server', async () => {
    const file = controlSocket(stateDir);
    await writeFile(file, '');
    const server = await serve(fakeControls());
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await server[Symbol.asyncDispose]();
    expect(existsSync(file)).toBe(false);
  });

  it('tells the status as it is', async () => {
    await serve(fakeControls());
    expect(await askPoller({ stateDir, call: 'GET /status', signal }, statusSchema)).toEqual(busyStatus);
    expect(await askPoller({ stateDir, call: 'POST /reload', signal }, reloadedSchema)).toMatchObject({
      added: ['new'],
    });
  });

  it('passes on what it is asked to do', async () => {
    const controls = fakeControls();
    await serve(controls);
    for (const call of ['POST /drain', 'POST /resume', 'POST /reap']) await ask(call);
    expect(await ask('POST /drop', { sandbox: 'sand-x' })).toEqual({ dropped: true });
    expect(controls.asked).toEqual(['drain', 'resume', 'reap', 'drop sand-x']);
  });

  it('hands a refusal on with its code, cause and remedy', async () => {
    const refusal = new SandError('CONFIG_INVALID', 'line 3 is wrong', {
      cause: new Error('deep'),
      remedy: 'Mend it.',
    });
    await serve(fakeControls({ reload: () => Promise.reject(refusal) }));
    await expect(ask('POST /reload')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: 'line 3 is wrong',
      remedy: 'Mend it.',
      cause: { message: 'deep' },
    });
  });

  it.each([
    ['GET /drain', undefined],
    ['POST /nonsense', undefined],
    ['POST /stop', {}],
    ['POST /drop', { sandbox: 7 }],
    ['POST /drop', { sandbox: 'x'.repeat(20_000) }],
  ])('does nothing when it is asked %s %j', async (call, body) => {
    const controls = fakeControls();
    await serve(controls);
    await expect(ask(call, body)).rejects.toMatchObject({ code: 'USAGE' });
    expect(controls.asked).toEqual([]);
  });

  it('says that no poller runs when there is no socket, or that of a dead process', async () => {
    await expect(ask('GET /status')).rejects.toMatchObject({ code: 'POLLER_NOT_RUNNING' });
    const file = controlSocket(stateDir);
    const server = createServer().listen(file);
    await once(server, 'listening');
    // Closing it takes the socket away, a process that is killed does not.
    await rename(file, `${file}.kept`);
    server.close();
    await rename(`${file}.kept`, file);
    await expect(ask('GET /status')).rejects.toMatchObject({ code: 'POLLER_NOT_RUNNING' });
    await serve(fakeControls());
    await expect(ask('GET /status')).resolves.toEqual(busyStatus);
  });

  it('says that a poller does not answer when something else comes back', async () => {
    const server = createServer((socket) => socket.end('nonsense\r\n\r\n')).listen(controlSocket(stateDir));
    undo.defer(() => void server.close());
    await expect(ask('GET /status')).rejects.toMatchObject({ code: 'POLLER_SILENT' });
  });

  it('asks to stop and waits as long as the poller is there', async () => {
    const enough = new AbortController();
    const asked: boolean[] = [];
    const stop = (now: boolean) => {
      asked.push(now);
      enough.abort(new Error('enough'));
    };
    await serve(fakeControls({ stop }));
    const waiting = stopPoller(stateDir, { now: true, withinMs: 60_000, signal: enough.signal });
    await expect(waiting).rejects.toThrow('enough');
    expect(asked).toEqual([true]);
  });

  it('knows that the poller has stopped when its connection ends', async () => {
    const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n';
    const server = createServer((socket) => socket.once('data', () => socket.end(head)));
    undo.defer(() => void server.close());
    await once(server.listen(controlSocket(stateDir)), 'listening');
    await expect(stopPoller(stateDir, { now: false, withinMs: 60_000, signal })).resolves.toBeUndefined();
  });

  it('waits for the stop no longer than it was told, and not at all for a poller that is not there', async () => {
    await serve(fakeControls());
    await expect(stopPoller(stateDir, { now: false, withinMs: 50, signal })).rejects.toMatchObject({
      code: 'WAIT_TIMEOUT',
    });
    const elsewhere = join(stateDir, 'no');
    await expect(stopPoller(elsewhere, { now: false, withinMs: 60_000, signal })).rejects.toMatchObject({
      code: 'POLLER_NOT_RUNNING',
    });
  });

  it('refuses a state folder whose path is too long for a socket', () => {
    expect(() => controlSocket(`/${'x'.repeat(90)}`)).toThrow(/host\.stateDir: .* 104 bytes/u);
    expect(controlSocket(`/${'x'.repeat(89)}`)).toHaveLength(103);
  });
});
