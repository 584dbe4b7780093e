/** Tables and JSON as Tart prints them (reference/tart.md §2.7, §2.8). */

/** What a cell holds. */
type Cell = string | number | boolean;

/** Prints objects as Swift's JSON encoder does: a space before the colon, escaped slashes, keys in any order. */
export function formatJson(value: Row | readonly Row[]): string {
  if (!isRows(value)) return formatObject(value, '');
  return `[\n${value.map((row) => `  ${formatObject(row, '  ')}`).join(',\n')}\n]`;
}

/** Prints a table: a header, and columns as wide as their widest cell. */
export function formatTable(header: readonly string[], rows: readonly Row[]): string {
  const lines = [header, ...rows.map((row) => header.map((key) => String(row[key] ?? '')))];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join(' ')
        .trimEnd(),
    )
    .join('\n');
}

/** One object or line, key by key. */
export type Row = Readonly<Record<string, Cell>>;

function isRows(value: Row | readonly Row[]): value is readonly Row[] {
  return Array.isArray(value);
}

function formatObject(row: Row, indent: string): string {
  const lines = shuffled(Object.entries(row)).map(([key, cell]) => {
    return `${indent}  ${JSON.stringify(key)} : ${JSON.stringify(cell).replaceAll('/', String.raw`\/`)}`;
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item);
}
