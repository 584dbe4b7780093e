import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, Secret } from '../src/secret.ts';

const text = 'ghp_verySecretIndeed';

describe('a secret', () => {
  it('shows itself only when asked', () => {
    expect(new Secret(text).reveal()).toBe(text);
  });

  it.each<[string, (secret: Secret) => string]>([
    ['printed', (secret) => String(secret)],
    ['joined', (secret) => [secret].join(' ')],
    ['inspected', (secret) => inspect({ secret }, { depth: 9, showHidden: true })],
    ['serialised', (secret) => JSON.stringify({ secret })],
    ['listed by its keys', (secret) => JSON.stringify(Object.entries(secret))],
  ])('stays hidden when it is %s', (_, show) => {
    expect(show(new Secret(text))).not.toContain(text);
  });
});

describe('redacting', () => {
  it('replaces every occurrence of every secret', () => {
    const secrets = [new Secret('one'), new Secret('two')];
    expect(redact('one, two, one', secrets)).toBe('[secret], [secret], [secret]');
  });

  it('takes a secret as it is, not as a pattern', () => {
    expect(redact('a.c abc $& (', [new Secret('a.c'), new Secret('$&'), new Secret('(')])).toBe(
      '[secret] abc [secret] [secret]',
    );
  });

  it('leaves no rest of a secret that begins like another one', () => {
    const secrets = [new Secret('token'), new Secret('token-and-more')];
    expect(redact('token-and-more', secrets)).toBe('[secret]');
  });

  it('leaves a text alone when there is no secret, or an empty one', () => {
    expect(redact('text', [])).toBe('text');
    expect(redact('text', [new Secret('')])).toBe('text');
  });

  it('lets no secret through, wherever it stands', () => {
    const secret = fc.string({ unit: fc.constantFrom('A', 'B', '.', '*'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(fc.oneof(secret, fc.string())), fc.array(secret), (parts, texts) => {
        const clean = redact(
          parts.join(''),
          texts.map((each) => new Secret(each)),
        );
        const remainder = clean.replaceAll('[secret]', '\0');
        expect(texts.filter((each) => remainder.includes(each))).toStrictEqual([]);
      }),
    );
  });
});
