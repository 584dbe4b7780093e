import { describe, expect, it } from 'vitest';
import type { WaitingJob } from '../../src/demand/demand.ts';
import { createRestPoll } from '../../src/demand/rest-poll.ts';
import { createJobs } from '../../src/github/jobs.ts';

function job(id: number, queuedAt: number): WaitingJob {
  return {
    id,
    queuedAt,
    name: 'build',
    repository: 'acme/repo',
    labels: ['macOS'],
    url: 'https://github.com',
  };
}

describe('demand by polling', () => {
  it('is every waiting job once, the longest waiting first', async () => {
    const jobs = [job(3, 20), job(2, 10), job(1, 20), job(2, 10)];
    const demand = createRestPoll({ waiting: async () => jobs });
    const waiting = await demand.waiting(new AbortController().signal);
    expect(waiting.map(({ id }) => id)).toStrictEqual([2, 1, 3]);
  });

  it('passes on failures and the signal', async () => {
    const demand = createRestPoll({
      waiting: async (signal) => {
        signal.throwIfAborted();
        return [];
      },
    });
    await expect(demand.waiting(AbortSignal.abort('stop'))).rejects.toBe('stop');
  });

  it('takes the jobs of GitHub as they are', () => {
    expect((...given: Parameters<typeof createJobs>) => createRestPoll(createJobs(...given))).toBeTypeOf(
      'function',
    );
  });
});
