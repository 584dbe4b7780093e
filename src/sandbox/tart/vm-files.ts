import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SandError } from '../../errors.ts';

/** The part of a VM's config.json that we read (reference/tart.md §6). */
const configuration = z.object({
  os: z.string(),
  macAddress: z.string().transform((mac) => mac.toLowerCase()),
});

/** What config.json says of a VM. */
export type VmConfiguration = z.infer<typeof configuration>;

/** The folder of a VM under TART_HOME. */
export function vmFolder(tartHome: string, name: string): string {
  return join(tartHome, 'vms', name);
}

/** Reads a VM's config.json; `TART_FAILED` when it is not there or has another shape. */
export async function readConfiguration(tartHome: string, name: string): Promise<VmConfiguration> {
  const file = join(vmFolder(tartHome, name), 'config.json');
  try {
    return configuration.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new SandError('TART_FAILED', `cannot read the configuration of the VM at ${file}`, { cause });
  }
}

/**
 * Whether a running VM counts towards Apple's limit: only macOS guests do (reference/tart.md §3.4). One that is being
 * deleted meanwhile does not; one that cannot be read does, to be on the safe side.
 */
export async function takesSlot(tartHome: string, name: string): Promise<boolean> {
  try {
    return (await readConfiguration(tartHome, name)).os === 'darwin';
  } catch {
    return await exists(vmFolder(tartHome, name));
  }
}

/** The names of all folders with VMs, whole or not. */
export async function vmFolderNames(tartHome: string): Promise<string[]> {
  try {
    return await readdir(join(tartHome, 'vms'));
  } catch {
    return [];
  }
}

/** Whether a path exists. `tart list` hides incomplete VMs, their folders show (reference/tart.md §2.6). */
export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
