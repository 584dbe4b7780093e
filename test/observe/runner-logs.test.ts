import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { formatName } from '../../src/naming/name.ts';
import type { AppEvent } from '../../src/observe/describe.ts';
import { RunnerLogs } from '../../src/observe/runner-logs.ts';
import { Secret } from '../../src/secret.ts';
import { recordOf } from './record.ts';

const sandbox = 'sand-ownerabc-xcode-zzzzzzz-nonce1';
const token = new Secret('ghp_theTokenOfThePoller');
const megabyte = 1024 * 1024;

let stateDir: string;
let logs: RunnerLogs;
let problems: SandError[];

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sand-logs-'));
  problems = [];
  const onProblem = (_: string, error: SandError) => problems.push(error);
  logs = new RunnerLogs({ stateDir, secrets: [token], onProblem });
});

afterEach(async () => {
  await rm(stateDir, { recursive: true });
});

const live = (): string => join(stateDir, 'logs', `${sandbox}.log`);
const kept = (file: string): string => join(stateDir, 'evidence', sandbox, file);

function say(text: string, of = sandbox): void {
  logs.see({ type: 'runner-line', sandbox: of, text });
}

function finished(changes: Parameters<typeof recordOf>[1] = {}): AppEvent {
  return { type: 'finished', record: recordOf(sandbox, changes) };
}

const died = new SandError('VM_STOPPED', `the VM died with ${token.reveal()}`);

