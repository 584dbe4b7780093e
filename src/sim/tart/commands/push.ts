import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uint64 } from '../arguments.ts';
import type { Command } from '../command.ts';
import { copyVmFiles } from '../copy.ts';
import { runtimeFailure, vmIsRunning } from '../failure.ts';
import { digestFile, registryFolder } from '../registry.ts';
import { parseRemoteName } from '../remote-name.ts';
import { isRunning, openVm } from '../vm-directory.ts';

/** `tart push` (reference/tart.md §2.14): puts a stopped VM into the simulated registry. What it prints is not known. */
export const command: Command = {
  grammar: {
    command: 'push',
    operands: ['local-name', 'remote-names'],
    repeated: true,
    options: {
      insecure: { value: 'flag' },
      concurrency: { value: uint64 },
      'chunk-size': { value: uint64 },
      label: { value: 'text', repeatable: true },
      'populate-cache': { value: 'flag' },
    },
  },
  execute: (args, { home, root }) => {
    const [name = '', ...targets] = args.operands;
    const source = openVm(home, name);
    if (isRunning(source)) throw vmIsRunning(name);
    const digest = `sha256:${randomBytes(32).toString('hex')}`;
    for (const target of targets) {
      const remote = parseRemoteName(target);
      if (remote === undefined) throw runtimeFailure(`failed to parse remote name: ${target}`);
      const folder = registryFolder(root, remote);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      copyVmFiles(source, folder);
      copyFileSync(join(source, 'config.json'), join(folder, 'config.json'));
      writeFileSync(join(folder, digestFile), digest);
    }
    return 0;
  },
};
