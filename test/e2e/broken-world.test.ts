import { execFile, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once as nextEvent } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { eventually } from '../eventually.ts';
import { stageRunner } from '../../src/sim/runner/stage.ts';
import type { SimulatedWorld } from '../../src/sim/world.ts';
import {
  createWorld,
  expectNoTrace,
  expectSecret,
  expectTrouble,
  foreignVms,
  localImage,
  once,
  onceUntilTrouble,
  onceWithin,
  shownBy,
  startOnce,
  workflow,
} from './operator.ts';

const run = promisify(execFile);

// Most of the time is spent waiting: for boots, deadlines, pauses.
vi.setConfig({ maxConcurrency: 6 });

describe.concurrent('a broken world, once as a process:', { timeout: 120_000 }, () => {
  it('a local image that is missing is looked for three times, then the job is given up', async () => {
    await using world = await createWorld();
    await world.configure({ pools: [{ image: 'no-such-image' }] });

    const shown = await once(world);

    expectTrouble(shown, 'IMAGE_MISSING', 'no-such-image');
    expect(shown.document.sandboxes).toHaveLength(3);
    expect(shown.document.unserved.map(({ error }) => error.message)).toEqual([
      expect.stringMatching(/^the pool macos could not serve the job work \(http.*\): there is no local VM/),
    ]);
    expect(shown.stderr).toContain('\nIMAGE_MISSING: the pool macos could not serve the job work');
    expect(shown.exitCode).toBe(1);
    await expectNoTrace(world, shown);
  });

  it('an image that runs is not cloned', async () => {
    await using world = await createWorld();
    await startVm(world, localImage);

    const shown = await onceUntilTrouble(world);

    expectTrouble(shown, 'IMAGE_RUNNING', localImage);
    expect(shown.exitCode).toBe(1);
    expect(await runningVms(world)).toEqual([localImage]);
    await stopVm(world, localImage);
    await expectNoTrace(world, shown);
  });

  it('a wrong guest password is named, but not shown', async () => {
    await using world = await createWorld();
    await world.configure({ guest: { password: 'not-the-password' } });

    const shown = await onceUntilTrouble(world);

    expectTrouble(shown, 'GUEST_AUTH', 'admin', 'password');
    expectSecret('not-the-password', [shown.stdout, shown.stderr]);
    expect(shown.exitCode).toBe(1);
    await expectNoTrace(world, shown);
  });

  it('VMs of others that take all slots are waited for until one of them ends', async () => {
    await using world = await createWorld();
    await Promise.all(foreignVms.map((name) => startVm(world, name)));
    const command = startOnce(world);

    await command.shows('"phase":"boot"');
    await stopVm(world, 'somebodys-vm');
    const shown = await shownBy(command);

    expect(conclusions(world)).toEqual(['success']);
    expect(shown.exitCode).toBe(0);
    expect(await runningVms(world)).toEqual(['sand-not-ours']);
  });

  it('SIGINT ends a job through its runner and leaves nothing', async () => {
    await using world = await createWorld({ job: workflow('exec sleep 60') });
    const command = startOnce(world);

    await command.shows('job started');
    command.child.kill('SIGINT');
    const shown = await shownBy(command);

    expectTrouble(shown, 'INTERRUPTED', 'SIGINT');
    expect(shown.exitCode).toBe(130);
    expect(conclusions(world)).toEqual(['cancelled']);
    await expectNoTrace(world, shown);
  });
});

const hasCurl = ['/usr/bin/curl', '/bin/curl', '/usr/local/bin/curl'].some((file) => existsSync(file));

describe.concurrent(
  'an image without a runner, and an archive that is configured:',
  { timeout: 120_000 },
  () => {
    it.runIf(hasCurl)('the runner is installed and runs the job', async () => {
      await using archive = await serveRunnerArchive();
      await using world = await createWorld({ image: { name: localImage, runner: false } });
      const { url, sha256 } = archive;
      await world.configure({ guest: { runner: { url, sha256 } } });

      const shown = await once(world);

      expect(conclusions(world)).toEqual(['success']);
      expect(shown.exitCode).toBe(0);
      await expectNoTrace(world, shown);
    });

    it.runIf(hasCurl)('another file than the SHA-256 promises is refused', async () => {
      await using archive = await serveRunnerArchive();
      await using world = await createWorld({ image: { name: localImage, runner: false } });
      await world.configure({ guest: { runner: { url: archive.url, sha256: 'a'.repeat(64) } } });

      const shown = await onceUntilTrouble(world);

      expectTrouble(shown, 'RUNNER_ARCHIVE', archive.url, 'not the file that was meant', archive.sha256);
      expect(shown.exitCode).toBe(1);
      await expectNoTrace(world, shown);
    });
  },
);

describe.concurrent(
  'a broken world, once in this process with shorter deadlines:',
  { timeout: 120_000 },
  () => {
    it('slots that stay taken are reported with the names of the VMs that take them', async () => {
      await using world = await createWorld();
      await Promise.all(foreignVms.map((name) => startVm(world, name)));

      const shown = await onceWithin(world, { slotPatienceMs: 300 });

      expectTrouble(shown, 'NO_SLOT', 'all 2 slots', ...foreignVms);
      expect(shown.exitCode).toBe(1);
      expect(await runningVms(world)).toEqual(foreignVms.toSorted());
    });
  },
);

/** How the jobs ended, as GitHub saw it. */
function conclusions({ github }: SimulatedWorld): unknown[] {
  return github.jobs().map(({ conclusion }) => conclusion);
}

/** Somebody starts a VM by hand. */
async function startVm({ host, env }: SimulatedWorld, name: string): Promise<void> {
  spawn(join(host.binDir, 'tart'), ['run', name, '--no-graphics'], { env, stdio: 'ignore' }).unref();
  await eventually(() => expect(existsSync(join(host.tartHome, 'vms', name, 'control.sock'))).toBe(true));
}

async function stopVm({ host, env }: SimulatedWorld, name: string): Promise<void> {
  await run(join(host.binDir, 'tart'), ['stop', name], { env });
}

async function runningVms({ host, env }: SimulatedWorld): Promise<string[]> {
  const { stdout } = await run(join(host.binDir, 'tart'), ['list', '--format', 'json'], { env });
  const vms: { Name: string; Running: boolean }[] = JSON.parse(stdout);
  return vms.flatMap(({ Name, Running }) => (Running ? [Name] : [])).toSorted();
}

/** A runner in an archive, as GitHub publishes it, on a server that the guest reaches. */
async function serveRunnerArchive() {
  const folder = await mkdtemp(join(tmpdir(), 'sand-archive-'));
  await stageRunner(join(folder, 'runner'));
  execFileSync('tar', ['-czf', join(folder, 'runner.tar.gz'), '-C', join(folder, 'runner'), '.']);
  const archive = await readFile(join(folder, 'runner.tar.gz'));
  const server = createServer((_, response) => response.end(archive)).listen(0, '127.0.0.1');
  await nextEvent(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${String(port)}/runner.tar.gz`,
    sha256: createHash('sha256').update(archive).digest('hex'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true });
    },
  };
}
