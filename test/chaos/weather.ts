import type { SettingChanges } from '../../src/sim/host.ts';
import type { GitHubSettings } from '../../src/sim/github/settings.ts';
import type { SimulatedWorld } from '../../src/sim/world.ts';

type MacFault = NonNullable<SettingChanges['faults']>[number]['name'];
type GitHubFault = NonNullable<GitHubSettings['faults']>[number]['name'];

/** Only VMs of pollers: the VMs of others are not to change by themselves. */
const vm = 'sand-*-macos-*';

/**
 * Faults that cost a sandbox, or a retry, but no job: the guest is not up yet when they strike. Not `vm-overwritten`: such a
 * VM is hidden from `tart list`, so nobody can count it.
 */
const macFaults: readonly MacFault[] = [
  'clone-disk-full',
  'clone-gc-race',
  'list-hides',
  'run-limit',
  'run-vz-error',
  'softnet-dies',
  'guest-shutdown',
  'guest-error-exit-0',
  'network-detached',
  'stop-hangs',
  'no-address',
  'tcp-unreachable',
];

/** These go on for as long as they are there; a job lives through them. */
const lastingFaults: readonly SettingChanges[] = [
  { faults: [{ name: 'ssh-drops', vm, ms: 400 }] },
  { faults: [{ name: 'ssh-late', vm, ms: 500 }] },
  { faults: [{ name: 'clone-slow', vm, ms: 500 }] },
  { faults: [{ name: 'gc-noise' }] },
];

const githubFaults: readonly GitHubFault[] = [
  'http-500',
  'http-502',
  'http-503',
  'connection-reset',
  'cut-answer',
  'malformed-json',
  'rate-limit-429-retry-after',
  'rate-limit-403',
  'lost-201',
];

type Forecast = readonly [name: string, mac: SettingChanges, github: Partial<GitHubSettings>];

const clear: Forecast = ['clear', { faults: [] }, { faults: [] }];

const forecasts: readonly Forecast[] = [
  clear,
  ...macFaults.map((name): Forecast => [name, { faults: [{ name, vm, times: 2 }] }, { faults: [] }]),
  ...lastingFaults.map((mac): Forecast => [mac.faults?.[0]?.name ?? '', mac, { faults: [] }]),
  ...githubFaults.map((name): Forecast => [
    name,
    { faults: [] },
    { faults: [{ name, times: 2, seconds: 1 }] },
  ]),
];

/** The faults of the Mac and of GitHub; those that were there go. Returns their name. */
export function changeWeather({ host, github }: SimulatedWorld, number: number): string {
  const [name, mac, changes] = forecasts[number % forecasts.length] ?? clear;
  host.changeSettings(mac);
  github.changeSettings(changes);
  return name;
}

/** No faults any more. */
export function clearWeather(world: SimulatedWorld): void {
  changeWeather(world, 0);
}
