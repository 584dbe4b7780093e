import { SandError } from '../../src/errors.ts';
import type { FleetEvent } from '../../src/fleet/events.ts';
import { Fleet, type FleetOptions, type FleetReport } from '../../src/fleet/fleet.ts';
import type { Pool } from '../../src/fleet/pool.ts';
import { mortal } from '../lifecycle/fakes/mortal.ts';
import { FakeWorld, planFor } from '../lifecycle/fakes/world.ts';

/** A pool of the image that the fake host has. */
export function poolFor(changes: Partial<Pool> = {}): Pool {
  const { request, session, env, limits } = planFor();
  const { network, mounts, nested } = request;
  return {
    name: 'xcode',
    labels: ['self-hosted', 'macOS'],
    image: 'tahoe',
    max: 10,
    standby: 0,
    standbyMaxAgeMs: 4 * 3_600_000,
    holdMs: 0,
    sandbox: { network, mounts, nested },
    session,
    env,
    limits,
    ...changes,
  };
}

/** A fleet on the in-process fakes of the lifecycle. */
export class FleetWorld extends FakeWorld {
  readonly fleetEvents: FleetEvent[] = [];

  fleet(changes: Partial<FleetOptions> = {}): Fleet {
    return new Fleet({
      owner: 'ownerabc',
      pools: [poolFor()],
      slots: 2,
      demand: this.registrations,
      world: {
        backend: this.backend,
        registrations: this.registrations,
        clock: this.clock,
        reach: async (...given) => await this.reach(...given),
        keepEvidence: async (...given) => await this.keepEvidence(...given),
      },
      intervalMs: 15_000,
      emit: (event) => this.fleetEvents.push(event),
      ...changes,
    });
  }

  async once(changes: Partial<FleetOptions> = {}): Promise<FleetReport> {
    return await this.fleet(changes).once({ end: this.end.signal, leave: this.leave.signal });
  }

  async run(changes: Partial<FleetOptions> = {}): Promise<void> {
    await this.fleet(changes).run({ end: this.end.signal, leave: this.leave.signal });
  }

  /** The events of a type, in order. */
  told<Type extends FleetEvent['type']>(type: Type): Extract<FleetEvent, { type: Type }>[] {
    return this.fleetEvents.filter(
      (event): event is Extract<FleetEvent, { type: Type }> => event.type === type,
    );
  }

  /** What remains of us in this world. */
  left(): { vms: string[]; runners: string[] } {
    return { vms: [...this.backend.vms.keys()], runners: [...this.registrations.runners.keys()] };
  }
}

export const nothing = { vms: [], runners: [] };

/** A poller as a process: it can be killed, and another one can come after it. */
export class PollerProcess {
  readonly #killed = new AbortController();
  readonly end = new AbortController();
  readonly leave = new AbortController();
  readonly fleet: Fleet;
  readonly done: Promise<void>;

  constructor(world: FleetWorld, changes: Partial<FleetOptions> = {}) {
    const outside = <T extends object>(target: T): T => mortal(target, this.#killed.signal);
    this.fleet = world.fleet({
      demand: outside(world.registrations),
      world: {
        backend: outside(world.backend),
        registrations: outside(world.registrations),
        clock: outside(world.clock),
        reach: async (...given) => outside(await outside(world).reach(...given)),
        keepEvidence: async (...given) => await outside(world).keepEvidence(...given),
      },
      emit: (event) => {
        if (!this.#killed.signal.aborted) world.fleetEvents.push(event);
      },
      ...changes,
    });
    this.done = this.fleet.run({ end: this.end.signal, leave: this.leave.signal });
  }

  /** SIGKILL. */
  kill(): void {
    this.#killed.abort();
  }

  /** As SIGTERM does. */
  async stop(): Promise<void> {
    this.leave.abort(new SandError('INTERRUPTED', 'SIGTERM'));
    await this.done;
  }
}
