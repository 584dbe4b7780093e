import { describe, expect, it } from 'vitest';
import { createAdmission } from '../../src/github/admission.ts';
import { type Audience, judge } from '../../src/github/audience.ts';
import { readAudience } from '../../src/github/read-audience.ts';
import { SandError } from '../../src/errors.ts';
import { type Asked, never, type Reply, script, startGitHub, startOfTime } from './server.ts';

const minute = 60_000;
const group: Audience = { group: 'macs', repositories: undefined, public: false, forks: undefined };
const repository: Audience = { group: undefined, repositories: ['acme/app'], public: false, forks: false };

/** A GitHub with two groups. */
function groups(visibility: string): (asked: Asked) => Reply {
  const runner_groups = [
    { id: 1, name: 'Standard', visibility: 'all', allows_public_repositories: true },
    { id: 5, name: 'Macs', visibility, allows_public_repositories: false },
  ];
  const repositories = [{ full_name: 'acme/app' }, { full_name: 'acme/web' }];
  const organizations = [{ login: 'acme' }];
  return ({ path }) => {
    if (path.endsWith('/actions/runner-groups')) return { body: { runner_groups } };
    if (path.endsWith('/runner-groups/5/repositories')) return { body: { repositories } };
    return path.endsWith('/runner-groups/5/organizations') ? { body: { organizations } } : { status: 404 };
  };
}

/** One whose audience is what `now` holds, an error included. */
function admission(now: { audience: Audience | Error }, allowPublic = false) {
  const seen: { reads: number; told: unknown[]; time: number } = { reads: 0, told: [], time: startOfTime };
  const admit = createAdmission({
    allowPublic,
    clock: { now: () => seen.time, sleep: async () => undefined },
    async read() {
      seen.reads += 1;
      if (now.audience instanceof Error) throw now.audience;
      return now.audience;
    },
    onAudience: (audience) => seen.told.push(audience),
    onWarning: (text) => seen.told.push(text),
  });
  return Object.assign(seen, { admit: async () => admit(never) });
}

describe('an audience', () => {
  it.each<[string, Audience, boolean, { refused: boolean; warned: boolean }]>([
    ['a private repository', repository, false, { refused: false, warned: false }],
    ['one that may be forked', { ...repository, forks: true }, false, { refused: false, warned: true }],
    ['a public repository', { ...repository, public: true }, false, { refused: true, warned: false }],
    ['one that is wanted', { ...repository, public: true }, true, { refused: false, warned: true }],
    ['a group', group, false, { refused: false, warned: false }],
    ['a group for everybody', { ...group, public: true }, false, { refused: true, warned: false }],
    ['one that is wanted', { ...group, public: true }, true, { refused: false, warned: true }],
    ['a group that is closed though it need not be', group, true, { refused: false, warned: false }],
  ])(
    'that is %s (%j, allowPublic %s) gets the verdict %j',
    (_, audience, allowPublic, { refused, warned }) => {
      const { refusal, warning } = judge(audience, allowPublic);
      expect([refusal?.code === 'RUNNERS_PUBLIC', warning !== undefined]).toStrictEqual([refused, warned]);
    },
  );
});

describe('what GitHub says of an audience', () => {
  it.each<[string, string | undefined, string, Partial<Audience>]>([
    ['acme', 'macs', 'all', { group: 'Macs', repositories: undefined, public: false }],
    ['acme', 'MACS', 'selected', { group: 'Macs', repositories: ['acme/app', 'acme/web'], public: false }],
    ['acme', undefined, 'all', { group: 'Standard', repositories: undefined, public: true }],
    ['acme', 'default', 'all', { group: 'Standard', repositories: undefined, public: true }],
    ['enterprises/acme', 'macs', 'selected', { group: 'Macs', repositories: ['acme'], public: false }],
  ])('is, for %s and its group %s (%s), %j', async (path, name, visibility, expected) => {
    await using github = await startGitHub(path, groups(visibility));
    const audience = await readAudience(github.client, github.scope, name, never);
    expect(audience).toStrictEqual({ ...expected, forks: undefined });
  });

  it.each([
    [
      { private: true, allow_forking: true },
      { public: false, forks: true },
    ],
    [
      { private: true, allow_forking: false },
      { public: false, forks: false },
    ],
    [{ private: true }, { public: false, forks: false }],
    [
      { private: false, allow_forking: true },
      { public: true, forks: undefined },
    ],
  ])('is, for a repository with %j, %j', async (body, expected) => {
    await using github = await startGitHub('acme/app', script({ body }));
    const audience = await readAudience(github.client, github.scope, undefined, never);
    expect(audience).toStrictEqual({ group: undefined, repositories: ['acme/app'], ...expected });
  });

  it('is nothing when there is no such group', async () => {
    await using github = await startGitHub('acme', groups('all'));
    await expect(readAudience(github.client, github.scope, 'pcs', never)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('only: Standard, Macs'),
    });
  });
});

describe('an admission', () => {
  it('asks once an hour, and tells of an audience when it is new', async () => {
    const now = { audience: group };
    const seen = admission(now);
    for (const wait of [0, minute, 58 * minute, minute, minute]) {
      seen.time += wait;
      await seen.admit();
    }
    expect([seen.reads, seen.told]).toStrictEqual([2, [group]]);

    now.audience = { ...group, repositories: ['acme/app'] };
    seen.time += 60 * minute;
    await seen.admit();
    expect(seen.told).toStrictEqual([group, now.audience]);
  });

  it('is refused while everybody could send jobs, and looks again each minute', async () => {
    const now: { audience: Audience } = { audience: { ...group, public: true } };
    const seen = admission(now);
    const refused = { code: 'RUNNERS_PUBLIC' };
    await expect(seen.admit()).rejects.toMatchObject(refused);
    await expect(seen.admit()).rejects.toMatchObject(refused);
    expect([seen.reads, seen.told]).toStrictEqual([1, [now.audience]]);

    now.audience = group;
    seen.time += minute;
    await seen.admit();
    expect(seen.reads).toBe(2);
  });

  it('that is wanted by the operator comes with a warning', async () => {
    const seen = admission({ audience: { ...group, public: true } }, true);
    await seen.admit();
    expect(seen.told).toStrictEqual([expect.anything(), expect.stringContaining('github.allowPublic')]);
  });

  it('waits for a GitHub that is away, and does without one that does not say', async () => {
    const now: { audience: Audience | Error } = { audience: new SandError('GITHUB_UNAVAILABLE', 'away') };
    const seen = admission(now);
    await expect(seen.admit()).rejects.toBe(now.audience);
    now.audience = new SandError('GITHUB_NOT_FOUND', 'no groups here');
    await seen.admit();
    await seen.admit();
    expect([seen.reads, seen.told]).toStrictEqual([2, [expect.stringContaining('no groups here')]]);
  });

  it('stays refused when GitHub does not say any more', async () => {
    const now: { audience: Audience | Error } = { audience: { ...group, public: true } };
    const seen = admission(now);
    await expect(seen.admit()).rejects.toMatchObject({ code: 'RUNNERS_PUBLIC' });
    now.audience = new SandError('GITHUB_FORBIDDEN', 'no');
    seen.time += minute;
    await expect(seen.admit()).rejects.toMatchObject({ code: 'RUNNERS_PUBLIC' });
  });
});
