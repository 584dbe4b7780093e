import { once } from 'node:events';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { decodeFrames, encodeFrame, frameType } from '../vm/frames.ts';
import type { AgentRequest } from '../vm/frames.ts';

/** The streams and words of a command to execute in a guest. */
export interface ExecCall {
  readonly command: string;
  readonly args: readonly string[];
  /** Attached when the command shall read it. */
  readonly stdin: Readable | undefined;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** The guest's address as its agent knows it; undefined when it has none, or the agent does not answer. */
export async function askAddress(directory: string): Promise<string | undefined> {
  const socket = await connect(directory, { type: 'address' });
  if (socket === undefined) return undefined;
  for await (const frame of decodeFrames(socket)) {
    return frame.type === frameType.address && frame.payload.length > 0
      ? frame.payload.toString()
      : undefined;
  }
  return undefined;
}

/** Executes a command in the guest: its exit code, or undefined when the agent does not answer. */
export async function execInGuest(directory: string, call: ExecCall): Promise<number | undefined> {
  const { command, args, stdin } = call;
  const socket = await connect(directory, { type: 'exec', command, args, stdin: stdin !== undefined });
  if (socket === undefined) return undefined;
  if (stdin !== undefined) void sendInput(stdin, socket);
  return receive(socket, call);
}

/** What comes back. Waiting until stdout took a piece is what slows the guest down. */
async function receive(socket: Socket, call: ExecCall): Promise<number | undefined> {
  try {
    for await (const { type, payload } of decodeFrames(socket)) {
      if (type === frameType.notReady) return undefined;
      if (type === frameType.stdout) await write(call.stdout, payload);
      if (type === frameType.stderr) await write(call.stderr, payload);
      if (type === frameType.exit) return Number(payload.toString());
    }
  } catch {
    // a reset says no more than an end: the VM is gone
  }
  return 0; // a stream that was cut without an exit code counts as success (§2.11, unconfirmed)
}

/** The socket is in the directory of the VM; its path may be longer than a socket's may be, so it is reached from there. */
async function connect(directory: string, request: AgentRequest): Promise<Socket | undefined> {
  process.chdir(directory);
  const socket = createConnection('control.sock');
  try {
    await once(socket, 'connect');
  } catch {
    return undefined;
  }
  socket.on('error', () => socket.destroy());
  socket.write(encodeFrame(frameType.request, JSON.stringify(request)));
  return socket;
}

async function sendInput(stdin: Readable, socket: Socket): Promise<void> {
  for await (const chunk of stdin as AsyncIterable<Buffer>) {
    await write(socket, encodeFrame(frameType.stdin, chunk));
  }
  socket.write(encodeFrame(frameType.stdinEnd));
}

function write(stream: Writable, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stream.write(chunk, () => resolve());
  });
}
