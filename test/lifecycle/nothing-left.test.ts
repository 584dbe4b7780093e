import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import type { SandboxRecord } from '../../src/lifecycle/plan.ts';
import { effects } from './fakes/stage.ts';
import { FakeWorld, sandbox } from './fakes/world.ts';

const foreign = [
  'my-vm',
  'sand-',
  'sand-ownerabc-xcode-zzzzzzz-NONCE1',
  'sand-ownerabc-xcode-zzzzzzz-nonce2',
];

const fault = fc.record({
  effect: fc.constantFrom(...effects),
  when: fc.constantFrom('before', 'after'),
  error: fc.constantFrom(new SandError('TART_FAILED', 'fault'), new Error('fault')),
});
const stop = fc.record({ way: fc.constantFrom('end', 'leave'), ms: fc.nat(80_000) });
const ways = fc.record({
  onInterrupt: fc.constantFrom('cancels', 'ignores', 'cancels and hangs'),
  hangsAfterJob: fc.boolean(),
  exitsAtOnce: fc.option(fc.nat(7), { nil: undefined, freq: 5 }),
});
const scenario = fc.record({
  ways,
  fault: fc.option(fault, { nil: undefined }),
  stops: fc.array(stop, { maxLength: 2 }),
  crashMs: fc.option(fc.nat(80_000), { nil: undefined }),
  hasJob: fc.boolean(),
  effectMs: fc.array(fc.nat(3000), { minLength: effects.length, maxLength: effects.length }),
});

describe('whatever goes wrong, and whenever it is told to stop', () => {
  it('a sandbox leaves no VM and no registration of its own, and touches no other VM', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (given) => {
        using world = new FakeWorld();
        for (const name of foreign) world.backend.add(name);
        arrange(world, given);
        const record = await world.serve();
        expect(remains(world)).toStrictEqual(explained(record, world, given));
        expect([...world.backend.vms.keys()]).toStrictEqual(expect.arrayContaining(foreign));
        expect(world.backend.watchers).toBe(0);
        expect(record.error !== undefined || record.result !== undefined || record.left).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

type Scenario = typeof scenario extends fc.Arbitrary<infer Given> ? Given : never;

function arrange(world: FakeWorld, given: Scenario): void {
  const { ways: chosen, fault: wrong, stops, crashMs, hasJob, effectMs } = given;
  world.ways.onInterrupt = chosen.onInterrupt;
  world.ways.hangsAfterJob = chosen.hangsAfterJob;
  if (chosen.exitsAtOnce !== undefined) world.ways.exitsAtOnce = chosen.exitsAtOnce;
  for (const [index, effect] of effects.entries()) world.stage.durations.set(effect, effectMs[index] ?? 0);
  if (wrong !== undefined) world.stage.faults.set(wrong.effect, wrong);
  for (const { way, ms } of stops) world.after(ms, () => world.stop(way));
  if (crashMs !== undefined) world.after(crashMs, () => world.backend.crash(sandbox));
  if (hasJob) world.registrations.offer();
}

function remains(world: FakeWorld): { vms: string[]; runners: string[] } {
  return {
    vms: [...world.backend.vms.keys()].filter((name) => !foreign.includes(name)),
    runners: [...world.registrations.runners.keys()],
  };
}

/** What may remain: what was left on purpose, what could not be deleted, and what the record admits of. */
function explained(record: SandboxRecord, world: FakeWorld, given: Scenario): ReturnType<typeof remains> {
  const { vms, runners } = remains(world);
  const undeletable = given.fault?.effect === 'destroy' && given.fault.when === 'before';
  return {
    vms: record.left ? [sandbox] : undeletable ? vms : [],
    runners: record.left || record.registrationLeft ? runners : [],
  };
}
