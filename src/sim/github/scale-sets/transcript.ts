import type { IncomingHttpHeaders } from 'node:http';
import type { RequestRecord } from '../request-record.ts';

const longest = 10_000;

/** A call and what was answered, as it went over the wire. */
export interface Exchange extends RequestRecord {
  readonly headers: IncomingHttpHeaders;
  /** Undefined: no body. */
  readonly requestBody: unknown;
  /** Undefined: no body, or no answer. */
  readonly replyBody: unknown;
}

/** The last calls to the service, `runner-registration` among them, in the order they were answered. */
export class Transcript {
  readonly #exchanges: Exchange[] = [];

  add(exchange: Exchange): void {
    this.#exchanges.push(exchange);
    if (this.#exchanges.length > longest) this.#exchanges.shift();
  }

  read(): readonly Exchange[] {
    return this.#exchanges;
  }
}
