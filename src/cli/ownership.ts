import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SandError } from '../errors.ts';
import { tryLockFile } from '../lock-file.ts';

/** Who works with a state folder, for whoever comes second. */
const holderSchema = z.object({ pid: z.int(), command: z.string(), since: z.string() });

/**
 * Makes this process the only one of its owner: sandboxes of the owner that it does not know have no process any more.
 * Disposing it, or dying, lets the next one in. `OWNER_BUSY` names who holds it.
 */
export async function takeOwnership(stateDir: string, command: string): Promise<Disposable> {
  await makeStateFolder(stateDir);
  const lock = takeLock(join(stateDir, 'owner.lock'), stateDir);
  const note = join(stateDir, 'owner.json');
  if (lock === undefined) {
    const holder = await readHolder(note);
    throw new SandError('OWNER_BUSY', `another sand-poller works with ${stateDir}${holder}`);
  }
  const holder = { pid: process.pid, command, since: new Date().toISOString() };
  await writeFile(note, JSON.stringify(holder), { mode: 0o600 });
  return lock;
}

function takeLock(file: string, stateDir: string): Disposable | undefined {
  try {
    return tryLockFile(file);
  } catch (cause) {
    throw new SandError('CONFIG_INVALID', `host.stateDir: cannot write in ${stateDir}`, {
      cause,
      remedy: 'Let the folder belong to the user of sand-poller, or choose another host.stateDir.',
    });
  }
}

/** A hint for people; it may be missing, or a moment late. */
async function readHolder(file: string): Promise<string> {
  try {
    const { pid, command, since } = holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return `: process ${String(pid)}, \`sand-poller ${command}\`, since ${since}`;
  } catch {
    return '';
  }
}

async function makeStateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new SandError('CONFIG_INVALID', `host.stateDir: cannot make the folder ${folder}`, { cause });
  }
}
