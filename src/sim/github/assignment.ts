import { hasLabels, isOnline, type Registrations, type Runner, type RunnerScope } from './registrations.ts';
import type { Job, Repository } from './run.ts';
import type { RunnerMode } from '../runner/protocol.ts';
import type { GitHubSettings, RunnerGroup } from './settings.ts';

/** Among which runners to choose. */
export interface RunnerChoice {
  readonly registrations: Registrations;
  readonly settings: GitHubSettings;
}

/** The group every runner is in unless it asks for another one. */
export const defaultGroup: RunnerGroup = { id: 1, name: 'Default' };

/**
 * The runner that gets the job: online, never used, all labels, the named group (§5.1, §5.2, §5.7). A job of a scale set
 * goes to a runner of that set, which has no labels itself (reference/github-scale-sets.md §9).
 */
export function chooseRunner(job: Job, { registrations, settings }: RunnerChoice): Runner | undefined {
  return registrations
    .all()
    .filter((runner) => runner.scaleSetId === job.scaleSetId && !runner.consumed)
    .filter((runner) => !jobless.has(runner.session?.mode) && isOnline(runner, settings.offlineMs))
    .filter((runner) => mayServe(runner, job, settings))
    .find((runner) => job.scaleSetId !== undefined || hasLabels(runner, job.labels));
}

/** Whether runners of this scope and group may take the job at all (§1.4, §5.1). */
export function mayServe(place: RunnerPlace, job: Job, settings: GitHubSettings): boolean {
  const { owner, name } = job.run.repository;
  const scopes: readonly RunnerScope[] = [repositoryScope(owner, name), organizationScope(owner)];
  const inGroup = job.group === undefined || groupName(place.groupId, settings) === job.group;
  return scopes.includes(place.scope) && inGroup && admits(place, job.run.repository, settings);
}

/** Where runners are registered. */
type RunnerPlace = Pick<Runner, 'scope' | 'groupId'>;

/** Runners in these modes end before they would ask for a job. */
const jobless: ReadonlySet<RunnerMode | undefined> = new Set([
  'deprecated',
  'update',
  'update-exit-3',
  'retryable-once',
  'retryable-always',
  'unknown-exit-code',
]);

/** Every runner group of an organization; an entry with the id of `Default` says how that one is set. */
export function groupsOf({ runnerGroups }: GitHubSettings): RunnerGroup[] {
  const given = runnerGroups.some(({ id }) => id === defaultGroup.id);
  return [...(given ? [] : [defaultGroup]), ...runnerGroups];
}

/** The name of a runner group; undefined when there is no such group. */
export function groupName(id: number, settings: GitHubSettings): string | undefined {
  return groupsOf(settings).find((group) => group.id === id)?.name;
}

/** Whether a group lets its runners work for a repository (§1.4); groups are of organizations only. */
function admits(runner: RunnerPlace, repository: Repository, settings: GitHubSettings): boolean {
  if (runner.scope.startsWith('repos/')) return true;
  const group = groupsOf(settings).find(({ id }) => id === runner.groupId);
  const name = repositoryScope(repository.owner, repository.name);
  const selected = group?.repositories?.some((one) => `repos/${one.toLowerCase()}` === name) ?? true;
  return selected && (repository.private || group?.allowsPublicRepositories === true);
}

/** The scope of runners of one repository. */
export function repositoryScope(owner: string, name: string): RunnerScope {
  return `repos/${owner.toLowerCase()}/${name.toLowerCase()}`;
}

/** The scope of runners of a whole organization. */
export function organizationScope(owner: string): RunnerScope {
  return `orgs/${owner.toLowerCase()}`;
}
