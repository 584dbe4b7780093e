import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EvidenceStore } from '../../src/observe/evidence.ts';
import { Secret } from '../../src/secret.ts';

const sandbox = 'sand-ownerabc-xcode-zzzzzzz-nonce1';
const dayMs = 86_400_000;
const token = new Secret('ghp_theTokenOfThePoller');

let stateDir: string;
let folder: string;
let store: EvidenceStore;

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sand-evidence-'));
  folder = join(stateDir, 'evidence');
  store = new EvidenceStore(stateDir, [token]);
});

afterEach(async () => {
  await rm(stateDir, { recursive: true });
});

async function keep(files: Record<string, string>, secrets: readonly Secret[] = []): Promise<void> {
  await store.keep(sandbox, new Map(Object.entries(files)), secrets);
}

async function kept(file: string): Promise<string> {
  return await readFile(join(folder, sandbox, file), 'utf8');
}

async function modeOf(...path: string[]): Promise<number> {
  return (await stat(join(folder, ...path))).mode % 0o1000;
}

async function putAged(name: string, days: number): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  const then = new Date(Date.now() - days * dayMs);
  await utimes(join(folder, name), then, then);
}

describe('evidence', () => {
  it('is in a folder of its sandbox, a file each', async () => {
    await keep({ 'runner.log': 'one\n', 'verdict.json': '{}' });
    expect(await readdir(join(folder, sandbox))).toStrictEqual(['runner.log', 'verdict.json']);
    expect(await kept('runner.log')).toBe('one\n');
  });

  it('is for the operator alone', async () => {
    await keep({ 'runner.log': 'one' });
    expect(await modeOf()).toBe(0o700);
    expect(await modeOf(sandbox)).toBe(0o700);
    expect(await modeOf(sandbox, 'runner.log')).toBe(0o600);
  });

  it('holds no secret, be it of the poller or of the sandbox, not even a piece at its cut', async () => {
    const jit = new Secret('and0LWNvbmZpZw==');
    const filler = 'x'.repeat(1024 * 1024 - 5);
    await keep({ log: `${token.reveal()} and ${jit.reveal()}`, long: `${jit.reveal()}${filler}` }, [jit]);
    expect(await kept('log')).toBe('[secret] and [secret]');
    expect(await kept('long')).not.toContain('ZpZw');
  });

  it('is the end of a long file', async () => {
    await keep({ log: `${'x'.repeat(3_000_000)}the end` });
    const content = await kept('log');
    expect(content.length).toBe(1024 * 1024);
    expect(content.endsWith('the end')).toBe(true);
  });

  it('is bounded in bytes, and cut between two characters', async () => {
    await keep({ log: 'ä'.repeat(1024 * 1024), odd: `${'ä'.repeat(1024 * 1024)}x` });
    const [log, odd] = [await kept('log'), await kept('odd')];
    expect(Buffer.byteLength(log)).toBe(1024 * 1024);
    expect(Buffer.byteLength(odd)).toBe(1024 * 1024 - 1);
    expect(`${log}${odd}`).not.toContain('\uFFFD');
  });

  it('of one sandbox is bounded, and the first files are the ones that are kept', async () => {
    const many = Array.from({ length: 12 }, (_, index) => [`log-${String(index)}`, 'x'.repeat(2_000_000)]);
    await keep({ 'verdict.json': '{}', ...Object.fromEntries(many) });
    const files = await readdir(join(folder, sandbox));
    const sizes = await Promise.all(
      files.map(async (file) => (await stat(join(folder, sandbox, file))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(8 * 1024 * 1024);
    expect(await kept('verdict.json')).toBe('{}');
    expect(files).not.toContain('log-11');
  });

  it('holds no secret that was encoded', async () => {
    const basic = Buffer.from(`x-access-token:${token.reveal()}`).toString('base64');
    await keep({ log: `AUTHORIZATION: basic ${basic}` });
    expect(await kept('log')).toMatch(/^AUTHORIZATION: basic \S+\[secret\]\S{0,3}$/u);
  });

  it('holds nothing that a terminal would obey, nor a secret that such a thing was hidden in', async () => {
    const hidden = `${token.reveal().slice(0, 6)}\u001B[0m${token.reveal().slice(6)}`;
    await keep({ log: `\u001B[31mred\u0007\r\n${hidden}` });
    expect(await kept('log')).toBe('red\n[secret]');
  });

  it('can be kept again', async () => {
    await keep({ log: 'one' });
    await keep({ log: 'two' });
    expect(await kept('log')).toBe('two');
  });
});

describe('a hostile file name', () => {
  it.each([
    '..',
    '.',
    '',
    '/',
    '../../escaped',
    '/etc/passwd',
    'a/../..',
    'a\0b',
    'a\nb',
    'x'.repeat(5000),
    '~',
    '\u{1F4A3}',
  ])('such as %j stays inside the folder, and nothing is lost', async (name) => {
    await keep({ [name]: 'content', 'verdict.json': '{}' });
    const files = await readdir(join(folder, sandbox));
    expect(files).toHaveLength(2);
    expect(files).toContain('verdict.json');
    expect(await readdir(stateDir)).toStrictEqual(['evidence']);
    expect(await readdir(folder)).toStrictEqual([sandbox]);
  });

  it('of any kind stays inside the folder', async () => {
    const unit = fc.constantFrom('.', '/', '\\', '\0', 'a', '~', ' ');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 12 }), async (name) => {
        await store.keep(name, new Map([[name, 'content']]), []);
        expect(await readdir(stateDir)).toStrictEqual(['evidence']);
      }),
      { numRuns: 50 },
    );
    const found = await readdir(folder, { withFileTypes: true });
    expect(found.every((entry) => entry.isDirectory())).toBe(true);
  });
});

describe('old evidence', () => {
  it('is dropped after a week', async () => {
    await putAged('old', 8);
    await putAged('young', 6);
    await keep({ log: 'one' });
    expect((await readdir(folder)).toSorted()).toStrictEqual([sandbox, 'young']);
  });

  it('is dropped when there is too much, the oldest first', async () => {
    for (let count = 0; count < 120; count += 1) await putAged(`failed-${String(count)}`, count / 100);
    await keep({ log: 'one' });
    const left = await readdir(folder);
    expect(left).toHaveLength(100);
    expect(left).toContain(sandbox);
    expect(left).toContain('failed-0');
    expect(left).not.toContain('failed-119');
  });

  it('is dropped by several at once', async () => {
    for (let count = 0; count < 30; count += 1) await putAged(`old-${String(count)}`, 9);
    const names = Array.from({ length: 10 }, (_, index) => `new-${String(index)}`);
    await Promise.all(names.map((name) => store.keep(name, new Map([['log', 'one']]), [])));
    expect((await readdir(folder)).toSorted()).toStrictEqual(names);
  });

  it('that is no folder does no harm, and no link is followed', async () => {
    const outside = join(stateDir, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'precious'), '');
    await mkdir(folder);
    await symlink('nowhere', join(folder, 'dangling'));
    await symlink(outside, join(folder, 'link'));
    await utimes(outside, 0, 0);
    await keep({ log: 'one' });
    expect(await kept('log')).toBe('one');
    expect(await readdir(outside)).toStrictEqual(['precious']);
  });

  it('that cannot be kept is an error of its caller', async () => {
    await writeFile(folder, 'a file where the folder should be');
    await chmod(folder, 0o400);
    await expect(keep({ log: 'one' })).rejects.toThrow(/ENOTDIR|EEXIST/u);
  });
});
