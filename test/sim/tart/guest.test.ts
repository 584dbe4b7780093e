import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { buffer, text } from 'node:stream/consumers';
import { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import type { Client, ClientChannel, ConnectConfig } from 'ssh2';
import { makeSshKey } from '../../../src/sim/vm/ssh-key.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { follow, simulate } from './simulation.ts';
import type { Simulation, Started } from './simulation.ts';

let mac: Simulation;
let run: Started;
beforeAll(async () => {
  mac = await simulate();
  run = await mac.run('vm');
  await mac.ready('vm');
});
afterAll(() => mac[Symbol.asyncDispose]());

const home = (name = 'vm'): string => join(mac.host.tartHome, 'vms', name, 'disk.sim', 'Users', 'admin');

type Login = Omit<ConnectConfig, 'host' | 'port' | 'username'> & { readonly vm?: string };

async function connect(
  { vm = 'vm', ...login }: Login = { password: 'admin' },
): Promise<Client & AsyncDisposable> {
  const client = new ssh2.Client();
  const host = (await mac.tart('ip', vm)).stdout.trim();
  const sock = login.sock ?? connectTcp({ host, port: mac.host.guestPort, noDelay: true });
  client.connect({ username: 'admin', ...login, sock });
  await once(client, 'ready');
  return Object.assign(client, { [Symbol.asyncDispose]: () => Promise.resolve(void client.end()) });
}

/** A running command. Its listeners are set in the callback itself: a quick command has ended one moment later. */
interface Running {
  readonly channel: ClientChannel;
  readonly exit: Promise<unknown[]>;
}

function open(client: Client, command: string): Promise<Running> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error === undefined) resolve({ channel, exit: once(channel, 'exit') });
      else reject(error);
    });
  });
}

async function exec(client: Client, command: string, input: string | Buffer = '') {
  const { channel, exit } = await open(client, command);
  const outputs = Promise.all([buffer(channel), text(channel.stderr)]);
  channel.end(input);
  const [[stdout, stderr], [code, signal]] = await Promise.all([outputs, exit]);
  return { code, signal, stdout, stderr };
}

/** The command lines of the sleeping processes that a test left in a guest. */
async function sleepers(): Promise<string[]> {
  const ps = follow(spawn('ps', ['-eo', 'args'], { stdio: ['ignore', 'pipe', 'ignore'] }));
  return (await ps.ended).stdout.split('\n').filter((line) => /^sleep 424\d$/.test(line));
}

/** The transport that needs no TCP: standard input and output of `nc` inside the guest. */
function throughExec(): { sock: Duplex; ended: Promise<unknown> } {
  const child = spawn(join(mac.host.binDir, 'tart'), ['exec', '-i', 'vm', '/usr/bin/nc', '127.0.0.1', '22'], {
    env: { PATH: '/usr/bin:/bin', TART_HOME: mac.host.tartHome },
  });
  const sock = Duplex.from({ readable: child.stdout, writable: child.stdin });
  sock.on('error', () => undefined); // the connection was closed
  return { sock, ended: once(child, 'exit') };
}

