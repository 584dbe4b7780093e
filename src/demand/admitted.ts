import type { JobSource } from './rest-poll.ts';

export type { Audience } from '../github/audience.ts';

/** Jobs that are looked for only after `admit` has passed. */
export function admitted(source: JobSource, admit: (signal: AbortSignal) => Promise<void>): JobSource {
  return {
    async waiting(signal) {
      await admit(signal);
      return source.waiting(signal);
    },
  };
}