describe('the log of a sandbox that lives', () => {
  it('has the lines of its runner as they are, and what we did with their time', async () => {
    logs.see({ type: 'phase', sandbox, pool: 'xcode', phase: 'boot' });
    say('2026-01-01 00:00:00Z: Listening for Jobs');
    const [own, runners] = (await readFile(live(), 'utf8')).split('\n');
    expect(own).toMatch(/^# \d{4}-\d\d-\d\dT[\d:.]+Z phase \{"phase":"boot"\}$/u);
    expect(runners).toBe('2026-01-01 00:00:00Z: Listening for Jobs');
  });

  it('is for the operator alone', async () => {
    say('one');
    expect((await stat(live())).mode % 0o1000).toBe(0o600);
    expect((await stat(join(stateDir, 'logs'))).mode % 0o1000).toBe(0o700);
  });

  it('is one line for each line, clean, bounded and without secrets', async () => {
    const basic = Buffer.from(`x-access-token:${token.reveal()}`).toString('base64');
    say(`\u001B[31mred\u001B[0m\r\nmore\u2028end \u0007${token.reveal()}`);
    say(`AUTHORIZATION: basic ${basic}`);
    say('x'.repeat(3 * megabyte));
    const [hostile = '', encoded = '', long = ''] = (await readFile(live(), 'utf8')).split('\n');
    expect(hostile).toBe('red more end [secret]');
    expect(encoded).toContain('[secret]');
    expect(Buffer.from(encoded.split(' ').at(-1) ?? '', 'base64').toString()).not.toContain('theToken');
    expect(long).toHaveLength(16 * 1024);
  });

  it('hides also a secret that was made while it is written', async () => {
    const secrets: Secret[] = [];
    const growing = new RunnerLogs({ stateDir, secrets, onProblem: (_, error) => problems.push(error) });
    const line = { type: 'runner-line', sandbox, text: 'it is ghs_theNextOne' } as const;
    growing.see(line);
    secrets.push(new Secret('ghs_theNextOne'));
    growing.see(line);
    expect(await readFile(live(), 'utf8')).toContain('it is ghs_theNextOne\nit is [secret]\n');
  });

  it('keeps the last part of much, in no more than 5 MiB', async () => {
    const line = 'x'.repeat(10_000);
    for (let count = 0; count < 1500; count += 1) say(`${String(count)} ${line}`);
    const [older, newer] = await Promise.all([readFile(`${live()}.1`, 'utf8'), readFile(live(), 'utf8')]);
    const numbers = `${older}${newer}`.split('\n').slice(0, -1).map(Number.parseFloat);
    expect(numbers.at(-1)).toBe(1499);
    expect(numbers).toStrictEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(older.length).toBeGreaterThanOrEqual(2.5 * megabyte);
    expect(older.length + newer.length).toBeLessThan(5.1 * megabyte);
    expect((await stat(live())).mode % 0o1000).toBe(0o600);
    expect(await readdir(join(stateDir, 'logs'))).toHaveLength(2);
  });

  it('is gone on with by the next process', async () => {
    say('one');
    logs.see(finished({ left: true }));
    new RunnerLogs({ stateDir, secrets: [], onProblem: () => undefined }).see({
      type: 'runner-line',
      sandbox,
      text: 'two',
    });
    const text = await readFile(live(), 'utf8');
    expect(text.split('\n').filter((line) => !line.startsWith('#'))).toStrictEqual(['one', 'two', '']);
    expect(text).toMatch(/\n# \S+ another process goes on from here.*\ntwo\n$/u);
  });

  it('has a file below its folder, whatever the name', async () => {
    say('one', '../../escaped');
    expect(await readdir(stateDir)).toStrictEqual(['logs']);
    expect(await readdir(join(stateDir, 'logs'))).toHaveLength(1);
  });
});

describe('the log of a sandbox that has ended', () => {
  it('is removed when it did its work', async () => {
    say('one');
    logs.see(finished({ result: 'Failed' }));
    expect(await readdir(join(stateDir, 'logs'))).toStrictEqual([]);
    expect(await readdir(stateDir)).toStrictEqual(['logs']);
  });

  it('becomes evidence when it failed, both parts of it', async () => {
    for (let count = 0; count < 300; count += 1) say('x'.repeat(10_000));
    say('the end');
    logs.see(finished({ error: died }));
    expect(await readdir(join(stateDir, 'logs'))).toStrictEqual([]);
    expect((await stat(kept('runner.log.1'))).size).toBeGreaterThan(megabyte);
    expect(await readFile(kept('runner.log'), 'utf8')).toMatch(/\nthe end\n# .*VM_STOPPED.*\n$/u);
    expect((await stat(join(stateDir, 'evidence', sandbox))).mode % 0o1000).toBe(0o700);
  });

  it('leaves the verdict that is there alone, and makes one when there is none', async () => {
    say('one');
    logs.see(finished({ error: died }));
    const text = await readFile(kept('verdict.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ job: 'work', error: { code: 'VM_STOPPED' } });
    expect(text).not.toContain(token.reveal());

    await writeFile(kept('verdict.json'), 'said already');
    say('two');
    logs.see(finished({ error: died }));
    expect(await readFile(kept('verdict.json'), 'utf8')).toBe('said already');
  });

  it('becomes evidence when its process died and the next one deletes the sandbox', async () => {
    say('one');
    const later = new RunnerLogs({ stateDir, secrets: [], onProblem: (_, error) => problems.push(error) });
    later.see({ type: 'reaped', sandbox: 'sand-ownerabc-xcode-zzzzzzz-nonce2' });
    later.see({ type: 'reaped', sandbox });
    expect(await readFile(kept('runner.log'), 'utf8')).toBe('one\n');
    expect(await readdir(join(stateDir, 'logs'))).toStrictEqual([]);
    expect(await readdir(join(stateDir, 'evidence'))).toStrictEqual([sandbox]);
    expect(problems).toStrictEqual([]);
  });

  it('does not come back with news of what it left behind', async () => {
    say('one');
    logs.see(finished());
    logs.see({ type: 'stray-removed', sandbox });
    logs.see({ type: 'sandbox-removed', sandbox });
    expect(await readdir(join(stateDir, 'logs'))).toStrictEqual([]);
  });

  it('is nothing when there was no sandbox', async () => {
    logs.see(finished({ error: died }));
    expect(await readdir(stateDir)).toStrictEqual([]);
  });
});

describe('a log that cannot be written', () => {
  it('is told once and disturbs nothing, and the next sandbox has one again', async () => {
    await writeFile(join(stateDir, 'logs'), 'a file where the folder should be');
    say('one');
    say('two');
    logs.see(finished());
    expect(problems.map(({ code }) => code)).toStrictEqual(['EVIDENCE_FAILED']);
    await rm(join(stateDir, 'logs'));
    say('three');
    expect(await readFile(live(), 'utf8')).toBe('three\n');
  });
});

describe('old logs', () => {
  it('are dropped once nobody can write them: a week old, and the time of their sandbox over', async () => {
    const over = formatName({ owner: 'ownerabc', pool: 'xcode', deadline: 1, nonce: 'nonce2' });
    const running = formatName({ owner: 'ownerabc', pool: 'xcode', deadline: 36 ** 7 - 1, nonce: 'nonce3' });
    const folder = join(stateDir, 'logs');
    await mkdir(folder);
    const old = [`${over}.log`, `${over}.log.1`, `${running}.log`];
    for (const name of [...old, `young-${over}.log`]) await writeFile(join(folder, name), '');
    for (const name of old) await utimes(join(folder, name), 0, 0);
    say('one', over);
    await utimes(join(folder, `${over}.log`), 0, 0);

    await logs.dropOld();
    expect((await readdir(folder)).toSorted()).toStrictEqual(
      [`${over}.log`, `${over}.log.1`, `${running}.log`, `young-${over}.log`].toSorted(),
    );

    logs.see({ type: 'finished', record: recordOf(over, { left: true }) });
    for (const name of old) await utimes(join(folder, name), 0, 0);
    await logs.dropOld();
    expect((await readdir(folder)).toSorted()).toStrictEqual(
      [`${running}.log`, `young-${over}.log`].toSorted(),
    );
  });

  it('that are not there are no problem', async () => {
    await expect(logs.dropOld()).resolves.toBeUndefined();
  });
});
