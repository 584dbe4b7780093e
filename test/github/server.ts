import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../src/clock.ts';
import { type ClientOptions, createClient, type GitHubClient } from '../../src/github/client.ts';
import { parseScope, type Scope } from '../../src/github/scope.ts';
import { fixedToken } from '../../src/github/tokens.ts';
import { Secret } from '../../src/secret.ts';

/** A request as the server saw it. */
export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the server does with a request: answers, or fails in one of the ways a network fails. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | { readonly raw: string; readonly status?: number }
  | 'drop'
  | 'cut'
  | 'hang';

/** A scripted GitHub on 127.0.0.1 and a client of it whose clock never really waits. */
export interface FakeGitHub extends AsyncDisposable {
  readonly scope: Scope;
  readonly client: GitHubClient;
  readonly clock: FakeClock;
  readonly asked: Asked[];
}

interface FakeClock extends Clock {
  readonly sleeps: number[];
  advance(ms: number): void;
}

export const token = 'ghp_thisTokenMustNeverBeSeen';
export const never = new AbortController().signal;
export const startOfTime = Date.UTC(2026, 0, 1);

/** Answers every request with `reply`; `path` is the scope below the server: `acme` or `acme/repo`. */
export async function startGitHub(
  path: string,
  reply: (asked: Asked) => Reply,
  options: Partial<ClientOptions> = {},
): Promise<FakeGitHub> {
  const asked: Asked[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await readRequest(request);
    asked.push(seen);
    answer(response, reply(seen));
  };
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const scope = parseScope(`http://127.0.0.1:${String(address.port)}/${path}`);
  const clock = fakeClock();
  return {
    scope,
    clock,
    asked,
    client: createClient({ scope, tokens: fixedToken(new Secret(token)), clock, ...options }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Gives the replies one after the other, the last one for ever. */
export function script(...replies: readonly [Reply, ...Reply[]]): () => Reply {
  let next = 0;
  return () => replies[Math.min(next++, replies.length - 1)] ?? replies[0];
}

/** A clock that is ahead as soon as someone sleeps. */
function fakeClock(): FakeClock {
  let now = startOfTime;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    advance: (ms) => void (now += ms),
    async sleep(ms, signal) {
      signal.throwIfAborted();
      sleeps.push(ms);
      now += ms;
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  return {
    method: request.method ?? '',
    path: url.pathname.replace('/api/v3', ''),
    query: url.searchParams,
    headers: request.headers,
    body: await text(request),
  };
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'drop') return void response.destroy();
  if (reply === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"runners": [');
    // The head must be on its way before the connection goes.
    return void setImmediate(() => response.destroy());
  }
  response.statusCode = reply.status ?? 200;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('x-github-request-id', 'AAAA:1');
  if ('raw' in reply) return void response.end(reply.raw);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
}
