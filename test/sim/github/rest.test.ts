import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import { faultNames, type FaultName } from '../../../src/sim/github/settings.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { register, rest } from './rest-client.ts';

const runners = '/repos/acme/app/actions/runners';
const jit = `POST ${runners}/generate-jitconfig`;
const wanted = { name: 'one', runner_group_id: 1, labels: ['self-hosted', 'macOS'] };
const workflow = 'jobs: { build: { runs-on: [self-hosted, macOS], steps: [{ run: "true" }] } }';
const run = { repository: 'acme/app', path: '.github/workflows/ci.yml', workflow };

let github: SimulatedGitHub;

beforeEach(async () => {
  github = await startSimulatedGitHub();
  github.addRepository({ fullName: 'acme/app' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

describe('registering a runner (§1.1, §1.2)', () => {
  test('answers 201 with an offline runner and its files in base64', async () => {
    const { status, body, headers } = await rest(github, jit, { body: wanted });

    expect(status).toBe(201);
    expect(body.runner).toMatchObject({
      name: 'one',
      os: 'unknown',
      status: 'offline',
      busy: false,
      version: null,
    });
    expect(headers.get('x-accepted-github-permissions')).toBe('administration=write');
    const files = JSON.parse(decode(body.encoded_jit_config));
    expect(Object.keys(files)).toEqual(['.runner', '.credentials', '.credentials_rsaparams']);
    expect(JSON.parse(decode(files['.runner']))).toMatchObject({
      AgentName: 'one',
      Ephemeral: true,
      UseV2Flow: true,
      ServerUrlV2: `${github.url}/_broker/`,
      WorkFolder: '_work',
    });
    expect(JSON.parse(decode(files['.credentials'])).scheme).toBe('OAuth');
    expect(Object.keys(JSON.parse(decode(files['.credentials_rsaparams']))).toSorted()).toEqual(
      ['d', 'dp', 'dq', 'exponent', 'inverseQ', 'modulus', 'p', 'q'].toSorted(),
    );
  });

  test('refuses a name that exists with 409, and takes it again after removal (§5.11)', async () => {
    const first = await rest(github, jit, { body: wanted });

    const second = await rest(github, jit, { body: wanted });
    const removal = await rest(github, `DELETE ${runners}/${String(first.body.runner.id)}`);
    const third = await rest(github, jit, { body: wanted });

    expect(second.status).toBe(409);
    expect(second.body).toEqual({
      message: 'Already exists - A runner with the name one already exists.',
      documentation_url: expect.any(String),
      status: '409',
    });
    expect([removal.status, third.status]).toEqual([204, 201]);
  });

  test('a lost answer leaves the runner registered', async () => {
    github.changeSettings({ faults: [{ name: 'lost-201', times: 1 }] });

    await expect(rest(github, jit, { body: wanted })).rejects.toThrow('fetch failed');

    expect((await rest(github, jit, { body: wanted })).status).toBe(409);
    expect((await rest(github, `GET ${runners}?name=one`)).body.total_count).toBe(1);
    expect(github.requests().map(({ status }) => status)).toEqual([0, 409, 200]);
  });

  test.each([
    [422, { name: 'one', labels: ['a'] }, 'Invalid input: object is missing required key: runner_group_id'],
    [422, { ...wanted, labels: [] }, 'Invalid input'],
    [403, { ...wanted, runner_group_id: 2 }, 'Forbidden'],
    [404, { ...wanted, runner_group_id: 7 }, 'Not Found'],
  ])('answers %i for %j', async (status, body, message) => {
    const answer = await rest(github, jit, { body });

    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(message);
    expect('errors' in answer.body).toBe(status === 422);
  });

  test('works for organizations and their runner groups', async () => {
    github.changeSettings({ runnerGroups: [{ id: 3, name: 'macs' }] });

    const groups = await rest(github, 'GET /orgs/ACME/actions/runner-groups');
    const created = await rest(github, 'POST /orgs/acme/actions/runners/generate-jitconfig', {
      body: { ...wanted, runner_group_id: 3 },
    });

    expect(groups.body.runner_groups.map((group: { name: string }) => group.name)).toEqual([
      'Default',
      'macs',
    ]);
    expect(created.status).toBe(201);
    expect((await rest(github, 'GET /orgs/acme/actions/runners')).body.total_count).toBe(1);
    expect((await rest(github, `GET ${runners}`)).body.total_count).toBe(0);
  });
});

describe('lists (§0, §1.6)', () => {
  test('are paged with a Link header', async () => {
    for (const name of ['a', 'b', 'c']) await register(github, name);

    const first = await rest(github, `GET ${runners}?per_page=2`);
    const next = /<([^>]*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await rest(github, `GET ${next.slice(github.apiUrl.length)}`);

    expect(first.body).toMatchObject({ total_count: 3, runners: [{ name: 'a' }, { name: 'b' }] });
    expect(second.body.runners).toMatchObject([{ name: 'c' }]);
    expect(second.headers.get('link')).not.toContain('rel="next"');
  });

  test('answer 304 to a known ETag without counting it', async () => {
    const first = await rest(github, `GET ${runners}`);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };

    const second = await rest(github, `GET ${runners}`, { headers });
    await register(github, 'new');
    const third = await rest(github, `GET ${runners}`, { headers });

    expect([first.status, second.status, third.status]).toEqual([200, 304, 200]);
    expect(second.headers.get('x-ratelimit-used')).toBe('1');
  });

  test('of runs are filtered by status, and jobs show no runner while they queue (§1.5)', async () => {
    const { runId } = await github.runWorkflow(run);

    const queued = await rest(github, 'GET /repos/acme/app/actions/runs?status=queued');
    const running = await rest(github, 'GET /repos/acme/app/actions/runs?status=in_progress');
    const jobs = await rest(github, `GET /repos/acme/app/actions/runs/${String(runId)}/jobs`);
    const job = await rest(github, `GET /repos/acme/app/actions/jobs/${String(jobs.body.jobs[0].id)}`);

    expect(queued.body.workflow_runs).toMatchObject([{ id: runId, status: 'queued', conclusion: null }]);
    expect(running.body.total_count).toBe(0);
    expect(job.body).toEqual(jobs.body.jobs[0]);
    expect(job.body).toMatchObject({
      status: 'queued',
      name: 'build',
      labels: ['self-hosted', 'macOS'],
      runner_id: null,
      started_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });
});

test('a busy runner cannot be deleted: 422 (§1.3)', async () => {
  const runner = await HandRunner.connect(await register(github, 'one'));
  await github.runWorkflow(run);
  const job = await runner.take();
  const { id } = github.runners()[0] ?? {};

  const refused = await rest(github, `DELETE ${runners}/${String(id)}`);
  const shown = await rest(github, `GET ${runners}/${String(id)}`);
  await runner.complete(job.jobId, 'Succeeded');

  expect(refused.status).toBe(422);
  expect(refused.body.message).toBe('Bad request - Runner "one" is still running a job"');
  expect(shown.body).toMatchObject({ status: 'online', busy: true });
  expect((await rest(github, `DELETE ${runners}/${String(id)}`)).status).toBe(404);
});

describe('who may ask (§3)', () => {
  test('a wrong token gets 401, no token gets 401', async () => {
    const wrong = await rest(github, `GET ${runners}`, { headers: { authorization: 'Bearer wrong' } });
    const none = await rest(github, `GET ${runners}`, { headers: { authorization: '' } });

    expect([wrong.status, none.status]).toEqual([401, 401]);
    expect(wrong.body.message).toBe('Bad credentials');
  });

  test('a missing permission gets 403 with the permission that is accepted', async () => {
    github.changeSettings({
      permissions: {
        administration: 'read',
        organization_self_hosted_runners: 'none',
        actions: 'none',
        metadata: 'read',
      },
    });

    const answer = await rest(github, jit, { body: wanted });

    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-accepted-github-permissions')).toBe('administration=write');
    expect((await rest(github, `GET ${runners}`)).status).toBe(200);
    expect((await rest(github, 'GET /repos/acme/app/actions/runs')).status).toBe(403);
    expect((await rest(github, 'GET /orgs/acme/actions/runners')).status).toBe(403);
  });

  test('an unknown repository gets 404', async () => {
    expect((await rest(github, 'GET /repos/acme/other/actions/runners')).status).toBe(404);
  });
});

/** Faults that answer: the status, and some of the headers. */
const refusals: [FaultName, number, Record<string, string>][] = [
  ['http-500', 500, {}],
  ['http-502', 502, {}],
  ['http-503', 503, {}],
  ['rate-limit-429', 429, {}],
  ['rate-limit-429-retry-after', 429, { 'retry-after': '2' }],
  ['rate-limit-403', 403, { 'x-ratelimit-remaining': '0' }],
  ['rate-limit-403-retry-after', 403, { 'retry-after': '2' }],
  ['unauthorized-401', 401, {}],
  ['forbidden-403', 403, {}],
  ['forbidden-403-empty', 403, {}],
  ['jit-409', 409, {}],
  ['jit-422', 422, {}],
];
/** Faults whose answer does not arrive, or not whole. */
const losses: FaultName[] = ['timeout', 'connection-reset', 'cut-answer', 'malformed-json', 'lost-201'];

describe('faults', () => {
  test('are all tried here', () => {
    expect([...refusals.map(([name]) => name), ...losses].toSorted()).toEqual([...faultNames].toSorted());
  });

  test.each(refusals)('%s answers %i as often as asked', async (name, status, headers) => {
    github.changeSettings({ faults: [{ name, times: 1, seconds: 2 }] });

    const faulty = await rest(github, jit, { body: wanted });
    const whole = await rest(github, jit, { body: wanted });

    expect([faulty.status, whole.status]).toEqual([status, 201]);
    expect(Object.fromEntries(faulty.headers)).toMatchObject(headers);
  });

  test.each<FaultName>(['cut-answer', 'malformed-json'])('%s gives no usable body', async (name) => {
    github.changeSettings({ faults: [{ name, times: 1, match: '^GET ' }] });

    await expect(rest(github, `GET ${runners}`)).rejects.toThrow(/terminated|JSON/);
  });

  test('connection-reset ends the connection before the call had an effect', async () => {
    github.changeSettings({ faults: [{ name: 'connection-reset', times: 1 }] });

    await expect(rest(github, jit, { body: wanted })).rejects.toThrow('fetch failed');

    expect(github.runners()).toEqual([]);
    expect((await rest(github, jit, { body: wanted })).status).toBe(201);
  });

  test('strike the nth matching call; without a number of times, each from then on', async () => {
    const match = '^GET /repos/acme/app/actions/runners$';
    github.changeSettings({
      faults: [
        { name: 'http-500', match, skip: 1, times: 1 },
        { name: 'http-502', match, skip: 3 },
      ],
    });

    const statuses: number[] = [];
    for (let call = 0; call < 6; call += 1) {
      await rest(github, 'GET /repos/acme/app');
      statuses.push((await rest(github, `GET ${runners}`)).status);
    }

    expect(statuses).toEqual([200, 500, 200, 502, 502, 502]);
  });

  test('timeout never answers', async () => {
    github.changeSettings({ faults: [{ name: 'timeout', times: 1 }] });

    const answer = fetch(`${github.apiUrl}/rate_limit`, { signal: AbortSignal.timeout(100) });

    await expect(answer).rejects.toThrow('timeout');
  });

  test('version 2026-03-10 of the API no longer has `rate` (§0)', async () => {
    const headers = { 'x-github-api-version': '2026-03-10' };

    expect((await rest(github, 'GET /rate_limit')).body.rate.limit).toBe(5000);
    expect((await rest(github, 'GET /rate_limit', { headers })).body.rate).toBeUndefined();
  });

  test('the primary rate limit answers 403 when it is used up; asking for it costs nothing (§1.6)', async () => {
    github.changeSettings({ rateLimit: 1 });

    await rest(github, `GET ${runners}`);
    const over = await rest(github, `GET ${runners}`);
    const limit = await rest(github, 'GET /rate_limit');

    expect(over.status).toBe(403);
    expect(over.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(limit.body.resources.core).toMatchObject({ limit: 1, used: 1, remaining: 0 });
  });
});

test('a base path makes it look like Enterprise Server (§8 item 6)', async () => {
  await using server = await startSimulatedGitHub({ basePath: '/api/v3' });
  server.addRepository({ fullName: 'acme/app' });

  expect(server.apiUrl).toBe(`${server.url}/api/v3`);
  expect((await rest(server, 'GET /repos/acme/app')).body.full_name).toBe('acme/app');
  expect(
    (await fetch(`${server.url}/rate_limit`, { headers: { authorization: `Bearer ${server.token}` } }))
      .status,
  ).toBe(404);
});

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
