import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { skewed } from './clock-skew.ts';
import { closedSignal, readRequest, send } from './http.ts';
import { runnerKey } from './jit-config.ts';
import { Outage } from './outage.ts';
import { ApiError, ConnectionDropped, errorReply, notFound, type ApiRequest } from './reply.ts';
import { serviceErrorReply } from './scale-sets/service-error.ts';
import type { Delivery } from './faults.ts';
import type { GitHubSettings } from './settings.ts';
import { sideOf } from './sides.ts';
import type { SimulatedGitHub } from './simulated-github.ts';
import { World } from './world.ts';

/** How often deadlines are looked at, in milliseconds. */
const sweepMs = 25;

/**
 * Starts a simulated GitHub on 127.0.0.1: the REST calls of reference/github-runners.md §1 that concern runners and
 * their jobs, a job engine that keeps to §5, and a broker for the simulated runner. `basePath` `/api/v3` makes it look
 * like GitHub Enterprise Server.
 */
export async function startSimulatedGitHub(
  options: { settings?: Partial<GitHubSettings>; basePath?: '' | '/api/v3' } = {},
): Promise<SimulatedGitHub> {
  const key = await runnerKey();
  const server = createServer();
  const outage = new Outage(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const webUrl = `http://127.0.0.1:${String(address.port)}`;
  const basePath = options.basePath ?? '';
  const world = new World({ webUrl, apiUrl: webUrl + basePath }, key);
  world.changeSettings(options.settings ?? {});
  server.on('request', (incoming, outgoing) => {
    void serve(world, basePath, incoming, outgoing);
  });
  const sweep = setInterval(() => {
    world.sweep();
  }, sweepMs).unref();
  return Object.assign(world, {
    outage(ms: number): void {
      outage.start(ms);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      clearInterval(sweep);
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}

/** Answers one request; never rejects. */
async function serve(
  world: World,
  basePath: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const url = URL.parse(incoming.url ?? '/', world.url) ?? new URL(world.url);
  const side = sideOf(url.pathname);
  const path = side === 'rest' ? withoutBase(url.pathname, basePath) : url.pathname;
  const closed = closedSignal(outgoing);
  const at = Date.now();
  const { asked, delivery } = await deliver(world, incoming, { path, query: url.searchParams, closed });
  const answered = delivery !== undefined && !unheard.has(delivery.transport) && !closed.aborted;
  const status = answered ? delivery.reply.status : 0;
  const { method = 'GET', headers: said } = incoming;
  const replyBody = answered ? delivery.reply.body : undefined;
  const call = { side, method, path: path + url.search, status, at };
  world.record({ ...call, headers: said, requestBody: asked?.body, replyBody });
  if (delivery === undefined || closed.aborted) return;
  if (side === 'broker') return send(outgoing, delivery);
  if (side === 'service')
    return send(outgoing, { ...delivery, reply: world.scaleSets.dressed(delivery.reply) });
  const headers = { ...world.rateLimit.headers(world.settings.rateLimit), ...delivery.reply.headers };
  const reply = skewed({ ...delivery.reply, headers }, world.settings.clockSkewMs);
  send(outgoing, { ...delivery, reply });
}

/** What of a delivery no client hears. */
const unheard: ReadonlySet<Delivery['transport']> = new Set(['lost', 'reset']);

/** Undefined: the client went away before there was an answer. */
async function deliver(
  world: World,
  incoming: IncomingMessage,
  at: { path: string; query: URLSearchParams; closed: AbortSignal },
): Promise<{ readonly asked?: ApiRequest; readonly delivery?: Delivery }> {
  let asked: ApiRequest | undefined;
  try {
    const request = (asked = await readRequest(incoming, at));
    if (world.settings.latencyMs > 0) await delay(world.settings.latencyMs);
    const delivery = await world.faults.apply(request, async () => world.answer(request));
    return { asked, delivery };
  } catch (error) {
    return {
      ...(asked === undefined ? {} : { asked }),
      ...(at.closed.aborted ? {} : { delivery: refusal(error, at.path) }),
    };
  }
}

function refusal(error: unknown, path: string): Delivery {
  if (error instanceof ConnectionDropped) return { reply: { status: 0 }, transport: 'reset' };
  const refused = error instanceof ApiError ? error : new ApiError(500, String(error));
  const reply = sideOf(path) === 'service' ? serviceErrorReply(refused) : errorReply(refused);
  return { reply, transport: 'whole' };
}

/** The path below the API; a path outside it becomes one that no route has. */
function withoutBase(pathname: string, basePath: string): string {
  return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : notFound().message;
}
