import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findCommand, GuestHome, macOfHome, scriptsFolder } from './guest-home.ts';

let home: GuestHome;

beforeEach(() => {
  home = new GuestHome();
  home.addScripts();
});

afterEach(() => {
  home[Symbol.dispose]();
});

const shellcheck = findCommand('shellcheck');

it.skipIf(shellcheck === undefined)('shellcheck finds nothing in runner-scripts/ (needs shellcheck)', () => {
  const files = readdirSync(scriptsFolder).map((name) => join(scriptsFolder, name));

  const { stdout, status } = spawnSync(shellcheck ?? '', ['-s', 'sh', ...files], { encoding: 'utf8' });

  expect(stdout).toBe('');
  expect(status).toBe(0);
});

describe('guest-facts', () => {
  it('prints addresses, users, sudo and the runner with its version', async () => {
    home.addRunner('');
    const deps = '{\n  "targets": {\n      "Runner.Listener/2.336.0": {\n';
    writeFileSync(join(home.path, 'actions-runner/bin/Runner.Listener.deps.json'), deps);

    const { stdout } = await home.run('guest-facts');

    expect(stdout.split('\n')).toEqual([
      'sand-facts',
      expect.stringMatching(/^os \w+$/u),
      `user ${home.user}`,
      `mac ${macOfHome}`,
      `console ${home.user}`,
      'sudo yes',
      `runner ${home.path}/actions-runner`,
      'version 2.336.0',
      'sand-facts-end',
      '',
    ]);
  });

  it('leaves out what it cannot know', async () => {
    for (const name of ['stat', 'sudo']) home.removeCommand(name);

    const { stdout } = await home.run('guest-facts');

    expect(stdout).not.toMatch(/^(?:console|sudo|runner|version) /mu);
    expect(stdout).toMatch(/^sand-facts-end$/mu);
  });
});

/** What `guest-facts` says about a runner that was started, and that ended when the file says so. */
async function factsWith(endedAt?: string): Promise<string[]> {
  mkdirSync(run());
  if (endedAt !== undefined) writeFileSync(join(run(), 'ended-at'), endedAt);
  const { stdout } = await home.run('guest-facts');
  return stdout.split('\n').filter((line) => /^(?:started|ended) /u.test(line));
}

describe('guest-facts about a runner that was started', () => {
  it('say that it was', async () => {
    await expect(factsWith()).resolves.toEqual(['started yes']);
  });

  it('say how many seconds ago it ended', async () => {
    const anHourAgo = Math.round(Date.now() / 1000) - 3600;
    const [, ended = ''] = await factsWith(`${String(anHourAgo)}\n`);
    const seconds = Number(/^ended (\d+)$/u.exec(ended)?.[1]);
    expect(seconds).toBeGreaterThanOrEqual(3599);
    expect(seconds).toBeLessThan(3700);
  });

  it.each(['', '-5\n', '1+$(id)\n', 'yesterday\n'])('do not believe %j', async (written) => {
    await expect(factsWith(written)).resolves.toEqual(['started yes']);
  });
});

describe('runner-state', () => {
  it('says absent when nothing was started', async () => {
    await expect(home.run('runner-state', ['1'])).resolves.toMatchObject({ stdout: 'absent\n' });
  });

  it('says running while the supervisor lives', async () => {
    mkdirSync(run());
    const supervisor = spawn('sleep', ['60']);
    writeFileSync(join(run(), 'supervisor.pid'), `${String(supervisor.pid)}\n`);

    const result = await home.run('runner-state', ['1']);

    supervisor.kill();
    expect(result.stdout).toBe('running\n');
  });

  it('gives the exit code and the rest of the log', async () => {
    mkdirSync(run());
    writeFileSync(join(run(), 'exit-status'), '7\n');
    writeFileSync(join(run(), 'runner.log'), 'seen\nnew\n');

    await expect(home.run('runner-state', ['6'])).resolves.toMatchObject({ stdout: 'exited 7\nnew\n' });
  });

  it('says exited 255 when supervisor and listener are gone without a status', async () => {
    mkdirSync(run());
    writeFileSync(join(run(), 'supervisor.pid'), '99999999');
    writeFileSync(join(run(), 'runner.log'), '');

    await expect(home.run('runner-state', ['1'])).resolves.toMatchObject({ stdout: 'exited 255\n' });
  });
});

describe('interrupt-runner', () => {
  it('is content when there is nothing to interrupt', async () => {
    await expect(home.run('interrupt-runner')).resolves.toMatchObject({ code: 0, stderr: '' });
  });
});

describe('collect-logs', () => {
  it('prints the ends of the logs, bounded, and nothing that is not a regular file', async () => {
    const diagnostics = join(home.path, 'actions-runner/_diag');
    mkdirSync(diagnostics, { recursive: true });
    mkdirSync(join(home.path, '.sand-action/run'));
    writeFileSync(join(home.path, '.sand-action/run/runner.log'), 'the log');
    writeFileSync(join(diagnostics, 'Worker_1.log'), 'x'.repeat(300 * 1024));
    symlinkSync('/dev/zero', join(diagnostics, 'endless.log'));
    for (let file = 0; file < 30; file += 1) writeFileSync(join(diagnostics, `${String(file)}.log`), '');

    const { stdout } = await home.run('collect-logs', ['TOKEN']);

    expect(stdout).toContain('\nTOKEN runner.log\nthe log');
    expect(stdout).not.toContain('endless');
    expect(stdout.length).toBeLessThan(2 * 300 * 1024);
    expect(stdout.match(/\nTOKEN /gu)?.length).toBeLessThanOrEqual(21);
  });
});

describe('install-runner', () => {
  it('unpacks an archive whose checksum is right', async () => {
    const { url, sha256 } = home.makeArchive();

    const result = await home.run('install-runner', [url, sha256]);

    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(join(home.path, 'actions-runner'))).toEqual(['bin']);
  });

  it('refuses an archive with another checksum and leaves nothing in place', async () => {
    const { url, sha256 } = home.makeArchive();

    const result = await home.run('install-runner', [url, '0'.repeat(64)]);

    expect(result).toMatchObject({ code: 31, stderr: `SHA-256 is ${sha256}\n` });
    expect(readdirSync(home.path)).not.toContain('actions-runner');
  });

  it('says so when there is nothing to download', async () => {
    const result = await home.run('install-runner', [`file://${home.path}/none`, '0'.repeat(64)]);

    expect(result.code).toBe(30);
  });

  it('leaves an installed runner alone', async () => {
    home.addRunner('');

    await expect(home.run('install-runner', ['file:///none', ''])).resolves.toMatchObject({ code: 0 });
  });
});

function run(): string {
  return join(home.path, '.sand-action/run');
}
