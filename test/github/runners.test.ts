import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { createRegistrations } from '../../src/github/runners.ts';
import type { Registrations } from '../../src/lifecycle/needs.ts';
import { type Asked, type FakeGitHub, never, type Reply, startGitHub } from './server.ts';

const jit = 'eyJ0aGlzIGlzIHRoZSBKSVQgY29uZmlnIn0=';
const name = 'sand-abcdefgh-xcode26-0abcdef-nonce1';

/** A GitHub that keeps runners by name; `first` decides over the first requests for a JIT config, then it works. */
function runnersApi(...first: (Reply | 'lost')[]): (asked: Asked) => Reply {
  const known = new Map<string, number>();
  let next = 7;
  const register = ({ body }: Asked): Reply => {
    const { name: wanted }: { name: string } = JSON.parse(body);
    const fault = first.shift();
    if (fault !== undefined && fault !== 'lost') return fault;
    if (known.has(wanted)) return { status: 409, body: { message: 'Already exists' } };
    known.set(wanted, next++);
    if (fault === 'lost') return 'drop';
    return { status: 201, body: { runner: runner(known.get(wanted) ?? 0), encoded_jit_config: jit } };
  };
  return (asked) => {
    if (asked.method === 'POST') return register(asked);
    if (asked.method === 'DELETE') {
      const found = [...known].find(([, id]) => asked.path.endsWith(`/${String(id)}`));
      return found !== undefined && known.delete(found[0]) ? { status: 204 } : { status: 404, body: {} };
    }
    const runners = [...known].map(([each, id]) => runner(id, each));
    return { body: { total_count: runners.length, runners } };
  };
}

function runner(id: number, called = name): object {
  const labels = [{ id: 1, name: 'xcode26', type: 'custom' }];
  return { id, name: called, os: 'unknown', status: 'offline', busy: false, labels, runner_group_id: 1 };
}

function calls(github: FakeGitHub): string[] {
  return github.asked.map(({ method, path }) => `${method} ${path.split('/').at(-1) ?? ''}`);
}

