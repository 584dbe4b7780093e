import { describe, expect, it } from 'vitest';
import { findings } from '../../src/cli/reap-findings.ts';
import { formatName } from '../../src/naming/name.ts';

const now = 1000;
const named = (owner: string, deadline: number, nonce: string) =>
  formatName({ owner, pool: 'xcode', deadline, nonce });
const ours = 'ownerabc';
const running = named(ours, 2000, 'runnin');
const stopped = named(ours, 2000, 'stoppe');
const expired = named('somebody', 1, 'expire');
const others = named('somebody', 2000, 'others');
const gone = named(ours, 2000, 'gone00');
const busy = named(ours, 2000, 'busy00');

const vms = [
  { name: running, running: true },
  { name: stopped, running: false },
  { name: expired, running: true },
  { name: others, running: true },
  { name: 'somebodys-vm', running: true },
];
const runners = [running, stopped, others, gone, busy].map((name) => ({
  name,
  online: false,
  busy: name === busy,
}));

describe('what reap finds', () => {
  it('are VMs of ours without a run, anybody’s after their deadline, and registrations without a VM', () => {
    expect(findings({ owner: ours, now, vms, runners, held: [] })).toEqual([
      { kind: 'vm', name: running, outcome: 'may-have-a-job' },
      { kind: 'vm', name: stopped, outcome: 'to-delete' },
      { kind: 'vm', name: expired, outcome: 'to-delete' },
      // Its VM is to be deleted: it must not be forgotten.
      { kind: 'registration', name: stopped, outcome: 'to-delete' },
      { kind: 'registration', name: gone, outcome: 'to-delete' },
      { kind: 'registration', name: busy, outcome: 'busy-at-github' },
    ]);
  });

  it('is nothing that a running poller holds', () => {
    const held = [running, stopped, gone, busy];
    expect(findings({ owner: ours, now, vms, runners, held })).toEqual([
      { kind: 'vm', name: expired, outcome: 'to-delete' },
    ]);
  });
});
