import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createAppTokens } from '../../src/github/app-tokens.ts';
import type { Tokens } from '../../src/github/tokens.ts';
import { eventually } from '../eventually.ts';
import { Secret } from '../../src/secret.ts';
import { appId, at, claimsOf, installed, pathsOf, pkcs8 } from './app.ts';
import {
  type Asked,
  type FakeGitHub,
  never,
  type Reply,
  script,
  startGitHub,
  startOfTime,
} from './server.ts';

const minute = 60_000;
const makeToken = '/app/installations/7/access_tokens';

function tokensOf({ scope, clock }: FakeGitHub, options: object = {}): Tokens {
  const identity = { id: appId, key: new Secret(pkcs8) };
  return createAppTokens({ identity, scope, clock, userAgent: 'test', deadlineMs: 5000, ...options });
}

function refuse(status: number, message: string, skewMs = 0): Reply {
  return { status, headers: at(startOfTime - skewMs), body: { message } };
}

/** A GitHub with an App, whose clock is `skew.ms` ahead of ours, and whose next answer can be another one. */
async function startAppGitHub(path = 'acme') {
  const skew = { ms: 0 };
  const next: { reply?: Reply; away?: boolean } = {};
  const answer = installed(() => github.clock.now() + skew.ms);
  const github = await startGitHub(path, (asked: Asked) => {
    const { reply } = next;
    delete next.reply;
    return next.away === true ? { status: 502 } : (reply ?? answer(asked));
  });
  return Object.assign(github, { skew, next });
}

async function shown(tokens: Tokens): Promise<string> {
  return (await tokens.current(never)).reveal();
}

describe("an App's token", () => {
  it.each([
    ['acme', '/orgs/acme/installation'],
    ['acme/repo', '/repos/acme/repo/installation'],
  ])('is made for the installation that covers %s', async (path, installation) => {
    await using github = await startAppGitHub(path);
    const tokens = tokensOf(github);

    expect(await shown(tokens)).toBe('ghs_1');

    expect(pathsOf(github)).toStrictEqual([installation, makeToken]);
    const seconds = startOfTime / 1000;
    for (const asked of github.asked) {
      expect(claimsOf(asked)).toStrictEqual({ iss: appId, iat: seconds - 60, exp: seconds + 540 });
    }
  });

  it('is made for the installation that is named', async () => {
    await using github = await startAppGitHub();
    expect(await shown(tokensOf(github, { installationId: 7 }))).toBe('ghs_1');
    expect(pathsOf(github)).toStrictEqual([makeToken]);
  });

  it('is used until it gets old, then renewed while it is still good', async () => {
    await using github = await startAppGitHub();
    const tokens = tokensOf(github);
    expect([await shown(tokens), await shown(tokens)]).toStrictEqual(['ghs_1', 'ghs_1']);

    github.clock.advance(49 * minute);
    expect(await shown(tokens)).toBe('ghs_1');
    expect(github.asked).toHaveLength(2);

    github.clock.advance(2 * minute);
    expect(await shown(tokens)).toBe('ghs_1');
    await eventually(async () => expect(await shown(tokens)).toBe('ghs_2'));
    expect(pathsOf(github)).toStrictEqual(['/orgs/acme/installation', makeToken, makeToken]);
  });

  it.each([-50 * minute, 50 * minute])('lasts an hour though our clock is off by %i ms', async (ms) => {
    await using github = await startAppGitHub();
    github.skew.ms = ms;
    const tokens = tokensOf(github);
    await shown(tokens);

    github.clock.advance(49 * minute);
    expect(await shown(tokens)).toBe('ghs_1');
    expect(github.asked).toHaveLength(2);
    github.clock.advance(10.5 * minute);
    expect(await shown(tokens)).toBe('ghs_2');
  });

  it('is asked for once by many who wait, and for the others when one gives up', async () => {
    await using github = await startAppGitHub();
    const tokens = tokensOf(github);
    const abort = new AbortController();
    const impatient = tokens.current(abort.signal);
    const others = [shown(tokens), shown(tokens)];
    abort.abort('enough');

    await expect(impatient).rejects.toBe('enough');
    expect(await Promise.all(others)).toStrictEqual(['ghs_1', 'ghs_1']);
    expect(github.asked).toHaveLength(2);
  });

  it('is made anew after it was refused, and stays hidden', async () => {
    await using github = await startAppGitHub();
    const tokens = tokensOf(github);
    const refused = await tokens.current(never);

    expect(tokens.discard(refused)).toBe(true);
    expect(await shown(tokens)).toBe('ghs_2');
    expect(tokens.discard(refused)).toBe(true);
    expect(await shown(tokens)).toBe('ghs_2');

    expect(tokens.used.map((each) => each.reveal())).toStrictEqual(['ghs_1', 'ghs_2']);
  });

  it('is hidden no longer than it could be used', async () => {
    await using github = await startAppGitHub();
    const tokens = tokensOf(github);
    const { used } = tokens;
    await shown(tokens);
    github.clock.advance(61 * minute);
    await shown(tokens);
    expect(used.map((each) => each.reveal())).toStrictEqual(['ghs_2']);
  });

  it('is used on while no new one can be had, which is asked for each minute, and no longer than it is good', async () => {
    await using github = await startAppGitHub();
    const tokens = tokensOf(github, { installationId: 7 });
    await shown(tokens);
    github.clock.advance(52 * minute);
    github.next.away = true;

    expect(await shown(tokens)).toBe('ghs_1');
    await eventually(() => expect(github.asked).toHaveLength(2));
    expect([await shown(tokens), await shown(tokens)]).toStrictEqual(['ghs_1', 'ghs_1']);
    expect(github.asked).toHaveLength(2);

    github.clock.advance(8 * minute);
    await expect(tokens.current(never)).rejects.toMatchObject({ code: 'GITHUB_UNAVAILABLE' });
    github.next.away = false;
    expect(await shown(tokens)).toBe('ghs_2');
  });

  it('tells what the installation may do', async () => {
    const permissions = { administration: 'write', actions: 'read' };
    await using github = await startGitHub(
      'acme',
      installed(() => startOfTime, permissions),
    );
    const tokens = tokensOf(github);
    expect(tokens.granted).toBeUndefined();
    await tokens.current(never);
    expect(tokens.granted).toStrictEqual(permissions);
  });

  it('looks for the installation again after a failure: the App may be installed anew', async () => {
    await using github = await startAppGitHub();
    const tokens = tokensOf(github);
    const first = await tokens.current(never);
    tokens.discard(first);
    github.next.reply = refuse(404, 'Not Found');

    await expect(tokens.current(never)).rejects.toMatchObject({ code: 'APP_NOT_INSTALLED' });
    await shown(tokens);
    expect(pathsOf(github).slice(2)).toStrictEqual([makeToken, '/orgs/acme/installation', makeToken]);
  });
});

