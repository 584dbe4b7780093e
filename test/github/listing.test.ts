import { describe, expect, it } from 'vitest';
import { createListing } from '../../src/github/listing.ts';
import { type FakeGitHub, never, startGitHub } from './server.ts';

async function startLists(): Promise<FakeGitHub> {
  return startGitHub('acme', ({ path, headers }) =>
    headers['if-none-match'] === `"${path}"`
      ? { status: 304 }
      : { headers: { etag: `"${path}"` }, body: [{ id: path.length }] },
  );
}

/** Reads lists one after the other and says which of the requests were conditional. */
async function readAll(github: FakeGitHub, remembered: number, paths: readonly string[]): Promise<boolean[]> {
  const list = createListing(github.client, { read: (item) => item.integer('id'), remembered });
  for (const path of paths) {
    expect(await Array.fromAsync(list(path, {}, never))).toStrictEqual([path.length]);
  }
  return github.asked.map(({ headers }) => headers['if-none-match'] !== undefined);
}

describe('a list', () => {
  it('that was read before is asked for with its ETag', async () => {
    await using github = await startLists();
    expect(await readAll(github, 2, ['/a', '/bb', '/a', '/bb'])).toStrictEqual([false, false, true, true]);
  });

  it('that was read longest ago is forgotten when memory is full', async () => {
    await using github = await startLists();
    const asked = await readAll(github, 2, ['/a', '/bb', '/a', '/ccc', '/a', '/bb']);
    expect(asked).toStrictEqual([false, false, true, false, true, false]);
  });

  it('without memory is always asked for anew', async () => {
    await using github = await startLists();
    expect(await readAll(github, 0, ['/a', '/a'])).toStrictEqual([false, false]);
  });
});
