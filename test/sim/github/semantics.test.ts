import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { register, rest } from './rest-client.ts';

const oneJob = '  build: { runs-on: macOS, steps: [{ run: "true" }] }';
let github: SimulatedGitHub;

beforeEach(async () => {
  github = await startSimulatedGitHub({ settings: { messageWaitMs: 50 } });
  github.addRepository({ fullName: 'acme/app' });
  github.addRepository({ fullName: 'acme/open', private: false });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

async function start(jobs: string, repository = 'acme/app'): Promise<number> {
  const path = '.github/workflows/ci.yml';
  const { runId } = await github.runWorkflow({ repository, path, workflow: `jobs:\n${jobs}` });
  return runId;
}

/** A runner of the organization, connected. */
async function inGroup(group: number): Promise<HandRunner> {
  const body = { name: `mac-${String(group)}`, runner_group_id: group, labels: ['macOS'] };
  const answer = await rest(github, 'POST /orgs/acme/actions/runners/generate-jitconfig', { body });
  return HandRunner.connect(String(answer.body.encoded_jit_config));
}

describe('runner groups (§1.4, §5.2)', () => {
  test('a job that names a group and labels goes to a runner that has both', async () => {
    github.changeSettings({ runnerGroups: [{ id: 3, name: 'macs' }] });
    await start('  build: { runs-on: { group: macs, labels: [macOS] }, steps: [{ run: "true" }] }');
    const other = await inGroup(1);
    const right = await inGroup(3);

    expect(await other.message()).toBeUndefined();
    expect((await right.take()).name).toBe('build');
  });

  test('a group serves public repositories, or all but the selected ones, only when it is told to', async () => {
    github.changeSettings({
      runnerGroups: [
        { id: 3, name: 'open', allowsPublicRepositories: true },
        { id: 4, name: 'elsewhere', repositories: ['acme/app'], allowsPublicRepositories: true },
      ],
    });
    await start(oneJob, 'acme/open');
    const [closed, open, elsewhere] = await Promise.all([inGroup(1), inGroup(3), inGroup(4)]);

    expect(await closed.message()).toBeUndefined();
    expect(await elsewhere.message()).toBeUndefined();
    expect((await open.take()).name).toBe('build');
  });
});

describe('limits (§5.6), scaled', () => {
  test('a job is cancelled after the longest time a job may take, whatever it asked for', async () => {
    github.changeSettings({ jobLimitMs: 40 });
    await start('  build: { runs-on: macOS, timeout-minutes: 99999, steps: [{ run: "true" }] }');
    const runner = await HandRunner.connect(await register(github, 'mac'));
    await runner.take();

    await eventually(async () => expect((await runner.message())?.type).toBe('JobCancellation'));
  });

  test('a run is cancelled after the longest time a run may take', async () => {
    github.changeSettings({ runLimitMs: 40 });
    await start(oneJob);

    await eventually(() => expect(github.jobs()[0]?.conclusion).toBe('cancelled'));
  });

  test('an approval that does not come fails the job', async () => {
    github.changeSettings({ protectedEnvironments: ['production'], approvalMs: 40 });
    await start('  ship: { runs-on: macOS, environment: production, steps: [{ run: "true" }] }');

    await eventually(() => expect(github.jobs()[0]?.conclusion).toBe('failure'));
  });

  test('a matrix has at most 256 jobs', async () => {
    const list = JSON.stringify(Array.from({ length: 257 }, (_, index) => index));
    await start(
      `  build: { runs-on: macOS, strategy: { matrix: { n: ${list} } }, steps: [{ run: "true" }] }`,
    );

    expect(github.jobs()).toMatchObject([{ conclusion: 'failure', log: expect.stringContaining('256') }]);
  });
});

describe('registrations (§5.7–§5.10)', () => {
  test('a job cancelled before its runner takes it leaves a ghost: online, idle, without another job', async () => {
    const runId = await start(oneJob);
    const runner = await HandRunner.connect(await register(github, 'mac'));
    const message = await runner.message();
    if (message?.type !== 'RunnerJobRequest') throw new Error('no job came');

    github.cancelRun(runId);
    await start(oneJob);

    await expect(runner.acquire(message.jobId)).rejects.toThrow('404');
    expect(await runner.message()).toBeUndefined();
    expect(github.runners()).toMatchObject([{ online: true, busy: false, consumed: true }]);
    expect(github.jobs().map(({ status }) => status)).toEqual(['completed', 'queued']);
  });

  test('a queued job that is cancelled leaves the runner of its VM idle, and good for another job', async () => {
    const runId = await start('  build: { runs-on: nothing-has-this, steps: [{ run: "true" }] }');
    const runner = await HandRunner.connect(await register(github, 'mac'));

    github.cancelRun(runId);

    expect(await runner.message()).toBeUndefined();
    expect(github.runners()).toMatchObject([{ online: true, busy: false, consumed: false }]);
  });

  test('an idle runner is removed where GitHub does that', async () => {
    github.changeSettings({ forgetIdleMs: 60 });
    await HandRunner.connect(await register(github, 'mac'));

    await eventually(() => expect(github.runners()).toEqual([]));
  });

  test('a configuration that is used again gives a conflict while its job has a lease, then it is deleted', async () => {
    github.changeSettings({ offlineMs: 0 });
    await start(oneJob);
    const jitConfig = await register(github, 'mac');
    const lost = await HandRunner.connect(jitConfig);
    const job = await lost.take();

    await expect(HandRunner.connect(jitConfig)).rejects.toThrow('409');
    github.changeSettings({ leaseMs: 20 });
    await lost.renew(job.jobId);

    await eventually(() => expect(github.jobs()[0]?.conclusion).toBe('failure'));
    await expect(HandRunner.connect(jitConfig)).rejects.toThrow('400');
  });
});
