import { once } from 'node:events';

import ssh2 from 'ssh2';
import type { AuthContext } from 'ssh2';
import { makeSshKey } from '../../src/sim/vm/ssh-key.ts';

/** What an SSH server of the test does. */
export interface SshServerOptions {
  /** Decides on a login attempt; all are let in without it. */
  readonly authenticate?: (attempt: AuthContext) => void;
  /** The answer to `guest-facts`. */
  readonly macAddress?: string;
}

const hostKey = makeSshKey().private;

/** An SSH server whose guest answers every command with its facts. Returns its port. */
export async function startSshServer(
  options: SshServerOptions,
  stack: AsyncDisposableStack,
): Promise<number> {
  const { authenticate, macAddress = '' } = options;
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      if (authenticate === undefined) attempt.accept();
      else authenticate(attempt);
    });
    client.on('session', (acceptSession) => {
      acceptSession().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.write(`noise of a start file\nsand-facts\nmac ${macAddress}\nsand-facts-end\n`);
        channel.exit(0);
        channel.end();
      });
    });
    stack.defer(() => {
      client.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stack.defer(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}
