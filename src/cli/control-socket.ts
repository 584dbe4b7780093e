import { join } from 'node:path';
import { SandError } from '../errors.ts';

/** macOS keeps a socket's path in 104 bytes, the last of which is a zero; Linux has four more. */
const longestPath = 103;

/** Where the poller of a state folder can be spoken to. Throws `CONFIG_INVALID` when that is too long for a socket. */
export function controlSocket(stateDir: string): string {
  const path = join(stateDir, 'control.sock');
  const length = Buffer.byteLength(path);
  if (length <= longestPath) return path;
  throw new SandError(
    'CONFIG_INVALID',
    `host.stateDir: ${path} has ${String(length)} bytes, and a socket's path ${String(longestPath)} at most`,
    { remedy: 'Choose a shorter host.stateDir.' },
  );
}
