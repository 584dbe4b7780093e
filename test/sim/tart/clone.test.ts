import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { simulate } from './simulation.ts';
import type { Simulation } from './simulation.ts';

const image = 'registry.example/team/macos:26';
let mac: Simulation;
beforeAll(async () => {
  mac = await simulate();
  await mac.host.addImage({ name: image });
});
beforeEach(() => mac.host.changeSettings({ faults: [], cloneMs: 0, tartVersion: '2.35.0' }));
afterAll(() => mac[Symbol.asyncDispose]());

const diskOf = (name: string): string => join(mac.host.tartHome, 'vms', name, 'disk.sim', 'Users', 'admin');
const temporary = (): string[] => readdirSync(join(mac.host.tartHome, 'tmp'));

describe('tart clone (§2.2)', () => {
  test('prints nothing and silently replaces an existing VM', async () => {
    await mac.tart('clone', 'base', 'twice');
    writeFileSync(join(diskOf('twice'), 'old'), '');

    expect(await mac.tart('clone', 'base', 'twice')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(join(diskOf('twice'), 'old'))).toBe(false);
  });

  test('takes the content of the disk along', async () => {
    writeFileSync(join(diskOf('base'), 'prepared'), 'yes');

    await mac.tart('clone', 'base', 'copy');

    expect(existsSync(join(diskOf('copy'), 'prepared'))).toBe(true);
  });

  test('gives a clone of a local VM a new MAC address, lower case and padded', async () => {
    await mac.tart('clone', 'base', 'local-clone');

    expect(mac.configOf('local-clone').macAddress).not.toBe(mac.configOf('base').macAddress);
    expect(mac.configOf('local-clone').macAddress).toMatch(/^[0-9a-f][26ae](:[0-9a-f]{2}){5}$/);
  });

  test('keeps the MAC address of a remote image for its first clone, and again when that was deleted', async () => {
    const pull = await mac.tart('clone', image, 'first');
    await mac.tart('clone', image, 'second');
    const [first, second] = [mac.configOf('first').macAddress, mac.configOf('second').macAddress];
    await mac.tart('delete', 'first');
    await mac.tart('clone', image, 'third');

    expect(pull.stdout).toContain(
      `pulling ${image}...\npulling manifest...\npulling disk (12.7 GB compressed)...\n0%\n`,
    );
    expect(second).not.toBe(first);
    expect(mac.configOf('third').macAddress).toBe(first);
  });

  test('set --random-mac draws another one', async () => {
    await mac.tart('clone', 'base', 'redrawn');
    const before = mac.configOf('redrawn').macAddress;

    expect(await mac.tart('set', 'redrawn', '--random-mac')).toMatchObject({ code: 0, stdout: '' });
    expect(mac.configOf('redrawn').macAddress).not.toBe(before);
  });

  test('a full disk is exit 1, as often as the fault says', async () => {
    mac.host.changeSettings({ faults: [{ name: 'clone-disk-full', times: 2, vm: 'full*' }] });

    expect(await mac.tart('clone', 'base', 'other')).toMatchObject({ code: 0 });
    const [one, two] = await Promise.all([
      mac.tart('clone', 'base', 'full'),
      mac.tart('clone', 'base', 'full'),
    ]);
    for (const { code, stderr } of [one, two]) {
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^Error: “disk\.img” couldn’t be copied to .* because there isn’t enough space\.\n$/,
      );
    }
    expect(await mac.tart('clone', 'base', 'full')).toMatchObject({ code: 0 });
  });

  test('losing its folder to a garbage collection is exit 1', async () => {
    mac.host.changeSettings({ faults: [{ name: 'clone-gc-race', times: 1 }] });

    const { code, stderr } = await mac.tart('clone', 'base', 'raced');

    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('failed to lock file:///') });
    expect(existsSync(join(mac.host.tartHome, 'vms', 'raced'))).toBe(false);
  });

  test('killed half-way leaves only tmp/<UUID>, which the next command removes', async () => {
    mac.host.changeSettings({ cloneMs: 60_000 });
    await mac.tart('list');
    const clone = mac.start(['clone', 'base', 'half']);
    await eventually(() => expect(temporary()).toHaveLength(1));
    await eventually(() =>
      expect(readdirSync(join(mac.host.tartHome, 'tmp', temporary()[0] ?? ''))).toContain('nvram.bin'),
    );
    await mac.tart('list');
    const whileAlive = temporary();
    clone.child.kill('SIGKILL');

    expect(await clone.ended).toMatchObject({ signal: 'SIGKILL' });
    expect(whileAlive).toEqual([expect.stringMatching(/^[0-9A-F-]{36}$/)]);
    expect(existsSync(join(mac.host.tartHome, 'vms', 'half'))).toBe(false);
    await mac.tart('list');
    expect(temporary()).toEqual([]);
  });

  test('interrupted by SIGINT removes its folder', async () => {
    mac.host.changeSettings({ cloneMs: 60_000 });
    const clone = mac.start(['clone', 'base', 'cancelled']);
    await eventually(() => expect(temporary()).toHaveLength(1));
    await eventually(() =>
      expect(readdirSync(join(mac.host.tartHome, 'tmp', temporary()[0] ?? ''))).toContain('nvram.bin'),
    );
    clone.child.kill('SIGINT');

    expect(await clone.ended).toMatchObject({ code: 1 });
    expect(temporary()).toEqual([]);
  });

  test('several at once wait for each other and all succeed, each with its own MAC address', async () => {
    const names = ['c1', 'c2', 'c3', 'c4'];

    const results = await Promise.all(names.map((name) => mac.tart('clone', 'base', name)));

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(new Set(names.map((name) => mac.configOf(name).macAddress)).size).toBe(4);
  });

  test('over a running VM makes that one vanish from list and stop; newer releases refuse', async () => {
    const run = await mac.run('live');
    await mac.ready('live');
    mac.host.changeSettings({ tartVersion: 'next' });
    const refused = await mac.tart('clone', 'base', 'live');
    mac.host.changeSettings({ tartVersion: '2.35.0' });

    expect(refused).toMatchObject({ code: 1, stderr: 'VM "live" is running\n' });
    expect(await mac.tart('clone', 'base', 'live')).toMatchObject({ code: 0 });
    expect(await mac.tart('stop', 'live')).toMatchObject({ code: 2, stderr: 'VM "live" is not running\n' });
    expect(run.child.exitCode).toBeNull();
    run.child.kill('SIGINT');
    await run.ended;
  });
});

test('pulling again finds the image in the cache; a missing one is a registry error (§2.12, §1.3)', async () => {
  await mac.tart('pull', image);

  expect(await mac.tart('pull', image)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/@sha256:[0-9a-f]{64} image is already cached and linked!\n$/),
  });
  expect(await mac.tart('pull', 'registry.example/team/none')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Error: UnexpectedHTTPStatusCode\(when: "pulling manifest", code: 404, /),
  });
  expect(await mac.tart('pull', 'base')).toMatchObject({
    code: 0,
    stdout: '"base" is a local image, nothing to pull here!\n',
  });
});
