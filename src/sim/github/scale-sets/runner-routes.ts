import { z } from 'zod';
import { groupName } from '../assignment.ts';
import { encodeJitConfig } from '../jit-config.ts';
import type { RunnerScope } from '../registrations.ts';
import type { ApiRequest, Reply } from '../reply.ts';
import type { Route } from '../routes.ts';
import { adminRoute, agentsPath, listOf, setOf, setsPath, type ServiceParts } from './parts.ts';
import { parseBody, ServiceError } from './service-error.ts';
import { agentView } from './service-views.ts';

const longestName = 64;
const wanted = z.object({
  name: z.string().min(1).max(longestName),
  workFolder: z.string().min(1).max(1024).default('_work'),
});

/** JIT configurations for runners of a set, and the runners (`agents`) of a scope (reference/github-scale-sets.md §5). */
export function runnerRoutes(parts: ServiceParts): Route[] {
  return [
    adminRoute(parts, `POST ${setsPath}/:set/generatejitconfig`, (scope, request) =>
      generate(parts, scope, request),
    ),
    adminRoute(parts, `GET ${agentsPath}`, (scope, { query }) => {
      const name = query.get('agentName');
      const runners = parts.registrations.in(scope).filter((one) => name === null || one.name === name);
      return listOf(runners.map((runner) => agentView(runner, parts.settings())));
    }),
    adminRoute(parts, `GET ${agentsPath}/:agent`, (scope, request) => get(parts, scope, request)),
    adminRoute(parts, `DELETE ${agentsPath}/:agent`, (scope, request) => remove(parts, scope, request)),
  ];
}

function generate(parts: ServiceParts, scope: RunnerScope, request: ApiRequest): Reply {
  const set = setOf(parts, scope, request);
  const { name, workFolder } = parseBody(wanted, request.body);
  if (parts.registrations.in(scope).some((runner) => runner.name === name)) {
    throw new ServiceError(409, 'AgentExistsException', `A runner with the name ${name} already exists.`);
  }
  const { groupId, id: scaleSetId } = set;
  const runner = parts.registrations.add({ name, scope, groupId, labels: [], workFolder, scaleSetId });
  const { runnerMode: mode } = parts.settings();
  const group = groupName(groupId, parts.settings()) ?? '';
  const encodedJITConfig = encodeJitConfig(runner, {
    webUrl: parts.links.webUrl,
    key: parts.key,
    group,
    mode,
  });
  return { status: 200, body: { runner: agentView(runner, parts.settings()), encodedJITConfig } };
}

function get({ registrations, settings }: ServiceParts, scope: RunnerScope, { params }: ApiRequest): Reply {
  const runner = registrations.byId(Number(params['agent']));
  if (runner?.scope === scope) return { status: 200, body: agentView(runner, settings()) };
  throw new ServiceError(404, 'AgentNotFoundException', 'The agent was not found.');
}

/** 204 for one that is not there, too (§5). */
function remove({ registrations }: ServiceParts, scope: RunnerScope, { params }: ApiRequest): Reply {
  const runner = registrations.byId(Number(params['agent']));
  if (runner?.scope !== scope) return { status: 204 };
  if (runner.jobId !== undefined) {
    const message = `The job of the runner ${runner.name} is still running.`;
    throw new ServiceError(400, 'JobStillRunningException', message);
  }
  registrations.remove(runner);
  return { status: 204 };
}
