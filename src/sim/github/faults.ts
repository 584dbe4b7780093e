import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type ApiRequest, type Reply } from './reply.ts';
import type { Fault, FaultName } from './settings.ts';
import { sideOf } from './sides.ts';

/** An answer, and what the network makes of it: whole, cut in the middle, or (`lost`, `reset`) nothing at all. */
export interface Delivery {
  readonly reply: Reply;
  readonly transport: 'whole' | 'cut' | 'lost' | 'reset' | 'malformed';
}

/** Faults with the times they are still to happen. */
export class Faults {
  #left: { fault: Fault; times: number; skip: number }[] = [];

  /** Replaces the faults. */
  set(faults: readonly Fault[]): void {
    this.#left = faults.map((fault) => ({ fault, times: fault.times ?? Infinity, skip: fault.skip ?? 0 }));
  }

  /** Answers a request, with the fault that is due for it, if any. */
  async apply(request: ApiRequest, answer: () => Promise<Reply>): Promise<Delivery> {
    const fault = this.#take(request);
    const refusal = fault === undefined ? undefined : refusalOf(fault);
    if (refusal !== undefined) throw refusal;
    if (fault?.name === 'timeout') await silence(request.closed);
    if (fault?.name === 'connection-reset') return { reply: { status: 0 }, transport: 'reset' };
    const reply = await answer();
    return { reply, transport: transports[fault?.name ?? 'http-500'] ?? 'whole' };
  }

  #take(request: ApiRequest): Fault | undefined {
    const matching = this.#left.filter(({ fault, times }) => times > 0 && matches(fault, request));
    const entry = matching.find(({ skip }) => skip === 0);
    // Each fault counts what matches it, also when another one strikes.
    for (const waiting of matching) if (waiting.skip > 0) waiting.skip -= 1;
    if (entry !== undefined) entry.times -= 1;
    return entry?.fault;
  }
}

const transports: Partial<Record<FaultName, Delivery['transport']>> = {
  'cut-answer': 'cut',
  'lost-201': 'lost',
  'malformed-json': 'malformed',
};

/** Faults that speak of the JIT call happen there only. */
function matches(fault: Fault, { method, path }: ApiRequest): boolean {
  const side = sideOf(path);
  if (side === 'service' && fault.match?.includes('_apis') !== true) return false;
  if (fault.match !== undefined) return new RegExp(fault.match).test(`${method} ${path}`);
  if (side === 'broker') return false;
  return !jitOnly.has(fault.name) || path.endsWith('/generate-jitconfig');
}

const jitOnly: ReadonlySet<FaultName> = new Set(['lost-201', 'jit-409', 'jit-422']);

function refusalOf({ name, seconds = 1 }: Fault): ApiError | undefined {
  const retryAfter = { 'retry-after': String(seconds) };
  const secondary =
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  switch (name) {
    case 'http-500':
      return new ApiError(500, 'Internal Server Error');
    case 'http-502':
      return new ApiError(502, 'Server Error');
    case 'http-503':
      return new ApiError(503, 'Service Unavailable');
    case 'rate-limit-429':
      return new ApiError(429, secondary);
    case 'rate-limit-429-retry-after':
      return new ApiError(429, secondary, { headers: retryAfter });
    case 'rate-limit-403':
      return new ApiError(403, 'API rate limit exceeded.', { headers: exhausted(seconds) });
    case 'rate-limit-403-retry-after':
      return new ApiError(403, secondary, { headers: retryAfter });
    case 'unauthorized-401':
      return new ApiError(401, 'Bad credentials');
    case 'forbidden-403':
      return new ApiError(403, 'Resource not accessible by personal access token');
    case 'forbidden-403-empty':
      return new ApiError(403, '');
    case 'jit-409':
      return new ApiError(409, 'Already exists - A runner with the name already exists.');
    case 'jit-422':
      return new ApiError(422, 'Invalid input', { errors: ['Invalid input'] });
    case 'timeout':
    case 'connection-reset':
    case 'cut-answer':
    case 'malformed-json':
    case 'lost-201':
      return undefined;
  }
}

function exhausted(seconds: number): Record<string, string> {
  const reset = Math.ceil(Date.now() / 1000) + seconds;
  return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
}

/** Never answers: ends when the client has gone. */
async function silence(closed: AbortSignal): Promise<never> {
  await delay(longest, undefined, { signal: closed, ref: false });
  throw new Error('the client waited for ever');
}

const longest = 2 ** 31 - 1;
