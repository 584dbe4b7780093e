import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { followLog, readLogs } from '../../src/observe/follow-log.ts';
import { RotatingFile } from '../../src/observe/rotating-file.ts';

let folder: string;
let path: string;
let log: RotatingFile;
let stop: AbortController;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sand-follow-'));
  path = join(folder, 'one.log');
  log = new RotatingFile(path, 1000);
  stop = new AbortController();
});

afterEach(async () => {
  log[Symbol.dispose]();
  stop.abort();
  await rm(folder, { recursive: true });
});

/** Follows the log from now on. */
function follow(): { readonly lines: string[]; readonly ended: Promise<void> } {
  const lines: string[] = [];
  const collect = async () => {
    for await (const line of followLog(path, stop.signal)) lines.push(line);
  };
  return { lines, ended: collect() };
}

describe('following a log', () => {
  it('gives what is there, then what comes, and ends when the log is taken away', async () => {
    log.append('one\ntw');
    const { lines, ended } = follow();
    await eventually(() => expect(lines).toStrictEqual(['one']));
    log.append('o\n');
    await eventually(() => expect(lines).toStrictEqual(['one', 'two']));
    log.append('last');
    await rename(path, join(folder, 'moved'));
    await ended;
    expect(lines).toStrictEqual(['one', 'two', 'last']);
  });

  it('loses nothing and tells nothing twice when the log is rotated', async () => {
    const wanted: string[] = [];
    const { lines, ended } = follow();
    // No more at once than the part that is being written and the one before hold.
    for (let group = 0; group < 10; group += 1) {
      const more = Array.from(
        { length: 20 },
        (_, index) => `${String(group)}-${String(index)} ${'x'.repeat(20)}`,
      );
      for (const line of more) log.append(`${line}\n`);
      wanted.push(...more);
      await eventually(() => expect(lines.length).toBe(wanted.length));
    }
    await rm(path);
    await ended;
    expect(lines).toStrictEqual(wanted);
  });

  it('begins with the part before the last rotation', async () => {
    log.append(`${'x'.repeat(1000)}\n`);
    log.append('after\n');
    const { lines, ended } = follow();
    await eventually(() => expect(lines).toStrictEqual(['x'.repeat(1000), 'after']));
    stop.abort();
    await ended;
  });

  it('ends when it is told to', async () => {
    const { lines, ended } = follow();
    stop.abort();
    await ended;
    expect(lines).toStrictEqual([]);
  });

  it('of a log that is not there ends at once', async () => {
    await rm(path);
    const { lines, ended } = follow();
    await ended;
    expect(lines).toStrictEqual([]);
  });
});

describe('reading logs', () => {
  it('gives clean lines, one file after the other, and skips what is not there', async () => {
    await writeFile(join(folder, 'a'), 'one\u001B[2J\r\ntwo');
    await writeFile(join(folder, 'b'), 'three\n');
    const lines = await Array.fromAsync(readLogs(['a', 'missing', 'b'].map((name) => join(folder, name))));
    expect(lines).toStrictEqual(['one', 'two', 'three']);
  });
});
