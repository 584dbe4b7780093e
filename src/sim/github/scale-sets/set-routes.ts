import { z } from 'zod';
import { defaultGroup, groupName, groupsOf } from '../assignment.ts';
import type { RunnerScope } from '../registrations.ts';
import type { ApiRequest, Reply } from '../reply.ts';
import type { Route } from '../routes.ts';
import { tenantPath } from '../sides.ts';
import { adminRoute, listOf, setOf, setsPath, type ServiceParts } from './parts.ts';
import type { ScaleSet, ScaleSetWish } from './scale-set.ts';
import { parseBody, ServiceError } from './service-error.ts';
import { setView } from './service-views.ts';
import { removeSet } from './sessions.ts';

const longestName = 256;
const mostLabels = 100;
const name = z.string().min(1).max(longestName);
const label = z.object({ type: z.string().max(longestName).default('System'), name });
const setting = z.object({ disableUpdate: z.boolean().optional() });
const wanted = z.object({
  name,
  runnerGroupId: z.int().default(defaultGroup.id),
  labels: z.array(label).max(mostLabels).nullish(),
  RunnerSetting: setting.optional(),
});
const changed = wanted.extend({ runnerGroupId: z.int() }).partial();

/** Runner groups and scale sets: find, list, get, create, change, delete (reference/github-scale-sets.md §5). */
export function setRoutes(parts: ServiceParts): Route[] {
  const groups = `GET ${tenantPath}/_apis/runtime/runnergroups`;
  const view = (set: ScaleSet): Reply => ({ status: 200, body: setView(set, parts) });
  return [
    ...[groups, `${groups}/`].map((call) =>
      adminRoute(parts, call, (scope, request) => findGroups(parts, scope, request)),
    ),
    adminRoute(parts, `GET ${setsPath}`, (scope, request) => findSets(parts, scope, request)),
    adminRoute(parts, `POST ${setsPath}`, (scope, { body }) => view(create(parts, scope, body))),
    adminRoute(parts, `GET ${setsPath}/:set`, (scope, request) => view(setOf(parts, scope, request))),
    adminRoute(parts, `PATCH ${setsPath}/:set`, (scope, request) => view(change(parts, scope, request))),
    adminRoute(parts, `DELETE ${setsPath}/:set`, (scope, request) => {
      removeSet(parts, setOf(parts, scope, request));
      return { status: 204 };
    }),
  ];
}

/** Repositories have the default group only. */
function findGroups({ settings }: ServiceParts, scope: RunnerScope, { query }: ApiRequest): Reply {
  const asked = query.get('groupName');
  return listOf(
    groupsOf(settings())
      .filter((group) => hasGroup(scope, group.id))
      .filter((group) => asked === null || group.name.toLowerCase() === asked.toLowerCase())
      .map((group) => ({
        id: group.id,
        name: group.name,
        size: 0,
        isDefaultGroup: group.id === defaultGroup.id,
      })),
  );
}

function findSets(parts: ServiceParts, scope: RunnerScope, { query }: ApiRequest): Reply {
  const [group, asked] = [query.get('runnerGroupId'), query.get('name')];
  return listOf(
    parts.sets
      .in(scope)
      .filter((set) => group === null || set.groupId === Number(group))
      .filter((set) => asked === null || set.name === asked)
      .map((set) => setView(set, parts)),
  );
}

/** Without labels a set has one, its name (§9). */
function create(parts: ServiceParts, scope: RunnerScope, body: unknown): ScaleSet {
  const given = parseBody(wanted, body);
  const labels = given.labels ?? [];
  const wish: ScaleSetWish = {
    name: given.name,
    groupId: given.runnerGroupId,
    labels: labels.length > 0 ? labels : [{ type: 'System', name: given.name }],
    disableUpdate: given.RunnerSetting?.disableUpdate ?? false,
  };
  checkPlace(parts, scope, wish);
  return parts.sets.add(scope, wish);
}

/** What is not said stays. That changed labels count at once is not confirmed (§9). */
function change(parts: ServiceParts, scope: RunnerScope, request: ApiRequest): ScaleSet {
  const set = setOf(parts, scope, request);
  const given = parseBody(changed, request.body);
  const place = { name: given.name ?? set.name, groupId: given.runnerGroupId ?? set.groupId };
  checkPlace(parts, scope, place, set);
  Object.assign(set, place);
  set.labels = given.labels ?? set.labels;
  set.disableUpdate = given.RunnerSetting?.disableUpdate ?? set.disableUpdate;
  return set;
}

/** Names are unique within a group (§9); a duplicate gives 400 (§5). That an unknown group does, too, is a guess. */
function checkPlace(
  { sets, settings }: ServiceParts,
  scope: RunnerScope,
  place: Pick<ScaleSetWish, 'name' | 'groupId'>,
  self?: ScaleSet,
): void {
  if (!hasGroup(scope, place.groupId) || groupName(place.groupId, settings()) === undefined) {
    throw new ServiceError(400, 'ArgumentException', `There is no runner group ${String(place.groupId)}.`);
  }
  const rival = sets.in(scope).find((set) => set.name === place.name && set.groupId === place.groupId);
  if (rival === undefined || rival === self) return;
  const message = `A runner scale set with the name ${place.name} already exists.`;
  throw new ServiceError(400, 'RunnerScaleSetExistsException', message);
}

function hasGroup(scope: RunnerScope, groupId: number): boolean {
  return scope.startsWith('orgs/') || groupId === defaultGroup.id;
}
