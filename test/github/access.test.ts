import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { checkAccess } from '../../src/github/access.ts';
import { fixedToken, type Permissions, type Tokens } from '../../src/github/tokens.ts';
import { Secret } from '../../src/secret.ts';
import { type Asked, type FakeGitHub, never, type Reply, script, startGitHub } from './server.ts';

const tokens = fixedToken(new Secret('any'));
const jit = '/actions/runners/generate-jitconfig';

async function check({ client, scope }: FakeGitHub, options: { tokens?: Tokens; jobs?: boolean } = {}) {
  await checkAccess({ client, scope, tokens, jobs: true, ...options }, never);
}

function failed(status: number, message = 'no'): Reply {
  return { status, body: { message } };
}

/** A GitHub that knows just a few calls by heart: `GET /orgs/acme/actions/runners`. */
function knowing(replies: Readonly<Record<string, Reply>>): (asked: Asked) => Reply {
  return ({ method, path }) => replies[`${method} ${path}`] ?? failed(500, `unexpected ${method} ${path}`);
}

function callsOf({ asked }: FakeGitHub): string[] {
  return asked.map(({ method, path }) => `${method} ${path}`);
}

/** A GitHub that takes the token for a classic one. */
function withScopes(scopes: string): () => Reply {
  return script({ headers: { 'x-oauth-scopes': scopes }, body: {} });
}

/** Tokens of an installation. */
function app(granted: Permissions): Tokens {
  return { ...tokens, granted };
}

describe('the access of a fine-grained token', () => {
  const list = 'GET /repos/acme/repo/actions/runners';
  const register = `POST /repos/acme/repo${jit}`;
  const runs = 'GET /repos/acme/repo/actions/runs';
  const good = { [list]: { body: {} }, [register]: failed(422), [runs]: { body: {} } };

  it('is tried with calls that change nothing', async () => {
    await using github = await startGitHub('acme/repo', knowing(good));
    await check(github);
    expect(callsOf(github)).toStrictEqual([list, register, runs]);
    expect(github.asked[1]?.body).toBe('{"labels":[]}');
  });

  it('need not be one to read runs when jobs are found in another way', async () => {
    await using github = await startGitHub('acme/repo', knowing({ ...good, [runs]: failed(403) }));
    await check(github, { jobs: false });
    expect(callsOf(github)).toStrictEqual([list, register]);
  });

  it.each<[string, Record<string, Reply>, RegExp]>([
    ['reading runners', { [list]: failed(403) }, /Administration \(repository\): read and write/],
    ['registering runners', { [register]: failed(403) }, /Administration \(repository\): read and write/],
    ['reading runs', { [runs]: failed(403) }, /Actions \(repository\): read/],
  ])('that lacks %s is told what is missing', async (_, replies, remedy) => {
    await using github = await startGitHub('acme/repo', knowing({ ...good, ...replies }));
    await expect(check(github)).rejects.toMatchObject({
      code: 'GITHUB_FORBIDDEN',
      remedy: expect.stringMatching(remedy),
    });
  });

  it('to an organization does not depend on one of its repositories', async () => {
    await using github = await startGitHub(
      'acme',
      knowing({ 'GET /orgs/acme/actions/runners': { body: {} }, [`POST /orgs/acme${jit}`]: failed(422) }),
    );
    await check(github);
    expect(github.asked).toHaveLength(2);
  });
});

