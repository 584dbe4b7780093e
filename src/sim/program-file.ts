import { join } from 'node:path';

const sources = { tart: 'tart/main.ts', vm: 'vm/main.ts', runner: 'runner/listener.ts' } as const;

/**
 * Where the main file of a simulated program is: beside this bundle, or a source beside this source. Whoever starts very
 * many of them bundles the sources first, so that each starts sooner, and names the folder in `SAND_SIM_PROGRAMS`.
 */
export function programFile(program: keyof typeof sources): string {
  const here = import.meta.dirname;
  if (!import.meta.filename.endsWith('.ts')) return join(here, `sim-${program}.js`);
  const bundles = process.env['SAND_SIM_PROGRAMS'];
  return bundles === undefined ? join(here, sources[program]) : join(bundles, `sim-${program}.js`);
}
