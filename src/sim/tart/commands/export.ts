import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { copyVmFiles } from '../copy.ts';
import { runtimeFailure } from '../failure.ts';
import { openVm } from '../vm-directory.ts';

/** `tart export` (reference/tart.md §2.14): here the archive is a folder. */
export const command: Command = {
  grammar: { command: 'export', operands: ['name'], repeated: true, options: {} },
  execute: async (args, { home }) => {
    const [name = '', given] = args.operands;
    const source = openVm(home, name);
    const target = resolve(given ?? `${name}.tvm`);
    if (given === undefined && existsSync(target)) await confirm(target);
    printLine('exporting...');
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    copyVmFiles(source, target);
    copyFileSync(join(source, 'config.json'), join(target, 'config.json'));
    return 0;
  },
};

/** Asks on stdin before it overwrites a file that nobody named; the words are not known. */
async function confirm(target: string): Promise<void> {
  printLine(`file ${target} already exists, are you sure you want to overwrite it? (yes or no)`);
  const [answer]: unknown[] = await Promise.race([once(process.stdin, 'data'), once(process.stdin, 'end')]);
  if (!String(answer).startsWith('y')) throw runtimeFailure(`VM export failed: ${target} already exists`);
}
