import { describe, expect, it } from 'vitest';
import type { Demand, HostOffer, WaitingJob } from '../../src/demand/demand.ts';
import { FleetWorld, nothing, poolFor } from './fleet-world.ts';

const minuteMs = 60_000;

/** A source that hands jobs out, as scale sets do; `tell` is what comes in over the wire. */
class HandingOut implements Demand {
  readonly offers: HostOffer[] = [];
  readonly over = new Set<string>();
  closed = 0;
  /** Assigned to this host, and not known to be over. */
  jobs: WaitingJob[] = [];
  #news = Promise.withResolvers<undefined>();

  tell(jobs: WaitingJob[]): void {
    this.jobs = jobs;
    this.#news.resolve(undefined);
    this.#news = Promise.withResolvers();
  }

  waiting(): Promise<readonly WaitingJob[]> {
    const taken = this.offers.at(-1)?.pools.flatMap(({ busy }) => busy) ?? [];
    return Promise.resolve(this.jobs.slice(taken.length));
  }

  announce(host: HostOffer): void {
    this.offers.push(host);
  }

  async changed(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<undefined>();
    signal.addEventListener('abort', () => aborted.reject(signal.reason));
    await Promise.race([this.#news.promise, aborted.promise]);
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}

const pools = [poolFor({ name: 'first', max: 2 }), poolFor({ name: 'second', max: 2 })];

describe('a fleet whose jobs are handed out', () => {
  it('serves a job with the pool that it was given to, at once', async () => {
    using world = new FleetWorld();
    const demand = new HandingOut();
    world.after(5 * minuteMs + 1, () => {
      // Labels that no pool has: they say nothing here.
      demand.tell([{ ...world.registrations.offer(), labels: [], pool: 'second' }]);
    });
    world.after(5.5 * minuteMs, () => demand.tell([]));
    world.after(20 * minuteMs, () => world.stop('end'));
    const startedAt = world.clock.now();

    await world.run({ pools, demand, intervalMs: 10 * minuteMs });

    expect(world.told('starting').map(({ pool }) => pool)).toEqual(['second']);
    const [record] = world.told('finished').map((event) => event.record);
    expect(record).toMatchObject({ pool: 'second', result: 'Succeeded' });
    // A second of it is for the image.
    expect(record?.startedAt).toBe(startedAt + 5 * minuteMs + 1001);
    expect(world.left()).toStrictEqual(nothing);
  });

  it('says what it could do, before it looks and when that changes, and takes its leave', async () => {
    using world = new FleetWorld();
    const demand = new HandingOut();
    demand.jobs = [{ ...world.registrations.offer({ durationMs: 10 * minuteMs }), pool: 'first' }];
    world.after(8 * minuteMs, () => demand.tell([]));
    world.after(20 * minuteMs, () => world.stop('end'));

    await world.run({ pools, demand });

    const told = demand.offers.map(({ freeSlots, pools: [first] }) => [freeSlots, first?.own]);
    const steps = told.filter((each, at) => String(each) !== String(told[at - 1]));
    expect(steps).toEqual([
      [2, 0],
      [1, 1],
      [2, 0],
    ]);
    expect(demand.closed).toBe(1);
  });

  it('waits for a runner whose job is over elsewhere, but not for ever', async () => {
    using world = new FleetWorld();
    const demand = new HandingOut();
    demand.jobs = [{ ...world.registrations.offer({ durationMs: 50 * minuteMs }), pool: 'first' }];
    world.after(10 * minuteMs, () => {
      demand.over.add(String([...world.backend.vms.keys()][0]));
      demand.tell([]);
    });
    world.after(30 * minuteMs, () => world.stop('end'));

    await world.run({ pools, demand });

    expect(world.told('finished').map(({ record }) => record)).toMatchObject([
      { result: 'Canceled', error: { code: 'JOB_OVER' } },
    ]);
  });
});
