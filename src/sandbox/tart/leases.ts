/** One DHCP lease as macOS's bootpd writes it (reference/tart.md §4). */
export interface Lease {
  readonly address: string;
  /** Lower case, two digits a byte. */
  readonly macAddress: string;
  /** Seconds since the epoch. */
  readonly expires: number;
}

/** Parses the lease file; whatever is not a whole lease (the file may be read mid-write) is left out. */
export function parseLeases(text: string): Lease[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].flatMap(([, block = '']) => {
    const fields = new Map(
      block.split('\n').map((line): [string, string] => {
        const [key = '', ...value] = line.trim().split('=');
        return [key, value.join('=')];
      }),
    );
    const address = fields.get('ip_address');
    const macAddress = padMac(fields.get('hw_address')?.replace(/^1,/, ''));
    const expires = Number(fields.get('lease'));
    if (address === undefined || !isIpv4(address) || macAddress === undefined || !Number.isFinite(expires))
      return [];
    return [{ address, macAddress, expires }];
  });
}

/** The address leased to a MAC address now; the lease that lasts longest wins. */
export function addressOf(
  leases: readonly Lease[],
  macAddress: string,
  nowSeconds: number,
): string | undefined {
  return leases
    .filter((lease) => lease.macAddress === macAddress && lease.expires > nowSeconds)
    .toSorted((a, b) => b.expires - a.expires)[0]?.address;
}

/** bootpd leaves out leading zeros (`a:7:85:…`); config.json does not. */
function padMac(mac: string | undefined): string | undefined {
  if (mac === undefined || !/^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i.test(mac)) return undefined;
  return mac
    .toLowerCase()
    .split(':')
    .map((byte) => byte.padStart(2, '0'))
    .join(':');
}

function isIpv4(text: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}
