import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { macAddressOf, randomMac, readConfig, writeConfig } from '../config.ts';
import { copyVmFiles } from '../copy.ts';
import { runtimeFailure, UsageFailure } from '../failure.ts';
import { lockHome, makeLocked, moveIntoPlace } from '../home.ts';
import { isComplete, localNames, vmDirectory } from '../vm-directory.ts';

/** `tart import` (reference/tart.md §2.14): overwrites silently; a new MAC address when a local VM has the archive's. */
export const command: Command = {
  grammar: { command: 'import', operands: ['path', 'name'], options: {} },
  validate: (args) => {
    if (args.operand(1).includes('/')) throw new UsageFailure('<name> should be a local name');
  },
  execute: async (args, { home, settings }) => {
    const archive = args.operand(0);
    printLine('importing...');
    if (!isComplete(archive)) throw runtimeFailure(`VM import failed: ${archive} is no archive of a VM`);
    const folder = join(home.tmp, randomUUID().toUpperCase());
    const temporary = makeLocked(folder);
    const global = await lockHome(home);
    const config = readConfig(archive);
    const taken = localNames(home).some(
      (name) => macAddressOf(vmDirectory(home, name)) === config.macAddress,
    );
    writeConfig(folder, taken ? { ...config, macAddress: randomMac() } : config, settings.quirks);
    copyVmFiles(archive, folder);
    moveIntoPlace(folder, temporary, vmDirectory(home, args.operand(1)));
    global.release();
    return 0;
  },
};
