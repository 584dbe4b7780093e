import { describe, expect, it } from 'vitest';
import { createClient } from '../../src/github/client.ts';
import { createJobs } from '../../src/github/jobs.ts';
import { parseScope } from '../../src/github/scope.ts';
import { fixedToken } from '../../src/github/tokens.ts';
import { Secret } from '../../src/secret.ts';
import { type Asked, never, type Reply, startGitHub, startOfTime } from './server.ts';

const day = 24 * 3600 * 1000;

interface World {
  /** By full name: runs by status. */
  runs: Record<string, { queued?: number[]; in_progress?: number[] }>;
  /** By run. */
  jobs: Record<number, object[]>;
  repositories?: object[];
}

/** A GitHub with ETags and pages of two. */
function actionsApi(world: World): (asked: Asked) => Reply {
  return (asked) => {
    const all = listOf(world, asked);
    if (all === undefined) return { status: 404, body: { message: 'Not Found' } };
    const page = Number(asked.query.get('page'));
    const items = all.items.slice((page - 1) * 2, page * 2);
    const etag = `W/"${Buffer.from(JSON.stringify(items)).toString('base64url')}"`;
    if (asked.headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
    const link = all.items.length > page * 2 ? { link: '<https://elsewhere.test/>; rel="next"' } : {};
    const body = all.field === undefined ? items : { total_count: all.items.length, [all.field]: items };
    return { headers: { etag, ...link }, body };
  };
}

function listOf(world: World, { path, query }: Asked): { field?: string; items: unknown[] } | undefined {
  if (path === '/orgs/acme/repos') return { items: world.repositories ?? [] };
  const [, fullName = '', run] = /^\/repos\/(.+?)\/actions\/runs(?:\/(\d+)\/jobs)?$/.exec(path) ?? [];
  if (run !== undefined) return { field: 'jobs', items: world.jobs[Number(run)] ?? [] };
  const status = query.get('status') === 'queued' ? 'queued' : 'in_progress';
  const runs = world.runs[fullName];
  return runs && { field: 'workflow_runs', items: (runs[status] ?? []).map((id) => ({ id, name: 'ci' })) };
}

function job(id: number, changes: object = {}): object {
  return {
    id,
    name: `job ${String(id)}`,
    status: 'queued',
    labels: ['self-hosted', 'macOS'],
    created_at: '2026-01-01T00:00:05Z',
    html_url: `https://github.com/acme/repo/actions/runs/1/job/${String(id)}`,
    steps: [],
    ...changes,
  };
}

function repository(name: string, changes: object = {}): object {
  const pushed = new Date(startOfTime - day).toISOString();
  return {
    full_name: `acme/${name}`,
    private: true,
    archived: false,
    disabled: false,
    pushed_at: pushed,
    ...changes,
  };
}

describe('the waiting jobs of a repository', () => {
  it('are the queued jobs of queued and of running runs', async () => {
    const world: World = {
      runs: { 'acme/repo': { queued: [1], in_progress: [2] } },
      jobs: {
        1: [job(10), job(11, { status: 'waiting' }), job(12, { status: 'pending' })],
        2: [job(20, { status: 'in_progress' }), job(21), job(22, { status: 'completed' })],
      },
    };
    await using github = await startGitHub('acme/repo', actionsApi(world));
    const waiting = await createJobs(github.client, github.scope).waiting(never);
    expect(waiting.map(({ id }) => id)).toStrictEqual([10, 21]);
    expect(waiting[0]).toStrictEqual({
      id: 10,
      name: 'job 10',
      repository: 'acme/repo',
      labels: ['self-hosted', 'macOS'],
      queuedAt: startOfTime + 5000,
      url: 'https://github.com/acme/repo/actions/runs/1/job/10',
    });
    const queries = github.asked.map(({ query }) => query.get('status') ?? query.get('filter'));
    expect(new Set(queries)).toStrictEqual(new Set(['queued', 'in_progress', 'waiting', 'latest']));
  });

  it('are asked for once when a run moves between the lists', async () => {
    const world: World = {
      runs: { 'acme/repo': { queued: [1], in_progress: [1] } },
      jobs: { 1: [job(10)] },
    };
    await using github = await startGitHub('acme/repo', actionsApi(world));
    expect(await createJobs(github.client, github.scope).waiting(never)).toHaveLength(1);
  });

  it('are found on every page', async () => {
    const world: World = {
      runs: { 'acme/repo': { queued: [1, 2, 3] } },
      jobs: { 1: [job(1)], 2: [], 3: [3, 4, 5, 6, 7].map((id) => job(id)) },
    };
    await using github = await startGitHub('acme/repo', actionsApi(world));
    const waiting = await createJobs(github.client, github.scope).waiting(never);
    expect(waiting.map(({ id }) => id)).toStrictEqual([1, 3, 4, 5, 6, 7]);
  });

  it('cost nothing while nothing changes, and are seen when something does', async () => {
    const world: World = {
      runs: { 'acme/repo': { queued: [1, 2, 3] } },
      jobs: { 1: [job(1), job(2), job(3)] },
    };
    const answer = actionsApi(world);
    const answered: unknown[] = [];
    await using github = await startGitHub('acme/repo', (asked) => {
      const reply = answer(asked);
      answered.push(typeof reply === 'object' ? reply.status : reply);
      return reply;
    });
    const jobs = createJobs(github.client, github.scope);
    const first = await jobs.waiting(never);
    answered.length = 0;

    expect(await jobs.waiting(never)).toStrictEqual(first);
    expect(new Set(answered)).toStrictEqual(new Set([304]));

    world.jobs[1] = [job(1), job(2, { status: 'in_progress' }), job(3)];
    expect((await jobs.waiting(never)).map(({ id }) => id)).toStrictEqual([1, 3]);
  });

  it('have clean and bounded texts', async () => {
    const hostile = job(1, {
      name: `\u001B]0;x\u0007${'n'.repeat(5000)}`,
      labels: ['a\nb', 'x'.repeat(999)],
    });
    const world: World = { runs: { 'acme/repo': { queued: [1] } }, jobs: { 1: [hostile] } };
    await using github = await startGitHub('acme/repo', actionsApi(world));
    const [found] = await createJobs(github.client, github.scope).waiting(never);
    expect(found?.name).toMatch(/^ \]0;x n+…$/);
    expect(found?.name.length).toBe(300);
    expect(found?.labels.map((label) => label.length)).toStrictEqual([3, 300]);
    expect(found?.labels[0]).toBe('a b');
  });

  it.each([{ labels: 'macOS' }, { labels: [1] }, { created_at: 'soon' }, { id: 1.5 }, { status: null }])(
    'with %j are malformed',
    async (changes) => {
      const world: World = { runs: { 'acme/repo': { queued: [1] } }, jobs: { 1: [job(1, changes)] } };
      await using github = await startGitHub('acme/repo', actionsApi(world));
      await expect(createJobs(github.client, github.scope).waiting(never)).rejects.toMatchObject({
        code: 'GITHUB_MALFORMED',
        message: expect.stringContaining('/actions/runs/1/jobs.jobs[0].'),
      });
    },
  );

  it('of a repository that is not there are an error', async () => {
    await using github = await startGitHub('acme/repo', actionsApi({ runs: {}, jobs: {} }));
    await expect(createJobs(github.client, github.scope).waiting(never)).rejects.toMatchObject({
      code: 'GITHUB_NOT_FOUND',
    });
  });
});

