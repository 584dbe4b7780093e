import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether the poller of a state folder is drained. A file that exists is the whole state: it outlives restarts. */
export async function isDrained(stateDir: string): Promise<boolean> {
  return await access(fileIn(stateDir)).then(
    () => true,
    () => false,
  );
}

/** Notes that it is drained, or that it is not any more. */
export async function noteDrained(stateDir: string, drained: boolean): Promise<void> {
  const file = fileIn(stateDir);
  if (drained) await writeFile(file, '', { mode: 0o600 });
  else await rm(file, { force: true });
}

function fileIn(stateDir: string): string {
  return join(stateDir, 'drained');
}
