import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { stringify } from 'yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { z } from 'zod';
import { logs } from '../../src/cli/logs.ts';
import { SandError } from '../../src/errors.ts';
import { formatName } from '../../src/naming/name.ts';
import { EvidenceStore } from '../../src/observe/evidence.ts';
import { RunnerLogs } from '../../src/observe/runner-logs.ts';
import { recordOf } from '../observe/record.ts';

const latest = 36 ** 7 - 1;
const named = (nonce: string, deadline = latest) =>
  formatName({ owner: 'ownerabc', pool: 'xcode', deadline, nonce });
const running = named('nonce1');
const failed = named('nonce2');
const lost = named('nonce3', 1);
const hostile = 'work \u001B[2J\u202E\u0007';
const died = new SandError('VM_STOPPED', `gone ${hostile}`);

const listSchema = z.object({ sandboxes: z.array(z.looseObject({ at: z.string() })) });

let folder: string;
let config: string;
let writer: RunnerLogs;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sand-cli-logs-'));
  config = join(folder, 'config.yaml');
  const file = {
    github: { url: 'https://github.com/acme/app', auth: { tokenFile: '/no/token/is/needed' } },
    pools: [{ name: 'xcode', labels: ['self-hosted'], image: 'tahoe' }],
    host: { stateDir: folder },
  };
  await writeFile(config, stringify(file));
  writer = new RunnerLogs({ stateDir: folder, secrets: [], onProblem: () => undefined });
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function begin(sandbox: string): void {
  const job = {
    id: 1,
    name: hostile,
    labels: [],
    url: 'https://github.com',
    queuedAt: 0,
    repository: 'acme/app',
  };
  writer.see({ type: 'starting', sandbox, pool: 'xcode', job });
  writer.see({ type: 'runner-line', sandbox, text: `line of ${sandbox}` });
}

function end(sandbox: string, error?: SandError): void {
  writer.see({ type: 'finished', record: recordOf(sandbox, { job: hostile, error }) });
}

/** Runs `logs` to its end. */
async function shown(wanted?: string, json = false): Promise<string> {
  const output = new PassThrough();
  const [printed, exitCode] = await Promise.all([
    text(output),
    logs(wanted, { config, json }, output).finally(() => output.end()),
  ]);
  expect(exitCode).toBe(0);
  return printed;
}

describe('the list', () => {
  it('says so when it is empty', async () => {
    expect(await shown()).toMatch(/^Nothing is kept: .*\n$/u);
    expect(JSON.parse(await shown(undefined, true))).toStrictEqual({ sandboxes: [] });
  });

  it('has what runs, what failed and what was lost, the newest first', async () => {
    begin(failed);
    end(failed, died);
    begin(lost);
    begin(running);
    const { sandboxes } = listSchema.parse(JSON.parse(await shown(undefined, true)));
    expect(sandboxes).toHaveLength(3);
    expect(sandboxes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ sandbox: failed, state: 'ended', code: 'VM_STOPPED', job: hostile }),
        expect.objectContaining({ sandbox: running, state: 'running', code: null, job: hostile }),
        expect.objectContaining({ sandbox: lost, state: 'lost', code: null }),
      ]),
    );
    const times = sandboxes.map(({ at }) => at);
    expect(times).toStrictEqual(times.toSorted().toReversed());
  });

  it('names the job that runs, not the one that the sandbox was started for', async () => {
    begin(running);
    writer.see({ type: 'job-started', sandbox: running, job: 'another' });
    expect(await shown()).toMatch(/nonce1 .* running +another *\n/u);
  });

  it('is clean for people', async () => {
    begin(failed);
    end(failed, died);
    const [head, row] = (await shown()).split('\n');
    expect(head).toMatch(/^SANDBOX +WHEN +CODE +JOB/u);
    expect(row).toMatch(/nonce2 {2}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}VM_STOPPED {2}work *$/u);
  });
});

describe('a sandbox that failed', () => {
  beforeEach(() => {
    begin(failed);
    end(failed, died);
  });

  it('is shown with its lines, then its verdict, clean for a terminal', async () => {
    const printed = await shown('nonce2');
    expect(printed).toContain(`\nline of ${failed}\n`);
    expect(printed).toMatch(/VM_STOPPED: gone work +\n {2}what to do: \S.+\n {2}job: work +\n/u);
    expect(printed).toContain(`evidence: ${join(folder, 'evidence', failed)}\n`);
    expect(printed).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
  });

  it('is a document a line for a program, the last one with the verdict', async () => {
    const documents = (await shown(failed, true))
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(documents).toContainEqual({ sandbox: failed, line: `line of ${failed}` });
    expect(documents.at(-1)).toMatchObject({
      sandbox: failed,
      verdict: { job: hostile, error: { code: 'VM_STOPPED', remedy: died.remedy } },
      evidence: join(folder, 'evidence', failed),
    });
  });

  it('is shown from where a poller that was killed has left its log', async () => {
    begin(running);
    const verdict = JSON.stringify({ error: { code: 'GUEST_LOST', message: 'gone', remedy: 'none' } });
    await new EvidenceStore(folder, []).keep(running, new Map([['verdict.json', verdict]]), []);
    expect(await shown('nonce1')).toMatch(new RegExp(`line of ${running}\n[^]*GUEST_LOST: gone`, 'u'));
  });

  it('is shown although its verdict cannot be read', async () => {
    await writeFile(join(folder, 'evidence', failed, 'verdict.json'), '{"error":');
    expect(await shown('nonce2')).toMatch(/line of [^]*no verdict is kept/u);
    expect(await shown()).toContain(failed);
  });
});

describe('a sandbox that lives', () => {
  it.each([
    ['failed', died, 'VM_STOPPED: gone'],
    ['did its work', undefined, `${running} has ended; no verdict is kept: `],
  ])('is followed until it %s', async (_, error, said) => {
    begin(running);
    const output = new PassThrough().setEncoding('utf8');
    let printed = '';
    output.on('data', (chunk: string) => (printed += chunk));
    const exitCode = logs('nonce1', { config, json: false }, output);
    await eventually(() => expect(printed).toContain(`line of ${running}\n`));
    writer.see({ type: 'runner-line', sandbox: running, text: 'more' });
    await eventually(() => expect(printed).toContain('\nmore\n'));
    end(running, error);
    expect(await exitCode).toBe(0);
    await eventually(() => expect(printed).toContain(said));
  });

  it('whose time is over is not waited for', async () => {
    begin(lost);
    expect(await shown('nonce3')).toContain(`line of ${lost}\n`);
  });
});

it('is no error that nobody reads on', async () => {
  begin(failed);
  end(failed, died);
  const output = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });
  expect(await logs('nonce2', { config, json: false }, output)).toBe(0);
});

describe('a name that is not known', () => {
  it('is an error with a code', async () => {
    begin(running);
    await expect(shown('nonce9')).rejects.toThrow(
      /nothing is known of a sandbox "nonce9"; did you mean .*nonce1/u,
    );
  });
});
