import { distance } from 'fastest-levenshtein';
import { isMap, isNode, type Document, type LineCounter, type Pair } from 'yaml';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.BaseSchema;
type Path = readonly PropertyKey[];

/** A guess at what was meant is worth showing while at least half of the letters are right. */
const wrongShare = 1 / 2;

/** A file, and what it may hold. */
interface Source {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly schema: JsonSchema;
}

/** What is wrong with a configuration: one line for each problem, with its place in the file, from top to bottom. */
export function describeProblems(issues: readonly Issue[], source: Source): string[] {
  return issues
    .flatMap((issue) =>
      describeIssue(issue, source).map((text) => ({ ...text, line: lineOf(text.path, source) })),
    )
    .toSorted((one, other) => one.line - other.line)
    .map(({ path, line, text }) => `line ${String(line)}: ${show(path)} ${text}`);
}

function describeIssue(issue: Issue, { schema }: Source): { path: Path; text: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, text: issue.message }];
  const known = keysAt(schema, issue.path);
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    text: `is not a known key${suggestion(key, known)}`,
  }));
}

function suggestion(key: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((a, b) => distance(key, a) - distance(key, b));
  if (nearest !== undefined && distance(key, nearest) <= key.length * wrongShare)
    return `; did you mean ${nearest}?`;
  return known.length === 0 ? '' : `; known are ${known.join(', ')}`;
}

function show(path: Path): string {
  if (path.length === 0) return 'the file';
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${String(part)}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

/** The line of the key itself, or of the nearest thing around a key that is missing. */
function lineOf(path: Path, { document, lines }: Source): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const offset = offsetOf(document, path.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(document: Document, path: Path): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const pair = isMap(parent)
    ? parent.items.find((item: Pair) => keyText(item.key) === path.at(-1))
    : undefined;
  if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0];
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}

function keyText(key: unknown): unknown {
  return isNode(key) && 'value' in key ? key.value : key;
}

/** The keys that the schema knows at a path. */
function keysAt(schema: JsonSchema, path: Path): string[] {
  const [first, ...rest] = path;
  if (schema.anyOf !== undefined || schema.oneOf !== undefined) {
    const options = schema.anyOf ?? schema.oneOf ?? [];
    return [...new Set(options.flatMap((option) => keysAt(option, path)))];
  }
  if (first === undefined) return Object.keys(schema.properties ?? {});
  const next = typeof first === 'number' ? schema.items : schema.properties?.[String(first)];
  return next === undefined || typeof next === 'boolean' || Array.isArray(next) ? [] : keysAt(next, rest);
}
