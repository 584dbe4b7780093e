import { SandError } from '../errors.ts';

/** Where runners are registered and jobs are looked for. */
export interface Scope {
  readonly kind: 'repository' | 'organization' | 'enterprise';
  /** For people: `acme` or `acme/repo`, as the operator wrote it (GitHub ignores case). */
  readonly name: string;
  /** The start of the scope's REST paths: `/orgs/acme`, `/repos/acme/repo` or `/enterprises/acme`. */
  readonly prefix: string;
  /** Base URL of the REST API, without a trailing slash. */
  readonly apiUrl: string;
}

const accountPattern = /^[a-z\d][\w-]{0,98}$/i;
const repositoryPattern = /^[\w.-]{1,100}$/;

/**
 * Understands `github.url`, and `github.apiUrl` when it is given; otherwise the API's address follows from the host
 * (github-runners.md §0). Throws `CONFIG_INVALID` for anything but an
 * enterprise, an organization or a repository (github-scale-sets.md §2).
 */
export function parseScope(url: string, apiUrl?: string): Scope {
  const address = parseAddress('github.url', url);
  const api = apiUrl === undefined ? apiOf(address) : parseAddress('github.apiUrl', apiUrl);
  return { ...scopeOf(address.pathname), apiUrl: api.href.replace(/\/+$/, '') };
}

function scopeOf(pathname: string): Omit<Scope, 'apiUrl'> {
  const [account, repository, ...rest] = pathname.split('/').filter((part) => part !== '');
  if (account?.toLowerCase() === 'enterprises') return enterpriseOf(repository, rest);
  if (account === undefined || !accountPattern.test(account) || rest.length > 0) throw notAScope();
  if (repository === undefined) return { kind: 'organization', name: account, prefix: `/orgs/${account}` };

  const name = repository.replace(/\.git$/i, '');
  if (!repositoryPattern.test(name)) throw notAScope();
  return { kind: 'repository', name: `${account}/${name}`, prefix: `/repos/${account}/${name}` };
}

function enterpriseOf(name: string | undefined, rest: readonly string[]): Omit<Scope, 'apiUrl'> {
  if (name === undefined || !accountPattern.test(name) || rest.length > 0) throw notAScope();
  return { kind: 'enterprise', name, prefix: `/enterprises/${name}` };
}

function apiOf({ protocol, host }: URL): URL {
  if (host === 'github.com' || host === 'www.github.com') return new URL('https://api.github.com');
  if (host.endsWith('.ghe.com')) return new URL(`https://api.${host}`);
  return new URL(`${protocol}//${host}/api/v3`);
}

/** The text is not repeated in errors: a URL with a password in it must not reach a log. */
function parseAddress(key: string, text: string): URL {
  const address = URL.parse(text.trim());
  if (address === null) throw invalid(`${key} is not a URL: write https:// and a host.`);
  if (address.username !== '' || address.password !== '') {
    throw invalid(`${key} holds a user name or password: the token belongs into github.auth.`);
  }
  if (address.search !== '' || address.hash !== '') throw invalid(`${key} must end with its path.`);
  if (address.protocol === 'https:' || (address.protocol === 'http:' && isLoopback(address.hostname))) {
    return address;
  }
  throw invalid(`${key} must start with https://, because a token is sent to it.`);
}

/** The simulation and tests serve plain HTTP on this machine. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function notAScope(): SandError {
  return invalid(
    'github.url must name an organization, a repository or an enterprise: https://github.com/acme[/repo], https://github.com/enterprises/acme.',
  );
}

function invalid(message: string): SandError {
  return new SandError('CONFIG_INVALID', message);
}
