import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { wallClock, withDeadline } from '../../../src/clock.ts';
import { awaitBanner } from '../../../src/guest/banner.ts';
import { Connection } from '../../../src/guest/connection.ts';
import { parseFacts, type GuestFacts } from '../../../src/guest/facts.ts';
import type { GuestTransport } from '../../../src/sandbox/backend.ts';
import { addressOf, parseLeases } from '../../../src/sandbox/tart/leases.ts';
import { confirmed, describe, refuted, unknown, type Probe } from './finding.ts';
import { NeverLetIn, type Login } from './login.ts';
import type { Lab } from './lab.ts';

const lookMs = 200;

/** The guest's address as Tart tells it, by the file or by the agent, as soon as it does. */
async function addressByTart(lab: Lab, signal: AbortSignal): Promise<string> {
  const { name } = await lab.running();
  const giveUpAt = Date.now() + lab.options.pace.guestMs;
  for (;;) {
    for (const resolver of ['dhcp', 'agent']) {
      const { exitCode, stdout } = await lab.tart.run(['ip', name, '--resolver', resolver], signal);
      if (exitCode === 0) return stdout.trim();
    }
    if (Date.now() > giveUpAt) throw new Error('`tart ip` finds no address');
    await wallClock.sleep(lookMs, signal);
  }
}

/** the product finds the address in the lease file that Tart finds. */
export const leaseIsRead: Probe = async (lab, signal) => {
  const { macAddress } = await lab.running();
  const address = await addressByTart(lab, signal);
  const text = await readFile(lab.options.leaseFile, 'utf8');
  const found = addressOf(parseLeases(text), macAddress, Date.now() / 1000);
  const evidence = `tart ip: ${address}\nfound: ${String(found)}\nMAC address: ${macAddress}\n${text}`;
  if (found === address) return confirmed(evidence);
  return refuted('the lease file is read otherwise than `tart ip` does', evidence);
};

/** the lease file may be read by us. */
export const leaseFileIsOpen: Probe = async (lab, signal) => {
  const address = await addressByTart(lab, signal);
  const { leaseFile } = lab.options;
  const user = `user ${String(process.getuid?.())}`;
  try {
    const { length } = await readFile(leaseFile, 'utf8');
    return confirmed(`${leaseFile}: ${String(length)} characters, ${user}`);
  } catch (error) {
    return refuted(`although \`tart ip\` knows ${address}`, `${describe(error)}, ${user}`);
  }
};

/** the password of the public images is taken. */
export const passwordIsTaken: Probe = async (lab) => {
  try {
    const { transport, refusedMs } = await lab.login();
    return confirmed({ user: lab.options.credentials.user, transport, refusedMs });
  } catch (error) {
    if (error instanceof NeverLetIn) return refuted('the guest does not take the password', describe(error));
    throw error;
  }
};

/** As long as the product asks again (`loginPausesMs` in src/guest/link.ts), in milliseconds. */
const productAsksForMs = 2500;

/** a guest that boots takes the right password soon. */
export const passwordIsTakenSoon: Probe = async (lab) => {
  const { refusedMs } = await lab.login();
  const evidence = { refusedMs };
  if (refusedMs <= productAsksForMs) return confirmed(evidence);
  return refuted('the right password was refused for longer than the product asks', evidence);
};

/** A way to the guest that cannot end at another one. */
const surest = 'tart-exec';

async function transportOf(lab: Lab, name: string): Promise<GuestTransport> {
  const found = (await lab.running()).transports.find((transport) => transport.name === name);
  if (found === undefined) throw new Error(`there is no transport ${name}`);
  return found;
}

const openMs = 10_000;

/** A login over `tart exec`, once its agent answers. Rejects with what came instead of a banner. */
async function logInBySurest(lab: Lab, signal: AbortSignal): Promise<Connection> {
  const transport = await transportOf(lab, surest);
  const { guestPort, credentials, pace } = lab.options;
  const giveUpAt = Date.now() + pace.guestMs;
  for (;;) {
    const limit = withDeadline(signal, Math.max(openMs, pace.quietMs));
    const stream = await transport.open(guestPort, limit);
    try {
      await awaitBanner(stream, limit);
      return await Connection.open(stream, { credentials, signal: limit });
    } catch (error) {
      stream.destroy();
      signal.throwIfAborted();
      // Before the agent is ready `tart exec` just ends.
      if (!/closed before/.test(describe(error)) || Date.now() > giveUpAt) throw error;
    }
    await wallClock.sleep(lookMs, signal);
  }
}

const manyBytes = 512 * 1024;

