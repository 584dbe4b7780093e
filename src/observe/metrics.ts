import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { ServiceRecord } from '../fleet/events.ts';
import type { FleetView } from '../fleet/view.ts';
import type { AppEvent } from './describe.ts';

/** From the quickest phase to the longest job, in seconds. */
const secondsBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1800, 3600, 7200, 21_600];
/** How often the library looks at the event loop, in milliseconds; its own 10 and 100 are felt by an idle poller. */
const pace = { eventLoopMonitoringPrecision: 500, eventLoopUtilizationTimeout: 10_000 };

/** What happens in a poller, in numbers for Prometheus. Labels are names of pools, codes and phases: their number is bounded. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #sandboxes = this.#gauge('sandboxes', 'Sandboxes that exist or are being made.', [
    'pool',
    'state',
  ]);
  readonly #waiting = this.#gauge('jobs_waiting', 'Jobs that wait and have no sandbox yet.', ['pool']);
  readonly #slots = this.#gauge('slots', 'Slots of the host: all, ours, taken by VMs of others.', ['kind']);
  readonly #paused = this.#gauge('pool_paused', '1 while a pool is paused after failures.', ['pool']);
  readonly #draining = this.#gauge('draining', '1 while nothing new is taken.', []);
  readonly #jobs = this.#counter('jobs_finished_total', 'Jobs that ended, by their result.', [
    'pool',
    'result',
  ]);
  readonly #failed = this.#counter('sandboxes_failed_total', 'Sandboxes that failed.', ['pool', 'code']);
  readonly #demandErrors = this.#counter('demand_errors_total', 'Looks at GitHub that failed.', ['code']);
  readonly #phases = this.#histogram('phase_seconds', 'Time that sandboxes spent in a phase.', ['phase']);
  readonly #waits = this.#histogram('job_wait_seconds', 'From queueing to the start of its sandbox.', [
    'pool',
  ]);

  constructor(version: string) {
    this.#gauge('build_info', 'Always 1.', ['version', 'node']).set(
      { version, node: process.versions.node },
      1,
    );
    collectDefaultMetrics({ register: this.#registry, ...pace });
  }

  /** Counts an event. */
  see(event: AppEvent): void {
    if (event.type === 'demand-failed') this.#demandErrors.inc({ code: event.error.code });
    if (event.type === 'finished') this.#count(event.record);
  }

  /** Everything in the text format of Prometheus; what there is now is taken from `view`. */
  async render(view: FleetView): Promise<string> {
    this.#look(view);
    return await this.#registry.metrics();
  }

  #count({ pool, result, error, phases, waitedMs, left }: ServiceRecord): void {
    if (result !== undefined) this.#jobs.inc({ pool, result });
    if (error !== undefined && !left) this.#failed.inc({ pool, code: error.code });
    for (const [phase, ms] of Object.entries(phases)) this.#phases.observe({ phase }, ms / 1000);
    if (waitedMs !== undefined) this.#waits.observe({ pool }, waitedMs / 1000);
  }

  #look({ pools, sandboxes, waiting, slots, foreign, draining }: FleetView): void {
    for (const gauge of [this.#sandboxes, this.#waiting, this.#paused]) gauge.reset();
    for (const { name: pool, paused } of pools) {
      this.#waiting.set({ pool }, 0);
      this.#paused.set({ pool }, paused === undefined ? 0 : 1);
    }
    for (const { pool, state } of sandboxes) this.#sandboxes.inc({ pool, state });
    for (const { pool = '', why } of waiting) if (why !== 'covered') this.#waiting.inc({ pool });
    this.#slots.set({ kind: 'total' }, slots);
    this.#slots.set({ kind: 'ours' }, sandboxes.length);
    this.#slots.set({ kind: 'foreign' }, foreign.length);
    this.#draining.set(draining ? 1 : 0);
  }

  #gauge(name: string, help: string, labelNames: string[]): Gauge<string> {
    return new Gauge({ name: `sand_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #counter(name: string, help: string, labelNames: string[]): Counter<string> {
    return new Counter({ name: `sand_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, labelNames: string[]): Histogram<string> {
    const buckets = secondsBuckets;
    return new Histogram({ name: `sand_${name}`, help, labelNames, buckets, registers: [this.#registry] });
  }
}
