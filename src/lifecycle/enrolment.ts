import type { Secret } from '../secret.ts';
import type { Registrations } from './needs.ts';

/** What becomes of one runner's registration: GitHub may hold it from the first request on until a job has used it up. */
export class Enrolment {
  readonly #name: string;
  readonly #registrations: Registrations;
  readonly #secrets: Secret[] = [];
  #mayExist = false;
  #left = false;

  constructor(name: string, registrations: Registrations) {
    this.#name = name;
    this.#registrations = registrations;
  }

  /** What GitHub told us and nobody else may read. */
  get secrets(): readonly Secret[] {
    return this.#secrets;
  }

  /** Whether GitHub could not be made to remove it: it refused, or did not answer. */
  get left(): boolean {
    return this.#left;
  }

  /** Registers the runner. Also a call that rejects may leave a registration. */
  async request(labels: readonly string[], signal: AbortSignal): Promise<Secret> {
    this.#mayExist = true;
    const { jitConfig } = await this.#registrations.register(this.#name, labels, signal);
    this.#secrets.push(jitConfig);
    return jitConfig;
  }

  /** A job that was reported has used the registration up (reference/github-runners.md §5.7). */
  usedUp(): void {
    this.#mayExist = false;
  }

  /** Removes the registration if GitHub may still have it. */
  async remove(signal: AbortSignal): Promise<void> {
    if (!this.#mayExist) return;
    this.#left = true;
    const outcome = await this.#registrations.remove(this.#name, signal);
    this.#left = outcome === 'busy';
  }
}
