// src/sim/tart/remote-name.ts
const component = "[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*";
const pattern = new RegExp(`^(?<host>${component}(?::[0-9]+)?)/(?<namespace>${component}(?:/${component})*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]*)|@(?<digest>sha256:[0-9a-f]+))?$`);
/** Parses a remote name; undefined means that the name is local. The tag is `latest` when none is given. */
function parseRemoteName(name) {
	const { host, namespace, tag, digest } = pattern.exec(name)?.groups ?? {};
	if (host === void 0 || namespace === void 0) return void 0;
	return {
		host,
		namespace,
		reference: digest ?? tag ?? "latest",
		byDigest: digest !== void 0
	};
}
/** Prints a remote name, with a reference of one's choice. */
function formatRemoteName(name, reference = name.reference) {
	const separator = reference.startsWith("sha256:") ? "@" : ":";
	return `${name.host}/${name.namespace}${separator}${reference}`;
}

export { parseRemoteName as n, formatRemoteName as t };