import { groupName } from './assignment.ts';
import { isOnline, type Runner } from './registrations.ts';
import { visibleJobs, type Job, type Repository, type Run } from './run.ts';
import type { GitHubSettings } from './settings.ts';

/** Where the answers' links point. */
export interface Links {
  readonly webUrl: string;
  readonly apiUrl: string;
}

/** `acme/app`. */
export function fullName({ owner, name }: Repository): string {
  return `${owner}/${name}`;
}

/** A runner as REST shows it (§1.1, §1.3). */
export function runnerView(runner: Runner, settings: GitHubSettings): Record<string, unknown> {
  return {
    id: runner.id,
    runner_group_id: runner.groupId,
    name: runner.name,
    os: runner.os,
    status: isOnline(runner, settings.offlineMs) ? 'online' : 'offline',
    busy: runner.jobId !== undefined,
    labels: labelViews(runner),
    ephemeral: true,
    version: runner.version,
  };
}

/** The labels of a runner as REST shows them (§1.3). */
export function labelViews({ labels }: Runner): Record<string, unknown>[] {
  return labels.map((name, index) => {
    return { id: index + 1, name, type: isDefaultLabel(name) ? 'read-only' : 'custom' };
  });
}

/** Labels that `config.sh` would set by itself. That those of a JIT configuration are read-only, too, is a guess. */
export function isDefaultLabel(label: string): boolean {
  return /^(?:self-hosted|macos|linux|windows|x64|arm|arm64)$/i.test(label);
}

/** A repository as REST shows it. */
export function repositoryView(repository: Repository, links: Links): Record<string, unknown> {
  return {
    id: repository.id,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    owner: { login: repository.owner, type: 'Organization' },
    html_url: `${links.webUrl}/${fullName(repository)}`,
    url: `${links.apiUrl}/repos/${fullName(repository)}`,
    fork: false,
    allow_forking: false,
    archived: false,
    disabled: false,
    default_branch: 'main',
    created_at: time(repository.createdAt),
    updated_at: time(repository.pushedAt),
    pushed_at: time(repository.pushedAt),
  };
}

/** A run as REST shows it (§1.5). */
export function runView(run: Run, links: Links, settings: GitHubSettings): Record<string, unknown> {
  const repository = repositoryView(run.repository, links);
  const url = `${links.apiUrl}/repos/${fullName(run.repository)}/actions/runs/${String(run.id)}`;
  return {
    id: run.id,
    name: run.workflow.name ?? run.path,
    path: run.path,
    event: 'workflow_dispatch',
    status: shownStatus(run, settings),
    conclusion: run.conclusion,
    run_attempt: 1,
    run_number: run.number,
    workflow_id: run.workflowId,
    head_branch: 'main',
    head_sha: headSha,
    head_repository: repository,
    repository,
    created_at: time(run.createdAt),
    run_started_at: time(run.createdAt),
    updated_at: time(run.updatedAt),
    url,
    jobs_url: `${url}/jobs`,
    html_url: `${links.webUrl}/${fullName(run.repository)}/actions/runs/${String(run.id)}`,
    triggering_actor: starter,
  };
}

/** The status that REST tells. */
function shownStatus(run: Run, { quirks }: GitHubSettings): string {
  const live = visibleJobs(run).filter(({ status }) => status !== 'completed');
  const queued = live.some(({ status }) => status === 'queued');
  if (quirks.includes('runs-hidden-status') && queued) return 'waiting';
  // What a run is called of which some jobs wait and others queue is not known.
  const alike = (['waiting', 'pending'] as const).find((wait) => live.every(({ status }) => status === wait));
  return live.length === 0 ? run.status : (alike ?? run.status);
}

/** A job as REST shows it (§1.5). `started_at` is filled for queued jobs too. */
export function jobView(job: Job, links: Links, settings: GitHubSettings): Record<string, unknown> {
  const { run, runner } = job;
  const repository = `${links.apiUrl}/repos/${fullName(run.repository)}`;
  return {
    id: job.id,
    run_id: run.id,
    run_attempt: 1,
    run_url: `${repository}/actions/runs/${String(run.id)}`,
    url: `${repository}/actions/jobs/${String(job.id)}`,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    labels: job.labels,
    runner_id: runner?.id ?? null,
    runner_name: runner?.name ?? null,
    runner_group_id: runner?.groupId ?? null,
    runner_group_name: runner === undefined ? null : (groupName(runner.groupId, settings) ?? null),
    workflow_name: run.workflow.name ?? run.path,
    head_branch: 'main',
    head_sha: headSha,
    created_at: time(job.createdAt),
    started_at: time(job.startedAt ?? job.createdAt),
    completed_at: job.completedAt === undefined ? null : time(job.completedAt),
    steps: job.steps,
    html_url: `${links.webUrl}/${fullName(run.repository)}/actions/runs/${String(run.id)}/job/${String(job.id)}`,
    check_run_url: `${repository}/check-runs/${String(job.id)}`,
  };
}

/** Who starts every run. */
export const starter = { login: 'octocat', type: 'User' };

/** The commit of every run: the simulation has no Git. */
export const headSha = '5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a';

/** GitHub writes times without milliseconds. */
function time(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -'.000Z'.length)}Z`;
}
