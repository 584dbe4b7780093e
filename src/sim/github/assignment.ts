import { hasLabels, isOnline, type Registrations, type Runner, type RunnerScope } from './registrations.ts';
import type { Job } from './run.ts';
import type { GitHubSettings } from './settings.ts';

/** Among which runners to choose. */
export interface RunnerChoice {
  readonly registrations: Registrations;
  readonly settings: GitHubSettings;
}

/** The group every runner is in unless it asks for another one. */
export const defaultGroup = { id: 1, name: 'Default' };

/** The runner that gets the job: online, never used, all labels, the named group (§5.1, §5.2, §5.7). */
export function chooseRunner(job: Job, { registrations, settings }: RunnerChoice): Runner | undefined {
  const { owner, name } = job.run.repository;
  const scopes = new Set<RunnerScope>([repositoryScope(owner, name), organizationScope(owner)]);
  return registrations
    .all()
    .filter((runner) => scopes.has(runner.scope) && !runner.consumed)
    .filter((runner) => runner.session?.mode !== 'update' && isOnline(runner, settings.offlineMs))
    .filter((runner) => job.group === undefined || groupName(runner.groupId, settings) === job.group)
    .find((runner) => hasLabels(runner, job.labels));
}

/** The name of a runner group; undefined when there is no such group. */
export function groupName(id: number, settings: GitHubSettings): string | undefined {
  return [defaultGroup, ...settings.runnerGroups].find((group) => group.id === id)?.name;
}

/** The scope of runners of one repository. */
export function repositoryScope(owner: string, name: string): RunnerScope {
  return `repos/${owner.toLowerCase()}/${name.toLowerCase()}`;
}

/** The scope of runners of a whole organization. */
export function organizationScope(owner: string): RunnerScope {
  return `orgs/${owner.toLowerCase()}`;
}
