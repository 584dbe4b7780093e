import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../src/errors.ts';
import { parseListing } from '../../../src/sandbox/tart/listing.ts';

describe('tart list', () => {
  it('is read in the shape of 2.31 to 2.35, images of the cache left out', () => {
    const text = `[
  { "Running" : true, "Accessed" : "2026-02-23T17:55:36Z", "Name" : "base", "Source" : "local", "Disk" : 50, "Size" : 25, "State" : "running" },
  { "State" : "suspended", "Running" : false, "Accessed" : "2026-02-23T17:55:36Z", "Name" : "two", "Source" : "local", "Disk" : 50, "Size" : 25 },
  { "Source" : "OCI", "Name" : "ghcr.io\\/acme\\/macos:26", "Running" : false, "Disk" : 50, "Size" : 25, "State" : "stopped" }
]`;

    expect(parseListing(text)).toEqual([
      { name: 'base', running: true },
      { name: 'two', running: false },
    ]);
  });

  it('is read in the shape before 2.31, and without either of Running and State', () => {
    expect(
      parseListing(`[
        {"Source":"local","Name":"old","Disk":50,"Size":25,"SizeOnDisk":20,"Running":true,"State":"running"},
        {"Source":"local","Name":"state-only","State":"running"},
        {"Source":"local","Name":"neither"}
      ]`),
    ).toEqual([
      { name: 'old', running: true },
      { name: 'state-only', running: true },
      { name: 'neither', running: false },
    ]);
    expect(parseListing('[\n\n]')).toEqual([]);
  });

  it('of any other shape is TART_FAILED', () => {
    const junk = fc.oneof(
      fc.string(),
      fc.json().filter((json) => json.trim() !== '[]'),
    );

    fc.assert(
      fc.property(junk, (text) => {
        try {
          parseListing(text);
          return JSON.parse(text).length === 0;
        } catch (error) {
          return codeOf(error) === 'TART_FAILED';
        }
      }),
    );
    expect(() => parseListing('Source Name Disk Size Accessed State\n')).toThrow('printed something else');
  });
});
