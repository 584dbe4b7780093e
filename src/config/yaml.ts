import { LineCounter, parseDocument, type Document } from 'yaml';

/** A file that is YAML. */
export interface YamlFile {
  readonly document: Document;
  readonly lines: LineCounter;
  /** What it holds. */
  readonly value: unknown;
}

/** One mistake of syntax shows up as many. */
const mostProblems = 3;
/** A small file of many aliases can hold billions of values. */
const mostAliases = 100;

/** Reads YAML; returns what is wrong, with its lines, when it is none. Tags of YAML's older schemas are not known. */
export function readYaml(text: string): YamlFile | { readonly problems: readonly string[] } {
  const lines = new LineCounter();
  try {
    const options = {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      resolveKnownTags: false,
    } as const;
    const document = parseDocument(text, options);
    const problems = [...document.errors, ...document.warnings]
      .slice(0, mostProblems)
      .map(({ pos, message }) => `line ${String(lines.linePos(pos[0]).line)}: ${message}`);
    if (problems.length > 0) return { problems };
    return { document, lines, value: document.toJS({ maxAliasCount: mostAliases }) };
  } catch (reason) {
    // Aliases of nothing, or of too much, and nesting without end are found by an exception.
    return { problems: [reason instanceof Error ? reason.message : String(reason)] };
  }
}
