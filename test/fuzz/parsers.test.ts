import { describe, expect, it } from 'vitest';
import { parsers } from './parsers.ts';

const runs = 300;

describe('hostile text does not get the better of', () => {
  it.each(parsers.map((parser) => [parser.name, parser] as const))('%s', (_name, parser) => {
    expect(() => parser.try(runs, Date.now())).not.toThrow();
  });
});
