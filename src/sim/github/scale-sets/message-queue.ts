import type { JobEvent } from './job-event.ts';

/** At most so many job messages come at once (reference/github-scale-sets.md §7). */
const mostEvents = 50;

/** A message: it is delivered until it is acknowledged. */
export interface QueuedMessage {
  readonly id: number;
  readonly events: readonly JobEvent[];
}

/** The messages of one scale set, in order. They outlive its sessions, and so do their numbers (§6). */
export class MessageQueue {
  #messages: QueuedMessage[] = [];
  #events: JobEvent[] = [];
  #lastId = 0;
  readonly #waiting = new Set<() => void>();

  put(event: JobEvent): void {
    this.#events.push(event);
    for (const wake of this.#waiting) wake();
  }

  /** The first message after `lastId` that is left; undefined when there was none before the signal aborted. */
  async next(lastId: number, signal: AbortSignal): Promise<QueuedMessage | undefined> {
    while (!signal.aborted) {
      const message = this.#first(lastId);
      if (message !== undefined) return message;
      await this.#change(signal);
    }
    return undefined;
  }

  /** Forgets a message. */
  acknowledge(id: number): void {
    this.#messages = this.#messages.filter((message) => message.id !== id);
  }

  #first(lastId: number): QueuedMessage | undefined {
    const left = this.#messages.find(({ id }) => id > lastId);
    if (left !== undefined || this.#events.length === 0) return left;
    const message = { id: (this.#lastId += 1), events: this.#events.splice(0, mostEvents) };
    this.#messages.push(message);
    return message.id > lastId ? message : this.#first(lastId);
  }

  async #change(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => {
      resolve();
    };
    this.#waiting.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    await promise;
    signal.removeEventListener('abort', wake);
    this.#waiting.delete(wake);
  }
}
