import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseKeyValueFile } from '../../../src/sim/runner/file-commands.ts';

test('any value survives a heredoc', () => {
  const name = fc.stringMatching(/^[A-Za-z_]\w*$/);
  const value = fc.string().map((text) => text.replaceAll('\r', ''));
  fc.assert(
    fc.property(fc.dictionary(name, value), (values) => {
      const text = Object.entries(values).map(([key, one]) => `${key}<<E_O_F_9\n${one}\nE_O_F_9\n`);

      expect(Object.fromEntries(parseKeyValueFile(text.join('')))).toEqual(values);
    }),
  );
});

test('a line keeps everything after its first equals sign', () => {
  expect([...parseKeyValueFile('a=b=c<<d\n\nempty=\n')]).toEqual([
    ['a', 'b=c<<d'],
    ['empty', ''],
  ]);
});

test.each([
  ['no separator', 'Invalid format'],
  ['open<<END\nvalue', 'Matching delimiter not found'],
])('%j is an error: %s', (text, message) => {
  expect(() => parseKeyValueFile(text)).toThrow(message);
});
