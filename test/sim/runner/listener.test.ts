import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { JobView, SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import type { RunnerMode } from '../../../src/sim/runner/protocol.ts';
import { stageRunner } from '../../../src/sim/runner/stage.ts';
import { register } from '../github/rest-client.ts';
import { startListener, type ListenerProcess } from './listener-process.ts';

const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ`;
const oneStep = '  build: { runs-on: macOS, steps: [{ run: "true" }] }';
let folder: string;
let image: string;
let root: string;
let github: SimulatedGitHub;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sim-runner-'));
  image = join(folder, 'image');
  await stageRunner(image);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Every test has a copy of the image, as every VM has. */
beforeEach(async () => {
  root = join(folder, `clone-${String((count += 1))}`);
  await cp(image, root, { recursive: true });
  github = await startSimulatedGitHub();
  github.addRepository({ fullName: 'acme/app' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

async function start(
  jobs: string,
  more: { checkout?: string; secrets?: Record<string, string> } = {},
): Promise<number> {
  const workflow = `name: CI\nenv: { LEVEL: workflow, TOP: top }\njobs:\n${jobs}`;
  const path = '.github/workflows/ci.yml';
  const { runId } = await github.runWorkflow({ repository: 'acme/app', path, workflow, ...more });
  return runId;
}

async function listener(options: Parameters<typeof startListener>[1] = {}): Promise<ListenerProcess> {
  return startListener(root, { jitConfig: await register(github, 'mac'), ...options });
}

/** Runs the one job of a run to its end. */
async function runToEnd(jobs: string, more: Parameters<typeof start>[1] = {}): Promise<JobView> {
  await start(jobs, more);
  await using running = await listener();
  expect([await running.exit, running.stderr()]).toEqual([0, '']);
  const [job] = github.jobs();
  if (job === undefined) throw new Error('there is no job');
  return job;
}

async function inMode(mode: RunnerMode, env: Record<string, string> = {}): Promise<ListenerProcess> {
  await writeFile(join(root, 'sim-mode'), `${mode}\n`);
  await start(oneStep);
  return listener({ env });
}

function steps(job: JobView | undefined): [string, string | null][] {
  return (job?.steps ?? []).slice(1, -1).map(({ name, conclusion }) => [name, conclusion]);
}

describe('the life of a runner (§4.2, §4.3)', () => {
  test('prints its lines in order, runs one job, cleans up and exits 0', async () => {
    await start(oneStep);
    await using running = await listener();

    expect(await running.exit).toBe(0);

    expect(running.stdout()).toMatch(
      new RegExp(
        `^\\n√ Connected to GitHub\\n\\nCurrent runner version: '2.336.0'\\n${time}: Listening for Jobs\\n` +
          `${time}: Running job: build\\n${time}: Job build completed with result: Succeeded\\n` +
          `√ Removed .credentials\\n√ Removed .runner\\n$`,
      ),
    );
    expect(running.stderr()).toBe('');
    expect(github.runners()).toEqual([]);
    const left = await readdir(root);
    expect(left.filter((name) => name === '.runner' || name.startsWith('.credentials'))).toEqual([]);
    expect((await readdir(join(root, '_diag'))).map((name) => name.split('_')[0])).toEqual([
      'Runner',
      'Worker',
    ]);
  });

  test('SIGINT in the middle of a job cancels it at GitHub and exits 0', async () => {
    await start(
      '  build: { runs-on: macOS, steps: [{ run: "exec sleep 60" }, { if: always(), run: echo late }] }',
    );
    await using running = await listener();
    await eventually(() => expect(github.jobs()[0]?.log).toContain('sleep'));

    running.process.kill('SIGINT');

    expect(await running.exit).toBe(0);
    expect(running.stdout()).toContain('\nExiting...\n');
    expect(running.stdout()).toContain('Job build completed with result: Canceled');
    expect(github.jobs()[0]).toMatchObject({ status: 'completed', conclusion: 'cancelled' });
    expect(github.runners()).toEqual([]);
  });

  test('SIGTERM while it listens ends it; the registration stays', async () => {
    await using running = await listener();
    await eventually(() => expect(running.stdout()).toContain('Listening for Jobs'));

    running.process.kill('SIGTERM');

    expect(await running.exit).toBe(0);
    expect(github.runners()).toMatchObject([{ name: 'mac', online: false }]);
  });

  test('a job that GitHub cancels still runs the steps that ask for it', async () => {
    const runId = await start(
      '  build: { runs-on: macOS, steps: [{ run: exec sleep 60 }, { run: echo no }, { if: cancelled(), run: echo yes }] }',
    );
    await using running = await listener();
    await eventually(() => expect(github.jobs()[0]?.log).toContain('sleep'));

    github.cancelRun(runId);

    expect(await running.exit).toBe(0);
    expect(steps(github.jobs()[0])).toEqual([
      ['Run exec sleep 60', 'cancelled'],
      ['Run echo no', 'skipped'],
      ['Run echo yes', 'success'],
    ]);
    expect(running.stdout()).toContain('completed with result: Canceled');
  });

  test('a registration that is deleted while it listens ends it with 0 and cleans up', async () => {
    await using running = await listener();
    await eventually(() => expect(github.runners()[0]?.online).toBe(true));
    await eventually(() => expect(running.stdout()).toContain('Listening for Jobs'));
    const { id } = github.runners()[0] ?? {};

    await fetch(`${github.apiUrl}/repos/acme/app/actions/runners/${String(id)}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${github.token}` },
    });

    expect(await running.exit).toBe(0);
    expect(running.stderr()).toContain('The runner no longer exists on the server.');
  });

  test('without a configuration, or with a bad one, it exits 1 and shows no secret', async () => {
    await using bare = startListener(root);
    await using bad = startListener(root, { jitConfig: 'c2VjcmV0LXRleHQ=' });

    expect(await Promise.all([bare.exit, bad.exit])).toEqual([1, 1]);
    expect(bare.stderr()).toContain('Not configured');
    expect(bad.stdout() + bad.stderr()).not.toContain('secret-text');
  });

  test('--version and warmup answer', async () => {
    await using version = startListener(root, { args: ['--version'] });
    await using warmup = startListener(root, { args: ['warmup'] });

    expect(await Promise.all([version.exit, warmup.exit])).toEqual([0, 0]);
    expect(version.stdout()).toBe('2.336.0\n');
  });
});

describe('modes (§8 item 4)', () => {
  test('session-conflict exits 5', async () => {
    github.changeSettings({ sessionConflictMs: 50 });
    await using running = await inMode('session-conflict');

    expect(await running.exit).toBe(5);
    expect(running.stderr()).toMatch(
      /^A session for this runner already exists\.\nStop retry on SessionConflict/,
    );
  });

  test('registration-deleted exits 1', async () => {
    await using running = await inMode('registration-deleted');

    expect(await running.exit).toBe(1);
    expect(running.stderr()).toContain(
      'The runner registration has been deleted from the server, please re-configure.',
    );
  });

  test('deprecated exits 1, or 7 when asked to tell', async () => {
    await using plain = await inMode('deprecated');
    expect(await plain.exit).toBe(1);
    expect(plain.stderr()).toContain('Runner version v2.336.0 is deprecated and cannot receive messages.');

    const env = { ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE: '1' };
    await using told = startListener(root, { jitConfig: await register(github, 'other'), env });
    expect(await told.exit).toBe(7);
  });

  test('update exits 4, and the next start works', async () => {
    await using first = await inMode('update');
    expect(await first.exit).toBe(4);
    expect(first.stdout()).toContain('Runner update in progress, do not shutdown runner.');

    await using second = startListener(root);
    expect(await second.exit).toBe(0);
    expect(second.stdout()).toContain("Current runner version: '2.337.0'");
    expect(github.jobs()[0]?.conclusion).toBe('success');
  });

  test('a ghost listens on, and its job goes back into the queue', async () => {
    github.changeSettings({ pickUpMs: 60 });
    await using running = await inMode('ghost');

    await eventually(() => expect(github.jobs()[0]).toMatchObject({ runnerName: 'mac' }));
    await eventually(async () =>
      expect(github.jobs()[0]).toMatchObject({ runnerName: undefined, status: 'queued' }),
    );

    expect(running.process.exitCode).toBeNull();
    expect(running.stdout()).not.toContain('Running job');
    expect(github.runners()).toMatchObject([{ online: true, busy: false, consumed: true }]);
  });

  test('hang loses its lease, and the server can ask for it too', async () => {
    github.changeSettings({ leaseMs: 150, runnerMode: 'hang' });
    await start(oneStep);
    await using running = await listener();

    await github.whenIdle(AbortSignal.timeout(30_000));

    expect(github.jobs()[0]?.conclusion).toBe('failure');
    expect(running.stdout()).toContain('Running job: build');
    expect(running.process.exitCode).toBeNull();
  });
});

describe('the steps of a job', () => {
  test('are executed by a real shell and speak through files', async () => {
    const job = await runToEnd(`  build:
    runs-on: macOS
    outputs: { version: "\${{ steps.make.outputs.version }}" }
    env: { LEVEL: job }
    steps:
      - id: make
        run: |
          echo "version=1.2" >> "$GITHUB_OUTPUT"
          { echo "NOTES<<END"; echo one; echo two; echo END; } >> "$GITHUB_ENV"
          mkdir tools && printf '#!/bin/sh\\necho from-tool\\n' > tools/our-tool && chmod +x tools/our-tool
          echo "$PWD/tools" >> "$GITHUB_PATH"
          echo "# Done" >> "$GITHUB_STEP_SUMMARY"
      - name: Use \${{ steps.make.outputs.version }}
        env: { LEVEL: step }
        run: |
          echo "$LEVEL $TOP $NOTES" | tr '\\n' ' '
          our-tool
      - run: echo "custom $((6 * 7))"
        shell: sh -u {0}
      - run: echo "$GITHUB_REPOSITORY $GITHUB_WORKFLOW $CI" && test "$PWD" = "$GITHUB_WORKSPACE/sub"
        working-directory: sub
        if: hashFiles('tools/*') == ''
      - run: test "\${{ runner.name }}" = "$RUNNER_NAME" && basename "$GITHUB_WORKSPACE"
        shell: bash`);

    expect(job.conclusion).toBe('success');
    expect(job.outputs).toEqual({ version: '1.2' });
    expect(job.log).toContain('step top one two');
    expect(job.log).toContain('from-tool');
    expect(job.log).toContain('custom 42');
    expect(job.summary).toBe('# Done\n');
    expect(steps(job).map(([, conclusion]) => conclusion)).toEqual([
      'success',
      'success',
      'success',
      'skipped',
      'success',
    ]);
    expect(steps(job)[1]?.[0]).toBe('Use 1.2');
  });

  test('a failure skips what follows, except where it asks', async () => {
    const job = await runToEnd(`  build:
    runs-on: macOS
    steps:
      - { id: soft, run: exit 7, continue-on-error: true }
      - { name: "soft was \${{ steps.soft.outcome }} and \${{ steps.soft.conclusion }}", run: "true" }
      - { name: piped, run: "false | true", shell: bash }
      - { name: next, run: "true" }
      - { name: after failure, if: failure(), run: "true" }
      - { name: at last, if: "always() && matrix.none == null", run: "true" }`);

    expect(job.conclusion).toBe('failure');
    expect(steps(job)).toEqual([
      ['Run exit 7', 'success'],
      ['soft was failure and success', 'success'],
      ['piped', 'failure'],
      ['next', 'skipped'],
      ['after failure', 'success'],
      ['at last', 'success'],
    ]);
    expect(job.log).toContain('##[error]Process completed with exit code 7.');
  });

  test('a step that takes too long fails', async () => {
    github.changeSettings({ minuteMs: 50 });

    const job = await runToEnd(
      '  build: { runs-on: macOS, steps: [{ run: exec sleep 60, timeout-minutes: 2 }] }',
    );

    expect(job.conclusion).toBe('failure');
    expect(job.log).toContain('has timed out after 2 minutes');
  });

  test('checkout copies the folder without node_modules; other actions are noted', async () => {
    const checkout = join(folder, 'source');
    await mkdir(join(checkout, 'node_modules'), { recursive: true });
    await writeFile(join(checkout, 'greeting'), 'hello from the repository\n');

    const job = await runToEnd(
      '  build: { runs-on: macOS, steps: [{ uses: actions/checkout@v4 }, { uses: actions/cache@v4 }, { run: cat greeting; ls }] }',
      { checkout },
    );

    expect(job.conclusion).toBe('success');
    expect(job.log).toContain('hello from the repository');
    expect(job.log).not.toContain('node_modules');
    expect(job.log).toContain('[simulation] actions/cache@v4 was not run');
  });

  test('secrets are masked, and neither the JIT configuration nor its parts reach a step', async () => {
    const secrets = { DEPLOY: 'tiger-in-the-tank' };
    await start(
      '  build: { runs-on: macOS, steps: [{ run: "env; echo ${{ secrets.DEPLOY }}; echo ::add-mask::lion; echo lion" }] }',
      { secrets },
    );
    const jitConfig = await register(github, 'mac');
    await using running = startListener(root, { jitConfig });

    expect(await running.exit).toBe(0);

    const [job] = github.jobs();
    const diag = await readdir(join(root, '_diag'));
    const logs = await Promise.all(diag.map(async (name) => readFile(join(root, '_diag', name), 'utf8')));
    const seen = [job?.log, running.stdout(), ...logs].join('\n');
    expect(job?.log).toContain('RUNNER_TRACKING_ID=github_');
    expect(job?.log).toContain('***');
    expect(seen).not.toMatch(/tiger|echo lion\n\*\*\*lion|ACTIONS_RUNNER_INPUT|NODE_COMPILE_CACHE/);
    expect(seen).not.toContain(jitConfig.slice(0, 40));
  });

  test('the files of the JIT configuration are for their owner only', async () => {
    await using running = await listener();
    await eventually(() => expect(running.stdout()).toContain('Listening'));

    expect((await stat(join(root, '.credentials_rsaparams'))).mode & 0o777).toBe(0o600);
  });
});

test.runIf(process.platform === 'linux')('what a step leaves running is ended with the job', async () => {
  const job = await runToEnd(
    '  build: { runs-on: macOS, steps: [{ run: sleep 60 & echo "left $!" }, { run: "true" }] }',
  );

  const pid = /^left (\d+)$/m.exec(job.log)?.[1] ?? '';
  expect(job.log).toContain(`Terminate orphan process: pid (${pid})`);
  await eventually(async () =>
    expect(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).toBe(''),
  );
});
