import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { simulate } from './simulation.ts';
import type { Simulation } from './simulation.ts';

let mac: Simulation;
beforeAll(async () => {
  mac = await simulate();
});
afterEach(async () => {
  mac.host.changeSettings({ faults: [] });
  for (const { pid } of await mac.host.processes()) process.kill(pid, 'SIGKILL');
  await eventually(async () => assert.deepEqual(await mac.host.processes(), []));
});
afterAll(() => mac[Symbol.asyncDispose]());

/** Runs a VM, and says whether the kernel let it. */
async function boots(name: string): Promise<'refused' | 'booted'> {
  const { ended } = await mac.run(name);
  return await Promise.race([
    ended.then(() => 'refused' as const),
    mac.leased(name).then(() => 'booted' as const),
  ]);
}

describe('tart run and stop (§3.3, §2.5)', () => {
  test('stop is a power cut: exit 0 of both, and nothing is left', async () => {
    const run = await mac.run('a', '--net-softnet', '--no-audio', '--no-clipboard');

    expect(await mac.tart('stop', 'a', '-t', '5')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await run.ended).toEqual({ code: 0, signal: null, stdout: 'Stopping VM...\n', stderr: '' });
    expect(await mac.host.processes()).toEqual([]);
    expect(await mac.tart('stop', 'a')).toMatchObject({ code: 2, stderr: 'VM "a" is not running\n' });
  });

  test('a run that hangs on SIGINT is killed after the timeout, and stop is still exit 0', async () => {
    mac.host.changeSettings({ faults: [{ name: 'stop-hangs', times: 1 }] });
    const run = await mac.run('a');

    expect(await mac.tart('stop', 'a', '--timeout', '1')).toMatchObject({ code: 0 });
    expect(await run.ended).toMatchObject({ signal: 'SIGKILL', stdout: 'Stopping VM...\n' });
  });

  test('SIGTERM has no handler: the run dies by it and the VM with the run', async () => {
    const run = await mac.run('a', '--net-softnet');
    run.child.kill('SIGTERM');

    expect(await run.ended).toMatchObject({ signal: 'SIGTERM', stdout: '' });
    await eventually(async () => expect(await mac.host.processes()).toEqual([]));
  });

  test('the running state dies with the process, SIGKILL included, and the VM starts again', async () => {
    const run = await mac.run('a');
    run.child.kill('SIGKILL');
    await run.ended;

    expect((await mac.tart('get', 'a')).stdout).toMatch(/stopped\n$/);
    await mac.run('a');
    expect((await mac.tart('get', 'a')).stdout).toMatch(/running\n$/);
  });

  test('a running VM is neither deleted nor run again', async () => {
    const run = await mac.run('a');
    expect(run.child.exitCode).toBeNull();

    expect(await mac.tart('delete', 'a')).toMatchObject({ code: 1, stderr: 'VM "a" is running\n' });
    expect(await mac.tart('run', 'a')).toMatchObject({ code: 2, stderr: 'VM "a" is already running!\n' });
    await mac.tart('stop', 'a');
    expect(await mac.tart('delete', 'a')).toMatchObject({ code: 0 });
    expect(existsSync(join(mac.host.tartHome, 'vms', 'a'))).toBe(false);
  });

  test.each([
    ['guest-shutdown', /^guest has stopped the virtual machine\n$/],
    ['guest-error-exit-0', /^guest has stopped the virtual machine due to error: /],
    ['network-detached', /^virtual machine's network attachment .* has been disconnected with error: /],
  ] as const)('%s is exit 0, told apart only by stdout', async (name, stdout) => {
    mac.host.changeSettings({ faults: [{ name }] });

    expect(await (await mac.run('a')).ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(stdout),
    });
  });

  test('a VM that crashes is reported as a guest error', async () => {
    const run = await mac.run('a');
    await mac.ready('a');
    const vm = (await mac.host.processes()).find(({ pid }) => pid !== run.child.pid);
    process.kill(vm?.pid ?? 0, 'SIGKILL');

    expect(await run.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('due to error') });
  });

  test('a locked keychain is a framework error with exit 1', async () => {
    mac.host.changeSettings({ faults: [{ name: 'run-vz-error', times: 1 }] });

    expect(await (await mac.run('a')).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^Error Domain=VZErrorDomain Code=1 "The virtual machine failed to start\." /,
      ),
    });
  });

  test('two running VMs with one MAC address: the second one gets a new address (§3.2)', async () => {
    await mac.host.addImage({ name: 'registry.example/twin:1' });
    await mac.tart('clone', 'registry.example/twin:1', 'one');
    await mac.tart('create', '--linux', 'two');
    const { macAddress } = mac.configOf('one');
    const config = join(mac.host.tartHome, 'vms', 'two', 'config.json');
    writeFileSync(config, JSON.stringify({ ...mac.configOf('two'), macAddress }));
    await mac.run('one');
    const run = await mac.run('two');
    await mac.tart('stop', 'two');

    expect((await run.ended).stdout).toContain('There is already a running VM with the same MAC address!\n');
    expect(mac.configOf('two').macAddress).not.toBe(macAddress);
  });
});

