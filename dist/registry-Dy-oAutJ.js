import { r as foreignFailure } from "./failure-B-N9unkQ.js";
import { t as imageFactsFile } from "./image-facts-BGQrIMOH.js";
import { t as diskFolder } from "./guest-files-3scs1Hgs.js";
import { s as snapshotFile } from "./vm-directory-B9YJyIz1.js";
import { constants, copyFileSync, cpSync, existsSync, lstatSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
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

// src/sim/tart/registry.ts
/** The file beside an image in the simulated registry that holds its digest. */
const digestFile = "digest";
/** Where the simulated registry has the image of this tag. */
function registryFolder(root, name) {
	return join(root, "registry", encodeURIComponent(name.host), encodeURIComponent(name.namespace), name.reference);
}
/** The image of this name in the registry, or what a registry answers when it has none. */
function findInRegistry(root, name) {
	const tags = join(registryFolder(root, name), "..");
	const folder = (existsSync(tags) ? readdirSync(tags) : []).map((tag) => join(tags, tag)).find((path) => [path.split("/").at(-1), digestOf(path)].includes(name.reference));
	if (folder === void 0) throw foreignFailure(`UnexpectedHTTPStatusCode(when: "pulling manifest", code: 404, details: "{\\"errors\\":[{\\"code\\":\\"MANIFEST_UNKNOWN\\",\\"message\\":\\"manifest unknown\\"}]}")`);
	return {
		folder,
		digest: digestOf(folder)
	};
}
function digestOf(folder) {
	return readFileSync(join(folder, digestFile), "utf8");
}

export { copyVmFiles as a, copyFolder as i, findInRegistry as n, registryFolder as r, digestFile as t };