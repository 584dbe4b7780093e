import { readFile, stat } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import type { Clock } from '../../clock.ts';
import { SandError } from '../../errors.ts';
import type { Network } from '../backend.ts';
import { addressOf, parseLeases } from './leases.ts';
import type { Tart } from './program.ts';

/** One way to learn a VM's address. */
export interface Resolver {
  readonly name: string;
  /** Looks until it has an address or `signal` aborts; rejects when this way cannot work now. */
  resolve(signal: AbortSignal): Promise<string>;
}

/** The ways in their order of trust: macOS guests are in the lease file, bridged ones only in the ARP table (reference/tart.md §4). */
export function resolversFor(options: {
  vm: string;
  macAddress: string;
  /** Of the network; undefined when nobody knows it any more. */
  kind: Network['kind'] | undefined;
  leaseFile: string;
  tart: Tart;
  clock: Clock;
}): Resolver[] {
  const { vm, tart, clock } = options;
  const bornAt = clock.now();
  const byTart = (kind: string, headStartMs: number): Resolver => ({
    name: `tart ip --resolver ${kind}`,
    resolve: async (signal) => {
      await clock.sleep(Math.max(0, bornAt + headStartMs - clock.now()), signal);
      const text = (await tart.succeed(['ip', vm, '--resolver', kind], signal)).trim();
      if (isIPv4(text)) return text;
      throw new SandError('GUEST_UNREACHABLE', `\`tart ip ${vm} --resolver ${kind}\` printed no address`);
    },
  });
  if (options.kind === 'bridged') return [byTart('arp', 0), byTart('agent', 0)];
  return [
    leaseFileResolver(options),
    byTart('dhcp', programHeadStartMs),
    byTart('agent', programHeadStartMs),
    ...(options.kind === undefined ? [byTart('arp', programHeadStartMs)] : []),
  ];
}

/** Races the resolvers; the first address wins and ends the others. Rejects with the last thing each of them met. */
export async function findAddress(resolvers: readonly Resolver[], signal: AbortSignal): Promise<string> {
  const losers = new AbortController();
  const race = AbortSignal.any([signal, losers.signal]);
  try {
    return await Promise.any(resolvers.map((resolver) => resolver.resolve(race)));
  } catch (cause) {
    signal.throwIfAborted();
    throw new SandError(
      'GUEST_UNREACHABLE',
      `no address: asked ${resolvers.map(({ name }) => name).join(', ')}`,
      {
        cause,
      },
    );
  } finally {
    losers.abort();
  }
}

/**
 * A program start costs more than the look into the lease file it repeats: the file goes first. Short, because whoever
 * opens a connection gives it two seconds, and `tart ip` needs most of one to find nothing.
 */
const programHeadStartMs = 500;
const lookEveryMs = 50;

/** bootpd renames a new file over the old one, so the file is looked at, not watched (reference/tart.md §11.9). */
function leaseFileResolver(options: { macAddress: string; leaseFile: string; clock: Clock }): Resolver {
  const { leaseFile, macAddress, clock } = options;
  return {
    name: leaseFile,
    async resolve(signal) {
      let seen = '';
      for (;;) {
        signal.throwIfAborted();
        const state = await fingerprint(leaseFile);
        if (state !== seen) {
          const found = addressOf(parseLeases(await readIfThere(leaseFile)), macAddress, clock.now() / 1000);
          if (found !== undefined) return found;
          seen = state;
        }
        await clock.sleep(lookEveryMs, signal);
      }
    },
  };
}

async function fingerprint(file: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(file);
    return `${String(ino)} ${String(mtimeMs)} ${String(size)}`;
  } catch {
    return 'absent';
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}
