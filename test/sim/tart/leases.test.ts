import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, formatLeases, parseLeases, sameMac } from '../../../src/sim/tart/mac/leases.ts';

const byte = fc.integer({ min: 0, max: 255 });
const mac = fc
  .array(byte, { minLength: 6, maxLength: 6 })
  .map((bytes) => bytes.map((one) => one.toString(16)).join(':'));
const lease = fc.record({
  name: fc.stringMatching(/^[A-Za-z0-9 ._-]{0,30}$/),
  ipAddress: fc.ipV4(),
  macAddress: mac,
  expires: fc.nat(),
});

describe('the lease file (§4)', () => {
  test('what is printed is parsed again as it was', () => {
    fc.assert(
      fc.property(fc.array(lease), (leases) => {
        expect(parseLeases(formatLeases(leases))).toEqual(leases);
      }),
    );
  });

  test('an entry is tab-indented, with unpadded MAC bytes and a hexadecimal time', () => {
    const text = formatLeases([
      { name: 'x', ipAddress: '192.168.64.5', macAddress: 'ee:a7:85:09:92:39', expires: 255 },
    ]);

    expect(text).toBe(
      '{\n\tname=x\n\tip_address=192.168.64.5\n\thw_address=1,ee:a7:85:9:92:39\n' +
        '\tidentifier=1,ee:a7:85:9:92:39\n\tlease=0xff\n}\n',
    );
  });

  test('padding does not matter when MAC addresses are compared', () => {
    expect(sameMac('ee:a7:85:09:92:39', 'ee:a7:85:9:92:39')).toBe(true);
    expect(sameMac('ee:a7:85:90:92:39', 'ee:a7:85:9:92:39')).toBe(false);
  });

  test('of several leases of one MAC the one that expires last wins, unless it has expired', () => {
    const common = { name: 'x', macAddress: '2:0:0:0:0:1' };
    const leases = [
      { ...common, ipAddress: '10.0.0.1', expires: 100 },
      { ...common, ipAddress: '10.0.0.2', expires: 200 },
    ];

    expect(addressOf(leases, '02:00:00:00:00:01', 50)).toBe('10.0.0.2');
    expect(addressOf(leases, '02:00:00:00:00:01', 200)).toBeUndefined();
  });

  test('a file that was cut is an error, as for Tart', () => {
    expect(() => parseLeases('{\n\tname=x\n')).toThrow('Truncated');
    expect(() => parseLeases('{\n\tname=x\n}\n')).toThrow('UnexpectedFormat');
  });
});
