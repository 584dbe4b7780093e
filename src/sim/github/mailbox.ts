import type { BrokerMessage } from '../runner/protocol.ts';

/** Messages waiting for one runner. */
export class Mailbox {
  readonly #messages: BrokerMessage[] = [];
  #wake: (() => void) | undefined;

  put(message: BrokerMessage): void {
    this.#messages.push(message);
    this.wake();
  }

  /** Ends a wait without a message. */
  wake(): void {
    this.#wake?.();
  }

  /** The next message; undefined when none came before the signal aborted or somebody called `wake`. */
  async take(signal: AbortSignal): Promise<BrokerMessage | undefined> {
    if (this.#messages.length === 0 && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = (): void => {
        resolve();
      };
      this.#wake = wake;
      signal.addEventListener('abort', wake, { once: true });
      await promise;
      signal.removeEventListener('abort', wake);
    }
    return signal.aborted ? undefined : this.#messages.shift();
  }
}
