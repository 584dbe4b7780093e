import { n as cachedDigests } from "./oci-cache-SYSeIKi3.js";
import { o as sizesOf } from "./vm-directory-Bb191Lez.js";
import { rmSync, statSync } from "node:fs";

// src/sim/tart/prune.ts
/**
* Automatic pruning (reference/tart.md §2.13): deletes images of the cache, those first that were not accessed for the
* longest time, until so many bytes are free. Does nothing when all of them would not be enough. Never touches local VMs.
*/
function makeRoom({ home, settings }, bytes, kept) {
	if (process.env["TART_NO_AUTO_PRUNE"] !== void 0) return;
	const images = byAccess(cachedDigests(home));
	let missing = bytes - (settings.volumeGb * 1e9 - totalSize(images));
	const candidates = images.filter((image) => image !== kept);
	if (missing > totalSize(candidates)) return;
	for (const image of candidates) {
		if (missing <= 0) return;
		missing -= sizesOf(image).allocated;
		rmSync(image, {
			recursive: true,
			force: true
		});
	}
}
/** The VMs or images among these directories that a criterion wants gone. */
function prunable(directories, { olderThanDays, budget }) {
	const limit = Date.now() - (olderThanDays ?? Infinity) * 864e5;
	let left = budget ?? Infinity;
	return byAccess(directories).toReversed().filter((directory) => {
		left -= sizesOf(directory).allocated;
		return statSync(directory).atimeMs < limit || left < 0;
	});
}
function byAccess(directories) {
	return directories.toSorted((one, other) => statSync(one).atimeMs - statSync(other).atimeMs);
}
function totalSize(directories) {
	return directories.reduce((sum, directory) => sum + sizesOf(directory).allocated, 0);
}

export { prunable as n, makeRoom as t };