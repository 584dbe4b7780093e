import { SandError } from '../errors.ts';
import type { Held, Need } from './needs.ts';
import type { Scope } from './scope.ts';

/** Where GitHub shows nothing for another reason than a typing mistake. */
const hidden: Record<Scope['kind'], string> = {
  repository: 'a repository that the token may not see looks the same',
  organization: 'a personal account has no runners, only its repositories do',
  enterprise: 'only a classic token may see the runners of an enterprise',
};

/** The error for a token or an App that says itself that it may not do what is needed. */
export function lackingError(scope: Scope, lacking: readonly Need[], held: Held): SandError {
  const missing = [...new Set(lacking.map((need) => nameOf(need, held)))].join(' and ');
  const [has, remedy] =
    'scopes' in held
      ? [`The classic token has the scopes ${listed([...held.scopes])}`, giveThem(scope, lacking)]
      : [
          `The installation of the GitHub App on ${scope.name} has the permissions ${listed(levels(held))}`,
          `Add to the permissions of the GitHub App: ${titles(lacking)}; then let an owner of ${scope.name} accept them.`,
        ];
  return new SandError('GITHUB_FORBIDDEN', `${has}; missing is ${missing}.`, { remedy });
}

/** A refusal with what would help at this kind of scope, where the catalogue can only speak of all kinds. */
export function withRemedy(scope: Scope, need: Need, error: unknown): unknown {
  if (!(error instanceof SandError)) return error;
  const { code, message } = error;
  const remedy =
    code === 'GITHUB_FORBIDDEN'
      ? giveThem(scope, [need])
      : code === 'GITHUB_NOT_FOUND'
        ? `Check github.url for a typing mistake; ${hidden[scope.kind]}. Needed: ${titleOf(need)}.`
        : undefined;
  return remedy === undefined ? error : new SandError(code, message, { remedy });
}

function giveThem({ kind, name }: Scope, lacking: readonly Need[]): string {
  return `Give the token for the ${kind} ${name}: ${titles(lacking)}.`;
}

function titles(lacking: readonly Need[]): string {
  return lacking.map((need) => titleOf(need)).join('; ');
}

/** As the pages of GitHub have it: `Actions (repository): read`. */
function titleOf({ permission, scopes: [scope] }: Need): string {
  if (permission === undefined) return `the scope ${scope} (classic token)`;
  const level = permission.level === 'write' ? 'read and write' : 'read';
  return `${permission.title}: ${level} (classic token: the scope ${scope})`;
}

/** As GitHub's headers have it: `actions=read`. */
function nameOf({ permission, scopes }: Need, held: Held): string {
  if ('scopes' in held || permission === undefined) return scopes.join(' or ');
  return `${permission.name}=${permission.level}`;
}

function levels({ permissions }: Extract<Held, { permissions: unknown }>): string[] {
  return Object.entries(permissions).map(([name, level]) => `${name}=${level}`);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '(none)' : names.join(', ');
}
