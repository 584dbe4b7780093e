import type { ServiceRecord } from '../../src/fleet/events.ts';

/** The record of a sandbox that came to its end without its job having said how it went. */
export function recordOf(
  sandbox: string,
  changes: Partial<Omit<ServiceRecord, 'sandbox'>> = {},
): ServiceRecord {
  return {
    sandbox,
    pool: 'xcode',
    startedAt: 0,
    job: 'work',
    result: undefined,
    error: undefined,
    left: false,
    unused: false,
    sandboxLeft: false,
    registrationLeft: false,
    phases: { clone: 1 },
    reclaimedBytes: undefined,
    waitedMs: undefined,
    ...changes,
  };
}
