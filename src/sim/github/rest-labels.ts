import { z } from 'zod';
import { ApiError, notFound, type ApiRequest, type Reply } from './reply.ts';
import { inBothScopes, runnerOf, type RunnerParts } from './rest-scope.ts';
import type { Runner } from './registrations.ts';
import type { Route } from './routes.ts';
import { isDefaultLabel, labelViews } from './views.ts';

const mostLabels = 100;
const wanted = z.object({ labels: z.array(z.string().min(1)).max(mostLabels) });

/** Labels of a runner (§1). What the calls do is known by their names; the words of the refusals are guesses. */
export function labelRoutes(parts: RunnerParts): Route[] {
  const path = '/:id/labels';
  const changing = (change: (runner: Runner, request: ApiRequest) => readonly string[]) => {
    return (request: ApiRequest): Reply => {
      const runner = runnerOf(parts, request);
      runner.labels = change(runner, request);
      return shown(runner);
    };
  };
  return inBothScopes([
    { method: 'GET', path, level: 'read', handle: (request) => shown(runnerOf(parts, request)) },
    {
      method: 'POST',
      path,
      level: 'write',
      handle: changing(({ labels }, { body }) => [...new Set([...labels, ...labelsIn(body)])]),
    },
    {
      method: 'PUT',
      path,
      level: 'write',
      handle: changing(({ labels }, { body }) => [...labels.filter(isDefaultLabel), ...labelsIn(body)]),
    },
    {
      method: 'DELETE',
      path,
      level: 'write',
      handle: changing(({ labels }) => labels.filter(isDefaultLabel)),
    },
    {
      method: 'DELETE',
      path: `${path}/:name`,
      level: 'write',
      handle: changing(({ labels }, { params }) => without(labels, params['name'] ?? '')),
    },
  ]);
}

function shown(runner: Runner): Reply {
  const labels = labelViews(runner);
  return { status: 200, body: { total_count: labels.length, labels } };
}

function labelsIn(body: unknown): string[] {
  const result = wanted.safeParse(body);
  if (result.success) return result.data.labels;
  throw refused(z.prettifyError(result.error));
}

function without(labels: readonly string[], name: string): string[] {
  const found = labels.find((label) => label.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw notFound();
  if (isDefaultLabel(found)) throw refused(`${found} is a read-only label`);
  return labels.filter((label) => label !== found);
}

function refused(reason: string): ApiError {
  return new ApiError(422, `Invalid input: ${reason}`, { errors: [`Invalid input: ${reason}`] });
}
