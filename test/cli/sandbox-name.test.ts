import { describe, expect, it } from 'vitest';
import { findSandbox } from '../../src/cli/sandbox-name.ts';
import { codeOf } from '../../src/errors.ts';

const known = [
  'sand-ownerabc-xcode-0000001-abcdef',
  'sand-ownerabc-xcode-0000002-abcxyz',
  'sand-ownerabc-linux-0000003-k3x9qp',
];

function refusal(wanted: string): unknown {
  try {
    return findSandbox(wanted, known);
  } catch (error) {
    return error;
  }
}

describe('a sandbox', () => {
  it.each([
    ['its name', 'sand-ownerabc-xcode-0000001-abcdef', 0],
    ['an unambiguous beginning', 'sand-ownerabc-linux', 2],
    ['its nonce', 'abcxyz', 1],
  ])('is found by %s', (_, wanted, index) => {
    expect(findSandbox(wanted, known)).toBe(known[index]);
  });

  it('that begins like another is not guessed: both are named', () => {
    const error = refusal('sand-ownerabc-xcode');
    expect(codeOf(error)).toBe('SANDBOX_UNKNOWN');
    expect(String(error)).toContain(`did you mean ${String(known[0])} or ${String(known[1])}?`);
  });

  it.each(['k3x9qq', 'sand-ownerabc-linux-0000003-k3x9qq'])(
    'that was misspelt as %s is suggested',
    (wanted) => {
      expect(String(refusal(wanted))).toContain(String(known[2]));
    },
  );

  it.each(['', '../../etc/passwd', 'nothing-like-it', '\u001B[2J'])('is not found by %j', (wanted) => {
    const error = refusal(wanted);
    expect(codeOf(error)).toBe('SANDBOX_UNKNOWN');
    expect(String(error)).not.toContain('\u001B');
  });
});
