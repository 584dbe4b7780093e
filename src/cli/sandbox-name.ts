import { distance } from 'fastest-levenshtein';
import { SandError } from '../errors.ts';
import { parseName } from '../naming/name.ts';

/** A guess at what was meant is worth showing while at least half of the letters are right. */
const wrongShare = 1 / 2;
const mostGuesses = 3;

/** The sandbox that is meant by its name, its beginning, or its nonce. Throws `SANDBOX_UNKNOWN` with what is like it. */
export function findSandbox(wanted: string, known: readonly string[]): string {
  if (known.includes(wanted)) return wanted;
  const fitting = known.filter((name) => nonceOf(name) === wanted || name.startsWith(wanted));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  if (only !== undefined) throw unknown(`more than one sandbox is called ${JSON.stringify(wanted)}`, fitting);
  throw unknown(`nothing is known of a sandbox ${JSON.stringify(wanted)}`, similar(wanted, known));
}

function unknown(message: string, guesses: readonly string[]): SandError {
  const meant = guesses.length === 0 ? '' : `; did you mean ${guesses.slice(0, mostGuesses).join(' or ')}?`;
  return new SandError('SANDBOX_UNKNOWN', `${message}${meant}`);
}

function similar(wanted: string, known: readonly string[]): string[] {
  const away = (name: string) => Math.min(distance(wanted, name), distance(wanted, nonceOf(name) ?? name));
  return known
    .filter((name) => away(name) <= wanted.length * wrongShare)
    .toSorted((one, other) => away(one) - away(other));
}

function nonceOf(name: string): string | undefined {
  return parseName(name)?.nonce;
}
