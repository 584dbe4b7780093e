import type { FleetView } from '../fleet/view.ts';
import type { AppEvent } from './describe.ts';

/** Between two ticks, besides the pause that is configured: a request to GitHub or a `tart list` may take its time. */
const patienceMs = 2 * 60_000;

/** Tells whether a poller's loop turns, and whether it can do its work. Times in milliseconds since the epoch. */
export class Health {
  readonly #intervalMs: number;
  /** Until when silence means nothing. */
  #quietUntil: number;

  /** `intervalMs`: the pause between two looks at GitHub. */
  constructor(intervalMs: number, now: number) {
    this.#intervalMs = intervalMs;
    this.#quietUntil = now;
  }

  /** A rate limit of GitHub may stop the loop for an hour, and that is right. */
  see(event: AppEvent, now: number): void {
    if (event.type === 'waiting-for-github') this.#quietUntil = now + event.ms;
  }

  /** Why the loop seems to hang; empty when it turns. */
  whyHanging({ tickedAt = 0 }: Pick<FleetView, 'tickedAt'>, now: number): string[] {
    const heardAt = Math.max(tickedAt, this.#quietUntil);
    if (now < heardAt + this.#intervalMs + patienceMs) return [];
    return [`the last tick began ${String(Math.round((now - heardAt) / 1000))} s ago`];
  }
}

/** Why no job could be served now; empty when GitHub and the host were asked with success. */
export function whyNotReady({
  lookedAt,
  demandError,
  troubles,
}: Pick<FleetView, 'lookedAt' | 'demandError' | 'troubles'>): string[] {
  const errors = [...(demandError === undefined ? [] : [demandError]), ...troubles];
  if (errors.length === 0 && lookedAt === undefined) return ['GitHub was not asked yet'];
  return errors.map(({ code, message }) => `${code}: ${message}`);
}
