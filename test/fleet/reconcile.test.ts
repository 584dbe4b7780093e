import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcileRunners, reconcileSandboxes, type SandboxesSeen } from '../../src/fleet/reconcile.ts';
import { formatName } from '../../src/naming/name.ts';

const now = 1000;

function named(deadline = 5000, owner = 'ownerabc', nonce = 'nonce1'): string {
  return formatName({ owner, pool: 'xcode', deadline, nonce });
}

function seen(changes: Partial<SandboxesSeen>): SandboxesSeen {
  return { owner: 'ownerabc', now, vms: [], held: new Map(), ...changes };
}

describe('a sandbox', () => {
  const mine = named();
  const running = [{ name: mine, running: true }];
  const stopped = [{ name: mine, running: false }];
  it.each<[string, Partial<SandboxesSeen>, string | undefined]>([
    ['that runs and that nobody knows may have a job', { vms: running }, 'adopt'],
    ['that is stopped and that nobody knows is half made, or over', { vms: stopped }, 'destroy'],
    [
      'that is being made is left to its steps',
      { vms: stopped, held: new Map([[mine, 'making']]) },
      undefined,
    ],
    ['that is in use runs', { vms: running, held: new Map([[mine, 'using']]) }, undefined],
    ['that is in use but stopped is lost', { vms: stopped, held: new Map([[mine, 'using']]) }, 'lost'],
    ['that is in use but gone is lost', { held: new Map([[mine, 'using']]) }, 'lost'],
    ['that is on its way out may be anything', { held: new Map([[mine, 'ending']]) }, undefined],
    ['that runs after its deadline has no future', { vms: [{ name: named(999), running: true }] }, 'destroy'],
    [
      'in use after its deadline is ours to end',
      { vms: [{ name: named(999), running: true }], held: new Map([[named(999), 'using']]) },
      undefined,
    ],
    [
      'of another owner is not touched',
      { vms: [{ name: named(5000, 'stranger'), running: true }] },
      undefined,
    ],
    [
      'of another owner after its deadline may be deleted by anyone',
      { vms: [{ name: named(999, 'stranger'), running: true }] },
      'destroy',
    ],
  ])('%s', (_, changes, action) => {
    expect([...reconcileSandboxes(seen(changes)).values()]).toEqual(action === undefined ? [] : [action]);
  });

  it('that the codec does not print is never touched', () => {
    const anyName = fc.oneof(
      fc.string(),
      fc.constantFrom('sand', 'sand-', 'sand-vm', `${named(1)}x`, `x${named(1)}`),
    );
    fc.assert(
      fc.property(fc.array(anyName), fc.boolean(), (names, isRunning) => {
        const vms = names.map((name) => ({ name, running: isRunning }));
        expect(reconcileSandboxes(seen({ now: Number.MAX_SAFE_INTEGER, vms }))).toEqual(new Map());
      }),
    );
  });
});

describe('a registration', () => {
  const mine = named();
  it.each([
    ['without a sandbox is removed', { name: mine, online: false, busy: false }, [], 'remove'],
    ['that GitHub believes busy is removed later', { name: mine, online: true, busy: true }, [], 'later'],
    ['with a sandbox stays', { name: mine, online: false, busy: false }, [mine], undefined],
    ['of another owner stays', { name: named(5000, 'stranger'), online: false, busy: false }, [], undefined],
    [
      'past its deadline is removed, whose ever it was',
      { name: named(1, 'stranger'), online: false, busy: false },
      [],
      'remove',
    ],
    ['that has nothing to do with us stays', { name: 'mac-mini', online: false, busy: false }, [], undefined],
  ])('%s', (_, runner, sandboxes, action) => {
    const actions = reconcileRunners({
      owner: 'ownerabc',
      now,
      runners: [runner],
      sandboxes: new Set(sandboxes),
    });
    expect([...actions.values()]).toEqual(action === undefined ? [] : [action]);
  });
});
