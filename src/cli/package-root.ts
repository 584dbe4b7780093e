import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package: runner-scripts/ and examples/ are beside src/ and dist/ alike. */
export const packageRoot = findUp(import.meta.dirname);

function findUp(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
  return findUp(parent);
}