describe.runIf(process.platform === 'linux')('SSH (§7)', () => {
  test('runs a command with its input, both outputs and its exit code', async () => {
    await using client = await connect();

    const result = await exec(client, 'cat; echo problem >&2; exit 7', 'hello');

    expect(result).toEqual({ code: 7, signal: undefined, stdout: Buffer.from('hello'), stderr: 'problem\n' });
  });

  test('tells the signal that ended a command', async () => {
    await using client = await connect();

    expect(await exec(client, 'kill -TERM $$')).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  test('refuses a wrong password', async () => {
    await expect(connect({ password: 'wrong' })).rejects.toThrow('authentication');
  });

  test('accepts a key that is in authorized_keys, and no other', async () => {
    const [known, unknown] = [makeSshKey(), makeSshKey()];
    mkdirSync(join(home(), '.ssh'), { recursive: true });
    appendFileSync(join(home(), '.ssh', 'authorized_keys'), `${known.public}\n`);

    await using client = await connect({ privateKey: known.private });

    expect(await exec(client, 'echo in')).toMatchObject({ stdout: Buffer.from('in\n') });
    await expect(connect({ privateKey: unknown.private })).rejects.toThrow('authentication');
  });

  test('gives a clean environment; only a login shell knows Homebrew', async () => {
    await using client = await connect();

    const plain = await exec(client, 'echo "$HOME|$USER|$SHELL|$TART_HOME|$HOMEBREW_PREFIX|$PWD"');
    const login = await exec(client, '"$SHELL" -l -c \'echo "$HOMEBREW_PREFIX|$PATH"\'');

    expect(plain.stdout.toString()).toBe(`${home()}|admin|/bin/bash|||${home()}\n`);
    expect(login.stdout.toString()).toMatch(/^\/opt\/homebrew\|.*\/sim\/bin:\/opt\/homebrew\/bin:/);
  });

  test('offers what macOS has: its MAC address, sw_vers, passwordless sudo, the console user', async () => {
    await using client = await connect();

    const script =
      'ifconfig en0; sw_vers -productName; sudo -n launchctl asuser 501 sudo -u admin -H echo session; stat -f%Su /dev/console; id -u admin';
    const { stdout } = await exec(client, script);

    const [flags, ether, ...rest] = stdout.toString().split('\n');
    expect(flags).toMatch(/^en0: flags=/);
    expect(ether).toBe(`\tether ${mac.configOf('vm').macAddress}`);
    expect(rest.slice(2)).toEqual(['macOS', 'session', 'admin', String(process.getuid?.()), '']);
  });

  test('serves many channels at once, and is slowed down by a reader that does not read', async () => {
    await using client = await connect();
    const { channel: idle } = await open(client, 'head -c 20000000 /dev/zero; echo done >&2');
    let done = '';
    idle.stderr.on('data', (chunk: Buffer) => (done += chunk.toString()));

    const results = await Promise.all(['1', '2', '3'].map((word) => exec(client, `echo ${word}`)));

    expect(results.map(({ stdout }) => stdout.toString())).toEqual(['1\n', '2\n', '3\n']);
    expect(done).toBe('');
    const all = await buffer(idle);
    expect(all).toHaveLength(20_000_000);
  });

  test('presents the host key of the image, the same in every clone', async () => {
    await mac.run('twin');
    await mac.ready('twin');
    const keys: string[] = [];
    const hostVerifier = (key: Buffer): boolean => keys.push(key.toString('base64')) > 0;
    (await connect({ vm: 'twin', password: 'admin', hostVerifier })).end();
    (await connect({ password: 'admin', hostVerifier })).end();
    await mac.tart('stop', 'twin');

    expect(new Set(keys).size).toBe(1);
  });
});

describe('tart exec (§2.11)', () => {
  test('relays outputs and the exit code of a command, which runs as the user in the home', async () => {
    expect(await mac.tart('exec', 'vm', 'sh', '-c', 'pwd; echo oops >&2; exit 64')).toEqual({
      code: 64,
      signal: null,
      stdout: `${home()}\n`,
      stderr: 'oops\n',
    });
  });

  test('passes everything after the name through, options included', async () => {
    expect(await mac.tart('exec', 'vm', 'echo', '-i', '--help')).toMatchObject({ stdout: '-i --help\n' });
  });

  test('gives standard input, byte for byte, only with -i', async () => {
    const input = randomBytes(3_000_000);
    const child = spawn(join(mac.host.binDir, 'tart'), ['exec', '-i', 'vm', 'cat'], {
      env: { PATH: '/usr/bin:/bin', TART_HOME: mac.host.tartHome },
    });
    child.stdin.end(input);

    expect((await buffer(child.stdout)).equals(input)).toBe(true);
    expect(await mac.tart('exec', 'vm', 'cat')).toMatchObject({ code: 0, stdout: '' });
  });

  test('carries SSH through nc, without TCP', async () => {
    const { sock, ended } = throughExec();
    const client = await connect({ password: 'admin', sock });

    const input = randomBytes(2_000_000);
    const result = await exec(client, 'cat', input);
    client.end();

    expect(result.stdout.equals(input)).toBe(true);
    await ended;
  });

  test('of a VM that does not run is exit 2', async () => {
    expect(await mac.tart('exec', 'base', 'true')).toMatchObject({
      code: 2,
      stderr: 'VM "base" is not running\n',
    });
  });

  test('before the agent is ready is exit 1', async () => {
    mac.host.changeSettings({ agentMs: 60_000 });
    await mac.run('young');

    expect(await mac.tart('exec', 'young', 'true')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^Failed to connect to the VM using its control socket: .*, is the Tart Guest Agent running\?\n$/,
      ),
    });
    mac.host.changeSettings({ agentMs: 100 });
    await mac.tart('stop', 'young');
  });
});

describe('the end of a guest (§3.3)', () => {
  test('killing tart run ends everything inside, also what left its terminal and its environment', async () => {
    const own = await mac.run('doomed');
    const sleep = 'sleep 4242 & env -i sleep 4243 & nohup sleep 4244 >/dev/null 2>&1 & wait';
    await mac.ready('doomed');
    const inside = follow(
      spawn(join(mac.host.binDir, 'tart'), ['exec', 'doomed', 'sh', '-c', sleep], {
        env: { PATH: '/usr/bin:/bin', TART_HOME: mac.host.tartHome },
      }),
    );
    await eventually(async () => expect(await sleepers()).toHaveLength(3));
    own.child.kill('SIGKILL');
    await inside.ended;

    await eventually(async () => expect(await sleepers()).toEqual([]));
  });

  test('shutdown -h now inside stops the VM, and tart run says so', async () => {
    const own = await mac.run('closing');
    await mac.ready('closing');

    await mac.tart('exec', 'closing', 'sudo', 'shutdown', '-h', 'now');

    expect(await own.ended).toMatchObject({ code: 0, stdout: 'guest has stopped the virtual machine\n' });
  });

  test('deleting a VM removes what its guest wrote', async () => {
    await mac.tart('clone', 'base', 'full');
    writeFileSync(join(home('full'), 'big'), randomBytes(1000));

    await mac.tart('delete', 'full');

    expect(await mac.tart('list', '-q', '--source', 'local')).toMatchObject({
      stdout: expect.not.stringContaining('full'),
    });
    expect(() => writeFileSync(join(home('full'), 'more'), '')).toThrow('ENOENT');
  });

  test('the VM of this file ran all the time', () => {
    expect(run.child.exitCode).toBeNull();
  });
});
