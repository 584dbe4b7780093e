import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { QuirkName } from '../tart/mac/settings.ts';
import { randomMac, readConfig, writeConfig } from '../tart/config.ts';
import { copyVmFiles } from '../tart/copy.ts';
import { makeLocked, moveIntoPlace } from '../tart/home.ts';

/** What a `tart clone` over a running VM does (reference/tart.md §2.2): the run goes on, unseen by `list` and `stop`. */
export function overwriteVm(directory: string, quirks: readonly QuirkName[]): void {
  const folder = join(dirname(dirname(directory)), 'tmp', randomUUID().toUpperCase());
  const temporary = makeLocked(folder);
  writeConfig(folder, { ...readConfig(directory), macAddress: randomMac() }, quirks);
  copyVmFiles(directory, folder);
  moveIntoPlace(folder, temporary, directory);
}
