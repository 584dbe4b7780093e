import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { takeFault } from './mac/faults.ts';
import { foreignFailure } from './failure.ts';

/** Softnet as a child of `tart run`. */
export interface SoftnetChild {
  /** Resolves when it has ended, whoever wanted that. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Finds the program through PATH, or fails as Tart does. */
export function findSoftnet(root: string, vm: string): string {
  const missing = takeFault(root, 'softnet-missing', vm) !== undefined;
  const found = missing ? undefined : inPath();
  if (found === undefined) throw foreignFailure('InitializationFailed(why: "softnet not found in PATH")');
  return found;
}

function inPath(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'softnet'))
    .find((file) => isExecutable(file));
}

/** Starts Softnet for a VM; its output goes where Tart's goes, its stdin is the VM's network card. */
export function startSoftnet(file: string, args: readonly string[], root: string, vm: string): SoftnetChild {
  const child = spawn(file, args, {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, ...softnetFault(root, vm) },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    ended,
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

function softnetFault(root: string, vm: string): Record<string, string> {
  if (takeFault(root, 'softnet-unprivileged', vm) !== undefined) return { SAND_SIM_SOFTNET: 'unprivileged' };
  const dies = takeFault(root, 'softnet-dies', vm);
  return dies === undefined ? {} : { SAND_SIM_SOFTNET: `dies:${dies.ms ?? 0}` };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
