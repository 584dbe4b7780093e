import ssh2 from 'ssh2';
import type { AuthContext, Connection, ParsedKey, Server, Session } from 'ssh2';
import type { Guest } from './guest.ts';
import { serveSession } from './ssh-session.ts';

/** The SSH server of a guest (reference/tart.md §7): Apple's stock settings, the host key that was baked into the image. */
export function createSshServer(guest: Guest): Server {
  const server = new ssh2.Server({ hostKeys: [guest.hostKey], ident: 'OpenSSH_10.0' });
  server.on('connection', (connection) => serveConnection(connection, guest));
  return server;
}

function serveConnection(connection: Connection, guest: Guest): void {
  connection.on('error', () => connection.end()); // the client went away, or is no SSH client
  connection.on('authentication', (context) => {
    if (isAccepted(context, guest)) context.accept();
    else if (context.method === 'keyboard-interactive') askForPassword(context, guest);
    else context.reject(['publickey', 'password', 'keyboard-interactive']);
  });
  connection.on('session', (accept) => serveSession((accept as () => Session)(), guest));
}

function isAccepted(context: AuthContext, guest: Guest): boolean {
  if (context.username !== guest.user) return false;
  if (context.method === 'password') return guest.accepts(context.password);
  if (context.method !== 'publickey') return false;
  const key = guest
    .authorizedKeys()
    .map(parsePublicKey)
    .find((known) => known?.getPublicSSH().equals(context.key.data));
  if (key === undefined) return false;
  if (context.signature === undefined || context.blob === undefined) return true; // only asks whether the key would do
  const verified: unknown = key.verify(context.blob, context.signature, context.hashAlgo); // or an Error
  return verified === true;
}

function askForPassword(context: AuthContext & { method: 'keyboard-interactive' }, guest: Guest): void {
  context.prompt([{ prompt: 'Password:', echo: false }], (answers) => {
    if (context.username === guest.user && guest.accepts(answers[0])) context.accept();
    else context.reject();
  });
}

function parsePublicKey(line: string): ParsedKey | undefined {
  if (line.trim() === '' || line.startsWith('#')) return undefined;
  const key = ssh2.utils.parseKey(line);
  return key instanceof Error ? undefined : key;
}
