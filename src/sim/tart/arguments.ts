import { UsageFailure } from './failure.ts';

/**
 * Command lines as Swift Argument Parser reads them: options anywhere, `--name value` and `--name=value`, `-t 5`;
 * words that are left over are operands.
 */

/** What an option takes: nothing, any text, a whole number up to a limit, or one of some words. */
type OptionValue =
  | 'flag'
  | 'text'
  | { readonly max: bigint }
  | { readonly oneOf: readonly string[]; readonly invalid?: string };

/** One option of a command, under its name without dashes. */
interface OptionRule {
  readonly value: OptionValue;
  /** One letter. */
  readonly short?: string;
  readonly repeatable?: boolean;
  /** Not shown in the usage. */
  readonly hidden?: boolean;
}

/** What a command takes. */
export interface Grammar {
  readonly command: string;
  readonly operands: readonly string[];
  /** The last operand may be given several times. */
  readonly repeated?: boolean;
  readonly options: Readonly<Record<string, OptionRule>>;
  /** Options must come before the first operand; all behind it is passed through. */
  readonly passThrough?: boolean;
}

/** A command line that fits its grammar. */
export interface Arguments {
  /** All operands in order; as many as the grammar names, or more when the last one repeats. */
  readonly operands: readonly string[];
  operand(index: number): string;
  has(option: string): boolean;
  value(option: string): string | undefined;
  values(option: string): readonly string[];
}

/** Number types of Tart's options. */
export const uint16 = { max: 2n ** 16n - 1n };
export const uint64 = { max: 2n ** 64n - 1n };

/** Reads a command line, or throws a UsageFailure. */
export function parseArguments(grammar: Grammar, argv: readonly string[]): Arguments {
  const operands: string[] = [];
  const found = new Map<string, string[]>();
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') operands.push(...words.splice(0));
    else if (word === '-' || !word.startsWith('-')) {
      operands.push(word);
      if (grammar.passThrough === true) operands.push(...words.splice(0));
    } else takeOption(grammar, word, words, found);
  }
  checkOperands(grammar, operands);
  return {
    operands,
    operand: (index) => operands[index] ?? '',
    has: (option) => found.has(option),
    value: (option) => found.get(option)?.at(-1),
    values: (option) => found.get(option) ?? [],
  };
}

/** The lines behind a usage error. */
export function usageOf(grammar: Grammar): string {
  const options = Object.entries(grammar.options)
    .filter(([, rule]) => rule.hidden !== true)
    .map(
      ([name, rule]) =>
        `[${rule.value === 'flag' ? `--${name}` : placeholder(name)}]${rule.repeatable === true ? ' ...' : ''}`,
    );
  const operands = grammar.operands.map(
    (name, index) => `<${name}>${isRepeated(grammar, index) ? ' ...' : ''}`,
  );
  return [
    `Usage: ${['tart', grammar.command, ...operands, ...options].join(' ')}`,
    `  See 'tart ${grammar.command} --help' for more information.`,
  ].join('\n');
}

function takeOption(grammar: Grammar, word: string, words: string[], found: Map<string, string[]>): void {
  const equals = word.indexOf('=');
  const spelled = equals === -1 ? word : word.slice(0, equals);
  if (/^-[a-z]{2,}$/i.test(word)) {
    words.unshift(...Array.from(word.slice(1), (letter) => `-${letter}`)); // `-it` is `-i -t`
    return;
  }
  const [name, rule] = findOption(grammar, spelled);
  const value = rule.value === 'flag' ? '' : optionValue(word, equals, name, words);
  checkValue(name, rule.value, value);
  found.set(name, [...(found.get(name) ?? []), value]);
}

function findOption(grammar: Grammar, spelled: string): [string, OptionRule] {
  const entry = Object.entries(grammar.options).find(
    ([name, rule]) => spelled === `--${name}` || (rule.short !== undefined && spelled === `-${rule.short}`),
  );
  if (entry === undefined) throw new UsageFailure(`Unknown option '${spelled}'`);
  return entry;
}

function optionValue(word: string, equals: number, name: string, words: string[]): string {
  if (equals !== -1) return word.slice(equals + 1);
  const next = words.shift();
  if (next === undefined || (next.startsWith('-') && next !== '-')) {
    throw new UsageFailure(`Missing value for '${placeholder(name)}'`);
  }
  return next;
}

function checkValue(name: string, rule: OptionValue, value: string): void {
  if (rule === 'flag' || rule === 'text') return;
  if ('max' in rule) {
    if (/^\+?\d+$/.test(value) && BigInt(value) <= rule.max) return;
    throw new UsageFailure(`The value '${value}' is invalid for '${placeholder(name)}'`);
  }
  if (rule.oneOf.includes(value)) return;
  if (rule.invalid !== undefined) throw new UsageFailure(`'${value}' is not a valid <${rule.invalid}>`);
  const choices = rule.oneOf.map((choice) => `'${choice}'`).join(' and ');
  throw new UsageFailure(
    `The value '${value}' is invalid for '${placeholder(name)}'. Please provide one of ${choices}.`,
  );
}

function checkOperands(grammar: Grammar, operands: readonly string[]): void {
  const missing = grammar.operands[operands.length];
  if (missing !== undefined) {
    const shown = `<${missing}>${isRepeated(grammar, operands.length) ? ' ...' : ''}`;
    throw new UsageFailure(`Missing expected argument '${shown}'`, shown);
  }
  const extra = operands.slice(grammar.operands.length);
  if (extra.length === 0 || grammar.repeated === true) return;
  const list = extra.map((word) => `'${word}'`).join(', ');
  throw new UsageFailure(
    extra.length === 1 ? `Unexpected argument ${list}` : `${extra.length} unexpected arguments: ${list}`,
  );
}

function isRepeated(grammar: Grammar, index: number): boolean {
  return grammar.repeated === true && index === grammar.operands.length - 1;
}

function placeholder(name: string): string {
  return `--${name} <${name}>`;
}
