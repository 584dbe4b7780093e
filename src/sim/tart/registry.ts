import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreignFailure } from './failure.ts';
import type { RemoteName } from './remote-name.ts';

/** The file beside an image in the simulated registry that holds its digest. */
export const digestFile = 'digest';

/** Where the simulated registry has the image of this tag. */
export function registryFolder(root: string, name: RemoteName): string {
  return join(
    root,
    'registry',
    encodeURIComponent(name.host),
    encodeURIComponent(name.namespace),
    name.reference,
  );
}

/** The image of this name in the registry, or what a registry answers when it has none. */
export function findInRegistry(
  root: string,
  name: RemoteName,
): { readonly folder: string; readonly digest: string } {
  const tags = join(registryFolder(root, name), '..');
  const folder = (existsSync(tags) ? readdirSync(tags) : [])
    .map((tag) => join(tags, tag))
    .find((path) => [path.split('/').at(-1), digestOf(path)].includes(name.reference));
  if (folder === undefined) {
    const details =
      '{\\"errors\\":[{\\"code\\":\\"MANIFEST_UNKNOWN\\",\\"message\\":\\"manifest unknown\\"}]}';
    throw foreignFailure(
      `UnexpectedHTTPStatusCode(when: "pulling manifest", code: 404, details: "${details}")`,
    );
  }
  return { folder, digest: digestOf(folder) };
}

function digestOf(folder: string): string {
  return readFileSync(join(folder, digestFile), 'utf8');
}
