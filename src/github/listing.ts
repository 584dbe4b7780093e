import { SandError } from '../errors.ts';
import type { GitHubClient } from './client.ts';
import { Fields } from './fields.ts';
import type { Answer, Call } from './transport.ts';

/** Reads the pages of a list one after the other, as far as the caller asks. */
export type Listing<T> = (
  path: string,
  parameters: Readonly<Record<string, string | number | boolean>>,
  signal: AbortSignal,
) => AsyncGenerator<T, void, undefined>;

/** Where the items stand in an answer and what is kept of each. */
export interface ListingOptions<T> {
  /** The field that holds the list; undefined when the answer is the list itself. */
  readonly field?: string;
  readonly read: (item: Fields) => T;
  /** How many pages are remembered with their ETag, so that asking again is free; 0 for lists seldom read. */
  readonly remembered?: number;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

const pageSize = 100;
/** A list longer than this is an endless one. */
const mostPages = 100;

/** Makes a reader of lists of one kind. A page that has not changed costs nothing against the limit (github-runners.md §1.6). */
export function createListing<T>(client: GitHubClient, options: ListingOptions<T>): Listing<T> {
  const { field, read, remembered = 0 } = options;
  /** By URL, least recently used first. Only what `read` keeps is held, not the answers. */
  const memory = new Map<string, { etag: string; page: Page<T> }>();

  async function page(call: Call, signal: AbortSignal): Promise<Page<T>> {
    const key = JSON.stringify([call.path, call.parameters]);
    const known = memory.get(key);
    const answer = await client.request({ ...call, etag: known?.etag }, signal);
    memory.delete(key);
    if (known !== undefined && answer.status === 304) {
      memory.set(key, known);
      return known.page;
    }
    const fresh = { items: itemsOf(call, answer, field).map((item) => read(item)), more: hasNext(answer) };
    const etag = answer.headers['etag'];
    if (typeof etag === 'string' && remembered > 0) memory.set(key, { etag, page: fresh });
    forgetOldest(memory, remembered);
    return fresh;
  }

  return async function* list(path, parameters, signal) {
    for (let number = 1; number <= mostPages; number += 1) {
      const query = { ...parameters, per_page: pageSize, page: number };
      const { items, more } = await page({ method: 'GET', path, parameters: query }, signal);
      yield* items;
      if (!more) return;
    }
    throw new SandError('GITHUB_MALFORMED', `GET ${path} has more than ${String(mostPages)} pages.`);
  };
}

function itemsOf(call: Call, { data }: Answer, field: string | undefined): Fields[] {
  const place = `${call.method} ${call.path}`;
  return field === undefined
    ? new Fields({ items: data }, place).each('items')
    : new Fields(data, place).each(field);
}

/** The next page is asked for by number: a link is not followed, the token would go wherever it points. */
function hasNext({ headers }: Answer): boolean {
  return /;\s*rel="?next"?/.test(String(headers['link'] ?? ''));
}

function forgetOldest(memory: Map<string, unknown>, most: number): void {
  for (const key of memory.keys()) {
    if (memory.size <= most) return;
    memory.delete(key);
  }
}