describe('registering', () => {
  it('offers what the lifecycle needs', () => {
    expectTypeOf(createRegistrations).returns.toExtend<Registrations>();
  });

  it('asks for a JIT config of the default group with exactly the given labels', async () => {
    await using github = await startGitHub('acme/repo', runnersApi());
    const registrations = createRegistrations(github.client, github.scope);

    const registered = await registrations.register(name, ['self-hosted', 'macOS'], never);

    expect(registered.runnerId).toBe(7);
    expect(registered.jitConfig.reveal()).toBe(jit);
    expect(inspect(registered, { depth: Infinity })).not.toContain(jit);
    expect(github.asked).toHaveLength(1);
    expect(github.asked[0]?.path).toBe('/repos/acme/repo/actions/runners/generate-jitconfig');
    expect(JSON.parse(github.asked[0]?.body ?? '')).toStrictEqual({
      name,
      runner_group_id: 1,
      labels: ['self-hosted', 'macOS'],
    });
  });

  it.each<[string, Reply | 'lost']>([
    ['a lost answer', 'lost'],
    ['a cut answer', 'cut'],
    ['a dropped connection', 'drop'],
    ['a server error', { status: 502, body: {} }],
    ['an answer that is no JSON', { status: 201, raw: '<html>' }],
    ['a name that is taken', { status: 409, body: { message: 'Already exists' } }],
  ])('survives %s and leaves one registration', async (_, fault) => {
    await using github = await startGitHub('acme/repo', runnersApi(fault));
    const registrations = createRegistrations(github.client, github.scope);
    const { jitConfig } = await registrations.register(name, ['xcode26'], never);
    expect(jitConfig.reveal()).toBe(jit);
    expect(await registrations.list(never)).toHaveLength(1);
  });

  it('deletes the stray of a lost answer before it tries the name again', async () => {
    await using github = await startGitHub('acme/repo', runnersApi('lost'));
    await createRegistrations(github.client, github.scope).register(name, ['xcode26'], never);
    expect(calls(github)).toStrictEqual([
      'POST generate-jitconfig',
      'GET runners',
      'DELETE 7',
      'POST generate-jitconfig',
    ]);
    expect(github.clock.sleeps).toStrictEqual([]);
  });

  it('gives up after some tries', async () => {
    const fault: Reply = { status: 500, body: {} };
    await using github = await startGitHub('acme/repo', runnersApi(fault, fault, fault, fault));
    const registering = createRegistrations(github.client, github.scope).register(name, ['x'], never);
    await expect(registering).rejects.toMatchObject({ code: 'GITHUB_UNAVAILABLE' });
    expect(calls(github).filter((call) => call.startsWith('POST'))).toHaveLength(4);
    expect(github.clock.sleeps).toStrictEqual([1000, 2000, 4000]);
  });

  it.each([
    [401, 'GITHUB_UNAUTHORIZED'],
    [403, 'GITHUB_FORBIDDEN'],
    [404, 'GITHUB_NOT_FOUND'],
    [422, 'GITHUB_REJECTED'],
  ])('refused with %i fails at once with %s', async (status, code) => {
    await using github = await startGitHub('acme/repo', runnersApi({ status, body: { message: 'no' } }));
    const registering = createRegistrations(github.client, github.scope).register(name, ['x'], never);
    await expect(registering).rejects.toMatchObject({ code });
    expect(github.asked).toHaveLength(1);
  });

  it('fails with a conflict when the runner of that name is busy', async () => {
    await using github = await startGitHub('acme/repo', ({ method }) => {
      if (method === 'POST') return { status: 409, body: { message: 'Already exists' } };
      if (method === 'DELETE') return { status: 422, body: { message: 'still running a job' } };
      return { body: { total_count: 1, runners: [runner(5)] } };
    });
    const registering = createRegistrations(github.client, github.scope).register(name, ['x'], never);
    await expect(registering).rejects.toMatchObject({ code: 'GITHUB_CONFLICT' });
  });

  it('waits a rate limit out', async () => {
    const limited: Reply = { status: 403, headers: { 'retry-after': '9' }, body: {} };
    await using github = await startGitHub('acme/repo', runnersApi(limited));
    await createRegistrations(github.client, github.scope).register(name, ['x'], never);
    expect(github.clock.sleeps).toStrictEqual([9000]);
    expect(calls(github)).toStrictEqual(['POST generate-jitconfig', 'POST generate-jitconfig']);
  });

  it('shows no JIT config when the rest of the answer is wrong', async () => {
    const wrong: Reply = { status: 201, body: { runner: {}, encoded_jit_config: jit } };
    await using github = await startGitHub('acme/repo', runnersApi(wrong, wrong, wrong, wrong));
    const registering = createRegistrations(github.client, github.scope).register(name, ['x'], never);
    const error: unknown = await registering.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'GITHUB_MALFORMED',
      message: expect.stringContaining('generate-jitconfig.runner.id is not an integer'),
    });
    expect(inspect(error, { depth: Infinity, showHidden: true }) + JSON.stringify(error)).not.toContain(jit);
  });

  it('ends with the reason of its signal', async () => {
    const abort = new AbortController();
    await using github = await startGitHub('acme/repo', () => {
      abort.abort('stop');
      return 'hang';
    });
    const registering = createRegistrations(github.client, github.scope).register(name, ['x'], abort.signal);
    await expect(registering).rejects.toBe('stop');
  });
});

