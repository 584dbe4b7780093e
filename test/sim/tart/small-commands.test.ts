import { existsSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { simulate } from './simulation.ts';
import type { Simulation } from './simulation.ts';

const images = ['registry.example/team/old:1', 'registry.example/team/new:1'] as const;
let mac: Simulation;
beforeAll(async () => {
  mac = await simulate();
  for (const name of images) await mac.host.addImage({ name });
});
afterAll(() => mac[Symbol.asyncDispose]());

const folder = (name: string): string => join(mac.host.tartHome, 'vms', name);
const cached = async (): Promise<string[]> =>
  (await mac.tart('list', '--source', 'oci', '-q')).stdout.split('\n').filter((name) => name.includes('@'));

describe('rename, fqn, login and logout (§2.14)', () => {
  test('rename moves a VM; both of its failures are exit 64', async () => {
    await mac.tart('clone', 'base', 'before');

    expect(await mac.tart('rename', 'before', 'after')).toMatchObject({ code: 0, stdout: '' });
    expect([existsSync(folder('before')), existsSync(folder('after'))]).toEqual([false, true]);
    expect(await mac.tart('rename', 'before', 'x')).toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/^Error: failed to rename a non-existent local VM: before\nUsage: /),
    });
    expect(await mac.tart('rename', 'after', 'base')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('target VM base already exists, delete it first!'),
    });
  });

  test('fqn prints the digest of a cached image, and a local name as it is', async () => {
    await mac.tart('pull', images[0]);

    expect(await mac.tart('fqn', images[0])).toMatchObject({
      stdout: expect.stringMatching(/^registry\.example\/team\/old@sha256:[0-9a-f]{64}\n$/),
    });
    expect(await mac.tart('fqn', 'nope')).toMatchObject({ code: 0, stdout: 'nope\n' });
  });

  test('login wants a user and a password, or neither; logout may be repeated', async () => {
    expect(await mac.tart('login', 'registry.example', '--username', 'me')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('Error: both --username and --password-stdin are required\n'),
    });
    expect(await mac.tart('login', 'https://registry.example')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^improperly formatted host "https:\/\/registry\.example" was provided/),
    });
    expect(await mac.tart('logout', 'registry.example')).toMatchObject({ code: 0 });
  });
});

describe('push, export and import (§2.14)', () => {
  test('what was pushed can be pulled', async () => {
    const name = 'registry.example/team/pushed:1';

    expect(await mac.tart('push', 'base', name)).toMatchObject({ code: 0 });
    expect(await mac.tart('clone', name, 'from-registry')).toMatchObject({ code: 0 });
    expect(mac.configOf('from-registry').os).toBe('darwin');
  });

  test('what was exported can be imported, with a MAC address of its own', async () => {
    const archive = join(mac.host.root, 'base.tvm');

    expect(await mac.tart('export', 'base', archive)).toMatchObject({ code: 0, stdout: 'exporting...\n' });
    expect(await mac.tart('import', archive, 'imported')).toMatchObject({
      code: 0,
      stdout: 'importing...\n',
    });
    expect(mac.configOf('imported').macAddress).not.toBe(mac.configOf('base').macAddress);
    expect(readdirSync(folder('imported'))).toContain('disk.sim');
    expect(await mac.tart('import', mac.host.root, 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^VM import failed: /),
    });
  });

  test('a running VM is not pushed', async () => {
    await mac.run('busy');

    expect(await mac.tart('push', 'busy', images[0])).toMatchObject({
      code: 1,
      stderr: 'VM "busy" is running\n',
    });
    await mac.tart('stop', 'busy');
  });
});

