import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Contexts as plain values: `{ github: {…}, matrix: {…} }`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** A function that expressions may call besides the built-in ones. */
export type Functions = Readonly<Record<string, (...args: string[]) => string | boolean>>;

/** What the status functions of an `if:` answer. */
export interface Status {
  readonly success: boolean;
  readonly failure: boolean;
  readonly cancelled: boolean;
}

/** Where expressions are evaluated. */
export interface Scope {
  readonly contexts: Contexts;
  readonly functions?: Functions;
}

const template = /\$\{\{((?:'(?:[^']|'')*'|[^'}]|\}(?!\}))*)\}\}/g;
const manyArguments = 255;

/** The value of one expression, without its `${{ }}`. Throws an Error when it is not valid. */
function evaluate(expression: string, scope: Scope): unknown {
  const functions = new Map(
    Object.entries(scope.functions ?? {}).map(([name, call]) => [name.toLowerCase(), definition(name, call)]),
  );
  const { tokens } = new Lexer(expression).lex();
  const parsed = new Parser(tokens, Object.keys(scope.contexts), [...functions.values()]).parse();
  const result = new Evaluator(parsed, dictionary(scope.contexts), functions).evaluate();
  return JSON.parse(JSON.stringify(result, data.replacer)) as unknown;
}

/** A text with each `${{ }}` replaced; a text that is one single expression keeps the type of its value. */
export function expand(text: string, scope: Scope): unknown {
  const [first, ...more] = text.matchAll(template);
  if (first !== undefined && more.length === 0 && first[0] === text.trim()) {
    return evaluate(first[1] ?? '', scope);
  }
  return expandText(text, scope);
}

/** A text with each `${{ }}` replaced. */
export function expandText(text: string, scope: Scope): string {
  return text.replaceAll(template, (_, expression: string) => coerce(evaluate(expression, scope)));
}

/** Expands every text inside lists and objects. */
export function expandDeep(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return expand(value, scope);
  if (Array.isArray(value)) return value.map((item) => expandDeep(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandDeep(item, scope)]));
}

/** Whether an `if:` holds. Without a status function in it, `success()` is asked as well. */
export function holds(text: string | undefined, status: Status, scope: Scope): boolean {
  const functions = {
    ...scope.functions,
    success: () => status.success,
    failure: () => status.failure,
    cancelled: () => status.cancelled,
    always: () => true,
  };
  if (text === undefined || text.trim() === '') return status.success;
  const [first, ...more] = text.matchAll(template);
  const whole = more.length === 0 && first?.[0] === text.trim();
  const inner = whole ? (first[1] ?? '') : text;
  // Text around a `${{ }}` makes it a text, and a text that is not empty holds, as on GitHub.
  if (!whole && first !== undefined) return status.success && truthy(expandText(text, scope));
  const value = evaluate(inner, { contexts: scope.contexts, functions });
  return truthy(value) && (asksStatus(inner) || status.success);
}

/** Whether a value counts as true in an expression. */
export function truthy(value: unknown): boolean {
  return Boolean(value);
}

function asksStatus(expression: string): boolean {
  const { tokens } = new Lexer(expression).lex();
  return tokens.some(
    ({ lexeme }, index) =>
      /^(?:success|failure|cancelled|always)$/i.test(lexeme) && tokens[index + 1]?.lexeme === '(',
  );
}

function definition(name: string, call: (...args: string[]) => string | boolean) {
  return {
    name,
    minArgs: 0,
    maxArgs: manyArguments,
    call(...args: data.ExpressionData[]): data.ExpressionData {
      const value = call(...args.map((arg) => arg.coerceString()));
      return typeof value === 'string' ? new data.StringData(value) : new data.BooleanData(value);
    },
  };
}

function dictionary(contexts: Contexts): data.Dictionary {
  const revived: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  return revived instanceof data.Dictionary ? revived : new data.Dictionary();
}

function coerce(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'object') return 'Object';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
