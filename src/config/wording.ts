import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** Says what is wrong with a value, to be read after its key; undefined where the schema itself says it. */
export const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `must be at least ${String(issue.minimum)}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'must be a URL, such as https://github.com/acme' : undefined;
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join(', ');
    default:
      return undefined;
  }
};
