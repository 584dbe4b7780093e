import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimulatedWorld } from '../../src/sim/world.ts';
import type { Jobs } from './jobs.ts';
import { expired, isOurs, processesOfOthers } from './others.ts';
import type { KeptPoller } from './poller.ts';

/** What of ours is there, and the expired VM of somebody else. */
export async function whatIsLeft(world: SimulatedWorld): Promise<string[]> {
  const { host, github } = world;
  const vms = await readdir(join(host.tartHome, 'vms'));
  const runners = github.runners().map(({ name }) => name);
  return [
    ...vms.filter((name) => isOurs(name) || name === expired).map((name) => `VM ${name}`),
    ...runners.filter(isOurs).map((name) => `registration ${name}`),
  ];
}

/** How many processes are there besides those of the VMs of others. */
export async function processesLeft(world: SimulatedWorld): Promise<number> {
  return (await world.host.processes()).length - (await processesOfOthers(world));
}

/** What came of a run. */
export interface Outcome {
  readonly jobs: Jobs;
  readonly poller: KeptPoller;
  readonly exitCode: number;
  readonly left: readonly string[];
  readonly processes: number;
  /** What of the VMs of others is not as it was. */
  readonly disturbed: readonly string[];
  /** How many VMs of ours ran at once, at most, and how many may. */
  readonly peak: number;
  readonly slots: number;
  /** How many jobs may have been lost: one for each deadly strike. */
  readonly deadlyStrikes: number;
  readonly inTime: boolean;
}

/** What must never be, and was. */
export async function violations(outcome: Outcome): Promise<string[]> {
  const { jobs, left, processes, peak, slots, deadlyStrikes } = outcome;
  const fates = countBy([...jobs.fates().values()]);
  const twice = await jobs.runTwice();
  const lost = fates.get('lost') ?? 0;
  const others = [...fates].filter(([fate]) => fate !== 'own' && fate !== 'lost');
  return [
    ...(outcome.inTime ? [] : ['it was not done in time']),
    ...others.map(([fate, count]) => `${String(count)} jobs ${fate}: ${namesOf(jobs, fate)}`),
    ...(lost > deadlyStrikes ? [`${String(lost)} jobs lost by ${String(deadlyStrikes)} deadly strikes`] : []),
    ...twice.map((name) => `${name} was run twice`),
    ...left.map((what) => `left: ${what}`),
    ...(processes > 0 ? [`left: ${String(processes)} processes`] : []),
    ...outcome.disturbed.map((what) => `of others, not as it was: ${what}`),
    ...(peak > slots ? [`${String(peak)} VMs ran at once, ${String(slots)} may`] : []),
    ...(outcome.exitCode === 0 ? [] : [`the poller ended with ${String(outcome.exitCode)} on SIGTERM`]),
  ];
}

function namesOf(jobs: Jobs, wanted: string): string {
  return [...jobs.fates()].flatMap(([name, fate]) => (fate === wanted ? [name] : [])).join(' ');
}

/** How often the poller said each code of a problem. */
export function codesIn(log: string): Map<string, number> {
  return countBy([...log.matchAll(/"code":"([A-Z_]+)"/g)].map(([, code]) => code ?? ''));
}

/** How often each of them is there. */
export function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The counts as a line. */
export function show(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one);
  return sorted.map(([name, count]) => `${name} ${String(count)}`).join(', ') || 'none';
}
