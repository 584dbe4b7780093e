/**
 * The file in which macOS's DHCP server keeps its leases (reference/tart.md §4, §11.9): blocks in braces, MAC bytes
 * without leading zeros.
 */

/** One entry of the lease file. */
export interface Lease {
  readonly name: string;
  readonly ipAddress: string;
  /** In any spelling: compare with `sameMac`. */
  readonly macAddress: string;
  /** Seconds since the epoch. */
  readonly expires: number;
}

/** Prints a lease file. */
export function formatLeases(leases: readonly Lease[]): string {
  return leases.map((lease) => formatLease(lease)).join('');
}

/** Parses a lease file. Throws an Error with Tart's word for it when the file is not well formed. */
export function parseLeases(text: string): Lease[] {
  const blocks = text.split('{\n').slice(1);
  return blocks.map((block) => {
    const end = block.indexOf('}');
    if (end === -1) throw new Error('Truncated');
    return parseBlock(block.slice(0, end));
  });
}

/** Whether two MAC addresses are the same number, however they are padded. */
export function sameMac(one: string, other: string): boolean {
  return bytesOf(one).join(':') === bytesOf(other).join(':');
}

/** The address that Tart answers: of the unexpired leases of this MAC the one that expires last. */
export function addressOf(leases: readonly Lease[], macAddress: string, now: number): string | undefined {
  return leases
    .filter((lease) => lease.expires > now && sameMac(lease.macAddress, macAddress))
    .toSorted((one, other) => other.expires - one.expires)[0]?.ipAddress;
}

function formatLease(lease: Lease): string {
  const mac = bytesOf(lease.macAddress)
    .map((byte) => byte.toString(16))
    .join(':');
  const fields = {
    name: lease.name,
    ip_address: lease.ipAddress,
    hw_address: `1,${mac}`,
    identifier: `1,${mac}`,
    lease: `0x${lease.expires.toString(16)}`,
  };
  const lines = Object.entries(fields).map(([key, value]) => `\t${key}=${value}\n`);
  return `{\n${lines.join('')}}\n`;
}

function parseBlock(block: string): Lease {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, key, value] = /^\s*([^=]+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) fields.set(key, value);
  }
  const [, macAddress] = (fields.get('hw_address') ?? '').split(',');
  const ipAddress = fields.get('ip_address');
  if (macAddress === undefined || ipAddress === undefined) throw new Error('UnexpectedFormat');
  return { name: fields.get('name') ?? '', ipAddress, macAddress, expires: Number(fields.get('lease') ?? 0) };
}

function bytesOf(macAddress: string): number[] {
  return macAddress.split(':').map((byte) => Number.parseInt(byte, 16));
}
