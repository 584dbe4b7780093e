import { readdir, readFile } from 'node:fs/promises';

/** The variable that marks every process of a job; a child inherits it. */
export const trackingVariable = 'RUNNER_TRACKING_ID';

/** Ends every process that still carries the job's tracking id. Works where there is a /proc, elsewhere it does nothing. */
export async function killTracked(trackingId: string): Promise<number[]> {
  const pids = await tracked(trackingId);
  for (const pid of pids) signalQuietly(pid, 'SIGKILL');
  return pids;
}

/** Sends a signal; a process that is gone is no error. */
export function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

async function tracked(trackingId: string): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const pids = entries.map(Number).filter((pid) => Number.isInteger(pid) && pid !== process.pid);
  const marked = await Promise.all(pids.map(async (pid) => carries(pid, trackingId)));
  return pids.filter((_, index) => marked[index] === true);
}

async function carries(pid: number, trackingId: string): Promise<boolean> {
  const environment = await readFile(`/proc/${String(pid)}/environ`, 'utf8').catch(() => '');
  return environment.split('\0').includes(`${trackingVariable}=${trackingId}`);
}
