import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../eventually.ts';
import { goldenName } from '../../../src/sandbox/tart/golden.ts';
import { readConfiguration } from '../../../src/sandbox/tart/vm-files.ts';
import { simulateTart, type SimulatedTart } from '../../contract/simulated-tart.ts';

const limit = () => AbortSignal.timeout(60_000);

describe('the name of a golden', () => {
  it('is the image itself when that is a local VM', () => {
    expect(goldenName('my base')).toBe('my base');
  });

  it('of a registry image is readable, local, and distinct for each reference', () => {
    const names = [
      'ghcr.io/acme/macos:26',
      'ghcr.io/other/macos:26',
      'ghcr.io/acme/macos:27',
      `ghcr.io/acme/macos@sha256:${'0'.repeat(64)}`,
      `ghcr.io/acme/${'long'.repeat(30)}:26`,
    ].map(goldenName);

    expect(names[0]).toMatch(/^golden-macos-26-[0-9a-f]{8}$/);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^golden-[a-zA-Z0-9-]{1,40}-[0-9a-f]{8}$/);
  });
});

describe('preparing an image', () => {
  let host: SimulatedTart;
  const folderOf = (vm: string) => join(host.mac.tartHome, 'vms', vm);
  const macOf = async (vm: string) => (await readConfiguration(host.mac.tartHome, vm)).macAddress;
  beforeAll(async () => {
    host = await simulateTart();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it('of a registry pulls once, also for two at a time, and gives the golden a MAC address of its own', async () => {
    const [one, other] = await Promise.all([
      host.backend().prepare(host.image, limit()),
      host.backend().prepare(host.image, limit()),
    ]);
    await execa('tart', ['clone', host.image, 'as-it-came'], { env: host.env });

    expect(one).toBe(other);
    expect(await macOf(one)).not.toBe(await macOf('as-it-came'));
    expect((await host.backend().list(limit())).map(({ name }) => name)).toEqual(
      ['as-it-came', one].toSorted(),
    );
  });

  it('that a registry does not have is IMAGE_PULL_FAILED', async () => {
    await expect(host.backend().prepare('ghcr.io/acme/none:1', limit())).rejects.toMatchObject({
      code: 'IMAGE_PULL_FAILED',
      message: expect.stringContaining('404'),
    });
  });

  it('that runs, or sleeps in the middle of its work, is IMAGE_RUNNING', async () => {
    await host.mac.addImage({ name: 'busy' });
    const run = execa('tart', ['run', 'busy', '--no-graphics'], { env: host.env, reject: false });
    await eventually(async () => expect((await host.backend().capacity(limit())).taken).toEqual(['busy']));
    await expect(host.backend().prepare('busy', limit())).rejects.toMatchObject({ code: 'IMAGE_RUNNING' });
    await execa('tart', ['stop', 'busy'], { env: host.env });
    await run;
    expect(await host.backend().prepare('busy', limit())).toBe('busy');
    await writeFile(join(folderOf('busy'), 'state.vzvmsave'), '');

    await expect(host.backend().prepare('busy', limit())).rejects.toMatchObject({ code: 'IMAGE_RUNNING' });
  });

  it('does not mind folders that are no VMs, and shows ours among them, so that they are reaped', async () => {
    const half = 'sand-contract-test-0000001-abcdef';
    await mkdir(folderOf(half));
    await mkdir(folderOf('half-of-somebody'));
    const names = (await host.backend().list(limit())).map(({ name }) => name);

    expect(names).toContain(half);
    expect(names).not.toContain('half-of-somebody');
    await host.backend().destroy(half, limit());
    expect((await host.backend().list(limit())).map(({ name }) => name)).not.toContain(half);
  });
});