describe('the access of a classic token', () => {
  it.each([
    ['acme/repo', 'repo'],
    ['acme/repo', 'public_repo, read:org'],
    ['acme', 'admin:org, repo'],
    ['acme', 'manage_runners:org, repo'],
    ['enterprises/acme', 'manage_runners:enterprise'],
    ['enterprises/acme', 'admin:enterprise'],
  ])('to %s with the scopes %s is enough, after one call', async (path, scopes) => {
    await using github = await startGitHub(path, withScopes(scopes));
    await check(github);
    expect(callsOf(github)).toStrictEqual([`GET ${github.scope.prefix}/actions/runners`]);
  });

  it.each([
    ['acme/repo', 'read:org', 'repo or public_repo'],
    ['acme', 'repo, read:org', 'admin:org or manage_runners:org'],
    ['acme', 'admin:org', 'repo or public_repo'],
    ['acme', '', 'admin:org or manage_runners:org and repo or public_repo'],
    ['enterprises/acme', 'admin:org, repo', 'manage_runners:enterprise or admin:enterprise'],
  ])('to %s with the scopes "%s" lacks %s', async (path, scopes, lacking) => {
    await using github = await startGitHub(path, withScopes(scopes));
    await expect(check(github)).rejects.toMatchObject({
      code: 'GITHUB_FORBIDDEN',
      message: `The classic token has the scopes ${scopes || '(none)'}; missing is ${lacking}.`,
      remedy: expect.stringMatching(/^Give the token for the \w+ acme/),
    });
  });
});

describe('the access of an App', () => {
  it.each<[string, Permissions]>([
    ['acme/repo', { administration: 'write', actions: 'read' }],
    ['acme', { organization_self_hosted_runners: 'write', actions: 'write' }],
  ])('to %s with %j is enough', async (path, granted) => {
    await using github = await startGitHub(path, script({ body: {} }));
    await check(github, { tokens: app(granted) });
    expect(github.asked).toHaveLength(1);
  });

  it.each<[string, Permissions, string, RegExp]>([
    ['acme/repo', { administration: 'read', actions: 'read' }, 'administration=write', /Administration/],
    ['acme/repo', { administration: 'write' }, 'actions=read', /Actions \(repository\): read/],
    ['acme', {}, 'organization_self_hosted_runners=write and actions=read', /Self-hosted runners/],
  ])(
    'to %s with %j lacks %s, which is told before GitHub refuses',
    async (path, granted, lacking, remedy) => {
      await using github = await startGitHub(path, script({ body: {} }));
      await expect(check(github, { tokens: app(granted) })).rejects.toMatchObject({
        code: 'GITHUB_FORBIDDEN',
        message: expect.stringContaining(`; missing is ${lacking}.`),
        remedy: expect.stringMatching(remedy),
      });
      expect(github.asked).toHaveLength(0);
    },
  );

  it('that gets no token is told why', async () => {
    const suspended = new SandError('APP_SUSPENDED', 'suspended');
    await using github = await startGitHub('acme', script({}));
    const none = { ...tokens, current: async () => Promise.reject(suspended) };
    await expect(check(github, { tokens: none })).rejects.toBe(suspended);
  });
});

describe('any access', () => {
  it.each<[string, number, string, RegExp]>([
    ['acme/repo', 401, 'GITHUB_UNAUTHORIZED', /create a new one/],
    ['acme/repo', 403, 'GITHUB_FORBIDDEN', /Administration \(repository\): read and write/],
    ['acme/repo', 404, 'GITHUB_NOT_FOUND', /a repository that the token may not see/],
    ['acme', 403, 'GITHUB_FORBIDDEN', /Self-hosted runners \(organization\): read and write/],
    ['acme', 404, 'GITHUB_NOT_FOUND', /personal account/],
    ['enterprises/acme', 404, 'GITHUB_NOT_FOUND', /only a classic token/],
    ['acme', 503, 'GITHUB_UNAVAILABLE', /githubstatus/],
    ['acme', 429, 'GITHUB_RATE_LIMITED', /Wait/],
  ])('to %s that meets %i fails at once with %s and a remedy', async (path, status, code, remedy) => {
    await using github = await startGitHub(path, script(failed(status)));
    await expect(check(github)).rejects.toMatchObject({ code, remedy: expect.stringMatching(remedy) });
    expect(github.asked).toHaveLength(1);
    expect(github.clock.sleeps).toStrictEqual([]);
  });
});
