import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createDemoWorld } from '../../src/cli/demo-world.ts';
import { readWorldFile, worldSchema } from '../../src/cli/demo-settings.ts';
import * as github from '../../src/sim/github/settings.ts';
import * as mac from '../../src/sim/tart/mac/settings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sand-world-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string): Promise<unknown> {
  const file = join(folder, 'world.yaml');
  await writeFile(file, text);
  return readWorldFile(file);
}

describe('a world file', () => {
  test('gives settings, faults and quirks to the Mac and to GitHub', async () => {
    const text =
      'mac: { bootMs: 5, quirks: [tcp-silent] }\ngithub: { faults: [{ name: lost-201, times: 1 }] }';

    expect(await read(text)).toEqual({
      mac: { bootMs: 5, quirks: ['tcp-silent'] },
      github: { faults: [{ name: 'lost-201', times: 1 }] },
    });
  });

  test('may be empty', async () => {
    expect(await read('')).toEqual({});
  });

  test.each([
    ['mac: { botMs: 5 }', 'line 1: mac.botMs is not a known key; did you mean bootMs?'],
    ['gitub: {}', 'line 1: gitub is not a known key; did you mean github?'],
    ['mac:\n  quirks: [tcp-silence]', 'line 2: mac.quirks[0] must be one of other-messages, '],
    [
      'github:\n  faults:\n    - { name: http-500, tims: 1 }',
      'line 3: github.faults[0].tims is not a known key',
    ],
    ['github: { faults: [{ name: http-500, match: "(" }] }', 'match is no regular expression'],
    ['mac: { bootMs: soon }', 'mac.bootMs must be a number'],
    ['mac: {', 'line 1: '],
  ])('%j is wrong, and says where', async (text, problem) => {
    const error: unknown = await read(text).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(problem) });
  });

  test('that is not there has an error of its own', async () => {
    await expect(readWorldFile(join(folder, 'none.yaml'))).rejects.toMatchObject({ code: 'CONFIG_MISSING' });
  });

  test('the example is right', async () => {
    const example = join(import.meta.dirname, '../../examples/worlds/broken.yaml');

    await expect(readWorldFile(example)).resolves.toHaveProperty('mac.quirks');
  });
});

describe('sand-poller demo --world', () => {
  test('makes the world of the file', async () => {
    const checkout = join(import.meta.dirname, '../../examples');

    await using world = await createDemoWorld([], { checkout, mac: { guestUser: 'someone' }, github: {} });

    expect(world.host.guestUser).toBe('someone');
  });

  test('does not begin with a file that is wrong', async () => {
    const error = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => error.mockRestore());

    const code = await main(['node', 'sand-poller', 'demo', '--world', join(folder, 'none.yaml')]);

    expect(code).toBe(2);
    expect(error).toHaveBeenCalledWith(expect.stringContaining('cannot read the world file'));
  });
});

describe('docs/simulation.md names what there is', () => {
  test.each([
    ['Settings of the Mac (`mac`)', settable(mac.defaultSettings, 'faultsId', 'guestPort')],
    ['Faults of the Mac', mac.faultNames],
    ['Quirks of the Mac', mac.quirkNames],
    ['Settings of GitHub (`github`)', settable(github.defaultSettings)],
    ['Faults of GitHub', github.faultNames],
    ['Quirks of GitHub', github.quirkNames],
  ])('%s', async (title, names) => {
    expect((await namesUnder(title)).toSorted()).toEqual([...names].toSorted());
  });

  test('and a world file can set all of it', () => {
    const { mac: macSchema, github: githubSchema } = worldSchema.shape;

    expect(Object.keys(macSchema.unwrap().shape).toSorted()).toEqual(
      settable(mac.defaultSettings, 'faultsId', 'guestPort').toSorted(),
    );
    expect(Object.keys(githubSchema.unwrap().shape).toSorted()).toEqual(
      settable(github.defaultSettings).toSorted(),
    );
  });
});

function settable(settings: object, ...hidden: string[]): string[] {
  return Object.keys(settings).filter((key) => !hidden.includes(key));
}

/** The names in the first column of the table under a heading. */
async function namesUnder(title: string): Promise<string[]> {
  const text = await readFile(join(import.meta.dirname, '../../docs/simulation.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name = '']) => name);
}
