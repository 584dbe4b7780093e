import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { register } from './rest-client.ts';
import { type Listener, ScaleSetClient } from './scale-set-client.ts';

let github: SimulatedGitHub;
let client: ScaleSetClient;
let id: number;
let listener: Listener;

beforeEach(async () => {
  github = await startSimulatedGitHub({ settings: { messageWaitMs: 50, scaleSets: { pollMs: 20 } } });
  github.addRepository({ fullName: 'acme/app' });
  client = await ScaleSetClient.connect(github);
  id = await client.createSet('mac', ['self-hosted', 'macOS', 'ARM64']);
  listener = await client.open(id);
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

function types(messages: readonly any[]): string[] {
  return messages.map(({ messageType }) => messageType);
}

function statistics(): Record<string, number> {
  return { ...github.scaleSets.sets()[0]?.statistics };
}

describe('a job of a scale set (§7)', () => {
  test('is assigned, started by a runner of the set, and completed', async () => {
    const runId = await client.start('[SELF-HOSTED, macos]');
    const [assigned] = await listener.take(2);
    expect(statistics()).toMatchObject({ totalAssignedJobs: 1, totalRunningJobs: 0 });
    const runner = await client.runner(id, 'mac-1');
    expect(statistics()).toMatchObject({ totalRegisteredRunners: 1, totalIdleRunners: 1 });
    const job = await runner.take();
    const [started] = await listener.take(2);
    expect(statistics()).toMatchObject({ totalAssignedJobs: 1, totalRunningJobs: 1, totalBusyRunners: 1 });
    await runner.complete(job.jobId, 'Succeeded');
    const [completed] = await listener.take(2);

    expect(assigned).toMatchObject({
      messageType: 'JobAssigned',
      runnerRequestId: job.jobId,
      ownerName: 'acme',
      repositoryName: 'app',
      jobDisplayName: 'build',
      workflowRunId: runId,
      jobWorkflowRef: 'acme/app/.github/workflows/ci.yml@refs/heads/main',
      requestLabels: ['SELF-HOSTED', 'macos'],
      runnerAssignTime: '0001-01-01T00:00:00Z',
    });
    const own = { jobId: assigned.jobId, runnerId: expect.any(Number), runnerName: 'mac-1' };
    expect(started).toMatchObject({ ...own, messageType: 'JobStarted', finishTime: '0001-01-01T00:00:00Z' });
    expect(completed).toMatchObject({ ...own, messageType: 'JobCompleted', result: 'succeeded' });
    expect(Object.values(statistics()).every((count) => count === 0)).toBe(true);
    expect(github.jobs()).toMatchObject([{ conclusion: 'success', runnerName: 'mac-1' }]);
  });

  test('fails with the result failed', async () => {
    await client.start('macOS');
    await listener.take(1);
    const runner = await client.runner(id, 'mac-1');
    const { jobId } = await runner.take();
    await runner.complete(jobId, 'Failed');

    expect(await listener.take(1)).toMatchObject([
      { messageType: 'JobStarted' },
      { messageType: 'JobCompleted', result: 'failed' },
    ]);
  });

  test('that is cancelled before a runner had it is completed as canceled, without a runner', async () => {
    const runId = await client.start('macOS');
    await listener.take(1);

    github.cancelRun(runId);

    expect(await listener.take(1)).toMatchObject([
      { messageType: 'JobCompleted', result: 'canceled', runnerId: 0, runnerName: '' },
    ]);
    expect(statistics()['totalAssignedJobs']).toBe(0);
  });

  test('can be told completed while its runner still works', async () => {
    github.changeSettings({ scaleSets: { quirks: ['job-completed-early'] } });
    await client.start('macOS');
    await listener.take(1);
    const runner = await client.runner(id, 'mac-1');
    const { jobId } = await runner.take();

    expect(types(await listener.take(1))).toEqual(['JobStarted', 'JobCompleted']);
    expect(github.jobs()[0]?.status).toBe('in_progress');
    await runner.complete(jobId, 'Succeeded');
    expect(await listener.take(1)).toEqual([]);
  });
});

describe('which jobs a set gets (§7, §9)', () => {
  test('as many as its capacity says, and the next one when one is over', async () => {
    const runId = await client.start('macOS');
    for (let n = 0; n < 2; n += 1) await client.start('macOS');

    expect(await listener.take(0)).toEqual([]);
    expect(statistics()).toMatchObject({ totalAssignedJobs: 0, totalAvailableJobs: 3 });
    expect(types(await listener.take(2))).toEqual(['JobAssigned', 'JobAssigned']);
    expect(statistics()).toMatchObject({ totalAssignedJobs: 2, totalAvailableJobs: 1 });
    github.cancelRun(runId);
    expect(types(await listener.take(2))).toEqual(['JobCompleted', 'JobAssigned']);
  });

  test('none whose labels it does not have, whose group it is not in, or while nobody listens', async () => {
    await client.start('[macOS, x64]');
    await client.start('{ group: macs, labels: macOS }');
    expect(await listener.take(5)).toEqual([]);

    github.scaleSets.evictSession('mac');
    await client.start('macOS');

    expect(statistics()).toMatchObject({ totalAssignedJobs: 0 });
    expect(github.jobs().map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);
  });

  test('those of its group', async () => {
    github.changeSettings({ runnerGroups: [{ id: 3, name: 'macs' }] });
    const organization = await ScaleSetClient.connect(github, 'acme');
    const wish = { name: 'group', runnerGroupId: 3, labels: [{ name: 'macOS' }] };
    const { body } = await organization.call('POST _apis/runtime/runnerscalesets', wish);
    const inGroup = await organization.open(body.id);
    await client.start('{ group: macs, labels: macOS }');

    expect(await listener.take(1)).toEqual([]);
    expect(types(await inGroup.take(1))).toEqual(['JobAssigned']);
    const runner = await organization.runner(body.id, 'mac-3');
    expect((await runner.take()).name).toBe('build');
  });

  test('a job goes to one of two sets with the same labels: one that has room', async () => {
    const twin = await client.createSet('twin', ['macOS']);
    const other = await client.open(twin);
    await listener.poll(0);
    await client.start('macOS');

    expect(types(await other.take(1))).toEqual(['JobAssigned']);
    expect(await listener.take(1)).toEqual([]);
  });

  test('its runners take no other job, and its jobs no other runner', async () => {
    const twin = await client.createSet('twin', ['twin']);
    const other = await client.runner(twin, 'twin-1');
    const ordinary = await HandRunner.connect(await register(github, 'ordinary'));
    await listener.poll(1);
    await client.start('macOS', 'ours');
    await listener.take(1);
    await client.start('macOS', 'free');

    expect((await ordinary.take()).name).toBe('free');
    expect(await other.message()).toBeUndefined();
    expect((await (await client.runner(id, 'mac-1')).take()).name).toBe('ours');
  });

  test('a set that vanishes leaves its jobs to others', async () => {
    await client.start('macOS');
    await listener.take(1);
    github.scaleSets.vanish('mac');

    const ordinary = await HandRunner.connect(await register(github, 'ordinary'));

    expect((await ordinary.take()).name).toBe('build');
  });
});

describe('JobAvailable, as on GHES (§1, §7)', () => {
  test('a job is offered first, and assigned when it is acquired', async () => {
    github.changeSettings({ scaleSets: { jobAvailable: true } });
    await client.start('macOS');
    const [offer] = await listener.take(1);
    const path = `_apis/runtime/runnerscalesets/${String(id)}/acquirablejobs`;
    expect((await client.call(`GET ${path}`)).body).toMatchObject({
      count: 1,
      value: [{ runnerRequestId: offer.runnerRequestId }],
    });

    const acquired = await listener.acquire(offer.runnerRequestId, 12345);

    expect(offer).toMatchObject({
      messageType: 'JobAvailable',
      acquireJobUrl: expect.stringContaining('acquirejobs'),
    });
    expect(acquired.body).toEqual({ count: 1, value: [offer.runnerRequestId] });
    expect(statistics()).toMatchObject({ totalAcquiredJobs: 1, totalAssignedJobs: 1, totalAvailableJobs: 0 });
    expect(types(await listener.take(1))).toEqual(['JobAssigned']);
    expect((await client.call(`GET ${path}`)).status).toBe(204);
    expect((await (await client.runner(id, 'mac-1')).take()).name).toBe('build');
  });

  test('a runner of the set gets nothing before that; a job that is gone cannot be acquired', async () => {
    github.changeSettings({ scaleSets: { jobAvailable: true } });
    const runId = await client.start('macOS');
    const [offer] = await listener.take(1);
    const runner = await client.runner(id, 'mac-1');
    expect(await runner.message()).toBeUndefined();

    github.cancelRun(runId);

    expect((await listener.acquire(offer.runnerRequestId)).body).toEqual({ count: 0, value: [] });
    expect(await listener.take(1)).toEqual([]);
  });

  test('acquiring needs the token of the queue, and numbers', async () => {
    const path = `POST _apis/runtime/runnerscalesets/${String(id)}/acquirejobs`;

    expect((await client.call(path, [1])).status).toBe(401);
    expect((await listener.acquire(1.5)).status).toBe(400);
  });
});

describe('reassignment (§7), scaled', () => {
  test('a job that no runner takes in time is assigned again, three times, then to no set', async () => {
    github.changeSettings({ scaleSets: { reassignMs: 0 } });
    await listener.poll(1);
    await client.start('macOS');

    const seen: any[] = [];
    await eventually(async () => {
      seen.push(...(await listener.take(1)));
      expect(seen).toHaveLength(8);
    });

    expect(types(seen)).toEqual(Array.from({ length: 4 }, () => ['JobAssigned', 'JobCompleted']).flat());
    expect(seen.filter(({ messageType }) => messageType === 'JobCompleted')).toMatchObject(
      Array.from({ length: 4 }, () => ({ result: 'canceled', runnerId: 0 })),
    );
    expect(statistics()).toMatchObject({ totalAssignedJobs: 0 });
    expect(github.jobs()).toMatchObject([{ status: 'queued' }]);
  });

  test('a job that runs stays where it is', async () => {
    await client.start('macOS');
    await listener.take(1);
    await (await client.runner(id, 'mac-1')).take();
    await listener.take(1);

    github.changeSettings({ scaleSets: { reassignMs: 0 } });

    expect(await listener.take(1)).toEqual([]);
    expect(statistics()).toMatchObject({ totalAssignedJobs: 1, totalRunningJobs: 1 });
  });
});
