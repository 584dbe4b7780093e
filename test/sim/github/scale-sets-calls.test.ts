import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { rest } from './rest-client.ts';
import { register, registrationToken, ScaleSetClient } from './scale-set-client.ts';

const sets = '_apis/runtime/runnerscalesets';
const agents = '_apis/distributedtask/pools/0/agents';
const hourSeconds = 3600;
let github: SimulatedGitHub;

beforeEach(async () => {
  github = await startSimulatedGitHub({ settings: { scaleSets: { pollMs: 20 } } });
  github.addRepository({ fullName: 'acme/app' });
  github.addRepository({ fullName: 'acme/other' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

describe('the way to the service (§3)', () => {
  test.each(['', '/api/v3'] as const)(
    'is the same below %j; the token says when it ends',
    async (basePath) => {
      await using server = await startSimulatedGitHub({ basePath });
      server.addRepository({ fullName: 'acme/app' });

      const { status, body } = await register(
        server,
        await registrationToken(server, 'acme/app'),
        'acme/app',
      );
      const client = await ScaleSetClient.connect(server);

      expect([status, body.url]).toEqual([201, `${server.url}/tenant/123/`]);
      const claims = JSON.parse(Buffer.from(body.token.split('.')[1], 'base64url').toString());
      expect(claims.exp - claims.nbf).toBe(hourSeconds);
      expect((await client.call(`GET ${sets}?api-version=6.0-preview`)).body).toEqual({
        count: 0,
        value: [],
      });
    },
  );

  test('needs a registration token of the scope that the configuration URL names', async () => {
    const token = await registrationToken(github, 'acme/app');
    const { body } = await rest(github, 'POST /repos/acme/app/actions/runners/remove-token');

    expect((await register(github, 'wrong', 'acme/app')).status).toBe(401);
    expect((await register(github, body.token, 'acme/app')).status).toBe(401);
    expect((await register(github, token, 'acme/other')).status).toBe(404);
    expect((await register(github, token, 'acme/app/more')).status).toBe(404);
    expect((await register(github, token, 'ACME/app')).status).toBe(201);
  });

  test.each([
    ['unauthorized-401', 401],
    ['forbidden-403', 403],
  ] as const)('can be refused at first with %s', async (name, status) => {
    const match = 'runner-registration$';
    github.changeSettings({ faults: [{ name, match, times: 2 }] });
    const token = await registrationToken(github, 'acme');

    const ask = async () => (await register(github, token, 'acme')).status;

    expect([await ask(), await ask(), await ask()]).toEqual([status, status, 201]);
  });

  test('ends at 404 where there is no such service', async () => {
    const client = await ScaleSetClient.connect(github);
    github.changeSettings({ scaleSets: { enabled: false } });

    const token = await registrationToken(github, 'acme');

    expect((await register(github, token, 'acme')).status).toBe(404);
    expect((await client.call(`GET ${sets}`)).status).toBe(404);
  });

  test('has to be gone again when the token of the service has ended', async () => {
    github.changeSettings({ scaleSets: { adminTokenMs: 0 } });
    const client = await ScaleSetClient.connect(github);

    expect((await client.call(`GET ${sets}`)).status).toBe(401);
  });
});

describe('runner groups and scale sets (§5, §9)', () => {
  test('a group is found by its name', async () => {
    github.changeSettings({ runnerGroups: [{ id: 3, name: 'macs' }] });
    const client = await ScaleSetClient.connect(github, 'acme');
    const groups = '_apis/runtime/runnergroups/';

    const found = await client.call(`GET ${groups}?groupName=macs`);
    const nothing = await client.call(`GET ${groups}?groupName=none`);

    expect(found.body).toEqual({
      count: 1,
      value: [{ id: 3, name: 'macs', size: 0, isDefaultGroup: false }],
    });
    expect(nothing.body).toEqual({ count: 0, value: [] });
  });

  test('a set is created, found, changed and deleted', async () => {
    const client = await ScaleSetClient.connect(github);
    const created = await client.call(`POST ${sets}`, {
      name: 'mac',
      runnerGroupId: 1,
      labels: [{ name: 'macOS' }],
      RunnerSetting: { disableUpdate: true },
    });
    const path = `${sets}/${String(created.body.id)}`;
    expect(created).toMatchObject({
      status: 200,
      body: {
        name: 'mac',
        runnerGroupName: 'Default',
        labels: [{ type: 'System', name: 'macOS' }],
        RunnerSetting: { disableUpdate: true },
        statistics: { totalAssignedJobs: 0 },
      },
    });

    const changed = await client.call(`PATCH ${path}`, { labels: [{ type: 'System', name: 'xcode' }] });

    expect(changed.body).toMatchObject({ name: 'mac', labels: [{ name: 'xcode' }] });
    expect((await client.call(`GET ${sets}?runnerGroupId=1&name=mac`)).body.value).toEqual([changed.body]);
    expect((await client.call(`GET ${sets}?runnerGroupId=1&name=other`)).body.count).toBe(0);
    expect((await client.call(`GET ${path}`)).body).toEqual(changed.body);
    expect((await client.call(`DELETE ${path}`)).status).toBe(204);
    expect((await client.call(`GET ${path}`)).body.typeName).toContain('RunnerScaleSetNotFoundException');
  });

  test('a name is unique in its group only, and is the label of a set without labels', async () => {
    github.changeSettings({ runnerGroups: [{ id: 3, name: 'macs' }] });
    const client = await ScaleSetClient.connect(github, 'acme');
    const create = async (runnerGroupId: number) =>
      client.call(`POST ${sets}`, { name: 'mac', runnerGroupId });

    const answers = [await create(1), await create(3), await create(1), await create(9)];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 400]);
    expect(answers[0]?.body.labels).toEqual([{ type: 'System', name: 'mac' }]);
  });

  test('a token sees the sets of its scope only', async () => {
    const client = await ScaleSetClient.connect(github);
    const other = await ScaleSetClient.connect(github, 'acme/other');
    const id = await client.createSet('mac');

    expect((await other.call(`GET ${sets}`)).body.count).toBe(0);
    expect((await other.call(`GET ${sets}/${String(id)}`)).status).toBe(404);
  });

  test.each([[{}], [{ name: '' }], [{ name: 'x'.repeat(300) }], [[]], ['text'], [null]])(
    'what is no scale set gets 400: %j',
    async (wish) => {
      const client = await ScaleSetClient.connect(github);

      expect(await client.call(`POST ${sets}`, wish)).toMatchObject({
        status: 400,
        body: { typeName: expect.any(String), message: expect.any(String) },
      });
    },
  );
});

describe('runners (§5, §8)', () => {
  test('a JIT configuration has camel case; REST lists its runner without labels', async () => {
    const client = await ScaleSetClient.connect(github);
    const id = await client.createSet('mac', ['macOS', 'ARM64']);

    const { status, body } = await client.jit(id, 'mac-1');

    expect({ status, runner: body.runner }).toMatchObject({
      status: 200,
      runner: { id: expect.any(Number), name: 'mac-1', runnerScaleSetId: id },
    });
    await expect(HandRunner.connect(body.encodedJITConfig)).resolves.toBeDefined();
    const listed = await rest(github, 'GET /repos/acme/app/actions/runners');
    expect(listed.body.runners).toMatchObject([{ name: 'mac-1', labels: [], status: 'online' }]);
  });

  test('a name that is taken gets 409; its runner is found by name and can be deleted', async () => {
    const client = await ScaleSetClient.connect(github);
    const id = await client.createSet('mac');
    await client.jit(id, 'mac-1');

    const again = await client.jit(id, 'mac-1');
    const found = await client.call(`GET ${agents}?agentName=mac-1`);
    const path = `${agents}/${String(found.body.value[0].id)}`;

    expect(again).toMatchObject({
      status: 409,
      body: { typeName: expect.stringContaining('AgentExistsException') },
    });
    expect(found.body).toMatchObject({ count: 1, value: [{ name: 'mac-1', runnerScaleSetId: id }] });
    expect((await client.call(`GET ${path}`)).body).toEqual(found.body.value[0]);
    expect((await client.call(`DELETE ${path}`)).status).toBe(204);
    expect((await client.call(`DELETE ${path}`)).status).toBe(204);
    expect((await client.call(`GET ${path}`)).body.typeName).toContain('AgentNotFoundException');
    expect((await client.call(`GET ${agents}`)).body).toEqual({ count: 0, value: [] });
    expect((await client.jit(id, 'mac-1')).status).toBe(200);
  });

  test('one that has a job cannot be removed', async () => {
    const client = await ScaleSetClient.connect(github);
    const id = await client.createSet('mac');
    const listener = await client.open(id);
    await client.start('mac');
    await listener.take(1);
    await (await client.runner(id, 'mac-1')).take();

    const removal = await client.call(`DELETE ${agents}/${String(github.runners()[0]?.id)}`);

    expect(removal.status).toBe(400);
    expect(removal.body.typeName).toContain('JobStillRunningException');
  });
});

describe('answers (§3, §4, §8)', () => {
  test('carry an ActivityId, refusals too, and no rate limit', async () => {
    const client = await ScaleSetClient.connect(github);
    const answers = [await client.call(`GET ${sets}`), await client.call(`GET ${sets}/7`)];

    expect(answers.map(({ status }) => status)).toEqual([200, 404]);
    for (const { headers } of answers) {
      expect(headers.get('activityid')).toMatch(/^[-0-9a-f]{36}$/);
      expect(headers.has('x-ratelimit-limit')).toBe(false);
    }
  });

  test('can begin with a byte order mark', async () => {
    github.changeSettings({ scaleSets: { quirks: ['byte-order-mark'] } });
    const client = await ScaleSetClient.connect(github);

    expect((await client.call(`GET ${sets}`)).text.startsWith('\uFEFF{')).toBe(true);
  });

  test('suffer the faults that say _apis, and no others', async () => {
    const client = await ScaleSetClient.connect(github);
    github.changeSettings({ faults: [{ name: 'http-503', match: 'runnerscalesets' }] });
    expect((await client.call(`GET ${sets}`)).status).toBe(200);

    github.changeSettings({ faults: [{ name: 'http-503', match: '_apis.*runnerscalesets', times: 2 }] });
    const ask = async () => (await client.call(`GET ${sets}`)).status;

    expect([await ask(), await ask(), await ask()]).toEqual([503, 503, 200]);
  });
});

describe('what tests can read', () => {
  test('is how often each side was called, and the whole conversation', async () => {
    const client = await ScaleSetClient.connect(github);
    const id = await client.createSet('mac');
    await client.call(`GET ${sets}/99`);

    expect(github.requestCounts()).toEqual({ rest: 2, broker: 0, service: 2 });
    expect(github.scaleSets.transcript()).toMatchObject([
      { method: 'POST', path: '/actions/runner-registration', status: 201, side: 'rest' },
      {
        method: 'POST',
        path: `/tenant/123/${sets}`,
        status: 200,
        requestBody: { name: 'mac' },
        replyBody: { id },
      },
      { method: 'GET', status: 404, replyBody: { typeName: expect.any(String) }, side: 'service' },
    ]);
  });
});