describe('the waiting jobs of an organization', () => {
  it('come from its repositories that are open and in use', async () => {
    const old = new Date(startOfTime - 61 * day).toISOString();
    const world: World = {
      repositories: [
        repository('one'),
        repository('two'),
        repository('closed', { archived: true }),
        repository('off', { disabled: true }),
        repository('x/../../y'),
        repository('old', { pushed_at: old }),
        repository('empty', { pushed_at: null }),
      ],
      runs: { 'acme/one': { queued: [1] }, 'acme/two': { in_progress: [2] } },
      jobs: { 1: [job(1)], 2: [job(2)] },
    };
    await using github = await startGitHub('acme', actionsApi(world));
    const waiting = await createJobs(github.client, github.scope).waiting(never);
    expect(waiting.map((each) => each.repository).toSorted()).toStrictEqual(['acme/one', 'acme/two']);
    const polled = new Set(github.asked.map(({ path }) => path.split('/actions')[0]));
    expect(polled).toStrictEqual(new Set(['/orgs/acme/repos', '/repos/acme/one', '/repos/acme/two']));
  });

  it('list the repositories once in ten minutes', async () => {
    const world: World = {
      repositories: [repository('one')],
      runs: { 'acme/one': {}, 'acme/new': {} },
      jobs: {},
    };
    await using github = await startGitHub('acme', actionsApi(world));
    const jobs = createJobs(github.client, github.scope);
    const listings = (): number => github.asked.filter(({ path }) => path === '/orgs/acme/repos').length;

    await jobs.waiting(never);
    github.clock.advance(9 * 60_000);
    await jobs.waiting(never);
    expect(listings()).toBe(1);

    world.repositories = [repository('new'), repository('one')];
    github.clock.advance(60_000);
    await jobs.waiting(never);
    expect(listings()).toBe(2);
    expect(github.asked.at(-1)?.path).toContain('/repos/acme/');
    expect(github.asked.some(({ path }) => path.startsWith('/repos/acme/new/'))).toBe(true);
  });

  it('are found although one repository is closed to the token, which is told and left alone', async () => {
    const world: World = {
      repositories: [repository('hidden'), repository('one')],
      runs: { 'acme/one': { queued: [1] } },
      jobs: { 1: [job(1)] },
    };
    await using github = await startGitHub('acme', actionsApi(world));
    const skipped: string[] = [];
    const jobs = createJobs(github.client, github.scope, { onSkip: (each) => skipped.push(each) });
    expect(await jobs.waiting(never)).toHaveLength(1);
    expect(await jobs.waiting(never)).toHaveLength(1);
    expect(skipped).toStrictEqual(['acme/hidden']);
  });

  it('are an error again and again when no repository may be read', async () => {
    const world: World = { repositories: [repository('one'), repository('two')], runs: {}, jobs: {} };
    await using github = await startGitHub('acme', actionsApi(world));
    const jobs = createJobs(github.client, github.scope);
    await expect(jobs.waiting(never)).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
    await expect(jobs.waiting(never)).rejects.toMatchObject({ code: 'GITHUB_NOT_FOUND' });
  });

  it('stop being asked for when one repository meets a real failure', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `r${String(index)}`);
    const repositories = names.map((name) => repository(name));
    await using github = await startGitHub('acme', ({ path }) => {
      if (path === '/orgs/acme/repos') return { body: repositories };
      return { status: 401, body: { message: 'Bad credentials' } };
    });
    const waiting = createJobs(github.client, github.scope).waiting(never);
    await expect(waiting).rejects.toMatchObject({ code: 'GITHUB_UNAUTHORIZED' });
    expect(github.asked.length).toBeLessThanOrEqual(5);
  });

  it('end with the reason of the signal', async () => {
    const abort = new AbortController();
    await using github = await startGitHub('acme', ({ path }) => {
      if (path === '/orgs/acme/repos') return { body: [repository('one'), repository('two')] };
      abort.abort('stop');
      return 'hang';
    });
    await expect(createJobs(github.client, github.scope).waiting(abort.signal)).rejects.toBe('stop');
  });

  it.each([
    [false, ['acme/private']],
    [true, ['acme/private', 'acme/public']],
  ])('are looked for in public repositories when that is wanted: %s', async (allowPublic, looked) => {
    const repositories = [repository('private'), repository('public', { private: false })];
    const world = { runs: { 'acme/private': {}, 'acme/public': {} }, jobs: {}, repositories };
    await using github = await startGitHub('acme', actionsApi(world));
    await createJobs(github.client, github.scope, { allowPublic }).waiting(never);
    const paths = github.asked.map(({ path }) => /^\/repos\/(.+?)\/actions/.exec(path)?.[1]);
    expect([...new Set(paths.filter((path) => path !== undefined))].toSorted()).toStrictEqual(looked);
  });

  it('cannot be looked for in an enterprise', () => {
    const scope = parseScope('https://github.com/enterprises/acme');
    const client = createClient({ scope, tokens: fixedToken(new Secret('any')) });
    expect(() => createJobs(client, scope)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
