import { z } from 'zod';
import { defaultGroup, groupName } from './assignment.ts';
import { encodeJitConfig } from './jit-config.ts';
import { nameTaken } from './registrations.ts';
import { ApiError, notFound, page, type ApiRequest, type Reply } from './reply.ts';
import { inBothScopes, runnerOf, scopeOf, type RunnerParts } from './rest-scope.ts';
import type { Route } from './routes.ts';
import { runnerView } from './views.ts';

const hostedGroup = 2;
const longestName = 64;
const mostLabels = 100;
const wantedRunner = z.object({
  name: z.string().min(1).max(longestName),
  runner_group_id: z.int(),
  labels: z.array(z.string().min(1)).min(1).max(mostLabels),
  work_folder: z.string().default('_work'),
});

/** Registered runners of repositories and organizations (§1, §1.1, §1.3). */
export function runnerRoutes(parts: RunnerParts): Route[] {
  return inBothScopes([
    {
      method: 'POST',
      path: '/generate-jitconfig',
      level: 'write',
      handle: (request) => generate(parts, request),
    },
    { method: 'GET', path: '', level: 'read', handle: (request) => list(parts, request) },
    {
      method: 'GET',
      path: '/:id',
      level: 'read',
      handle: (request) => ({ status: 200, body: runnerView(runnerOf(parts, request), parts.settings()) }),
    },
    { method: 'DELETE', path: '/:id', level: 'write', handle: (request) => remove(parts, request) },
  ]);
}

function generate(parts: RunnerParts, request: ApiRequest): Reply {
  const scope = scopeOf(parts, request);
  const wanted = validate(request.body);
  if (parts.settings().quirks.includes('conflict-without-runner')) throw nameTaken(wanted.name);
  const groupId = wanted.runner_group_id;
  if (groupId === hostedGroup) throw new ApiError(403, 'Forbidden');
  const group = groupName(groupId, parts.settings());
  if (group === undefined || (scope.startsWith('repos/') && groupId !== defaultGroup.id)) throw notFound();
  const { name, labels, work_folder: workFolder } = wanted;
  const runner = parts.registrations.add({ name, labels, scope, groupId, workFolder });
  const { runnerMode: mode } = parts.settings();
  const { webUrl } = parts.links;
  return {
    status: 201,
    body: {
      runner: runnerView(runner, parts.settings()),
      encoded_jit_config: encodeJitConfig(runner, { webUrl, key: parts.key, group, mode }),
    },
  };
}

function validate(body: unknown): z.infer<typeof wantedRunner> {
  const missing = ['name', 'runner_group_id', 'labels'].find(
    (key) => typeof body !== 'object' || body === null || !(key in body),
  );
  if (missing !== undefined) throw invalid(`object is missing required key: ${missing}`);
  const result = wantedRunner.safeParse(body);
  if (!result.success) throw invalid(z.prettifyError(result.error));
  return result.data;
}

function invalid(reason: string): ApiError {
  return new ApiError(422, `Invalid input: ${reason}`, { errors: [`Invalid input: ${reason}`] });
}

function list(parts: RunnerParts, request: ApiRequest): Reply {
  const name = request.query.get('name');
  const items = parts.registrations
    .in(scopeOf(parts, request))
    .filter((runner) => name === null || runner.name === name)
    .map((runner) => runnerView(runner, parts.settings()));
  return page(request, { url: `${parts.links.apiUrl}${request.path}`, name: 'runners', items });
}

function remove(parts: RunnerParts, request: ApiRequest): Reply {
  const runner = runnerOf(parts, request);
  const refused = parts.settings().quirks.includes('delete-always-422');
  if (refused || runner.jobId !== undefined) throw stillBusy(runner.name);
  parts.registrations.remove(runner);
  return { status: 204 };
}

/** §1.3; the stray quote is GitHub's. */
function stillBusy(name: string): ApiError {
  const message = `Bad request - Runner "${name}" is still running a job"`;
  return new ApiError(422, message, { errors: [message] });
}
