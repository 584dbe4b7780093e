import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { eventsOfLine, LineCutter } from '../../src/guest/runner-lines.ts';

function cut(chunks: readonly Uint8Array[]): string[] {
  const cutter = new LineCutter();
  return [...chunks.flatMap((chunk) => [...cutter.push(chunk)]), ...cutter.end()];
}

/** Splits bytes at places chosen by the property. */
function split(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const bounds = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  return bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
}

describe('cutting lines', () => {
  it('gives the same lines however the bytes are split, multi-byte characters included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '√', '😀', '\n', '\r', '\u001B[31m', ' ') }),
        fc.array(fc.nat(), { maxLength: 20 }),
        (text, places) => {
          const bytes = Buffer.from(text);
          expect(cut(split(bytes, places))).toEqual(cut([bytes]));
        },
      ),
    );
  });

  it('lets no control character but the tab through, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        for (const line of cut([bytes])) expect(line).not.toMatch(/[^\P{Cc}\t]/u);
      }),
    );
  });

  it('holds and gives no more than 16 KiB of a line without end', () => {
    const lines = cut([
      ...Array.from({ length: 100 }, () => Buffer.alloc(10_000, 'x')),
      Buffer.from('\nnext\n'),
    ]);

    expect(lines.map(({ length }) => length)).toEqual([16 * 1024, 4]);
  });

  it('replaces bytes that are not UTF-8', () => {
    expect(cut([Buffer.from([0x61, 0xff, 0x62, 0x0a])])).toEqual(['a\uFFFDb']);
  });

  it('does not take a CR for the start of a line', () => {
    expect(cut([Buffer.from('one\rtwo\r\n')])).toEqual(['onetwo']);
  });
});

describe('what the lines of the listener mean', () => {
  const at = '2026-09-17 12:00:00Z: ';

  it.each([
    [`${at}Listening for Jobs`, { type: 'listening' }],
    [`${at}Running job: build (macos, 26)`, { type: 'job-started', job: 'build (macos, 26)' }],
    [`${at}Job build completed with result: Failed`, { type: 'job-ended', job: 'build', result: 'Failed' }],
  ])('%s', (text, meaning) => {
    expect(eventsOfLine(text)).toEqual([meaning, { type: 'line', text }]);
  });

  it.each([
    `> ${at}Listening for Jobs`,
    'Listening for Jobs',
    `[RUNNER 2026-09-17 12:00:00Z INFO Terminal] WRITE LINE: ${at}Running job: build`,
    `${at}Job build completed with result: Exploded`,
    `${at}Runner reconnected.`,
  ])('%s is a line and nothing more', (text) => {
    expect(eventsOfLine(text)).toEqual([{ type: 'line', text }]);
  });

  it('a job may have any name, even one that looks like a result', () => {
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('x completed with result: Succeeded', ' completed with result: ', 'Job Job'),
    );
    const result = fc.constantFrom(
      'Succeeded',
      'SucceededWithIssues',
      'Failed',
      'Canceled',
      'Skipped',
      'Abandoned',
    );
    const plain = name.filter((text) => !/[\n\r\u2028\u2029]/u.test(text));
    fc.assert(
      fc.property(plain, result, (job, word) => {
        expect(eventsOfLine(`${at}Job ${job} completed with result: ${word}`)[0]).toEqual({
          type: 'job-ended',
          job,
          result: word,
        });
        expect(eventsOfLine(`${at}Running job: ${job}`)[0]).toEqual({ type: 'job-started', job });
      }),
    );
  });

  it('a blank line means nothing', () => {
    expect(eventsOfLine('  ')).toEqual([]);
  });
});
