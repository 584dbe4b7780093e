import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Where things are on a guest's disk, which is a folder beside `disk.img`. */
export interface GuestPaths {
  readonly home: string;
  readonly temporary: string;
  /** Programs that stand in for those of macOS, first in PATH. */
  readonly programs: string;
  /** Stands in for the folders of the system's programs in a guest that lacks some of them. */
  readonly system: string;
  readonly hostKey: string;
  readonly authorizedKeys: string;
}

/** The paths on the disk folder of a VM. */
export function guestPaths(directory: string, user: string): GuestPaths {
  const disk = diskFolder(directory);
  const home = join(disk, 'Users', user);
  return {
    home,
    temporary: join(disk, 'private', 'tmp'),
    programs: join(disk, 'sim', 'bin'),
    system: join(disk, 'sim', 'system'),
    hostKey: join(disk, 'etc', 'ssh', 'ssh_host_ed25519_key'),
    authorizedKeys: join(home, '.ssh', 'authorized_keys'),
  };
}

/** The folder that is the disk of the VM in this directory. */
export function diskFolder(directory: string): string {
  return join(directory, 'disk.sim');
}

/** Links all programs of the system but bash into a folder, which stands in for all folders of the system's PATH. */
export function linkSystemWithoutBash(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const missing = new Set(['bash', 'rbash', 'bashbug']);
  const seen = new Set<string>();
  for (const system of ['/usr/bin', '/bin', '/usr/sbin', '/sbin']) {
    for (const name of readdirSync(system)) {
      if (seen.has(name) || missing.has(name)) continue;
      seen.add(name);
      symlinkSync(join(system, name), join(folder, name));
    }
  }
}

/** What the login shell reads, and only the login shell (reference/tart.md §7). */
export const loginProfile = `export HOMEBREW_PREFIX=/opt/homebrew
export PATH="$(cd "$HOME/../.." && pwd)/sim/bin:/opt/homebrew/bin:/opt/homebrew/sbin:$PATH"
`;

/** The files of a home in which shells look for it. */
export const loginProfiles = ['.zprofile', '.bash_profile', '.profile'];
