import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { formatName } from '../../src/naming/name.ts';
import { FleetWorld, poolFor } from './fleet-world.ts';

function named(deadline: number, owner = 'ownerabc', nonce = 'nonce1'): string {
  return formatName({ owner, pool: 'xcode', deadline, nonce });
}

describe('the first tick', () => {
  it('deletes what is ours and has no future, expired ones of anybody, and nothing else', async () => {
    using world = new FleetWorld();
    const now = Math.floor(world.clock.now() / 1000);
    const kept = [
      'golden-tahoe',
      named(now + 1000, 'stranger'),
      `${named(now - 100)}x`,
      `x${named(now - 100)}`,
      'sand-',
      'sand-vm',
    ];
    const gone = [named(now - 100), named(now - 100, 'stranger'), named(now + 1000)];
    for (const name of [...kept, ...gone]) world.backend.add(name);

    await world.once();

    expect([...world.backend.vms.keys()]).toStrictEqual(kept);
    expect(new Set(world.told('reaped').map(({ sandbox }) => sandbox))).toStrictEqual(new Set(gone));
  });

  it('goes on when one cannot be deleted, and says so', async () => {
    using world = new FleetWorld();
    const names = [named(1), named(2)];
    for (const name of names) world.backend.add(name);
    const error = new SandError('DESTROY_INCOMPLETE', 'locked');
    world.stage.faults.set('destroy', { error, when: 'before', times: 1 });

    await world.once();

    expect(world.told('reap-failed')).toStrictEqual([{ type: 'reap-failed', sandbox: names[0], error }]);
    expect([...world.backend.vms.keys()]).toStrictEqual([names[0]]);
  });

  it('does without the list of VMs when that cannot be had, and serves jobs all the same', async () => {
    using world = new FleetWorld();
    world.stage.faults.set('list', { error: new SandError('TART_FAILED', 'no list'), when: 'before' });
    world.registrations.offer();

    const { records } = await world.once();

    expect(world.told('reap-skipped').length).toBeGreaterThan(0);
    expect(records).toMatchObject([{ result: 'Succeeded' }]);
  });

  it('removes registrations of ours, and anybody’s past their deadline, that have no sandbox, and waits for those that GitHub holds on to', async () => {
    using world = new FleetWorld();
    const idle = named(70_000_000_000, 'ownerabc', 'aaaaaa');
    const busy = named(70_000_000_000, 'ownerabc', 'bbbbbb');
    const foreign = named(70_000_000_000, 'stranger');
    const expired = named(1, 'stranger');
    for (const name of [idle, busy, foreign, expired, 'mac-mini'])
      world.registrations.runners.set(name, { busy: name === busy, labels: [] });
    world.after(5 * 60_000, () => world.registrations.runners.set(busy, { busy: false, labels: [] }));

    await world.once();

    expect([...world.registrations.runners.keys()]).toStrictEqual([foreign, 'mac-mini']);
  });
});

describe('a look at GitHub that takes an hour', () => {
  it('keeps neither the host nor standbys from being looked after', async () => {
    using world = new FleetWorld();
    world.stage.durations.set('waiting', 60 * 60_000);
    const expired = named(1, 'stranger');
    world.after(10 * 60_000, () => world.backend.add(expired));
    const seen: string[][] = [];
    world.after(15 * 60_000, () => seen.push([...world.backend.vms.keys()]));
    world.after(16 * 60_000, () => world.stop('end'));

    await world.run({ pools: [poolFor({ standby: 1 })] });

    expect(world.told('reaped').map(({ sandbox }) => sandbox)).toEqual([expired]);
    expect(seen[0]).toHaveLength(1);
    expect(seen[0]).not.toContain(expired);
  });
});

describe('a list that is old when it comes', () => {
  it('ends no sandbox that began meanwhile, and adopts none that ended meanwhile', async () => {
    using world = new FleetWorld();
    // Longer than any other step: everything happens while the host is listing.
    world.stage.durations.set('list', 30_000);
    for (let job = 0; job < 12; job += 1)
      world.after(job * 20_000, () => world.registrations.offer({ durationMs: 9000 }));
    world.after(20 * 60_000, () => world.stop('end'));

    await world.run();

    expect(world.told('finished').map(({ record }) => record.error)).toEqual(Array(12).fill(undefined));
    expect(world.told('adopting')).toEqual([]);
  });
});
