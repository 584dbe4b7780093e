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
import type { ErrorCode } from '../../src/errors.ts';
import { stageRunner } from '../../src/sim/runner/stage.ts';
import type { SimulatedWorld, WorldOptions } from '../../src/sim/world.ts';
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

/** A world in which a sandbox fails before it has a job. */
interface Broken {
  readonly world?: WorldOptions;
  readonly configuration?: Parameters<SimulatedWorld['configure']>[0];
  readonly breaks?: (world: SimulatedWorld) => Promise<unknown>;
  readonly code: ErrorCode;
  /** What the message names. */
  readonly says: readonly string[];
}

const brokenMacs: Record<string, Broken> = {
  'an image that no registry has': {
    configuration: { pools: [{ image: 'ghcr.io/acme/nothing:1' }] },
    code: 'IMAGE_PULL_FAILED',
    says: ['tart pull ghcr.io/acme/nothing:1', '404'],
  },
  'less free space than host.diskFloor': {
    configuration: { host: { diskFloor: 10_000_000 } },
    code: 'DISK_FLOOR',
    says: ['GB free', '10000000.0 GB of host.diskFloor'],
  },
  'a volume that runs full during the clone': {
    world: { host: { faults: [{ name: 'clone-disk-full', vm: 'sand-*' }] } },
    code: 'DISK_FULL',
    says: ['tart clone golden sand-', 'enough space'],
  },
  'no Softnet': {
    breaks: ({ host }) => rm(join(host.binDir, 'softnet')),
    code: 'SOFTNET_MISSING',
    says: ['tart run sand-', 'softnet not found in PATH'],
  },
  'a Softnet without its privilege': {
    world: { host: { faults: [{ name: 'softnet-unprivileged' }] } },
    code: 'SOFTNET_UNPRIVILEGED',
    says: ['tart run sand-', 'root privileges are required'],
  },
  'a locked keychain': {
    world: { host: { faults: [{ name: 'run-vz-error' }] } },
    code: 'KEYCHAIN_LOCKED',
    says: ['tart run sand-', 'VZErrorDomain Code=1'],
  },
};

const brokenGuests: Record<string, Broken> = {
  'an image without a runner': {
    world: { image: { name: localImage, runner: false } },
    code: 'RUNNER_MISSING',
    says: ['~/actions-runner'],
  },
  'a runner that GitHub calls deprecated': {
    world: { github: { runnerMode: 'deprecated' } },
    code: 'RUNNER_DEPRECATED',
    says: ['ended with 7', 'is deprecated and cannot receive messages'],
  },
  'a session of the same runner somewhere else': {
    world: { github: { runnerMode: 'session-conflict', sessionConflictMs: 300 } },
    code: 'RUNNER_CONFLICT',
    says: ['ended with 5', 'A session for this runner already exists'],
  },
  'a registration that somebody deleted': {
    world: { github: { runnerMode: 'registration-deleted' } },
    code: 'RUNNER_REJECTED',
    says: ['ended with 1', 'registration has been deleted from the server'],
  },
  'a JIT configuration that GitHub refuses': {
    world: { github: { faults: [{ name: 'jit-422', times: 99 }] } },
    code: 'GITHUB_REJECTED',
    says: ['POST /repos/acme/app/actions/runners/generate-jitconfig', '422'],
  },
  'a token that may not register runners': {
    world: {
      github: {
        permissions: {
          administration: 'read',
          organization_self_hosted_runners: 'none',
          actions: 'read',
          metadata: 'read',
        },
      },
    },
    code: 'GITHUB_FORBIDDEN',
    says: ['POST /repos/acme/app/actions/runners/generate-jitconfig', 'administration=write'],
  },
};

async function createBroken({ world: options, configuration, breaks }: Broken) {
  const world = await createWorld(options);
  if (configuration !== undefined) await world.configure(configuration);
  await breaks?.(world);
  return world;
}

