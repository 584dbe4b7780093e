import { n as readImageFacts } from "./image-facts-BGQrIMOH.js";
import { n as lock, r as tryLock } from "./lock-2Ygggebe.js";
import { t as printLine } from "./command-B2nkS0nx.js";
import { n as copyVmFiles } from "./copy-DdXQo5S3.js";
import { o as temporaryLock, r as makeLocked } from "./home-CDQzHGh7.js";
import { a as explicitFile, o as linkTag, r as cachedImage, t as cachePath } from "./oci-cache-SYSeIKi3.js";
import { t as makeRoom } from "./prune-BDuzDF4f.js";
import { n as findInRegistry } from "./registry-8w6Blqxc.js";
import { t as formatRemoteName } from "./remote-name-ytGLJnpS.js";
import { t as isComplete } from "./vm-directory-Bb191Lez.js";
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";

// src/sim/tart/pull.ts
/** Pulls an image into the cache (reference/tart.md §2.12) and returns its directory. Progress goes to stdout. */
async function pullImage(name, context) {
	const { home, root } = context;
	printLine(`pulling ${formatRemoteName(name)}...`);
	printLine("pulling manifest...");
	const { folder, digest } = findInRegistry(root, name);
	const target = cachePath(home, name, digest);
	const byDigest = formatRemoteName(name, digest);
	if (cachedImage(home, name) !== void 0 && isComplete(target)) {
		printLine(`${byDigest} image is already cached and linked!`);
		return target;
	}
	if (isComplete(target)) printLine(`${byDigest} image is already cached! creating a symlink...`);
	else await download({
		name,
		folder,
		target,
		context
	});
	if (name.byDigest) writeFileSync(join(target, explicitFile), "");
	else linkTag(home, name, digest);
	return target;
}
async function download({ name, folder, target, context }) {
	const { home, settings } = context;
	const turn = await takeTurn(join(home.root, `.pull-${md5(name.host)}.sim-lock`));
	makeRoom(context, readImageFacts(folder).allocatedBytes + 128 * 2 ** 20);
	const partial = join(home.tmp, md5(formatRemoteName(name)));
	const temporary = existsSync(partial) ? tryLock(temporaryLock(partial)) : makeLocked(partial);
	const gigabytes = (readImageFacts(folder).allocatedBytes / 2e9).toFixed(1);
	printLine(`pulling disk (${gigabytes} GB compressed)...`);
	await showProgress(settings.pullMs);
	printLine("pulling NVRAM...");
	copyVmFiles(folder, partial);
	copyFileSync(join(folder, "config.json"), join(partial, "config.json"));
	writeFileSync(join(partial, "manifest.json"), "{}");
	mkdirSync(dirname(target), { recursive: true });
	const place = isComplete(target) ? partial : target;
	if (place === target) renameSync(partial, target);
	temporary?.release();
	rmSync(temporaryLock(place));
	turn.release();
}
/** One pull at a time for each registry host. */
async function takeTurn(file) {
	const taken = tryLock(file);
	if (taken !== void 0) return taken;
	printLine("waiting for lock...");
	return lock(file);
}
/** Rewrites one line again and again, or prints plain ones when `CI` is set (reference/tart.md §1.1). */
async function showProgress(ms) {
	const steps = 5;
	const rewind = process.env["CI"] === void 0 ? "\x1B[1A\r\x1B[J" : "";
	printLine("0%");
	for (let step = 1; step <= steps; step += 1) {
		await setTimeout(ms / steps);
		printLine(`${rewind}${step * 100 / steps}%`);
	}
}
function md5(text) {
	return createHash("md5").update(text).digest("hex");
}

export { pullImage as t };