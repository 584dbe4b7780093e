import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formsOf } from '../../src/observe/secret-forms.ts';
import { redact, Secret } from '../../src/secret.ts';

const secret = new Secret('ghp_a/secret+with?odd&bytes~~~~');

describe('a secret that was encoded', () => {
  it('is found in a URL', () => {
    const url = `https://x:${encodeURIComponent(secret.reveal())}@github.com`;
    expect(redact(url, formsOf(secret))).toBe('https://x:[secret]@github.com');
  });

  it.each(['base64', 'base64url'] as const)('is found in %s, whatever stands around it', (encoding) => {
    fc.assert(
      fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => {
        const encoded = Buffer.from(`${before}${secret.reveal()}${after}`).toString(encoding);
        expect(redact(encoded, formsOf(secret))).toContain('[secret]');
      }),
    );
  });

  it('is found as it is, too', () => {
    expect(redact(secret.reveal(), formsOf(secret))).toBe('[secret]');
  });
});

it('a short secret hides no other text by chance', () => {
  expect(redact('YWI= and ab', formsOf(new Secret('ab')))).toBe('YWI= and [secret]');
});
