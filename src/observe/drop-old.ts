import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const keptDays = 7;
const dayMs = 86_400_000;
/** A pool that keeps failing must not fill the disk within those days. */
const mostKept = 100;

/** Drops what is older than a week, or more than a hundred, of the things in a folder that `mayGo`. No link is followed. */
export async function dropOld(folder: string, mayGo: (name: string) => boolean = () => true): Promise<void> {
  const names = (await namesIn(folder)).filter(mayGo);
  const things = await Promise.all(names.map((name) => measure(join(folder, name))));
  const newestFirst = things.toSorted((one, other) => other.changedAt - one.changedAt);
  const oldest = Date.now() - keptDays * dayMs;
  const dropped = newestFirst.filter(({ changedAt }, index) => index >= mostKept || changedAt < oldest);
  await Promise.all(dropped.map(({ path }) => rm(path, { recursive: true, force: true })));
}

/** The names in a folder; none when it is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function measure(path: string): Promise<{ path: string; changedAt: number }> {
  // What another process has just dropped counts as old.
  const changedAt = await lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return { path, changedAt };
}
