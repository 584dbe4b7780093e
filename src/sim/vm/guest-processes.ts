import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { kill, killMarked } from '../tart/mac/processes.ts';

/** What to run inside the guest. */
interface GuestCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The name it is started under: a login shell's begins with `-`. */
  readonly argv0?: string;
}

/** Everything that runs inside one guest, so that it ends with the guest. */
export interface GuestProcesses {
  start(command: GuestCommand): ChildProcessWithoutNullStreams;
  /** Ends all of them: by process group, then by the mark in their environment. */
  end(): void;
}

/** Processes whose environment gets `mark` (`NAME=value`). */
export function createGuestProcesses(mark: string): GuestProcesses {
  const groups = new Set<number>();
  const [name = '', value = ''] = mark.split('=');
  return {
    start: ({ command, args, cwd, env, argv0 }) => {
      const child = spawn(command, args, {
        cwd,
        env: { ...env, [name]: value },
        detached: true,
        stdio: 'pipe',
        ...(argv0 === undefined ? {} : { argv0 }),
      });
      const { pid } = child;
      if (pid !== undefined) {
        groups.add(pid);
        // An empty group is forgotten: its number may become somebody else's.
        child.once('close', () => kill(-pid, 0) || groups.delete(pid));
      }
      return child;
    },
    end: () => {
      for (const group of groups) kill(-group, 'SIGKILL');
      killMarked({ variable: mark });
    },
  };
}
