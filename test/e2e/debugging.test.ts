import { appendFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { whatIsLeft } from '../../src/cli/left.ts';
import { ssh, type Seat } from '../../src/cli/ssh.ts';
import { hardwareId } from '../../src/host/hardware-id.ts';
import { ownerOf } from '../../src/naming/draw.ts';
import { formatName, parseName } from '../../src/naming/name.ts';
import { eventually } from '../eventually.ts';
import { runCommand, startCommand, type RunningCommand } from './command.ts';
import { createWorld, expectNoTrace, foreignVms, workflow, type SharedWorld } from './operator.ts';

const held = /"sandbox":"(?<name>sand-[a-z0-9-]+)"[^\n]*"phase":"held"/u;

function startRun(world: SharedWorld): RunningCommand {
  return startCommand(['run', '--verbose', '--config', world.configFile], world.env);
}

async function hold(world: SharedWorld, time: string): Promise<void> {
  await world.configure({});
  await appendFile(world.configFile, `\ndebug: { holdOnFailure: ${time} }\n`);
}

/** The name of the sandbox that is held. */
async function heldBy(poller: RunningCommand): Promise<string> {
  await poller.shows(held);
  return held.exec(poller.log())?.groups?.['name'] ?? '';
}

/** What `ssh` shows to somebody without a terminal. */
async function inGuest(world: SharedWorld, sandbox: string, command: string[], typed = '') {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const seat: Seat = { ...streams, env: world.env };
  streams.stdin.end(typed);
  const [exitCode, stdout, stderr] = await Promise.all([
    ssh(sandbox, command, { config: world.configFile }, seat).finally(() => {
      streams.stdout.end();
      streams.stderr.end();
    }),
    text(streams.stdout),
    text(streams.stderr),
  ]);
  return { exitCode, stdout, stderr };
}

describe.concurrent('a failed job is looked at', { timeout: 120_000 }, () => {
  it('in its guest, which outlives its poller and is deleted when its time is over', async () => {
    await using world = await createWorld({ job: workflow('echo clue >"$HOME/clue"; exit 3') });
    await hold(world, '20m');
    const first = startRun(world);
    const sandbox = await heldBy(first);
    first.child.kill('SIGKILL');
    await first.ended;

    const look = await inGuest(world, sandbox, ['cat "$HOME/clue" && echo aside >&2; exit 9']);
    expect(look).toEqual({ exitCode: 9, stdout: 'clue\n', stderr: 'aside\n' });
    const nonce = parseName(sandbox)?.nonce ?? '';
    const shell = await inGuest(world, nonce, [], 'echo "$((40 + 2))"\nexit 5\n');
    expect(shell).toMatchObject({ exitCode: 5, stdout: expect.stringContaining('42') });

    const second = startRun(world);
    expect(await heldBy(second)).toBe(sandbox);
    second.child.kill('SIGTERM');
    await second.ended;
    expect(await whatIsLeft(world)).toMatchObject({ sandboxes: 1 });

    await hold(world, '1s');
    const third = startRun(world);
    await eventually(async () => expect(await whatIsLeft(world)).toMatchObject({ sandboxes: 0 }));
    third.child.kill('SIGTERM');
    await expectNoTrace(world, await third.ended);
    expect(world.github.jobs()[0]?.conclusion).toBe('failure');
  });
});

function named(owner: string, nonce: string): string {
  return formatName({ owner, pool: 'macos', deadline: 36 ** 7 - 1, nonce });
}

describe.concurrent('ssh', { timeout: 120_000 }, () => {
  it('says what it cannot find, and never enters what is not ours', async () => {
    await using world = await createWorld({ job: null });
    for (const name of ['k3x9qp', ...foreignVms]) {
      await expect(inGuest(world, name, ['true'])).rejects.toMatchObject({ code: 'SANDBOX_UNKNOWN' });
    }
    const owner = ownerOf(await hardwareId(AbortSignal.timeout(60_000)), world.stateDir);
    for (const name of [named(owner, 'ours00'), named('somebody', 'theirs')])
      await world.host.addImage({ name });
    await expect(inGuest(world, 'ours00', ['true'])).rejects.toMatchObject({ code: 'VM_STOPPED' });
    await expect(inGuest(world, 'theirs', ['true'])).rejects.toMatchObject({ code: 'SANDBOX_UNKNOWN' });

    const shown = await runCommand(['ssh', 'k3x9qp', '--config', world.configFile], world.env);
    expect(shown).toMatchObject({ exitCode: 1, stdout: '' });
    expect(shown.stderr).toContain('SANDBOX_UNKNOWN');
  });
});
