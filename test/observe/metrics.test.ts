import { describe, expect, it } from 'vitest';
import { SandError } from '../../src/errors.ts';
import type { ServiceRecord } from '../../src/fleet/events.ts';
import { Metrics } from '../../src/observe/metrics.ts';
import { FleetWorld } from '../fleet/fleet-world.ts';

const view = new FleetWorld().fleet().view();
const job = { id: 1, name: 'a', repository: 'acme/app', labels: [], queuedAt: 3, url: 'https://x' };
const record: ServiceRecord = {
  sandbox: 'sand-x',
  pool: 'xcode',
  startedAt: 0,
  job: 'build',
  result: 'Succeeded',
  error: undefined,
  unused: false,
  left: false,
  sandboxLeft: false,
  registrationLeft: false,
  phases: { clone: 300, run: 90_000 },
  reclaimedBytes: 1,
  waitedMs: 4000,
};

async function lines(metrics: Metrics, changes: Partial<typeof view> = {}): Promise<string[]> {
  return (await metrics.render({ ...view, ...changes })).split('\n');
}

describe('the metrics', () => {
  it('show what there is now, and forget what was', async () => {
    const metrics = new Metrics('1.2.3');
    const entry = {
      sandbox: 'sand-x',
      pool: 'xcode',
      phase: 'run',
      startedAt: 1,
      phaseSince: 2,
      job: 'a',
    } as const;
    const pause = { until: 1, failures: 3, error: new SandError('CLONE_FAILED', 'x') };
    const busy = await lines(metrics, {
      pools: view.pools.map((pool) => ({ ...pool, paused: pause })),
      sandboxes: [
        { ...entry, state: 'busy' },
        { ...entry, state: 'busy' },
      ],
      waiting: [
        { job, pool: 'xcode', why: 'no-slot' },
        { job, pool: 'xcode', why: 'covered' },
        { job, pool: undefined, why: 'no-pool' },
      ],
      foreign: ['vm'],
      draining: true,
    });
    expect(busy).toEqual(
      expect.arrayContaining([
        'sand_sandboxes{pool="xcode",state="busy"} 2',
        'sand_jobs_waiting{pool="xcode"} 1',
        'sand_jobs_waiting{pool=""} 1',
        'sand_slots{kind="total"} 2',
        'sand_slots{kind="ours"} 2',
        'sand_slots{kind="foreign"} 1',
        'sand_pool_paused{pool="xcode"} 1',
        'sand_draining 1',
        `sand_build_info{version="1.2.3",node="${process.versions.node}"} 1`,
      ]),
    );
    const idle = await lines(metrics);
    expect(idle).toEqual(
      expect.arrayContaining(['sand_jobs_waiting{pool="xcode"} 0', 'sand_pool_paused{pool="xcode"} 0']),
    );
    expect(idle.join('\n')).not.toContain('state="busy"');
  });

  it('count jobs, failures and errors, and measure phases and waiting', async () => {
    const metrics = new Metrics('1');
    metrics.see({ type: 'finished', record });
    const error = new SandError('BOOT_FAILED', 'x');
    metrics.see({
      type: 'finished',
      record: { ...record, job: undefined, result: undefined, error, phases: {}, waitedMs: undefined },
    });
    metrics.see({
      type: 'finished',
      record: { ...record, result: undefined, error, left: true, phases: {}, waitedMs: undefined },
    });
    metrics.see({ type: 'demand-failed', error: new SandError('GITHUB_UNREACHABLE', 'x') });
    expect(await lines(metrics)).toEqual(
      expect.arrayContaining([
        'sand_jobs_finished_total{pool="xcode",result="Succeeded"} 1',
        'sand_sandboxes_failed_total{pool="xcode",code="BOOT_FAILED"} 1',
        'sand_demand_errors_total{code="GITHUB_UNREACHABLE"} 1',
        'sand_phase_seconds_sum{phase="clone"} 0.3',
        'sand_phase_seconds_count{phase="run"} 1',
        'sand_job_wait_seconds_sum{pool="xcode"} 4',
      ]),
    );
  });

  it('are in a format that Prometheus reads: each has help and type, and so has the process', async () => {
    const shown = await lines(new Metrics('1'));
    const names = shown.flatMap((line) => /^# HELP (\S+) /u.exec(line)?.[1] ?? []);
    expect(names).toContain('process_resident_memory_bytes');
    for (const name of names) expect(shown.some((line) => line.startsWith(`# TYPE ${name} `))).toBe(true);
  });
});
