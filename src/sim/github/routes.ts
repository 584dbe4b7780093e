import type { ApiRequest, Reply } from './reply.ts';
import type { Permission } from './settings.ts';

/** One call of the REST API. */
export interface Route {
  readonly method: string;
  /** `/repos/:owner/:repo`: parts with a colon are variables. */
  readonly pattern: string;
  /** What the token must be allowed; absent: any token will do. */
  readonly permission?: readonly [Permission, 'read' | 'write'];
  /** An App calls it in its own name, and nobody else. */
  readonly byApp?: true;
  readonly handle: (request: ApiRequest) => Reply | Promise<Reply>;
}

/** The route of a request and the values of its variables; undefined when nothing matches. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const route of routes) {
    const params = route.method === method ? match(route.pattern, path) : undefined;
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}
