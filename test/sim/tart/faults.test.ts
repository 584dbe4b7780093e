import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import type { Fault } from '../../../src/sim/tart/mac/settings.ts';
import { dial } from './dialling.ts';
import type { Dialled } from './dialling.ts';
import { simulate } from './simulation.ts';
import type { Simulation } from './simulation.ts';

const banner = /^SSH-2\.0-OpenSSH/;
const lateMs = 600_000;
/** Each spoils the VM that is named after it. */
const faults: readonly Fault[] = [
  { name: 'clone-slow', vm: 'slow', ms: 700 },
  { name: 'clone-hangs', vm: 'endless' },
  { name: 'list-hides', vm: 'hidden' },
  { name: 'set-fails', vm: 'stubborn' },
  { name: 'softnet-missing', vm: 'exposed' },
  { name: 'boot-hangs', vm: 'dead' },
  { name: 'address-changes', vm: 'moving', ms: 4000 },
  { name: 'tcp-unreachable', vm: 'unroutable' },
  { name: 'ssh-late', vm: 'late', ms: lateMs },
  { name: 'ssh-banner-garbage', vm: 'babbling' },
  { name: 'ssh-banner-garbage', vm: 'stammering', ms: 500 },
  { name: 'ssh-drops', vm: 'dropping', ms: 200 },
  { name: 'ssh-half-open', vm: 'silent', ms: 4000 },
  { name: 'vm-overwritten', vm: 'replaced', ms: 300 },
];

let mac: Simulation;
beforeAll(async () => {
  mac = await simulate({ vmLimit: 20, faults });
});
afterAll(() => mac[Symbol.asyncDispose]());

const folder = (name: string): string => join(mac.host.tartHome, 'vms', name);
const addressOf = async (name: string): Promise<string> => (await mac.tart('ip', name)).stdout.trim();

async function dialVm(name: string): Promise<Dialled> {
  await mac.leased(name);
  return dial(await addressOf(name), mac.host.guestPort);
}

/** Resolves when a new connection to the VM meets an SSH server. */
async function answers(name: string): Promise<void> {
  await mac.leased(name);
  const address = await addressOf(name);
  await eventually(async () => expect(await firstBytes(address)).toMatch(banner));
}

async function firstBytes(address: string): Promise<string> {
  using dialled = dial(address, mac.host.guestPort);
  await eventually(() => expect(dialled.text() !== '' || typeof dialled.state() === 'object').toBe(true));
  return dialled.text();
}

/** The first bytes that `nc` gets inside the guest: the way without TCP. */
async function firstBytesInside(name: string): Promise<string> {
  const { child, ended } = mac.start(['exec', name, 'nc', '127.0.0.1', '22']);
  child.stdout?.once('data', () => child.kill());
  return (await ended).stdout;
}

describe.concurrent('faults of clone, set and list (§2)', () => {
  test('clone-slow: takes so long, and is right in the end', async () => {
    const begun = performance.now();

    expect(await mac.tart('clone', 'base', 'slow')).toMatchObject({ code: 0 });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(700);
    expect(existsSync(folder('slow'))).toBe(true);
  });

  test('list-hides: the VM has lost its config.json; list hides it and delete does not know it (§2.6)', async () => {
    expect(await mac.tart('clone', 'base', 'hidden')).toMatchObject({ code: 0 });

    expect((await mac.tart('list', '-q')).stdout.split('\n')).not.toContain('hidden');
    expect(await mac.tart('delete', 'hidden')).toMatchObject({ code: 2 });
    expect(readdirSync(folder('hidden'))).toContain('disk.img');
  });

  test('set-fails: exit 1, and nothing is changed', async () => {
    await mac.tart('clone', 'base', 'stubborn');

    expect(await mac.tart('set', 'stubborn', '--cpu', '8')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Error: .*“config\.json”/),
    });
    expect(mac.configOf('stubborn').cpuCount).toBe(4);
  });

  test('softnet-missing: the error of its initialization (§3.3)', async () => {
    await mac.tart('clone', 'base', 'exposed');

    expect(await mac.tart('run', 'exposed', '--net-softnet')).toMatchObject({
      code: 1,
      stderr: 'Error: InitializationFailed(why: "softnet not found in PATH")\n',
    });
  });
});