describe.concurrent('a broken world, once as a process:', { timeout: 60_000 }, () => {
  it.each(Object.entries(brokenMacs))('%s is named, and nothing stays', async (_, broken) => {
    await using world = await createBroken(broken);

    const shown = await onceUntilTrouble(world);

    expectTrouble(shown, broken.code, ...broken.says);
    expect(shown.exitCode).toBe(1);
    await expectNoTrace(world, shown);
  });

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

  it('a lost answer to the registration costs nothing: the stray is deleted and the job runs', async () => {
    await using world = await createWorld({ github: { faults: [{ name: 'lost-201', times: 1 }] } });

    const shown = await once(world);

    const calls = world.github.requests().filter(({ path }) => path.includes('/actions/runners'));
    expect(calls.filter(({ method }) => method === 'POST').map(({ status }) => status)).toEqual([0, 201]);
    expect(calls.filter(({ method }) => method === 'DELETE').map(({ status }) => status)).toEqual([204]);
    expect(conclusions(world)).toEqual(['success']);
    expect(shown.exitCode).toBe(0);
    await expectNoTrace(world, shown);
  });

  it('a runner that has to update itself first runs the job', async () => {
    await using world = await createWorld({ github: { runnerMode: 'update' } });

    const shown = await once(world);

    expect(shown.stderr).toContain('Runner update in progress');
    expect(conclusions(world)).toEqual(['success']);
    expect(shown.exitCode).toBe(0);
    await expectNoTrace(world, shown);
  });

  it('a runner that never gets its job is ended after idleTimeout, and the next one gets it', async () => {
    await using world = await createWorld({ github: { runnerMode: 'ghost', pickUpMs: 300 } });
    await world.configure({ pools: [{ idleTimeout: '1s' }] });
    const command = startOnce(world);

    await command.shows('NO_JOB');
    world.github.changeSettings({ runnerMode: 'success' });
    const shown = await shownBy(command);

    expectTrouble(shown, 'NO_JOB', 'within 1 s');
    expect(conclusions(world)).toEqual(['success']);
    expect(shown.exitCode).toBe(0);
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

  it('a kernel that counts too many VMs for a moment is tried again without a word', async () => {
    await using world = await createWorld({ host: { faults: [{ name: 'run-limit', times: 2 }] } });

    const shown = await once(world);

    expect(shown.stderr).not.toContain('VM_LIMIT');
    expect(conclusions(world)).toEqual(['success']);
    expect(shown.exitCode).toBe(0);
    await expectNoTrace(world, shown);
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
  { timeout: 60_000 },
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
  { timeout: 60_000 },
  () => {
    it('a guest without an address and without an agent is given up', async () => {
      const host = { agentMs: 3_600_000, faults: [{ name: 'no-address' as const }] };
      await using world = await createWorld({ host });

      const shown = await onceWithin(world, { limits: { guestMs: 1500 } });

      expectTrouble(shown, 'GUEST_UNREACHABLE', 'tcp: ', 'tart-exec: ');
      expect(shown.exitCode).toBe(1);
      await expectNoTrace(world, shown);
    });

    it('a guest without an SSH server is given up', async () => {
      await using world = await createWorld({ host: { faults: [{ name: 'ssh-refused' }] } });

      const shown = await onceWithin(world, { limits: { guestMs: 1500 } });

      expectTrouble(shown, 'GUEST_UNREACHABLE', `port ${String(world.host.guestPort)}`, 'ECONNREFUSED');
      expect(shown.exitCode).toBe(1);
      await expectNoTrace(world, shown);
    });

    it('slots that stay taken are reported with the names of the VMs that take them', async () => {
      await using world = await createWorld();
      await Promise.all(foreignVms.map((name) => startVm(world, name)));

      const shown = await onceWithin(world, { slotPatienceMs: 300 });

      expectTrouble(shown, 'NO_SLOT', 'all 2 slots', ...foreignVms);
      expect(shown.exitCode).toBe(1);
      expect(await runningVms(world)).toEqual(foreignVms.toSorted());
    });

    it("a kernel that keeps counting too many VMs is reported in Tart's words", async () => {
      await using world = await createWorld({ host: { faults: [{ name: 'run-limit' }] } });

      const shown = await onceWithin(world, { slotPatienceMs: 300 });

      expectTrouble(shown, 'VM_LIMIT', 'tart run sand-', 'exceeds the system limit');
      expect(shown.exitCode).toBe(1);
      await expectNoTrace(world, shown);
    });

    it.each(Object.entries(brokenGuests))('%s is named, and nothing stays', async (_, broken) => {
      await using world = await createBroken(broken);

      const shown = await onceWithin(world, {});

      expectTrouble(shown, broken.code, ...broken.says);
      expect(shown.exitCode).toBe(1);
      await expectNoTrace(world, shown);
    });

    const patient = 'exec sleep 20';
    const deaths: Record<string, { job: string; kill?: (world: SimulatedWorld) => Promise<void> }> = {
      'a VM that is killed': { job: patient, kill: (world) => killOne(world, /sim.vm/) },
      'a `tart run` that is killed': {
        job: patient,
        kill: (world) => killOne(world, /sim.tart.* run sand-/),
      },
      'a guest that shuts itself down': { job: `shutdown -h now; ${patient}` },
    };
    it.each(Object.entries(deaths))(
      '%s during a job is reported, and its registration removed once GitHub lets go of it',
      async (_, { job, kill }) => {
        const github = { leaseMs: 5000, renewMs: 1000 };
        await using world = await createWorld({ job: workflow(job), github });
        let killed: Promise<void> | undefined;

        const shown = await onceWithin(world, { strayRetryMs: 500 }, ({ type }) => {
          if (type === 'job-started') killed = kill?.(world);
        });

        await killed;
        expectTrouble(shown, 'VM_STOPPED', 'tart run sand-');
        expect(shown.document.sandboxes).toMatchObject([{ job: 'work' }]);
        expect(shown.exitCode).toBe(1);
        expect(conclusions(world)).toEqual(['failure']);
        const removals = world.github.requests().filter(({ method }) => method === 'DELETE');
        expect(removals.map(({ status }) => status)).toContain(422);
        await expectNoTrace(world, shown);
      },
    );
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

async function killOne({ host }: SimulatedWorld, which: RegExp): Promise<void> {
  const [found, ...others] = (await host.processes()).filter(({ command }) => which.test(command));
  expect(others).toEqual([]);
  process.kill(found?.pid ?? Number.NaN, 'SIGKILL');
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
