import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAccess } from '../../src/github/access.ts';
import { readAuthentication } from '../../src/github/authentication.ts';
import { createClient } from '../../src/github/client.ts';
import { parseScope } from '../../src/github/scope.ts';
import { startSimulatedGitHub } from '../../src/sim/github/server.ts';
import type { GitHubSettings } from '../../src/sim/github/settings.ts';
import type { SimulatedGitHub } from '../../src/sim/github/simulated-github.ts';
import { never } from './server.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'sand-start-'))));
afterAll(async () => rm(folder, { recursive: true }));

type Settings = Partial<GitHubSettings>;

/** What a poller does at its start with the token, or the App, of a simulated GitHub; and how many requests it took. */
async function start(
  { as, path = 'acme/app', base = '' }: { as: 'app' | 'token'; path?: string; base?: '' | '/api/v3' },
  settings: Settings,
): Promise<string[]> {
  await using github = await startSimulatedGitHub({ settings, basePath: base });
  github.addRepository({ fullName: 'acme/app' });
  const scope = parseScope(`https://github.com/${path}`, github.apiUrl);
  const source = as === 'app' ? { app: await appOf(github) } : { tokenEnv: 'T' };
  const { tokens } = await readAuthentication({ ...source, env: { T: github.token } }, scope);
  const client = createClient({ scope, tokens });
  await checkAccess({ client, tokens, scope, jobs: true }, never);
  expect(github.runners()).toStrictEqual([]);
  return github.requests().map((request) => `${request.method} ${request.path}`);
}

async function appOf({ app: { clientId, privateKey } }: SimulatedGitHub) {
  const privateKeyFile = join(folder, 'app.pem');
  await writeFile(privateKeyFile, privateKey, { mode: 0o600 });
  return { clientId, privateKeyFile };
}

const installed = { id: 7, account: 'acme' };
const lesser = { administration: 'read', organization_self_hosted_runners: 'read' } as const;

describe('the start of a poller', () => {
  it.each([
    ['app', 'acme/app', '', {}, 3],
    ['app', 'acme', '/api/v3', {}, 3],
    ['token', 'acme/app', '', {}, 1],
    ['token', 'acme', '', {}, 1],
    ['token', 'acme/app', '/api/v3', { tokenScopes: null }, 3],
    ['token', 'acme', '', { tokenScopes: null }, 2],
  ] as const)('by %s for %s below "%s" with %j is fine after %i requests', async (...given) => {
    const [as, path, base, settings, requests] = given;
    const asked = await start({ as, path, base }, { installations: [installed], ...settings });
    expect(asked).toHaveLength(requests);
  });

  it.each<[string, 'app' | 'token', Settings, string, RegExp]>([
    ['installed nowhere', 'app', {}, 'APP_NOT_INSTALLED', /Install the GitHub App/],
    [
      'installed for others',
      'app',
      { installations: [{ ...installed, repositories: ['acme/x'] }] },
      'APP_NOT_INSTALLED',
      /let it have the repository/,
    ],
    [
      'suspended',
      'app',
      { installations: [{ ...installed, suspended: true }] },
      'APP_SUSPENDED',
      /lift the suspension/,
    ],
    [
      'allowed too little',
      'app',
      { installations: [{ ...installed, permissions: { ...lesser, actions: 'read' } }] },
      'GITHUB_FORBIDDEN',
      /permissions of the GitHub App: Administration \(repository\): read and write.*accept/,
    ],
    ['late', 'app', { installations: [installed], clockSkewMs: 1_200_000 }, 'GITHUB_CLOCK', /set its time/],
    ['early', 'app', { installations: [installed], clockSkewMs: -70_000 }, 'GITHUB_CLOCK', /set its time/],
    ['of few scopes', 'token', { tokenScopes: ['repo:status'] }, 'GITHUB_NOT_FOUND', /scope repo/],
    [
      'a reader',
      'token',
      { tokenScopes: null, permissions: { ...lesser, actions: 'read', metadata: 'read' } },
      'GITHUB_FORBIDDEN',
      /Administration \(repository\): read and write/,
    ],
    [
      'blind for runs',
      'token',
      {
        tokenScopes: null,
        permissions: { ...lesser, administration: 'write', actions: 'none', metadata: 'read' },
      },
      'GITHUB_FORBIDDEN',
      /Actions \(repository\): read/,
    ],
  ])('that is %s, by %s, ends with a remedy', async (_, as, settings, code, remedy) => {
    await expect(start({ as }, settings)).rejects.toMatchObject({
      code,
      remedy: expect.stringMatching(remedy),
    });
  });
});
