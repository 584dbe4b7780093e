import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sameMac } from './leases.ts';

/** Notes which card answered at an address: the table that `arp -an` prints on a Mac. Never under Softnet. */
export function writeArpEntry(root: string, ipAddress: string, macAddress: string): void {
  mkdirSync(arpFolder(root), { recursive: true });
  writeFileSync(join(arpFolder(root), ipAddress), macAddress);
}

/** The address of a card, or undefined when it was never heard of. */
export function findArpEntry(root: string, macAddress: string): string | undefined {
  return listEntries(root).find((address) =>
    sameMac(readFileSync(join(arpFolder(root), address), 'utf8'), macAddress),
  );
}

function listEntries(root: string): string[] {
  try {
    return readdirSync(arpFolder(root));
  } catch {
    return [];
  }
}

function arpFolder(root: string): string {
  return join(root, 'arp');
}
