import { cleanText } from './text.ts';

/** What `collect-logs` may print at most: 22 files of 256 KiB and their headings. */
export const collectedLimit = 22 * (256 + 1) * 1024;

/** Takes apart what `collect-logs` printed: file name → content. Odd names are made plain, later files of a name dropped. */
export function parseCollected(output: string, token: string): ReadonlyMap<string, string> {
  const logs = new Map<string, string>();
  for (const part of output.split(`\n${token} `).slice(1)) {
    const end = part.indexOf('\n');
    const name = part.slice(0, end === -1 ? undefined : end).replaceAll(/[^\w.-]/gu, '_');
    if (!logs.has(name)) logs.set(name, end === -1 ? '' : cleanText(part.slice(end + 1)));
  }
  return logs;
}
