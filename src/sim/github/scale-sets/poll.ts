import type { ApiRequest, Reply } from '../reply.ts';
import type { QueueGrant, ServiceParts } from './parts.ts';
import { sessionOf } from './sessions.ts';
import { ServiceError } from './service-error.ts';
import { statisticsFor } from './service-views.ts';
import { scaleSetSettings } from './settings.ts';

/** Waits for a message of a scale set; 202 when none comes (reference/github-scale-sets.md §7). */
export async function pollQueue(
  parts: ServiceParts,
  { set, session }: QueueGrant,
  request: ApiRequest,
): Promise<Reply> {
  sessionOf(set, request.query.get('sessionId') ?? undefined);
  session.capacity = capacityOf(request);
  const poll = new AbortController();
  session.polls.add(poll);
  try {
    parts.engine().assign();
    const held = AbortSignal.timeout(scaleSetSettings(parts.settings()).pollMs);
    const lastId = Number(request.query.get('lastMessageId') ?? 0);
    const message = await set.queue.next(lastId, AbortSignal.any([request.closed, poll.signal, held]));
    poll.signal.throwIfAborted();
    if (message === undefined) return { status: 202 };
    const body = JSON.stringify(message.events);
    const statistics = statisticsFor(set, parts);
    const messageType = 'RunnerScaleSetJobMessages';
    return { status: 200, body: { messageId: message.id, messageType, body, statistics } };
  } finally {
    session.polls.delete(poll);
    session.lastSeen = Date.now();
  }
}

/** How many runners the listener can have in all. Listeners of old do not say it: they have room without end. */
function capacityOf({ headers }: ApiRequest): number {
  const given = headers['x-scalesetmaxcapacity'];
  if (given === undefined) return Infinity;
  const capacity = Number(given);
  if (Number.isInteger(capacity) && capacity >= 0) return capacity;
  throw new ServiceError(400, 'ArgumentException', 'X-ScaleSetMaxCapacity is no number of runners.');
}
