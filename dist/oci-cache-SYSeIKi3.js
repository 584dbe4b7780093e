import { a as vmDoesNotExist } from "./failure-3c0UNveq.js";
import { t as formatRemoteName } from "./remote-name-ytGLJnpS.js";
import { t as isComplete } from "./vm-directory-Bb191Lez.js";
import { existsSync, lstatSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

// src/sim/tart/oci-cache.ts
/** Marks a digest that was pulled by its digest: it stays when no tag points to it. */
const explicitFile = ".explicitly-pulled";
/** Where the image of this name is in the cache, or would be: a digest's directory, or a tag's link to one. */
function cachePath(home, name, reference = name.reference) {
	return join(home.cache, name.host.replace(":", "%3A"), name.namespace, reference);
}
/** The directory of a cached image, or undefined. */
function cachedImage(home, name) {
	const path = cachePath(home, name);
	return isComplete(path) ? realpathSync(path) : void 0;
}
/** Points a tag to a digest; the digest it pointed to before is dropped unless something else keeps it. */
function linkTag(home, name, digest) {
	const path = cachePath(home, name);
	rmSync(path, { force: true });
	symlinkSync(digest, path);
	dropUnreferenced(dirname(path));
}
/** All cached images under their names, sorted: one pulled by tag has two. */
function cachedImages(home) {
	return entriesOf(home.cache).filter((path) => isComplete(path)).map((path) => ({
		name: nameOf(relative(home.cache, path)),
		directory: path
	})).toSorted((one, other) => one.name < other.name ? -1 : 1);
}
/** The directories of all cached images, each once: tags are links to them. */
function cachedDigests(home) {
	return entriesOf(home.cache).filter((path) => isDigest(path) && isComplete(path));
}
/** Digests and tags. Looks into no image: that would count as an access. */
function entriesOf(folder) {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		return entry.isDirectory() && !isDigest(path) ? entriesOf(path) : [path];
	});
}
function isDigest(path) {
	return basename(path).startsWith("sha256:");
}
/** Removes an image from the cache: the link of a tag, or a digest. */
function removeCached(home, name) {
	const path = cachePath(home, name);
	if (!existsSync(path)) throw vmDoesNotExist(formatRemoteName(name));
	rmSync(path, { recursive: true });
	dropUnreferenced(dirname(path));
}
function dropUnreferenced(folder) {
	const entries = readdirSync(folder).map((entry) => join(folder, entry));
	const links = entries.filter((path) => lstatSync(path).isSymbolicLink());
	const used = new Set(links.filter((path) => existsSync(path)).map((path) => basename(realpathSync(path))));
	for (const path of entries) if (isDigest(path) && !used.has(basename(path)) && !existsSync(join(path, ".explicitly-pulled"))) rmSync(path, { recursive: true });
}
function nameOf(path) {
	const separator = isDigest(path) ? "@" : ":";
	return `${dirname(path).replace("%3A", ":")}${separator}${basename(path)}`;
}

export { explicitFile as a, cachedImages as i, cachedDigests as n, linkTag as o, cachedImage as r, removeCached as s, cachePath as t };