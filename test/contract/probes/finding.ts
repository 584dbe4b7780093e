import type { Lab } from './lab.ts';

/** What a probe found out about one assumption. */
export interface Finding {
  readonly verdict: 'confirmed' | 'refuted' | 'unknown';
  /** What was seen, raw and bounded. */
  readonly evidence: string;
  /** Why it is refuted or unknown, in words. */
  readonly reason?: string;
}

/** Tries one assumption. What it throws makes the verdict `unknown`: it could not look. */
export type Probe = (lab: Lab, signal: AbortSignal) => Promise<Finding>;

const longestEvidence = 2000;

/** What was seen, as text that fits into a report; of long text the end. */
export function bounded(evidence: unknown): string {
  const text = typeof evidence === 'string' ? evidence : JSON.stringify(evidence);
  return text.length <= longestEvidence ? text : `… ${text.slice(-longestEvidence)}`;
}

export function confirmed(evidence: unknown): Finding {
  return { verdict: 'confirmed', evidence: bounded(evidence) };
}

export function refuted(reason: string, evidence: unknown): Finding {
  return { verdict: 'refuted', reason, evidence: bounded(evidence) };
}

export function unknown(reason: string, evidence: unknown = ''): Finding {
  return { verdict: 'unknown', reason, evidence: bounded(evidence) };
}

/** The error and what caused it, on one line. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` (${describe(error.cause)})`;
  return `${error.message}${cause}`;
}
