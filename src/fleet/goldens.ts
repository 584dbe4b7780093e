import type { SandboxBackend } from '../sandbox/backend.ts';

/** The goldens of the pools: each image is made ready once, when its first job waits; who comes meanwhile waits along. */
export class Goldens {
  readonly #backend: SandboxBackend;
  readonly #goldens = new Map<string, Promise<string>>();
  readonly #ready = new Set<string>();

  constructor(backend: SandboxBackend) {
    this.#backend = backend;
  }

  /** Whether `of` will answer at once. */
  isReady(image: string): boolean {
    return this.#ready.has(image);
  }

  /** The golden of an image; rejects as `SandboxBackend.prepare` does. All callers stop at the same signal. */
  async of(image: string, signal: AbortSignal): Promise<string> {
    const known = this.#goldens.get(image);
    if (known !== undefined) return await known;
    const coming = this.#backend.prepare(image, signal);
    this.#goldens.set(image, coming);
    try {
      const golden = await coming;
      this.#ready.add(image);
      return golden;
    } catch (reason) {
      this.forget(image);
      throw reason;
    }
  }

  /** Forgets a golden that may be gone, so that the next job looks again. */
  forget(image: string): void {
    this.#goldens.delete(image);
    this.#ready.delete(image);
  }
}
