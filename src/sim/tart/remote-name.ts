/** The name of an image in a registry (reference/tart.md §1.5). */
export interface RemoteName {
  /** With the port, if any. */
  readonly host: string;
  readonly namespace: string;
  /** A tag, or `sha256:` and hex digits. */
  readonly reference: string;
  readonly byDigest: boolean;
}

const component = '[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*';
const pattern = new RegExp(
  `^(?<host>${component}(?::[0-9]+)?)/(?<namespace>${component}(?:/${component})*)` +
    `(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]*)|@(?<digest>sha256:[0-9a-f]+))?$`,
);

/** Parses a remote name; undefined means that the name is local. The tag is `latest` when none is given. */
export function parseRemoteName(name: string): RemoteName | undefined {
  const { host, namespace, tag, digest } = pattern.exec(name)?.groups ?? {};
  if (host === undefined || namespace === undefined) return undefined;
  return { host, namespace, reference: digest ?? tag ?? 'latest', byDigest: digest !== undefined };
}

/** Prints a remote name, with a reference of one's choice. */
export function formatRemoteName(name: RemoteName, reference = name.reference): string {
  const separator = reference.startsWith('sha256:') ? '@' : ':';
  return `${name.host}/${name.namespace}${separator}${reference}`;
}
