import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { basename } from 'node:path';
import { constants } from 'node:os';
import type { Duplex, Readable } from 'node:stream';
import { decodeFrames, encodeFrame, frameType } from './frames.ts';
import type { AgentRequest, Frame } from './frames.ts';
import type { Guest } from './guest.ts';

/** What the agent of a guest can reach. */
export interface AgentGuest {
  readonly guest: Guest;
  /** The guest's address, once it has one. */
  address(): string | undefined;
  /** A connection to a port of the guest itself; undefined when nothing listens there. */
  connectTo(port: number): Duplex | undefined;
}

/**
 * The guest agent behind `control.sock` in the working directory; says that it is not ready until `agent` gives one.
 * `failed` is called when the socket cannot be made.
 */
export function serveAgent(agent: () => AgentGuest | undefined, failed: () => void): void {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    void serve(socket, agent()).catch(() => socket.destroy());
  });
  server.on('error', failed);
  try {
    rmSync('control.sock', { force: true });
    server.listen('control.sock');
  } catch {
    failed();
  }
}

async function serve(socket: Socket, agent: AgentGuest | undefined): Promise<void> {
  const frames = decodeFrames(socket);
  const first = await frames.next();
  if (first.done === true) return;
  if (agent === undefined) {
    socket.end(encodeFrame(frameType.notReady));
    return;
  }
  const request: AgentRequest = JSON.parse(first.value.payload.toString());
  if (request.type === 'address') {
    socket.end(encodeFrame(frameType.address, agent.address() ?? ''));
  } else if (basename(request.command) === 'nc') {
    await relayConnection(socket, frames, agent.connectTo(Number(request.args.at(-1))));
  } else {
    await relayProcess(socket, frames, agent.guest, request);
  }
}

/** `nc` inside the guest: the simulation's port 22 is not the port 22 of the machine it runs on. */
async function relayConnection(
  socket: Socket,
  frames: Frames,
  connection: Duplex | undefined,
): Promise<void> {
  if (connection === undefined) {
    socket.end(encodeFrame(frameType.exit, '1'));
    return;
  }
  socket.once('close', () => connection.destroy());
  connection.on('error', () => connection.destroy());
  void feed(frames, connection);
  await send(socket, frameType.stdout, connection);
  socket.end(encodeFrame(frameType.exit, '0'));
}

type Frames = AsyncGenerator<Frame>;
type ExecRequest = Extract<AgentRequest, { type: 'exec' }>;

async function relayProcess(
  socket: Socket,
  frames: Frames,
  guest: Guest,
  request: ExecRequest,
): Promise<void> {
  const child = guest.startProgram(request.command, request.args);
  const exit = new Promise<number>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code, signal) =>
      resolve(signal === null ? (code ?? 0) : 128 + constants.signals[signal]),
    );
  });
  child.stdin.on('error', () => child.stdin.destroy()); // the process reads no more
  if (!request.stdin) child.stdin.end();
  void feed(frames, child.stdin);
  await Promise.all([
    send(socket, frameType.stdout, child.stdout),
    send(socket, frameType.stderr, child.stderr),
    exit,
  ]);
  socket.end(encodeFrame(frameType.exit, String(await exit)));
}

/** Writes what the client sends; waiting for the reader here is what slows the client down. */
async function feed(
  frames: Frames,
  target: NodeJS.WritableStream & { readonly destroyed?: boolean },
): Promise<void> {
  try {
    for await (const { type, payload } of frames) {
      if (type === frameType.stdinEnd) target.end();
      if (type === frameType.stdin && target.writable && !target.write(payload)) {
        await Promise.race([once(target, 'drain'), once(target, 'close')]);
      }
    }
  } catch {
    // the connection was cut: the process sees the end of its input, as with a real agent
  }
  target.end();
}

async function send(socket: Socket, type: number, source: Readable): Promise<void> {
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (socket.destroyed) return;
      if (!socket.write(encodeFrame(type, chunk))) {
        await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
      }
    }
  } catch {
    // the other end of the stream was destroyed: what came until then was sent
  }
}
