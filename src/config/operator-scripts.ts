import { readFile, stat } from 'node:fs/promises';
import { SandError } from '../errors.ts';
import type { Config } from './schema.ts';

/** A script for guests is text that people wrote: more is a file that was not meant. */
const mostBytes = 256 * 1024;

/**
 * Reads the scripts that the pools name: path → text. Rejects with `CONFIG_INVALID` and all that cannot be used. They are
 * read here and not when they are used, so that a job never meets half of a file that is being written.
 */
export async function readOperatorScripts({ pools }: Config): Promise<ReadonlyMap<string, string>> {
  const places = pools.flatMap(({ name, warmup, hooks }) =>
    Object.entries({
      warmup,
      'hooks.jobStarted': hooks.jobStarted,
      'hooks.jobCompleted': hooks.jobCompleted,
    }).flatMap(([key, path]) => (path === undefined ? [] : { key: `pool ${name}: ${key}`, path })),
  );
  const read = await Promise.all(
    places.map(async (place) => ({ ...place, ...(await readScript(place.path)) })),
  );
  const problems = read.flatMap(({ key, path, problem }) =>
    problem === undefined ? [] : `${key}: ${path} ${problem}`,
  );
  if (problems.length > 0) throw new SandError('CONFIG_INVALID', problems.join('\n  '));
  return new Map(read.map(({ path, text = '' }) => [path, text]));
}

async function readScript(path: string): Promise<{ text?: string; problem?: string }> {
  try {
    // Asked first: a device, or a pipe, may have no end.
    const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) return { problem: 'is no file' };
    if (size > mostBytes) return { problem: `is larger than ${String(mostBytes / 1024)} KiB` };
    const text = await readFile(path, 'utf8');
    if (text.trim() === '') return { problem: 'is empty' };
    return text.includes('\0') ? { problem: 'is no text' } : { text };
  } catch (error) {
    return { problem: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
