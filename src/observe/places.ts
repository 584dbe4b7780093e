import { join } from 'node:path';

const longestName = 100;

/** Where evidence of failed sandboxes is: a folder each. */
export function evidenceFolder(stateDir: string): string {
  return join(stateDir, 'evidence');
}

/** Where the logs of sandboxes are that have not ended yet. */
export function logFolder(stateDir: string): string {
  return join(stateDir, 'logs');
}

/** How the log of a sandbox is called while the sandbox lives. */
export const logEnding = '.log';

/** The part of a log before the one that is being written. */
export function olderPart(logFile: string): string {
  return `${logFile}.1`;
}

/** A name that is one file in its folder, whatever a guest has called it. */
export function fileName(name: string): string {
  const plain = name.replaceAll(/[^\w.-]/gu, '_').slice(-longestName);
  return /^\.*$/u.test(plain) ? `_${plain}` : plain;
}
