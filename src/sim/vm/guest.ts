import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Settings } from '../tart/mac/settings.ts';
import { readImageFacts } from '../tart/mac/image-facts.ts';
import { guestMark } from './order.ts';
import type { BootOrder } from './order.ts';
import { guestPaths, linkSystemWithoutBash } from './guest-files.ts';
import type { GuestPaths } from './guest-files.ts';
import { createGuestProcesses } from './guest-processes.ts';
import { writeStandIns } from './stand-ins.ts';

/**
 * The operating system inside a VM: its user, its shell and its processes. They run with the rights of whoever runs the
 * simulation and see its files: this stands in for a guest, it isolates nothing.
 */
export interface Guest {
  readonly user: string;
  /** Whether a password is right; for a while after the boot it may be refused nevertheless. */
  accepts(password: string | undefined): boolean;
  readonly hostKey: string;
  /** The lines of `~/.ssh/authorized_keys` now. */
  authorizedKeys(): string[];
  /** Runs a command line as sshd does: `<login shell> -c <command>`, or the login shell itself. */
  startShell(command: string | undefined): ChildProcessWithoutNullStreams;
  /** Runs a program as the guest agent does. */
  startProgram(command: string, args: readonly string[]): ChildProcessWithoutNullStreams;
  /** Ends every process of the guest. */
  end(): void;
}

/** Boots what is on the disk; undefined when nothing is installed there. */
export function bootGuest(order: BootOrder, settings: Settings): Guest | undefined {
  const user = settings.guestUser;
  const paths = guestPaths(order.directory, user);
  if (!existsSync(paths.hostKey)) return undefined;
  mkdirSync(paths.temporary, { recursive: true });
  const { os, macAddress } = order;
  const { quirks } = settings;
  writeStandIns(paths.programs, { os, user, macAddress, vmPid: process.pid, quirks });

  const processes = createGuestProcesses(guestMark(order));
  const session = { user, paths, root: order.root, ...shellOf(order, paths, quirks) };
  const { loginShell } = session;
  const late = quirks.includes('password-late')
    ? settings.bootMs + settings.sshMs + settings.passwordLateMs
    : 0;
  const passwordFrom = Date.now() + late;
  return {
    user,
    accepts: (password) => Date.now() >= passwordFrom && password === settings.guestPassword,
    hostKey: readFileSync(paths.hostKey, 'utf8'),
    authorizedKeys: () => readLines(paths.authorizedKeys),
    startShell: (command) =>
      processes.start({
        command: loginShell,
        args: command === undefined ? [] : ['-c', command],
        cwd: paths.home,
        env: sshEnvironment(session),
        ...(command === undefined ? { argv0: `-${basename(loginShell)}` } : {}),
      }),
    startProgram: (command, args) =>
      processes.start({
        command: standInOf(paths, command),
        args,
        cwd: paths.home,
        env: agentEnvironment(session),
      }),
    end: () => processes.end(),
  };
}

interface Session {
  readonly user: string;
  readonly paths: GuestPaths;
  readonly loginShell: string;
  /** Where the system's programs are, as in PATH. */
  readonly system: string;
  readonly root: string;
}

function shellOf(
  order: BootOrder,
  paths: GuestPaths,
  quirks: Settings['quirks'],
): Pick<Session, 'loginShell' | 'system'> {
  const { loginShell } = readImageFacts(order.directory);
  if (!quirks.includes('guest-without-bash')) return { loginShell, system: '/usr/bin:/bin:/usr/sbin:/sbin' };
  linkSystemWithoutBash(paths.system);
  return { loginShell: '/bin/sh', system: paths.system };
}

/** Nothing of the host passes into a guest, except the mark of the simulation. */
function sshEnvironment({ user, paths, loginShell, system, root }: Session): Record<string, string> {
  return {
    HOME: paths.home,
    USER: user,
    LOGNAME: user,
    SHELL: loginShell,
    TMPDIR: paths.temporary,
    PATH: `${paths.programs}:${system}`,
    SAND_SIM_ROOT: root,
  };
}

/** The agent's PATH comes from its plist (reference/tart.md §2.11). */
function agentEnvironment(session: Session): Record<string, string> {
  const path = `${session.paths.programs}:${session.system}:/usr/local/bin:/opt/homebrew/bin`;
  return { ...sshEnvironment(session), PATH: path };
}

/** The stand-in for a program of the system; any other program as it is, found in the guest's own PATH. */
function standInOf(paths: GuestPaths, command: string): string {
  const system = ['.', '/bin', '/sbin', '/usr/bin', '/usr/sbin'].includes(dirname(command));
  const standIn = join(paths.programs, basename(command));
  return system && existsSync(standIn) ? standIn : command;
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}
