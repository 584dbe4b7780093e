import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const project = join(import.meta.dirname, '..');
const rolldown = join(project, 'node_modules/.bin/rolldown');

/** The programs of the simulation start thousands of times in a run: bundled, each takes a quarter less of the CPU. */
export default async function setup(): Promise<() => Promise<void>> {
  const cache = join(project, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'programs-'));
  await promisify(execFile)(rolldown, ['-c', 'rolldown.config.ts', '--dir', folder], { cwd: project });
  process.env['SAND_SIM_PROGRAMS'] = folder;
  return async () => await rm(folder, { recursive: true, force: true });
}
