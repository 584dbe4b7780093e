/** Quotes a text as one word of a POSIX shell. Throws a RangeError on a NUL, which no shell word can hold. */
export function quoteForShell(text: string): string {
  if (text.includes('\0')) throw new RangeError('a shell word cannot hold a NUL character');
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
