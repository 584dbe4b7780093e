import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findCommand, GuestHome, runProcess } from './guest-home.ts';

const shells = ['dash', 'bash', 'zsh'].map((name) => ({ name, path: findCommand(name) }));

let home: GuestHome;

beforeEach(() => {
  home = new GuestHome();
});

afterEach(() => {
  home[Symbol.dispose]();
});

async function warmUp(script: string, given: { stdin?: string; shell?: string } = {}) {
  const { stdin = '', shell = '/bin/sh' } = given;
  home.write('.sand-action/warmup.sh', script);
  const env = { ...home.env, SHELL: shell };
  return runProcess(join(home.path, '.sand-action/warm-up'), [], { env, stdin });
}

describe.each(shells)('warm-up under $name', ({ path }) => {
  it.skipIf(path === undefined)(
    "gives the script the login shell's environment and the variables",
    async () => {
      home.addScripts(home.shLinkedTo(path ?? ''));
      for (const file of ['.profile', '.zprofile'])
        home.write(file, 'export FROM_PROFILE=brew GIVEN=profile');

      const script =
        'echo "$FROM_PROFILE $GIVEN $TEXT" >"$HOME/seen"; read line || echo nothing >>"$HOME/seen"';
      const stdin = "export GIVEN=configuration\nexport TEXT='two\nlines'";
      const result = await warmUp(script, { stdin, shell: path ?? '' });

      expect(result).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(home.read('seen')).toBe('brew configuration two\nlines\nnothing\n');
    },
  );
});

describe('warm-up', () => {
  beforeEach(() => {
    home.addScripts();
  });

  it('tells the exit code and the end of the output of a script that failed; the log has it all', async () => {
    const result = await warmUp('head -c 5000 /dev/zero; echo; echo the reason >&2; exit 3');
    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toMatch(/the reason\n$/u);
    expect(result.stderr.length).toBeLessThanOrEqual(2000);
    expect(home.read('.sand-action/warmup.log').length).toBeGreaterThan(5000);
    await expect(home.run('collect-logs', ['TOKEN'])).resolves.toMatchObject({
      stdout: expect.stringMatching(/^\nTOKEN warmup.log\n[^]*the reason\n/u),
    });
  });

  it('runs its script once in the life of a guest', async () => {
    for (let times = 0; times < 2; times += 1)
      await expect(warmUp('echo run >>"$HOME/runs"')).resolves.toMatchObject({ code: 0 });
    expect(home.read('runs')).toBe('run\n');
  });

  it('refuses when an earlier run was cut off, or goes on still', async () => {
    mkdirSync(join(home.path, '.sand-action/warming-up'));
    const result = await warmUp('echo run >>"$HOME/runs"');
    expect(result).toMatchObject({ code: 40, stderr: expect.stringContaining('cut off') });
    expect(existsSync(join(home.path, 'runs'))).toBe(false);
  });

  it('does not wait for what the script left in the background', async () => {
    const script = 'sleep 60 & echo "$!" >"$HOME/background"';
    await expect(warmUp(script)).resolves.toMatchObject({ code: 0 });
    process.kill(Number(home.read('background')), 'SIGKILL');
  });
});
