import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../eventually.ts';
import { wallClock } from '../../../src/clock.ts';
import { destroySandbox } from '../../../src/sandbox/tart/destroy.ts';
import { RunFiles, runWrapper } from '../../../src/sandbox/tart/run-files.ts';
import { FakeClock } from '../../lifecycle/fakes/clock.ts';
import { scriptTart } from './scripted-tart.ts';

const name = 'sand-abcdefgh-pool-0000001-abcdef';
const notRunning = 'stop) echo not running >&2; exit 2;;';

let undo: AsyncDisposableStack;
beforeEach(() => {
  undo = new AsyncDisposableStack();
});
afterEach(() => undo.disposeAsync());

async function given(cases: string) {
  const scripted = undo.use(await scriptTart(cases));
  const files = new RunFiles(join(scripted.root, 'state'), name);
  const destroy = (clock = wallClock, signal = AbortSignal.timeout(60_000)) =>
    destroySandbox(name, { tart: scripted.tart, files, clock }, signal);
  return { scripted, files, destroy };
}

describe('destroy', () => {
  it('of what is not there starts no program', async () => {
    const { scripted, destroy } = await given('*) exit 2;;');

    await destroy();

    expect(await scripted.calls()).toEqual([]);
  });

  it('tries again while Tart says that the VM is running', async () => {
    const { scripted, destroy } = await given(
      `stop) exit 0;;
      delete) if [ -e "$root/second" ]; then rm -r "$vms/$2"; else echo >"$root/second"; echo "VM \\"$2\\" is running" >&2; exit 1; fi;;`,
    );
    const folder = await scripted.addVm(name);

    await destroy();

    expect(existsSync(folder)).toBe(false);
    expect(await scripted.calls()).toEqual([
      `stop ${name} --timeout 5`,
      `delete ${name}`,
      `stop ${name} --timeout 5`,
      `delete ${name}`,
    ]);
  });

  it('that does not help says in the end what Tart said, and keeps the folder', async () => {
    const { scripted, destroy } = await given(
      `stop) exit 0;; delete) echo "VM \\"$2\\" is running" >&2; exit 1;;`,
    );
    const folder = await scripted.addVm(name);

    await expect(destroy(new FakeClock())).rejects.toMatchObject({
      code: 'DESTROY_INCOMPLETE',
      message: expect.stringContaining(`VM "${name}" is running`),
    });
    expect(existsSync(folder)).toBe(true);
  });

  it.each([
    ['does not exist', 2, ['disk.img']],
    ['VM is missing some of its files (config.json, disk.img or nvram.bin)', 1, ['config.json']],
  ])('removes a folder by hand of which Tart says: %s', async (text, code, left) => {
    const { scripted, destroy } = await given(`*) echo "${text}" >&2; exit ${String(code)};;`);
    const folder = await scripted.addVm(name, left);

    await destroy();

    expect(existsSync(folder)).toBe(false);
    expect(await scripted.calls()).toHaveLength(2);
  });

  it('is aborted while it waits, and nothing runs on', async () => {
    const { scripted, destroy } = await given(`stop) exec sleep 60;;`);
    await scripted.addVm(name);
    const abort = new AbortController();

    const destroying = destroy(wallClock, abort.signal);
    await eventually(async () => expect(await scripted.calls()).toHaveLength(1));
    abort.abort(new Error('enough'));

    await expect(destroying).rejects.toThrow('enough');
  });

  it('after a power cut, which left no exit code, does not wait for one', async () => {
    const { files, destroy } = await given(notRunning);
    await files.prepare();
    await execa('mkfifo', [join(files.folder, 'alive')]);
    await writeFile(join(files.folder, 'tart.out'), '');

    await destroy();

    expect(existsSync(files.folder)).toBe(false);
  });

  it('says so when the VM is out of reach and still runs', async () => {
    const { files, destroy } = await given(notRunning);
    await files.prepare();
    const run = execa('/bin/sh', ['-c', runWrapper, files.folder, 'sleep', '60'], {
      reject: false,
      detached: true,
    });
    undo.defer(() => void process.kill(-(run.pid ?? 0), 'SIGKILL'));
    await eventually(async () => expect(await files.started()).toBe(true));

    await expect(destroy(wallClock, AbortSignal.timeout(300))).rejects.toThrow('timeout');
    expect(existsSync(files.folder)).toBe(true);
  });

  it('keeps the foreign folders beside it', async () => {
    const { scripted, destroy } = await given(notRunning);
    const other = await scripted.addVm('my-vm');
    await mkdir(join(scripted.settings.tartHome, 'vms', `${name}x`));

    await destroy();

    expect(existsSync(other)).toBe(true);
    expect(existsSync(join(scripted.settings.tartHome, 'vms', `${name}x`))).toBe(true);
  });
});
