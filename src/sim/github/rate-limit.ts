import { ApiError } from './reply.ts';

const hourMs = 3_600_000;

/** The primary rate limit of one token (§1.6). */
export class RateLimit {
  #used = 0;
  #resetAt = Date.now() + hourMs;

  /** Counts a request; 403 when the limit is used up. */
  spend(limit: number): void {
    this.#roll();
    if (this.#used >= limit) throw new ApiError(403, 'API rate limit exceeded.');
    this.#used += 1;
  }

  /** Takes a request back: 304 does not count. */
  refund(): void {
    this.#used -= 1;
  }

  /** `resources.core` of `GET /rate_limit`. */
  view(limit: number): { limit: number; used: number; remaining: number; reset: number } {
    this.#roll();
    return {
      limit,
      used: this.#used,
      remaining: limit - this.#used,
      reset: Math.ceil(this.#resetAt / 1000),
    };
  }

  /** The headers that every REST answer carries. */
  headers(limit: number): Record<string, string> {
    const headers: Record<string, string> = { 'x-ratelimit-resource': 'core' };
    for (const [key, value] of Object.entries(this.view(limit)))
      headers[`x-ratelimit-${key}`] = String(value);
    return headers;
  }

  #roll(): void {
    if (Date.now() < this.#resetAt) return;
    this.#used = 0;
    this.#resetAt = Date.now() + hourMs;
  }
}
