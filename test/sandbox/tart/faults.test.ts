import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { access, mkdir, readFile, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSandbox, SandboxRequest } from '../../../src/sandbox/backend.ts';
import type { TartBackendOptions } from '../../../src/sandbox/tart/backend.ts';
import { simulateTart, type SimulatedTart } from '../../contract/simulated-tart.ts';
import { scriptTart } from './scripted-tart.ts';

/** What goes wrong happens to the VMs of the pool that is named after it: so all tests share a Mac at the same time. */
const faults = [
  { name: 'clone-disk-full' },
  { name: 'run-vz-error' },
  { name: 'softnet-unprivileged' },
  { name: 'stop-hangs' },
  { name: 'softnet-dies', ms: 400 },
  { name: 'guest-shutdown', ms: 400 },
  { name: 'guest-error-exit-0', ms: 400 },
  { name: 'network-detached', ms: 400 },
  { name: 'clone-gc-race', pool: 'gc-once', times: 1 },
  { name: 'clone-gc-race' },
  { name: 'run-limit', pool: 'limit-for-a-while', times: 2 },
  { name: 'run-limit' },
] as const;

let host: SimulatedTart;
const limit = () => AbortSignal.timeout(60_000);

beforeAll(async () => {
  host = await simulateTart({
    vmLimit: 20,
    faults: faults.map(({ name, ...rest }) => {
      const { pool = name, ...times } = { pool: undefined, ...rest };
      return { name, ...times, vm: `sand-contract-${pool}-*` };
    }),
  });
  await host.mac.addImage({ name: 'base' });
});
afterAll(() => host[Symbol.asyncDispose]());

/** A sandbox of a pool that is gone without a trace at the end of its test. */
class Sandbox implements AsyncDisposable {
  readonly request: SandboxRequest;
  readonly name: string;

  constructor(pool: string, changes: Partial<SandboxRequest> = {}) {
    this.name = `sand-contract-${pool}-zzzzzzz-${randomInt(1e6).toString().padStart(6, '0')}`;
    const { network } = host;
    this.request = { name: this.name, golden: 'base', network, mounts: [], nested: false, ...changes };
  }

  async create(options: Partial<TartBackendOptions> = {}): Promise<void> {
    await backend(options).create(this.request, limit());
  }

  async boot(options: Partial<TartBackendOptions> = {}): Promise<RunningSandbox> {
    await this.create(options);
    return await backend(options).start(this.request, limit());
  }

  /** Why it ended, or why it did not start: what comes first depends on how fast the machine is. */
  async end(): Promise<unknown> {
    try {
      return await (await this.boot()).ended(limit());
    } catch (reason) {
      return reason;
    }
  }

