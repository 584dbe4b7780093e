import { switches } from '../../src/sim/assumptions.ts';
import { cancelled, served, waits, type Fault, type Outcome } from './fault.ts';

/** What comes of each belief of docs/assumptions.md that turns out false. */
const outcomes: Readonly<Record<keyof typeof switches, Outcome>> = {
  'A-01': served(),
  'A-02': waits('TART_FAILED'),
  'A-03': waits('TART_FAILED'),
  'A-04': served(),
  'A-05': served(),
  'A-06': served(),
  'A-07': served(),
  'A-08': served(),
  'A-09': served(),
  'A-10': served(),
  'A-11': waits('GUEST_FOREIGN'),
  'A-12': served(),
  'A-13': waits('GUEST_COMMAND'),
  'A-14': waits('RUNNER_REJECTED'),
  'A-15': served('RUNNER_MUTE'),
  'A-16': served(),
  'A-17': served(),
  'A-18': waits('GITHUB_CONFLICT'),
  'A-19': served(),
  'A-20': served(),
  'A-21': served(),
  'A-23': waits('GUEST_AUTH'),
  'A-24': served(),
  'A-26': waits('GUEST_AUTH'),
};

/** How late a password is in A-26: the machine may be as slow as it likes. */
const longerThanAnyTest = 120_000;

/** Words that are not known matter only when Tart has something to say. */
const unknownWords: Readonly<Record<string, Fault>> = {
  'A-01 at the VM limit': {
    source: 'assumptions.md',
    mac: { quirks: ['other-messages'], faults: [{ name: 'run-limit' }] },
    lasting: true,
    at: { boot: waits('BOOT_FAILED') },
  },
  'A-01 on a full disk': {
    source: 'assumptions.md',
    mac: { quirks: ['other-messages'], faults: [{ name: 'clone-disk-full', vm: 'sand-*' }] },
    lasting: true,
    at: { clone: waits('CLONE_FAILED') },
  },
};

const switchedFalse = Object.fromEntries(
  Object.entries(switches).map(([id, { host, github }]): [string, Fault] => {
    const outcome = outcomes[id] ?? cancelled();
    const world = {
      ...(host === undefined ? {} : { mac: { ...host, passwordLateMs: longerThanAnyTest } }),
      ...(github === undefined ? {} : { github }),
    };
    const login = id === 'A-23' ? { configuration: { guest: { password: 'admin' } } } : {};
    return [
      id,
      {
        ...login,
        source: 'assumptions.md',
        ...world,
        lasting: outcome.job === 'waits',
        at: { look: outcome },
      },
    ];
  }),
);

/** Each belief, false for a whole job. */
export const beliefs: Readonly<Record<string, Fault>> = { ...switchedFalse, ...unknownWords };
