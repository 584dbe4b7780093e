import { existsSync, readFileSync } from 'node:fs';
import { runnerPaths } from './paths.ts';
import { runnerModes, type RunnerMode } from './protocol.ts';

/**
 * The mode that is known before the runner has connected: of the file `sim-mode` in its folder, else of the JIT
 * configuration. Throws for a file with an unknown mode.
 */
export function startMode(root: string, blob: string | undefined): RunnerMode | undefined {
  const path = runnerPaths.mode(root);
  if (!existsSync(path)) return modeIn(blob);
  const text = readFileSync(path, 'utf8').trim();
  const mode = runnerModes.find((one) => one === text);
  if (mode === undefined) throw new Error(`${path}: there is no runner mode ${text}`);
  return mode;
}

function modeIn(blob = ''): RunnerMode | undefined {
  try {
    const files: Record<string, string> = JSON.parse(Buffer.from(blob, 'base64').toString());
    const text: unknown = JSON.parse(Buffer.from(files['.sim-mode'] ?? '', 'base64').toString());
    return runnerModes.find((one) => one === text);
  } catch {
    return undefined;
  }
}
