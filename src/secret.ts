import { inspect } from 'node:util';

const hidden = '[secret]';

/** A string that shows itself only when asked: printing, logging or serialising it gives `[secret]`. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret itself, for the one place that needs it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}

/** Replaces every occurrence of the secrets in a text by `[secret]`. */
export function redact(text: string, secrets: Iterable<Secret>): string {
  const texts = Array.from(secrets, (secret) => secret.reveal()).filter((each) => each !== '');
  if (texts.length === 0) return text;
  // One pass, the longest first: no secret is cut by one that it begins with.
  const longestFirst = texts.toSorted((one, other) => other.length - one.length);
  return text.replaceAll(new RegExp(longestFirst.map((each) => RegExp.escape(each)).join('|'), 'g'), hidden);
}
