import { groupName } from '../assignment.ts';
import { isOnline, type Runner } from '../registrations.ts';
import type { GitHubSettings } from '../settings.ts';
import { setsPath, type ServiceParts } from './parts.ts';
import type { ScaleSet } from './scale-set.ts';
import { statisticsOf } from './statistics.ts';

/** A scale set as the service shows it: `RunnerSetting` has its capital R (reference/github-scale-sets.md §5). */
export function setView(set: ScaleSet, parts: ServiceParts): Record<string, unknown> {
  const url = setUrl(set, parts);
  return {
    id: set.id,
    name: set.name,
    runnerGroupId: set.groupId,
    runnerGroupName: groupName(set.groupId, parts.settings()) ?? '',
    labels: set.labels,
    RunnerSetting: { ephemeral: true, isElastic: true, disableUpdate: set.disableUpdate },
    createdOn: new Date(set.createdAt).toISOString(),
    enabled: true,
    status: 'online',
    runnerJitConfigUrl: `${url}/generatejitconfig`,
    getAcquirableJobsUrl: `${url}/acquirablejobs`,
    acquireJobsUrl: `${url}/acquirejobs`,
    statistics: statisticsFor(set, parts),
  };
}

/** The numbers of a set now. */
export function statisticsFor(set: ScaleSet, parts: ServiceParts): ReturnType<typeof statisticsOf> {
  return statisticsOf(set, { ...parts, jobs: () => parts.engine().jobs() });
}

/** Where the calls about a set are. */
export function setUrl(set: ScaleSet, { links }: Pick<ServiceParts, 'links'>): string {
  return `${links.webUrl}${setsPath}/${String(set.id)}`;
}

/** A `RunnerReference` (§5). */
export function agentView(runner: Runner, settings: GitHubSettings): Record<string, unknown> {
  return {
    id: runner.id,
    name: runner.name,
    runnerScaleSetId: runner.scaleSetId ?? 0,
    runnerGroupId: runner.groupId,
    runnerGroupName: groupName(runner.groupId, settings) ?? '',
    os: runner.os,
    version: runner.version ?? '',
    enabled: true,
    ephemeral: true,
    status: isOnline(runner, settings.offlineMs) ? 'online' : 'offline',
    busy: runner.jobId !== undefined,
    labels: runner.labels.map((name) => ({ type: 'user', name })),
    createdOn: new Date(runner.createdAt).toISOString(),
  };
}
