import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCommand, startCommand } from './command.ts';

const project = join(import.meta.dirname, '../..');
const nothing = { sandboxes: 0, runners: 0, processes: 0 };

const demoSchema = z.strictObject({
  jobs: z.array(
    z.strictObject({
      name: z.string(),
      conclusion: z.string().nullable(),
      pool: z.string().nullable(),
      runner: z.string().nullable(),
      sandbox: z.string().nullable(),
      phases: z.record(z.string(), z.number()),
      reclaimedBytes: z.number().nullable(),
    }),
  ),
  left: z.strictObject({ sandboxes: z.number(), runners: z.number(), processes: z.number() }),
});

const folders: string[] = [];
afterAll(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function workflowFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sand-workflow-'));
  folders.push(folder);
  const file = join(folder, 'ci.yml');
  await writeFile(file, text);
  return file;
}

describe.concurrent('sand-poller demo', { timeout: 120_000 }, () => {
  it('runs every job of the examples in a VM of its own and leaves nothing', async () => {
    const { exitCode, stdout } = await runCommand(['demo', '--json']);

    const { jobs, left } = demoSchema.parse(JSON.parse(stdout));
    const conclusions = Object.fromEntries(jobs.map(({ name, conclusion }) => [name, conclusion]));
    expect(conclusions).toEqual({
      hello: 'success',
      'build (app)': 'success',
      'build (widget)': 'success',
      'build (watch)': 'success',
      test: 'failure',
    });
    expect(new Set(jobs.map(({ sandbox }) => sandbox)).size).toBe(jobs.length);
    expect(jobs.every(({ sandbox, runner }) => sandbox !== null && sandbox === runner)).toBe(true);
    for (const { phases } of jobs) {
      expect(Object.keys(phases)).toEqual(
        expect.arrayContaining(['waited', 'clone', 'boot', 'ssh', 'register', 'run', 'delete']),
      );
    }
    expect(left).toEqual(nothing);
    expect(exitCode).toBe(0);
  });

  it("really runs the steps of another project's workflow, on this checkout", async () => {
    // Written for that project, not for this one: `npm run test` for four versions of Node, on ubuntu-latest.
    const file = join(project, 'node_modules/json-with-bigint/.github/workflows/ci.yml');
    const checkout = dirname(await workflowFile(''));
    const marks = join(checkout, 'marks');
    const scripts = { test: `echo "$GITHUB_JOB" >> '${marks}'` };
    await writeFile(join(checkout, 'package.json'), JSON.stringify({ name: 'app', scripts }));

    const { stdout } = await runCommand(['demo', '--json', '--workflow', file, '--checkout', checkout]);

    const { jobs, left } = demoSchema.parse(JSON.parse(stdout));
    expect(jobs.map(({ name }) => name)).toEqual(['test (20)', 'test (22)', 'test (24)', 'test (25)']);
    expect(jobs.map(({ conclusion }) => conclusion)).toEqual(Array(4).fill('success'));
    expect(await readFile(marks, 'utf8')).toBe('test\n'.repeat(4));
    expect(left).toEqual(nothing);
  });

  it('runs a workflow with the labels, variables, outputs and needs that it asks for', async () => {
    const file = await workflowFile(`
name: Node CI
on: { push: { branches: [main] }, pull_request: {} }
permissions: { contents: read }
env: { CI_LEVEL: full }
jobs:
  build:
    runs-on: macos-latest
    strategy: { fail-fast: false, matrix: { node-version: [20.x, 22.x] } }
    steps:
      - uses: actions/checkout@v4
      - name: Use Node.js \${{ matrix.node-version }}
        uses: actions/setup-node@v4
        with: { node-version: '\${{ matrix.node-version }}' }
      - run: test "$CI_LEVEL" = full && test "\${{ matrix.node-version }}" != 24.x
      - id: kind
        run: echo "kind=release" >> "$GITHUB_OUTPUT"
      - if: steps.kind.outputs.kind == 'release'
        run: echo "VERSION=1.2.3" >> "$GITHUB_ENV"
      - run: test "$VERSION" = 1.2.3
  deploy:
    needs: build
    runs-on: [self-hosted, linux-arm]
    steps:
      - run: test -n "$GITHUB_SHA" && echo deployed
`);

    const { stdout } = await runCommand(['demo', '--json', '--workflow', file]);

    const { jobs, left } = demoSchema.parse(JSON.parse(stdout));
    expect(jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
      ['build (20.x)', 'success'],
      ['build (22.x)', 'success'],
      ['deploy', 'success'],
    ]);
    expect(left).toEqual(nothing);
  });

  it('says what is wrong with a workflow that is not there', async () => {
    const { exitCode, stderr } = await runCommand(['demo', '--workflow', '/nowhere/ci.yml']);

    expect(stderr).toContain('USAGE: cannot read the workflow /nowhere/ci.yml');
    expect(stderr).toContain('what to do:');
    expect(exitCode).toBe(2);
  });

  const moments = ['"phase":"clone"', '"phase":"boot"', '"phase":"ssh"', '"phase":"register"', 'job started'];
  it.each(moments)('SIGINT at %s leaves nothing', async (moment) => {
    const file = await workflowFile(
      'on: push\njobs: { long: { runs-on: [self-hosted], steps: [{ run: exec sleep 60 }] } }',
    );
    const command = startCommand(['demo', '--json', '--verbose', '--workflow', file]);

    await command.shows(moment);
    command.child.kill('SIGINT');

    const { exitCode, stdout } = await command.ended;
    expect(demoSchema.parse(JSON.parse(stdout)).left).toEqual(nothing);
    expect(exitCode).toBe(130);
  });

  it('SIGTERM during a job ends it through its runner, so that GitHub learns that it was cancelled', async () => {
    const file = await workflowFile(
      'on: push\njobs: { long: { runs-on: [self-hosted], steps: [{ run: exec sleep 60 }] } }',
    );
    const command = startCommand(['demo', '--json', '--verbose', '--workflow', file]);

    await command.shows('job started');
    command.child.kill('SIGTERM');

    const { exitCode, stdout } = await command.ended;
    const { jobs, left } = demoSchema.parse(JSON.parse(stdout));
    expect(jobs.map(({ conclusion }) => conclusion)).toEqual(['cancelled']);
    expect(left).toEqual(nothing);
    expect(exitCode).toBe(130);
  });
});
