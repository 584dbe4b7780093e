import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { follow, simulate } from './simulation.ts';
import type { Simulation } from './simulation.ts';

let mac: Simulation;
beforeAll(async () => {
  mac = await simulate();
});
afterAll(() => mac[Symbol.asyncDispose]());

describe('a VM that does not exist (§1.2)', () => {
  const missing = 'the specified VM "nope" does not exist\n';

  test.each([
    ['stop', 'nope'],
    ['get', 'nope'],
    ['set', 'nope', '--cpu', '4'],
    ['ip', 'nope'],
    ['clone', 'nope', 'other'],
    ['delete', 'nope'],
    ['exec', 'nope', 'true'],
  ])('is exit 2 and a bare line on stderr for %s', async (...args) => {
    expect(await mac.tart(...args)).toMatchObject({ code: 2, stdout: '', stderr: missing });
  });

  test('is exit 1 with a prefix for run, which looks while it reads its arguments', async () => {
    expect(await mac.tart('run', 'nope')).toMatchObject({ code: 1, stdout: '', stderr: `Error: ${missing}` });
  });
});

describe('usage errors (§1.2) are exit 64 on stderr', () => {
  test.each([
    [['stop'], "Missing expected argument '<name>'"],
    [['delete'], "Missing expected argument '<name> ...'"],
    [['stop', 'base', '--force'], "Unknown option '--force'"],
    [['stop', 'base', 'other'], "Unexpected argument 'other'"],
    [['stop', 'base', '--timeout'], "Missing value for '--timeout <timeout>'"],
    [['stop', 'base', '--timeout=soon'], "The value 'soon' is invalid for '--timeout <timeout>'"],
    [['list', '--source', 'remote'], "'remote' is not a valid <source>"],
    [['clone', 'base', 'a/b'], '<new-name> should be a local name'],
    [['clone', 'base', 'x', '--concurrency', '0'], 'network concurrency cannot be less than 1'],
    [['create', 'x'], 'Please specify either a --from-ipsw or --linux option!'],
    [
      ['run', 'base', '--net-softnet', '--net-bridged=en0'],
      '--net-bridged, --net-softnet and --net-host are mutually exclusive',
    ],
    [
      ['run', 'base', '--dir=a:/tmp', '--dir', '/var'],
      'invalid --dir syntax: for multiple directory shares each one of them should be named',
    ],
    [
      ['run', 'base', '--net-bridged', 'en9'],
      'no bridge interfaces matched "en9", available interfaces: en0 (or "Ethernet"), en1 (or "Wi-Fi")',
    ],
  ])('tart %j', async (args, message) => {
    const { code, stdout, stderr } = await mac.tart(...args);

    expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
    expect(stderr.split('\n')[0]).toBe(`Error: ${message}`);
    expect(stderr).toContain(`\nUsage: tart ${args[0]} `);
    expect(stderr).toContain(`\n  See 'tart ${args[0]} --help' for more information.\n`);
  });

  test('an unknown command', async () => {
    expect(await mac.tart('fly')).toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/^Error: Unexpected argument 'fly'\nUsage: /),
    });
  });
});

test('--version prints the bare version (§2.1)', async () => {
  expect(await mac.tart('--version')).toMatchObject({ code: 0, stdout: '2.35.0\n', stderr: '' });
});

test('TART_HOME defaults to the home of the simulated Mac, never to that of its user (§1.4)', async () => {
  const { PATH } = process.env;
  const list = follow(spawn(join(mac.host.binDir, 'tart'), ['list', '-q'], { env: { PATH }, stdio: 'pipe' }));

  expect(await list.ended).toMatchObject({ code: 0, stdout: 'base\n' });
});

test('a failing garbage collection is noise on stderr with exit 0 (§1.1)', async () => {
  mac.host.changeSettings({ faults: [{ name: 'gc-noise', times: 1 }] });

  const [noisy, quiet] = [await mac.tart('list'), await mac.tart('list')];

  expect(noisy).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^Failed to perform garbage collection: /),
  });
  expect(quiet).toMatchObject({ code: 0, stderr: '' });
});
