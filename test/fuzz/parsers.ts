import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseConfig } from '../../src/config/load.ts';
import { SandError } from '../../src/errors.ts';
import { cleanText } from '../../src/github/text.ts';
import { parseScope } from '../../src/github/scope.ts';
import { rateLimitWait } from '../../src/github/rate-limit.ts';
import { parseFacts } from '../../src/guest/facts.ts';
import { parseCollected } from '../../src/guest/logs.ts';
import { eventsOfLine, LineCutter } from '../../src/guest/runner-lines.ts';
import { parseStartReply } from '../../src/guest/start.ts';
import { formatName, parseName } from '../../src/naming/name.ts';
import { parseLeases } from '../../src/sandbox/tart/leases.ts';
import { parseListing } from '../../src/sandbox/tart/listing.ts';
import { endOfRun } from '../../src/sandbox/tart/run.ts';
import { hostileBytes, hostileText } from './hostile-text.ts';

/** A parser of ours under fire: throws when something that must always hold does not. */
export interface FuzzedParser {
  readonly name: string;
  /** The property, to be tried `runs` times with inputs that follow from `seed`. */
  try(runs: number, seed: number): void;
}

// oxlint-disable-next-line no-control-regex -- the very characters that must not come through
const control = /[\u0000-\u0008\u000A-\u001F\u007F]/;
const longestLine = 16 * 1024;

/** Every parser that meets text from outside. */
export const parsers: readonly FuzzedParser[] = [
  fuzz('leases', hostileText, (text) => {
    for (const { address, macAddress } of parseLeases(text)) {
      assert.match(address, /^[\d.]{7,15}$/);
      assert.match(macAddress, /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
    }
  }),
  fuzz('tart list', fc.oneof(hostileText, fc.json()), (text) => onlySandErrors(() => parseListing(text))),
  fuzz('tart run', fc.tuple(hostileText, hostileText, fc.option(fc.nat(255))), ([stdout, stderr, code]) => {
    assert.ok(endOfRun('x', { stdout, stderr, exitCode: code ?? undefined }) instanceof SandError);
  }),
  fuzz('names', hostileText, (text) => {
    const parsed = parseName(text);
    if (parsed !== undefined) assert.equal(formatName(parsed), text);
  }),
  fuzz('runner log', fc.array(hostileBytes, { maxLength: 6 }), (chunks) => {
    const cutter = new LineCutter();
    const lines = [...chunks.flatMap((chunk) => [...cutter.push(chunk)]), ...cutter.end()];
    for (const line of lines) {
      assert.doesNotMatch(line, control);
      assert.ok(line.length <= longestLine);
      for (const event of eventsOfLine(line)) assert.ok(event.type !== 'exited');
    }
  }),
  fuzz('guest facts', hostileText, (text) => {
    for (const mac of parseFacts(text)?.macAddresses ?? []) assert.match(mac, /^[0-9a-f:]+$/);
  }),
  fuzz('start reply', hostileText, (text) => void parseStartReply(text)),
  fuzz('collected logs', hostileText, (text) => {
    for (const name of parseCollected(text, 'x').keys()) assert.match(name, /^[\w.-]*$/);
  }),
  fuzz('text from GitHub', hostileText, (text) => {
    const clean = cleanText(text, 100);
    assert.doesNotMatch(clean, control);
    assert.ok(clean.length <= 101);
  }),
  fuzz(
    'rate limit headers',
    fc.dictionary(fc.constantFrom('retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'), hostileText),
    (headers) => {
      const wait = rateLimitWait(headers, 1, 1_000);
      assert.ok(Number.isFinite(wait) && wait >= 0);
    },
  ),
  fuzz(
    'github.url',
    fc.oneof(
      hostileText,
      hostileText.map((text) => `https://github.com/${text}`),
    ),
    (text) => onlySandErrors(() => parseScope(text)),
  ),
  fuzz('configuration', fc.oneof(hostileText, fc.json()), (text) =>
    onlySandErrors(() => parseConfig(text, 'x')),
  ),
];

function fuzz<T>(name: string, input: fc.Arbitrary<T>, holds: (value: T) => void): FuzzedParser {
  return {
    name,
    try: (runs, seed) => fc.assert(fc.property(input, holds), { numRuns: runs, seed }),
  };
}

function onlySandErrors(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof SandError) || error.code === 'INTERNAL') throw error;
  }
}
