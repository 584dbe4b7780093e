import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeEmptyVm } from '../commands/create.ts';
import { copyFolder } from '../copy.ts';
import { digestFile, registryFolder } from '../registry.ts';
import { parseRemoteName } from '../remote-name.ts';
import { guestPaths, loginProfile, loginProfiles } from '../../vm/guest-files.ts';
import { readSettings } from './settings.ts';
import { writeImageFacts } from './image-facts.ts';

/** An image to put on the simulated Mac, or into its registry when the name is an OCI reference. */
export interface ImageRequest {
  readonly name: string;
  readonly os?: 'darwin' | 'linux';
  /** Copied to `~/actions-runner`. */
  readonly runnerFolder?: string;
  /** The login shell of the guest's user; `/bin/bash` by default, `/bin/zsh` in a real macOS image. */
  readonly loginShell?: string;
}

/** The folders of the host that images go to. */
export interface ImageFolders {
  readonly root: string;
  readonly tartHome: string;
  readonly guestUser: string;
}

const diskGb = 50;
const allocatedBytes = 25_312_000_000;

/** Makes the image, with an SSH host key of its own that all its clones share. */
export async function writeImage(folders: ImageFolders, request: ImageRequest): Promise<void> {
  const remote = parseRemoteName(request.name);
  const directory =
    remote === undefined ? join(folders.tartHome, 'vms', request.name) : registryFolder(folders.root, remote);
  writeEmptyVm(directory, { os: request.os ?? 'darwin', diskGb, quirks: readSettings(folders.root).quirks });
  if (remote !== undefined) {
    writeFileSync(join(directory, digestFile), `sha256:${randomBytes(32).toString('hex')}`);
  }
  writeImageFacts(directory, { loginShell: request.loginShell ?? '/bin/bash', allocatedBytes });
  await install(directory, folders.guestUser, request.runnerFolder);
}

async function install(directory: string, user: string, runnerFolder: string | undefined): Promise<void> {
  const paths = guestPaths(directory, user);
  mkdirSync(paths.home, { recursive: true });
  for (const file of loginProfiles) writeFileSync(join(paths.home, file), loginProfile);
  mkdirSync(dirname(paths.hostKey), { recursive: true });
  writeFileSync(paths.hostKey, await newHostKey(), { mode: 0o600 });
  if (runnerFolder !== undefined) copyFolder(runnerFolder, join(paths.home, 'actions-runner'));
}

async function newHostKey(): Promise<string> {
  const { makeSshKey } = await import('../../vm/ssh-key.ts');
  return makeSshKey().private;
}
