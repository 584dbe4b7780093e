import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runnerPaths } from './paths.ts';
import { timestamp } from './terminal.ts';

/** One log under `_diag`. Never write a secret to it. */
export interface DiagnosticLog {
  info(component: string, text: string): void;
}

/** Opens `_diag/<kind>_<time>-utc.log`. */
export function openDiagnosticLog(root: string, kind: 'Runner' | 'Worker'): DiagnosticLog {
  const folder = runnerPaths.diagnostics(root);
  mkdirSync(folder, { recursive: true });
  const stamp = timestamp().replaceAll(/[-:Z]/g, '').replace(' ', '-');
  const path = join(folder, `${kind}_${stamp}-utc.log`);
  return {
    info(component, text) {
      appendFileSync(path, `[${timestamp()} INFO ${component}] ${text}\n`);
    },
  };
}
