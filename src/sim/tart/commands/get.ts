import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { readConfig } from '../config.ts';
import { formatJson, formatTable } from '../output.ts';
import { openVm, sizesOf, stateOf } from '../vm-directory.ts';

const header = ['OS', 'CPU', 'Memory', 'Disk', 'DiskFormat', 'Size', 'Display', 'State'];

/** `tart get` (reference/tart.md §2.8): local VMs only; `Size` is a string here. */
export const command: Command = {
  grammar: {
    command: 'get',
    operands: ['name'],
    options: { format: { value: { oneOf: ['text', 'json'] } } },
  },
  execute: (args, { home }) => {
    const directory = openVm(home, args.operand(0));
    const config = readConfig(directory);
    const { logical, allocated } = sizesOf(directory);
    const state = stateOf(directory);
    const { width, height, unit = '' } = config.display;
    const row = {
      OS: config.os,
      CPU: config.cpuCount,
      Memory: Math.trunc(config.memorySize / 2 ** 20),
      Disk: Math.trunc(logical / 1e9),
      DiskFormat: config.diskFormat,
      Size: (allocated / 1e9).toFixed(3),
      Display: `${width}x${height}${unit}`,
      Running: state === 'running',
      State: state,
    };
    printLine(args.value('format') === 'json' ? formatJson(row) : formatTable(header, [row]));
    return 0;
  },
};
