import { readdirSync, readFileSync } from 'node:fs';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';

import { findCommand, GuestHome, runProcess } from './guest-home.ts';

const jit = Buffer.from('a runner key that nobody may see '.repeat(400)).toString('base64');
const message = `${jit}\nexport GREETING='hello\nworld'\n# end of start\n`;
const waits = 'until [ -e "$HOME/go" ]; do sleep 0.05; done';

const shells = ['dash', 'bash', 'zsh'].map((name) => ({ name, path: findCommand(name) }));

let home: GuestHome;

beforeEach(() => {
  home = new GuestHome();
});

afterEach(async () => {
  home.write('go', '');
  if (home.read('.sand-action/run/supervisor.pid') !== '') await exitStatus();
  home[Symbol.dispose]();
});

async function exitStatus(): Promise<string> {
  await eventually(() => {
    expect(home.status).not.toBe('');
  });
  return home.status;
}

for (const { name, path } of shells) {
  describe(`with ${name} as sh and as login shell${path === undefined ? ' (SKIPPED: not installed here)' : ''}`, () => {
    it.skipIf(path === undefined)(
      'the runner outlives its start, with log and exit status in files',
      async () => {
        home.addScripts(home.shLinkedTo(path ?? ''));
        home.addRunner(`echo "$GREETING from $SESSION"; ${waits}; exit 9`);

        const reply = await home.start('ssh', message, path);

        expect(reply).toMatchObject({ stdout: 'session ssh \nstarted\n', stderr: '' });
        expect(home.status).toBe('');
        home.write('go', '');
        await expect(exitStatus()).resolves.toBe('9');
        await eventually(async () =>
          expect(home.log).toBe('hello\nworld from \nsand-action: runner exited\n'),
        );
        expect(home.read('jit-seen')).toBe(jit);
        expect(home.read('.sand-action/run/ended-at')).toMatch(/^\d{10}\n$/u);
      },
    );

    it.skipIf(path === undefined)('the job gets the environment of the login shell', async () => {
      home.addScripts(home.shLinkedTo(path ?? ''));
      for (const file of ['.profile', '.zprofile']) home.write(file, 'export FROM_PROFILE=brew');
      home.addRunner('echo "profile: $FROM_PROFILE"');

      await home.start('ssh', message, path);

      await exitStatus();
      expect(home.log).toContain('profile: brew');
    });

    it.skipIf(path === undefined)('SIGINT reaches the listener, which may then cancel its job', async () => {
      home.addScripts(home.shLinkedTo(path ?? ''));
      home.addRunner(`trap 'echo cancelling; exit 0' INT; echo ready; ${waits}`);
      await home.start('ssh', message, path);
      await eventually(() => {
        expect(home.log).toContain('ready');
      });

      await home.run('interrupt-runner');

      await expect(exitStatus()).resolves.toBe('0');
      expect(home.log).toContain('cancelling');
    });
  });
}

it('a runner starts also when its caller dies before it has heard of that', async () => {
  home.addScripts();
  home.addRunner(`echo ready; ${waits}`);
  const env = { ...home.env, SHELL: '/bin/sh' };
  const script = `${home.path}/.sand-action/start-runner`;

  await runProcess(script, ['ssh'], { env, stdin: message, until: /^session/mu });

  await eventually(() => {
    expect(home.log).toContain('ready');
  });
});

describe('the JIT configuration', () => {
  beforeEach(() => {
    home.addScripts();
  });

  it('is in no argument of any process, neither while the login shell starts nor while the runner runs', async () => {
    home.write('.profile', 'ps -axww -o args >"$HOME/arguments"');
    home.addRunner(`ps -axww -o args >>"$HOME/arguments"; echo listed; ${waits}`);

    await home.start('ssh', message);

    await eventually(() => {
      expect(home.log).toContain('listed');
    });
    expect(home.read('arguments')).toContain('exec-listener');
    expect(home.read('arguments')).not.toContain(jit.slice(0, 100));
  });

  it('is in no environment but that of the listener', async () => {
    home.write('.profile', 'env >"$HOME/profile-environment"');
    home.addRunner(`env >"$HOME/step-environment"; echo listed; ${waits}`);

    await home.start('ssh', message);

    await eventually(() => {
      expect(home.log).toContain('listed');
    });
    expect(home.read('profile-environment')).not.toContain(jit);
    expect(home.read('step-environment')).not.toContain(jit);
    expect(home.read('step-environment')).toContain('ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE=1');
  });

  it.skipIf(process.platform !== 'linux')(
    'is not in /proc/*/environ of anything but the listener',
    async () => {
      home.addRunner(`echo ready; ${waits}`);

      await home.start('ssh', message);

      await eventually(() => {
        expect(home.log).toContain('ready');
      });
      const listener = home.read('.sand-action/run/listener.pid').trim();
      // Polled: a child has the environment of its parent until it executes its own program.
      await eventually(() => expect(processesKnowing(jit)).toEqual([listener]));
    },
  );

  it('is in no file', async () => {
    home.addRunner(`rm "$HOME/jit-seen"; echo ready; ${waits}`);

    await home.start('ssh', message);

    await eventually(() => {
      expect(home.log).toContain('ready');
    });
    const { stdout } = await runProcess('/bin/sh', ['-c', 'grep -rl "$NEEDLE" "$HOME" || echo none'], {
      env: { ...home.env, NEEDLE: jit.slice(0, 60) },
    });
    expect(stdout).toBe('none\n');
  });
});

