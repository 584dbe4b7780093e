import { SandError } from '../errors.ts';
import type { Scope } from './scope.ts';

/** Throws `CONFIG_INVALID` for a scope whose jobs GitHub's REST API does not list (github-runners.md §1.5). */
export function requireListedJobs({ kind, name }: Scope): void {
  if (kind !== 'enterprise') return;
  throw new SandError(
    'CONFIG_INVALID',
    `github.url names the enterprise ${name}, but GitHub's REST API has no list of the jobs of an enterprise.`,
    { remedy: 'Name an organization or a repository in github.url.' },
  );
}

/** Throws `CONFIG_INVALID` for a scope where no App may register runners (github-runners.md §3). */
export function requireAppRunners({ kind, name }: Scope): void {
  if (kind !== 'enterprise') return;
  throw new SandError(
    'CONFIG_INVALID',
    `github.auth.app cannot be used for the enterprise ${name}: GitHub lets no App register runners of an enterprise.`,
    { remedy: 'Use a classic token with the scope manage_runners:enterprise, or name an organization.' },
  );
}
