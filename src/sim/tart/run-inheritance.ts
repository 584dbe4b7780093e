import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, readdirSync, readlinkSync } from 'node:fs';
import { kill } from './mac/processes.ts';

/** The quirk `run-closes-descriptors`: lets go of the named pipes that the caller left open. Anonymous ones are Node's. */
export function closeInheritedPipes(): void {
  if (process.platform !== 'linux') return; // elsewhere they cannot be told apart
  for (const descriptor of readdirSync('/proc/self/fd').map(Number)) {
    if (descriptor > 2 && isNamedPipe(descriptor)) closeSync(descriptor);
  }
}

function isNamedPipe(descriptor: number): boolean {
  try {
    return (
      fstatSync(descriptor).isFIFO() && readlinkSync(`/proc/self/fd/${String(descriptor)}`).startsWith('/')
    );
  } catch {
    return false; // the one that the folder itself was read through
  }
}

/**
 * The quirk `run-dies-with-starter`: ends by SIGTERM when the process that started our parent (a wrapper, which may live
 * on) is gone.
 */
export function dieWithStarter(): void {
  const lookMs = 100;
  const starter = Number(
    execFileSync('ps', ['-o', 'ppid=', '-p', String(process.ppid)], { encoding: 'utf8' }),
  );
  setInterval(() => {
    if (!kill(starter, 0)) process.kill(process.pid, 'SIGTERM');
  }, lookMs).unref();
}
