import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programFile } from '../../program-file.ts';
import { nodeOptions } from './programs.ts';

/** The folders that the shims tell their programs. */
export interface ShimFolders {
  readonly root: string;
  readonly binDir: string;
  readonly tartHome: string;
}

/**
 * Writes `tart` and `softnet`. They start this very Node, say which simulation it belongs to, and keep Node's own
 * variables of the caller away, which a real Tart would not heed either.
 */
export function writeShims({ root, binDir, tartHome }: ShimFolders): void {
  mkdirSync(binDir, { recursive: true });
  for (const program of ['tart', 'softnet']) {
    const command = [process.execPath, ...nodeOptions, programFile('tart'), program].map(quote).join(' ');
    const lines = [
      '#!/bin/sh',
      'unset NODE_OPTIONS NODE_V8_COVERAGE',
      `export SAND_SIM_ROOT=${quote(root)} NODE_COMPILE_CACHE=${quote(compileCache(root))}`,
      `[ -n "\${TART_HOME+set}" ] || export TART_HOME=${quote(tartHome)}`,
      `exec ${command} "$@"`,
    ];
    writeFileSync(join(binDir, program), `${lines.join('\n')}\n`);
    chmodSync(join(binDir, program), 0o755);
  }
}

/** Compiled code makes programs start quickly; whoever keeps a cache already (our tests) shares it between simulations. */
function compileCache(root: string): string {
  return process.env['NODE_COMPILE_CACHE'] ?? join(root, 'compile-cache');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
