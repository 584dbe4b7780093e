import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { register, rest } from './rest-client.ts';

let github: SimulatedGitHub;

beforeEach(async () => {
  github = await startSimulatedGitHub({ settings: { messageWaitMs: 50 } });
  github.addRepository({ fullName: 'acme/app' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

async function start(jobs: string, inputs: Record<string, unknown> = {}): Promise<number> {
  const { runId } = await github.runWorkflow({
    repository: 'acme/app',
    path: '.github/workflows/ci.yml',
    workflow: `jobs:\n${jobs}`,
    inputs,
  });
  return runId;
}

/** Takes and ends every job with the result that `result` gives, until the runs are over. */
async function work(result: (name: string) => 'Succeeded' | 'Failed' = () => 'Succeeded'): Promise<void> {
  while (github.jobs().some(({ status }) => status === 'queued')) {
    const runner = await HandRunner.connect(await register(github, `r${String(Math.random())}`));
    const job = await runner.take();
    await runner.complete(job.jobId, result(job.name), { version: `of ${job.name}` });
  }
}

function conclusions(): Record<string, string | undefined> {
  return Object.fromEntries(github.jobs().map(({ name, conclusion }) => [name, conclusion]));
}

describe('assignment (§5.1, §5.2, §5.7)', () => {
  test('needs every label, ignores case, and does not mind more labels', async () => {
    await start('  build: { runs-on: [SELF-HOSTED, xcode26], steps: [{ run: "true" }] }');
    const without = await HandRunner.connect(await register(github, 'without', ['self-hosted', 'macOS']));
    const withAll = await HandRunner.connect(
      await register(github, 'with', ['self-hosted', 'macOS', 'Xcode26']),
    );

    expect(await without.message()).toBeUndefined();
    expect((await withAll.take()).name).toBe('build');
  });

  test('waits for a runner that is online; a registration alone gets nothing', async () => {
    await start('  build: { runs-on: macOS, steps: [{ run: "true" }] }');

    const jitConfig = await register(github, 'late');
    expect(github.jobs()).toMatchObject([{ status: 'queued', runnerName: undefined }]);
    const job = await (await HandRunner.connect(jitConfig)).take();

    expect(github.jobs()).toMatchObject([{ id: job.jobId, status: 'in_progress', runnerName: 'late' }]);
  });

  test('a group is asked for by name', async () => {
    await start('  build: { runs-on: { group: macs, labels: macOS }, steps: [{ run: "true" }] }');

    const runner = await HandRunner.connect(await register(github, 'in-default'));

    expect(await runner.message()).toBeUndefined();
  });

  test('one registration gets one job; it is gone when the job is over', async () => {
    await start('  a: { runs-on: macOS, steps: [{ run: "true" }] }');
    await start('  b: { runs-on: macOS, steps: [{ run: "true" }] }');
    const runner = await HandRunner.connect(await register(github, 'one'));

    const job = await runner.take();
    expect(await runner.message()).toBeUndefined();
    await runner.complete(job.jobId, 'Succeeded');

    expect(github.runners()).toEqual([]);
    expect(github.jobs().map(({ status }) => status)).toEqual(['completed', 'queued']);
  });
});

describe('deadlines (§5.3–§5.8), scaled', () => {
  test('a job that is not picked up goes to another runner, and the first one gets none', async () => {
    github.changeSettings({ pickUpMs: 60 });
    await start('  build: { runs-on: macOS, steps: [{ run: "true" }] }');
    const sleepy = await HandRunner.connect(await register(github, 'sleepy'));
    await sleepy.message();
    const awake = await HandRunner.connect(await register(github, 'awake'));

    await eventually(async () => expect((await awake.message())?.type).toBe('RunnerJobRequest'));
    expect(github.jobs()[0]?.runnerName).toBe('awake');
    await expect(sleepy.acquire(github.jobs()[0]?.id ?? 0)).rejects.toThrow('404');
    expect(github.runners().map(({ name, consumed, busy }) => [name, consumed, busy])).toEqual([
      ['sleepy', true, false],
      ['awake', true, true],
    ]);
  });

  test('a lost lease fails the job; renewals keep it', async () => {
    github.changeSettings({ leaseMs: 150 });
    await start('  build: { runs-on: macOS, steps: [{ run: "true" }] }');
    const runner = await HandRunner.connect(await register(github, 'mac'));
    const job = await runner.take();

    const renewals = setInterval(() => void runner.renew(job.jobId), 30);
    await expect(github.whenIdle(AbortSignal.timeout(400))).rejects.toThrow('timeout');
    clearInterval(renewals);
    await github.whenIdle(AbortSignal.timeout(30_000));

    expect(github.jobs()[0]).toMatchObject({ conclusion: 'failure' });
    expect(github.jobs()[0]?.log).toContain(
      'The self-hosted runner: mac lost communication with the server.',
    );
  });

  test('a job that waits too long is cancelled', async () => {
    github.changeSettings({ queueMs: 50 });
    await start('  build: { runs-on: macOS, steps: [{ run: "true" }] }');

    await github.whenIdle(AbortSignal.timeout(30_000));

    expect(conclusions()).toEqual({ build: 'cancelled' });
  });

  test('an ephemeral registration that never connects goes', async () => {
    github.changeSettings({ forgetOfflineMs: 50 });
    await register(github, 'unused');

    await eventually(() => expect(github.runners()).toEqual([]));
  });

  test('timeout-minutes cancels through the runner', async () => {
    github.changeSettings({ minuteMs: 20 });
    await start('  build: { runs-on: macOS, timeout-minutes: 2, steps: [{ run: "true" }] }');
    const runner = await HandRunner.connect(await register(github, 'mac'));
    await runner.take();

    await eventually(async () => expect((await runner.message())?.type).toBe('JobCancellation'));
  });
});

describe('workflows', () => {
  test('a matrix makes one job for each combination, with include and exclude', async () => {
    await start(`  build:
    runs-on: macOS
    strategy:
      matrix:
        shard: [1, 2]
        os: [macos, linux]
        exclude: [{ shard: 2, os: linux }]
        include: [{ shard: 1, os: macos, extra: yes }, { shard: 3, os: beta }]
    steps: [{ run: "true" }]`);

    expect(github.jobs().map(({ name }) => name)).toEqual([
      'build (1, macos, yes)',
      'build (1, linux)',
      'build (2, macos)',
      'build (3, beta)',
    ]);
  });

  test('a matrix comes from an expression, and the name of the job too', async () => {
    await start(
      `  build:
    name: Build \${{ matrix.n }}
    runs-on: \${{ inputs.labels }}
    strategy: { matrix: { n: "\${{ fromJSON(inputs.list) }}" } }
    steps: [{ run: "true" }]`,
      { list: '[4, 5]', labels: 'macOS' },
    );

    expect(github.jobs()).toMatchObject([
      { name: 'Build 4', labels: ['macOS'] },
      { name: 'Build 5', labels: ['macOS'] },
    ]);
  });

  test('needs waits, sees outputs, and is skipped after a failure unless it asks', async () => {
    await start(`  first: { runs-on: macOS, steps: [{ run: "true" }] }
  second: { needs: first, name: "got \${{ needs.first.outputs.version }}", runs-on: macOS, steps: [{ run: "true" }] }
  third: { needs: [second], runs-on: macOS, steps: [{ run: "true" }] }
  last: { needs: third, if: always(), runs-on: macOS, steps: [{ run: "true" }] }
  never: { needs: first, if: "github.ref == 'refs/heads/other'", runs-on: macOS, steps: [{ run: "true" }] }`);
    expect(github.jobs().map(({ name }) => name)).toEqual(['first']);

    await work((name) => (name.startsWith('got') ? 'Failed' : 'Succeeded'));

    expect(conclusions()).toEqual({
      first: 'success',
      'got of first': 'failure',
      third: 'skipped',
      last: 'success',
      never: 'skipped',
    });
    const { body } = await rest(github, 'GET /repos/acme/app/actions/runs?status=completed');
    expect(body.workflow_runs).toMatchObject([{ conclusion: 'failure' }]);
  });

  test('continue-on-error keeps the run green and what needs it running', async () => {
    await start(`  first: { runs-on: macOS, continue-on-error: true, steps: [{ run: "true" }] }
  second: { needs: first, runs-on: macOS, steps: [{ run: "true" }] }`);

    await work((name) => (name === 'first' ? 'Failed' : 'Succeeded'));

    expect(conclusions()).toEqual({ first: 'failure', second: 'success' });
  });

  test('max-parallel holds jobs back, fail-fast cancels them', async () => {
    await start(`  build:
    runs-on: macOS
    strategy: { max-parallel: 2, matrix: { n: [1, 2, 3] } }
    steps: [{ run: "true" }]`);
    expect(github.jobs()).toHaveLength(2);

    await work((name) => (name === 'build (1)' ? 'Failed' : 'Succeeded'));

    expect(conclusions()).toEqual({
      'build (1)': 'failure',
      'build (2)': 'cancelled',
      'build (3)': 'cancelled',
    });
  });

  test('cancelling ends queued jobs at once and tells the runner of a running one', async () => {
    const runId = await start(`  a: { runs-on: macOS, steps: [{ run: "true" }] }
  b: { runs-on: nowhere, steps: [{ run: "true" }] }`);
    const runner = await HandRunner.connect(await register(github, 'mac'));
    const job = await runner.take();

    github.cancelRun(runId);
    expect(conclusions()).toEqual({ a: undefined, b: 'cancelled' });
    expect(await runner.message()).toEqual({ type: 'JobCancellation', jobId: job.jobId });
    await runner.complete(job.jobId, 'Canceled');

    expect(conclusions()).toEqual({ a: 'cancelled', b: 'cancelled' });
  });

  test('an invalid workflow file is refused with the place that is wrong', async () => {
    await expect(start('  build: { runs-on: macOS, steps: [{ name: nothing }] }')).rejects.toThrow(
      /steps\[0\]/,
    );
    await expect(start('  build: { runs-on: macOS, needs: ghost, steps: [{ run: x }] }')).rejects.toThrow(
      "unknown job 'ghost'",
    );
  });
});