describe('the limit of macOS guests (§3.4)', () => {
  test('a third one is refused with exit 1, also in another TART_HOME; Linux guests do not count', async () => {
    await Promise.all([mac.run('a'), mac.run('b')]);
    await mac.tart('create', '--linux', 'penguin');
    const elsewhere = { TART_HOME: join(mac.host.root, 'other-home') };
    await mac.tart('clone', 'base', 'c');

    expect(await mac.tart('run', 'c')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The number of VMs exceeds the system limit (other running VMs: a, b)\n',
    });
    await mac.start(['create', 'd', '--from-ipsw', 'latest'], elsewhere).ended;
    expect(await mac.start(['run', 'd'], elsewhere).ended).toMatchObject({
      code: 1,
      stderr: 'The number of VMs exceeds the system limit\n',
    });
    const linux = await mac.run('penguin');
    expect(linux.child.exitCode).toBeNull();
  });

  test('a stopped VM takes its slot a little longer when the kernel is slow', async () => {
    mac.host.changeSettings({ vmLimit: 1, slotReleaseMs: 6000 });
    await mac.run('a');
    await mac.tart('stop', 'a');
    const refused = await (await mac.run('late')).ended;
    await eventually(async () => expect(await boots('late')).toBe('booted'));
    mac.host.changeSettings({ vmLimit: 2, slotReleaseMs: 0 });

    expect(refused).toMatchObject({ code: 1, stderr: 'The number of VMs exceeds the system limit\n' });
  });

  test('the slot of a stopped VM is free as soon as its process has ended when it is not', async () => {
    mac.host.changeSettings({ vmLimit: 1 });
    await mac.run('a');
    await mac.tart('stop', 'a');

    await eventually(async () => expect(await boots('soon')).toBe('booted'));
    mac.host.changeSettings({ vmLimit: 2 });
  });

  test('can be a fault besides the real count', async () => {
    mac.host.changeSettings({ faults: [{ name: 'run-limit', times: 1, vm: 'a' }] });

    expect(await (await mac.run('a')).ended).toMatchObject({ code: 1 });
    expect((await mac.run('a')).child.exitCode).toBeNull();
  });
});

describe('softnet (§5)', () => {
  test('is a child with the MAC address and the rules of the VM', async () => {
    await mac.run('a', '--net-softnet-block=0.0.0.0/0', '--net-softnet-allow', '@host,10.0.0.0/8');
    const { macAddress } = mac.configOf('a');

    const commands = async (): Promise<string[]> =>
      (await mac.host.processes()).map(({ command }) => command);
    await eventually(async () =>
      expect(await commands()).toContainEqual(
        expect.stringMatching(
          `softnet --vm-fd 0 --vm-mac-address ${macAddress} --allow @host,10\\.0\\.0\\.0/8 --block 0\\.0\\.0\\.0/0$`,
        ),
      ),
    );
  });

  test('missing from PATH is exit 1 with the error of its initialization', async () => {
    await mac.tart('clone', 'base', 'a');
    const run = mac.start(['run', 'a', '--net-softnet'], { PATH: '/usr/bin:/bin' });

    expect(await run.ended).toMatchObject({
      code: 1,
      stderr: 'Error: InitializationFailed(why: "softnet not found in PATH")\n',
    });
  });

  test.each([
    [
      { name: 'softnet-unprivileged' } as const,
      'root privileges are required to run and passwordless sudo was not available\n',
    ],
    [{ name: 'softnet-dies', ms: 50 } as const, ''],
  ])('%j ends the run with exit 1', async (fault, line) => {
    mac.host.changeSettings({ faults: [fault] });
    const run = await mac.run('a', '--net-softnet');

    expect(await run.ended).toMatchObject({
      code: 1,
      stderr: `${line}RuntimeFailed(why: "Softnet process terminated prematurely")\n`,
    });
    expect(await mac.host.processes()).toEqual([]);
  });
});

test('disposing the simulated Mac ends its processes and removes its folder', async () => {
  const other = await simulate();
  const run = await other.run('a', '--net-softnet');
  expect(readdirSync(other.host.root)).toContain('settings.json');

  await other[Symbol.asyncDispose]();

  expect(await run.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(await other.host.processes()).toEqual([]);
  expect(existsSync(other.host.root)).toBe(false);
});