describe('suspend (§2.14, §3.3)', () => {
  test('saves a suspendable VM, which then goes on where it was', async () => {
    const run = await mac.run('dreamer', '--suspendable');
    await mac.leased('dreamer');

    expect(await mac.tart('suspend', 'dreamer')).toMatchObject({ code: 0, stdout: '' });
    expect(await run.ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^pausing VM [^]*snapshot created successfully! shutting down the VM\.\.\.\n$/,
      ),
    });
    expect((await mac.tart('get', 'dreamer')).stdout).toMatch(/suspended\n$/);

    const again = await mac.run('dreamer');
    await eventually(async () => expect((await mac.tart('exec', 'dreamer', 'true')).code).toBe(0));
    await mac.tart('stop', 'dreamer');
    expect((await again.ended).stdout).toBe(
      'restoring VM state from a snapshot...\nresuming VM...\nStopping VM...\n',
    );
  });

  test('of a VM that does not run is exit 2, its message doubled (§1.3)', async () => {
    expect(await mac.tart('suspend', 'base')).toMatchObject({
      code: 2,
      stderr: 'VM "VM "base" is not running" is not running\n',
    });
  });

  test('is for macOS guests only', async () => {
    await mac.tart('create', '--linux', 'penguin');

    expect(await mac.tart('run', 'penguin', '--suspendable')).toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/^Error: You can only suspend macOS VMs\n/),
    });
    await mac.tart('delete', 'penguin');
  });
});

describe('pruning (§2.13)', () => {
  test('wants a criterion', async () => {
    expect(await mac.tart('prune')).toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/^Error: at least one pruning criteria must be specified\n/),
    });
  });

  test('deletes images that nobody used for long, never local VMs', async () => {
    for (const name of images) await mac.tart('pull', name);
    await mac.tart('prune', '--space-budget', '0');
    expect(await cached()).toEqual([]);
    for (const name of images) await mac.tart('pull', name);
    await age(images[0], 10);

    expect(await mac.tart('prune', '--older-than', '5')).toMatchObject({ code: 0, stdout: '', stderr: '' });

    expect(await cached()).toEqual([expect.stringContaining('team/new@sha256:')]);
    expect(existsSync(folder('base'))).toBe(true);
  });

  test('with --entries vms deletes every local VM that does not run', async () => {
    await mac.tart('clone', 'base', 'idle');
    await mac.run('awake');

    await mac.tart('prune', '--entries', 'vms', '--space-budget', '0');

    expect([existsSync(folder('idle')), existsSync(folder('awake'))]).toEqual([false, true]);
    await mac.tart('stop', 'awake');
    await mac.host.addImage({ name: 'base' });
  });

  test('happens by itself when a clone could outgrow the volume, unless it is forbidden', async () => {
    for (const name of images) await mac.tart('pull', name);
    await age(images[0], 2);
    await age(images[1], 1);
    mac.host.changeSettings({ volumeGb: 60 }); // two images of 25 GB, and a clone that may grow by as much
    const forbidden = mac.start(['clone', 'base', 'kept'], { TART_NO_AUTO_PRUNE: '' });

    expect(await forbidden.ended).toMatchObject({ code: 0 });
    expect(await cached()).toHaveLength(2);
    expect(await mac.tart('clone', 'base', 'growing', '--prune-limit', '5')).toMatchObject({ code: 0 });
    expect(await cached()).toHaveLength(2);
    expect(await mac.tart('clone', 'base', 'growing')).toMatchObject({ code: 0 });
    expect(await cached()).toEqual([expect.stringContaining('team/new@sha256:')]);
    mac.host.changeSettings({ volumeGb: 10 }); // the whole cache would not be enough
    await mac.tart('clone', 'base', 'growing');
    expect(await cached()).toHaveLength(1);
  });
});

/** Makes a cached image look as if nobody had used it for some days. */
async function age(name: string, days: number): Promise<void> {
  const digest = (await mac.tart('fqn', name)).stdout.trim().split('@')[1] ?? '';
  const time = new Date(Date.now() - days * 86_400_000);
  utimesSync(join(mac.host.tartHome, 'cache/OCIs', name.split(':')[0] ?? '', digest), time, time);
}
