import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Delivery } from './faults.ts';
import { ApiError, type ApiRequest } from './reply.ts';

const largestBody = 4 * 1024 * 1024;

/** Reads a request. Throws `ApiError` for a body that is too large or no JSON. */
export async function readRequest(
  incoming: IncomingMessage,
  at: { path: string; query: URLSearchParams; closed: AbortSignal },
): Promise<ApiRequest> {
  const { method = 'GET', headers } = incoming;
  return { method, headers, params: {}, body: parse(await readText(incoming)), ...at };
}

/** A signal that aborts when the client has gone before it was answered. */
export function closedSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController();
  outgoing.once('close', () => {
    controller.abort();
  });
  return controller.signal;
}

/** Sends an answer as the network lets it through. */
export function send(outgoing: ServerResponse, { reply, transport }: Delivery): void {
  if (transport === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  if (transport === 'lost') {
    outgoing.destroy();
    return;
  }
  const mark = reply.marked === true ? '\uFEFF' : '';
  const whole = reply.body === undefined ? '' : mark + JSON.stringify(reply.body);
  const half = whole.slice(0, whole.length / 2);
  const text = transport === 'malformed' ? half : whole;
  outgoing.writeHead(reply.status, {
    'content-type': 'application/json; charset=utf-8',
    'x-github-request-id': randomUUID(),
    ...(text === '' ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
    ...reply.headers,
  });
  if (transport === 'whole' || transport === 'malformed') {
    outgoing.end(text);
    return;
  }
  outgoing.write(half, () => {
    outgoing.destroy();
  });
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new ApiError(413, 'Payload Too Large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError(400, 'Problems parsing JSON');
  }
}
