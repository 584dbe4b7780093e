import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { expired, reap } from '../../src/fleet/reap.ts';
import { formatName } from '../../src/naming/name.ts';
import { FleetWorld } from './fleet-world.ts';

function named(deadline: number, owner = 'ownerabc'): string {
  return formatName({ owner, pool: 'xcode', deadline, nonce: 'nonce1' });
}

async function reapIn(world: FleetWorld, isLive: (name: string) => boolean = () => false): Promise<void> {
  const { backend, clock } = world;
  await reap(
    { backend, now: () => clock.now(), emit: (event) => world.fleetEvents.push(event), isLive },
    world.end.signal,
  );
}

describe('reaping', () => {
  it('deletes what is ours by name and expired, whoever made it, and nothing else', async () => {
    using world = new FleetWorld();
    const now = Math.floor(world.clock.now() / 1000);
    const kept = [
      'golden-tahoe',
      named(now + 10),
      `${named(now - 100)}x`,
      `x${named(now - 100)}`,
      'sand-',
      'sand-vm',
    ];
    const gone = [named(now - 100), named(now - 100, 'stranger')];
    for (const name of [...kept, ...gone]) world.backend.add(name);
    await reapIn(world);
    expect([...world.backend.vms.keys()]).toStrictEqual(kept);
    expect(world.told('reaped').map(({ sandbox }) => sandbox)).toStrictEqual(gone);
  });

  it('goes on when one cannot be deleted, and says so', async () => {
    using world = new FleetWorld();
    const names = [named(1), named(2)];
    for (const name of names) world.backend.add(name);
    const error = new SandError('DESTROY_INCOMPLETE', 'locked');
    world.stage.faults.set('destroy', { error, when: 'before', times: 1 });
    await reapIn(world);
    expect(world.told('reap-failed')).toStrictEqual([{ type: 'reap-failed', sandbox: names[0], error }]);
    expect([...world.backend.vms.keys()]).toStrictEqual([names[0]]);
  });

  it('stops when it is told to', async () => {
    using world = new FleetWorld();
    world.backend.add(named(1));
    world.after(1200, () => world.stop('end'));
    await expect(reapIn(world)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('never takes a name that the codec does not print', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (names) => {
        expect(expired(names, Number.MAX_SAFE_INTEGER)).toStrictEqual([]);
      }),
    );
  });

  it('leaves what is in use here alone, even when it has outlived its deadline', async () => {
    using world = new FleetWorld();
    const late = named(Math.floor(world.clock.now() / 1000) - 100);
    world.backend.add(late);

    await reapIn(world, (name) => name === late);

    expect([...world.backend.vms.keys()]).toStrictEqual([late]);
  });

  it('takes a name in the second after its deadline', () => {
    expect(expired([named(1000)], 1000)).toStrictEqual([]);
    expect(expired([named(1000)], 1000.5)).toStrictEqual([named(1000)]);
  });
});
