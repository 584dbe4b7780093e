import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSimulatedGitHub } from '../../../src/sim/github/server.ts';
import type { QuirkName } from '../../../src/sim/github/settings.ts';
import type { SimulatedGitHub } from '../../../src/sim/github/simulated-github.ts';
import { HandRunner } from './hand-runner.ts';
import { register, rest } from './rest-client.ts';

const runners = '/repos/acme/app/actions/runners';
const workflow = 'jobs: { build: { runs-on: macOS, steps: [{ run: "true" }] } }';
const run = { repository: 'acme/app', path: '.github/workflows/ci.yml', workflow };

let github: SimulatedGitHub;

beforeEach(async () => {
  github = await startSimulatedGitHub();
  github.addRepository({ fullName: 'acme/app' });
});

afterEach(async () => {
  await github[Symbol.asyncDispose]();
});

function make(quirk: QuirkName): void {
  github.changeSettings({ quirks: [quirk] });
}

test('A-17: keeps-registrations shows the runner offline after its job, until it is deleted', async () => {
  make('keeps-registrations');
  const runner = await HandRunner.connect(await register(github, 'mac'));
  await github.runWorkflow(run);
  const job = await runner.take();
  await runner.complete(job.jobId, 'Succeeded');
  await github.runWorkflow(run);

  const { body } = await rest(github, `GET ${runners}?name=mac`);
  const { id, status, busy } = body.runners[0];

  expect({ status, busy }).toEqual({ status: 'offline', busy: false });
  expect((await rest(github, `DELETE ${runners}/${String(id)}`)).status).toBe(204);
  expect(github.jobs().map(({ status: shown }) => shown)).toEqual(['completed', 'queued']);
});

test('A-18: conflict-without-runner refuses a name that nobody has', async () => {
  make('conflict-without-runner');

  await expect(register(github, 'mac')).rejects.toThrow('409');

  expect((await rest(github, `GET ${runners}?name=mac`)).body.total_count).toBe(0);
  await expect(register(github, 'mac')).rejects.toThrow('409');
});

test('A-19: delete-always-422 refuses although the runner is idle', async () => {
  await register(github, 'mac');
  make('delete-always-422');
  const { body } = await rest(github, `GET ${runners}`);

  const removal = await rest(github, `DELETE ${runners}/${String(body.runners[0].id)}`);

  expect(body.runners[0].busy).toBe(false);
  expect(removal.status).toBe(422);
  expect((await rest(github, `DELETE ${runners}/99`)).status).toBe(404);
});

test('A-20: runs-hidden-status lists a run with a queued job as waiting', async () => {
  make('runs-hidden-status');
  const { runId } = await github.runWorkflow(run);

  const shown = async (status: string): Promise<number> =>
    (await rest(github, `GET /repos/acme/app/actions/runs?status=${status}`)).body.total_count;

  expect(await Promise.all(['queued', 'in_progress', 'waiting'].map(shown))).toEqual([0, 0, 1]);
  const jobs = await rest(github, `GET /repos/acme/app/actions/runs/${String(runId)}/jobs`);
  expect(jobs.body.jobs).toMatchObject([{ status: 'queued' }]);
});
