import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { formatName } from '../../src/naming/name.ts';
import { FleetWorld, nothing, poolFor } from './fleet-world.ts';

const minuteMs = 60_000;

describe('serving until told to stop', () => {
  it('serves jobs as they come', async () => {
    using world = new FleetWorld();
    for (const at of [0, 5, 5, 5, 30]) world.after(at * minuteMs, () => world.registrations.offer());
    world.after(60 * minuteMs, () => world.stop('end'));
    await world.run();
    expect(world.registrations.finished).toHaveLength(5);
    expect(world.backend.peak).toBe(2);
    expect(world.left()).toStrictEqual(nothing);
  });

  it('waits out that GitHub is away, and says so', async () => {
    using world = new FleetWorld();
    const error = new SandError('GITHUB_UNREACHABLE', 'no network');
    world.stage.faults.set('waiting', { error, when: 'before', times: 10 });
    world.registrations.offer();
    world.after(30 * minuteMs, () => world.stop('end'));
    await world.run();
    expect(world.told('demand-failed').map((event) => event.error.code)).toStrictEqual(
      Array(10).fill('GITHUB_UNREACHABLE'),
    );
    expect(world.registrations.finished).toHaveLength(1);
  });

  it('waits out that GitHub is away for 20 minutes: what runs goes on, what waits is served then', async () => {
    using world = new FleetWorld();
    const error = new SandError('GITHUB_UNREACHABLE', 'no network');
    world.registrations.offer({ name: 'running', durationMs: 10 * minuteMs });
    world.after(2 * minuteMs, () => {
      for (const effect of ['waiting', 'register', 'remove', 'find', 'listRunners'] as const)
        world.stage.faults.set(effect, { error, when: 'before' });
      world.registrations.offer({ name: 'waiting' });
    });
    world.after(22 * minuteMs, () => world.stage.faults.clear());
    world.after(60 * minuteMs, () => world.stop('end'));

    await world.run();

    expect(world.registrations.finished.map(({ job }) => job.name)).toEqual(['running', 'waiting']);
    expect(world.told('finished').map(({ record }) => record.error)).toEqual([undefined, undefined]);
    expect(world.left()).toStrictEqual(nothing);
  });

  it('serves also while it cannot look for expired sandboxes, and says which of the two failed', async () => {
    using world = new FleetWorld();
    const error = new SandError('TART_FAILED', 'tart list failed');
    world.stage.faults.set('list', { error, when: 'before' });
    world.registrations.offer();
    world.after(5 * minuteMs, () => world.stop('end'));
    await world.run();
    expect(world.told('reap-skipped').map((event) => event.error)).toStrictEqual([error]);
    expect(world.told('demand-failed')).toStrictEqual([]);
    expect(world.registrations.finished).toHaveLength(1);
  });

  it('told to leave, leaves running jobs and undoes the rest', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ durationMs: 30 * minuteMs });
    world.after(2 * minuteMs, () => world.registrations.offer());
    world.stage.onEffect = (effect) => {
      const second = world.told('starting').length === 2;
      if (effect === 'reach' && second) world.stop('leave');
    };
    await world.run();
    const finished = world.told('finished').map(({ record }) => record);
    expect(finished).toHaveLength(2);
    const busy = finished.find(({ left }) => left)?.sandbox;
    expect(world.left()).toStrictEqual({ vms: [busy], runners: [busy] });
  });

  it('asks again for a registration to be removed that GitHub held on to', async () => {
    using world = new FleetWorld();
    world.registrations.offer();
    world.after(30_000, () => {
      for (const name of world.backend.vms.keys()) world.backend.crash(name);
    });
    world.after(10 * minuteMs, () => {
      for (const runner of world.registrations.runners.values()) runner.busy = false;
    });
    world.after(20 * minuteMs, () => world.stop('end'));
    await world.run();
    expect(world.told('stray-removed')).toHaveLength(1);
    expect(world.left()).toStrictEqual(nothing);
  });

  it('leaves a registration to GitHub that it does not give back for long', async () => {
    using world = new FleetWorld();
    world.registrations.offer();
    world.after(30_000, () => {
      for (const name of world.backend.vms.keys()) world.backend.crash(name);
    });
    world.after(60 * minuteMs, () => world.stop('end'));
    await world.run();
    expect(world.told('stray-kept')).toHaveLength(1);
    expect(world.stage.done.filter((effect) => effect === 'remove').length).toBeLessThan(30);
  });

  it('tries a failing pool less and less often, but never gives it up', async () => {
    using world = new FleetWorld();
    world.stage.faults.set('start', { error: new SandError('BOOT_FAILED', 'no'), when: 'before' });
    world.registrations.offer();
    world.after(120 * minuteMs, () => world.stage.faults.clear());
    world.after(150 * minuteMs, () => world.stop('end'));
    await world.run();
    expect(world.told('starting').length).toBeLessThan(40);
    expect(world.registrations.finished).toHaveLength(1);
  });

  it('holds no end against a pool that is nobody’s fault', async () => {
    using world = new FleetWorld();
    // Another host is quicker each time: the runner waits in vain.
    world.stage.onEffect = (effect) => {
      if (effect === 'create') world.registrations.queue.length = 0;
    };
    for (let round = 0; round < 6; round += 1)
      world.after(round * 15 * minuteMs, () => world.registrations.offer());
    world.after(100 * minuteMs, () => world.stop('end'));
    const fleet = world.fleet();
    const pauses: unknown[] = [];
    for (let ms = 0; ms < 100 * minuteMs; ms += 5000)
      world.after(ms, () => pauses.push(...fleet.view().pools.flatMap(({ paused }) => paused ?? [])));

    await fleet.run({ end: world.end.signal, leave: world.leave.signal });

    expect(world.told('finished').map(({ record }) => record.error?.code)).toEqual(Array(6).fill('NO_JOB'));
    expect(pauses).toEqual([]);
  });

  it('does not stop a pool because of an old sandbox that lets nobody in', async () => {
    using world = new FleetWorld();
    const now = Math.floor(world.clock.now() / 1000);
    const old = formatName({ owner: 'ownerabc', pool: 'xcode', deadline: now + 7 * 3600, nonce: 'nonce1' });
    world.backend.add(old);
    Object.assign(world.backend.vms.get(old) ?? {}, { running: true });
    const error = new SandError('GUEST_AUTH', 'another password');
    const { onEffect } = world.stage;
    world.stage.onEffect = (effect, name) => {
      onEffect(effect, name);
      if (effect !== 'reach') return;
      if (name === old) world.stage.faults.set('reach', { error, when: 'before' });
      else world.stage.faults.delete('reach');
    };
    for (let round = 0; round < 5; round += 1)
      world.after((60 + round) * minuteMs, () => world.registrations.offer({ durationMs: 1000 }));
    world.after(90 * minuteMs, () => world.stop('end'));

    await world.run();

    expect(world.registrations.finished).toHaveLength(5);
    expect(world.told('holding').filter(({ why }) => why === 'paused')).toEqual([]);
  });

  it('tells why a job is held back', async () => {
    using world = new FleetWorld();
    for (let count = 0; count < 3; count += 1) world.registrations.offer();
    world.registrations.offer({ labels: ['windows'] });
    world.after(30_000, () => world.stop('end'));
    await world.run({ pools: [poolFor({ max: 1 })] });
    expect(world.told('holding').slice(0, 3)).toMatchObject([
      { why: 'pool-full', pool: 'xcode' },
      { why: 'pool-full', pool: 'xcode' },
      { why: 'no-pool', pool: undefined },
    ]);
  });
});
