import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../src/github/text.ts';

describe('text from GitHub', () => {
  it('stays as it is when it is harmless', () => {
    expect(cleanText('Build (macos, Xcode 26) 👩‍💻 é', 300)).toBe('Build (macos, Xcode 26) 👩‍💻 é');
  });

  it('loses line ends, escapes and marks that turn its direction', () => {
    expect(cleanText('a\r\n\u001B[31mb\u2028\u202Ec', 300)).toBe('a   [31mb  c');
  });

  it('is bounded, well-formed and without control characters, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, longest) => {
        const clean = cleanText(text, longest);
        expect(clean.length).toBeLessThanOrEqual(longest);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
