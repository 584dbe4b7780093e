import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wallClock } from '../../../src/clock.ts';
import { findAddress, resolversFor } from '../../../src/sandbox/tart/addresses.ts';
import { scriptTart, type ScriptedTart } from './scripted-tart.ts';

const macAddress = '0e:a7:85:09:92:39';
let undo: AsyncDisposableStack;
beforeEach(() => {
  undo = new AsyncDisposableStack();
});
afterEach(() => undo.disposeAsync());

/** A host whose `tart ip` knows nothing, unless told otherwise. */
async function given({
  ip = 'sleep 0.1; exit 1',
  kind = 'softnet',
}: { ip?: string; kind?: 'softnet' | 'bridged' } = {}) {
  const scripted = undo.use(await scriptTart(`ip) ${ip};;`));
  const leaseFile = join(scripted.root, 'dhcpd_leases');
  const { tart } = scripted;
  const resolvers = resolversFor({ vm: 'vm', macAddress, kind, leaseFile, tart, clock: wallClock });
  const find = (ms = 2000) => findAddress(resolvers, AbortSignal.timeout(ms));
  return { scripted, leaseFile, find };
}

/** Writes as bootpd does: a new file over the old one. */
async function lease(file: string, address: string, options: { mac?: string; seconds?: number } = {}) {
  const { mac = 'e:a7:85:9:92:39', seconds = 600 } = options;
  const expires = Math.floor(Date.now() / 1000) + seconds;
  await writeFile(
    `${file}-`,
    `{\n\tname=vm\n\tip_address=${address}\n\thw_address=1,${mac}\n\tlease=0x${expires.toString(16)}\n}\n`,
  );
  await rename(`${file}-`, file);
}

const calls = async (scripted: ScriptedTart) => (await scripted.calls()).toSorted();

describe('the address of a VM', () => {
  it('is in the lease file, and no program is started for it', async () => {
    const { scripted, leaseFile, find } = await given();
    await lease(leaseFile, '192.168.64.2');

    expect(await find()).toBe('192.168.64.2');
    expect(await calls(scripted)).toEqual([]);
  });

  it('is found when its lease appears later, in a file that was not there or was replaced', async () => {
    const { leaseFile, find } = await given();
    const finding = find();
    await lease(leaseFile, '192.168.64.9', { mac: 'aa:bb:cc:dd:ee:ff' });
    await lease(leaseFile, '192.168.64.8', { seconds: -1 });
    setTimeout(() => void lease(leaseFile, '192.168.64.2'), 120);

    expect(await finding).toBe('192.168.64.2');
  });

  it.each([
    ['a lease of another VM', { mac: 'aa:bb:cc:dd:ee:ff' }],
    ['a lease that has expired', { seconds: -1 }],
  ])('is not that of %s', async (_, other) => {
    const { leaseFile, find } = await given();
    await lease(leaseFile, '192.168.64.2', other);

    await expect(find(200)).rejects.toThrow('timeout');
  });

  it.each(['dhcp', 'agent'])(
    'is what `tart ip` knows by %s, while a connection is being opened',
    async (kind) => {
      const { find } = await given({ ip: `[ "$4" = ${kind} ] && echo 10.0.0.7 || exit 1` });

      expect(await find()).toBe('10.0.0.7');
    },
  );

  it('of a bridged VM is asked of ARP and the agent at once, never of the lease file', async () => {
    const { scripted, leaseFile, find } = await given({ kind: 'bridged' });
    await lease(leaseFile, '192.168.64.2');

    await expect(find()).rejects.toMatchObject({
      code: 'GUEST_UNREACHABLE',
      message: expect.stringContaining('--resolver arp'),
    });
    expect(await calls(scripted)).toEqual(['ip vm --resolver agent', 'ip vm --resolver arp']);
  });

  it('is none that `tart ip` prints something else for', async () => {
    const { find } = await given({ ip: 'echo no address', kind: 'bridged' });

    await expect(find()).rejects.toMatchObject({ code: 'GUEST_UNREACHABLE' });
  });

  it('is given up with the signal, and its programs are ended', async () => {
    const { scripted, find } = await given({ ip: 'echo $$ >"$root/pid"; exec sleep 60', kind: 'bridged' });

    await expect(find(300)).rejects.toThrow('timeout');
    expect(await calls(scripted)).toHaveLength(2);
  });
});
