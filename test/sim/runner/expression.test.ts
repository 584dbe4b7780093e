import { describe, expect, test } from 'vitest';
import { expand, expandText, holds } from '../../../src/sim/runner/expression.ts';

const scope = { contexts: { github: { ref: 'main', list: [1, 2] }, env: { A: 'b' } } };
const fine = { success: true, failure: false, cancelled: false };
const failed = { success: false, failure: true, cancelled: false };

describe('expressions', () => {
  test.each([
    ['a ${{ env.A }} c', 'a b c'],
    ["${{ '}}' }} and ${{ 'it''s' }}", "}} and it's"],
    ['${{ github.missing }}', ''],
    ['${{ github.list }}', 'Array'],
    ['no expression', 'no expression'],
  ])('%s reads %j', (text, expected) => {
    expect(expandText(text, scope)).toBe(expected);
  });

  test('a text that is one expression keeps its type', () => {
    expect(expand('${{ fromJSON(\'{"a":[1]}\') }}', scope)).toEqual({ a: [1] });
  });

  test('an unknown context is an error', () => {
    expect(() => expandText('${{ nothing.here }}', scope)).toThrow('nothing');
  });
});

describe('conditions', () => {
  test.each([
    [undefined, true, false],
    ["github.ref == 'main'", true, false],
    ['${{ always() }}', true, true],
    ["failure() && env.A == 'B'", false, true],
    ['!cancelled()', true, true],
    ['false', false, false],
  ])('%s holds %s after success and %s after failure', (text, afterSuccess, afterFailure) => {
    expect(holds(text, fine, scope)).toBe(afterSuccess);
    expect(holds(text, failed, scope)).toBe(afterFailure);
  });
});
