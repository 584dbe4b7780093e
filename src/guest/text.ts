import { stripVTControlCharacters } from 'node:util';

/** Text of a guest for people: no terminal sequences and no control characters besides tab and line feed. */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\t\n]/gu, '');
}

const longestQuote = 500;

/** The same, short enough for a message. */
export function quote(text: string): string {
  return cleanText(text).trim().slice(0, longestQuote);
}
