import { basename } from 'node:path';
import { printLine } from '../command.ts';
import type { Command } from '../command.ts';
import { vmDoesNotExist } from '../failure.ts';
import { cachedImage } from '../oci-cache.ts';
import { formatRemoteName, parseRemoteName } from '../remote-name.ts';

/** `tart fqn` (reference/tart.md §2.14): the digest of a cached image; a local name as it is, existing or not. */
export const command: Command = {
  grammar: { command: 'fqn', operands: ['name'], options: {} },
  execute: (args, { home }) => {
    const name = args.operand(0);
    const remote = parseRemoteName(name);
    const image = remote && cachedImage(home, remote);
    if (remote !== undefined && image === undefined) throw vmDoesNotExist(name);
    printLine(remote === undefined ? name : formatRemoteName(remote, basename(image ?? '')));
    return 0;
  },
};