/** what comes through `tart exec` is what the guest sent: a banner first, and half a megabyte unharmed. */
export const execIsClean: Probe = async (lab, signal) => {
  await lab.login(); // the guest is up, so that only the way is in question
  try {
    const connection = await logInBySurest(lab, signal);
    const fill = `head -c ${String(manyBytes)} /dev/zero | tr '\\0' x`;
    const { code, stdout } = await connection.run(fill, { signal }).finally(() => connection.close());
    const seen = { code, characters: stdout.length };
    return stdout === 'x'.repeat(manyBytes) ? confirmed(seen) : refuted('bytes were lost or added', seen);
  } catch (error) {
    signal.throwIfAborted();
    if (/closed before/.test(describe(error)))
      return unknown('the guest agent did not answer', describe(error));
    return refuted('the stream is not that of the SSH server', describe(error));
  }
};

const unreachableCodes = new Set(['EHOSTUNREACH', 'ENETUNREACH']);

/** where TCP to a guest is forbidden, it fails at once and says so. Needs a place where it is forbidden. */
export const refusalIsTold: Probe = async (lab, signal) => {
  const host = await addressByTart(lab, signal);
  const connection = await logInBySurest(lab, signal);
  connection.close();
  const socket = connect({ host, port: lab.options.guestPort });
  const limit = withDeadline(signal, lab.options.pace.quietMs);
  try {
    await once(socket, 'connect', { signal: limit });
    return unknown('TCP to the guest is allowed here: run this probe from launchd', `connected to ${host}`);
  } catch (error) {
    signal.throwIfAborted();
    const evidence = limit.aborted ? `${host}: no answer` : describe(error);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (unreachableCodes.has(code)) return confirmed(evidence);
    if (code === 'ECONNREFUSED') return unknown('no SSH server listens there', evidence);
    return refuted('`tart exec` reaches the guest, TCP fails in another way', evidence);
  } finally {
    socket.destroy();
  }
};

const factsScript = fileURLToPath(new URL('../../../runner-scripts/guest-facts', import.meta.url));

async function factsOver(connection: Connection, signal: AbortSignal): Promise<GuestFacts | undefined> {
  const { stdout } = await connection.run('exec /bin/sh -s', {
    stdin: await readFile(factsScript, 'utf8'),
    signal,
  });
  return parseFacts(stdout);
}

/** the guest shows the MAC address of its config.json. */
export const macIsShown: Probe = async (lab, signal) => {
  const { macAddress } = await lab.running();
  const { connection } = await lab.login();
  const facts = await factsOver(connection, signal);
  if (facts?.macAddresses.includes(macAddress) === true)
    return confirmed({ configuration: macAddress, facts });
  // TCP may have led to another guest.
  const sure = await logInBySurest(lab, signal);
  const again = await factsOver(sure, signal).finally(() => sure.close());
  if (again?.macAddresses.includes(macAddress) === true)
    return confirmed({ configuration: macAddress, facts: again, overTcp: facts });
  return refuted('the guest has another MAC address', { configuration: macAddress, facts: again });
};

/** Run in the guest's own /bin/sh. */
async function inGuest({ connection }: Login, script: string, signal: AbortSignal): Promise<string> {
  const { stdout, stderr } = await connection.run('exec /bin/sh -s', { stdin: script, signal });
  return `${stdout}\n${stderr}`.trim();
}

const loginLookMs = 1000;
const askSession = `user=$(id -un)
echo "user $user, console $(stat -f %Su /dev/console)"
echo "session $(sudo -n launchctl asuser "$(id -u)" sudo -n -H -u "$user" launchctl managername)"
security show-keychain-info 2>&1
exit 0
`;

/** the way of start-runner leads into the session of the logged-in user. */
export const sessionIsReached: Probe = async (lab, signal) => {
  const login = await lab.login();
  const giveUpAt = Date.now() + lab.options.pace.quietMs;
  for (;;) {
    const said = await inGuest(login, askSession, signal);
    const [, user, console_] = /^user (\S+), console (\S*)$/m.exec(said) ?? [];
    if (user === console_ && /^session Aqua$/m.test(said)) return confirmed(said);
    // SSH answers before the automatic login is through.
    if (Date.now() > giveUpAt) return refuted('no session of a logged-in user', said);
    await wallClock.sleep(loginLookMs, signal);
  }
};

const askTools = `system=$(uname -s); echo "system $system"
bash -c 'set -m; true & wait' 2>&1 && echo 'has bash'
if [ -x "$HOME/actions-runner/bin/Runner.Listener" ]; then echo 'has runner'; fi
if [ -f "$HOME/.zprofile" ]; then echo 'has zprofile'; fi
if [ "$system" != Darwin ] || zsh -l -c true; then echo 'has zsh'; fi
`;

/** the image has what our scripts use. A simulated guest is Linux in truth and may lack zsh. */
export const imageIsComplete: Probe = async (lab, signal) => {
  const said = await inGuest(await lab.login(), askTools, signal);
  const missing = ['bash', 'zsh', 'zprofile', 'runner'].filter((part) => !said.includes(`has ${part}`));
  return missing.length === 0 ? confirmed(said) : refuted(`the image lacks ${missing.join(', ')}`, said);
};