describe.runIf(process.platform === 'linux').concurrent('faults of a guest on its way up (§9)', () => {
  test('boot-hangs: the VM runs, but never has an address or an agent', async () => {
    const run = await mac.run('dead');
    await mac.run('lively');
    await mac.ready('lively');

    expect(await mac.tart('exec', 'dead', 'true')).toMatchObject({ code: 1 });
    expect(await mac.tart('ip', 'dead')).toMatchObject({ code: 1, stderr: 'no IP address found\n' });
    expect(run.child.exitCode).toBeNull();
  });

  test('ssh-late: address and agent are there, the SSH server is not', async () => {
    await mac.run('late');
    await mac.ready('late');

    using dialled = await dialVm('late');
    await eventually(() => expect(dialled.state()).toEqual({ error: 'ECONNREFUSED' }));
    expect(await firstBytesInside('late')).toBe('');
  });

  test('ssh-banner-garbage: lines, but never a version; also inside', async () => {
    await mac.run('babbling');
    await mac.ready('babbling');

    using dialled = await dialVm('babbling');
    await eventually(() => expect(dialled.text().split('\r\n').length).toBeGreaterThan(3));
    expect(dialled.text()).not.toContain('SSH-');
    expect(await firstBytesInside('babbling')).not.toContain('SSH-');
  });

  test('ssh-banner-garbage for a while: later connections meet a server', async () => {
    await mac.run('stammering');

    await expect(answers('stammering')).resolves.toBeUndefined();
  });

  test('tcp-unreachable: no route to the guest; the way over tart exec is open (§9.1)', async () => {
    await mac.run('unroutable');
    await mac.ready('unroutable');

    using dialled = await dialVm('unroutable');
    await eventually(() => expect(dialled.state()).toEqual({ error: 'ENETUNREACH' }));
    expect(await firstBytesInside('unroutable')).toMatch(banner);
  });
});

describe.runIf(process.platform === 'linux').concurrent('faults of connections', () => {
  test('ssh-drops: every connection is cut after a while', async () => {
    await mac.run('dropping');
    await answers('dropping');

    using first = await dialVm('dropping');
    await eventually(() => expect(first.state()).toBe('closed'));
    using second = await dialVm('dropping');
    await eventually(() => expect(second.text()).toMatch(banner));
    await eventually(() => expect(second.state()).toBe('closed'));
  });

  test('ssh-half-open: a connection goes silent without an end; new ones are fine', async () => {
    await mac.run('silent');
    await answers('silent');
    using dialled = await dialVm('silent');
    const client = new ssh2.Client();
    client.connect({ username: 'admin', password: 'admin', sock: dialled.socket });
    client.on('error', () => undefined); // at the end of the test
    await once(client, 'ready');
    let heard = 0;
    client.exec('while :; do echo tick; sleep 0.1; done', (_error, channel) => {
      channel.on('data', () => (heard = performance.now()));
    });

    await eventually(() => expect(heard).toBeGreaterThan(0));
    await eventually(() => expect(performance.now() - heard).toBeGreaterThan(1000));
    expect(dialled.state()).toBe('open');
    await answers('silent');
  });

  test('all connections of a VM can be cut at once; a VM that does not run has none', async () => {
    await mac.run('healthy');
    await answers('healthy');
    using dialled = await dialVm('healthy');
    await eventually(() => expect(dialled.text()).toMatch(banner));

    expect(mac.host.cutConnections('healthy')).toBe(true);

    await eventually(() => expect(dialled.state()).toBe('closed'));
    await answers('healthy');
    expect(mac.host.cutConnections('base')).toBe(false);
  });

  test('a Softnet rule that keeps the guest from the Mac makes TCP silent (§5.3)', async () => {
    await mac.run('closed', '--net-softnet-block=0.0.0.0/0');
    await mac.run('ajar', '--net-softnet-block=0.0.0.0/0', '--net-softnet-allow=@host');
    await answers('ajar');
    await mac.ready('closed');

    using dialled = await dialVm('closed');

    expect(await firstBytesInside('closed')).toMatch(banner);
    expect(dialled.state()).toBe('connecting');
  });
});

