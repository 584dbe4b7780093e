import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uint16 } from '../arguments.ts';
import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { newConfig, writeConfig } from '../config.ts';
import { UsageFailure } from '../failure.ts';
import type { QuirkName } from '../mac/settings.ts';
import { vmDirectory } from '../vm-directory.ts';

/** `tart create` (reference/tart.md §2.10): an empty disk; nothing on it ever answers. */
export const command: Command = {
  grammar: {
    command: 'create',
    operands: ['name'],
    options: {
      'from-ipsw': { value: 'text' },
      linux: { value: 'flag' },
      'disk-size': { value: uint16 },
      'disk-format': { value: { oneOf: ['raw', 'asif'] } },
    },
  },
  validate: (args) => {
    if (args.has('linux') || args.has('from-ipsw')) return;
    throw new UsageFailure('Please specify either a --from-ipsw or --linux option!');
  },
  execute: (args, { home, settings: { quirks } }) => {
    const ipsw = args.value('from-ipsw');
    if (ipsw !== undefined) printInstallation(ipsw);
    const directory = vmDirectory(home, args.operand(0));
    rmSync(directory, { recursive: true, force: true });
    const os = ipsw === undefined ? 'linux' : 'darwin';
    writeEmptyVm(directory, { os, diskGb: Number(args.value('disk-size') ?? 50), quirks });
    return 0;
  },
};

/** Makes the directory of a VM with an empty disk of so many decimal gigabytes. */
export function writeEmptyVm(
  directory: string,
  {
    os,
    diskGb,
    quirks,
  }: {
    readonly os: 'darwin' | 'linux';
    readonly diskGb: number;
    readonly quirks: readonly QuirkName[];
  },
): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'nvram.bin'), '');
  writeFileSync(join(directory, 'disk.img'), '');
  truncateSync(join(directory, 'disk.img'), diskGb * 1e9);
  writeConfig(directory, newConfig(os), quirks);
}

function printInstallation(ipsw: string): void {
  const file = 'UniversalMac_26.1_25B78_Restore.ipsw';
  if (ipsw === 'latest') printLine('Looking up the latest supported IPSW...');
  for (const line of [`Fetching ${file}...`, '0%', '100%', 'Installing OS...', '0%', '100%']) printLine(line);
}
