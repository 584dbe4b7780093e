import { z } from 'zod';
import type { ApiRequest, Reply } from '../reply.ts';
import type { Route } from '../routes.ts';
import { common } from './job-event.ts';
import { adminRoute, listOf, setOf, setsPath, type QueueGrant, type ServiceParts } from './parts.ts';
import { pollQueue } from './poll.ts';
import { parseBody, ServiceError } from './service-error.ts';
import { setUrl } from './service-views.ts';
import { endSession, openSession, sessionOf, sessionView } from './sessions.ts';

const longestOwner = 256;
const mostIds = 1000;
const opening = z.object({ ownerName: z.string().min(1).max(longestOwner) });
const requestIds = z.array(z.int()).max(mostIds);

/** Sessions, the message queue, and acquiring jobs (reference/github-scale-sets.md §5–§7). */
export function sessionRoutes(parts: ServiceParts): Route[] {
  const sessions = `${setsPath}/:set/sessions`;
  const messages = `${setsPath}/:set/messages`;
  return [
    adminRoute(parts, `POST ${sessions}`, (scope, request) => {
      const set = setOf(parts, scope, request);
      const session = openSession(parts, set, parseBody(opening, request.body).ownerName);
      return { status: 200, body: sessionView(parts, set, session) };
    }),
    adminRoute(parts, `PATCH ${sessions}/:session`, (scope, request) => {
      const set = setOf(parts, scope, request);
      const session = sessionOf(set, request.params['session']);
      session.lastSeen = Date.now();
      return { status: 200, body: sessionView(parts, set, session) };
    }),
    adminRoute(parts, `DELETE ${sessions}/:session`, (scope, request) => {
      const set = setOf(parts, scope, request);
      sessionOf(set, request.params['session']);
      endSession(parts, set);
      return { status: 204 };
    }),
    adminRoute(parts, `GET ${setsPath}/:set/acquirablejobs`, (scope, request) =>
      acquirable(parts, setOf(parts, scope, request)),
    ),
    queueRoute(parts, `GET ${messages}`, (grant, request) => pollQueue(parts, grant, request)),
    queueRoute(parts, `DELETE ${messages}/:message`, ({ set }, { params }) => {
      set.queue.acknowledge(Number(params['message']));
      return { status: 204 };
    }),
    queueRoute(parts, `POST ${setsPath}/:set/acquirejobs`, ({ set }, { body }) => {
      const ids = parts.claims.acquire(set, parseBody(requestIds, body));
      parts.engine().assign();
      return listOf(ids);
    }),
  ];
}

/** A call that the token of a message queue opens, for the set of that queue only. */
function queueRoute(
  parts: ServiceParts,
  call: string,
  handle: (grant: QueueGrant, request: ApiRequest) => Reply | Promise<Reply>,
): Route {
  const [method = '', pattern = ''] = call.split(' ');
  return {
    method,
    pattern,
    handle(request) {
      const grant = parts.queueTokens.check(request.headers);
      if (grant.set.id !== Number(request.params['set'])) {
        throw new ServiceError(404, 'RunnerScaleSetNotFoundException', 'No such runner scale set.');
      }
      grant.session.lastSeen = Date.now();
      return handle(grant, request);
    },
  };
}

/** What was offered and not acquired; 204 when that is nothing (§5). */
function acquirable(parts: ServiceParts, set: QueueGrant['set']): Reply {
  const acquireJobUrl = `${setUrl(set, parts)}/acquirejobs`;
  const offered = parts.claims
    .of(set)
    .filter(({ state }) => state === 'offered')
    .map((claim) => ({ messageType: 'JobAvailable', acquireJobUrl, ...common(claim) }));
  return offered.length === 0 ? { status: 204 } : listOf(offered);
}
