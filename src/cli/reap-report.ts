import { lineText } from './logs-report.ts';
import type { ErrorFields } from './print-error.ts';

/** Something without a future, or that only seems so, and what became of it. */
export interface ReapedThing {
  readonly kind: 'vm' | 'registration';
  readonly name: string;
  /** `may-have-a-job` and `busy-at-github` are left alone. */
  outcome: 'to-delete' | 'deleted' | 'failed' | 'may-have-a-job' | 'busy-at-github';
  error?: ErrorFields;
}

/** What `reap` found and did; the document of `reap --json`. */
export interface Reaped {
  /** Whether a running poller does the work. */
  readonly poller: boolean;
  readonly dryRun: boolean;
  readonly found: readonly ReapedThing[];
}

/** Whether something that was to be deleted is still there. */
export function reapedFailed({ found }: Reaped): boolean {
  return found.some(({ outcome }) => outcome === 'failed');
}

/** The same for people. */
export function reapText({ poller, dryRun, found }: Reaped): string {
  if (found.length === 0) return 'nothing to delete';
  const words = {
    'to-delete': dryRun || !poller ? 'would be deleted' : 'the poller deletes it now',
    deleted: 'deleted',
    failed: 'could not be deleted',
    'may-have-a-job': 'left alone: a job may run in it; the next poller takes it over',
    'busy-at-github': 'left alone: GitHub believes in a job of it, for some minutes',
  };
  return found
    .flatMap(({ kind, name, outcome, error }) => [
      `${kind} ${name}: ${words[outcome]}`,
      ...(error === undefined ? [] : [`  ${error.code}: ${error.message}`, `  what to do: ${error.remedy}`]),
    ])
    .map(lineText)
    .join('\n');
}
