import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process that is alive. */
export interface LiveProcess {
  readonly pid: number;
  readonly command: string;
}

/** What tells which simulation or VM a process belongs to. */
export interface Mark {
  /** A whole `NAME=value` of the environment. */
  readonly variable: string;
  /** A text in the command line that is enough as well. */
  readonly argument?: string;
}

/** Every live process with the mark, except the caller. Ended ones that nobody waited for do not count. */
export function markedProcesses(mark: Mark): LiveProcess[] {
  const all = process.platform === 'linux' ? fromProc(mark) : fromPs(mark);
  return all.filter(({ pid }) => pid !== process.pid);
}

/** Kills every process with the mark, also those born meanwhile. Gives up after some rounds: the rest is returned. */
export function killMarked(mark: Mark): LiveProcess[] {
  const rounds = 50;
  let left = markedProcesses(mark);
  for (let round = 0; round < rounds && left.length > 0; round += 1) {
    for (const { pid } of left) kill(pid, 'SIGKILL');
    left = markedProcesses(mark);
  }
  return left;
}

/** Sends a signal to a process (or, when negative, a process group); false when it is gone. */
export function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

function fromProc(mark: Mark): LiveProcess[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      const command = readProc(pid, 'cmdline').replaceAll('\0', ' ').trim();
      const marked =
        (mark.argument !== undefined && command.includes(mark.argument)) ||
        readProc(pid, 'environ').split('\0').includes(mark.variable);
      return marked ? [{ pid: Number(pid), command }] : [];
    });
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return ''; // it has ended, or is somebody else's
  }
}

/** Elsewhere `ps` prints the environment behind the command line. */
function fromPs(mark: Mark): LiveProcess[] {
  const rows = execFileSync('ps', ['-axEww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return rows.split('\n').flatMap((row) => {
    const [, pid, text] = /^\s*(\d+) (.*)$/.exec(row) ?? [];
    if (pid === undefined || text === undefined) return [];
    const marked =
      `${text} `.includes(` ${mark.variable} `) ||
      (mark.argument !== undefined && text.includes(mark.argument));
    return marked ? [{ pid: Number(pid), command: text.split(/ [A-Z_]+=/)[0] ?? text }] : [];
  });
}