describe('an App that gets no token', () => {
  const exp = "'Expiration time' claim ('exp') is too far in the future";
  const undecodable = 'A JSON web token could not be decoded';

  it.each<[string, Reply, string, RegExp]>([
    ['has another key', refuse(401, undecodable), 'APP_UNKNOWN', /no App Iv23liTest with this private key/],
    ['does not exist', refuse(404, 'Integration not found'), 'APP_UNKNOWN', /Iv23liTest/],
    ['is not installed', refuse(404, 'Not Found'), 'APP_NOT_INSTALLED', /the organization acme/],
    ['is suspended', refuse(403, 'This installation has been suspended'), 'APP_SUSPENDED', /acme/],
    ['has a clock ahead', refuse(401, undecodable, 8 * minute), 'GITHUB_CLOCK', /480 s ahead of/],
    ['has a clock behind', refuse(401, undecodable, -20 * minute), 'GITHUB_CLOCK', /1200 s behind/],
    ['is told of its clock', refuse(401, exp, 20_000), 'GITHUB_CLOCK', /20 s ahead of/],
    ['meets a limit', refuse(429, 'slow down'), 'GITHUB_RATE_LIMITED', /429/],
    ['meets an outage', refuse(503, 'oops'), 'GITHUB_UNAVAILABLE', /503/],
    ['meets a stranger', { raw: '<html>' }, 'GITHUB_MALFORMED', /GET .orgs.acme.installation/],
    ['loses the connection', 'drop', 'GITHUB_UNREACHABLE', /got no answer/],
  ])('since it %s says so', async (_, reply, code, message) => {
    await using github = await startGitHub('acme', script(reply));
    await expect(tokensOf(github).current(never)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(github.asked).toHaveLength(1);
  });

  it('since GitHub does not answer ends at its deadline', async () => {
    await using github = await startGitHub('acme', script('hang'));
    await expect(tokensOf(github, { deadlineMs: 30 }).current(never)).rejects.toMatchObject({
      code: 'GITHUB_UNREACHABLE',
      message: expect.stringContaining('timed out after 30 ms'),
    });
  });

  it('shows neither key nor web token in its error', async () => {
    await using github = await startGitHub('acme', ({ headers }) => ({
      status: 422,
      body: { message: `odd: ${String(headers.authorization)}` },
    }));
    const error: unknown = await tokensOf(github)
      .current(never)
      .catch((thrown: unknown) => thrown);
    const text = inspect(error, { depth: Infinity, showHidden: true });
    expect(text).toContain('odd: Bearer [secret]');
    expect(text).not.toContain('eyJ');
    expect(text).not.toContain('PRIVATE KEY');
  });
});
