import { execa } from 'execa';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../eventually.ts';
import { wallClock } from '../../../src/clock.ts';
import { RunFiles, runWrapper } from '../../../src/sandbox/tart/run-files.ts';
import { FakeClock } from '../../lifecycle/fakes/clock.ts';

let stateDir: string;
let undo: AsyncDisposableStack;
beforeEach(async () => {
  undo = new AsyncDisposableStack();
  stateDir = await mkdtemp(join(tmpdir(), 'sand-run-'));
  undo.defer(() => rm(stateDir, { recursive: true, force: true }));
});
afterEach(() => undo.disposeAsync());

const limit = () => AbortSignal.timeout(60_000);

/** Starts a script as `tart run` is started; another instance stands for a poller that adopts the VM. */
async function run(script: string, shell = '/bin/sh') {
  const files = new RunFiles(stateDir, 'vm');
  await files.prepare();
  const program = [shell, '-c', runWrapper, files.folder, '/bin/sh', '-c', script] as const;
  const wrapper = execa(program[0], program.slice(1), { detached: true, reject: false, stdio: 'ignore' });
  undo.defer(async () => {
    try {
      process.kill(-(wrapper.pid ?? 0), 'SIGKILL');
    } catch {
      // it has ended
    }
    await wrapper;
  });
  await eventually(async () => expect(await files.started()).toBe(true));
  return { files, adopter: new RunFiles(stateDir, 'vm'), wrapper };
}

describe('the files of a run', () => {
  it.for(['/bin/sh', '/bin/bash', '/bin/dash', '/bin/zsh'])(
    'are written under %s',
    async (shell, { skip }) => {
      const there = await execa(shell, ['-c', 'true'], { reject: false });
      skip(there.exitCode !== 0, 'not on this machine');

      const { files } = await run('echo out; echo err >&2; exit 3', shell);

      expect(await files.ended(wallClock, limit())).toEqual({
        exitCode: 3,
        stdout: 'out\n',
        stderr: 'err\n',
      });
    },
  );

  it('tell its end to whoever adopts it, and what it has printed before', async () => {
    const { adopter } = await run('echo booted; sleep 0.2; exit 1');
    const ended = adopter.ended(wallClock, limit());
    await eventually(async () => expect(await adopter.output()).toEqual({ stdout: 'booted\n', stderr: '' }));

    expect(await ended).toMatchObject({ exitCode: 1 });
    expect(await new RunFiles(stateDir, 'vm').ended(wallClock, limit())).toMatchObject({ exitCode: 1 });
  });

  it('tell the end also when everything was killed and nobody noted it', async () => {
    const { adopter, wrapper } = await run('echo booted; exec sleep 60');
    await eventually(async () => expect(await adopter.output()).toMatchObject({ stdout: 'booted\n' }));
    const ended = adopter.ended(new FakeClock(), limit());

    process.kill(-(wrapper.pid ?? 0), 'SIGKILL');

    expect(await ended).toEqual({ exitCode: undefined, stdout: 'booted\n', stderr: '' });
  });

  it('do not tell an end as long as the program lives, its shell killed or not', async () => {
    const { adopter, wrapper } = await run('echo booted; exec sleep 60');
    await eventually(async () => expect(await adopter.output()).toMatchObject({ stdout: 'booted\n' }));
    wrapper.kill('SIGKILL');
    await wrapper;

    await expect(adopter.ended(wallClock, AbortSignal.timeout(150))).rejects.toThrow('timeout');
    const children = await execa('pkill', ['-g', String(wrapper.pid), 'sleep'], { reject: false });
    expect(children.exitCode).toBe(0);
    expect(await adopter.ended(new FakeClock(), limit())).toMatchObject({ exitCode: undefined });
  });

  it('that are removed while somebody waits count as an end', async () => {
    const { files, adopter } = await run('exec sleep 60');
    const ended = adopter.ended(wallClock, limit());

    await files.remove();

    expect(await ended).toEqual({ exitCode: undefined, stdout: '', stderr: '' });
  });

  it('give the last part of much output', async () => {
    const { files } = await run('head -c 200000 /dev/zero | tr "\\0" x; echo end');
    const { stdout } = await files.ended(wallClock, limit());

    expect(stdout.length).toBe(64 * 1024);
    expect(stdout.endsWith('xend\n')).toBe(true);
  });

  it('are empty, and nothing has started, where there was no run', async () => {
    const files = new RunFiles(stateDir, 'other');

    expect(await files.output()).toEqual({ stdout: '', stderr: '' });
    expect(await files.started()).toBe(false);
    expect(await readdir(stateDir)).toEqual([]);
  });
});