  output(): Promise<string> {
    return backend().output(this.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await backend().destroy(this.name, limit());
    const left = await host.leftovers();
    assert.deepEqual(
      left.filter((what) => what.includes(this.name)),
      [],
    );
  }
}

function backend(options: Partial<TartBackendOptions> = {}) {
  return host.backend({ slots: 20, ...options });
}

describe.concurrent('the end', () => {
  it('of a VM that hangs when it is told to stop is its deletion all the same', async () => {
    await using sandbox = new Sandbox('stop-hangs');
    const ended = (await sandbox.boot()).ended(limit());

    await backend().destroy(sandbox.name, limit());

    expect(await ended).toMatchObject({ code: 'VM_STOPPED' });
  });

  it('of a VM in the middle of a count does not disturb the count', async () => {
    await using sandbox = new Sandbox('none');
    await sandbox.boot();
    const counting = [1, 2, 3].map(() => backend().capacity(limit()));

    await backend().destroy(sandbox.name, limit());

    expect(await Promise.all(counting)).toHaveLength(3);
  });

  it('of everything at once, as in a power cut, leaves what destroy can delete', async () => {
    await using sandbox = new Sandbox('none');
    const running = await sandbox.boot();

    const processes = (await host.mac.processes()).filter(({ command }) => command.includes(sandbox.name));
    for (const { pid } of processes) process.kill(pid, 'SIGKILL');

    expect(processes.length).toBeGreaterThan(1);
    expect(await running.ended(limit())).toMatchObject({ code: 'VM_STOPPED' });
  });
});

describe.concurrent('a clone', () => {
  it('for which the disk is too small is DISK_FULL', async () => {
    await using sandbox = new Sandbox('clone-disk-full');

    await expect(sandbox.create()).rejects.toMatchObject({ code: 'DISK_FULL' });
  });

  it('is refused before that, as DISK_FLOOR, when less than the reserve is free', async () => {
    await using sandbox = new Sandbox('none');

    const diskFloorBytes = Number.MAX_SAFE_INTEGER;
    await expect(sandbox.create({ diskFloorBytes })).rejects.toMatchObject({ code: 'DISK_FLOOR' });
    await expect(access(join(host.mac.tartHome, 'vms', sandbox.name))).rejects.toThrow('ENOENT');
  });

  it('that garbage collection interrupts is tried once more, and has the size that was asked for', async () => {
    await using sandbox = new Sandbox('gc-once', { cpu: 6, memoryMiB: 9216, diskGb: 60 });

    await sandbox.create();

    const config = await readFile(join(host.mac.tartHome, 'vms', sandbox.name, 'config.json'), 'utf8');
    expect(JSON.parse(config)).toMatchObject({ cpuCount: 6, memorySize: 9216 * 1024 * 1024 });
  });

  it('that it always interrupts is CLONE_FAILED', async () => {
    await using sandbox = new Sandbox('clone-gc-race');

    await expect(sandbox.create()).rejects.toMatchObject({ code: 'CLONE_FAILED' });
  });
});

describe.concurrent('a start', () => {
  it('refused by the limit for a while is waited for', async () => {
    await using sandbox = new Sandbox('limit-for-a-while');

    await sandbox.boot();

    expect((await backend().capacity(limit())).taken).toContain(sandbox.name);
  });

  it('refused by the limit for long is VM_LIMIT', async () => {
    await using sandbox = new Sandbox('run-limit');

    await expect(sandbox.boot({ slotPatienceMs: 500 })).rejects.toMatchObject({ code: 'VM_LIMIT' });
  });

  it.each([
    ['run-vz-error', 'KEYCHAIN_LOCKED', 'Error Domain=VZErrorDomain'],
    ['softnet-unprivileged', 'SOFTNET_UNPRIVILEGED', 'root privileges are required'],
  ] as const)('with the fault %s is %s, and its output is kept', async (name, code, text) => {
    await using sandbox = new Sandbox(name);

    expect(await sandbox.end()).toMatchObject({ code });
    expect(await sandbox.output()).toContain(text);
  });

  it('without Softnet on the PATH is SOFTNET_MISSING', async () => {
    await using sandbox = new Sandbox('none');
    const folder = join(host.mac.root, 'tart-alone');
    await mkdir(folder);
    await symlink(join(host.mac.binDir, 'tart'), join(folder, 'tart'));
    const env = { PATH: [folder, '/usr/bin', '/bin'].join(delimiter) };
    const tart = { program: 'tart', tartHome: host.mac.tartHome, env };

    await expect(sandbox.boot({ tart })).rejects.toMatchObject({ code: 'SOFTNET_MISSING' });
  });

  it.each([[{ nested: true }], [{ network: { kind: 'bridged', interface: 'en7' } }]] as const)(
    'that asks for what this Mac does not have is NOT_SUPPORTED: %j',
    async (changes) => {
      await using sandbox = new Sandbox('none', changes);

      await expect(sandbox.boot()).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    },
  );
});

describe.concurrent('a VM that ends by itself says why', () => {
  it.each([
    ['softnet-dies', 'SOFTNET_DIED'],
    ['guest-shutdown', 'VM_STOPPED'],
    ['guest-error-exit-0', 'VM_STOPPED'],
    ['network-detached', 'NETWORK_DETACHED'],
  ] as const)('%s is %s', async (name, code) => {
    await using sandbox = new Sandbox(name);

    expect(await sandbox.end()).toMatchObject({ code });
    expect(await sandbox.output()).not.toBe('');
  });
});

describe.concurrent('the program', () => {
  it('that is there can run sandboxes', async () => {
    await expect(backend().check(limit())).resolves.toBeUndefined();
  });

  it.each([
    ['prints nothing', 'exit 0'],
    ['is killed by the system', 'kill -9 $$'],
  ])('that %s is TART_BROKEN', async (_, body) => {
    await using scripted = await scriptTart(`--version) ${body};;`);

    await expect(backend({ tart: scripted.settings }).check(limit())).rejects.toMatchObject({
      code: 'TART_BROKEN',
    });
  });

  it('that is not on the PATH is TART_MISSING, whatever was asked for', async () => {
    await using sandbox = new Sandbox('none');
    const nowhere = backend({
      tart: { program: 'no-such-tart', tartHome: host.mac.tartHome, env: host.env },
    });

    await expect(nowhere.check(limit())).rejects.toMatchObject({ code: 'TART_MISSING' });
    await expect(nowhere.create(sandbox.request, limit())).rejects.toMatchObject({ code: 'TART_MISSING' });
    await expect(nowhere.list(limit())).rejects.toMatchObject({ code: 'TART_MISSING' });
  });
});
