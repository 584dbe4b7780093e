import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { quoteForShell } from './quote.ts';

/** The scripts of runner-scripts/: name → text. */
export type Scripts = ReadonlyMap<string, string>;

/** Where the scripts live in the guest; every shell expands it. */
export const guestFolder = '$HOME/.sand-action';

/** Reads a folder of scripts. Files whose name is not a plain word are left out. */
export async function loadScripts(folder: string): Promise<Scripts> {
  const names = (await readdir(folder)).filter((name) => /^[a-z-]+$/u.test(name)).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return new Map(names.map((name, place) => [name, texts[place] ?? '']));
}

/** The command line that runs one of the delivered scripts. Arguments are visible in `ps`: no secrets. */
export function scriptCommand(name: string, ...args: readonly string[]): string {
  return [`exec "${guestFolder}/${name}"`, ...args.map(quoteForShell)].join(' ');
}

/** A script that writes all scripts into the guest; printf is a builtin, so it costs two processes only. */
export function deliveryScript(scripts: Scripts): string {
  const names = [...scripts.keys()];
  return [
    'set -eu',
    'umask 077',
    `mkdir -p "${guestFolder}"`,
    `cd "${guestFolder}"`,
    ...names.map((name) => `printf %s ${quoteForShell(scripts.get(name) ?? '')} >${name}`),
    `chmod 700 . ${names.join(' ')}`,
    '',
  ].join('\n');
}
