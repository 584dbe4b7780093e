import type { Controls } from '../../src/cli/controls.ts';
import type { Status } from '../../src/cli/status-document.ts';

/** A status with one of everything. */
export const busyStatus: Status = {
  pid: 42,
  version: '1.2.3',
  since: '2026-01-01T00:00:00.000Z',
  at: '2026-01-01T05:02:00.000Z',
  draining: false,
  slots: { total: 2, ours: 1, foreign: ['somebodys-vm'] },
  audience: { group: 'macs', repositories: ['acme/app', 'acme/web'], public: false },
  pools: [
    {
      name: 'xcode',
      image: 'tahoe',
      max: 2,
      waiting: 1,
      live: 1,
      standby: { wanted: 1, ready: 0 },
      paused: { until: '2026-01-01T05:03:00.000Z', failures: 3, code: 'CLONE_FAILED' },
    },
  ],
  sandboxes: [
    {
      sandbox: 'sand-ownerabc-xcode-0000001-abcdef',
      pool: 'xcode',
      state: 'busy',
      phase: 'run',
      startedAt: '2026-01-01T00:00:00.000Z',
      phaseSince: '2026-01-01T04:58:53.000Z',
      job: 'build',
    },
  ],
  waiting: [
    {
      job: 'test',
      repository: 'acme/app',
      url: 'https://github.com/acme/app/actions/runs/1/job/2',
      queuedAt: '2026-01-01T05:01:18.000Z',
      pool: 'xcode',
      why: 'paused',
    },
  ],
  problems: [{ code: 'CLONE_FAILED', message: 'no clone', remedy: 'Read the output.', pool: 'xcode' }],
};

/** Controls that note what they were asked. */
export function fakeControls(changes: Partial<Controls> = {}): Controls & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    status: () => busyStatus,
    drain: async () => void asked.push('drain'),
    resume: async () => void asked.push('resume'),
    reap: () => void asked.push('reap'),
    stop: (now) => void asked.push(now ? 'stop now' : 'stop'),
    reload: async () => ({ added: ['new'], changed: [], removed: [], restart: [], warnings: [] }),
    drop: (sandbox) => asked.push(`drop ${sandbox}`) > 0,
    ...changes,
  };
}
