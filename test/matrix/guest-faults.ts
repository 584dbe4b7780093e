import { cancelled, lost, served, waits, type Fault, type Outcome } from './fault.ts';
import { localImage } from '../e2e/operator.ts';
import type { RunnerMode } from '../../src/sim/runner/protocol.ts';
import { kill } from './strikes.ts';

/** What becomes of a job for each way a runner fares (reference/github-runners.md §4.2, §4.3). */
const runnerEnds: readonly (readonly [RunnerMode, string, Outcome])[] = [
  ['ghost', '§5.7', waits('NO_JOB')],
  ['hang', '§5.3', lost('JOB_DEADLINE')],
  ['deaf', '§4.3', served()],
  ['deprecated', '§4.2 code 7', waits('RUNNER_DEPRECATED')],
  ['session-conflict', '§4.2 code 5', waits('RUNNER_CONFLICT')],
  ['registration-deleted', '§4.2 code 1', waits('RUNNER_REJECTED')],
  ['update', '§4.2 code 4', served()],
  ['update-exit-3', '§4.2 code 3', served()],
  ['retryable-once', '§4.2 code 2', served()],
  ['retryable-always', '§4.2 code 2', waits('RUNNER_FAILED')],
  ['unknown-exit-code', '§4.2', waits('RUNNER_FAILED')],
  ['not-configured', '§4.2 code 1', waits('RUNNER_REJECTED')],
  ['clock-skew', '§4.3', waits('RUNNER_CLOCK')],
  ['canceled', '§4.3', cancelled()],
  ['abandoned', '§4.3', lost()],
];

/** What can happen to the guest, to the way there, and to the processes in between (reference/tart.md §4, §9). */
export const guestFaults: Readonly<Record<string, Fault>> = {
  'the VM is killed': {
    source: 'DESIGN §4',
    strike: kill('vm'),
    at: { ssh: served('VM_STOPPED'), register: served('VM_STOPPED'), run: lost('VM_STOPPED') },
  },
  '`tart run` is killed': {
    source: 'tart §3.3',
    strike: kill('tart run'),
    at: {
      boot: served('VM_STOPPED'),
      ssh: served('VM_STOPPED'),
      register: served('VM_STOPPED'),
      run: lost('VM_STOPPED'),
    },
  },
  'SIGTERM to `tart run`': {
    source: 'tart §11.8',
    strike: kill('tart run', 'SIGTERM'),
    at: { ssh: served('VM_STOPPED'), run: lost('VM_STOPPED') },
  },
  'the wrapper of `tart run` is killed': {
    source: 'DESIGN §4',
    strike: kill('wrapper', 'SIGKILL', 'tart run'),
    at: { boot: served(), ssh: served(), run: served() },
  },
  'the runner is killed': {
    source: 'runners §5.3',
    strike: kill('runner'),
    at: { run: lost('RUNNER_FAILED') },
  },
  'guest shuts itself down': {
    source: 'tart §3.3',
    step: 'shutdown -h now; exec sleep 30',
    at: { run: lost('VM_STOPPED') },
  },
  'no address, the agent answers': {
    source: 'tart §4',
    mac: { faults: [{ name: 'no-address' }] },
    at: { ssh: served() },
  },
  'no address, no agent': {
    source: 'tart §4',
    mac: { agentMs: 3_600_000, faults: [{ name: 'no-address' }] },
    lasting: true,
    at: { ssh: waits('GUEST_UNREACHABLE') },
  },
  'a stale address answers first': {
    source: 'tart §9 row 8',
    mac: { faults: [{ name: 'stale-address', ms: 500 }] },
    at: { ssh: served() },
  },
  'EHOSTUNREACH on TCP': {
    source: 'tart §9.1',
    mac: { faults: [{ name: 'tcp-unreachable' }] },
    at: { ssh: served() },
  },
  'SSH refused': {
    source: 'tart §7',
    mac: { faults: [{ name: 'ssh-refused' }] },
    lasting: true,
    at: { ssh: waits('GUEST_UNREACHABLE') },
  },
  'boots, but never gets up': {
    source: 'tart §12',
    mac: { faults: [{ name: 'boot-hangs', times: 1 }] },
    at: { ssh: served('GUEST_UNREACHABLE') },
  },
  'the address changes': {
    source: 'tart §9 row 8',
    mac: { faults: [{ name: 'address-changes', ms: 4000 }] },
    step: 'sleep 6',
    at: { run: served() },
  },
  'SSH late': {
    source: 'tart §7',
    mac: { faults: [{ name: 'ssh-late', ms: 2000 }] },
    at: { ssh: served() },
  },
  'garbage instead of an SSH banner for a while': {
    source: 'DESIGN §4',
    mac: { faults: [{ name: 'ssh-banner-garbage', ms: 1500 }] },
    at: { ssh: served() },
  },
  'garbage instead of an SSH banner': {
    source: 'DESIGN §4',
    mac: { faults: [{ name: 'ssh-banner-garbage' }] },
    lasting: true,
    at: { ssh: waits('GUEST_UNREACHABLE') },
  },
  'the connection drops again and again': {
    source: 'DESIGN §4',
    mac: { faults: [{ name: 'ssh-drops', ms: 2500 }] },
    step: 'sleep 8',
    at: { run: served() },
  },
  'the connection is half open': {
    source: 'DESIGN §4',
    mac: { faults: [{ name: 'ssh-half-open', ms: 2500 }] },
    step: 'sleep 5',
    at: { run: served() },
  },
  'wrong password': {
    source: 'tart §7',
    configuration: { guest: { password: 'not-the-password' } },
    lasting: true,
    at: { ssh: waits('GUEST_AUTH') },
  },
  ...Object.fromEntries(
    runnerEnds.map(([mode, section, outcome]): [string, Fault] => [
      `runner: ${mode}`,
      {
        source: `runners ${section}`,
        step: mode === 'hang' ? 'exec sleep 30' : 'sleep 0.1',
        github: { runnerMode: mode },
        lasting: outcome.job === 'waits',
        at: { idle: outcome },
      },
    ]),
  ),
  'image without a runner': {
    source: 'tart §7',
    image: { name: localImage, runner: false },
    lasting: true,
    at: { register: waits('RUNNER_MISSING') },
  },
};
