import { SandError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import type { Registrations } from './needs.ts';

/** What becomes of one runner's registration: GitHub may hold it from the first request on until a job has used it up. */
export class Enrolment {
  readonly #name: string;
  readonly #registrations: Registrations;
  readonly #secrets: Secret[] = [];
  #exists: 'no' | 'maybe' = 'no';
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
    this.mayExist();
    const { jitConfig } = await this.#registrations.register(this.#name, labels, signal);
    this.#secrets.push(jitConfig);
    return jitConfig;
  }

  /** Somebody may have registered the runner before us. */
  mayExist(): void {
    this.#exists = 'maybe';
  }

  /** Makes sure that no registration of an earlier process is left. Rejects when GitHub holds on to it. */
  async clear(signal: AbortSignal): Promise<void> {
    const outcome = await this.#registrations.remove(this.#name, signal);
    if (outcome === 'busy')
      throw new SandError(
        'GITHUB_CONFLICT',
        `GitHub says that ${this.#name} has a job, but it has no runner`,
      );
    this.#exists = 'no';
  }

  /** A job that was reported has used the registration up (reference/github-runners.md §5.7). */
  usedUp(): void {
    this.#exists = 'no';
  }

  /** Removes the registration if GitHub may still have it. */
  async remove(signal: AbortSignal): Promise<void> {
    if (this.#exists === 'no') return;
    this.#left = true;
    const outcome = await this.#registrations.remove(this.#name, signal);
    this.#left = outcome === 'busy';
  }
}
