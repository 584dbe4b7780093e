import type { IncomingHttpHeaders } from 'node:http';

/** A request as the handlers see it: the base path is gone, the body is parsed. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** The variable parts of the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** Aborts when the client has gone. */
  readonly closed: AbortSignal;
}

/** An answer before headers that all answers carry. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A byte order mark comes before the body. */
  readonly marked?: boolean;
}

/** A refusal, thrown anywhere below a handler and answered as `{message, documentation_url, status}` (§0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    options: { errors?: readonly unknown[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

/** Thrown below a handler: the connection is reset instead of an answer. */
export class ConnectionDropped extends Error {
  override readonly name = 'ConnectionDropped';
}

/** The answer to a refusal; one without a message has no body. */
export function errorReply(error: ApiError): Reply {
  if (error.message === '') return { status: error.status, headers: error.headers };
  const body = {
    message: error.message,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: String(error.status),
  };
  return { status: error.status, body, headers: error.headers };
}

/** GitHub's answer for things that are not there or must not be seen. */
export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

const defaultPageSize = 30;
const largestPageSize = 100;

/** One page of a list with its `Link` header (§0). `name` is the key of the list in the body, absent for bare arrays. */
export function page(
  request: ApiRequest,
  list: { readonly url: string; readonly name?: string; readonly items: readonly unknown[] },
): Reply {
  const size = Math.min(positive(request.query.get('per_page')) ?? defaultPageSize, largestPageSize);
  const number = positive(request.query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(list.items.length / size));
  const items = list.items.slice((number - 1) * size, number * size);
  const body = list.name === undefined ? items : { total_count: list.items.length, [list.name]: items };
  const link = links({ request, url: list.url, number, last });
  return { status: 200, body, headers: link === '' ? {} : { link } };
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

function links(at: { request: ApiRequest; url: string; number: number; last: number }): string {
  const relations: [string, number, boolean][] = [
    ['prev', at.number - 1, at.number > 1],
    ['next', at.number + 1, at.number < at.last],
    ['last', at.last, at.number < at.last],
    ['first', 1, at.number > 1],
  ];
  return relations
    .filter(([, , present]) => present)
    .map(([relation, number]) => {
      const query = new URLSearchParams(at.request.query);
      query.set('page', String(number));
      return `<${at.url}?${query.toString()}>; rel="${relation}"`;
    })
    .join(', ');
}
