import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toPools } from '../../src/cli/pools.ts';
import { parseConfig } from '../../src/config/load.ts';
import type { Pool } from '../../src/fleet/pool.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sand-pools-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function script(name: string, text: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

async function poolOf(keys: object): Promise<Pool | undefined> {
  const pool = { name: 'xcode', labels: ['macOS'], image: 'tahoe', ...keys };
  const github = { url: 'https://github.com/acme', auth: { tokenEnv: 'T' } };
  const text = stringify({ github, pools: [pool], debug: { holdOnFailure: '20m' } });
  return (await toPools(parseConfig(text, 'config.yaml').config))[0];
}

describe('a pool of the configuration', () => {
  it('has nothing in its guests unless it says so', async () => {
    const pool = await poolOf({});
    expect(pool).toMatchObject({ env: {}, secrets: [], holdMs: 20 * 60_000 });
    expect([pool?.hooks, pool?.warmup]).toStrictEqual([undefined, undefined]);
  });

  it('has its own deadlines', async () => {
    const pool = await poolOf({
      bootTimeout: '8m',
      registerTimeout: '30s',
      deleteTimeout: '5m',
      idleTimeout: '1m',
    });
    expect(pool?.limits).toMatchObject({
      guestMs: 8 * 60_000,
      registerMs: 30_000,
      undoMs: 5 * 60_000,
      idleMs: 60_000,
    });
  });

  it('has the text of its scripts, as it was when they were read', async () => {
    const warmup = await script('warmup.sh', 'brew install é\n');
    const jobCompleted = await script('completed.sh', 'echo over\n');
    const pool = await poolOf({ warmup, warmupTimeout: '90s', hooks: { jobCompleted } });
    await writeFile(warmup, 'something else');
    expect(pool).toMatchObject({
      warmup: { script: 'brew install é\n', timeoutMs: 90_000 },
      hooks: { jobStarted: undefined, jobCompleted: 'echo over\n' },
    });
  });

  it('is refused with all scripts that cannot be used', async () => {
    const hooks = { jobStarted: await script('empty.sh', ' \n'), jobCompleted: folder };
    await expect(poolOf({ warmup: join(folder, 'missing.sh'), hooks })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/xcode: warmup: .*missing[^]*jobStarted: .* is empty[^]*is no file/u),
    });
  });

  it.each([
    ['larger than 256 KiB', 'x'.repeat(256 * 1024 + 1)],
    ['no text', '#!/bin/sh\n\0'],
  ])('is refused when a script is %s', async (problem, text) => {
    const warmup = await script('warmup.sh', text);
    await expect(poolOf({ warmup })).rejects.toMatchObject({ message: expect.stringContaining(problem) });
  });

  it('has its proxies as variables, which its own variables outweigh', async () => {
    const proxy = { https: 'http://me:hush@proxy.example:3128', noProxy: ['a.example'] };
    const pool = await poolOf({ proxy, env: { HTTPS_PROXY: 'http://other.example', LANG: 'C' } });
    expect(pool?.env).toMatchObject({
      https_proxy: proxy.https,
      HTTPS_PROXY: 'http://other.example',
      LANG: 'C',
    });
    expect(pool?.secrets?.map((secret) => secret.reveal())).toStrictEqual(['hush']);
  });

  it.each([
    [{ proxy: { http: 'proxy.example:3128' } }, 'must be an address such as http://proxy.example:3128'],
    [{ proxy: { http: 'socks5://me:hush@proxy.example' } }, 'must be an address such as'],
    [{ proxy: { noProxy: ['a, b'] } }, 'must be a host without spaces and commas'],
    [{ hooks: { started: 'x.sh' } }, 'known are jobStarted, jobCompleted'],
    [{ env: { 'NOT-A-NAME': '1' } }, 'is not a variable name'],
  ])('is refused with %j, and no password is shown', async (keys, problem) => {
    const refused = poolOf(keys);
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining(problem) });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('hush') });
  });
});
