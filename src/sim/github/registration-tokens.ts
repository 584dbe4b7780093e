import { randomBytes } from 'node:crypto';
import type { RunnerScope } from './registrations.ts';

const hourMs = 3_600_000;
const tokenBytes = 16;

/** Tokens of one scope that register runners and scale sets, or remove them: many times within their hour (§1). */
export class RegistrationTokens {
  readonly #issued = new Map<string, { readonly scope: RunnerScope; readonly endsAt: number }>();

  issue(
    scope: RunnerScope,
    use: 'register' | 'remove',
  ): { readonly token: string; readonly expires_at: string } {
    const token = randomBytes(tokenBytes).toString('hex').toUpperCase();
    const endsAt = Date.now() + hourMs;
    if (use === 'register') this.#issued.set(token, { scope, endsAt });
    return { token, expires_at: new Date(endsAt).toISOString() };
  }

  /** The scope a token registers in; undefined when it does not, or is too old. */
  scopeOf(token: string): RunnerScope | undefined {
    const found = this.#issued.get(token);
    return found !== undefined && Date.now() < found.endsAt ? found.scope : undefined;
  }
}
