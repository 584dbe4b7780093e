import { cleanText } from './text.ts';

/** What `runner-scripts/guest-facts` found out; undefined is what it could not. */
export interface GuestFacts {
  /** As `uname -s` says it. */
  readonly os: string | undefined;
  readonly user: string | undefined;
  /** Who is logged in at the console. */
  readonly consoleUser: string | undefined;
  /** Lower case, two digits a byte. */
  readonly macAddresses: readonly string[];
  /** Whether sudo works without a password. */
  readonly sudo: boolean;
  /** The runner's folder when there is one. */
  readonly runner: string | undefined;
  readonly runnerVersion: string | undefined;
  /** Whether our scripts have started a runner here. */
  readonly runnerStarted: boolean;
  /** How long ago that runner had ended, by the guest's clock, in milliseconds; undefined when it had not. */
  readonly runnerEndedAgoMs: number | undefined;
}

/** Parses what the script printed, or undefined when it did not get to its end. A login shell may print before it. */
export function parseFacts(output: string): GuestFacts | undefined {
  const text =
    cleanText(output)
      .split(/^sand-facts$/mu)
      .at(-1) ?? '';
  if (!/^sand-facts-end$/mu.test(text)) return undefined;
  const facts = new Map<string, string[]>();
  for (const [, key = '', value = ''] of text.matchAll(/^([a-z]+) (.*)$/gmu)) {
    facts.set(key, [...(facts.get(key) ?? []), value.trim()]);
  }
  const first = (key: string): string | undefined => facts.get(key)?.[0];
  return {
    os: first('os'),
    user: first('user'),
    consoleUser: first('console'),
    macAddresses: (facts.get('mac') ?? []).map(padMac),
    sudo: first('sudo') === 'yes',
    runner: first('runner'),
    runnerVersion: first('version'),
    runnerStarted: first('started') === 'yes',
    runnerEndedAgoMs: toMilliseconds(first('ended')),
  };
}

function toMilliseconds(seconds: string | undefined): number | undefined {
  return seconds !== undefined && /^-?\d{1,12}$/u.test(seconds) ? Number(seconds) * 1000 : undefined;
}

/** Some programs of macOS leave out leading zeros (reference/tart.md §4). */
function padMac(mac: string): string {
  return mac
    .toLowerCase()
    .split(':')
    .map((byte) => byte.padStart(2, '0'))
    .join(':');
}
