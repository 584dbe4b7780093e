import { served, waits, type Fault, type Outcome } from './fault.ts';
import { kill } from './strikes.ts';
import type { Fault as GitHubFault } from '../../src/sim/github/settings.ts';

/** The calls of one job's way. */
const calls = {
  look: 'GET .*/actions/runs',
  register: 'POST .*/generate-jitconfig',
  delete: 'DELETE .*/actions/runners',
};

type Name = GitHubFault['name'];
type Call = keyof typeof calls;

function once(name: Name, call: Call, outcome: Outcome, times = 1): [string, Fault] {
  // A registration is removed by us when its VM was lost before it had a job.
  const strike = call === 'delete' ? { strike: kill('vm') } : {};
  const place = call === 'delete' ? 'register' : call;
  const fault: Fault = {
    source: 'runners §1.1, §1.6',
    github: { faults: [{ name, match: calls[call], times, seconds: 1 }] },
    at: { [place]: outcome },
    ...strike,
    ...(times > 1 ? { lasting: true } : {}),
  };
  return [`${name} ${times > 1 ? 'always' : 'once'} on ${call}`, fault];
}

const outage: Fault = {
  source: 'DESIGN §4',
  strike: ({ github }) => {
    github.outage(1200);
  },
  step: 'sleep 1',
  at: { clone: served(), register: served(), run: served(), delete: served() },
};

function clockOff(clockSkewMs: number): Fault {
  return { source: 'runners §3', github: { clockSkewMs }, at: { look: served() } };
}

const transient: readonly Name[] = [
  'http-500',
  'http-502',
  'timeout',
  'cut-answer',
  'malformed-json',
  'rate-limit-429-retry-after',
  'rate-limit-403',
  'rate-limit-403-retry-after',
];

/** What GitHub's REST API can answer (reference/github-runners.md §1.1, §1.6). */
export const githubFaults: Readonly<Record<string, Fault>> = Object.fromEntries([
  ['away for less than a lease, for its runners too', outage],
  ...transient.filter((name) => name !== 'malformed-json').map((name) => once(name, 'look', served())),
  once('malformed-json', 'look', waits('GITHUB_MALFORMED')),
  once('connection-reset', 'look', served()),
  once('jit-409', 'register', served()),
  once('forbidden-403-empty', 'register', waits('GITHUB_FORBIDDEN'), 99),
  ['its clock is an hour ahead', clockOff(3_600_000)],
  ['its clock is an hour behind', clockOff(-3_600_000)],
  ...transient.map((name) => once(name, 'register', served())),
  ...(['http-500', 'timeout', 'rate-limit-429-retry-after'] as const).map((name) =>
    once(name, 'delete', served('VM_STOPPED')),
  ),
  once('unauthorized-401', 'look', waits('GITHUB_UNAUTHORIZED')),
  once('forbidden-403', 'look', waits('GITHUB_FORBIDDEN')),
  once('http-500', 'look', waits('GITHUB_UNAVAILABLE'), 99),
  once('malformed-json', 'look', waits('GITHUB_MALFORMED'), 99),
  once('unauthorized-401', 'register', waits('GITHUB_UNAUTHORIZED'), 99),
  once('forbidden-403', 'register', waits('GITHUB_FORBIDDEN'), 99),
  once('jit-422', 'register', waits('GITHUB_REJECTED'), 99),
  once('http-500', 'register', waits('GITHUB_UNAVAILABLE'), 99),
  once('timeout', 'register', waits('GITHUB_UNREACHABLE'), 99),
  once('lost-201', 'register', served()),
  once('lost-201', 'register', waits('GITHUB_UNREACHABLE'), 99),
]);
