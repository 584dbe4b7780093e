import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { z } from 'zod';
import { SandError } from '../errors.ts';
import type { Controls } from './controls.ts';
import { errorFields } from './print-error.ts';

/** Bytes of a question; each is far shorter. */
const longestBody = 16 * 1024;

type Act = (controls: Controls, body: unknown) => unknown;

const stopBody = z.object({ now: z.boolean() });
const dropBody = z.object({ sandbox: z.string() });

/** Every question that is answered. */
const acts = new Map<string, Act>([
  ['GET /status', (controls) => controls.status()],
  ['POST /drain', async (controls) => await controls.drain()],
  ['POST /resume', async (controls) => await controls.resume()],
  ['POST /reap', (controls) => controls.reap()],
  ['POST /stop', (controls, body) => controls.stop(stopBody.parse(body).now)],
  ['POST /reload', async (controls) => await controls.reload()],
  ['POST /drop', (controls, body) => ({ dropped: controls.drop(dropBody.parse(body).sandbox) })],
]);

/**
 * Answers the commands of an operator on a Unix socket, for the user of the poller alone. Whoever owns the state folder
 * calls it: a socket that is there already is left of a dead process. Disposing it takes the socket away; an answer to
 * `/stop` ends with the process.
 */
export async function serveControl(file: string, controls: Controls): Promise<AsyncDisposable> {
  await rm(file, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    answer(request, response, controls).catch((error: unknown) => refuse(response, error));
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', (cause) =>
      reject(new SandError('CONFIG_INVALID', `host.stateDir: cannot make the socket ${file}`, { cause })),
    );
    server.listen(file, resolve);
  });
  await chmod(file, 0o600);
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.unref();
      await rm(file, { force: true });
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, controls: Controls): Promise<void> {
  const call = `${request.method ?? ''} ${request.url ?? ''}`;
  const act = acts.get(call);
  if (act === undefined) throw new SandError('USAGE', `this sand-poller does not know ${call}`);
  const result = JSON.stringify((await act(controls, await readBody(request))) ?? {});
  response.writeHead(200, { 'content-type': 'application/json' });
  // Whoever stops a poller waits for its end: the kernel ends this connection then, and nobody has to ask again.
  if (call === 'POST /stop') response.write(result);
  else response.end(result);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: unknown = chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    size += bytes.length;
    if (size > longestBody) throw new SandError('USAGE', 'the question is too long');
    chunks.push(bytes);
  }
  return size === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}

function refuse(response: ServerResponse, reason: unknown): void {
  const malformed = reason instanceof z.ZodError || reason instanceof SyntaxError;
  const error = malformed
    ? new SandError('USAGE', 'the question is not understood', { cause: reason })
    : reason;
  const status = error instanceof SandError ? 400 : 500;
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ error: errorFields(error) }));
}
