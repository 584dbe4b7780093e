import { BlockList, isIPv4 } from 'node:net';
import { gateway } from './mac/dhcp.ts';
import type { Arguments } from './arguments.ts';

/**
 * Whether the Mac can reach the guest: its answers go to the gateway and are filtered like anything else
 * (reference/tart.md §5.3). The longest prefix decides, among equal ones the blocking rule; without a rule the gateway
 * is allowed.
 */
export function answersHost(args: Arguments): boolean {
  const allowed = longestPrefix(args.value('net-softnet-allow'));
  const blocked = longestPrefix(args.value('net-softnet-block'));
  return blocked === -1 || allowed > blocked;
}

/** What is wrong with a list of targets, if anything. A bare address may be right or not: unconfirmed, so it is. */
export function wrongTarget(list: string | undefined): string | undefined {
  return list?.split(',').find((target) => target !== '@host' && parseTarget(target) === undefined);
}

/** The length of the longest prefix that holds the gateway; -1 when none does. */
function longestPrefix(list = ''): number {
  const lengths = list.split(',').flatMap((target) => {
    if (target === '@host') return [32];
    const { address, length } = parseTarget(target) ?? {};
    if (address === undefined || length === undefined) return [];
    const network = new BlockList();
    network.addSubnet(address, length);
    return network.check(gateway) ? [length] : [];
  });
  return Math.max(-1, ...lengths);
}

function parseTarget(target: string): { readonly address: string; readonly length: number } | undefined {
  const [address = '', length = '32'] = target.split('/');
  const valid = isIPv4(address) && /^\d{1,2}$/.test(length) && Number(length) <= 32;
  return valid ? { address, length: Number(length) } : undefined;
}
