import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { Secret } from '../../src/secret.ts';
import { serve } from '../../src/lifecycle/serve.ts';
import { FakeWorld, planFor, sandbox } from './fakes/world.ts';

const minuteMs = 60_000;
const warmup = { script: 'brew install something', timeoutMs: 10 * minuteMs };
const hooks = { jobStarted: 'echo begins' };
const aborted = AbortSignal.abort();

function standbyOf(given: { wanted?: AbortSignal; released?: AbortSignal }) {
  const never = new AbortController().signal;
  return { wanted: never, released: never, maxAgeMs: 60 * minuteMs, endsBy: Infinity, ...given };
}

function phases(world: FakeWorld): string[] {
  return world.events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []));
}

describe('a warmup', () => {
  it.each([
    ['of a sandbox for a job', undefined],
    ['of a sandbox whose job came while it booted', standbyOf({ wanted: aborted })],
  ])('%s is through before GitHub is asked for a runner', async (_, standby) => {
    using world = new FakeWorld();
    world.registrations.offer();
    const record = await world.serve({ warmup, ...(standby === undefined ? {} : { standby }) });
    const { done } = world.stage;
    expect(done.slice(done.indexOf('deliver'), done.indexOf('startRunner') + 1)).toStrictEqual([
      'deliver',
      'equip',
      'register',
      'startRunner',
    ]);
    expect(phases(world).slice(2, 6)).toStrictEqual(['ssh', 'warmup', 'register', 'idle']);
    expect(record).toMatchObject({ result: 'Succeeded', error: undefined });
  });

  it('is through before a standby counts as one', async () => {
    using world = new FakeWorld();
    const released = new AbortController();
    world.after(30 * minuteMs, () => released.abort());
    const record = await world.serve({ warmup, standby: standbyOf({ released: released.signal }) });
    expect(phases(world).slice(2)).toStrictEqual(['ssh', 'warmup', 'standby', 'delete']);
    expect(record).toMatchObject({ unused: true, error: undefined });
  });

  it('that fails is the error of the record; nothing was registered, and its output is kept', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    world.logs.set('warmup.log', 'no such formula');
    const error = new SandError('WARMUP_FAILED', 'it ended with 1');
    world.stage.faults.set('equip', { error, when: 'before' });
    expect(await world.serve({ warmup })).toMatchObject({ error, left: false, registrationLeft: false });
    expect(world.stage.done).not.toContain('register');
    expect(world.evidence.get(sandbox)?.get('guest-warmup.log')).toBe('no such formula');
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it('is cut short when the slot of the standby is wanted', async () => {
    using world = new FakeWorld();
    const released = new AbortController();
    world.stage.durations.set('equip', 8 * minuteMs);
    world.after(2 * minuteMs, () => released.abort());
    const record = await world.serve({ warmup, standby: standbyOf({ released: released.signal }) });
    expect(record).toMatchObject({ unused: true, error: undefined });
    expect(record.phases.warmup).toBeLessThan(2 * minuteMs);
    expect([...world.backend.vms.keys()]).toStrictEqual([]);
  });

  it('is not run again in a standby that another poller left', async () => {
    using world = new FakeWorld();
    world.after(5 * minuteMs, () => world.stop('leave'));
    expect(await world.serve({ warmup, standby: standbyOf({}) })).toMatchObject({ left: true });

    world.registrations.offer();
    const never = new AbortController().signal;
    const plan = planFor({ warmup, standby: standbyOf({ wanted: aborted }), found: { network: undefined } });
    expect(await serve(plan, world, { end: never, leave: never })).toMatchObject({ result: 'Succeeded' });
  });
});

describe('what else the operator wants in a guest', () => {
  it('comes with hooks, while the registration is on its way', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    await world.serve({ hooks });
    expect(world.stage.done).toContain('equip');
    expect(phases(world)).not.toContain('warmup');
    expect(world.guests[0]?.started).toMatchObject({ hooks });
  });

  it('costs nothing when it is nothing', async () => {
    using world = new FakeWorld();
    world.registrations.offer();
    await world.serve();
    expect(world.stage.done).not.toContain('equip');
  });

  it('is kept out of lines and evidence when it is secret', async () => {
    using world = new FakeWorld();
    const secrets = [new Secret('proxy-password')];
    world.ways.lines.push('using http://me:proxy-password@proxy');
    world.ways.exitsAtOnce = 1;
    world.logs.set('runner.log', 'proxy-password');
    const record = await world.serve({ secrets });
    const kept = [...(world.evidence.get(sandbox)?.values() ?? [])].join('\n');
    expect(JSON.stringify([record, record.error?.message, world.events]) + kept).not.toContain(
      'proxy-password',
    );
    expect(kept).toContain('[secret]');
  });
});
