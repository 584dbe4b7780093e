import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import type { RunnerMode } from '../../../src/sim/runner/protocol.ts';
import { stageRunner } from '../../../src/sim/runner/stage.ts';
import { register } from '../github/rest-client.ts';
import { startListener, type ListenerProcess } from './listener-process.ts';

const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ`;
let folder: string;
let root: string;
let github: SimulatedGitHub;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sim-modes-'));
  await stageRunner(join(folder, 'image'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  root = join(folder, `clone-${String((count += 1))}`);
  await cp(join(folder, 'image'), root, { recursive: true });
  github = await startSimulatedGitHub();
  github.addRepository({ fullName: 'acme/app' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

/** Queues a job of one step and starts a runner for it; the server says in which mode. */
async function inMode(
  mode: RunnerMode,
  options: Parameters<typeof startListener>[1] & { step?: string } = {},
): Promise<ListenerProcess> {
  github.changeSettings({ runnerMode: mode });
  await queue(options.step ?? 'true');
  return startListener(root, { jitConfig: await register(github, 'mac'), ...options });
}

async function queue(step: string): Promise<void> {
  const workflow = `jobs: { build: { runs-on: macOS, steps: [{ run: ${JSON.stringify(step)} }] } }`;
  await github.runWorkflow({ repository: 'acme/app', path: '.github/workflows/ci.yml', workflow });
}

function renewals(): number {
  return github.requests().filter(({ path, status }) => path.endsWith('/renew') && status === 200).length;
}

describe('exit codes and what is printed with them (§4.2, §4.3)', () => {
  test.each<[RunnerMode, number, string, string]>([
    ['fail', 0, 'Job build completed with result: Failed', 'failure'],
    ['canceled', 0, 'Job build completed with result: Canceled', 'cancelled'],
    ['succeeded-with-issues', 0, 'Job build completed with result: SucceededWithIssues', 'success'],
    ['abandoned', 0, 'Job build completed with result: Abandoned', 'failure'],
  ])('%s exits %i and prints "%s"', async (mode, code, line, conclusion) => {
    await using running = await inMode(mode);

    expect(await running.exit).toBe(code);
    expect(running.stdout()).toContain(line);
    expect(github.jobs()[0]?.conclusion).toBe(conclusion);
  });

  test('retryable-always exits 2 at each start, with its job still queued', async () => {
    await using first = await inMode('retryable-always');
    expect(await first.exit).toBe(2);
    expect(first.stderr()).toMatch(/^An error occurred: /m);

    await using second = startListener(root);
    expect(await second.exit).toBe(2);
    expect(github.jobs()[0]).toMatchObject({ status: 'queued', runnerName: undefined });
  });

  test('retryable-once exits 2 at the first start only', async () => {
    await using first = await inMode('retryable-once');
    expect(await first.exit).toBe(2);

    await using second = startListener(root);
    expect(await second.exit).toBe(0);
    expect(github.jobs()[0]?.conclusion).toBe('success');
  });

  test('update-exit-3 exits 3 and has updated', async () => {
    await using running = await inMode('update-exit-3');

    expect(await running.exit).toBe(3);
    expect(running.stdout()).toContain('Downloading 2.337.0 runner\nRunner will exit shortly for update');
  });

  test('not-configured exits 1 without having connected', async () => {
    await using running = await inMode('not-configured');

    expect(await running.exit).toBe(1);
    expect(running.stdout()).not.toContain('Connected');
    expect(github.requests().some(({ path }) => path.startsWith('/_broker/'))).toBe(false);
  });

  test('clock-skew says so, tries for a while and exits 1', async () => {
    github.changeSettings({ clockRetryMs: 200 });
    await using running = await inMode('clock-skew');

    expect(await running.exit).toBe(1);
    expect(running.stderr()).toMatch(
      /^The local machine's clock may be out of sync with the server time by more than five minutes\. [^\n]*\n$/,
    );
    expect(github.jobs()[0]?.status).toBe('queued');
  });

  test('run.sh hides what its listener ended with, but for the version that is too old', async () => {
    const env = { RUNNER_ALLOW_RUNASROOT: '1', ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE: '1' };
    const shell = { program: 'run.sh', args: [], env };
    await using unknown = await inMode('unknown-exit-code', shell);
    await unknown.exit;
    github.changeSettings({ runnerMode: 'deprecated' });
    await using old = startListener(root, { jitConfig: await register(github, 'old'), ...shell });
    await old.exit;
    github.changeSettings({ runnerMode: 'update' });
    await using updating = startListener(root, { jitConfig: await register(github, 'new'), ...shell });

    expect([await unknown.exit, await old.exit, await updating.exit]).toEqual([0, 7, 0]);
    expect(unknown.stdout()).toContain('Exiting with unknown error code: 42');
    expect(old.stdout()).toContain('Runner listener exit with deprecated version exit code: 7.');
    expect(updating.stdout()).toContain('because of updating, re-launch runner after successful update');
    expect(github.jobs()[0]?.conclusion).toBe('success');
  });
});

describe('beliefs made false (docs/assumptions.md)', () => {
  test('A-14: ignores-jit-env does not know the variable, but knows the option', async () => {
    await using byVariable = await inMode('ignores-jit-env');
    expect(await byVariable.exit).toBe(1);
    expect(byVariable.stderr()).toContain('Not configured.');

    const args = ['run', '--jitconfig', await register(github, 'other')];
    await using byOption = startListener(root, { args });
    expect(await byOption.exit).toBe(0);
    expect(github.jobs()[0]?.conclusion).toBe('success');
  });

  test('A-15: other-words does everything and prints no marker', async () => {
    await using running = await inMode('other-words');

    expect(await running.exit).toBe(0);
    expect(github.jobs()[0]?.conclusion).toBe('success');
    expect(running.stdout()).toContain('ended build (Succeeded)');
    expect(running.stdout()).not.toMatch(/Connected to|Listening|Running job|completed with|√|Current/);
  });

  test('A-16: deaf goes on with its job after SIGINT and SIGTERM', async () => {
    await using running = await inMode('deaf', {
      step: 'echo begun; until [ -e done ]; do sleep 0.05; done',
    });
    await eventually(() => expect(github.jobs()[0]?.log).toContain('begun\n'));

    running.process.kill('SIGINT');
    running.process.kill('SIGTERM');
    await writeFile(join(root, '_work', 'app', 'app', 'done'), '');

    expect(await running.exit).toBe(0);
    expect(running.stdout()).not.toContain('Exiting...');
    expect(github.jobs()[0]?.conclusion).toBe('success');
  });
});

describe('GitHub is away for a while (§4.3, §5.3)', () => {
  test('a runner that listens says so, reconnects, and gets its job', async () => {
    await using running = startListener(root, { jitConfig: await register(github, 'mac') });
    await eventually(() => expect(running.stdout()).toContain('Listening for Jobs'));

    github.outage(700);
    await eventually(() => expect(running.stderr()).toContain('Runner connect error'));
    await queue('true');

    expect(await running.exit).toBe(0);
    expect(running.stderr()).toMatch(
      new RegExp(`^${time}: Runner connect error: [^\\n]+\\. Retrying until reconnected\\.\\n$`),
    );
    expect(running.stdout()).toMatch(
      new RegExp(`Listening for Jobs\\n${time}: Runner reconnected\\.\\n${time}: Running job: build\\n`),
    );
  });

  test('a job that runs survives it: nothing of its log is lost, and its end is told', async () => {
    github.changeSettings({ renewMs: 100 });
    await using running = await inMode('success', {
      step: 'echo begun; until [ -e go ]; do sleep 0.05; done; echo ended',
    });
    await eventually(() => expect(github.jobs()[0]?.log).toContain('begun\n'));

    github.outage(1500);
    await writeFile(join(root, '_work', 'app', 'app', 'go'), '');

    expect(await running.exit).toBe(0);
    expect(github.jobs()[0]).toMatchObject({ conclusion: 'success' });
    expect(github.jobs()[0]?.log).toContain('ended\n');
    expect(github.runners()).toEqual([]);
  });

  test('away for longer than the lease, the job has failed, and its runner finds it gone', async () => {
    github.changeSettings({ renewMs: 100 });
    await using running = await inMode('success', { step: 'echo begun; exec sleep 60' });
    await eventually(() => expect(github.jobs()[0]?.log).toContain('begun\n'));

    github.changeSettings({ leaseMs: 400 });
    const before = renewals();
    await eventually(() => expect(renewals()).toBeGreaterThan(before));

    github.outage(1000);

    expect(await running.exit).toBe(0);
    expect(github.jobs()[0]).toMatchObject({ conclusion: 'failure' });
    expect(running.stdout()).toContain('Job build completed with result: Canceled');
  });
});
