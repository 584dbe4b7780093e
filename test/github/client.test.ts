import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Clock } from '../../src/clock.ts';
import { SandError } from '../../src/errors.ts';
import { type ClientWait, createClient } from '../../src/github/client.ts';
import type { Call } from '../../src/github/transport.ts';
import { fixedToken, type Tokens } from '../../src/github/tokens.ts';
import { Secret } from '../../src/secret.ts';
import { never, type Reply, script, startGitHub, startOfTime, token } from './server.ts';

const get: Call = { method: 'GET', path: '/repos/acme/repo/actions/runners' };
const post: Call = { method: 'POST', path: '/repos/acme/repo/x', parameters: { a: 1 } };
const reset = String(startOfTime / 1000 + 30);

function failed(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: { message } };
}

/** Tokens `t1`, `t2`, …: the next one after each discard, `most` in all. */
function renewable(most = Infinity): Tokens {
  let current = 1;
  const used = [new Secret('t1')];
  return {
    used,
    current: async () => used.at(-1) ?? new Secret(''),
    discard(refused) {
      if (refused !== used.at(-1) || current >= most) return false;
      used.push(new Secret(`t${String((current += 1))}`));
      return true;
    },
  };
}

describe('a request', () => {
  it('carries user agent, pinned version and token', async () => {
    await using github = await startGitHub('acme/repo', script({ body: { ok: true } }));
    const { data } = await github.client.request(get, never);
    expect(data).toStrictEqual({ ok: true });
    expect(github.asked[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': expect.stringMatching(/^sand-action /),
    });
  });

  it.each([
    [400, 'GITHUB_REJECTED'],
    [401, 'GITHUB_UNAUTHORIZED'],
    [403, 'GITHUB_FORBIDDEN'],
    [404, 'GITHUB_NOT_FOUND'],
    [409, 'GITHUB_CONFLICT'],
    [410, 'GITHUB_NOT_FOUND'],
    [422, 'GITHUB_REJECTED'],
  ])('answered with %i fails at once with %s', async (status, code) => {
    await using github = await startGitHub('acme/repo', script(failed(status, 'Because\u001B of it')));
    await expect(github.client.request(get, never)).rejects.toMatchObject({
      code,
      message: `GET /repos/acme/repo/actions/runners was answered with status ${String(status)}: "Because  of it", request AAAA:1.`,
    });
    expect(github.asked).toHaveLength(1);
    expect(github.clock.sleeps).toStrictEqual([]);
  });

  it('refused with 422 tells the errors too, and with 403 the permission GitHub wants', async () => {
    const errors = ['labels is too long', { message: 'no such group' }, { code: 'missing' }];
    await using github = await startGitHub(
      'acme/repo',
      script(
        { status: 422, body: { message: 'Invalid', errors } },
        failed(403, 'No', { 'x-accepted-github-permissions': 'administration=write' }),
      ),
    );
    await expect(github.client.request(get, never)).rejects.toThrow(
      'Invalid; labels is too long; no such group; {"code":"missing"}',
    );
    await expect(github.client.request(get, never)).rejects.toThrow(
      'accepted permissions administration=write',
    );
  });

  it('is bounded in what it repeats of an answer', async () => {
    await using github = await startGitHub('acme/repo', script(failed(400, 'x'.repeat(100_000))));
    await expect(github.client.request(get, never)).rejects.toMatchObject({
      message: expect.stringMatching(/^.{500,700}$/),
    });
  });

  it.each([
    ['429 with retry-after', failed(429, 'slow', { 'retry-after': '7' }), [7000]],
    ['429 without headers', failed(429, 'slow'), [60_000]],
    ['403 with retry-after', failed(403, 'slow', { 'retry-after': '3' }), [3000]],
    [
      '403 with nothing remaining',
      failed(403, 'x', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }),
      [31_000],
    ],
    ['403 with a secondary limit', failed(403, 'You have exceeded a secondary rate limit'), [60_000]],
  ])('limited by %s is waited out, also for a POST', async (_, limited, sleeps) => {
    const waits: ClientWait[] = [];
    await using github = await startGitHub('acme/repo', script(limited, { status: 201, body: 1 }), {
      onWait: (wait) => waits.push(wait),
    });
    await expect(github.client.request(post, never)).resolves.toMatchObject({ status: 201 });
    expect(github.clock.sleeps).toStrictEqual(sleeps);
    expect(waits).toMatchObject([{ ms: sleeps[0], error: { code: 'GITHUB_RATE_LIMITED' } }]);
  });

  it('limited again and again is given up with longer and longer waits', async () => {
    await using github = await startGitHub('acme/repo', script(failed(429, 'slow')));
    await expect(github.client.request(get, never)).rejects.toMatchObject({ code: 'GITHUB_RATE_LIMITED' });
    expect(github.clock.sleeps).toStrictEqual([60_000, 120_000, 240_000, 480_000]);
  });

  it('waits while another one is limited', async () => {
    await using github = await startGitHub('acme/repo', (asked) =>
      asked.path.endsWith('limited') ? failed(429, 'slow', { 'retry-after': '60' }) : { body: {} },
    );
    const hurry = AbortSignal.any([]);
    const asleep = Promise.withResolvers<void>();
    const clock = { ...github.clock, sleep: vi.fn<Clock['sleep']>(async () => asleep.promise) };
    const client = createClient({ scope: github.scope, tokens: fixedToken(new Secret(token)), clock });
    const limited = client.request({ method: 'GET', path: '/limited' }, hurry);
    await eventually(() => expect(clock.sleep).toHaveBeenCalledTimes(1));

    const other = client.request(get, never);
    expect(clock.sleep).toHaveBeenLastCalledWith(60_000, never);
    expect(github.asked).toHaveLength(1);

    github.clock.advance(60_000);
    asleep.resolve();
    await expect(other).resolves.toMatchObject({ status: 200 });
    await expect(limited).rejects.toMatchObject({ code: 'GITHUB_RATE_LIMITED' });
  });

  it.each<[string, Reply]>([
    ['500', failed(500, 'oops')],
    ['503', failed(503, 'oops')],
    ['a broken connection', 'drop'],
    ['a cut answer', 'cut'],
  ])('that met %s is sent again after a pause', async (_, reply) => {
    await using github = await startGitHub('acme/repo', script(reply, reply, { body: { ok: 1 } }));
    await expect(github.client.request(get, never)).resolves.toMatchObject({ data: { ok: 1 } });
    expect(github.clock.sleeps).toStrictEqual([1000, 2000]);
  });

  it('honours the retry-after of a server error', async () => {
    await using github = await startGitHub(
      'acme/repo',
      script(failed(503, 'later', { 'retry-after': '20' }), { body: {} }),
    );
    await github.client.request(get, never);
    expect(github.clock.sleeps).toStrictEqual([20_000]);
  });

  it.each<[Reply, string]>([
    [failed(502, 'oops'), 'GITHUB_UNAVAILABLE'],
    ['drop', 'GITHUB_UNREACHABLE'],
    ['cut', 'GITHUB_UNREACHABLE'],
  ])('that meets %j for ever fails after some tries', async (reply, code) => {
    await using github = await startGitHub('acme/repo', script(reply));
    await expect(github.client.request(get, never)).rejects.toMatchObject({ code });
    expect(github.asked).toHaveLength(5);
  });

  it.each<[Reply, string]>([
    [failed(502, 'oops'), 'GITHUB_UNAVAILABLE'],
    ['drop', 'GITHUB_UNREACHABLE'],
  ])('that posts and meets %j is not sent again', async (reply, code) => {
    await using github = await startGitHub('acme/repo', script(reply));
    await expect(github.client.request(post, never)).rejects.toMatchObject({ code });
    expect(github.asked).toHaveLength(1);
  });

  it('without an answer ends at its deadline', async () => {
    await using github = await startGitHub('acme/repo', script('hang'), { deadlineMs: 30 });
    await expect(github.client.request(post, never)).rejects.toMatchObject({
      code: 'GITHUB_UNREACHABLE',
      message: expect.stringContaining('timed out after 30 ms'),
    });
  });

  it('names the refused connection when nobody listens', async () => {
    const github = await startGitHub('acme/repo', script('hang'));
    await github[Symbol.asyncDispose]();
    await expect(github.client.request(post, never)).rejects.toMatchObject({
      code: 'GITHUB_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it.each([new Error('stop'), new DOMException('stop', 'AbortError'), 'stop'])(
    'ends with the reason of its signal (%s)',
    async (reason) => {
      const abort = new AbortController();
      await using github = await startGitHub('acme/repo', () => {
        abort.abort(reason);
        return 'hang';
      });
      await expect(github.client.request(get, abort.signal)).rejects.toBe(reason);
    },
  );

  it('with an aborted signal is not sent', async () => {
    await using github = await startGitHub('acme/repo', script({}));
    await expect(github.client.request(get, AbortSignal.abort('no'))).rejects.toBe('no');
    expect(github.asked).toHaveLength(0);
  });

  it('answered 304 without having asked for it is malformed', async () => {
    await using github = await startGitHub('acme/repo', script({ status: 304 }));
    await expect(github.client.request(get, never)).rejects.toMatchObject({ code: 'GITHUB_MALFORMED' });
  });

  it('prints nothing when GitHub announces the end of a version', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await using github = await startGitHub('acme/repo', script({ headers: { deprecation: '@1' }, body: {} }));
    await github.client.request(get, never);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('refuses a body without end', async () => {
    await using github = await startGitHub('acme/repo', script({ raw: 'x'.repeat(17 * 1024 * 1024) }));
    await expect(github.client.request(post, never)).rejects.toThrow(/larger than/);
  });
});

describe('a client whose token can be renewed', () => {
  const refused = failed(401, 'Bad credentials');

  it.each([get, post])('sends $method once more with another token after a 401', async (call) => {
    const tokens = renewable();
    await using github = await startGitHub('acme/repo', script(refused, { body: 1 }), { tokens });
    await expect(github.client.request(call, never, 'never')).resolves.toMatchObject({ status: 200 });
    expect(github.asked.map(({ headers }) => headers.authorization)).toStrictEqual([
      'Bearer t1',
      'Bearer t2',
    ]);
  });

  it('takes the second 401 for an answer', async () => {
    await using github = await startGitHub('acme/repo', script(refused), { tokens: renewable() });
    await expect(github.client.request(get, never)).rejects.toMatchObject({ code: 'GITHUB_UNAUTHORIZED' });
    expect(github.asked).toHaveLength(2);
  });

  it('takes the first one when there is no other token', async () => {
    await using github = await startGitHub('acme/repo', script(refused), { tokens: renewable(1) });
    await expect(github.client.request(get, never)).rejects.toMatchObject({ code: 'GITHUB_UNAUTHORIZED' });
    expect(github.asked).toHaveLength(1);
  });

  it('repeats also a POST that was not sent for want of a token', async () => {
    const away = new SandError('GITHUB_UNAVAILABLE', 'no token now');
    const current = vi.fn<Tokens['current']>().mockResolvedValue(new Secret('t1'));
    current.mockRejectedValueOnce(away);
    const tokens = { ...renewable(), current };
    await using github = await startGitHub('acme/repo', script({ body: 1 }), { tokens });
    await expect(github.client.request(post, never)).resolves.toMatchObject({ status: 200 });
    await expect(
      createClient({
        scope: github.scope,
        clock: github.clock,
        tokens: { ...tokens, current: async () => Promise.reject(away) },
      }).request(post, never, 'never'),
    ).rejects.toBe(away);
  });
});

describe('an error', () => {
  it.each<[string, Reply]>([
    ['echoes it', failed(400, `bad header Bearer ${token}`)],
    ['echoes it as text', { raw: `no access: ${token}`, status: 502 }],
    ['echoes it in a header', failed(400, 'x', { 'x-accepted-github-permissions': token })],
    ['drops the connection', 'drop'],
    ['cuts the answer', 'cut'],
    ['refuses', failed(403, 'no')],
  ])('shows no token when GitHub %s', async (_, reply) => {
    await using github = await startGitHub('acme/repo', script(reply));
    const error: unknown = await github.client.request(post, never).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty('code');
    expect(inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error)).not.toContain(
      token,
    );
  });

  it('shows no token that fetch refuses', async () => {
    await using github = await startGitHub('acme/repo', script({}), {
      tokens: fixedToken(new Secret(`${token}\n1`)),
    });
    const error: unknown = await github.client.request(post, never).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty('code', 'GITHUB_UNREACHABLE');
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(token);
  });
});
