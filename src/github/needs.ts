import type { Scope } from './scope.ts';
import type { Permissions } from './tokens.ts';

/** Something that a token must be allowed, in the words of each kind of token (github-runners.md §3). */
export interface Need {
  /** Of fine-grained tokens and Apps; undefined: GitHub has no such permission. */
  readonly permission?: { readonly name: string; readonly title: string; readonly level: 'read' | 'write' };
  /** Of classic tokens: one of them. */
  readonly scopes: readonly [string, ...string[]];
}

/** What the runners of a scope, and looking for its jobs, need. */
interface Needs {
  readonly runners: Need;
  /** Absent: jobs cannot be looked for. */
  readonly jobs?: Need;
}

const jobs: Need = {
  permission: { name: 'actions', title: 'Actions (repository)', level: 'read' },
  scopes: ['repo', 'public_repo'],
};

/** By kind of scope. A wider scope of a classic token holds the narrower ones, so both are named. */
export const needs: Readonly<Record<Scope['kind'], Needs>> = {
  repository: {
    runners: {
      permission: { name: 'administration', title: 'Administration (repository)', level: 'write' },
      scopes: ['repo', 'public_repo'],
    },
    jobs,
  },
  organization: {
    runners: {
      permission: {
        name: 'organization_self_hosted_runners',
        title: 'Self-hosted runners (organization)',
        level: 'write',
      },
      scopes: ['admin:org', 'manage_runners:org'],
    },
    jobs,
  },
  enterprise: { runners: { scopes: ['manage_runners:enterprise', 'admin:enterprise'] } },
};

/** What a token may do: permissions of an App's installation, or scopes of a classic token. */
export type Held = { readonly permissions: Permissions } | { readonly scopes: ReadonlySet<string> };

/** Whether a token may do what is needed. */
export function meets(held: Held, { permission, scopes }: Need): boolean {
  if ('scopes' in held) return scopes.some((scope) => held.scopes.has(scope));
  const level = permission === undefined ? undefined : held.permissions[permission.name];
  return level !== undefined && (level === permission?.level || level === 'write' || level === 'admin');
}

/** The scopes of a classic token from `x-oauth-scopes`, which other tokens do not have. */
export function classicScopes(header: string | number | undefined): ReadonlySet<string> | undefined {
  if (header === undefined) return undefined;
  return new Set(
    String(header)
      .split(/[\s,]+/)
      .filter((scope) => scope !== ''),
  );
}
