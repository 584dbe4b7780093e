import { createHmac, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { rest } from './rest-client.ts';

const repositoryRunners = 'GET /repos/acme/app/actions/runners';
const makeToken = 'POST /app/installations/7/access_tokens';
const everywhere = { id: 7, account: 'acme' };
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

let github: SimulatedGitHub;

beforeEach(async () => {
  github = await startSimulatedGitHub({ settings: { installations: [everywhere] } });
  github.addRepository({ fullName: 'acme/app' });
  github.addRepository({ fullName: 'acme/other' });
  github.addRepository({ fullName: 'elsewhere/app' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A web token as §3 has it, with other claims, key or algorithm when a test wants it. */
function webToken(changes: { claims?: object; key?: KeyObject; alg?: string } = {}): string {
  const { clientId, privateKey } = github.app;
  const now = nowSeconds();
  const claims = { iss: clientId, iat: now - 60, exp: now + 540, ...changes.claims };
  const signed = `${encode({ alg: changes.alg ?? 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  const key = changes.key ?? createPrivateKey(privateKey);
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

async function asApp(call: string, token = webToken()) {
  return rest(github, call, { headers: { authorization: `Bearer ${token}` } });
}

async function installationToken(): Promise<string> {
  return String((await asApp(makeToken)).body.token);
}

describe("an App's web token (§3)", () => {
  test('shows the App', async () => {
    const { status, body } = await asApp('GET /app');
    expect([status, body.id, body.client_id]).toEqual([200, github.app.appId, github.app.clientId]);
  });

  test.each(['client ID', 'App ID', 'App ID as a number'])('names it by its %s', async (by) => {
    const { appId, clientId } = github.app;
    const iss = { 'client ID': clientId, 'App ID': String(appId), 'App ID as a number': appId }[by];
    expect((await asApp('GET /app', webToken({ claims: { iss } }))).status).toBe(200);
  });

  test.each<[string, () => string, number, RegExp]>([
    ['of another App', () => webToken({ claims: { iss: 'Iv1.other' } }), 404, /^Integration not found$/],
    ['of another key', () => webToken({ key: stranger }), 401, /could not be decoded/],
    ['of another algorithm', () => webToken({ alg: 'none' }), 401, /could not be decoded/],
    ['from the future', () => webToken({ claims: { iat: nowSeconds() + 30 } }), 401, /\('iat'\)/],
    ['that has ended', () => webToken({ claims: { exp: nowSeconds() - 1 } }), 401, /\('exp'\) must be/],
    [
      'that never ends',
      () => webToken({ claims: { exp: nowSeconds() + 700 } }),
      401,
      /too far in the future/,
    ],
    ['with ends that are texts', () => webToken({ claims: { exp: 'soon' } }), 401, /\('exp'\)/],
    ['that is nonsense', () => 'a.b.c', 401, /could not be decoded/],
    ['signed by everybody', () => hmacToken(), 401, /could not be decoded/],
  ])('%s is refused', async (_, token, status, message) => {
    const answer = await asApp('GET /app', token());
    expect(answer.status).toBe(status);
    expect(answer.body.message).toMatch(message);
  });

  test.each([
    [70_000, 200],
    [-70_000, 401],
    [560_000, 401],
  ])('is looked at by the clock of a GitHub that is %i ms ahead: %i', async (clockSkewMs, status) => {
    github.changeSettings({ clockSkewMs });
    expect((await asApp('GET /app')).status).toBe(status);
  });

  test('is nothing for other calls, and other tokens are nothing for its calls', async () => {
    expect((await asApp(repositoryRunners)).status).toBe(403);
    expect((await rest(github, 'GET /app')).status).toBe(401);
    expect((await asApp('GET /app', await installationToken())).status).toBe(401);
  });
});

/** A symmetric signature: who believes what a web token says of its algorithm may be fooled by one. */
function hmacToken(): string {
  const signed = `${encode({ alg: 'HS256' })}.${encode({ iss: github.app.clientId })}`;
  return `${signed}.${createHmac('sha256', github.app.privateKey).update(signed).digest('base64url')}`;
}

describe('an installation (§3)', () => {
  test.each([
    ['GET /orgs/acme/installation', 200],
    ['GET /repos/acme/app/installation', 200],
    ['GET /repos/acme/nothing/installation', 404],
    ['GET /orgs/elsewhere/installation', 404],
    ['GET /repos/elsewhere/app/installation', 404],
    ['GET /app/installations/7', 200],
    ['GET /app/installations/8', 404],
  ])('is found where it is: %s is %i', async (call, status) => {
    const answer = await asApp(call);
    expect(answer.status).toBe(status);
    expect(answer.body.id).toBe(status === 200 ? 7 : undefined);
  });

  test('is one of the list', async () => {
    expect((await asApp('GET /app/installations')).body).toMatchObject([
      { id: 7, account: { login: 'acme' } },
    ]);
  });

  test('gets tokens that are good for an hour, for what it covers', async () => {
    const { status, body } = await asApp(makeToken);

    expect([status, body.repository_selection]).toEqual([201, 'all']);
    expect(body.permissions).toMatchObject({ administration: 'write', actions: 'read' });
    expect(Date.parse(body.expires_at) - Date.now()).toBeGreaterThan(3_590_000);
    expect((await asApp(repositoryRunners, body.token)).status).toBe(200);
    expect((await asApp('GET /orgs/acme/actions/runners', body.token)).status).toBe(200);
    expect((await asApp('GET /repos/elsewhere/app/actions/runners', body.token)).status).toBe(404);
  });

  test('on selected repositories does not cover others', async () => {
    github.changeSettings({ installations: [{ ...everywhere, repositories: ['acme/app'] }] });
    const token = await installationToken();

    expect((await asApp('GET /repos/acme/other/installation')).status).toBe(404);
    expect((await asApp(repositoryRunners, token)).status).toBe(200);
    expect((await asApp('GET /repos/acme/other/actions/runners', token)).status).toBe(404);
  });

  test('may do what it was allowed', async () => {
    github.changeSettings({ installations: [{ ...everywhere, permissions: { administration: 'read' } }] });
    const token = await installationToken();

    const refused = await asApp('GET /repos/acme/app/actions/runs', token);

    expect((await asApp(repositoryRunners, token)).status).toBe(200);
    expect([refused.status, refused.body.message]).toEqual([403, 'Resource not accessible by integration']);
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('actions=read');
  });

  test('that is suspended gets no token, and its tokens are refused', async () => {
    const token = await installationToken();
    github.changeSettings({ installations: [{ ...everywhere, suspended: true }] });

    const refused = await asApp(makeToken);

    expect([refused.status, refused.body.message]).toEqual([403, 'This installation has been suspended']);
    expect((await asApp(repositoryRunners, token)).status).toBe(403);
    expect((await asApp('GET /orgs/acme/installation')).body.suspended_at).not.toBeNull();
  });

  test('that is gone takes its tokens with it, and so does time', async () => {
    const token = await installationToken();
    github.changeSettings({ installations: [] });
    expect((await asApp(repositoryRunners, token)).status).toBe(401);
    expect((await asApp(makeToken)).status).toBe(404);

    github.changeSettings({ installations: [everywhere], installationTokenMs: 0 });
    expect((await asApp(repositoryRunners, await installationToken())).status).toBe(401);
  });
});

describe('a personal access token (§3)', () => {
  const organization = 'GET /orgs/acme/actions/runners';

  test('of the classic kind tells its scopes, a fine-grained one has none', async () => {
    expect((await rest(github, organization)).headers.get('x-oauth-scopes')).toBe('repo, admin:org');
    github.changeSettings({ tokenScopes: null });
    expect((await rest(github, organization)).headers.has('x-oauth-scopes')).toBe(false);
    expect((await asApp(organization, await installationToken())).headers.has('x-oauth-scopes')).toBe(false);
  });

  test.each([
    [['repo'], 200, 403],
    [['manage_runners:org'], 404, 200],
    [[], 404, 403],
  ])('of the scopes %j sees runners of a repository (%i) and an organization (%i)', async (...given) => {
    const [tokenScopes, repository, org] = given;
    github.changeSettings({ tokenScopes });
    expect((await rest(github, repositoryRunners)).status).toBe(repository);
    expect((await rest(github, organization)).status).toBe(org);
  });
});
