import {
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { imageFactsFile } from './mac/image-facts.ts';
import { diskFolder } from '../vm/guest-files.ts';
import { snapshotFile } from './vm-directory.ts';

/**
 * Copies all files of a VM but `config.json`, copy-on-write where the file system can. The disk's content is a folder
 * beside `disk.img`, which itself only has the right length.
 */
export function copyVmFiles(source: string, target: string): void {
  writeFileSync(join(target, 'disk.img'), '');
  truncateSync(join(target, 'disk.img'), statSync(join(source, 'disk.img')).size);
  for (const file of ['nvram.bin', snapshotFile, imageFactsFile]) {
    if (existsSync(join(source, file)))
      copyFileSync(join(source, file), join(target, file), constants.COPYFILE_FICLONE);
  }
  if (existsSync(diskFolder(source))) copyFolder(diskFolder(source), diskFolder(target));
}

/** Copies a folder copy-on-write; sockets and pipes of running programs stay behind. */
export function copyFolder(source: string, target: string): void {
  cpSync(source, target, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => {
      const stats = lstatSync(path);
      return !stats.isSocket() && !stats.isFIFO();
    },
  });
}
