import { t as imageFactsFile } from "./image-facts-BGQrIMOH.js";
import { t as diskFolder } from "./guest-files-BGRICdZ7.js";
import { s as snapshotFile } from "./vm-directory-Bb191Lez.js";
import { constants, copyFileSync, cpSync, existsSync, lstatSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// src/sim/tart/copy.ts
/**
* Copies all files of a VM but `config.json`, copy-on-write where the file system can. The disk's content is a folder
* beside `disk.img`, which itself only has the right length.
*/
function copyVmFiles(source, target) {
	writeFileSync(join(target, "disk.img"), "");
	truncateSync(join(target, "disk.img"), statSync(join(source, "disk.img")).size);
	for (const file of [
		"nvram.bin",
		snapshotFile,
		imageFactsFile
	]) if (existsSync(join(source, file))) copyFileSync(join(source, file), join(target, file), constants.COPYFILE_FICLONE);
	if (existsSync(diskFolder(source))) copyFolder(diskFolder(source), diskFolder(target));
}
/** Copies a folder copy-on-write; sockets and pipes of running programs stay behind. */
function copyFolder(source, target) {
	cpSync(source, target, {
		recursive: true,
		verbatimSymlinks: true,
		mode: constants.COPYFILE_FICLONE,
		filter: (path) => {
			const stats = lstatSync(path);
			return !stats.isSocket() && !stats.isFIFO();
		}
	});
}

export { copyVmFiles as n, copyFolder as t };