import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { notify } from '../../src/host/notify.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sand-notify-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function program(script: string): Promise<string> {
  const file = join(folder, 'program');
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  return file;
}

describe("the operator's program", () => {
  it('gets the problem on its standard input, and little of our environment', async () => {
    vi.stubEnv('GITHUB_TOKEN', 'secret');
    await notify(await program(`cd '${folder}'; cat >document; env >environment`), { code: 'BOOT_FAILED' });
    expect(JSON.parse(await readFile(join(folder, 'document'), 'utf8'))).toEqual({ code: 'BOOT_FAILED' });
    const environment = await readFile(join(folder, 'environment'), 'utf8');
    expect(environment).toContain('PATH=');
    expect(environment).not.toContain('GITHUB_TOKEN');
  });

  it('need not read it', async () => {
    await expect(notify(await program('exit 0'), { text: 'x'.repeat(200_000) })).resolves.toBeUndefined();
  });

  it('is no danger when it fails or is not there', async () => {
    await expect(notify(await program('exit 3'), {})).rejects.toMatchObject({ code: 'NOTIFY_FAILED' });
    await expect(notify(join(folder, 'absent'), {})).rejects.toMatchObject({ code: 'NOTIFY_FAILED' });
  });
});
