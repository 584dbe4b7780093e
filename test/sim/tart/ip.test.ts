import { appendFileSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { formatLeases, parseLeases, sameMac } from '../../../src/sim/tart/mac/leases.ts';
import type { Lease } from '../../../src/sim/tart/mac/leases.ts';
import { simulate } from './simulation.ts';
import type { Simulation } from './simulation.ts';

let mac: Simulation;
beforeAll(async () => {
  mac = await simulate({
    bootMs: 50,
    vmLimit: 20,
    faults: [
      { name: 'stale-address', vm: 'stale', ms: 4000 },
      { name: 'no-address', vm: 'lost' },
      { name: 'ssh-refused', vm: 'ssh-refused' },
      { name: 'tcp-unreachable', vm: 'tcp-unreachable' },
    ],
  });
});
afterAll(() => mac[Symbol.asyncDispose]());

/** What `tart ip` answers now; a miss takes a second. */
const addressOf = async (name: string, resolver = 'dhcp'): Promise<string> =>
  (await mac.tart('ip', name, `--resolver=${resolver}`)).stdout.trim();

const leases = (): Lease[] => parseLeases(readFileSync(mac.host.leaseFile, 'utf8'));

const accepts = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port: mac.host.guestPort });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

describe.concurrent('tart ip (§4)', () => {
  test('a miss takes at least a second even without --wait, and names the likely reason', async () => {
    const begin = performance.now();
    const result = await mac.tart('ip', 'base');

    expect(performance.now() - begin).toBeGreaterThanOrEqual(1000);
    expect(result).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'no IP address found, is your VM running?\n',
    });
  });

  test('the agent resolver has a hint of its own', async () => {
    expect(await mac.tart('ip', 'base', '--resolver', 'agent')).toMatchObject({
      code: 1,
      stderr:
        'no IP address found, is your VM running? (also make sure that Guest agent for Tart is running inside of a VM)\n',
    });
  });

  test('the arp resolver does not find a VM behind Softnet', async () => {
    await mac.run('soft', '--net-softnet');
    await mac.leased('soft');

    expect(await mac.tart('ip', 'soft', '--resolver', 'arp')).toMatchObject({
      code: 1,
      stderr: 'no IP address found\n',
    });
  });

  test('only the arp resolver and the agent find a bridged VM', async () => {
    await mac.run('bridged', '--net-bridged=en0');
    await mac.ready('bridged');

    const address = await addressOf('bridged', 'arp');

    expect(address).toMatch(/^127\.65\./);
    expect(await addressOf('bridged', 'agent')).toBe(address);
    expect(await mac.tart('ip', 'bridged')).toMatchObject({ code: 1, stderr: 'no IP address found\n' });
  });

  test('lease file and agent name the same address, where the SSH server answers', async () => {
    await mac.run('plain');
    await mac.ready('plain');

    const address = await addressOf('plain');

    expect(await addressOf('plain', 'agent')).toBe(address);
    const entry = leases().find(({ macAddress }) => sameMac(macAddress, mac.configOf('plain').macAddress));
    expect(entry).toMatchObject({ ipAddress: address });
    expect(await accepts(address)).toBe(process.platform === 'linux');
  });

  test('a stopped VM still has its lease: the answer is stale', async () => {
    await mac.run('ended');
    await mac.leased('ended');
    const address = await addressOf('ended');
    await mac.tart('stop', 'ended');

    expect(await addressOf('ended')).toBe(address);
    expect(await accepts(address)).toBe(false);
  });

  test('two VMs that boot at once get different addresses', async () => {
    await Promise.all([mac.run('one'), mac.run('two')]);
    await Promise.all([mac.leased('one'), mac.leased('two')]);

    expect(await addressOf('one')).not.toBe(await addressOf('two'));
  });
});

describe.concurrent('faults of addresses (§9)', () => {
  test('stale-address names another VM first, and the true address later', async () => {
    await mac.run('neighbour');
    await mac.leased('neighbour');
    await mac.run('stale');
    await mac.leased('stale');

    const first = await addressOf('stale');

    expect(leases().filter(({ ipAddress }) => ipAddress === first)).toHaveLength(2);
    await eventually(async () => expect(await addressOf('stale')).not.toBe(first));
    await mac.ready('stale');
    expect(await accepts(await addressOf('stale'))).toBe(process.platform === 'linux');
  });

  test('no-address gives no lease, but the agent still executes', async () => {
    await mac.run('lost');
    await mac.ready('lost');

    expect(await mac.tart('ip', 'lost')).toMatchObject({ code: 1, stderr: 'no IP address found\n' });
  });

  test.each([
    ['ssh-refused', ''],
    ['tcp-unreachable', 'SSH-2.0-OpenSSH'],
  ] as const)('%s: TCP does not answer; nc inside gets %j', async (name, banner) => {
    await mac.run(name);
    await mac.ready(name);

    expect(await accepts(await addressOf(name))).toBe(false);
    const { child, ended } = mac.start(['exec', name, 'nc', '127.0.0.1', '22']);
    child.stdout?.once('data', () => child.kill());
    expect((await ended).stdout.slice(0, 15)).toBe(banner);
  });
});

test('an expired lease does not count, the latest one wins (§4)', async () => {
  await mac.tart('clone', 'base', 'leased');
  const { macAddress } = mac.configOf('leased');
  const now = Math.floor(Date.now() / 1000);
  const entries = [
    { name: 'x', macAddress, ipAddress: '10.1.1.1', expires: now + 100 },
    { name: 'x', macAddress, ipAddress: '10.1.1.2', expires: now + 200 },
    { name: 'x', macAddress, ipAddress: '10.1.1.3', expires: now - 1 },
  ];
  appendFileSync(mac.host.leaseFile, formatLeases(entries));

  expect(await addressOf('leased')).toBe('10.1.1.2');
});
