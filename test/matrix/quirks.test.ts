import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { parseLeases } from '../../src/sim/tart/mac/leases.ts';
import type { QuirkName } from '../../src/sim/tart/mac/settings.ts';
import { dial } from '../sim/tart/dialling.ts';
import { simulate } from '../sim/tart/simulation.ts';
import type { Simulation } from '../sim/tart/simulation.ts';

let mac: Simulation;
beforeAll(async () => {
  mac = await simulate({ vmLimit: 20 });
});
afterEach(() => mac.host.changeSettings({ quirks: [], faults: [] }));
afterAll(() => mac[Symbol.asyncDispose]());

const folder = (name: string): string => join(mac.host.tartHome, 'vms', name);
const addressOf = async (name: string): Promise<string> => (await mac.tart('ip', name)).stdout.trim();
const odd = (...quirks: QuirkName[]): void => mac.host.changeSettings({ quirks });

describe('beliefs about tart', () => {
  test('other-messages: the same failures with exit 1 and in other words (A-01)', async () => {
    odd('other-messages');

    for (const command of [['stop', 'base'], ['delete', 'nope'], ['stop'], ['clone', 'nope', 'x']]) {
      expect(await mac.tart(...command)).toEqual({
        code: 1,
        signal: null,
        stdout: '',
        stderr: 'The operation could not be completed.\n',
      });
    }
  });

  test('list-other-keys: Source, Running and State have other names (A-02)', async () => {
    odd('list-other-keys');

    const listed: object[] = JSON.parse((await mac.tart('list', '--format', 'json')).stdout);

    expect(listed).toHaveLength(1);
    expect(listed[0]).toMatchObject({ Name: 'base', Origin: 'local', Status: 'stopped', Active: false });
    for (const key of ['Source', 'Running', 'State']) expect(listed[0]).not.toHaveProperty(key);
  });

  test('config-other-keys: no os and no macAddress, but tart understands its own file (A-03)', async () => {
    odd('config-other-keys');
    await mac.tart('clone', 'base', 'renamed-keys');
    await mac.tart('set', 'renamed-keys', '--cpu', '6');

    expect(mac.configOf('renamed-keys')).not.toHaveProperty('macAddress');
    expect(mac.configOf('renamed-keys')).not.toHaveProperty('os');
    expect(mac.configOf('renamed-keys')).toMatchObject({ cpuCount: 6 });
    expect((await mac.tart('get', 'renamed-keys')).stdout).toMatch(/\ndarwin +6 /);
  });

  test('clone-keeps-mac: a clone of a local VM has its address (A-06)', async () => {
    odd('clone-keeps-mac');
    await mac.tart('clone', 'base', 'same-mac');

    expect(mac.configOf('same-mac').macAddress).toBe(mac.configOf('base').macAddress);
  });

  test('control-socket-early: the socket is there while the start can still be refused (A-07)', async () => {
    odd('control-socket-early');
    mac.host.changeSettings({ faults: [{ name: 'run-limit', vm: 'early' }] });
    const { ended } = await mac.run('early');
    await eventually(() => expect(existsSync(join(folder('early'), 'control.sock'))).toBe(true));

    expect(await ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('exceeds the system limit'),
    });
  });

  test('run-dies-with-starter: the run ends with whoever started its wrapper (A-08)', async () => {
    odd('run-dies-with-starter');
    await mac.tart('clone', 'base', 'orphan');
    const wrapper = `'${join(mac.host.binDir, 'tart')}' run orphan; echo "$?" >'${join(mac.host.root, 'orphan.exit')}'`;
    const starter = spawn('/bin/sh', ['-c', `sh -c "$WRAPPER" & sleep 1000; :`], {
      env: { PATH: '/usr/bin:/bin', WRAPPER: wrapper, SAND_SIM_ROOT: mac.host.root },
      stdio: 'ignore',
    });
    await mac.leased('orphan');
    starter.kill('SIGKILL');

    await eventually(() => expect(readFileSync(join(mac.host.root, 'orphan.exit'), 'utf8')).toBe('143\n'));
  });

  test('exec-adds-noise: a line before the bytes of the command (A-09)', async () => {
    await mac.run('noisy');
    await mac.ready('noisy');
    odd('exec-adds-noise');

    expect((await mac.tart('exec', 'noisy', 'echo', 'hello')).stdout).toMatch(/^[^\n]+\nhello\n$/);
  });

  test('space-returns-late: the VM is gone at once, its blocks a little later (A-21)', async () => {
    odd('space-returns-late');
    const freed = (): string[] => readdirSync(join(mac.host.root, 'freed'));
    await mac.tart('clone', 'base', 'bulky');

    expect(await mac.tart('delete', 'bulky')).toMatchObject({ code: 0 });
    expect(existsSync(folder('bulky'))).toBe(false);
    expect(freed()).toHaveLength(1);
    await eventually(() => expect(freed()).toEqual([]));
  });
});

