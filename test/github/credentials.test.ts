import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readToken } from '../../src/github/credentials.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sand-token-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function tokenFile(text: string, mode = 0o600): Promise<string> {
  const path = join(folder, 'token');
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

describe('the token', () => {
  it('is read from a private file without a warning', async () => {
    const read = await readToken({ tokenFile: await tokenFile('ghp_secret\n'), env: {} });
    expect(read.token.reveal()).toBe('ghp_secret');
    expect(read.warning).toBeUndefined();
  });

  it.each([0o640, 0o604, 0o644])('is read from a file of mode %o with a warning', async (mode) => {
    const path = await tokenFile('ghp_secret', mode);
    expect((await readToken({ tokenFile: path, env: {} })).warning).toContain(path);
  });

  it('is read from the named variable', async () => {
    const { token } = await readToken({ tokenEnv: 'GH', env: { GH: ' ghp_secret ' } });
    expect(token.reveal()).toBe('ghp_secret');
  });

  it.each([{}, { GH: '' }, { GH: '  ' }])('is missing, and the variable named, in %j', async (env) => {
    await expect(readToken({ tokenEnv: 'GH', env })).rejects.toMatchObject({
      code: 'TOKEN_MISSING',
      message: expect.stringContaining('GH'),
    });
  });

  it('is missing, and the file named, when the file is absent, empty or a folder', async () => {
    const empty = await tokenFile(' \n');
    for (const path of [join(folder, 'absent'), empty, folder]) {
      await expect(readToken({ tokenFile: path, env: {} })).rejects.toMatchObject({
        code: 'TOKEN_MISSING',
        message: expect.stringContaining(path),
      });
    }
  });

  it('is refused without being shown when it could not be a header', async () => {
    const read = readToken({ tokenFile: await tokenFile('GH_TOKEN\nghp_secret'), env: {} });
    await expect(read).rejects.toMatchObject({
      code: 'TOKEN_MISSING',
      message: expect.not.stringContaining('ghp_secret'),
    });
  });

  it('is missing when no place is named', async () => {
    await expect(readToken({ env: {} })).rejects.toMatchObject({ code: 'TOKEN_MISSING' });
  });
});
