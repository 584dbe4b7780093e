import { describe, expect, it } from 'vitest';
import type { WaitingJob } from '../../src/demand/demand.ts';
import { WaitingTimes } from '../../src/fleet/waiting-times.ts';

function job(name: string, queuedAt: number): WaitingJob {
  return { id: queuedAt, name, repository: 'acme/app', labels: [], queuedAt, url: '' };
}

describe('waiting times', () => {
  it('are from the queueing of a job until then', () => {
    const times = new WaitingTimes();
    times.saw([job('build', 1000)]);
    expect(times.until(5000, 'build')).toBe(4000);
  });

  it('are unknown of a job that was never seen waiting', () => {
    expect(new WaitingTimes().until(5000, 'build')).toBeUndefined();
  });

  it('take the longest waiting of jobs with the same name', () => {
    const times = new WaitingTimes();
    times.saw([job('test', 1000), job('test', 3000)]);
    expect(times.until(5000, 'test')).toBe(4000);
  });

  it('are remembered for one more look, for a job leaves the list when it starts', () => {
    const times = new WaitingTimes();
    times.saw([job('build', 1000)]);
    times.saw([]);
    expect(times.until(5000, 'build')).toBe(4000);
    times.saw([]);
    expect(times.until(5000, 'build')).toBeUndefined();
  });

  it('are never negative, whatever the clocks say', () => {
    const times = new WaitingTimes();
    times.saw([job('build', 9000)]);
    expect(times.until(5000, 'build')).toBe(0);
  });
});
