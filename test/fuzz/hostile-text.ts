import * as fc from 'fast-check';

/** Pieces that have hurt somebody: control characters, terminal sequences, shell and path metacharacters, our own marks. */
const nasty = [
  '\u0000',
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\r',
  '\n',
  '\r\n',
  '\u2028',
  '\uFFFD',
  '\uD800',
  '##[set-env name=X;]',
  '::stop-commands::x',
  '$(id)',
  '`id`',
  "'; rm -rf /; '",
  '../../etc/passwd',
  '{',
  '}',
  '__proto__',
  'sand-action: runner exited',
  '2026-11-22 04:00:00Z: Job x completed with result: Succeeded',
  '2026-11-22 04:00:00Z: Running job: x',
  'number of VMs exceeds the system limit',
  '\tip_address=192.168.64.2',
  '\thw_address=1,a:b:c:d:e:f',
  '\tlease=0x6927',
  'sand-abcdefgh-pool-0tovwik-abcdef',
];

/** Text as a guest, GitHub or a damaged file may give it. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...nasty),
      fc.string({ maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    {
      maxLength: 12,
    },
  )
  .map((pieces) => pieces.join(''));

/** The same text as bytes, cut and damaged. */
export const hostileBytes = fc
  .tuple(hostileText, fc.uint8Array({ maxLength: 6 }), fc.nat())
  .map(([text, damage, place]) => {
    const bytes = Buffer.from(text);
    const cut = bytes.length === 0 ? 0 : place % bytes.length;
    return Buffer.concat([bytes.subarray(0, cut), damage, bytes.subarray(cut)]);
  });
