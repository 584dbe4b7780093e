import { once } from 'node:events';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whatIsLeft } from '../../src/cli/left.ts';
import { readStatus } from '../../src/cli/status.ts';
import { formatName } from '../../src/naming/name.ts';
import { eventually } from '../eventually.ts';
import { runCommand, startCommand, type RunningCommand } from './command.ts';
import { createWorld, expectNoTrace, workflow, type SharedWorld } from './operator.ts';

const { signal } = new AbortController();
const slow = workflow('exec sleep 60');

function startRun(world: SharedWorld): RunningCommand {
  return startCommand(['run', '--verbose', '--config', world.configFile], world.env);
}

/** Runs a command of the operator; resolves with its exit code and document. */
async function ask(
  world: SharedWorld,
  ...args: string[]
): Promise<{ exitCode: number | null; document: unknown }> {
  const { exitCode, stdout } = await runCommand([...args, '--json', '--config', world.configFile], world.env);
  return { exitCode, document: JSON.parse(stdout) };
}

describe.concurrent('an operator of a poller on a simulated Mac', () => {
  it('sees what runs, drains it, and ends it; the drain outlives the restart', async () => {
    await using world = await createWorld({ job: slow });
    const first = startRun(world);
    await first.shows('job started');

    const { document } = await ask(world, 'status');
    expect(document).toMatchObject({
      pid: first.child.pid,
      draining: false,
      slots: { total: 2, ours: 1 },
      pools: [{ name: 'macos', live: 1, waiting: 0, paused: null }],
      sandboxes: [{ state: 'busy', phase: 'run', job: 'work' }],
      problems: [],
    });
    expect((await stat(join(world.stateDir, 'control.sock'))).mode & 0o777).toBe(0o600);

    expect(await ask(world, 'drain', '--wait', '--timeout', '1s')).toMatchObject({
      exitCode: 1,
      document: { error: { code: 'WAIT_TIMEOUT' } },
    });
    expect(await ask(world, 'stop')).toEqual({ exitCode: 0, document: { stopped: true } });
    expect((await first.ended).exitCode).toBe(0);
    expect(world.github.jobs().map(({ status }) => status)).toEqual(['in_progress']);

    const second = startRun(world);
    await eventually(async () =>
      expect(await readStatus(world.stateDir, signal)).toMatchObject({ draining: true }),
    );
    expect(await ask(world, 'stop', '--now')).toMatchObject({ exitCode: 0 });
    expect((await second.ended).exitCode).toBe(0);
    expect(world.github.jobs().map(({ conclusion }) => conclusion)).toEqual(['cancelled']);
    await expectNoTrace(world, { stdout: first.log(), stderr: second.log() });
  });

  it('reaps without a poller: what has no future goes, what may have a job stays for the next one', async () => {
    await using world = await createWorld({ job: slow });
    expect(await ask(world, 'status')).toMatchObject({
      exitCode: 1,
      document: { error: { code: 'POLLER_NOT_RUNNING' } },
    });
    const poller = startRun(world);
    await poller.shows('job started');
    poller.child.kill('SIGKILL');
    await poller.ended;

    const expired = formatName({ owner: 'somebody', pool: 'old', deadline: 1, nonce: 'abcdef' });
    await world.host.addImage({ name: expired });
    const gone = (outcome: string) => ({ kind: 'vm', name: expired, outcome });
    const left = expect.objectContaining({ kind: 'vm', outcome: 'may-have-a-job' }) as unknown;
    expect(await ask(world, 'reap', '--dry-run')).toMatchObject({
      exitCode: 0,
      document: { poller: false, found: expect.arrayContaining([left, gone('to-delete')]) as unknown },
    });
    expect(await ask(world, 'reap')).toMatchObject({
      exitCode: 0,
      document: { poller: false, found: expect.arrayContaining([left, gone('deleted')]) as unknown },
    });
    expect(await whatIsLeft(world)).toMatchObject({ sandboxes: 1, runners: 1 });

    const next = startRun(world);
    await next.shows('taking over');
    expect(await ask(world, 'reap')).toMatchObject({ exitCode: 0, document: { poller: true, found: [] } });
    const { sandboxes } = await readStatus(world.stateDir, signal);
    expect(await ask(world, 'drop', sandboxes[0]?.sandbox?.slice(-6) ?? '')).toMatchObject({ exitCode: 0 });
    await eventually(async () => expect(await whatIsLeft(world)).toMatchObject({ sandboxes: 0, runners: 0 }));
    next.child.kill('SIGTERM');
    await next.ended;
  });

  it('has its configuration read again by SIGHUP, a broken one too, and sees health and metrics', async () => {
    await using world = await createWorld({ job: null });
    await appendFile(world.configFile, 'http: { listen: "127.0.0.1:0" }\n');
    const poller = startRun(world);
    await poller.shows('health and metrics are served');
    const url = /"url":"(http:[^"]+)"/u.exec(poller.log())?.[1] ?? '';
    await eventually(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('sand_jobs_waiting{pool="macos"} 0');

    const watch = startCommand(['status', '--watch', '--json', '--config', world.configFile], world.env);
    const [first] = watch.child.stdout === null ? [] : await once(watch.child.stdout, 'data');
    expect(JSON.parse(String(first))).toMatchObject({ pid: poller.child.pid, sandboxes: [] });
    watch.child.kill('SIGINT');
    expect((await watch.ended).exitCode).toBe(130);

    const right = await readFile(world.configFile, 'utf8');
    await writeFile(world.configFile, 'pools: []');
    poller.child.kill('SIGHUP');
    await poller.shows('the one before stays in use');
    await writeFile(world.configFile, right.replace('name: macos', 'name: other'));
    expect(await ask(world, 'config', 'reload')).toMatchObject({
      exitCode: 0,
      document: { added: ['other'], removed: ['macos'], restart: [] },
    });
    await eventually(async () =>
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('sand_jobs_waiting{pool="other"} 0'),
    );
    poller.child.kill('SIGTERM');
    expect((await poller.ended).exitCode).toBe(0);
  });
});
