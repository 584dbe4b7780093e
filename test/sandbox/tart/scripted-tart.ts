import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tart, type TartSettings } from '../../../src/sandbox/tart/program.ts';

/** A folder with a program that stands for `tart`, for what the simulation cannot be made to do. */
export interface ScriptedTart extends AsyncDisposable {
  readonly root: string;
  readonly settings: TartSettings;
  readonly tart: Tart;
  /** The arguments of each call so far. */
  calls(): Promise<string[]>;
  /** Makes the folder of a VM that Tart would show. */
  addVm(name: string, files?: readonly string[]): Promise<string>;
}

/** Writes the program: the cases of a `case "$1" in`, where `$root` is the folder and `$vms` that of the VMs. */
export async function scriptTart(cases: string): Promise<ScriptedTart> {
  const root = await mkdtemp(join(tmpdir(), 'sand-tart-'));
  const tartHome = join(root, 'home');
  await mkdir(join(tartHome, 'vms'), { recursive: true });
  const program = join(root, 'tart');
  const log = join(root, 'calls');
  await writeFile(log, '');
  const head = `#!/bin/sh\nroot='${root}'\nvms='${tartHome}/vms'\necho "$*" >>'${log}'\n`;
  await writeFile(program, `${head}case "$1" in\n${cases}\nesac\n`);
  await chmod(program, 0o755);
  const settings = { program, tartHome, env: { PATH: '/usr/bin:/bin' } };
  return {
    root,
    settings,
    tart: new Tart(settings),
    calls: async () => (await readFile(log, 'utf8')).trim().split('\n').filter(Boolean),
    addVm: async (name, files = ['config.json', 'disk.img', 'nvram.bin']) => {
      const folder = join(tartHome, 'vms', name);
      await mkdir(folder);
      await Promise.all(files.map((file) => writeFile(join(folder, file), '{}')));
      return folder;
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
