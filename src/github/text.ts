/** Control characters, line and paragraph separators, and the marks that turn the direction of text around. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Text from GitHub made harmless (DESIGN.md §10): well-formed, on one line, without control characters, cut with an
 * ellipsis when it has more than `longest` UTF-16 units.
 */
export function cleanText(text: string, longest: number): string {
  const bounded = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return bounded.toWellFormed().replaceAll(unprintable, ' ');
}
