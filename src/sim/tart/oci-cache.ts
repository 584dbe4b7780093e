import { existsSync, lstatSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { vmDoesNotExist } from './failure.ts';
import type { TartHome } from './home.ts';
import { formatRemoteName } from './remote-name.ts';
import type { RemoteName } from './remote-name.ts';
import { isComplete } from './vm-directory.ts';

/** Marks a digest that was pulled by its digest: it stays when no tag points to it. */
export const explicitFile = '.explicitly-pulled';

/** Where the image of this name is in the cache, or would be: a digest's directory, or a tag's link to one. */
export function cachePath(home: TartHome, name: RemoteName, reference = name.reference): string {
  return join(home.cache, name.host.replace(':', '%3A'), name.namespace, reference);
}

/** The directory of a cached image, or undefined. */
export function cachedImage(home: TartHome, name: RemoteName): string | undefined {
  const path = cachePath(home, name);
  return isComplete(path) ? realpathSync(path) : undefined;
}

/** Points a tag to a digest; the digest it pointed to before is dropped unless something else keeps it. */
export function linkTag(home: TartHome, name: RemoteName, digest: string): void {
  const path = cachePath(home, name);
  rmSync(path, { force: true });
  symlinkSync(digest, path);
  dropUnreferenced(dirname(path));
}

/** All cached images under their names, sorted: one pulled by tag has two. */
export function cachedImages(home: TartHome): { readonly name: string; readonly directory: string }[] {
  const entries = entriesOf(home.cache)
    .filter((path) => isComplete(path))
    .map((path) => ({ name: nameOf(relative(home.cache, path)), directory: path }));
  return entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** The directories of all cached images, each once: tags are links to them. */
export function cachedDigests(home: TartHome): string[] {
  return entriesOf(home.cache).filter((path) => isDigest(path) && isComplete(path));
}

/** Digests and tags. Looks into no image: that would count as an access. */
function entriesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() && !isDigest(path) ? entriesOf(path) : [path];
  });
}

function isDigest(path: string): boolean {
  return basename(path).startsWith('sha256:');
}

/** Removes an image from the cache: the link of a tag, or a digest. */
export function removeCached(home: TartHome, name: RemoteName): void {
  const path = cachePath(home, name);
  if (!existsSync(path)) throw vmDoesNotExist(formatRemoteName(name));
  rmSync(path, { recursive: true });
  dropUnreferenced(dirname(path));
}

function dropUnreferenced(folder: string): void {
  const entries = readdirSync(folder).map((entry) => join(folder, entry));
  const links = entries.filter((path) => lstatSync(path).isSymbolicLink());
  const used = new Set(links.filter((path) => existsSync(path)).map((path) => basename(realpathSync(path))));
  for (const path of entries) {
    if (isDigest(path) && !used.has(basename(path)) && !existsSync(join(path, explicitFile)))
      rmSync(path, { recursive: true });
  }
}

function nameOf(path: string): string {
  const separator = isDigest(path) ? '@' : ':';
  return `${dirname(path).replace('%3A', ':')}${separator}${basename(path)}`;
}