describe('the runner group', () => {
  const groups = [
    { id: 1, name: 'Default', visibility: 'all', allows_public_repositories: false },
    { id: 12, name: 'Macs', visibility: 'all', allows_public_repositories: false },
  ];
  const answer = (asked: Asked): Reply =>
    asked.path.endsWith('runner-groups')
      ? { body: { total_count: 2, runner_groups: groups } }
      : { status: 201, body: { runner: runner(1), encoded_jit_config: jit } };

  it('is looked up by name once', async () => {
    await using github = await startGitHub('acme', answer);
    const registrations = createRegistrations(github.client, github.scope, { runnerGroup: 'macs' });
    await registrations.register('one', ['x'], never);
    await registrations.register('two', ['x'], never);
    expect(calls(github)).toStrictEqual([
      'GET runner-groups',
      'POST generate-jitconfig',
      'POST generate-jitconfig',
    ]);
    expect(JSON.parse(github.asked[2]?.body ?? '')).toMatchObject({ runner_group_id: 12 });
  });

  it('that does not exist is answered with those that do', async () => {
    await using github = await startGitHub('acme', answer);
    const registrations = createRegistrations(github.client, github.scope, { runnerGroup: 'pcs' });
    await expect(registrations.register('one', ['x'], never)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/"pcs".*Default, Macs/),
    });
  });

  it('cannot be chosen for a repository', async () => {
    await using github = await startGitHub('acme/repo', answer);
    expect(() => createRegistrations(github.client, github.scope, { runnerGroup: 'macs' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
    expect(() => createRegistrations(github.client, github.scope, { runnerGroup: 'Default' })).not.toThrow();
  });
});

describe('removing', () => {
  it('removes a runner by name once', async () => {
    await using github = await startGitHub('acme/repo', runnersApi());
    const registrations = createRegistrations(github.client, github.scope);
    await registrations.register(name, ['x'], never);
    await registrations.register('sand-other', ['x'], never);
    await expect(registrations.remove(name, never)).resolves.toBe('removed');
    await expect(registrations.remove(name, never)).resolves.toBe('absent');
    expect(await registrations.list(never)).toMatchObject([{ name: 'sand-other' }]);
  });

  it.each([
    [422, 'busy'],
    [404, 'absent'],
  ])('answered with %i is %s', async (status, result) => {
    await using github = await startGitHub('acme/repo', ({ method }) =>
      method === 'DELETE' ? { status, body: {} } : { body: { total_count: 1, runners: [runner(5)] } },
    );
    const registrations = createRegistrations(github.client, github.scope);
    await expect(registrations.remove(name, never)).resolves.toBe(result);
  });

  it('asks for the exact name and believes only an exact answer', async () => {
    const others = [runner(5, `${name}-2`), runner(6, name.toUpperCase())];
    await using github = await startGitHub('acme/repo', () => ({
      body: { total_count: 2, runners: others },
    }));
    await expect(createRegistrations(github.client, github.scope).remove(name, never)).resolves.toBe(
      'absent',
    );
    expect(github.asked[0]?.query.get('name')).toBe(name);
  });
});

describe('the list of runners', () => {
  it('is read to its last page', async () => {
    await using github = await startGitHub('acme', ({ query }) => {
      const page = Number(query.get('page'));
      const link = page < 3 ? { link: `<http://elsewhere.test/?page=${String(page + 1)}>; rel="next"` } : {};
      return { headers: link, body: { total_count: 3, runners: [runner(page, `runner-${String(page)}`)] } };
    });
    expect(await createRegistrations(github.client, github.scope).list(never)).toStrictEqual(
      [1, 2, 3].map((id) => ({
        id,
        name: `runner-${String(id)}`,
        online: false,
        busy: false,
        labels: ['xcode26'],
      })),
    );
  });

  it('without end is refused', async () => {
    await using github = await startGitHub('acme', () => ({
      headers: { link: '<http://elsewhere.test/>; rel="next"' },
      body: { total_count: 0, runners: [] },
    }));
    await expect(createRegistrations(github.client, github.scope).list(never)).rejects.toMatchObject({
      code: 'GITHUB_MALFORMED',
    });
  });

  it.each<[Reply]>([
    [{ raw: '{"runners": [' }],
    [{ raw: '' }],
    [{ body: [] }],
    [{ body: { runners: {} } }],
    [{ body: { runners: [null] } }],
    [{ body: { runners: [{ ...runner(1), id: 'one' }] } }],
    [{ body: { runners: [{ ...runner(1), busy: null }] } }],
  ])('that is %j is malformed', async (reply) => {
    await using github = await startGitHub('acme', () => reply);
    await expect(createRegistrations(github.client, github.scope).list(never)).rejects.toMatchObject({
      code: 'GITHUB_MALFORMED',
      message: expect.stringContaining('GET /orgs/acme/actions/runners'),
    });
  });
});
