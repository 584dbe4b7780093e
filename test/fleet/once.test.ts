import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { parseName } from '../../src/naming/name.ts';
import { FleetWorld, nothing, poolFor } from './fleet-world.ts';

const minuteMs = 60_000;

describe('serving once', () => {
  it('returns at once when nothing waits', async () => {
    using world = new FleetWorld();
    expect(await world.once()).toStrictEqual({ records: [], unserved: [] });
    expect(world.stage.done).toStrictEqual(['list', 'listRunners', 'waiting']);
  });

  it('gives three jobs on two slots a sandbox each, never three at a time', async () => {
    using world = new FleetWorld();
    for (const name of ['a', 'b', 'c']) world.registrations.offer({ name });
    const { records, unserved } = await world.once();
    expect(new Set(records.map(({ job, result }) => `${String(job)} ${String(result)}`))).toStrictEqual(
      new Set(['a Succeeded', 'b Succeeded', 'c Succeeded']),
    );
    expect(new Set(records.map(({ sandbox }) => sandbox)).size).toBe(3);
    expect(unserved).toStrictEqual([]);
    expect(world.backend.peak).toBe(2);
    expect(world.left()).toStrictEqual(nothing);
  });

  it('keeps a pool to its maximum', async () => {
    using world = new FleetWorld();
    for (const name of ['a', 'b', 'c']) world.registrations.offer({ name });
    const { records } = await world.once({ pools: [poolFor({ max: 1 })], slots: 5 });
    expect(records).toHaveLength(3);
    expect(world.backend.peak).toBe(1);
  });

  it('serves a job that another one released', async () => {
    using world = new FleetWorld();
    const deploy = world.registrations.job({ name: 'deploy' });
    world.registrations.offer({ name: 'build', releases: [deploy] });
    const { records } = await world.once();
    expect(records.map(({ job }) => job)).toStrictEqual(['build', 'deploy']);
  });

  it('reports the jobs that no pool serves', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ name: 'windows build', labels: ['windows'] });
    world.registrations.offer({ name: 'mac build' });
    const { records, unserved } = await world.once();
    expect(records.map(({ job }) => job)).toStrictEqual(['mac build']);
    expect(unserved.map(({ name }) => name)).toStrictEqual(['windows build']);
  });

  it('gives a failing pool up after some tries, while another one goes on', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ name: 'hopeless', labels: ['broken'] });
    for (let count = 0; count < 6; count += 1) world.registrations.offer({ durationMs: 10 * minuteMs });
    const { records, unserved } = await world.once({
      pools: [poolFor(), poolFor({ name: 'broken', labels: ['broken'], image: 'missing' })],
    });
    const failures = records.filter(({ pool }) => pool === 'broken');
    expect(failures.map(({ error }) => error?.code)).toStrictEqual(Array(3).fill('IMAGE_MISSING'));
    expect(records.filter(({ result }) => result === 'Succeeded')).toHaveLength(6);
    expect(unserved.map(({ name }) => name)).toStrictEqual(['hopeless']);
    expect(world.left()).toStrictEqual(nothing);
  });

  it('tries a pool again that failed once', async () => {
    using world = new FleetWorld();
    world.registrations.offer();
    const error = new SandError('BOOT_FAILED', 'no luck');
    world.stage.faults.set('start', { error, when: 'before', times: 2 });
    const { records, unserved } = await world.once();
    expect(records.map(({ error: why, result }) => why?.code ?? result)).toStrictEqual([
      'BOOT_FAILED',
      'BOOT_FAILED',
      'Succeeded',
    ]);
    expect(unserved).toStrictEqual([]);
  });

  it('rejects when GitHub cannot be asked, once what runs has come to its end', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ durationMs: 10 * minuteMs });
    const error = new SandError('GITHUB_UNAUTHORIZED', 'bad token');
    world.after(minuteMs, () => world.stage.faults.set('waiting', { error, when: 'before' }));
    await expect(world.once()).rejects.toBe(error);
    expect(world.registrations.finished).toMatchObject([{ result: 'Succeeded' }]);
    expect(world.left()).toStrictEqual(nothing);
  });

  it('makes no second sandbox for a job that was taken while GitHub was asked', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ durationMs: 2 * minuteMs });
    world.stage.durations.set('waiting', 12_000);
    const { records } = await world.once({ intervalMs: 1000 });
    expect(records.map(({ result }) => result)).toStrictEqual(['Succeeded']);
  });

  it('makes an image ready once for all that wait for it', async () => {
    using world = new FleetWorld();
    world.stage.durations.set('prepare', 40 * minuteMs);
    world.registrations.offer();
    world.registrations.offer();
    await world.once();
    expect(world.stage.done.filter((effect) => effect === 'prepare')).toHaveLength(1);
  });

  it('tries again to delete a VM, which keeps its slot until it is gone', async () => {
    using world = new FleetWorld();
    const error = new SandError('DESTROY_INCOMPLETE', 'locked');
    world.stage.faults.set('destroy', { error, when: 'before', times: 3 });
    for (const name of ['a', 'b']) world.registrations.offer({ name });
    const { records } = await world.once({ slots: 1 });
    expect(records.map(({ job, sandboxLeft }) => [job, sandboxLeft])).toStrictEqual([
      ['a', false],
      ['b', false],
    ]);
    expect(world.backend.peak).toBe(1);
    expect(world.left()).toStrictEqual(nothing);
  });

  it('reports a VM that cannot be deleted at all', async () => {
    using world = new FleetWorld();
    const error = new SandError('DESTROY_INCOMPLETE', 'locked');
    world.stage.faults.set('destroy', { error, when: 'before', times: 99 });
    world.registrations.offer({ name: 'a' });
    const { records } = await world.once();
    expect(records.map(({ sandboxLeft }) => sandboxLeft)).toStrictEqual([true]);
    expect(world.told('sandbox-kept')).toHaveLength(1);
  });

  it('looks for an image again that was missing', async () => {
    using world = new FleetWorld();
    world.backend.images.clear();
    world.registrations.offer();
    world.after(3000, () => world.backend.images.add('tahoe'));
    const { records } = await world.once();
    expect(records.at(-1)?.result).toBe('Succeeded');
  });

  it('starts the time that a sandbox may live when its image is ready', async () => {
    using world = new FleetWorld();
    const pulledAt = world.clock.now() + 120 * minuteMs;
    world.stage.durations.set('prepare', 120 * minuteMs);
    world.registrations.offer();
    const { records } = await world.once();
    const { idleMs, jobMs, guestMs } = poolFor().limits;
    const deadline = (parseName(records[0]?.sandbox ?? '')?.deadline ?? 0) * 1000;
    expect(deadline).toBeGreaterThan(pulledAt + idleMs + jobMs + guestMs);
  });

  it('measures how long a job waited for its sandbox', async () => {
    using world = new FleetWorld();
    world.registrations.offer({ name: 'build', queuedAt: world.clock.now() - 30_000 });
    const { records } = await world.once();
    expect(records[0]?.waitedMs).toBeGreaterThanOrEqual(30_000);
    expect(records[0]?.waitedMs).toBeLessThan(40_000);
  });

  it.each([1500, 4000, 20_000, 90_000])('ended after %i ms leaves nothing', async (ms) => {
    using world = new FleetWorld();
    for (let count = 0; count < 3; count += 1) world.registrations.offer();
    world.after(ms, () => world.stop('end'));
    await world.once();
    expect(world.left()).toStrictEqual(nothing);
  });
});
