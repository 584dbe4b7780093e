import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';

import { makeSshKey } from '../../src/sim/vm/ssh-key.ts';

import { Secret } from '../../src/secret.ts';
import type { GuestHome } from '../runner-scripts/guest-home.ts';
import { findCommand } from '../runner-scripts/guest-home.ts';
import { portOf } from './cuttable-proxy.ts';

/** OpenSSH's server where it is installed. */
export const sshdPath = findCommand('sshd');

/** A real OpenSSH server in front of a home. */
export interface OpenSshServer extends AsyncDisposable {
  readonly port: number;
  readonly credentials: { readonly user: string; readonly privateKey: Secret };
}

/**
 * Starts sshd as the current user, with a key made for it. Every command runs through `loginShell` with the
 * environment of the home, as it would if that were the user's shell.
 */
export async function startOpenSsh(home: GuestHome, loginShell: string): Promise<OpenSshServer> {
  const folder = join(home.path, 'sshd');
  mkdirSync(folder);
  const hostKey = makeSshKey();
  const userKey = makeSshKey();
  writeFileSync(join(folder, 'host_key'), hostKey.private, { mode: 0o600 });
  writeFileSync(join(folder, 'authorized_keys'), `${userKey.public}\n`);
  // Debian's sshd wants it when it runs as root.
  if (process.getuid?.() === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755 });

  const port = await freePort();
  const environment = { ...home.env, SHELL: loginShell };
  const settings = [
    `Port ${String(port)}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host_key')}`,
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    `SetEnv ${Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')}`,
    `ForceCommand exec ${loginShell} -c "$SSH_ORIGINAL_COMMAND"`,
  ];
  writeFileSync(join(folder, 'config'), settings.join('\n'));
  const server = spawn(sshdPath ?? '', ['-D', '-e', '-f', join(folder, 'config')], { stdio: 'ignore' });

  return {
    port,
    credentials: { user: home.user, privateKey: new Secret(userKey.private) },
    async [Symbol.asyncDispose]() {
      if (server.exitCode !== null) return;
      server.kill();
      await once(server, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}
