import { join } from 'node:path';

/** Where the main file of a simulated program is: beside this file as a source, beside this bundle in `dist/`. */
export function programFile(program: 'tart' | 'vm'): string {
  const here = import.meta.dirname;
  return import.meta.filename.endsWith('.ts')
    ? join(here, '..', '..', program, 'main.ts')
    : join(here, `sim-${program}.js`);
}

/** How Node runs a program of the simulation: without a word about experimental modules. */
export const nodeOptions = ['--disable-warning=ExperimentalWarning'] as const;
