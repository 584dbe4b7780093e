import type { Reply } from './reply.ts';

/** The answer of a GitHub whose clock is ahead of ours: its date, the reset of the rate limit, and each `…_at`. */
export function skewed(reply: Reply, skewMs: number): Reply {
  const headers: Record<string, string> = {
    ...reply.headers,
    date: new Date(Date.now() + skewMs).toUTCString(),
  };
  const reset = headers[resetHeader];
  if (reset !== undefined) headers[resetHeader] = String(shiftedSeconds(Number(reset), skewMs));
  return skewMs === 0 ? { ...reply, headers } : { ...reply, headers, body: shifted(reply.body, skewMs) };
}

const resetHeader = 'x-ratelimit-reset';

function shifted(body: unknown, skewMs: number): unknown {
  if (body === undefined) return undefined;
  return JSON.parse(JSON.stringify(body), (key, value: unknown) => {
    if (key === 'reset' && typeof value === 'number') return shiftedSeconds(value, skewMs);
    if (!key.endsWith('_at') || typeof value !== 'string') return value;
    return new Date(Date.parse(value) + skewMs).toISOString().replace('.000Z', 'Z');
  }) as unknown;
}

function shiftedSeconds(seconds: number, skewMs: number): number {
  return seconds + Math.round(skewMs / 1000);
}
