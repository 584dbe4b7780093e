import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codeOf, errorCatalogue, SandError, type ErrorCode } from '../src/errors.ts';

const codes = Object.keys(errorCatalogue);

/** The entries of docs/errors.md: code → text. */
async function documented(): Promise<Map<string, string>> {
  const text = await readFile(new URL('../docs/errors.md', import.meta.url), 'utf8');
  const entries = text.split(/^### /mu).slice(1);
  return new Map(entries.map((entry) => [entry.split('\n', 1)[0] ?? '', entry.split(/^## /mu, 1)[0] ?? '']));
}

describe('docs/errors.md', () => {
  it('lists every code, and no other', async () => {
    expect([...(await documented()).keys()].toSorted()).toStrictEqual(codes.toSorted());
  });

  it('says of each code what it means, when it is seen and what to do', async () => {
    const incomplete = [...(await documented())].filter(
      ([, entry]) => !/- \*\*Means:\*\* .+- \*\*When:\*\* .+- \*\*Do:\*\* .+/su.test(entry),
    );
    expect(incomplete).toStrictEqual([]);
  });

  it('has each code once', async () => {
    const text = await readFile(new URL('../docs/errors.md', import.meta.url), 'utf8');
    expect(text.match(/^### /gmu)).toHaveLength(codes.length);
  });
});

describe('the catalogue', () => {
  it.each(Object.entries(errorCatalogue))('has a name and a sentence for %s', (code, remedy) => {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/u);
    expect(remedy).toMatch(/^\S.{10,}\.$/u);
  });
});

describe('an error', () => {
  it('has the remedy of its code unless it knows a better one', () => {
    expect(new SandError('USAGE', 'what?').remedy).toBe(errorCatalogue.USAGE);
    expect(new SandError('USAGE', 'what?', { remedy: 'say it again' }).remedy).toBe('say it again');
  });

  it('keeps its cause, and has none when it was given none', () => {
    const cause = new Error('deep down');
    expect(new SandError('INTERNAL', 'top', { cause }).cause).toBe(cause);
    expect('cause' in new SandError('INTERNAL', 'top')).toBe(false);
  });

  it('shows its name, code and message when it is printed', () => {
    const shown = inspect(new SandError('DISK_FULL', 'no space on /Volumes/ci'));
    expect(shown).toContain('SandError');
    expect(shown).toContain('DISK_FULL');
    expect(shown).toContain('no space on /Volumes/ci');
  });

  it('is known by its code, and nothing else has one', () => {
    const other: unknown = Object.assign(new Error('x'), { code: 'ENOENT' satisfies string });
    expect(codeOf(new SandError('NO_JOB', 'x'))).toBe<ErrorCode>('NO_JOB');
    expect([other, 'NO_JOB', undefined, null].map(codeOf)).toStrictEqual(Array(4).fill(undefined));
  });
});
