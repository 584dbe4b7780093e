/**
 * The content of a `GITHUB_ENV` or `GITHUB_OUTPUT` file: `name=value` lines and `name<<DELIMITER` blocks. Throws an
 * Error for a line that is neither, or a block without an end, as the runner fails the step then.
 */
export function parseKeyValueFile(text: string): Map<string, string> {
  const values = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const block = line.indexOf('<<');
    if (block > 0 && (equals < 0 || block < equals)) {
      const end = lines.indexOf(line.slice(block + 2), index + 1);
      if (end < 0) throw new Error(`Matching delimiter not found '${line.slice(block + 2)}'`);
      values.set(line.slice(0, block), lines.slice(index + 1, end).join('\n'));
      index = end;
    } else if (equals > 0) {
      values.set(line.slice(0, equals), line.slice(equals + 1));
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return values;
}
