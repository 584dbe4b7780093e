import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { QuirkName } from '../tart/mac/settings.ts';
import { randomMac, readConfig, writeConfig } from '../tart/config.ts';
import { copyVmFiles, replaceFolder } from '../tart/copy.ts';

/** What a `tart clone` over a running VM does (reference/tart.md §2.2): the run goes on, unseen by `list` and `stop`. */
export function overwriteVm(directory: string, quirks: readonly QuirkName[]): void {
  const folder = join(dirname(dirname(directory)), 'tmp', randomUUID().toUpperCase());
  mkdirSync(folder, { recursive: true });
  writeConfig(folder, { ...readConfig(directory), macAddress: randomMac() }, quirks);
  copyVmFiles(directory, folder);
  replaceFolder(folder, directory);
}
