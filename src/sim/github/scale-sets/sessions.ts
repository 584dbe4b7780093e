import { randomUUID } from 'node:crypto';
import { ApiError } from '../reply.ts';
import type { ServiceParts } from './parts.ts';
import { isActive, type ListenerSession, type ScaleSet } from './scale-set.ts';
import { ServiceError } from './service-error.ts';
import { setUrl, setView, statisticsFor } from './service-views.ts';
import { scaleSetSettings } from './settings.ts';

/** Opens a session; 409 while another one is active (reference/github-scale-sets.md §6). */
export function openSession(parts: ServiceParts, set: ScaleSet, owner: string): ListenerSession {
  const { sessionMs } = scaleSetSettings(parts.settings());
  if (isActive(set.session, sessionMs)) {
    const message = `The runner scale set ${set.name} already has an active session for owner ${set.session.owner}.`;
    throw new ServiceError(409, 'RunnerScaleSetSessionConflictException', message);
  }
  endSession(parts, set);
  set.session = { id: randomUUID(), owner, polls: new Set(), capacity: 0, lastSeen: Date.now() };
  return set.session;
}

/** The session of this id; 404 when it was closed or evicted (§6). */
export function sessionOf(set: ScaleSet, id: string | undefined): ListenerSession {
  if (set.session !== undefined && set.session.id === id) return set.session;
  const message = 'The request contains a session ID that does not exist in redis.';
  throw new ServiceError(404, 'RunnerAdminException', message);
}

/** Ends the session of a set: its polls and its token are worth nothing any more. */
export function endSession({ queueTokens }: ServiceParts, set: ScaleSet): void {
  const { session } = set;
  if (session === undefined) return;
  set.session = undefined;
  queueTokens.revoke((grant) => grant.session === session);
  for (const poll of session.polls) poll.abort(new ApiError(401, 'Unauthorized'));
}

/** Removes a scale set with its session; its jobs are queued for whoever else there is. */
export function removeSet(parts: ServiceParts, set: ScaleSet): void {
  endSession(parts, set);
  parts.sets.remove(set);
  parts.claims.forget(set);
  parts.engine().assign();
}

/** What opening and refreshing answer: a new queue token takes the place of the old one (§5, §6). */
export function sessionView(
  parts: ServiceParts,
  set: ScaleSet,
  session: ListenerSession,
): Record<string, unknown> {
  const { quirks, queueTokenMs } = scaleSetSettings(parts.settings());
  parts.queueTokens.revoke((grant) => grant.session === session);
  const life = { ms: queueTokenMs, skewMs: parts.settings().clockSkewMs };
  const queueUrl = `${setUrl(set, parts)}/messages?sessionId=${session.id}`;
  return {
    sessionId: session.id,
    ownerName: session.owner,
    runnerScaleSet: setView(set, parts),
    messageQueueUrl: quirks.includes('empty-queue-url') ? '' : queueUrl,
    messageQueueAccessToken: parts.queueTokens.issue({ set, session }, life),
    statistics: statisticsFor(set, parts),
  };
}
