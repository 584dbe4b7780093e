import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import { FleetWorld } from './fleet-world.ts';

const minuteMs = 60_000;

describe('the view of a fleet', () => {
  it('tells when it ticked and last asked GitHub with success, and what fails meanwhile', async () => {
    using world = new FleetWorld();
    const { signal } = new AbortController();
    const [end, leave] = [signal, world.leave.signal];
    const fleet = world.fleet();
    expect(fleet.view()).toMatchObject({ tickedAt: undefined, lookedAt: undefined, troubles: [] });

    const start = world.clock.now();
    const error = new SandError('TART_FAILED', 'no list');
    const views: ReturnType<typeof fleet.view>[] = [];
    const look = () => void views.push(fleet.view());
    world.after(minuteMs / 2, () => world.stage.faults.set('list', { error, when: 'before' }));
    world.after(2 * minuteMs, look);
    world.after(2 * minuteMs, () => world.stage.faults.delete('list'));
    world.after(4 * minuteMs, look);
    world.after(4 * minuteMs, () => world.leave.abort(new SandError('INTERRUPTED', 'enough')));
    await fleet.run({ end, leave });

    expect(views).toMatchObject([{ troubles: [error] }, { troubles: [] }]);
    for (const { tickedAt, lookedAt } of views)
      expect([tickedAt, lookedAt].every((at) => at !== undefined && at > start)).toBe(true);
  });
});
