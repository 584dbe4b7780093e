import { describe, expect, it } from 'vitest';
import { reapedFailed, reapText, type ReapedThing } from '../../src/cli/reap-report.ts';

const stray: ReapedThing = { kind: 'vm', name: 'sand-x', outcome: 'to-delete' };
const error = { code: 'DESTROY_INCOMPLETE', message: 'locked', causes: [], remedy: 'Delete it.' };

describe('what was reaped, for people', () => {
  it('says who deletes it', () => {
    expect(reapText({ poller: false, dryRun: true, found: [stray] })).toBe('vm sand-x: would be deleted');
    expect(reapText({ poller: true, dryRun: true, found: [stray] })).toBe('vm sand-x: would be deleted');
    expect(reapText({ poller: true, dryRun: false, found: [stray] })).toBe(
      'vm sand-x: the poller deletes it now',
    );
    expect(reapText({ poller: false, dryRun: false, found: [] })).toBe('nothing to delete');
  });

  it('says why something is still there; only what failed is a failure', () => {
    const found: ReapedThing[] = [
      { ...stray, outcome: 'may-have-a-job' },
      { kind: 'registration', name: 'sand-y', outcome: 'busy-at-github' },
    ];
    const reaped = { poller: false, dryRun: false, found };
    expect(reapText(reaped)).toMatch(
      /sand-x: left alone: a job may run.*\nregistration sand-y: left alone: GitHub/u,
    );
    expect(reapedFailed(reaped)).toBe(false);
    const failed = { ...reaped, found: [...found, { ...stray, outcome: 'failed' as const, error }] };
    expect(reapedFailed(failed)).toBe(true);
    expect(reapText(failed)).toContain('  DESTROY_INCOMPLETE: locked\n  what to do: Delete it.');
  });
});