describe.concurrent('faults of a run (§2.2, §3.2)', () => {
  test('vm-overwritten: the run goes on, but list and stop do not see it', async () => {
    await mac.tart('clone', 'base', 'replaced');
    const { macAddress } = mac.configOf('replaced');
    const run = mac.start(['run', 'replaced']);

    await eventually(() => expect(mac.configOf('replaced').macAddress).not.toBe(macAddress));

    expect(await mac.tart('stop', 'replaced')).toMatchObject({ code: 2 });
    expect(run.child.exitCode).toBeNull();
  });

  test('a Softnet rule that is none ends the run (§5.1)', async () => {
    expect(await (await mac.run('ruled', '--net-softnet-allow=everything')).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: .*everything[^]*terminated prematurely/),
    });
  });
});

// Alone: an address that is free again goes to the next VM that boots.
describe.runIf(process.platform === 'linux')('a fault of an address', () => {
  test('address-changes: the lease names another, the old one is dead, and so is what went over it', async () => {
    await mac.run('moving');
    await mac.leased('moving');
    const former = await addressOf('moving');
    await eventually(async () => expect(await firstBytes(former)).toMatch(banner));
    using dialled = dial(former, mac.host.guestPort);
    await eventually(() => expect(dialled.text()).toMatch(banner));
    await eventually(async () => expect(await addressOf('moving')).not.toBe(former));
    const heard = dialled.text();
    dialled.socket.write('SSH-2.0-late\r\n'); // a server answers with its algorithms

    await answers('moving');
    using late = dial(former, mac.host.guestPort);
    await eventually(() => expect(late.state()).toEqual({ error: 'ECONNREFUSED' }));
    expect({ state: dialled.state(), text: dialled.text() }).toEqual({ state: 'open', text: heard });
  });
});

describe('what all commands suffer', () => {
  test('clone-hangs: until somebody ends it, holding the lock of all', async () => {
    const clone = mac.start(['clone', 'base', 'endless']);
    const temporary = (): string[] => readdirSync(join(mac.host.tartHome, 'tmp'));
    await eventually(() => expect(temporary()).toHaveLength(1));
    await eventually(() =>
      expect(readdirSync(join(mac.host.tartHome, 'tmp', temporary()[0] ?? ''))).toContain('nvram.bin'),
    );
    const waiting = mac.start(['clone', 'base', 'next-in-line']);
    await eventually(() => expect(temporary()).toHaveLength(2));
    expect(existsSync(folder('next-in-line'))).toBe(false);
    clone.child.kill('SIGKILL');

    expect(await waiting.ended).toMatchObject({ code: 0 });
    expect(existsSync(folder('endless'))).toBe(false);
  });

  test('list-hangs: so many calls take so long', async () => {
    mac.host.changeSettings({ faults: [{ name: 'list-hangs', ms: 700, times: 1 }] });
    const begun = performance.now();

    expect((await mac.tart('list', '-q')).stdout).toContain('base\n');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(700);
  });

  test('2.33.0 is killed by the kernel before it prints anything (§0)', async () => {
    mac.host.changeSettings({ tartVersion: '2.33.0' });

    expect(await mac.tart('--version')).toEqual({ code: null, signal: 'SIGKILL', stdout: '', stderr: '' });
    mac.host.changeSettings({ tartVersion: '2.35.0' });
  });

  test('a control socket that cannot be made is fatal only on the main branch (§3.2)', async () => {
    for (const name of ['patient', 'strict']) {
      await mac.tart('clone', 'base', name);
      mkdirSync(join(folder(name), 'control.sock', 'occupied'), { recursive: true });
    }
    await mac.run('patient');
    await expect(mac.leased('patient')).resolves.toBeUndefined();
    mac.host.changeSettings({ tartVersion: 'next' });

    expect(await (await mac.run('strict')).ended).toMatchObject({ code: 1, stdout: '' });
    mac.host.changeSettings({ tartVersion: '2.35.0' });
  });
});
