import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assumptions } from './assumptions.ts';
import { main } from './command.ts';
import { resultOf } from './contract-run.ts';
import { describeReport, isRefuted, makeReport, type Report } from './report.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sand-conformance-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the command on a machine without Tart. */
async function command(...argv: string[]) {
  const [out, notes]: [string[], string[]] = [[], []];
  const env = { PATH: folder, HOME: folder, TART_HOME: join(folder, 'tart') };
  const output = {
    out: (text: string) => void out.push(text),
    note: (text: string) => void notes.push(text),
  };
  const exitCode = await main(argv, env, output);
  return { exitCode, out: out.join('\n'), notes: notes.join('\n') };
}

test('without Tart every belief about VMs is unknown with the reason, and the command is not ready', async () => {
  const { exitCode, out, notes } = await command('--json');

  expect(exitCode).toBe(3);
  const report: Report = JSON.parse(out);
  expect(report).toMatchObject({ tart: null, node: process.version, contract: null });
  expect(report.assumptions.map(({ id }) => id)).toEqual(assumptions.map(({ id }) => id));
  const known = report.assumptions.filter(({ verdict }) => verdict !== 'unknown').map(({ id }) => id);
  expect(known).toEqual(['A-25']); // a folder of this machine
  expect(report.assumptions.find(({ id }) => id === 'A-04')).toMatchObject({
    owner: 'src/sandbox/tart/leases.ts',
    reason: expect.stringContaining('cannot find the program tart'),
  });
  expect(report.assumptions.find(({ id }) => id === 'A-18')?.reason).toContain('--github-url');
  expect(notes).toContain('TART_MISSING');
});

test('people get lines instead', async () => {
  const { out } = await command('--only', 'a-04, A-25');

  expect(out).toMatch(/^A-04 {2}unknown/m);
  expect(out).toMatch(/^A-25 {2}confirmed/m);
  expect(out).not.toContain('A-05');
  expect(out).toContain('assumptions: 1 confirmed, 0 refuted, 1 unknown');
});

test.each([
  [['--only', 'A-99'], 'A-99'],
  [['--no-such-option'], '--no-such-option'],
  [['--github-url', 'https://github.com/acme/app'], '--token-file'],
])('%j is wrong usage', async (argv, named) => {
  const { exitCode, out, notes } = await command(...argv);

  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(notes).toContain(named);
});

test('the token is sent to GitHub and never shown', async () => {
  const token = 'ghp_verysecret';
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const sent: unknown[] = [];
  const server = createServer(({ headers }, response) => {
    sent.push(headers.authorization);
    response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ message: token }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const address = server.address();
    const api = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : undefined)}`;
    const github = ['--github-url', 'https://github.com/acme/app', '--github-api-url', api];

    const { out, notes } = await command('--json', '--only', 'A-20', ...github, '--token-file', tokenFile);

    expect(sent).toEqual([expect.stringContaining(token)]);
    expect(out).toContain('401');
    expect(out + notes).not.toContain(token);
  } finally {
    server.close();
  }
});

test('what is refuted, and what fails in the suite, is told with its file', async () => {
  const seen = new Map([
    ['A-04', { verdict: 'refuted', reason: 'it is read otherwise', evidence: 'one\ntwo' } as const],
  ]);
  const failure = { name: 'a test', message: 'it failed' };

  const refuting = await makeReport(seen, null, {});
  const failing = await makeReport(new Map(), { passed: 1, failed: 1, skipped: 0, failures: [failure] }, {});

  expect(isRefuted(refuting)).toBe(true);
  expect(describeReport(refuting)).toMatch(/change src\/sandbox\/tart\/leases\.ts\n +\| one\n +\| two/);
  expect(isRefuted(failing)).toBe(true);
  expect(describeReport(failing)).toContain('a test');
});

/** As vitest reports it. */
function reported(name: string, status: string) {
  return { fullName: `${name} ${status}`, status, failureMessages: [`${status} it is`] };
}

test('of the suite only the tests of the real Tart count', () => {
  const assertionResults = [
    ...['passed', 'passed', 'failed', 'skipped'].map((status) => reported('tart on this Mac', status)),
    reported('tart, simulated', 'failed'),
  ];

  const result = resultOf(JSON.stringify({ testResults: [{ assertionResults }] }));

  expect(result).toMatchObject({ passed: 2, failed: 1, skipped: 1 });
  expect(result.failures).toEqual([{ name: 'tart on this Mac failed', message: 'failed it is' }]);
});

test('a suite that could not be run has failed', () => {
  expect(resultOf(JSON.stringify({ testResults: [] }))).toMatchObject({ passed: 0, failed: 1 });
});