describe('session modes', () => {
  beforeEach(() => {
    home.addScripts();
    home.addRunner('echo "session: $SESSION"');
  });

  it('auto enters the GUI session when the user is at the console', async () => {
    const reply = await home.start('auto', message);

    expect(reply.stdout).toBe('session gui \nstarted\n');
    await exitStatus();
    expect(home.log).toContain('session: gui');
  });

  it('auto falls back to ssh and says why when somebody else is at the console', async () => {
    home.write('console-user', 'loginwindow');

    const reply = await home.start('auto', message);

    expect(reply.stdout).toBe(`session ssh ${home.user} is not logged in at the console\nstarted\n`);
  });

  it('auto falls back to ssh and says why when sudo wants a password', async () => {
    home.write('no-sudo', '');

    const reply = await home.start('auto', message);

    expect(reply.stdout).toContain('session ssh sudo wants a password');
  });

  it('auto falls back to ssh on a guest that is not a Mac', async () => {
    home.removeCommand('launchctl');

    const reply = await home.start('auto', message);

    expect(reply.stdout).toContain('session ssh this guest has no launchctl');
  });

  it('auto waits for an automatic login that is on its way', async () => {
    home.write('console-user', 'loginwindow');
    home.write('automatic-login', home.user);
    home.addCommand('sleep', `printf %s '${home.user}' >"$HOME/console-user"`);

    const reply = await home.start('auto', message);

    expect(reply.stdout).toBe('session gui \nstarted\n');
  });

  it('gui refuses when it is impossible, and starts nothing', async () => {
    home.write('console-user', 'loginwindow');

    const reply = await home.start('gui', message);

    expect(reply).toMatchObject({ code: 20, stdout: '' });
    expect(reply.stderr).toContain('not logged in');
    expect(home.read('launches')).toBe('');
  });

  it('ssh stays out of the GUI session even when it could enter', async () => {
    await home.start('ssh', message);

    await exitStatus();
    expect(home.log).toContain('session: \n');
  });
});

describe('the supervisor', () => {
  beforeEach(() => {
    home.addScripts();
    home.addCommand('sleep', 'echo "$1" >>"$HOME/slept"');
  });

  it.each([3, 4])('launches again after exit %i, when the update is there', async (code) => {
    home.addRunner(`: >"$HOME/actions-runner/update.finished"; ${endsWith(`${String(code)} 0`)}`);

    await home.start('ssh', message);

    await expect(exitStatus()).resolves.toBe('0');
    expect(home.read('launches')).toBe('launch\nlaunch\n');
    expect(home.read('slept')).toBe('');
  });

  it('waits no longer than half a minute for an update', async () => {
    home.addRunner(endsWith('3 0'));

    await home.start('ssh', message);

    await expect(exitStatus()).resolves.toBe('0');
    expect(home.read('slept')).toBe('1\n'.repeat(30));
  });

  it('gives up when updates never end', async () => {
    home.addRunner(`: >"$HOME/actions-runner/update.finished"; exit 3`);

    await home.start('ssh', message);

    await expect(exitStatus()).resolves.toBe('3');
    expect(home.read('launches')).toBe('launch\n'.repeat(4));
  });

  it('launches again after a retryable error, some times', async () => {
    home.addRunner('exit 2');

    await home.start('ssh', message);

    await expect(exitStatus()).resolves.toBe('2');
    expect(home.read('launches')).toBe('launch\n'.repeat(4));
    expect(home.read('slept')).toBe('5\n5\n5\n');
  });

  it('does not launch again after its one job, whatever the exit code', async () => {
    home.addRunner('echo "2026-01-01 00:00:00Z: Job build completed with result: Canceled"; exit 2');

    await home.start('ssh', message);

    await expect(exitStatus()).resolves.toBe('2');
    expect(home.read('launches')).toBe('launch\n');
  });

  it.each([0, 1, 5, 7])('takes exit %i as the end', async (code) => {
    home.addRunner(`exit ${String(code)}`);

    await home.start('ssh', message);

    await expect(exitStatus()).resolves.toBe(String(code));
    expect(home.read('launches')).toBe('launch\n');
  });

  it('does not launch again after an interrupt', async () => {
    home.addRunner('"$HOME/.sand-action/interrupt-runner"; exit 3');

    await home.start('ssh', message);

    await exitStatus();
    expect(home.read('launches')).toBe('launch\n');
  });

  it('a second start changes nothing and says so the same way', async () => {
    home.addRunner('exit 0');
    await home.start('ssh', message);
    await exitStatus();

    const again = await home.start('ssh', message);

    expect(again.stdout).toContain('started');
    expect(home.read('launches')).toBe('launch\n');
  });

  it('a start message that was cut off starts nothing and can be repeated', async () => {
    home.addRunner('exit 0');

    const cut = await home.start('ssh', message.slice(0, -10));
    const whole = await home.start('ssh', message);

    expect(cut).toMatchObject({
      code: 0,
      stdout: 'session ssh \n',
      stderr: 'the start message was cut off\n',
    });
    expect(whole.stdout).toContain('started');
    await expect(exitStatus()).resolves.toBe('0');
  });

  it('reports a runner that cannot be executed', async () => {
    await home.start('ssh', message);

    await expect(exitStatus()).resolves.not.toBe('0');
  });
});

function endsWith(codes: string): string {
  return `set -- ${codes}; shift $((launches - 1)); exit "$1"`;
}

function processesKnowing(secret: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/u.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'latin1').includes(secret);
    } catch {
      return false;
    }
  });
}
