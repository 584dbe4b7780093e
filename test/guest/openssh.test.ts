import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';

import type { GuestEvent } from '../../src/guest/events.ts';
import { followRunner } from '../../src/guest/follow.ts';
import { Link } from '../../src/guest/link.ts';
import type { ReachedGuest, ReachOptions } from '../../src/guest/reach.ts';
import { reachGuest } from '../../src/guest/reach.ts';
import type { RunnerEvent } from '../../src/guest/runner.ts';
import { Secret } from '../../src/secret.ts';
import { findCommand, GuestHome, macOfHome, scriptsFolder } from '../runner-scripts/guest-home.ts';
import { CuttableProxy } from './cuttable-proxy.ts';
import type { OpenSshServer } from './openssh-server.ts';
import { sshdPath, startOpenSsh } from './openssh-server.ts';
import { tcpTransport } from './tcp-transport.ts';

const jitConfig = new Secret(Buffer.from('key material '.repeat(1_000)).toString('base64'));
const signal = AbortSignal.timeout(60_000);

/** A listener that prints numbered lines for as long as the test wants, and then its job's end. */
const chatty = `
echo "2026-01-01 00:00:00Z: Listening for Jobs"
echo "2026-01-01 00:00:01Z: Running job: build √"
line=0
until [ -e "$HOME/go" ]; do line=$((line + 1)); echo "line $line √"; sleep 0.01; done
echo "last $line"
echo "2026-01-01 00:00:02Z: Job build √ completed with result: Succeeded"
exit 0`;

const skipped = sshdPath === undefined ? ' (SKIPPED: sshd is not installed here)' : '';

