import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulate } from './simulation.ts';
import type { Simulation } from './simulation.ts';

const image = 'registry.example:5000/team/macos:26';
let mac: Simulation;
beforeAll(async () => {
  mac = await simulate();
  await mac.host.addImage({ name: image });
});
afterAll(() => mac[Symbol.asyncDispose]());

describe('tart list (§2.7)', () => {
  test('prints JSON with a space before the colon, numbers for sizes and no order of keys', async () => {
    const { stdout } = await mac.tart('list', '--source', 'local', '--format', 'json');

    expect(JSON.parse(stdout)).toEqual([
      {
        Source: 'local',
        Name: 'base',
        Disk: 50,
        Size: 25,
        Accessed: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        Running: false,
        State: 'stopped',
      },
    ]);
    expect(stdout).toContain('    "Name" : "base"');
    expect(stdout).toMatch(/^\[\n {2}\{\n {4}"/);
  });

  test('lists an image that was pulled by tag twice, with escaped slashes', async () => {
    await mac.tart('pull', image);

    const { stdout } = await mac.tart('list', '--source=oci', '--format=json');

    const images: { Name: string; Source: string }[] = JSON.parse(stdout);
    const names = images.map(({ Name, Source }) => [Source, Name]);
    expect(names).toEqual([
      ['OCI', image],
      ['OCI', expect.stringMatching(/^registry\.example:5000\/team\/macos@sha256:[0-9a-f]{64}$/)],
    ]);
    expect(stdout).toContain(String.raw`registry.example:5000\/team\/macos:26`);
  });

  test('deleting the tag drops the image from the cache (§2.6); nothing is an empty array', async () => {
    await mac.tart('delete', image);

    expect(await mac.tart('list', '--source', 'oci', '--format', 'json')).toMatchObject({
      stdout: '[\n\n]\n',
    });
    expect(await mac.tart('list', '--source', 'oci')).toMatchObject({ stdout: '\n' });
  });

  test('text has a header without Running; quiet has names only and wins', async () => {
    const { stdout } = await mac.tart('list');

    expect(stdout.split('\n')[0]?.split(/ +/)).toEqual([
      'Source',
      'Name',
      'Disk',
      'Size',
      'Accessed',
      'State',
    ]);
    expect(await mac.tart('list', '-q', '--format', 'json', '--source', 'local')).toMatchObject({
      stdout: 'base\n',
    });
  });

  test('skips directories that are not complete; delete does not know them either', async () => {
    mkdirSync(join(mac.host.tartHome, 'vms', 'torso'));
    await mac.tart('clone', 'base', 'no-disk');
    rmSync(join(mac.host.tartHome, 'vms', 'no-disk', 'disk.img'));

    expect(await mac.tart('list', '-q', '--source', 'local')).toMatchObject({ stdout: 'base\n' });
    expect(await mac.tart('delete', 'torso')).toMatchObject({ code: 2 });
    expect(await mac.tart('get', 'no-disk')).toMatchObject({
      code: 1,
      stderr: 'VM is missing some of its files (config.json, disk.img or nvram.bin)\n',
    });
  });

  test('before 2.31.0 there was SizeOnDisk instead of Accessed', async () => {
    mac.host.changeSettings({ tartVersion: '2.30.0' });
    const { stdout } = await mac.tart('list', '--source', 'local', '--format', 'json');
    mac.host.changeSettings({ tartVersion: '2.35.0' });

    expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ SizeOnDisk: 25 })]);
    expect(stdout).not.toContain('Accessed');
  });
});

test('get prints one object in which Size is a string and Memory is in MiB (§2.8)', async () => {
  await mac.tart('clone', 'base', 'sized');
  await mac.tart(
    'set',
    '--memory=6144',
    'sized',
    '--cpu',
    '6',
    '--display',
    '1920x1080px',
    '--disk-size',
    '80',
  );

  const { stdout } = await mac.tart('get', 'sized', '--format', 'json');

  expect(JSON.parse(stdout)).toEqual({
    OS: 'darwin',
    CPU: 6,
    Memory: 6144,
    Disk: 80,
    DiskFormat: 'raw',
    Size: '25.312',
    Display: '1920x1080px',
    Running: false,
    State: 'stopped',
  });
});

test('set refuses too little CPU and a smaller disk (§1.3)', async () => {
  expect(await mac.tart('set', 'base', '--cpu', '1')).toMatchObject({
    code: 1,
    stderr: 'Error: LessThanMinimalResourcesError: VM should have 4 CPU cores at minimum (requested 1)\n',
  });
  expect(await mac.tart('set', 'base', '--disk-size', '10')).toMatchObject({
    code: 1,
    stderr: 'new disk size of 10 GB should be larger than the current disk size of 50 GB\n',
  });
});