describe('beliefs about the lease file', () => {
  test.each([['lease-other-format'], ['lease-unreadable']] as const)(
    '%s: nobody but tart finds an address in it (A-04, A-05)',
    async (quirk) => {
      odd(quirk);
      await mac.run(quirk);
      await mac.ready(quirk);
      const address = await addressOf(quirk);
      await mac.tart('stop', quirk); // without the quirk, its address is somebody else's

      expect(address).toMatch(/^127\.64\.0\.\d+$/);
      expect(leasesInFile()).toEqual([]);
    },
  );
});

describe.runIf(process.platform === 'linux')('beliefs about the guest', () => {
  test('tcp-silent: TCP neither answers nor refuses, and tart exec works (A-10)', async () => {
    odd('tcp-silent');
    await mac.run('mute');
    await mac.ready('mute');

    using dialled = dial(await addressOf('mute'), mac.host.guestPort);

    expect(await mac.tart('exec', 'mute', 'true')).toMatchObject({ code: 0 });
    expect(dialled.state()).toBe('connecting');
    await mac.tart('stop', 'mute');
    await eventually(async () => {
      const commands = (await mac.host.processes()).map(({ command }) => command);
      expect(commands.filter((command) => command === 'sleep 1000000')).toEqual([]);
    });
  });

  test('guest-other-mac, no-gui-session, guest-without-bash (A-11, A-12, A-13)', async () => {
    odd('guest-other-mac', 'no-gui-session', 'guest-without-bash');
    await mac.run('strange');
    await mac.ready('strange');
    const inside = async (...command: string[]) => mac.tart('exec', 'strange', ...command);

    expect((await inside('ifconfig', 'en0')).stdout).not.toContain(mac.configOf('strange').macAddress);
    expect(await inside('sudo', '-n', 'launchctl', 'asuser', '501', 'true')).toMatchObject({ code: 1 });
    expect((await inside('sh', '-c', 'command -v bash; echo "$SHELL"')).stdout).toBe('/bin/sh\n');
    expect(await inside('sh', '-c', 'sed --version >&2; ls -d /')).toMatchObject({ stdout: '/\n' });
  });

  test('a guest without quirks has a session to enter, for its user and without a password', async () => {
    await mac.run('usual');
    await mac.ready('usual');
    const login = 'defaults read /Library/Preferences/com.apple.loginwindow autoLoginUser';
    const enter = 'SECRET=1 sudo -n launchctl asuser 501 sudo -n -H -u admin sh -c "echo $HOME \\$SECRET"';

    expect(await mac.tart('exec', 'usual', 'sh', '-c', `${login}; ${enter}; defaults read nothing`)).toEqual({
      code: 1,
      signal: null,
      stdout: `admin\n${join(folder('usual'), 'disk.sim', 'Users', 'admin')}\n`,
      stderr: expect.stringContaining('does not exist'),
    });
  });

  test('password-late: the right password is refused at first (A-26)', async () => {
    odd('password-late');
    mac.host.changeSettings({ passwordLateMs: 4000 });
    await mac.run('shy');
    await mac.leased('shy');
    const address = await addressOf('shy');
    await eventually(async () => expect(await logIn(address)).toBe('refused'));

    await eventually(async () => expect(await logIn(address)).toBe('accepted'));
  });
});

test.runIf(process.platform === 'linux').each([
  ['holds a named pipe that it inherited', [], 'held'],
  ['lets go of it with run-closes-descriptors (A-24)', ['run-closes-descriptors'], 'free'],
] as const)('tart run %s', async (_title, quirks, state) => {
  const pipe = join(mac.host.root, `pipe-${state}`);
  await promisify(execFile)('mkfifo', [pipe]);
  odd(...quirks);
  await mac.tart('clone', 'base', state);
  const command = `exec '${join(mac.host.binDir, 'tart')}' run ${state} 3<>'${pipe}'`;
  spawn('/bin/sh', ['-c', command], { env: { PATH: '/usr/bin:/bin' }, stdio: 'ignore' });
  await mac.leased(state);

  expect(writerOf(pipe)).toBe(state);
});

/** Whether anybody has the pipe open for writing. */
function writerOf(pipe: string): 'held' | 'free' {
  const descriptor = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return readSync(descriptor, Buffer.alloc(1)) === 0 ? 'free' : 'held';
  } catch {
    return 'held'; // EAGAIN: there is a writer, and nothing to read
  } finally {
    closeSync(descriptor);
  }
}

/** What anybody but tart finds in the lease file. */
function leasesInFile(): unknown[] {
  try {
    return parseLeases(readFileSync(mac.host.leaseFile, 'utf8'));
  } catch (error) {
    return error instanceof Error && error.message.includes('EISDIR') ? [] : [error];
  }
}

async function logIn(host: string): Promise<'accepted' | 'refused' | 'no server'> {
  const client = new ssh2.Client();
  client.connect({ host, port: mac.host.guestPort, username: 'admin', password: 'admin' });
  try {
    await once(client, 'ready');
    return 'accepted';
  } catch (error) {
    return String(error).includes('authentication') ? 'refused' : 'no server';
  } finally {
    client.end();
  }
}