describe.skipIf(sshdPath === undefined)(`against a real OpenSSH server${skipped}`, () => {
  let stack: AsyncDisposableStack;
  let home: GuestHome;
  let server: OpenSshServer;
  let proxy: CuttableProxy;
  let proxyPort: number;
  let events: GuestEvent[];

  beforeEach(() => {
    stack = new AsyncDisposableStack();
    home = stack.use(new GuestHome());
    events = [];
  });

  afterEach(async () => {
    home.write('go', '');
    await stack.disposeAsync();
  });

  async function reach(loginShell = '/bin/sh', extra: Partial<ReachOptions> = {}): Promise<ReachedGuest> {
    server = stack.use(await startOpenSsh(home, loginShell));
    proxy = stack.use(new CuttableProxy(server.port));
    proxyPort = await proxy.listen();
    return reachAgain(extra);
  }

  async function reachAgain(extra: Partial<ReachOptions> = {}): Promise<ReachedGuest> {
    return stack.use(await reachGuest({ ...reachOptions(), ...extra }));
  }

  function reachOptions(): ReachOptions {
    return {
      transports: [tcpTransport(proxyPort)],
      port: 22,
      credentials: server.credentials,
      macAddress: macOfHome,
      scriptsFolder,
      deadlineMs: 60_000,
      signal,
      onEvent: (event) => events.push(event),
    };
  }

  async function startChatty(extra: Partial<ReachOptions> = {}): Promise<RunnerEvent[]> {
    home.addRunner(chatty);
    const guest = await reach('/bin/sh', extra);
    await guest.deliver(signal);
    await guest.startRunner({ jitConfig, session: 'ssh', env: {} }, signal);
    return follow(guest);
  }

  for (const name of ['zsh', 'bash', 'dash']) {
    const shell = findCommand(name);
    it.skipIf(shell === undefined)(
      `a runner is brought to life under ${name} and followed to its end`,
      async () => {
        home.addRunner('echo "$GREETING in $SESSION"; exit 7');
        const guest = await reach(shell);

        await guest.deliver(signal);
        const env = { GREETING: `it's "here"` };
        const started = await guest.startRunner({ jitConfig, session: 'auto', env }, signal);
        const seen = await Array.fromAsync(guest.followRunner(signal));

        expect(started).toEqual({ session: 'gui' });
        expect(seen).toEqual([
          { type: 'line', text: `it's "here" in gui` },
          { type: 'exited', code: 7 },
        ]);
        expect(home.read('jit-seen')).toBe(jitConfig.reveal());
        expect(guest.transport).toBe('tcp');
      },
    );
  }

  it('hooks of the operator are called by their path, and the warmup has run before', async () => {
    home.addRunner(
      'cat "$HOME/warm"; "$ACTIONS_RUNNER_HOOK_JOB_STARTED"; echo "<$ACTIONS_RUNNER_HOOK_JOB_COMPLETED>"',
    );
    const hooks = { jobStarted: '#!/bin/sh\necho "it\'s $0"\n' };
    const warmup = { script: 'echo "warm $TEXT" >"$HOME/warm"', timeoutMs: 20_000 };
    const guest = await reach();

    await guest.deliver(signal);
    await guest.equip({ hooks, warmup, env: { TEXT: 'through' } }, signal);
    await guest.startRunner({ jitConfig, session: 'ssh', env: {}, hooks }, signal);

    expect(await Array.fromAsync(guest.followRunner(signal))).toEqual([
      { type: 'line', text: 'warm through' },
      { type: 'line', text: `it's ${home.path}/.sand-action/job-started.sh` },
      { type: 'line', text: '<>' },
      { type: 'exited', code: 0 },
    ]);
  });

  it('a warmup that fails, or does not end in time, is WARMUP_FAILED and shows no secret', async () => {
    const env = { PASSWORD: 'hush hush' };
    const secrets = [new Secret(env.PASSWORD)];
    home.addRunner('');
    const guest = await reach();
    await guest.deliver(signal);

    const failing = { script: 'echo "no way to $PASSWORD"; exit 3', timeoutMs: 20_000 };
    await expect(guest.equip({ warmup: failing, env, secrets }, signal)).rejects.toMatchObject({
      code: 'WARMUP_FAILED',
      message: 'the warmup ended with 3: no way to [secret]',
    });
    rmSync(join(home.path, '.sand-action/warming-up'), { recursive: true });
    const endless = { script: 'exec sleep 10', timeoutMs: 500 };
    await expect(guest.equip({ warmup: endless, env, secrets }, signal)).rejects.toMatchObject({
      code: 'WARMUP_FAILED',
      message: expect.stringContaining('0.5 s'),
    });
  });

  it('a connection that is cut again and again loses no line and repeats none', async () => {
    const seen = await startChatty();

    for (let cuts = 1; cuts <= 3; cuts += 1) {
      const before = seen.length;
      await eventually(() => {
        expect(seen.length).toBeGreaterThan(before + 20);
      });
      proxy.cut();
    }
    home.write('go', '');

    await untilExited(seen);
    expectWholeLog(seen);
    expect(events.filter(({ type }) => type === 'connected')).toHaveLength(4);
  });

  it('a connection that is half open is given up within seconds and nothing is lost', async () => {
    const seen = await startChatty({ keepaliveMs: 200 });
    await eventually(() => {
      expect(seen.length).toBeGreaterThan(10);
    });

    proxy.freeze();

    await eventually(() => {
      expect(events).toContainEqual(expect.objectContaining({ type: 'reconnecting' }));
    });
    home.write('go', '');
    await untilExited(seen);
    expectWholeLog(seen);
  });

  it('a runner that ended while nobody looked is told completely to the next poller', async () => {
    home.addRunner(chatty);
    const first = await reach();
    await first.deliver(signal);
    await first.startRunner({ jitConfig, session: 'ssh', env: {} }, signal);
    await first[Symbol.asyncDispose]();
    home.write('go', '');
    await eventually(() => {
      expect(home.status).toBe('0');
    });

    const second = await reachAgain();
    const seen = await Array.fromAsync(second.followRunner(signal));

    expectWholeLog(seen);
  });

  it('an interrupt ends the runner by SIGINT', async () => {
    home.addRunner(`trap 'echo cancelling; exit 0' INT; echo ready; ${chatty}`);
    const guest = await reach();
    await guest.deliver(signal);
    await guest.startRunner({ jitConfig, session: 'auto', env: {} }, signal);
    const seen = follow(guest);
    await eventually(() => {
      expect(seen).toContainEqual({ type: 'line', text: 'ready' });
    });

    await guest.interruptRunner(signal);

    await untilExited(seen);
    expect(seen).toContainEqual({ type: 'line', text: 'cancelling' });
    expect(seen.at(-1)).toEqual({ type: 'exited', code: 0 });
  });

  it('the logs are collected', async () => {
    home.addRunner(
      'mkdir -p "$HOME/actions-runner/_diag"; echo why >"$HOME/actions-runner/_diag/Runner_1.log"; exit 1',
    );
    const guest = await reach();
    await guest.deliver(signal);
    await guest.startRunner({ jitConfig, session: 'ssh', env: {} }, signal);
    await Array.fromAsync(guest.followRunner(signal));

    const logs = await guest.collectLogs(signal);

    expect([...logs.keys()]).toEqual(['runner.log', 'diag-Runner_1.log']);
    expect(logs.get('diag-Runner_1.log')).toBe('why\n');
  });

  it('following stops at once when its signal aborts', async () => {
    home.addRunner(chatty);
    const guest = await reach();
    await guest.deliver(signal);
    await guest.startRunner({ jitConfig, session: 'ssh', env: {} }, signal);
    const stop = new AbortController();

    const following = (async (): Promise<void> => {
      for await (const event of guest.followRunner(stop.signal)) {
        if (event.type === 'job-started') stop.abort(new Error('enough'));
      }
    })();

    await expect(following).rejects.toThrow('enough');
  });

  it('a guest that stays away is lost', async () => {
    home.addRunner(chatty);
    const guest = await reach('/bin/sh', { reconnectMs: 300 });
    await guest.deliver(signal);
    await guest.startRunner({ jitConfig, session: 'ssh', env: {} }, signal);

    const following = Array.fromAsync(guest.followRunner(signal));
    await proxy[Symbol.asyncDispose]();

    await expect(following).rejects.toMatchObject({ code: 'GUEST_LOST' });
  });

  it('a runner whose supervisor was killed too counts as exited, for there is no status to wait for', async () => {
    home.addRunner(chatty);
    const guest = await reach();
    await guest.deliver(signal);
    await guest.startRunner({ jitConfig, session: 'ssh', env: {} }, signal);
    const link = new Link(reachOptions(), readFileSync(join(scriptsFolder, 'guest-facts'), 'utf8'));
    stack.defer(() => {
      link.close();
    });
    await link.reach(10_000, signal);

    const following = Array.fromAsync(followRunner(link, signal, 500));
    for (const file of ['supervisor.pid', 'listener.pid']) {
      process.kill(Number(home.read(`.sand-action/run/${file}`)), 'SIGKILL');
    }

    const seen = await following;
    expect(seen.at(-1)).toEqual({ type: 'exited', code: 255 });
  });

  it('a guest in which no runner was started is not followed', async () => {
    home.addRunner('');
    const guest = await reach();
    await guest.deliver(signal);

    await expect(Array.fromAsync(guest.followRunner(signal))).rejects.toMatchObject({
      code: 'RUNNER_FAILED',
    });
  });

  it('gui that is impossible is refused with the reason', async () => {
    home.write('console-user', 'loginwindow');
    home.addRunner('');
    const guest = await reach();
    await guest.deliver(signal);

    const starting = guest.startRunner({ jitConfig, session: 'gui', env: {} }, signal);

    await expect(starting).rejects.toMatchObject({
      code: 'RUNNER_SESSION',
      message: `no GUI session: ${home.user} is not logged in at the console`,
    });
  });

  it('auto without a GUI session works, with a warning', async () => {
    home.write('console-user', 'loginwindow');
    home.addRunner('exit 0');
    const guest = await reach();
    await guest.deliver(signal);

    const started = await guest.startRunner({ jitConfig, session: 'auto', env: {} }, signal);

    expect(started).toEqual({ session: 'ssh' });
    const obstacle = `${home.user} is not logged in at the console`;
    expect(events).toContainEqual({ type: 'session-fallback', obstacle });
  });

  it('a guest without a runner gets one from the archive, or is refused', async () => {
    const runnerArchive = home.makeArchive();
    const bare = await reach();
    await expect(bare.deliver(signal)).rejects.toMatchObject({ code: 'RUNNER_MISSING' });

    const wrong = await reachAgain({ runnerArchive: { ...runnerArchive, sha256: '0'.repeat(64) } });
    await expect(wrong.deliver(signal)).rejects.toMatchObject({ code: 'RUNNER_ARCHIVE' });

    const right = await reachAgain({ runnerArchive });
    await right.deliver(signal);
    home.write('plan', 'exit 0');
    await right.startRunner({ jitConfig, session: 'ssh', env: {} }, signal);
    await expect(Array.fromAsync(right.followRunner(signal))).resolves.toEqual([{ type: 'exited', code: 0 }]);
  });

  it('login to "listener started" takes three commands over one connection', async () => {
    home.addRunner('exit 0');
    home.addCommand('counting-shell', 'echo command >>"$HOME/commands"; exec /bin/sh "$@"');

    const guest = await reach(join(home.path, 'bin/counting-shell'));
    await guest.deliver(signal);
    await guest.startRunner({ jitConfig, session: 'ssh', env: {} }, signal);

    // sshd runs a forced command through the account's shell, which then runs ours once for each command; the last
    // line is the login shell around the listener.
    expect(home.read('commands')).toBe('command\n'.repeat(4));
    expect(events).toEqual([{ type: 'connected', transport: 'tcp', runnerVersion: undefined }]);
  });
});

function follow(guest: ReachedGuest): RunnerEvent[] {
  const seen: RunnerEvent[] = [];
  void (async (): Promise<void> => {
    try {
      for await (const event of guest.followRunner(signal)) seen.push(event);
    } catch (error) {
      seen.push({ type: 'line', text: String(error) });
    }
  })();
  return seen;
}

async function untilExited(seen: readonly RunnerEvent[]): Promise<void> {
  await eventually(() => {
    expect(seen.at(-1)?.type).toBe('exited');
  });
}

function expectWholeLog(seen: readonly RunnerEvent[]): void {
  const texts = seen.filter((event) => event.type === 'line').map(({ text }) => text);
  const numbered = texts.filter((text) => text.startsWith('line '));
  expect(numbered).toEqual(numbered.map((_, place) => `line ${String(place + 1)} √`));
  expect(texts).toContain(`last ${String(numbered.length)}`);
  expect(seen.filter(({ type }) => type !== 'line')).toEqual([
    { type: 'listening' },
    { type: 'job-started', job: 'build √' },
    { type: 'job-ended', job: 'build √', result: 'Succeeded' },
    { type: 'exited', code: 0 },
  ]);
}
