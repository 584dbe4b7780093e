import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, parseLeases, type Lease } from '../../../src/sandbox/tart/leases.ts';

const now = 0x6a000000;
const mac = 'ee:a7:85:09:92:39';

/** A block as bootpd writes it (reference/tart.md §4). */
function block({ address, macAddress, expires }: Lease): string {
  const unpadded = macAddress.replaceAll(/\b0/g, '');
  return `{\n\tname=admins-vm\n\tip_address=${address}\n\thw_address=1,${unpadded}\n\tidentifier=1,${unpadded}\n\tlease=0x${expires.toString(16)}\n}\n`;
}

const byte = fc.nat(255);
const lease = fc.record({
  address: fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.')),
  macAddress: fc
    .array(byte, { minLength: 6, maxLength: 6 })
    .map((bytes) => bytes.map((each) => each.toString(16).padStart(2, '0')).join(':')),
  expires: fc.nat(0xffffffff),
});

describe('the DHCP lease file', () => {
  it('gives back every lease that bootpd wrote, with MAC addresses padded', () => {
    fc.assert(
      fc.property(fc.array(lease), (leases) => {
        expect(parseLeases(leases.map(block).join(''))).toEqual(leases);
      }),
    );
  });

  it('is never an error, whatever stands in it', () => {
    const line = fc.constantFrom(
      '{',
      '}',
      '\tip_address=',
      '\thw_address=1,',
      '\tlease=0x',
      '\n',
      mac,
      '1.2.3.4',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(line).map((parts) => parts.join('')),
    );

    fc.assert(fc.property(text, (any) => void addressOf(parseLeases(any), mac, now)));
    expect(parseLeases('')).toEqual([]);
  });

  it('read in the middle of a write has the leases that are whole, and no half one', () => {
    fc.assert(
      fc.property(fc.array(lease, { minLength: 1 }), fc.nat(), (leases, cut) => {
        const text = leases.map(block).join('');
        const seen = parseLeases(text.slice(0, cut % text.length));

        expect(leases.slice(0, seen.length)).toEqual(seen);
      }),
    );
  });

  it('leaves out what is no lease: hardware of another kind, no address, no time', () => {
    const whole = block({ address: '192.168.64.2', macAddress: mac, expires: now });

    for (const broken of [
      whole.replace('hw_address=1,', 'hw_address=ff,'),
      whole.replace('192.168.64.2', '192.168.64.256'),
      whole.replace(/\tip_address.*\n/, ''),
      whole.replace(/\tlease.*\n/, ''),
    ]) {
      expect(parseLeases(broken)).toEqual([]);
    }
  });

  it('has the address of the lease that lasts longest, and none that has expired', () => {
    const leases = [
      { address: '192.168.64.2', macAddress: mac, expires: now + 1 },
      { address: '192.168.64.3', macAddress: mac, expires: now + 600 },
      { address: '192.168.64.4', macAddress: mac, expires: now - 1 },
      { address: '192.168.64.5', macAddress: '0e:a7:85:09:92:39', expires: now + 900 },
    ];

    expect(addressOf(leases, mac, now)).toBe('192.168.64.3');
    expect(addressOf(leases, mac, now + 599)).toBe('192.168.64.3');
    expect(addressOf(leases, mac, now + 600)).toBeUndefined();
  });
});
