import { randomBytes } from 'node:crypto';
import type { Contexts } from '../runner/expression.ts';
import type { JobMessage } from '../runner/protocol.ts';
import type { Job, Run } from './run.ts';
import type { GitHubSettings } from './settings.ts';
import { needsContext } from './stage.ts';
import { fullName, headSha, starter, type Links } from './views.ts';

/** The contexts of a run that every job of it sees. */
export function runContexts(run: Run, links: Links): Contexts & { readonly github: object } {
  const github = {
    repository: fullName(run.repository),
    repository_owner: run.repository.owner,
    repository_id: String(run.repository.id),
    run_id: String(run.id),
    run_number: String(run.number),
    run_attempt: '1',
    workflow: run.workflow.name ?? run.path,
    workflow_ref: `${fullName(run.repository)}/${run.path}@refs/heads/main`,
    sha: headSha,
    ref: 'refs/heads/main',
    ref_name: 'main',
    ref_type: 'branch',
    ref_protected: false,
    event_name: 'workflow_dispatch',
    event: { inputs: run.inputs, repository: { full_name: fullName(run.repository) } },
    actor: starter.login,
    triggering_actor: starter.login,
    server_url: links.webUrl,
    api_url: links.apiUrl,
    graphql_url: `${links.apiUrl}/graphql`,
    retention_days: '90',
  };
  return { github, inputs: run.inputs, vars: run.vars };
}

/** What the runner that acquired the job gets. */
export function jobMessage(job: Job, settings: GitHubSettings, links: Links): JobMessage {
  const { run, stage } = job;
  const { definition } = stage;
  const contexts = runContexts(run, links);
  const token = `ghs_${randomBytes(tokenBytes).toString('hex')}`;
  return {
    jobId: job.id,
    name: job.name,
    repository: fullName(run.repository),
    steps: definition.steps,
    env: [run.workflow.env, definition.env],
    shell: definition.defaults.run.shell ?? run.workflow.defaults.run.shell,
    workingDirectory:
      definition.defaults.run['working-directory'] ?? run.workflow.defaults.run['working-directory'],
    outputs: definition.outputs,
    contexts: {
      ...contexts,
      github: { ...contexts.github, job: stage.key, token },
      needs: needsContext(run, stage),
      matrix: job.combination,
      strategy: job.strategy,
      secrets: { ...run.secrets, GITHUB_TOKEN: token },
    },
    checkout: run.checkout,
    renewMs: settings.renewMs,
    reportRetryMs: settings.reportRetryMs,
    minuteMs: settings.minuteMs,
    stepInterruptMs: settings.stepInterruptMs,
    stepTerminateMs: settings.stepTerminateMs,
  };
}

const tokenBytes = 18;
