import { execa } from 'execa';

const psDeadlineMs = 5000;

/**
 * Kills the `tart run` of a VM that `tart stop` cannot find any more. The process is looked up by its arguments now,
 * never remembered: the name of a sandbox is unique.
 */
export async function killRun(name: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const { stdout } = await execa('ps', ['-axww', '-o', 'pid=,args='], {
    env: { PATH: env['PATH'] },
    extendEnv: false,
    timeout: psDeadlineMs,
    cancelSignal: signal,
    reject: false,
  });
  for (const pid of runsOf(name, stdout)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It was quicker.
    }
  }
}

/** The processes in the output of `ps` that run this VM: `… run <name> …`, the wrapper's shell too. */
export function runsOf(name: string, listing: string): number[] {
  const words = ` run ${name} `;
  return listing.split('\n').flatMap((line) => {
    const [, pid, args] = /^\s*(\d+)\s+(.*)$/u.exec(line) ?? [];
    return pid !== undefined && `${args ?? ''} `.includes(words) ? [Number(pid)] : [];
  });
}
