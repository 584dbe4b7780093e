import { constants, copyFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { takeFault } from '../mac/faults.ts';
import { uint16, uint64 } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { randomEcid, randomMac, readConfig, writeConfig } from '../config.ts';
import type { VmConfig } from '../config.ts';
import { foreignFailure, runtimeFailure, UsageFailure } from '../failure.ts';
import { openVm } from '../vm-directory.ts';

const mebibyte = 2 ** 20;
const displayPattern = /^(?<width>\d+)x(?<height>\d+)(?<unit>pt|px)?$/;

/** `tart set` (reference/tart.md §2.9): no lock, no check that the VM is stopped. */
export const command: Command = {
  grammar: {
    command: 'set',
    operands: ['name'],
    options: {
      cpu: { value: uint16 },
      memory: { value: uint64 },
      display: { value: 'text' },
      'display-refit': { value: 'flag' },
      'no-display-refit': { value: 'flag' },
      'random-mac': { value: 'flag' },
      'random-serial': { value: 'flag' },
      disk: { value: 'text' },
      'disk-size': { value: uint16 },
    },
  },
  execute: (args, { home, root, settings }) => {
    const name = args.operand(0);
    const directory = openVm(home, name);
    if (takeFault(root, 'set-fails', name) !== undefined) {
      throw foreignFailure(
        `You don’t have permission to save the file “config.json” in the folder “${name}”.`,
      );
    }
    writeConfig(directory, changed(readConfig(directory), args), settings.quirks);
    const image = join(directory, 'disk.img');
    const disk = args.value('disk');
    if (disk !== undefined) copyFileSync(disk, image, constants.COPYFILE_FICLONE);
    const gigabytes = args.value('disk-size');
    if (gigabytes !== undefined) grow(image, Number(gigabytes) * 1e9);
    return 0;
  },
};

function changed({ displayRefit: _forgotten, ...config }: VmConfig, args: Arguments): VmConfig {
  const refit = refitOf(args); // leaving both out forgets the stored choice
  return {
    ...config,
    cpuCount: cpuOf(config, args),
    memorySize: memoryOf(config, args),
    display: displayOf(config, args),
    ...(refit === undefined ? {} : { displayRefit: refit }),
    ...(args.has('random-mac') ? { macAddress: randomMac() } : {}),
    ...(args.has('random-serial') && config.os === 'darwin' ? { ecid: randomEcid() } : {}),
  };
}

function cpuOf(config: VmConfig, args: Arguments): number {
  const wanted = args.value('cpu');
  if (wanted === undefined) return config.cpuCount;
  if (Number(wanted) >= config.cpuCountMin) return Number(wanted);
  throw tooLittle(`${config.cpuCountMin} CPU cores at minimum (requested ${wanted})`);
}

function memoryOf(config: VmConfig, args: Arguments): number {
  const wanted = args.value('memory');
  if (wanted === undefined) return config.memorySize;
  const bytes = Number(wanted) * mebibyte;
  if (bytes >= config.memorySizeMin) return bytes;
  throw tooLittle(`${config.memorySizeMin} bytes of memory at minimum (requested ${bytes})`);
}

function tooLittle(text: string): Error {
  return foreignFailure(`LessThanMinimalResourcesError: VM should have ${text}`);
}

function displayOf(config: VmConfig, args: Arguments): VmConfig['display'] {
  const wanted = args.value('display');
  if (wanted === undefined) return config.display;
  const { width, height, unit } = displayPattern.exec(wanted)?.groups ?? {};
  if (width === undefined || height === undefined) {
    throw new UsageFailure(`The value '${wanted}' is invalid for '--display <display>'`);
  }
  const size = { width: Number(width), height: Number(height) };
  return unit === undefined ? size : { ...size, unit: unit === 'pt' ? 'pt' : 'px' };
}

function refitOf(args: Arguments): boolean | undefined {
  if (args.has('display-refit')) return true;
  return args.has('no-display-refit') ? false : undefined;
}

function grow(image: string, bytes: number): void {
  const present = statSync(image).size;
  if (bytes < present) {
    throw runtimeFailure(
      `new disk size of ${bytes / 1e9} GB should be larger than the current disk size of ${present / 1e9} GB`,
    );
  }
  truncateSync(image, bytes);
}
