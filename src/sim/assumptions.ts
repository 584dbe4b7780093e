import type { WorldOptions } from './world.ts';

/**
 * The switch of the simulation that makes a belief of docs/assumptions.md false, by the belief's id. have
 * none: the lock and the watch are those of this machine. Nor have, which are about tokens that are refused:
 * no job depends on them.
 */
export const switches: Readonly<Record<string, WorldOptions>> = {
  'A-01': { host: { quirks: ['other-messages'] } },
  'A-02': { host: { quirks: ['list-other-keys'] } },
  'A-03': { host: { quirks: ['config-other-keys'] } },
  'A-04': { host: { quirks: ['lease-other-format'] } },
  'A-05': { host: { quirks: ['lease-unreadable'] } },
  'A-06': { host: { quirks: ['clone-keeps-mac'] } },
  'A-07': { host: { quirks: ['control-socket-early'] } },
  'A-08': { host: { quirks: ['run-dies-with-starter'] } },
  'A-09': { host: { quirks: ['exec-adds-noise'] } },
  'A-10': { host: { quirks: ['tcp-silent'] } },
  'A-11': { host: { quirks: ['guest-other-mac'] } },
  'A-12': { host: { quirks: ['no-gui-session'] } },
  'A-13': { host: { quirks: ['guest-without-bash'] } },
  'A-14': { github: { runnerMode: 'ignores-jit-env' } },
  'A-15': { github: { runnerMode: 'other-words' } },
  'A-16': { github: { runnerMode: 'deaf' } },
  'A-17': { github: { quirks: ['keeps-registrations'] } },
  'A-18': { github: { quirks: ['conflict-without-runner'] } },
  'A-19': { github: { quirks: ['delete-always-422'] } },
  'A-20': { github: { quirks: ['runs-hidden-status'] } },
  'A-21': { host: { quirks: ['space-returns-late'] } },
  'A-23': { host: { guestPassword: 'another one' } },
  'A-24': { host: { quirks: ['run-closes-descriptors'] } },
  'A-26': { host: { quirks: ['password-late'] } },
};
