import { r as foreignFailure } from "./failure-3c0UNveq.js";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

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

export { findInRegistry as n, registryFolder as r, digestFile as t };