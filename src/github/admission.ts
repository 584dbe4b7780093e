import type { Clock } from '../clock.ts';
import { codeOf } from '../errors.ts';
import { type Audience, audienceText, judge } from './audience.ts';

const minute = 60_000;

/** So long what GitHub said of an audience is relied on. */
const keptMs = 60 * minute;
/** A refused one is looked at again sooner: somebody may have changed it. */
const refusedMs = minute;

/** What an admission needs. */
export interface AdmissionOptions {
  /** Who can use the runners now. */
  readonly read: (signal: AbortSignal) => Promise<Audience>;
  readonly allowPublic: boolean;
  readonly clock: Clock;
  /** Told of the audience, at first and whenever it has changed, before it is refused. */
  readonly onAudience: (audience: Audience) => void;
  readonly onWarning: (text: string) => void;
}

/**
 * Makes what must pass before jobs are looked for. It rejects with `RUNNERS_PUBLIC` while everybody could use the
 * runners, and as calls of GitHub do. What a token may not see is a warning: GitHub keeps to its groups without us.
 */
export function createAdmission(options: AdmissionOptions): (signal: AbortSignal) => Promise<void> {
  const { read, allowPublic, clock, onAudience, onWarning } = options;
  let told: string | undefined;
  let refusal: Error | undefined;
  let nextAt = -Infinity;

  async function look(signal: AbortSignal): Promise<void> {
    const audience = await read(signal);
    const verdict = judge(audience, allowPublic);
    refusal = verdict.refusal;
    nextAt = clock.now() + (refusal === undefined ? keptMs : refusedMs);
    if (told === audienceText(audience)) return;
    told = audienceText(audience);
    onAudience(audience);
    if (verdict.warning !== undefined) onWarning(verdict.warning);
  }

  return async (signal) => {
    if (clock.now() >= nextAt) {
      await look(signal).catch((error: unknown) => {
        if (!unseen.has(codeOf(error))) throw error;
        nextAt = clock.now() + keptMs;
        if (told === undefined)
          onWarning(`cannot see who may use the runners of this host: ${String(error)}`);
        told = '';
      });
    }
    if (refusal !== undefined) throw refusal;
  };
}

const unseen: ReadonlySet<string | undefined> = new Set(['GITHUB_FORBIDDEN', 'GITHUB_NOT_FOUND']);
