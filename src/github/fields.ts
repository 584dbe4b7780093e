import { SandError } from '../errors.ts';
import { cleanText } from './text.ts';

/**
 * Reads what is needed of a JSON answer and nothing else: text comes out clean and bounded, and a missing or wrong
 * field is `GITHUB_MALFORMED` with its place and never its value. (A schema library would double the time this room
 * takes to load.)
 */
export class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #place: string;

  /** `place` says where the value stands: the request, then the path inside its answer. */
  constructor(value: unknown, place: string) {
    if (!isRecord(value)) throw malformed(place, 'an object');
    this.#fields = value;
    this.#place = place;
  }

  integer(name: string): number {
    const value = this.#fields[name];
    if (!Number.isSafeInteger(value)) throw malformed(`${this.#place}.${name}`, 'an integer');
    return Number(value);
  }

  flag(name: string): boolean {
    const value = this.#fields[name];
    if (typeof value !== 'boolean') throw malformed(`${this.#place}.${name}`, 'true or false');
    return value;
  }

  /** The same where not every GitHub has the field. */
  flagOr(name: string, otherwise: boolean): boolean {
    return this.#fields[name] === undefined ? otherwise : this.flag(name);
  }

  /** The text as it is: for secrets, which must not be shortened. */
  rawText(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== 'string') throw malformed(`${this.#place}.${name}`, 'a text');
    return value;
  }

  text(name: string, longest: number): string {
    return cleanText(this.rawText(name), longest);
  }

  /** Milliseconds since the epoch of an ISO 8601 time. */
  time(name: string): number {
    const time = Date.parse(this.rawText(name));
    if (Number.isNaN(time)) throw malformed(`${this.#place}.${name}`, 'a time');
    return time;
  }

  /** The same where GitHub writes null for what never happened: then -Infinity. */
  timeOrNever(name: string): number {
    return this.#fields[name] === null ? -Infinity : this.time(name);
  }

  /** An object inside this one. */
  inner(name: string): Fields {
    return new Fields(this.#fields[name], `${this.#place}.${name}`);
  }

  /** The objects of a list. */
  each(name: string): Fields[] {
    return this.#list(name).map(
      (item, index) => new Fields(item, `${this.#place}.${name}[${String(index)}]`),
    );
  }

  /** The texts of a list, at most `most` of them. */
  texts(name: string, { longest, most }: { longest: number; most: number }): string[] {
    return this.#list(name)
      .slice(0, most)
      .map((item) => {
        if (typeof item !== 'string') throw malformed(`${this.#place}.${name}`, 'a list of texts');
        return cleanText(item, longest);
      });
  }

  /** Every field that is a text; the others are left out. */
  allTexts(longest: number): Record<string, string> {
    const texts = Object.entries(this.#fields).filter(([, value]) => typeof value === 'string');
    return Object.fromEntries(texts.map(([name]) => [cleanText(name, longest), this.text(name, longest)]));
  }

  #list(name: string): unknown[] {
    const value = this.#fields[name];
    if (!Array.isArray(value)) throw malformed(`${this.#place}.${name}`, 'a list');
    return value;
  }
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(place: string, expected: string): SandError {
  return new SandError(
    'GITHUB_MALFORMED',
    `GitHub's answer is not as documented: ${place} is not ${expected}.`,
  );
}
