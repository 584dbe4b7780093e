import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { register, rest } from './rest-client.ts';

const runners = '/repos/acme/app/actions/runners';
const runs = '/repos/acme/app/actions/runs';
const workflow = 'jobs: { build: { runs-on: macOS, steps: [{ run: "true" }] } }';
const run = { repository: 'acme/app', path: '.github/workflows/ci.yml', workflow };
const hourMs = 3_600_000;

let github: SimulatedGitHub;

beforeEach(async () => {
  github = await startSimulatedGitHub();
  github.addRepository({ fullName: 'acme/app' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

/** Every call of the table in §1 that is simulated, with the permission that it takes (§3). */
const calls = [
  ['POST', 'generate-jitconfig', 'administration=write', 422],
  ['POST', 'registration-token', 'administration=write', 201],
  ['POST', 'remove-token', 'administration=write', 201],
  ['GET', '', 'administration=read', 200],
  ['GET', '1', 'administration=read', 200],
  ['GET', '1/labels', 'administration=read', 200],
  ['POST', '1/labels', 'administration=write', 422],
  ['PUT', '1/labels', 'administration=write', 422],
  ['DELETE', '1/labels', 'administration=write', 200],
  ['DELETE', '1/labels/nothing', 'administration=write', 404],
  ['GET', 'downloads', 'administration=read', 200],
  ['GET', 'deprecations/2.336.0', 'administration=read', 200],
  ['DELETE', '2', 'administration=write', 404],
] as const;

test.each(calls)('%s …/runners/%s takes %s', async (method, path, permission, status) => {
  await register(github, 'mac');
  const call = `${method} ${path === '' ? runners : `${runners}/${path}`}`;

  const allowed = await rest(github, call, method === 'GET' ? {} : { body: {} });
  const unknown = await rest(github, call.replace('/app/', '/other/'), method === 'GET' ? {} : { body: {} });
  const none = { administration: 'none', organization_self_hosted_runners: 'none' } as const;
  github.changeSettings({ permissions: { ...none, actions: 'none', metadata: 'read' } });
  const refused = await rest(github, call, method === 'GET' ? {} : { body: {} });

  expect([allowed.status, unknown.status, refused.status]).toEqual([status, 404, 403]);
  for (const { headers } of [allowed, unknown, refused]) {
    expect(headers.get('x-accepted-github-permissions')).toBe(permission);
    expect(headers.get('x-ratelimit-limit')).toBe('5000');
  }
  expect(allowed.headers.has('etag')).toBe(method === 'GET');
});

test('owners and repositories are found in any case (§0)', async () => {
  await register(github, 'mac');

  expect((await rest(github, 'GET /repos/ACME/App/actions/runners')).body.total_count).toBe(1);
  expect((await rest(github, 'GET /orgs/Acme/actions/runners')).status).toBe(200);
  expect((await rest(github, 'GET /repos/ACME/App/actions/runs')).status).toBe(200);
});

test('both tokens are good for an hour (§1)', async () => {
  const before = Date.now();
  const registration = await rest(github, `POST ${runners}/registration-token`);
  const removal = await rest(github, 'POST /orgs/acme/actions/runners/remove-token');

  for (const { body } of [registration, removal]) {
    expect(body.token).not.toBe('');
    expect(Date.parse(body.expires_at)).toBeGreaterThanOrEqual(before + hourMs);
  }
});

test('labels are added, replaced and removed; those of the platform stay (§1.3)', async () => {
  await register(github, 'mac', ['self-hosted', 'macOS', 'old']);
  const labels = `${runners}/1/labels`;
  const names = async (call: string, body?: unknown): Promise<string[]> => {
    const answer = await rest(github, call, { body });
    expect(answer.body.total_count).toBe(answer.body.labels.length);
    return answer.body.labels.map((label: { name: string }) => label.name);
  };

  expect(await names(`POST ${labels}`, { labels: ['xcode26', 'old'] })).toEqual([
    'self-hosted',
    'macOS',
    'old',
    'xcode26',
  ]);
  expect(await names(`DELETE ${labels}/OLD`)).toEqual(['self-hosted', 'macOS', 'xcode26']);
  expect(await names(`PUT ${labels}`, { labels: ['new'] })).toEqual(['self-hosted', 'macOS', 'new']);
  expect((await rest(github, `DELETE ${labels}/macOS`)).status).toBe(422);
  expect(await names(`DELETE ${labels}`)).toEqual(['self-hosted', 'macOS']);
  expect(github.runners()[0]?.labels).toEqual(['self-hosted', 'macOS']);
});

test('a job goes to a runner that was given its label later', async () => {
  const runner = await HandRunner.connect(await register(github, 'mac', ['self-hosted']));
  await github.runWorkflow(run);
  await rest(github, `POST ${runners}/1/labels`, { body: { labels: ['macos'] } });

  expect((await runner.take()).name).toBe('build');
});

test('downloads name the build for this platform (§1, §4.5)', async () => {
  const { body } = await rest(github, `GET ${runners}/downloads`);

  expect(body).toContainEqual({
    os: 'osx',
    architecture: 'arm64',
    download_url:
      'https://github.com/actions/runner/releases/download/v2.337.0/actions-runner-osx-arm64-2.337.0.tar.gz',
    filename: 'actions-runner-osx-arm64-2.337.0.tar.gz',
    sha256_checksum: expect.stringMatching(/^[\da-f]{64}$/),
  });
});

test('deprecations tell when a version ends; an unknown one is not found (§1)', async () => {
  const runtimeEnd = '2026-12-01T00:00:00Z';
  github.changeSettings({ runnerVersions: { '2.336.0': { registrationEnd: null, runtimeEnd } } });

  expect((await rest(github, `GET ${runners}/deprecations/2.336.0`)).body).toEqual({
    runner_version: '2.336.0',
    registration_deprecates_at: null,
    runtime_deprecates_at: runtimeEnd,
  });
  expect((await rest(github, `GET ${runners}/deprecations/9.9.9`)).status).toBe(404);
});

describe('runner groups (§1.4)', () => {
  const base = '/orgs/acme/actions/runner-groups';

  test('are listed and read, with their runners and repositories', async () => {
    github.changeSettings({ runnerGroups: [{ id: 3, name: 'macs', repositories: ['acme/App'] }] });
    const body = { name: 'mac', runner_group_id: 3, labels: ['macOS'] };
    await rest(github, 'POST /orgs/acme/actions/runners/generate-jitconfig', { body });

    expect((await rest(github, `GET ${base}/3`)).body).toMatchObject({
      name: 'macs',
      visibility: 'selected',
      default: false,
      allows_public_repositories: false,
      runners_url: `${github.apiUrl}${base}/3/runners`,
      selected_repositories_url: `${github.apiUrl}${base}/3/repositories`,
    });
    expect((await rest(github, `GET ${base}/1`)).body).toMatchObject({ name: 'Default', visibility: 'all' });
    expect((await rest(github, `GET ${base}/3/runners`)).body.runners).toMatchObject([{ name: 'mac' }]);
    expect((await rest(github, `GET ${base}/1/runners`)).body.total_count).toBe(0);
    expect((await rest(github, `GET ${base}/3/repositories`)).body.repositories).toMatchObject([
      { full_name: 'acme/app' },
    ]);
    expect((await rest(github, `GET ${base}?visible_to_repository=other`)).body.total_count).toBe(1);
    expect((await rest(github, `GET ${base}/4`)).status).toBe(404);
  });
});

describe('runs and jobs (§1.5)', () => {
  test('jobs are found by attempt; there is only the first', async () => {
    const { runId } = await github.runWorkflow(run);

    const first = await rest(github, `GET ${runs}/${String(runId)}/attempts/1/jobs`);
    const latest = await rest(github, `GET ${runs}/${String(runId)}/jobs?filter=latest`);

    expect(first.body).toEqual(latest.body);
    expect(first.body.jobs).toMatchObject([{ run_id: runId, run_attempt: 1 }]);
    expect((await rest(github, `GET ${runs}/${String(runId)}/attempts/2/jobs`)).status).toBe(404);
    expect((await rest(github, `GET ${runs}/1/jobs`)).status).toBe(404);
    expect((await rest(github, 'GET /repos/acme/app/actions/jobs/1')).status).toBe(404);
  });

  test.each([
    ['event=workflow_dispatch', 1],
    ['event=push', 0],
    ['branch=main', 1],
    ['branch=other', 0],
    ['actor=nobody', 0],
    ['head_sha=0', 0],
    ['status=queued&event=push', 0],
    ['exclude_pull_requests=true', 1],
  ])('runs are filtered by %s', async (query, count) => {
    await github.runWorkflow(run);

    expect((await rest(github, `GET ${runs}?${query}`)).body.total_count).toBe(count);
  });

  test('a job in a protected environment is waiting until somebody approves', async () => {
    github.changeSettings({ protectedEnvironments: ['production'] });
    const { runId } = await github.runWorkflow({
      ...run,
      workflow:
        'jobs: { ship: { runs-on: macOS, environment: { name: production }, steps: [{ run: "true" }] } }',
    });
    const shown = async (): Promise<[string, string]> => {
      const one = await rest(github, `GET ${runs}/${String(runId)}`);
      const { body } = await rest(github, `GET ${runs}/${String(runId)}/jobs`);
      return [one.body.status, body.jobs[0].status];
    };

    expect(await shown()).toEqual(['waiting', 'waiting']);
    expect((await rest(github, `GET ${runs}?status=queued`)).body.total_count).toBe(0);
    github.approveRun(runId);
    expect(await shown()).toEqual(['queued', 'queued']);
  });

  test('of a concurrency group one job has its turn and one is pending; the next one takes its place', async () => {
    const one = 'jobs: { ship: { runs-on: macOS, concurrency: ship, steps: [{ run: "true" }] } }';
    for (let count = 0; count < 3; count += 1) await github.runWorkflow({ ...run, workflow: one });
    const statuses = (): string[] => github.jobs().map(({ status, conclusion }) => conclusion ?? status);
    expect(statuses()).toEqual(['queued', 'cancelled', 'pending']);
    expect((await rest(github, `GET ${runs}?status=pending`)).body.total_count).toBe(1);

    const runner = await HandRunner.connect(await register(github, 'mac'));
    await runner.complete((await runner.take()).jobId, 'Succeeded');

    expect(statuses()).toEqual(['success', 'cancelled', 'queued']);
  });

  test('cancel-in-progress ends the job that has its turn', async () => {
    const concurrency = '{ group: ship, cancel-in-progress: true }';
    const one = `jobs: { ship: { runs-on: macOS, concurrency: ${concurrency}, steps: [{ run: "true" }] } }`;
    for (let count = 0; count < 2; count += 1) await github.runWorkflow({ ...run, workflow: one });

    expect(github.jobs().map(({ status, conclusion }) => conclusion ?? status)).toEqual([
      'cancelled',
      'queued',
    ]);
  });
});
